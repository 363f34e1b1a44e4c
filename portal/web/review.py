"""The officer's desk: the queue, and one screen that shows what leaves, what stays and why."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from catalog.actions.approve import approve
from catalog.actions.corrections import list_corrections
from catalog.actions.override import looser, stricter
from catalog.actions.review import list_queue, show_review
from catalog.actions.send_back import send_back
from catalog.errors import ApprovalStale, CatalogError
from catalog.views import Binding, Judged, ReviewSheet
from portal.accounts.signing import require_actor
from portal.extensions import record
from portal.forms import PAGE_ROWS, page_start, text, uuid_or_404
from portal.language import said
from portal.web.blueprints import workspace

VERDICTS = ("approve", "send_back", "stricter", "looser")


@workspace.get("/review")
def queue() -> ResponseReturnValue:
    """List what waits for a second person."""
    start = page_start()
    total, rows = list_queue(record.session, actor=require_actor(), start=start, rows=PAGE_ROWS)
    corrections_total, corrections = list_corrections(record.session, actor=require_actor(), rows=PAGE_ROWS)
    return render_template(
        "review/queue.html",
        nav="workspace.queue",
        rows=rows,
        total=total,
        start=start,
        page_rows=PAGE_ROWS,
        corrections=corrections,
        corrections_total=corrections_total,
    )


@workspace.get("/review/<uuid:version_id>")
def review(version_id: UUID) -> ResponseReturnValue:
    """Show the review sheet."""
    return _page(show_review(record.session, version_id, actor=require_actor()))


@workspace.post("/review/<uuid:version_id>")
def judge(version_id: UUID) -> ResponseReturnValue:
    """Give a verdict; a refusal is said on the same page, and nothing typed is lost."""
    verdict = text("verdict", 12)
    if verdict not in VERDICTS:
        return _again(version_id, _("请选择一项审核意见"), 422)
    try:
        _give(verdict, version_id)
    except CatalogError as refused:
        if refused.status_hint == 404:
            raise
        record.session.rollback()
        return _again(version_id, said(refused), refused.status_hint, is_stale=isinstance(refused, ApprovalStale))
    flash(
        {
            "approve": _("已通过，正在脱敏、核验并发布。"),
            "send_back": _("已退回报送员。"),
            "stricter": _("已从严，请按新的结论再审核。"),
            "looser": _("已从宽，理由已记入审计日志，请按新的结论再审核。"),
        }[verdict]
    )
    if verdict in ("stricter", "looser"):
        return redirect(url_for("workspace.review", version_id=version_id))
    return redirect(url_for("workspace.queue"))


def _give(verdict: str, version_id: UUID) -> Judged:
    """Hand the form over to the action of the verdict."""
    actor, deps, session = require_actor(), record.deps, record.session
    reason = text("reason")
    if verdict == "approve":
        answered = frozenset(request.form.getlist("answered"))
        return approve(
            session, version_id, actor=actor, deps=deps, binding=_binding(), comment=reason, answered=answered
        )
    if verdict == "send_back":
        columns, remarks = request.form.getlist("column"), request.form.getlist("remark")
        comments = tuple((c, r.strip()) for c, r in zip(columns, remarks, strict=False) if c and r.strip())
        return send_back(session, version_id, actor=actor, deps=deps, reason=reason, comments=comments)
    verb = stricter if verdict == "stricter" else looser
    return verb(session, version_id, actor=actor, deps=deps, release=text(f"release_{verdict}", 24), reason=reason)


def _binding() -> Binding:
    return Binding(
        typed_hash=text("typed_hash", 64),
        edition_id=text("edition_id", 64),
        decision_id=uuid_or_404(text("decision_id", 36)),
        plan_id=uuid_or_404(text("plan_id", 36)),
    )


def _again(version_id: UUID, message: str, status: int, *, is_stale: bool = False) -> ResponseReturnValue:
    sheet = show_review(record.session, version_id, actor=require_actor())
    return _page(sheet, message, is_stale=is_stale), status


def _page(sheet: ReviewSheet, message: str = "", *, is_stale: bool = False) -> str:
    return render_template(
        "review/review.html",
        nav="workspace.queue",
        sheet=sheet,
        typed=request.form,
        message=message,
        is_stale=is_stale,
    )
