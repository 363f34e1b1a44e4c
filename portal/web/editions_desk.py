"""The administrator's desk for the negative list: editions, drafts written in pages or as a file, trials, enacting."""

from datetime import date
from io import BytesIO
from uuid import UUID

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from catalog.actions.edition_drafts import (
    begin_draft,
    check_draft,
    check_examples,
    drop_draft,
    enact_draft,
    list_drafts,
    propose_draft,
    show_draft,
    write_draft,
)
from catalog.actions.edition_results import DIRECTIONS, PAGE_ROWS, list_runs, show_run
from catalog.actions.edition_runs import resume_run, start_what_if, trial_of
from catalog.actions.editions import list_editions
from catalog.editions import drafted, parsed
from catalog.errors import CatalogError
from catalog.models import Actor, EditionDraft, NegativeListEdition
from classifiers.compare import compare_editions
from classifiers.edition_source import MAX_BYTES, edition_text
from classifiers.edition_text import head_values, with_head
from classifiers.errors import NegativeListError
from portal.accounts.signing import require_actor
from portal.extensions import record
from portal.forms import day_or_none, page_start, text
from portal.language import said
from portal.web.blueprints import workspace
from portal.web.negative_list import grouped


@workspace.route("/admin/editions", methods=["GET", "POST"])
def editions() -> ResponseReturnValue:
    """List editions, drafts and runs; begin a draft from the edition in force, or from a file."""
    actor, problems, error = require_actor(), [], ""
    if request.method == "POST":
        try:
            draft_id = begin_draft(record.session, actor=actor, deps=record.deps, content=_uploaded())
        except CatalogError as refused:
            record.session.rollback()
            error, problems = said(refused), refused.detail.get("problems", [])
        else:
            flash(_("草案已建立。现行的一版不受影响。"))
            return redirect(url_for("workspace.edition_draft", draft_id=draft_id))
    page = render_template(
        "admin/editions.html",
        nav="workspace.editions",
        editions=list_editions(record.session, deps=record.deps),
        drafts=list_drafts(record.session, actor=actor),
        runs=list_runs(record.session, actor=actor),
        names=_names,
        error=error,
        problems=problems,
    )
    return page, 422 if error else 200


@workspace.get("/admin/editions/drafts/<uuid:draft_id>")
def edition_draft(draft_id: UUID) -> ResponseReturnValue:
    """Show a draft: what is wrong, what differs from the edition in force, its clauses, and what to do next."""
    return _page(draft_id)


@workspace.post("/admin/editions/drafts/<uuid:draft_id>")
def change_draft(draft_id: UUID) -> ResponseReturnValue:
    """Do one thing with a draft; a refusal is said on the same page."""
    doing = _VERBS.get(text("do", 12))
    if doing is None:
        return _page(draft_id, error=_("请选择要办理的事项。"), status=422)
    try:
        return doing(draft_id, require_actor())
    except (CatalogError, NegativeListError) as refused:
        record.session.rollback()
        if isinstance(refused, NegativeListError):
            wrong = [str(one) for one in refused.problems]
            return _page(draft_id, error=_("草案文件有误，没有保存。"), problems=wrong, status=422)
        if refused.status_hint == 404:
            raise
        problems = refused.detail.get("problems", [])
        return _page(draft_id, error=said(refused), problems=problems, status=refused.status_hint)


@workspace.get("/admin/editions/drafts/<uuid:draft_id>/file")
def edition_file(draft_id: UUID) -> ResponseReturnValue:
    """Give a draft as a YAML file."""
    draft = show_draft(record.session, draft_id, actor=require_actor())
    name = f"negative-list-{draft.number}-draft-{draft.revision}.yaml"
    return send_file(BytesIO(draft.content.encode()), "application/yaml", as_attachment=True, download_name=name)


@workspace.route("/admin/editions/runs/<uuid:run_id>", methods=["GET", "POST"])
def edition_run(run_id: UUID) -> ResponseReturnValue:
    """Show a trial or a reclassification with its progress and what it found; let a failed one go on."""
    actor = require_actor()
    if request.method == "POST":
        resume_run(record.session, run_id, actor=actor, deps=record.deps)
        return redirect(url_for("workspace.edition_run", run_id=run_id))
    direction = request.args.get("direction", "")
    run = show_run(
        record.session, run_id, actor=actor, direction=direction, start=page_start(PAGE_ROWS), rows=PAGE_ROWS
    )
    template = "admin/edition_run_part.html" if request.headers.get("HX-Request") else "admin/edition_run.html"
    is_over = run.finished_at is not None or run.error_code is not None
    headers = {"HX-Refresh": "true"} if is_over and request.headers.get("HX-Request") else {}
    page = render_template(
        template,
        nav="workspace.editions",
        run=run,
        is_over=is_over,
        page_rows=PAGE_ROWS,
        direction=direction if direction in DIRECTIONS else "",
    )
    return page, 200, headers


