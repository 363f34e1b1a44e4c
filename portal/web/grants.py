"""Grants of a dataset: who may read rows that departments share, and an end to it."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from catalog.actions.grants import grant_access, list_grants, revoke_grant
from catalog.errors import CatalogError
from portal.accounts.grantee import person_of
from portal.accounts.signing import require_actor
from portal.extensions import record
from portal.forms import text
from portal.language import said
from portal.web.blueprints import workspace


@workspace.get("/datasets/<uuid:dataset_id>/grants")
def grants(dataset_id: UUID) -> ResponseReturnValue:
    """Show who may read."""
    return _page(dataset_id)


@workspace.post("/datasets/<uuid:dataset_id>/grants")
def give_grant(dataset_id: UUID) -> ResponseReturnValue:
    """Let an agency or a person read."""
    actor, days = require_actor(), text("days", 4)
    list_grants(record.session, dataset_id, actor=actor, deps=record.deps)  # strangers are told nothing of the form
    try:
        grant_access(
            record.session,
            dataset_id,
            actor=actor,
            deps=record.deps,
            agency=text("agency", 100),
            person_id=person_of(record.session, text("person", 200)),
            purpose=text("purpose"),
            legal_basis=text("legal_basis", 200),
            days=int(days) if days.isdecimal() else 0,
        )
    except CatalogError as refused:
        if refused.status_hint in (403, 404):
            raise
        record.session.rollback()
        return _page(dataset_id, said(refused)), refused.status_hint
    flash(_("已授权，立即生效。"))
    return redirect(url_for("workspace.grants", dataset_id=dataset_id))


@workspace.post("/grants/<uuid:grant_id>/revoke")
def end_grant(grant_id: UUID) -> ResponseReturnValue:
    """End one now."""
    dataset_id = revoke_grant(record.session, grant_id, actor=require_actor(), deps=record.deps)
    flash(_("已收回授权，立即生效。"))
    return redirect(url_for("workspace.grants", dataset_id=dataset_id))


def _page(dataset_id: UUID, error: str = "") -> str:
    page = list_grants(record.session, dataset_id, actor=require_actor(), deps=record.deps)
    return render_template("workspace/grants.html", page=page, error=error, typed=request.form)
