"""One version: progress, decision, plan; discard, try again, withdraw."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from catalog.actions.discard import discard
from catalog.actions.retry import retry
from catalog.actions.sector_examples import sector_choices
from catalog.actions.withdraw import withdraw
from catalog.actions.workspace import show_version
from catalog.errors import ReasonNeeded, ReasonPersonal
from catalog.lifecycle import MOVING
from portal.accounts.signing import require_actor
from portal.extensions import record
from portal.forms import text
from portal.language import said
from portal.web.blueprints import workspace
from portal.web.stages import stages


@workspace.get("/versions/<uuid:version_id>")
def version(version_id: UUID) -> ResponseReturnValue:
    """Show one version with everything its agency may know."""
    sheet = show_version(record.session, version_id, actor=require_actor())
    return render_template(
        "workspace/version.html",
        sheet=sheet,
        stages=stages(sheet),
        is_moving=sheet.row.state in MOVING,
        choices=sector_choices(record.session, version_id, actor=require_actor()),
    )


@workspace.get("/versions/<uuid:version_id>/progress")
def version_progress(version_id: UUID) -> ResponseReturnValue:
    """Return the part of the page that moves; when nothing moves any more, the page is asked to load anew."""
    sheet = show_version(record.session, version_id, actor=require_actor())
    is_moving = sheet.row.state in MOVING
    page = render_template("workspace/progress.html", sheet=sheet, stages=stages(sheet), is_moving=is_moving)
    return page, 200, {} if is_moving else {"HX-Refresh": "true"}


@workspace.post("/versions/<uuid:version_id>/discard")
def discard_version(version_id: UUID) -> ResponseReturnValue:
    """Throw an upload away; its key is destroyed."""
    discard(record.session, version_id, actor=require_actor(), deps=record.deps)
    return redirect(url_for("workspace.version", version_id=version_id))


@workspace.post("/versions/<uuid:version_id>/retry")
def retry_version(version_id: UUID) -> ResponseReturnValue:
    """Process an upload again after a technical failure."""
    retry(record.session, version_id, actor=require_actor(), deps=record.deps)
    return redirect(url_for("workspace.version", version_id=version_id))


@workspace.route("/versions/<uuid:version_id>/withdraw", methods=["GET", "POST"])
def withdraw_version(version_id: UUID) -> ResponseReturnValue:
    """Ask for the reason, then take the release down everywhere."""
    actor = require_actor()
    sheet = show_version(record.session, version_id, actor=actor)
    error = ""
    if request.method == "POST" and sheet.release_ref is not None:
        try:
            withdraw(
                record.session,
                sheet.release_ref.id,
                actor=actor,
                deps=record.deps,
                reason=text("reason"),
                clause=text("clause", 16) or None,
            )
        except (ReasonNeeded, ReasonPersonal) as refused:
            error = said(refused)
        else:
            return redirect(url_for("workspace.version", version_id=version_id))
    page = render_template("workspace/withdraw.html", sheet=sheet, error=error, reason=text("reason"))
    return page, 422 if error else 200
