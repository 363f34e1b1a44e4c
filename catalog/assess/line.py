"""One dataset as a JSON line: into the pipeline and out of it (`portal classify`)."""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import polars as pl

from catalog.assess.assessing import Assessment, assess
from catalog.assess.preview import Released, release_preview
from catalog.assess.submission import Submission
from catalog.covering import IN_METADATA, cover
from catalog.ingest.model import Page, TableRead, TextRead
from classifiers.negative_list import Edition
from classifiers.terms import normalise
from classifiers.tiers import SecurityLabel
from desensitize.errors import DesensitizeError
from desensitize.keys import MaskingKeys
from desensitize.plan import MaskingPlan
from desensitize.text import scan_text

_FLAG_KEYS: Final = ("catalogue_flag", "catalog_flag", "data_level", "security_label", "gbt43697")
_RELEASE_KEYS: Final = ("release_at", "embargo_until", "publish_at", "release_time")
_UNTIL_KEYS: Final = ("public_until", "publicity_until", "public_end", "expires_at", "notice_until")
_HIDDEN_KEYS: Final = ("hidden_sheets", "comments", "revisions", "author", "properties", "hidden_parts", "metadata")
_FLAG_WORDS: Final = re.compile(
    r"目录标识\s*[=:为]\s*(核心|重要)|(?<![未不])(?<!尚未)(?:列入|纳入|属于?)[^。,;]{0,12}?(核心|重要)数据目录|(核心|重要)数据目录内"
)
_HIDDEN_NAME: Final = re.compile(r"隐藏列|[\[(\uff08【](?:隐藏|hidden)[\])\uff09】]", re.IGNORECASE)
_FLAG_TAGS: Final = frozenset({"核心数据", "重要数据", "核心", "重要", "核心数据目录", "重要数据目录"})
_DATE: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})")
_UNTIL_COLUMNS: Final = ("公示截止", "公示期限至", "公示期至", "公示结束", "不良行为终止", "公示到期", "公示终止")
_VERIFY_FAILED: Final = {
    "code": "verify_failed",
    "zh": "脱敏核验未通过，暂不开放，请人工处理。",
    "en": "The masked copy did not pass verification; nothing is released until a person looks.",
}


def classify_line(line: Mapping[str, Any], edition: Edition, *, today: date) -> dict[str, Any]:
    """Judge one dataset given as in the catalogue samples, and mask and prove what the public would see.

    line: id, title, department, department_kind, description, format, update_frequency, tags, fields, rows, text.
    Returns the judgement with `released` (None when the public gets nothing).
    """
    read = _read(line)
    submission = _submission(line, read)
    assessment = assess(read, submission, edition, today=today)
    keys = MaskingKeys.throwaway(assessment.plan.purpose)
    questions = [{"code": q.code, "zh": q.text_zh, "en": q.text_en} for q in assessment.decision.questions]
    released: Released | None = None
    try:
        metadata = tuple(cover(text, scan_text(text, entities=IN_METADATA)) for _, text in submission.texts if text)
        released = release_preview(read, assessment, keys, metadata=metadata)
    except DesensitizeError:
        questions.append(dict(_VERIFY_FAILED))
    decision = assessment.decision
    return {
        "id": line.get("id"),
        "tier": decision.tier.value,
        "release": decision.release.value,
        "sharing": decision.sharing.label,
        "opening": decision.opening.label,
        "clauses": [h.clause_id for h in decision.clauses],
        "deciding_clause": decision.deciding_clause,
        "overruled": list(decision.overruled),
        "theme": decision.theme,
        "sector": decision.sector,
        "also_sectors": list(decision.also_sectors),
        "resource_kind": decision.resource_kind.value,
        "jr0197_level": decision.jr0197_level,
        "masking": [{"column": d.column, "entity": d.entity, "action": d.action} for d in decision.masking],
        "keep": list(decision.keep),
        "text_spans": _hidden_spans(read, assessment, released),
        "questions": questions,
        "confidence": decision.confidence,
        "reasons": {"zh": list(decision.reasons_zh), "en": list(decision.reasons_en)},
        "edition": decision.edition,
        "released": _released(line, read, released),
    }


def _read(line: Mapping[str, Any]) -> TableRead | TextRead:
    fields, rows, text = line.get("fields") or [], line.get("rows") or [], line.get("text")
    outside = tuple((key, str(line[key])) for key in _HIDDEN_KEYS if line.get(key))
    if not fields and not rows:
        pages = str(text or "").split("\f")
        return TextRead(tuple(Page(number, page) for number, page in enumerate(pages, 1)), "txt", extra_text=outside)
    names = [str(f["name"]) if isinstance(f, Mapping) else str(f) for f in fields]
    for row in rows:
        names += [name for name in row if name not in names]
    names = list(dict.fromkeys(names))
    frame = pl.DataFrame({name: pl.Series([_cell(row.get(name)) for row in rows], dtype=pl.String) for name in names})
    extra = (*outside, *((("text", str(text)),) if text else ()))
    return TableRead(frame, str(line.get("format") or "csv"), extra_text=extra)


