"""The typed table: what was read, once, as encrypted Parquet row groups under the upload's key.

Scan, mask and verify read only this. A row group is one vault object, so any worker can take any group and one job
joins the parts in order. The hash is over the cells themselves, not over Parquet's bytes: an approval that binds it
stays valid when Polars changes its encoding. Worker only: it loads Polars.
"""

import hashlib
import io
import json
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl

from catalog.storage.errors import CiphertextDamaged
from catalog.vault import Vault

GROUP_ROWS = 50_000
_NULL = 0xFFFFFFFF


@dataclass(frozen=True)
class TypedTableRef:
    """Where a typed table is and what it must be. Holds no value: column names stay in the vault.

    Attributes:
        upload_id: whose key it is under.
        name: prefix of its parts, `table` for what was read, another for what was made of it.
        hash: SHA-256 over column names and cells, hexadecimal.
        groups: SHA-256 of each row group, in order.
        rows: rows of the table.
        columns: how many columns.
        group_rows: rows of every group but the last.
    """

    upload_id: str
    name: str
    hash: str
    groups: tuple[str, ...]
    rows: int
    columns: int
    group_rows: int = GROUP_ROWS

    def to_json(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {**self.__dict__, "groups": list(self.groups)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "TypedTableRef":
        """Back from `to_json`."""
        return cls(**{**data, "groups": tuple(data["groups"])})


def write_typed_table(
    vault: Vault, upload_id: str, frame: pl.DataFrame, *, name: str = "table", group_rows: int = GROUP_ROWS
) -> TypedTableRef:
    """Write a whole table; see `write_typed_blocks`."""
    return write_typed_blocks(vault, upload_id, [frame], name=name, group_rows=group_rows)


def write_typed_blocks(
    vault: Vault,
    upload_id: str,
    blocks: Iterable[pl.DataFrame],
    *,
    name: str = "table",
    group_rows: int = GROUP_ROWS,
    progress: Callable[[int], None] = lambda _: None,
) -> TypedTableRef:
    """Write a table that comes in blocks of any size.

    Args:
        vault: with the upload's key.
        upload_id: whose table.
        blocks: at least one, String columns.
        name: prefix of the parts.
        group_rows: rows of a group.
        progress: told rows done.

    Returns:
        The reference to keep in the database.
    """
    hashes: list[str] = []
    columns: list[str] = []
    rows = 0
    for index, group in enumerate(regrouped(blocks, group_rows)):
        hashes.append(write_group(vault, upload_id, index, group, name=name))
        columns = group.columns
        rows += group.height
        progress(rows)
    return join_groups(vault, upload_id, hashes, columns, rows=rows, name=name, group_rows=group_rows)


def write_group(vault: Vault, upload_id: str, index: int, group: pl.DataFrame, *, name: str = "table") -> str:
    """Write one row group, from any worker; writing it again replaces it.

    Returns:
        Its hash, to be given to `join_groups`.
    """
    buffer = io.BytesIO()
    group.rechunk().write_parquet(buffer, compression="lz4", statistics=False, row_group_size=max(group.height, 1))
    vault.put(upload_id, part_name(name, index), buffer.getvalue())
    return group_hash(group)


def join_groups(
    vault: Vault,
    upload_id: str,
    hashes: Sequence[str],
    columns: Sequence[str],
    *,
    rows: int,
    name: str = "table",
    group_rows: int = GROUP_ROWS,
) -> TypedTableRef:
    """Make one table of groups that were written in any order; the result is that of a single worker.

    Args:
        vault: with the upload's key.
        upload_id: whose table.
        hashes: of the groups, in table order.
        columns: column names.
        rows: of all groups.
        name: prefix of the parts.
        group_rows: rows of every group but the last.
    """
    digest = TableHash(columns)
    for one in hashes:
        digest.add(one)
    # Groups of an earlier, longer attempt must not stay behind.
    for part in [*vault.parts(upload_id)]:
        head, _, number = part.rpartition("-")
        if head == name and number.isdigit() and int(number) >= len(hashes):
            vault.delete_part(upload_id, part)
    return TypedTableRef(upload_id, name, digest.hexdigest(), tuple(hashes), rows, len(columns), group_rows)


def read_group(vault: Vault, ref: TypedTableRef, index: int) -> pl.DataFrame:
    """Read one row group and check its hash.

    Raises:
        CiphertextDamaged: the cells are not those of the reference.
        KeyMissing, ObjectMissing.
    """
    data = vault.get(ref.upload_id, part_name(ref.name, index))
    try:
        group = pl.read_parquet(io.BytesIO(data))
    except pl.exceptions.PolarsError:
        raise CiphertextDamaged from None
    if group_hash(group) != ref.groups[index]:
        raise CiphertextDamaged
    return group


def read_groups(vault: Vault, ref: TypedTableRef) -> Iterator[pl.DataFrame]:
    """Every row group, in order."""
    return (read_group(vault, ref, index) for index in range(len(ref.groups)))


def read_all(vault: Vault, ref: TypedTableRef) -> pl.DataFrame:
    """The whole table, in one piece."""
    return pl.concat([*read_groups(vault, ref)], rechunk=True)


@dataclass(frozen=True)
class StoredRows:
    """The rows of a typed table, read group by group as they are asked for; see `catalog.ingest.rows.Rows`."""

    vault: Vault
    ref: TypedTableRef

    @property
    def columns(self) -> Sequence[str]:
        """Names, in order."""
        return self._schema

    @property
    def height(self) -> int:
        """How many rows."""
        return self.ref.rows

    def blocks(self) -> Iterator[pl.DataFrame]:
        """The row groups."""
        return read_groups(self.vault, self.ref)

    def head(self, n: int, /) -> pl.DataFrame:
        """The first rows."""
        groups = range(min(len(self.ref.groups), max(-(-n // self.ref.group_rows), 1)))
        return pl.concat([read_group(self.vault, self.ref, index) for index in groups]).head(n)

    def get_column(self, name: str, /) -> pl.Series:
        """One column, whole: only its bytes are unpacked, and the vault says that they are what was written."""
        return pl.concat([self._part(index, name) for index in range(len(self.ref.groups))])

    @cached_property
    def _schema(self) -> tuple[str, ...]:
        return tuple(read_group(self.vault, self.ref, 0).columns)

    def _part(self, index: int, name: str) -> pl.Series:
        data = self.vault.get(self.ref.upload_id, part_name(self.ref.name, index))
        try:
            return pl.read_parquet(io.BytesIO(data), columns=[name]).to_series()
        except pl.exceptions.PolarsError:
            raise CiphertextDamaged from None


def split_groups(frame: pl.DataFrame, group_rows: int = GROUP_ROWS) -> Iterator[pl.DataFrame]:
    """Consecutive groups; an empty table has one empty group, so that its columns are kept."""
    return (frame[start : start + group_rows] for start in range(0, max(frame.height, 1), group_rows))


def regrouped(blocks: Iterable[pl.DataFrame], group_rows: int = GROUP_ROWS) -> Iterator[pl.DataFrame]:
    """The rows of blocks of any size in groups of one size, the last one shorter; of no rows one empty group."""
    waiting: list[pl.DataFrame] = []
    count, is_first = 0, True
    for block in blocks:
        waiting.append(block)
        count += block.height
        if count >= group_rows:
            whole = pl.concat(waiting)
            full = count - count % group_rows
            yield from split_groups(whole[:full], group_rows)
            waiting, count, is_first = [whole[full:]], count - full, False
    if count or is_first:
        yield pl.concat(waiting)


class TableHash:
    """The hash that `write_typed_table` gives a table, of groups that come one by one."""

    def __init__(self, columns: Sequence[str]) -> None:
        self._digest = hashlib.sha256(json.dumps(list(columns), ensure_ascii=False).encode())

    def add(self, group: str) -> None:
        """The next group, by its hash."""
        self._digest.update(bytes.fromhex(group))

    def hexdigest(self) -> str:
        """Of all groups added."""
        return self._digest.hexdigest()


def table_hash(frame: pl.DataFrame, group_rows: int = GROUP_ROWS) -> str:
    """The hash that `write_typed_table` gives this table, without writing it."""
    digest = TableHash(frame.columns)
    for group in split_groups(frame, group_rows):
        digest.add(group_hash(group))
    return digest.hexdigest()


def group_hash(group: pl.DataFrame) -> str:
    """SHA-256 over the cells: column by column the UTF-8 length of each (2^32 - 1 for null), then all their bytes."""
    digest = hashlib.sha256(struct.pack(">QQ", group.height, group.width))
    if group.is_empty():
        return digest.hexdigest()
    for column in group.get_columns():
        lengths = column.str.len_bytes().fill_null(_NULL).to_numpy().astype(np.dtype(">u4"))
        digest.update(lengths.tobytes())
        digest.update((column.str.join("").item() or "").encode())
    return digest.hexdigest()


def part_name(name: str, index: int) -> str:
    """The vault part of a row group."""
    return f"{name}-{index:05d}"
