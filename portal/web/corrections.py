"""A correction before its reviewer: every change word for word, and a verdict."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from catalog.actions.correct import accept_correction, reject_correction, show_correction
from catalog.errors import CatalogError
from portal.accounts.signing import require_actor
from portal.extensions import record
from portal.forms import text
from portal.language import said
from portal.web.blueprints import workspace


@workspace.get("/corrections/<uuid:correction_id>")
def correction(correction_id: UUID) -> ResponseReturnValue:
    """Show what would change."""
    return _page(correction_id)


@workspace.post("/corrections/<uuid:correction_id>")
def judge_correction(correction_id: UUID) -> ResponseReturnValue:
    """Put it in force, or turn it down with a reason."""
    actor, verdict = require_actor(), text("verdict", 12)
    try:
        if verdict == "accept":
            accept_correction(record.session, correction_id, actor=actor, deps=record.deps, tag=text("tag", 64))
            flash(_("更正已生效，公开页面、检索和接口随即更新，CKAN 稍后同步。"))
        elif verdict == "reject":
            reject_correction(record.session, correction_id, actor=actor, deps=record.deps, reason=text("reason"))
            flash(_("已退回更正，公开的说明没有变化。"))
        else:
            return _page(correction_id, _("请选择一项审核意见")), 422
    except CatalogError as refused:
        if refused.status_hint in (403, 404):
            raise
        record.session.rollback()
        return _page(correction_id, said(refused)), refused.status_hint
    return redirect(url_for("workspace.queue"))


def _page(correction_id: UUID, message: str = "") -> str:
    return render_template(
        "review/correction.html",
        nav="workspace.queue",
        sheet=show_correction(record.session, correction_id, actor=require_actor()),
        message=message,
        typed=request.form,
    )