def _page(draft_id: UUID, *, error: str = "", problems: object = (), status: int = 200) -> ResponseReturnValue:
    actor = require_actor()
    draft = show_draft(record.session, draft_id, actor=actor)
    wrong = check_draft(draft.content)
    edition = None if wrong else drafted(draft.content)
    base = record.session.get(NegativeListEdition, draft.based_on) if draft.based_on else None
    trial = trial_of(record.session, draft)
    page = render_template(
        "admin/edition_draft.html",
        nav="workspace.editions",
        draft=draft,
        head=head_values(draft.content),
        wrong=wrong,
        failures=check_examples(draft.content),
        groups=grouped(edition) if edition else (),
        base=base,
        changes=compare_editions(parsed(base.content), edition) if base and edition else (),
        trial=show_run(record.session, trial.id, actor=actor, rows=1) if trial else None,
        is_mine=str(actor.id) in {*draft.editors, str(draft.proposed_by)},
        names=_names,
        error=error,
        problems=problems,
        typed=request.form,
    )
    return page, status


def _names(actor_id: UUID | None) -> str:
    """Name of a person, for who drafted and who proposed."""
    actor = record.session.get(Actor, actor_id) if actor_id else None
    return actor.name if actor else ""


def _uploaded() -> str | None:
    """Text of the file that was sent; None when none was.

    Raises:
        EditionInvalid: not UTF-8, or too long.
    """
    from catalog.actions.edition_errors import EditionInvalid

    file = request.files.get("file")
    if file is None or not file.filename:
        return None
    try:
        return edition_text(file.read(MAX_BYTES + 1))
    except NegativeListError as error:
        raise EditionInvalid({"problems": [str(one) for one in error.problems]}) from None


def _revision() -> int:
    return request.form.get("revision", 0, type=int)


def _write(draft_id: UUID, content: str, message: str) -> ResponseReturnValue:
    write_draft(record.session, draft_id, content, actor=require_actor(), deps=record.deps, revision=_revision())
    flash(message)
    return redirect(url_for("workspace.edition_draft", draft_id=draft_id))


def _replace(draft_id: UUID, actor: Actor) -> ResponseReturnValue:
    show_draft(record.session, draft_id, actor=actor)
    content = _uploaded()
    if content is None:
        return _page(draft_id, error=_("请选择一个 YAML 文件。"), status=422)
    return _write(draft_id, content, _("已换成上传的文件。"))


def _head(draft_id: UUID, actor: Actor) -> ResponseReturnValue:
    draft = show_draft(record.session, draft_id, actor=actor)
    number, begins = request.form.get("number", 0, type=int), day_or_none("in_force_from")
    if number < 1 or begins is None or not text("name", 100):
        return _page(draft_id, error=_("版次号、名称和施行日期都要填写。"), status=422)
    ends: date | None = day_or_none("in_force_to")
    content = with_head(draft.content, number=number, name=text("name", 100), in_force_from=begins, in_force_to=ends)
    return _write(draft_id, content, _("已保存。"))


def _propose(draft_id: UUID, actor: Actor) -> ResponseReturnValue:
    propose_draft(
        record.session,
        draft_id,
        actor=actor,
        deps=record.deps,
        revision=_revision(),
        approver=text("approver", 100),
        approval_number=text("approval_number", 100),
        approved_at=day_or_none("approved_at"),
    )
    flash(_("已提请施行，等待另一名管理员确认。"))
    return redirect(url_for("workspace.edition_draft", draft_id=draft_id))


def _enact(draft_id: UUID, actor: Actor) -> ResponseReturnValue:
    if text("confirm", 4) != "yes":
        return _page(draft_id, error=_("请先勾选确认。"), status=422)
    view = enact_draft(record.session, draft_id, actor=actor, deps=record.deps, revision=_revision())
    if view.standing == "planned":
        begins = view.in_force_from
        flash(_("第 %(n)s 版已确认，自 %(d)s 起施行；此前仍按现行的一版定级。", n=view.number, d=begins))
    else:
        flash(_("第 %(n)s 版已施行，全库正在重新定级。", n=view.number))
    return redirect(url_for("workspace.editions"))


def _drop(draft_id: UUID, actor: Actor) -> ResponseReturnValue:
    drop_draft(record.session, draft_id, actor=actor, deps=record.deps, revision=_revision())
    flash(_("草案已作废。"))
    return redirect(url_for("workspace.editions"))


def _try(draft_id: UUID, actor: Actor) -> ResponseReturnValue:
    draft: EditionDraft = show_draft(record.session, draft_id, actor=actor)
    run_id = start_what_if(record.session, draft.content, actor=actor, deps=record.deps, draft=draft.id)
    return redirect(url_for("workspace.edition_run", run_id=run_id))


_VERBS = {
    "replace": _replace,
    "head": _head,
    "propose": _propose,
    "enact": _enact,
    "drop": _drop,
    "try": _try,
}
