"""The officer's desk for what a new edition would open further: a person decides, nothing opens by itself."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from catalog.actions.edition_results import count_waiting, first_of_page, judge_by_edition, keep_as_is, list_waiting
from catalog.errors import CatalogError
from portal.accounts.signing import require_actor
from portal.extensions import record
from portal.forms import PAGE_ROWS, page_start, text
from portal.language import said
from portal.web.blueprints import workspace


@workspace.get("/edition-changes")
def edition_changes() -> ResponseReturnValue:
    """List what waits for a person because the list became looser."""
    return _page()


@workspace.post("/edition-changes/<uuid:change_id>")
def settle_change(change_id: UUID) -> ResponseReturnValue:
    """Leave a dataset as it is, with a reason, or take it down and judge it anew."""
    actor, doing = require_actor(), text("do", 8)
    try:
        if doing == "again":
            judge_by_edition(record.session, change_id, actor=actor, deps=record.deps)
            flash(_("已撤下，正在按现行清单重新定级，之后仍须审核。"))
        else:
            keep_as_is(record.session, change_id, actor=actor, deps=record.deps, reason=text("reason"))
            flash(_("维持现状，理由已记入审计日志。"))
    except CatalogError as refused:
        if refused.status_hint == 404:
            raise
        record.session.rollback()
        return _page(said(refused)), refused.status_hint
    return redirect(url_for("workspace.edition_changes"))


def _page(error: str = "") -> str:
    actor = require_actor()
    total = count_waiting(record.session, actor=actor)
    start = first_of_page(page_start(), total, PAGE_ROWS)  # the last of a page may have been settled
    return render_template(
        "review/edition_changes.html",
        nav="workspace.edition_changes",
        rows=list_waiting(record.session, actor=actor, start=start, rows=PAGE_ROWS),
        total=total,
        start=start,
        page_rows=PAGE_ROWS,
        error=error,
    )
