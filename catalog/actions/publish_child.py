"""Publish, the confined half: mask, write, read back, verify; then the other formats and rows from the verified table.

No database, no network. The same version, plan and key give the same bytes, so a second run overwrites what a killed
one left with the same content.
"""

import hashlib
import hmac
import io
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

import polars as pl

from catalog.assess import Submission, assess
from catalog.assess.planning import entities_to_hide
from catalog.assess.text_release import release_pages
from catalog.deps import Deps, Keys, Report
from catalog.errors import ResidualInRelease
from catalog.fields import Field
from catalog.ingest import Page, TextRead
from catalog.masked_copy.stored_copy import StoredTable, release_stored
from catalog.release_files import CsvCopy, keep_other_formats, keep_rows, keep_text, released_folder
from catalog.rowstore.build import FieldTypes
from catalog.scan_parts import group_scan
from catalog.storage.errors import ObjectMissing
from catalog.typed_table import TableHash, TypedTableRef, group_hash, part_name, read_all, read_group, regrouped
from catalog.vault import Vault
from classifiers.decision import Decision
from classifiers.negative_list import load_edition
from desensitize.keys import MaskingKeys
from desensitize.mask import mask_table, released_columns
from desensitize.masking.recipe import ColumnPlan, MaskingPlan
from desensitize.masking.suppression import STATUS, status_columns
from desensitize.proof.residual import ResidualPii
from desensitize.scan import TableState

PUBLIC_DATA: Final = frozenset({"open", "open_after_masking"})
EPOCH: Final = 1  # raised when the pseudonyms of a purpose have to change
KEPT: Final = frozenset({"keep", "spans", "suppress"})
STATUS_MEANING: Final = "标为“抑制”的行，前一数据项的数值因涉及的个体过少而不公开。"


def compute_publish(payload: dict[str, Any], *, deps: Deps, report: Report) -> dict[str, Any]:
    """Make, prove and store the release.

    Args:
        payload: what `prepare_publish` gave. deps: with the upload's key lent. report: progress.

    Returns:
        Files, row store, fields, what was hidden, counts of the verification; no value of the data.

    Raises:
        ResidualInRelease: verification found something left over; nothing was stored.
    """
    if payload["parts"]:
        return {"parts": payload["parts"]}  # the table is shared out: parts mask, one job joins
    plan = MaskingPlan.from_json(json.dumps(payload["plan"]))
    keys = masking_keys(deps.keys, plan.purpose)
    report("read", 0, 0)
    try:
        make = _publish_text if payload["shape"] == "text" else _publish_table
        return {"approval": payload["approval"], **make(plan, keys, payload, deps=deps, report=report)}
    except ResidualPii as residual:
        raise ResidualInRelease(_counts(residual)) from None


def masking_keys(keys: Keys, purpose: str) -> MaskingKeys:
    """Derive the masking key of one purpose and epoch (HKDF-like: HMAC-SHA-256 of a label under the root)."""
    label = f"masking/{purpose}/{EPOCH}".encode()
    return MaskingKeys({purpose: hmac.new(keys.pseudonym, label, hashlib.sha256).digest()})


def mask_group(
    vault: Vault, ref: TypedTableRef, index: int, *, state: TableState, plan: MaskingPlan, keys: MaskingKeys
) -> pl.DataFrame:
    """Mask one row group; masked groups put one after the other are the masked table."""
    group = read_group(vault, ref, index)
    return mask_table(group, plan, scan=group_scan(vault, ref, index, state, group), keys=keys)


def masked_name(parent: str) -> str:
    """The name under which the parts of one publishing leave their masked row groups."""
    return f"masked.{parent[:8]}"


def _masked_group(vault: Vault, ref: TypedTableRef, parent: str | None, index: int) -> pl.DataFrame | None:
    """What a worker masked of a table that was shared out; None when it is to be masked here."""
    if parent is None:
        return None
    try:
        return pl.read_parquet(io.BytesIO(vault.get(ref.upload_id, part_name(masked_name(parent), index))))
    except ObjectMissing:
        return None


