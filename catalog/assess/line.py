"""One dataset as a JSON line: into the pipeline and out of it (`portal classify`)."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from math import isfinite
from typing import Any, Final

import polars as pl

from catalog.assess.assessing import Assessment, assess
from catalog.assess.line_input import cell_text, read_line
from catalog.assess.planning import PUBLIC
from catalog.assess.preview import Released, release_preview
from catalog.assess.submission import Submission
from catalog.covering import IN_METADATA, cover
from catalog.ingest.model import TableRead, TextRead
from classifiers.decision import Decision
from classifiers.negative_list import Edition
from desensitize.errors import DesensitizeError
from desensitize.keys import MaskingKeys
from desensitize.plan import MaskingPlan
from desensitize.text import scan_text

_VERIFY_FAILED: Final = {
    "code": "verify_failed",
    "zh": "脱敏核验未通过，暂不开放，请人工处理。",
    "en": "The masked copy did not pass verification; nothing is released until a person looks.",
}
_NOT_JUDGED: Final = {
    "code": "not_judged",
    "zh": "该数据集未能完成判定，暂不开放，请人工处理。",
    "en": "This dataset could not be judged; nothing is released until a person looks.",
}
_BESIDE: Final = {
    "code": "text_beside_table",
    "zh": "除数据表外另附正文，已一并判定，公众版不含正文，请核对。",
    "en": "There is running text beside the table; both were judged and the text is not released. Please check.",
}


def classify_text(text: bytes, edition: Edition, *, today: date) -> dict[str, Any]:
    """Judge one line of a file; what is no JSON gets an answer that waits for a person, like any unreadable dataset.

    text: UTF-8, with or without a byte order mark. Returns as `classify_line` does; never raises for the line: one that
    the pipeline itself stumbles over is held back under the question `not_judged`, and the rest of the file goes on.
    """
    try:
        line = json.loads(text.decode("utf-8-sig"), parse_constant=str)
    except (ValueError, RecursionError):
        line = None
    try:
        return classify_line(line, edition, today=today)
    except Exception:  # noqa: BLE001 - whatever it was, this dataset waits for a person and the others are judged
        held = classify_line(None, edition, today=today)
        return held | {"id": _identifier(line), "questions": [dict(_NOT_JUDGED)], "unreadable": ["line"]}


def classify_line(line: object, edition: Edition, *, today: date) -> dict[str, Any]:
    """Judge one dataset given as in the catalogue samples, and mask and prove what the public would see.

    line: a mapping with id, title, department, department_kind, description, format, update_frequency, tags, fields,
    rows, text. Parts of another type are left out, named in `unreadable`, and the dataset waits for a person.
    Returns the judgement with `released` (None when the public gets nothing).
    """
    read, beside, submission = read_line(line)
    assessment = assess(read, submission, edition, today=today)
    released, questions = _release(read, assessment, submission)
    decision = assessment.decision
    if beside is not None:
        other = assess(beside, submission, edition, today=today).decision
        questions.append(dict(_BESIDE))
        if other.release.severity > decision.release.severity:
            kept = decision.resource_kind
            decision = replace(other, resource_kind=kept, masking=(*decision.masking, *other.masking))
            released = released if other.release in PUBLIC else None
    given = line if isinstance(line, Mapping) else {}
    return {
        "id": _identifier(line),
        **_judgement(decision),
        "text_spans": _hidden_spans(read, assessment, released),
        "questions": questions,
        "confidence": decision.confidence,
        "reasons": {"zh": list(decision.reasons_zh), "en": list(decision.reasons_en)},
        "edition": decision.edition,
        "unreadable": list(submission.missing),
        "released": _released(given, read, released),
    }


def _identifier(line: object) -> object:
    """The line's own id, whatever JSON value it is, without characters that no file can hold."""
    given = line.get("id") if isinstance(line, Mapping) else None
    try:
        json.dumps(given, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, TypeError, RecursionError):
        return str(given).encode("utf-8", "replace").decode()
    return given


def _release(
    read: TableRead | TextRead, assessment: Assessment, submission: Submission
) -> tuple[Released | None, list[dict[str, str]]]:
    """What the public would see, and the questions to a person; one more when the release cannot be proved."""
    keys = MaskingKeys.throwaway(assessment.plan.purpose)
    questions = [{"code": q.code, "zh": q.text_zh, "en": q.text_en} for q in assessment.decision.questions]
    try:
        metadata = tuple(cover(text, scan_text(text, entities=IN_METADATA)) for _, text in submission.texts if text)
        return release_preview(read, assessment, keys, metadata=metadata), questions
    except DesensitizeError:
        return None, [*questions, dict(_VERIFY_FAILED)]


def _judgement(decision: Decision) -> dict[str, Any]:
    return {
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
    }


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
    fields = [f for f in line.get("fields") or [] if isinstance(f, Mapping) and "name" in f]
    types = {str(f["name"]): f.get("type", "string") for f in fields}
    names = released.frame.columns
    given = [row if isinstance(row, Mapping) else {} for row in line.get("rows") or []]
    rows = [
        {name: _json_value(value, row.get(name)) for name, value in zip(names, values, strict=True)}
        for values, row in zip(released.frame.rows(), given, strict=True)
    ]
    return {"fields": [{"name": n, "type": types.get(n, "string")} for n in names], "rows": rows, "text": None}


def _json_value(value: str | None, given: object) -> object:
    """The value as it was given when it came through unchanged (numbers stay numbers), else the masked text."""
    if isinstance(given, float) and not isfinite(given):
        return value
    return given if value == cell_text(given) else value
