"""The uploader's desk: list of own uploads, the form that receives files, and the agency's datasets."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from catalog.actions.workspace import list_datasets, list_versions
from catalog.lifecycle import VersionState
from catalog.models import Agency
from catalog.policies import Verb, may
from catalog.taxonomy import UPDATE_CYCLES
from portal.accounts.signing import require_actor
from portal.extensions import limiter, record
from portal.forms import PAGE_ROWS, page_start, uuid_or_404
from portal.uploads.form import FileProblem, receive
from portal.web.blueprints import workspace

# role → where the desk opens
_STARTS = (
    ("uploader", "workspace.uploads"),
    ("officer", "workspace.queue"),
    ("secrecy", "workspace.gate"),
    ("admin", "workspace.admin_agencies"),
)


@workspace.get("")
def start() -> ResponseReturnValue:
    """Open the desk where this person's work is."""
    roles = require_actor().role_names
    return redirect(url_for(next((place for role, place in _STARTS if role in roles), "pages.developers")))


@workspace.get("/uploads")
def uploads() -> ResponseReturnValue:
    """List the uploads of one's own agency."""
    return _list("workspace.uploads", _("我的报送"))


@workspace.get("/versions")
def agency_versions() -> ResponseReturnValue:
    """List every upload that an officer may see."""
    return _list("workspace.agency_versions", _("全部报送"))


def _list(endpoint: str, title: str) -> ResponseReturnValue:
    state = request.args.get("state") or None
    if state not in set(VersionState):
        state = None
    start_at = page_start()
    total, rows = list_versions(record.session, actor=require_actor(), state=state, start=start_at, rows=PAGE_ROWS)
    template = "workspace/rows.html" if request.headers.get("HX-Request") else "workspace/uploads.html"
    return render_template(
        template,
        nav=endpoint,
        endpoint=endpoint,
        title=title,
        rows=rows,
        total=total,
        start=start_at,
        page_rows=PAGE_ROWS,
        state=state,
        states=tuple(VersionState),
        is_moving=any(row.state in ("received", "approved") for row in rows),
    )


@workspace.get("/upload")
def upload() -> ResponseReturnValue:
    """Show the form for new files."""
    return _form(())


@workspace.post("/upload")
@limiter.limit("60/minute")
def receive_files() -> ResponseReturnValue:
    """Take the files, whose bytes went into the vault while they came in, and submit each."""
    dataset = request.form.get("dataset_id") or None
    done, problems = receive(require_actor(), uuid_or_404(dataset) if dataset else None)
    if problems or not done:
        problems = problems or (FileProblem("files", _("请选择至少一个文件")),)
        return _form(problems, len(done)), max(one.status for one in problems)
    if len(done) == 1:
        return redirect(url_for("workspace.version", version_id=done[0].version_id))
    return redirect(url_for("workspace.uploads"))


def _form(problems: tuple[FileProblem, ...], received: int = 0) -> str:
    actor = require_actor()
    agency = record.session.get(Agency, actor.agency_id) if actor.agency_id else None
    may(actor, Verb.SUBMIT, agency).require()
    return render_template(
        "workspace/upload.html",
        nav="workspace.upload",
        datasets=list_datasets(record.session, actor=actor),
        chosen=request.values.get("dataset_id", ""),
        cycles=UPDATE_CYCLES,
        typed=request.form,
        problems=problems,
        received=received,
    )


@workspace.get("/datasets")
def own_datasets() -> ResponseReturnValue:
    """List the agency's datasets with their current release."""
    return render_template(
        "workspace/datasets.html",
        nav="workspace.own_datasets",
        rows=list_datasets(record.session, actor=require_actor()),
    )
