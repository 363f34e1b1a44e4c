"""One clause of a draft in a form: words, consequence, legal basis, examples; or its whole YAML."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from catalog.actions.edition_drafts import check_draft, check_examples, show_draft, write_draft
from catalog.errors import CatalogError
from catalog.models import EditionDraft
from classifiers.edition_text import (
    add_clause,
    clause_ids,
    clause_text,
    clause_values,
    clause_yaml,
    examples_yaml,
    remove_clause,
    replace_clause,
)
from classifiers.errors import NegativeListError
from classifiers.tiers import Consequence
from classifiers.yaml_lines import parse_with_lines
from portal.accounts.signing import require_actor
from portal.extensions import record
from portal.forms import text
from portal.language import said
from portal.web.blueprints import workspace

NEW: Final = "new"
PLAIN: Final = ("title", "title_en", "consequence", "level", "basis", "note")
WORDS: Final = ("any", "all", "none", "outside", "not")  # parameters of a condition that are lists of words
MAX_CHARS: Final = 60_000
_SPLIT: Final = re.compile(r"[、，,;；\n]+")
_EMPTY: Final[dict[str, Any]] = {
    "id": "",
    "title": "",
    "title_en": "",
    "consequence": "SHARE",
    "level": 3,
    "basis": "",
    "note": "",
    "when": [{"keywords": {"any": [], "in": ["title", "description"]}}],
    "examples": {"hit": [{"title": ""}], "miss": [{"title": ""}]},
}


@workspace.route("/admin/editions/drafts/<uuid:draft_id>/clauses/<clause_id>", methods=["GET", "POST"])
def edition_clause(draft_id: UUID, clause_id: str) -> ResponseReturnValue:
    """Show one clause of a draft, and keep what was written of it; `new` adds one."""
    draft = show_draft(record.session, draft_id, actor=require_actor())
    if clause_id != NEW and clause_id not in _ids(draft):
        raise NotFound
    if request.method == "GET":
        return _page(draft, clause_id)
    try:
        return _save(draft, clause_id)
    except NegativeListError as wrong:
        return _again(draft_id, clause_id, _("草案文件有误，没有保存。"), [str(one) for one in wrong.problems])
    except CatalogError as refused:
        if refused.status_hint == 404:
            raise
        return _again(draft_id, clause_id, said(refused), refused.detail.get("problems", []))


def _again(draft_id: UUID, clause_id: str, message: str, problems: list[str]) -> ResponseReturnValue:
    record.session.rollback()
    draft = show_draft(record.session, draft_id, actor=require_actor())
    return _page(draft, clause_id, error=message, problems=problems), 422


def _ids(draft: EditionDraft) -> tuple[str, ...]:
    try:
        return clause_ids(draft.content)
    except NegativeListError:
        return ()


def _save(draft: EditionDraft, clause_id: str) -> ResponseReturnValue:
    """Write the clause into the draft, unless it would have problems of its own.

    Raises:
        NegativeListError: what was typed is no clause, with the line in its field.
    """
    doing = text("do", 8)
    if doing == "remove" and clause_id != NEW:
        content, new_id = remove_clause(draft.content, clause_id), ""
    else:
        new = text("yaml", MAX_CHARS) if doing == "yaml" else clause_yaml(_filled(draft, clause_id))
        new_id = _id_of(new)
        if new_id != clause_id and new_id in _ids(draft):
            return _again(draft.id, clause_id, _("已有这个条款号。"), [])
        is_new = clause_id == NEW
        content = add_clause(draft.content, new) if is_new else replace_clause(draft.content, clause_id, new)
    problems = [one for one in check_draft(content) if one.where.split(".")[0] == (new_id or one.where)]
    if new_id and problems:
        return _again(draft.id, clause_id, _("这一条有误，没有保存。"), [str(one) for one in problems])
    revision = request.form.get("revision", 0, type=int)
    write_draft(record.session, draft.id, content, actor=require_actor(), deps=record.deps, revision=revision)
    failed = [one for one in check_examples(content) if one.clause_id == new_id]
    if failed:
        flash(_("已保存。但有 %(n)s 个样例没有通过，见下。", n=len(failed)))
        return redirect(url_for("workspace.edition_clause", draft_id=draft.id, clause_id=new_id))
    flash(_("条款已删除。") if not new_id else _("已保存，这一条的样例全部通过。"))
    return redirect(url_for("workspace.edition_draft", draft_id=draft.id, _anchor=new_id or None))


def _id_of(new: str) -> str:
    values = parse_with_lines(new)
    return str(values.get("id", "")) if isinstance(values, dict) else ""


def _filled(draft: EditionDraft, clause_id: str) -> dict[str, Any]:
    """Give the clause with what the form says."""
    values = dict(_EMPTY) if clause_id == NEW else clause_values(draft.content, clause_id)
    if clause_id == NEW:
        values["id"] = text("id", 16)
        values["when"] = [{"keywords": {"any": [], "in": ["title", "description"]}}]
    values |= {name: text(name, 400) for name in PLAIN if name != "level"}
    values["level"] = request.form.get("level", 1, type=int)
    if text("question_zh", 200):
        values["question"] = {
            "zh": text("question_zh", 200),
            "en": text("question_en", 200) or text("question_zh", 200),
        }
    else:
        values.pop("question", None)
    for name, params, key in _word_lists(values):
        if name in request.form:
            params[key] = [word.strip() for word in _SPLIT.split(request.form[name]) if word.strip()]
    values["examples"] = {side: _examples(side) for side in ("hit", "miss")}
    return values


def _examples(side: str) -> Any:
    """Give the typed examples of one side.

    Raises:
        NegativeListError: not YAML, with the line of the field.
    """
    try:
        return parse_with_lines(text(side, MAX_CHARS)) or []
    except NegativeListError as wrong:
        raise NegativeListError(tuple(replace(one, where=f"examples.{side}") for one in wrong.problems)) from None


def _word_lists(values: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Give every list of words of the clause's rules: name of its field, the mapping that holds it, and its key."""
    for part in ("when", "unless"):
        for at, rule in enumerate(values.get(part) or ()):
            for kind, params in rule.items() if isinstance(rule, dict) else ():
                for key in WORDS if isinstance(params, dict) else ():
                    if isinstance(params.get(key), list):
                        yield f"w.{part}.{at}.{kind}.{key}", params, key


