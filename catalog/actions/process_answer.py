"""What the confined child of `process` answers: covered text, counts, facts, decision, plan, preview. Worker only."""

import json
import re
from dataclasses import replace
from typing import Any, Final

import polars as pl

from catalog.actions.publish_child import masking_keys
from catalog.assess import Assessment
from catalog.assess.text_release import hidden_findings, release_pages
from catalog.covering import COVER, cover
from catalog.deps import Keys
from catalog.ingest import TableRead, TextRead
from catalog.metadata import ColumnText, plain_header
from catalog.read_upload import Upload
from classifiers.tiers import Release
from desensitize.entities import PERSONAL
from desensitize.findings import TableScan
from desensitize.keys import MaskingKeys
from desensitize.mask import mask_table, released_columns
from desensitize.masking.recipe import MaskingPlan
from desensitize.masking.suppression import suppress_cells
from desensitize.operators import SUPPRESS
from desensitize.proof.residual import ResidualPii
from desensitize.scanning.shadow import NO_SHADOW, ShadowSample

PREVIEW_ROWS: Final = 5
PREVIEW_LINES: Final = 40
"""Of a document a reviewer sees more than of a table, whose rows are alike."""
SHADOW_QUESTION: Final = "scan.shadow"
PREVIEW_CHARS: Final = 200
_UNIT: Final = re.compile(r"[（(]\s*([^（）()\d]{1,12})\s*[)）]\s*$")
_WHOLE: Final = frozenset({"keep", "spans", "suppress"})


def answer(upload: Upload, judged: Assessment, keys: Keys, *, shadow: ShadowSample = NO_SHADOW) -> dict[str, Any]:
    """Return everything `commit_process` puts into the record, without a value of the data.

    Args:
        shadow: how many cells were judged again by the engine itself, and how many of them otherwise.
    """
    read, metadata = upload.read, upload.metadata
    is_table = isinstance(read, TableRead)
    decision = judged.decision.to_json()
    decision["questions"] = [*decision["questions"], *_questions(upload), *_doubts(shadow)]
    return {
        "described": {
            "title": metadata.title,
            "summary": metadata.summary,
            "tags": list(metadata.tags),
            "update_cycle": metadata.update_cycle,
            "catalogue_flag": metadata.catalogue_flag,
            "release_at": metadata.release_at.isoformat() if metadata.release_at else None,
            "public_until": metadata.public_until.isoformat() if metadata.public_until else None,
            "sharing_condition": metadata.sharing_condition,
            "opening_condition": metadata.opening_condition,
            "related_resource_code": metadata.related_resource_code,
            "sharing_way": metadata.sharing_way,
            "licence": metadata.licence,
            "drafted": list(upload.drafted),
            "shape": "table" if is_table else "text",
            "damaged": sorted(read.damaged) if isinstance(read, TableRead) else [],
        },
        "file_name": metadata.file_name,
        "format": read.format.upper(),
        "encoding": read.encoding or None,
        "header_row": read.header_row if isinstance(read, TableRead) else None,
        "sheet": upload.sheet,
        "notes": [note.to_json() for note in read.notes],
        "row_count": read.rows.height if isinstance(read, TableRead) else None,
        "columns": _columns(judged, upload) if is_table else [],
        "findings": _findings(upload, judged),
        "decision": decision,
        "facts": judged.subject.to_json(),
        "plan": json.loads(judged.plan.to_json()),
        # A preview is made of the scan: one that is in doubt must not show what it overlooked.
        "preview": {} if shadow.differences else _preview(read, judged, keys),
        "shadow": {"cells": shadow.cells, "differences": shadow.differences},
        "risk": json.loads(json.dumps(judged.risk.as_dict(), default=str)) if judged.risk else {},
    }


