"""A table's scan, kept under the upload's key: one sealed part a row group, made by any worker, put together by one.

Spans are places, not values, but they say where personal information stands, so they are ciphertext as well. What was
approved was planned on this scan; publishing reads it instead of scanning anew. Worker only.
"""

import io
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

import numpy as np
import polars as pl

from catalog.ingest.rows import pieces
from catalog.storage.errors import CiphertextDamaged, ObjectMissing
from catalog.typed_table import TypedTableRef, read_group, read_groups
from catalog.vault import Vault
from desensitize.entities import ENTITY_INDEX, ENTITY_ORDER, Entity
from desensitize.findings import ColumnScan, Spans, TableScan, join_spans
from desensitize.scan import (
    SURVEY_ROWS,
    ColumnState,
    Survey,
    TableState,
    assemble,
    nonempty_cells,
    scan_chunk,
    scan_headers,
    summarise,
)
from desensitize.scanning.labels import column_label
from desensitize.scanning.matcher import Matcher

NAME: Final = "scan"
HEAD_ROWS: Final = 32
"""Rows at the beginning whose findings are kept whole: those a preview may show."""
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


def scan_group(
    vault: Vault, ref: TypedTableRef, index: int, state: TableState, group: pl.DataFrame
) -> tuple[Spans, ...]:
    """Return the spans of one row group, rows counted within it: from the vault, or scanned and put there."""
    try:
        return _read(vault.get(ref.upload_id, part_name(index)), ref.columns)
    except ObjectMissing:
        spans = _scanned(group, state)
        vault.put(ref.upload_id, part_name(index), _bytes(spans))
        return spans


def _scanned(group: pl.DataFrame, state: TableState) -> tuple[Spans, ...]:
    """Scan a row group piece by piece: what is found does not depend on where it is cut."""
    matcher, first, found = Matcher(), 0, []
    for piece in pieces(group):
        found.append([spans.shifted(first) for spans in scan_chunk(piece, state, matcher)])
        first += piece.height
    return tuple(join_spans(list(parts)) for parts in zip(*found, strict=True))


def drop_scan(vault: Vault, upload_id: str) -> None:
    """Remove scans of an earlier run, which older recognizers may have made."""
    for part in [*vault.parts(upload_id)]:
        if part.startswith(f"{NAME}-"):
            vault.delete_part(upload_id, part)


def scan_stored(
    vault: Vault,
    ref: TypedTableRef,
    *,
    damaged: Sequence[int],
    progress: Callable[[int], None] = lambda _: None,
) -> TableScan:
    """Scan a typed table group by group; groups that somebody scanned already are only read.

    Args:
        vault: with the upload's key; each group's spans are put there.
        damaged: columns whose long numbers went through floating point.
        progress: told groups done.

    Returns:
        Counts and labels of the whole table. Of the spans only those of the first `HEAD_ROWS` rows and the first of
        each kind: all of them together would grow with the table.
    """
    state = survey_groups(vault, ref, damaged=damaged)
    totals = [_Total() for _ in range(ref.columns)]
    for index, group in enumerate(read_groups(vault, ref)):
        spans = scan_group(vault, ref, index, state, group)
        filled = nonempty_cells(group)
        for total, series, column, found, nonempty in zip(
            totals, group.iter_columns(), state.columns, spans, filled, strict=True
        ):
            total.add(summarise(series, column, found, nonempty), index * ref.group_rows)
        progress(index + 1)
    columns = [total.scan(column) for total, column in zip(totals, state.columns, strict=True)]
    return TableScan(ref.rows, tuple(columns), MappingProxyType(scan_headers(state, Matcher())))


@dataclass
class _Total:
    """Counts of one column over row groups in order."""

    nonempty: int = 0
    cells: Counter[Entity] = field(default_factory=Counter)
    whole: Counter[Entity] = field(default_factory=Counter)
    kept: list[Spans] = field(default_factory=list)

    def add(self, part: ColumnScan, first: int) -> None:
        """Add the next group, whose first row is `first` of the table."""
        spans = part.spans
        is_kept = spans.rows + first < HEAD_ROWS
        for entity in part.cells.keys() - self.cells.keys():
            is_kept[int(np.argmax(spans.entities == ENTITY_INDEX[entity]))] = True
        self.kept.append(spans.where(is_kept).shifted(first))
        self.nonempty += part.nonempty
        self.cells.update(part.cells)
        self.whole.update(part.whole)

    def scan(self, column: ColumnState) -> ColumnScan:
        """What `desensitize.scan.summarise` says of the whole column, its spans apart."""
        order = [entity for entity in ENTITY_ORDER if entity in self.cells]
        cells, whole = ({entity: counts[entity] for entity in order} for counts in (self.cells, self.whole))
        return ColumnScan(
            name=column.name,
            index=column.index,
            label=column_label(self.nonempty, cells, whole),
            nonempty=self.nonempty,
            cells=MappingProxyType(cells),
            whole=MappingProxyType(whole),
            spans=join_spans(self.kept),
            context=(*column.context.as_list(), *column.finders.marks()),
        )


def group_scan(vault: Vault, ref: TypedTableRef, index: int, state: TableState, group: pl.DataFrame) -> TableScan:
    """Return the whole scan of one row group, rows counted within it."""
    return assemble(group, state, list(scan_group(vault, ref, index, state, group)))


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