def _publish_table(
    plan: MaskingPlan, keys: MaskingKeys, payload: dict[str, Any], *, deps: Deps, report: Report
) -> dict[str, Any]:
    is_data = payload["outcome"] in PUBLIC_DATA
    ref = TypedTableRef.from_json(payload["typed_ref"])
    table = StoredTable(
        deps.vault,
        ref,
        payload["damaged"],
        plan,
        keys,
        masked=lambda index: _masked_group(deps.vault, ref, payload["parent"], index),
    )
    copy = CsvCopy()
    try:
        copy, tally = release_stored(
            table,
            copy,
            metadata=payload["metadata"],
            entities=entities_to_hide(Decision.from_json(payload["decision"]), is_table=True),
            progress=lambda step, done: report(step, done, ref.rows),
        )
        by_name = {column["name"]: column for column in payload["columns"]}
        statuses = status_columns(plan)
        sources = {out: source for source, out in released_columns(plan).items()} | statuses
        units = ["" if name in statuses else by_name[sources[name]]["unit"] for name in copy.columns]
        fields, content_hash = _fields_and_hash(copy, units)
        folder = released_folder(payload["version"])
        files: list[dict[str, Any]] = []
        row_store = None
        if is_data:
            report("write", 0, ref.rows)
            files = [copy.keep(deps.storage, f"{folder}/data.csv")]
            files += keep_other_formats(deps.storage, folder, copy, fields)
        # rows that are not public are kept masked and verified too: a grantee reads them, and nobody else
        report("store", 0, ref.rows)
        row_store = keep_rows(deps.storage, folder, copy, fields, content_hash)
    finally:
        copy.close()
    changed = tally.changed
    described = [
        {
            "name": field.name,
            "code": by_name[sources[field.name]]["code"] + (STATUS if field.name in statuses else ""),
            "type": field.type.value,
            "unit": field.unit,
            **_dictionary(by_name[sources[field.name]], is_status=field.name in statuses),
            **_masking(plan, sources[field.name], changed.get(sources[field.name], 0)),
        }
        for field in fields
    ]
    return {
        "files": files,
        "row_store": row_store,
        "fields": described,
        "hidden": _hidden(plan, changed),
        "rows": copy.rows if is_data else None,
        "content_hash": content_hash if is_data else None,
        "verification": tally.as_dict(),
    }


def _fields_and_hash(copy: CsvCopy, units: Sequence[str]) -> tuple[tuple[Field, ...], str]:
    """Types of the released columns, and the hash of the released table."""
    types, digest = FieldTypes(copy.columns), TableHash(copy.columns)
    for group in regrouped(copy.parts()):
        types.add(group)
        digest.add(group_hash(group))
    return types.fields(units), digest.hexdigest()


def _publish_text(
    plan: MaskingPlan, keys: MaskingKeys, payload: dict[str, Any], *, deps: Deps, report: Report
) -> dict[str, Any]:
    frame = read_all(deps.vault, TypedTableRef.from_json(payload["typed_ref"]))
    pages = tuple(Page(number, text or "") for number, text in enumerate(frame.get_column("text").to_list(), 1))
    report("scan", 0, len(pages))
    judged = assess(
        TextRead(pages, "txt"),
        Submission(**{**payload["submission"], "tags": tuple(payload["submission"]["tags"])}),
        load_edition(payload["edition"]),
        today=datetime.fromisoformat(payload["now"]).date(),
    )
    # people's roles are found anew; what happens to them is what was approved
    judged = replace(judged, plan=plan, decision=Decision.from_json(payload["decision"]))
    report("mask", 0, len(pages))
    masked, hidden = release_pages([page.text for page in pages], judged, keys, metadata=tuple(payload["metadata"]))
    report("write", len(pages), len(pages))
    is_data = payload["outcome"] in PUBLIC_DATA
    files = keep_text(deps.storage, released_folder(payload["version"]), masked) if is_data else []
    digest = hashlib.sha256("\f".join(masked).encode("utf-8", "replace")).hexdigest()
    clauses = {demand.entity: demand.clause for demand in judged.decision.masking}
    kinds = Counter(kind for _, kind in hidden)
    return {
        "files": files,
        "row_store": None,
        "fields": [],
        "hidden": [
            {
                "column": None,
                "entity": kind,
                "operator": plan.text_entities[kind],
                "clause": clauses.get(kind, ""),
                "count": count,
            }
            for kind, count in sorted(kinds.items())
        ],
        "rows": None,
        "content_hash": digest if is_data else None,
        "verification": {"passed": True, "pages": len(pages), "identifiers": sum(kinds.values())},
    }


def _dictionary(column: dict[str, Any], *, is_status: bool) -> dict[str, Any]:
    """What a person said of the column; the column of its suppression marks says what it is itself."""
    if is_status:
        return {"title": "", "meaning": STATUS_MEANING}
    return {"title": column.get("title", ""), "meaning": column.get("meaning", "")}


def _masking(plan: MaskingPlan, column: str, changed: int) -> dict[str, Any]:
    how = plan.column(column)
    is_masked = how.operator not in KEPT or changed > 0
    return {
        "masked": is_masked,
        "operator": how.operator if is_masked else "keep",
        "clause": (how.clause or None) if is_masked else None,
        **(_kind(plan, how) if is_masked else {}),
    }


def _kind(plan: MaskingPlan, how: ColumnPlan) -> dict[str, Any]:
    """What kind a masked column holds, and what is done to pieces of it."""
    return {"entity": how.entity or None, "masked_as": plan.text_entities.get(how.entity)}


def _hidden(plan: MaskingPlan, changed: Mapping[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "column": how.name_out,
            **_kind(plan, how),
            "operator": how.operator,
            "clause": how.clause,
            "reason": how.reason,
        }
        for how in plan.columns
        if how.operator not in KEPT or changed.get(how.column, 0) > 0
    ]


def _counts(residual: ResidualPii) -> dict[str, Any]:
    """Counts by proof, never a column's name or a value."""
    counts: dict[str, Any] = {}
    for place in residual.places:
        counts[place.check] = counts.get(place.check, 0) + 1
    return counts
