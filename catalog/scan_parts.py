"""A table's scan, kept under the upload's key: one sealed part a row group, made by any worker, put together by one.

Spans are places, not values, but they say where personal information stands, so they are ciphertext as well. What was
approved was planned on this scan; publishing reads it instead of scanning anew. Worker only.
"""

import io
import json
from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl

from catalog.storage.errors import CiphertextDamaged, ObjectMissing
from catalog.typed_table import TypedTableRef, read_group
from catalog.vault import Vault
from desensitize.entities import ENTITY_ORDER
from desensitize.findings import Spans, TableScan, join_spans
from desensitize.scan import SURVEY_ROWS, Survey, TableState, assemble, scan_chunk

NAME: Final = "scan"
_FIELDS: Final = ("rows", "starts", "ends", "entities", "scores")
_KINDS: Final = json.dumps([entity.value for entity in ENTITY_ORDER]).encode()


def survey_groups(vault: Vault, ref: TypedTableRef, *, damaged: Sequence[int]) -> TableState:
    """Look at the beginning of the typed table: every worker that does comes to the same verdict."""
    groups = min(len(ref.groups), -(-SURVEY_ROWS // ref.group_rows))
    frames = [read_group(vault, ref, index) for index in range(groups)]
    survey = Survey(frames[0].columns, damaged=frozenset(damaged))
    for frame in frames:
        survey.add(frame)
    return survey.state()


def scan_group(vault: Vault, ref: TypedTableRef, index: int, state: TableState) -> tuple[Spans, ...]:
    """Return the spans of one row group, rows counted within it: from the vault, or scanned and put there."""
    try:
        return _read(vault.get(ref.upload_id, part_name(index)), ref.columns)
    except ObjectMissing:
        spans = scan_chunk(read_group(vault, ref, index), state)
        vault.put(ref.upload_id, part_name(index), _bytes(spans))
        return spans


def drop_scan(vault: Vault, upload_id: str) -> None:
    """Remove scans of an earlier run, which older recognizers may have made."""
    for part in [*vault.parts(upload_id)]:
        if part.startswith(f"{NAME}-"):
            vault.delete_part(upload_id, part)


def keep_scan(vault: Vault, ref: TypedTableRef, scan: TableScan) -> None:
    """Put a scan of the whole table into the vault, split by row groups."""
    for index in range(len(ref.groups)):
        first = index * ref.group_rows
        last = first + ref.group_rows
        parts = tuple(
            column.spans.where((column.spans.rows >= first) & (column.spans.rows < last)).shifted(-first)
            for column in scan.columns
        )
        vault.put(ref.upload_id, part_name(index), _bytes(parts))


def load_scan(vault: Vault, ref: TypedTableRef, frame: pl.DataFrame, *, damaged: Sequence[int]) -> TableScan:
    """Return the scan of the whole table, row groups that nobody scanned yet included.

    Args:
        frame: the typed table, whole. damaged: columns whose long numbers went through floating point.
    """
    state = survey_groups(vault, ref, damaged=damaged)
    parts = [scan_group(vault, ref, index, state) for index in range(len(ref.groups))]
    joined = [
        join_spans([part[column].shifted(index * ref.group_rows) for index, part in enumerate(parts)])
        for column in range(ref.columns)
    ]
    return assemble(frame, state, joined)


def part_name(index: int) -> str:
    """The vault part of a row group's scan."""
    return f"{NAME}-{index:05d}"


def _bytes(parts: Sequence[Spans]) -> bytes:
    arrays = {f"{name}{index}": getattr(spans, name) for index, spans in enumerate(parts) for name in _FIELDS}
    buffer = io.BytesIO()
    np.savez_compressed(buffer, kinds=np.frombuffer(_KINDS, np.uint8), **arrays)
    return buffer.getvalue()


def _read(content: bytes, columns: int) -> tuple[Spans, ...]:
    """Read what `_bytes` gave; entity codes of another version of the product are not understood.

    Raises:
        ObjectMissing: written by another version; to be scanned anew. CiphertextDamaged: not a scan.
    """
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as stored:
            if stored["kinds"].tobytes() != _KINDS:
                raise ObjectMissing
            return tuple(Spans(*(stored[f"{name}{index}"] for name in _FIELDS)) for index in range(columns))
    except (ValueError, KeyError, OSError):
        raise CiphertextDamaged from None