def _questions(upload: Upload) -> list[dict[str, str]]:
    """What reading and covering leave for a person to look at, beside the rules' own questions."""
    asked = [
        {"code": f"read.{note.code}", "text_zh": note.message_zh, "text_en": note.message_en}
        for note in upload.read.notes
        if note.needs_person
    ]
    if upload.found:
        asked.append(
            {
                "code": "covered.metadata",
                "text_zh": "标题、摘要、标签、数据项说明或文件名中含有个人号码，已遮盖，请核对遮盖后的文字。",
                "text_en": "Title, summary, tags or file name held personal numbers; they were covered.",
            }
        )
    if upload.headers:
        asked.append(
            {
                "code": "covered.headers",
                "text_zh": "列名中含有个人信息，已遮盖；可能是缺少表头，第一行数据被当作了表头，请核对。",
                "text_en": "Column names held personal information; perhaps the table has no header row.",
            }
        )
    return asked


def _doubts(shadow: ShadowSample) -> list[dict[str, str]]:
    """A scan that its own sample contradicts is not trusted: whoever reviews has to look at the columns themselves."""
    if not shadow.differences:
        return []
    counts = f"{shadow.differences}/{shadow.cells}"
    return [
        {
            "code": SHADOW_QUESTION,
            "text_zh": f"抽样复核与快速扫描不一致（{counts} 格），识别结果不可靠：请逐列核对，待管理员排查后再决定。",
            "text_en": f"A sample of cells was judged otherwise than by the fast scan ({counts}): do not rely on it.",
        }
    ]


def _columns(judged: Assessment, upload: Upload) -> list[dict[str, Any]]:
    """What stands in the dictionary of each column: what was typed of it, else what its header says."""
    levels = {level.column: level for level in judged.decision.column_levels}
    typed = {plain_header(one.name): one for one in upload.metadata.columns}
    columns = []
    for facts, scan in zip(judged.subject.columns, judged.scan.columns, strict=True):
        level = levels.get(facts.name)
        in_header = _UNIT.search(facts.name)
        said = typed.get(plain_header(facts.name)) or ColumnText(facts.name)
        unit = said.unit if said.unit is not None else in_header.group(1) if in_header else ""
        columns.append(
            {
                "name": facts.name,
                "type": facts.type,
                "unit": unit,
                "title": said.title,
                "meaning": said.meaning,
                "label": scan.label,
                "level": level.level if level else None,
                "c_class": level.c_class if level else "",
            }
        )
    return columns


def _findings(upload: Upload, judged: Assessment) -> list[dict[str, Any]]:
    found = []
    for column in judged.scan.columns:
        for entity, count in column.cells.items():
            rows = column.spans.of(entity).rows
            found.append(_finding(entity, "column", str(column.index), count, int(rows[0]) if len(rows) else None))
    for number, page in enumerate(judged.pages, 1):
        kinds: dict[str, int] = {}
        for one in page.findings:
            kinds[one.entity.value] = kinds.get(one.entity.value, 0) + 1
        found += [_finding(kind, "page", str(number), count, None) for kind, count in kinds.items()]
    for place, covered in upload.found.items():
        field, _, rest = place.partition(".")  # `columns.3.meaning`: of the third column's dictionary
        where, at = ("dictionary", rest.partition(".")[0]) if field == "columns" else (place[:12], "")
        found += [_finding(kind, where, at, count, None) for kind, count in covered.items()]
    for position, covered in upload.headers.items():
        found += [_finding(kind, "header", str(position), count, None) for kind, count in covered.items()]
    return found


def _finding(entity: str, place_kind: str, place: str, count: int, first_row: int | None) -> dict[str, Any]:
    return {
        "entity": str(entity),
        "place_kind": place_kind,
        "place": place,
        "count": int(count),
        "first_row": first_row,
    }


