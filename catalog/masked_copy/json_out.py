"""A masked table as JSON: numbers with the very digits of the cell, objects and lists as such, empty cells null."""

import json
from collections.abc import Iterator
from typing import Final

import polars as pl

from catalog.ingest.json import with_quotes
from catalog.masked_copy.column_types import ColumnTypes, json_bare
from catalog.masked_copy.json_layout import JsonLayout
from catalog.writers.frames import rendered

_SPECIAL: Final = r'["\\\x{00}-\x{1F}]'
_BLOCK: Final = 10_000


class JsonOut:
    """One table, one object a row."""

    def __init__(self, frame: pl.DataFrame, types: ColumnTypes, around: JsonLayout, *, is_lines: bool) -> None:
        """frame: to be written. types: of its columns. around: its list. is_lines: without list, a record a line."""
        self._frame, self._around, self._is_lines = frame, JsonLayout() if is_lines else around, is_lines
        self._blanks = types.blanks
        self._bare = [json_bare(cells, types) for cells in frame.iter_columns()]
        self._nested = {
            name: _objects(frame.get_column(name), which) for name, which in types.nested.items() if name in frame
        }

    def pieces(self) -> Iterator[bytes]:
        """The file."""
        yield self._around.before.encode()
        opening = "" if self._is_lines else "["
        for start in range(0, self._frame.height, _BLOCK):
            lines = self._lines(slice(start, start + _BLOCK))
            if self._is_lines:
                yield f"{lines.str.join(chr(10)).item()}\n".encode()
            else:
                yield f"{opening}\n{lines.str.join(f',{chr(10)}').item()}".encode()
                opening = ","
        if not self._is_lines:
            yield b"[]" if opening == "[" else b"\n]"
            yield f"{self._around.behind}\n".encode()

    def as_masked(self, read: pl.DataFrame) -> pl.DataFrame:
        """The table as read back, with the masked text of an object where its values stand as strings in the file.

        read: the table as it stands in the file. Only quotation marks make the difference: 13800138000 → "***".
        """
        if sorted(read.columns) == sorted(self._frame.columns):
            read = read.select(self._frame.columns)  # a reader takes the order in which it first meets the names
        pairs = zip(self._frame.iter_columns(), read.iter_columns(), strict=True)
        return pl.DataFrame([_where_same(cells, self._nested.get(cells.name), masked) for masked, cells in pairs])

    def _lines(self, rows: slice) -> pl.Series:
        parts: list[pl.Expr] = []
        for cells, free in zip(self._frame[rows].iter_columns(), self._bare, strict=True):
            text = pl.lit(rendered(cells, _SPECIAL, lambda cell: json.dumps(cell, ensure_ascii=False)[1:-1]))
            quoted = pl.concat_str(pl.lit('"'), text, pl.lit('"'))
            value = pl.when(pl.lit(free[rows])).then(pl.lit(cells)).otherwise(quoted)
            if cells.name in self._nested:
                objects = pl.lit(self._nested[cells.name][rows])
                value = pl.when(objects.is_not_null()).then(objects).otherwise(value)
            name = json.dumps(cells.name, ensure_ascii=False)
            blank = pl.lit(self._blanks[cells.name][rows] if cells.name in self._blanks else "null")
            parts.append(pl.concat_str(pl.lit(f"{name}: "), value.fill_null(blank)))
        fields = pl.concat_str(parts, separator=", ", ignore_nulls=True)
        return pl.select(pl.concat_str(pl.lit("{"), fields, pl.lit("}"))).to_series()


def _where_same(cells: pl.Series, written: pl.Series | None, masked: pl.Series) -> pl.Series:
    """Cells as read back; masked ones where they are what was written for these."""
    if written is None:
        return cells
    same = (cells == written).fill_null(value=False)
    return pl.select(pl.when(same).then(masked).otherwise(cells).alias(cells.name)).to_series()


def _objects(cells: pl.Series, which: pl.Series) -> pl.Series:
    """The JSON of cells that were objects and lists; null for others, and where masking left none."""
    texts = cells.set(~which, None).unique().drop_nulls().to_list()
    made = {text: with_quotes(text) for text in texts if text[:1] in "[{"}
    return cells.set(~which, None).replace_strict(made, default=None, return_dtype=pl.String)