def _page(draft: EditionDraft, clause_id: str, *, error: str = "", problems: object = ()) -> str:
    is_new = clause_id == NEW
    values = dict(_EMPTY) if is_new else clause_values(draft.content, clause_id)
    lists = [(name, _label(name), "、".join(map(str, params[key]))) for name, params, key in _word_lists(values)]
    examples = values.get("examples") or {}
    return render_template(
        "admin/edition_clause.html",
        nav="workspace.editions",
        draft=draft,
        clause_id=clause_id,
        is_new=is_new,
        values=values,
        lists=lists,
        hit=_listed(examples.get("hit")),
        miss=_listed(examples.get("miss")),
        whole="" if is_new else clause_text(draft.content, clause_id),
        consequences=tuple(Consequence),
        failures=[one for one in check_examples(draft.content) if one.clause_id == clause_id],
        error=error,
        problems=problems,
        typed=request.form,
    )


def _listed(examples: object) -> str:
    return examples_yaml(examples or [])


def _label(name: str) -> str:
    """Say in words which list of words this is."""
    _w, part, at, kind, key = name.split(".")
    said_of = {
        "any": _("命中其一"),
        "all": _("须同时出现"),
        "none": _("出现则不算"),
        "outside": _("在这些词里不算"),
        "not": _("列名含此不算"),
    }
    where = _("命中规则 %(n)s", n=int(at) + 1) if part == "when" else _("例外规则 %(n)s", n=int(at) + 1)
    kinds = {
        "keywords": _("关键词"),
        "columns": _("列名"),
        "restrictions": _("限制用语"),
        "authentication": _("鉴别信息"),
    }
    return _("%(w)s，%(k)s：%(s)s", w=where, k=kinds.get(kind.rstrip("0123456789"), kind), s=said_of[key])