def _preview(read: TableRead | TextRead, judged: Assessment, keys: Keys) -> dict[str, Any]:
    if judged.decision.release is Release.REFUSE:
        return {}
    made = masking_keys(keys, judged.plan.purpose)
    if isinstance(read, TableRead):
        head = read.rows.head(PREVIEW_ROWS)
        after = _masked_head(read, judged, made)
        return {
            "columns": list(read.rows.columns),
            "before": _covered_rows(head, after, _first_rows(judged.scan, head.height), judged.plan),
            "after_columns": list(released_columns(judged.plan).values()),
            "after": [[_short(cell) for cell in row] for row in after.rows()],
        }
    try:
        pages, _ = release_pages([page.text for page in read.pages], judged, made)
    except ResidualPii:
        return {"columns": ["正文"], "before": [], "after_columns": ["正文"], "after": []}
    hidden = [one for one in judged.pages[0].findings if one.entity in PERSONAL] if judged.pages else []
    hidden += list(hidden_findings(judged.pages[0], judged.plan)) if judged.pages else []
    before = cover(read.pages[0].text, hidden) if read.pages else ""
    kinds = {one.entity.value for page in judged.pages for one in hidden_findings(page, judged.plan)}
    return {
        "columns": ["正文"],
        "before": _lines(before),
        "after_columns": ["正文"],
        "after": _lines(pages[0] if pages else ""),
        "entities": sorted(kinds),
    }


def _masked_head(read: TableRead, judged: Assessment, made: MaskingKeys) -> pl.DataFrame:
    """The first rows as they will be released; which cells are suppressed is told by the sums over all rows."""
    plan = judged.plan
    if not any(column.operator == SUPPRESS for column in plan.columns):
        head = read.rows.head(PREVIEW_ROWS)
        return mask_table(head, plan, scan=_first_rows(judged.scan, head.height), keys=made)
    masked = mask_table(pl.concat([*read.rows.blocks()]), plan, scan=judged.scan, keys=made)
    return suppress_cells(masked, plan).select(released_columns(plan).values()).head(PREVIEW_ROWS)


def _lines(text: str) -> list[list[str | None]]:
    return [[_short(line)] for line in text.splitlines() if line.strip()][:PREVIEW_LINES]


def _short(cell: str | None) -> str | None:
    return cell if cell is None or len(cell) <= PREVIEW_CHARS else cell[:PREVIEW_CHARS] + "…"


def _first_rows(scan: TableScan, rows: int) -> TableScan:
    """Return the scan of the first rows alone."""
    columns = tuple(replace(one, spans=one.spans.where(one.spans.rows < rows)) for one in scan.columns)
    return TableScan(rows, columns, scan.headers)


def _covered_rows(
    rows: pl.DataFrame, after: pl.DataFrame, scan: TableScan, plan: MaskingPlan
) -> list[list[str | None]]:
    """Cover what was found, every cell of a column that the plan hides whole, and what is suppressed."""
    found: dict[tuple[int, int], list[Any]] = {}
    for column, row, finding in scan.findings():
        if finding.entity in PERSONAL:
            found.setdefault((row, column), []).append(finding)
    hidden = _hidden_whole(after, plan)
    covered = []
    for number, row_cells in enumerate(rows.iter_rows()):
        cells: list[str | None] = []
        for position, cell in enumerate(row_cells):
            if cell is None:
                cells.append(None)
            elif (position, number) in hidden:
                cells.append(COVER if cell.strip() else cell)
            else:
                cells.append(_short(cover(cell, found.get((number, position), ()))))
        covered.append(cells)
    return covered


def _hidden_whole(after: pl.DataFrame, plan: MaskingPlan) -> set[tuple[int, int]]:
    """Places (column, row) of cells that are hidden whole: by their column's operator, or suppressed."""
    out = released_columns(plan)
    hidden: set[tuple[int, int]] = set()
    for place, column in enumerate(plan.columns):
        if column.operator == SUPPRESS:
            hidden |= {(place, row) for row in after.get_column(out[column.column]).is_null().arg_true()}
        elif column.operator not in _WHOLE:
            hidden |= {(place, row) for row in range(after.height)}
    return hidden