def _cell(value: object) -> str | None:
    """A JSON value as the text that a file would hold; an empty one as null."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    return repr(value) if isinstance(value, float) else json.dumps(value, ensure_ascii=False)


def _submission(line: Mapping[str, Any], read: TableRead | TextRead) -> Submission:
    tags = tuple(str(t) for t in line.get("tags") or ())
    description = str(line.get("description") or "")
    hidden = tuple(
        place
        for place, field in enumerate(line.get("fields") or [])
        if isinstance(field, Mapping)
        and (field.get("hidden") or field.get("visible") is False or _HIDDEN_NAME.search(str(field.get("name"))))
    )
    return Submission(
        title=str(line.get("title") or ""),
        description=description,
        agency=str(line.get("department") or ""),
        agency_kind=str(line.get("department_kind") or ""),
        tags=tags,
        file_name=str(line.get("file_name") or ""),
        format=str(line.get("format") or ""),
        update_frequency=str(line.get("update_frequency") or ""),
        catalogue_flag=_flag(line, " ; ".join((str(line.get("title") or ""), description, *tags)), read),
        release_at=_first_date(line, _RELEASE_KEYS),
        public_until=_first_date(line, _UNTIL_KEYS) or _last_notice_day(read),
        hidden_columns=hidden,
        hidden_parts=tuple(key for key in _HIDDEN_KEYS if line.get(key)),
    )


def _flag(line: Mapping[str, Any], typed: str, read: TableRead | TextRead) -> SecurityLabel | None:
    """The catalogue flag: its own field, or spelt out as a flag (目录标识=核心), or a constant column 目录标识."""
    said = [normalise(str(line[key])) for key in _FLAG_KEYS if line.get(key)]
    said += [normalise(str(tag)) for tag in line.get("tags") or () if normalise(str(tag)) in _FLAG_TAGS]
    match = _FLAG_WORDS.search(normalise(typed))
    said += [next(g for g in match.groups() if g)] if match else []
    if isinstance(read, TableRead):
        said += [
            str(values[0])
            for name in read.frame.columns
            if "目录标识" in name and len(values := read.frame.get_column(name).drop_nulls().unique().to_list()) == 1
        ]
    for text in said:
        if "core" in text or "核心" in text:
            return SecurityLabel.CORE
        if "important" in text or "重要" in text:
            return SecurityLabel.IMPORTANT
    return None


def _first_date(line: Mapping[str, Any], keys: tuple[str, ...]) -> date | None:
    return next((day for key in keys if line.get(key) and (day := _parse_date(str(line[key])))), None)


def _parse_date(text: str) -> date | None:
    match = _DATE.search(text)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _last_notice_day(read: TableRead | TextRead) -> date | None:
    """Latest day in a column that says until when entries may be public."""
    if isinstance(read, TextRead):
        return None
    days = [
        day
        for name in read.frame.columns
        if any(word in name for word in _UNTIL_COLUMNS)
        for text in read.frame.get_column(name).drop_nulls().to_list()
        if (day := _parse_date(text))
    ]
    return max(days, default=None)


def _hidden_spans(
    read: TableRead | TextRead, assessment: Assessment, released: Released | None
) -> list[dict[str, str]]:
    """Digests of the pieces of running text and of mixed cells that were taken out."""
    if released is None:
        return []
    pieces = list(released.hidden)
    if isinstance(read, TableRead):
        pieces += _cell_pieces(read.frame, assessment, assessment.plan)
    digests = ((hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(), entity) for text, entity in pieces)
    return [{"text_sha256": digest, "entity": entity} for digest, entity in dict.fromkeys(digests)]


def _cell_pieces(frame: pl.DataFrame, assessment: Assessment, plan: MaskingPlan) -> list[tuple[str, str]]:
    found = []
    spans = {d.column for d in assessment.decision.masking if d.action == "spans"}
    for index, name in enumerate(frame.columns):
        if name not in spans:
            continue
        cells = frame.get_column(name).to_list()
        for row, finding in assessment.scan.spans_of(index):
            if plan.hides(finding.entity.value, plan.column(name)) and cells[row] is not None:
                found.append((cells[row][finding.start : finding.end], finding.entity.value))
    return found


def _released(line: Mapping[str, Any], read: TableRead | TextRead, released: Released | None) -> dict[str, Any] | None:
    if released is None:
        return None
    if isinstance(read, TextRead) or released.frame is None:
        return {"fields": [], "rows": [], "text": "\f".join(released.pages)}
    types = {f["name"]: f.get("type", "string") for f in line.get("fields") or [] if isinstance(f, Mapping)}
    names = released.frame.columns
    rows = [
        {name: _json_value(value, given.get(name)) for name, value in zip(names, values, strict=True)}
        for values, given in zip(released.frame.rows(), line.get("rows") or [], strict=True)
    ]
    return {"fields": [{"name": n, "type": types.get(n, "string")} for n in names], "rows": rows, "text": None}


def _json_value(value: str | None, given: object) -> object:
    """The value as it was given when it came through unchanged (numbers stay numbers), else the masked text."""
    return given if value == _cell(given) else value
