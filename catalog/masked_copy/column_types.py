"""Which cells of a masked table are more than text: those that were; in formats without types those that look it."""

from dataclasses import dataclass, field
from typing import Final

import polars as pl

from catalog.fields import PATTERNS, Field, FieldType
from catalog.ingest import TableRead
from catalog.ingest.excel_formats import MOMENT, TIME
from catalog.ingest.parquet import as_text
from catalog.masked_copy.kept_numbers import NumberFormats, keeps_types
from catalog.writers.typed_cells import GENERAL, TypedCells
from catalog.writers.xlsx_cells import DAY_ZERO, FIRST_DAY, NUMBER_DIGITS
from catalog.writers.xlsx_columns import typed_by_field
from desensitize.keys import MaskingKeys
from desensitize.mask import released_columns
from desensitize.masking.row_order import shuffled_order
from desensitize.plan import MaskingPlan

_TYPED_FORMATS: Final = frozenset({"json", "parquet", "xlsx"})
_JSON_NUMBER: Final = r"^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$"  # RFC 8259, section 6
_ROUND: Final = r"\.[0-9]*0$|^-0$"
"""Numbers that would read back as another text: 12.50, -0."""
_MINUS_NOTHING: Final = r"^-0(?:\.0*)?$"
_EXACT: Final = 1e15


@dataclass(frozen=True)
class ColumnTypes:
    """What the columns of a release may be.

    has_types: whether the original's format has types; if not, the look of a column decides. dtypes: by released name,
    of the columns that were not text. bare: by released name, which cells were numbers or truth values among others.
    nested: the same of objects and lists, of all columns. blanks: see `TableRead`.
    """

    has_types: bool
    dtypes: dict[str, pl.DataType]
    bare: dict[str, pl.Series]
    nested: dict[str, pl.Series] = field(default_factory=dict)
    blanks: dict[str, pl.Series] = field(default_factory=dict)

    @classmethod
    def of(cls, read: TableRead, plan: MaskingPlan, keys: MaskingKeys) -> "ColumnTypes":
        """Those of the columns in which nothing was hidden whole, rows in the order of the release."""
        out = released_columns(plan)
        kept = {
            column.column: out[column.column] for column in plan.columns if column.column in out and keeps_types(column)
        }
        return cls(
            read.format in _TYPED_FORMATS,
            {new: read.dtypes[old] for old, new in kept.items() if old in read.dtypes},
            {new: _ordered(read.bare[old], plan, keys) for old, new in kept.items() if old in read.bare},
            {new: _ordered(read.nested[old], plan, keys) for old, new in out.items() if old in read.nested},
            {new: _ordered(read.blanks[old], plan, keys) for old, new in out.items() if old in read.blanks},
        )


def _ordered(cells: pl.Series, plan: MaskingPlan, keys: MaskingKeys) -> pl.Series:
    return cells[shuffled_order(len(cells), keys, plan.purpose, plan.recipe_version)] if plan.shuffle else cells


def json_bare(cells: pl.Series, types: ColumnTypes) -> pl.Series:
    """Which cells stand in JSON without quotation marks."""
    number = cells.str.contains(_JSON_NUMBER).fill_null(value=False)
    truth = cells.is_in(["true", "false"]).fill_null(value=False)
    dtype = types.dtypes.get(cells.name)
    if cells.name in types.bare:
        return types.bare[cells.name] & (number | truth)
    if dtype == pl.Boolean:
        return truth
    if dtype is not None and dtype.is_numeric():
        return number
    is_number = not types.has_types and (by_look(cells).is_numeric or bool(fixed_places(cells)))
    return number if is_number else pl.repeat(value=False, n=len(cells), eager=True)


def by_look(cells: pl.Series) -> Field:
    """The type of a column of a format without types: numbers only where each reads back as the very same text."""
    filled = cells.drop_nulls()
    for kind in (FieldType.INTEGER, FieldType.NUMBER, FieldType.DATE):
        fits = filled.str.contains(f"^(?:{PATTERNS[kind]})$")
        if kind is not FieldType.DATE:
            fits &= ~filled.str.contains(_ROUND)
        if len(filled) and fits.all():
            return Field(cells.name, kind)
    return Field(cells.name)


def fixed_places(cells: pl.Series) -> int:
    """Decimal places of a column whose numbers all have as many, as amounts do (12.50); 0 for any other column."""
    filled = cells.drop_nulls()
    fits = filled.str.contains(f"^(?:{PATTERNS[FieldType.NUMBER]})$") & ~filled.str.contains(_MINUS_NOTHING)
    if not len(filled) or not fits.all() or (filled.str.count_matches("[0-9]") > NUMBER_DIGITS).any():
        return 0
    places = filled.str.extract(r"\.([0-9]+)$").str.len_chars().fill_null(0)
    return int(places[0]) if places.n_unique() == 1 else 0


def _parquet_type(cells: pl.Series, types: ColumnTypes) -> pl.DataType | None:
    """The type that a column had, or in formats without types that which it looks like; None for text."""
    if types.has_types or cells.name in types.dtypes:
        return types.dtypes.get(cells.name)
    if places := fixed_places(cells):
        return pl.Decimal(38, places)
    looks: dict[FieldType, pl.DataType] = {
        FieldType.INTEGER: pl.Int64(),
        FieldType.NUMBER: pl.Float64(),
        FieldType.DATE: pl.Date(),
    }
    return looks.get(by_look(cells).type)


def in_parquet(cells: pl.Series, types: ColumnTypes) -> pl.Series:
    """The column in the type it had, when every cell reads back as the very same text; masked ones are text."""
    dtype = _parquet_type(cells, types)
    if dtype is None:
        return cells
    if dtype.is_nested() and not cells.count():
        return cells  # the names of its fields would stand in the file, and no cell showed them to the scan
    try:
        typed = _parsed(cells, dtype)
        return typed if as_text(typed).equals(cells, null_equal=True) else cells
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return cells


def _parsed(cells: pl.Series, dtype: pl.DataType) -> pl.Series:
    """Text as values of a type: a plain cast reads neither truth values nor days.

    An enumeration names values that no row has, or that are hidden in all of them: only those that stand are kept.
    """
    if isinstance(dtype, pl.Enum):
        used = set(cells.drop_nulls().to_list())
        return cells.cast(pl.Enum([name for name in dtype.categories if name in used]))
    if dtype == pl.Categorical:
        return cells.cast(pl.Categorical)  # names what stands in the cells, and nothing else
    if dtype == pl.Binary:
        return cells.str.decode("hex")
    if dtype == pl.Duration:
        return _lengths(cells).cast(dtype)
    if dtype == pl.Boolean:
        return cells.replace_strict({"true": True, "false": False}, default=None, return_dtype=pl.Boolean)
    if dtype == pl.Date:
        return cells.str.to_date()
    if dtype == pl.Time:
        return cells.str.to_time()
    if isinstance(dtype, pl.Datetime):
        if dtype.time_zone is None:
            return cells.str.to_datetime(time_unit=dtype.time_unit)
        moments = cells.str.to_datetime("%Y-%m-%d %H:%M:%S%.f%:z", time_unit=dtype.time_unit)
        return moments.dt.convert_time_zone(dtype.time_zone)
    return cells.str.json_decode(dtype) if dtype.is_nested() else cells.cast(dtype)


def _lengths(cells: pl.Series) -> pl.Series:
    """Lengths of time as `as_text` writes them (ISO 8601): -P1DT2H3M4.5S."""
    one = pl.col("cell").str
    units = {"D": 86_400, "H": 3_600, "M": 60}
    whole = [one.extract(rf"(\d+){unit}").cast(pl.Int64).fill_null(0) * seconds for unit, seconds in units.items()]
    seconds = one.extract(r"(\d+)(?:\.\d+)?S").cast(pl.Int64).fill_null(0)
    nano = one.extract(r"\.(\d+)S").str.pad_end(9, "0").cast(pl.Int64).fill_null(0)
    sign = pl.when(one.starts_with("-")).then(-1).otherwise(1)
    total = pl.when(pl.col("cell").is_not_null()).then(sign * ((pl.sum_horizontal(whole) + seconds) * 10**9 + nano))
    return cells.rename("cell").to_frame().select(total.cast(pl.Duration("ns")).alias(cells.name)).to_series()


def in_workbook(cells: pl.Series, types: ColumnTypes, formats: NumberFormats) -> TypedCells | None:
    """The cells that a workbook holds as numbers, days and truth values; None for a column of text."""
    dtype = types.dtypes.get(cells.name)
    if cells.name in types.bare and dtype is None:
        return _numbers(cells.set(~types.bare[cells.name], None))
    if dtype is None:
        return None if types.has_types else _by_look(cells, formats)
    if dtype == pl.Boolean:
        return typed_by_field(cells, Field(cells.name, FieldType.BOOLEAN))
    if dtype == pl.Date:
        return typed_by_field(cells, Field(cells.name, FieldType.DATE))
    if isinstance(dtype, pl.Datetime) and dtype.time_zone is None:
        return _moments(cells, formats)
    if dtype == pl.Time:
        return _times(cells, formats)
    return _numbers(cells) if dtype.is_numeric() else None


def _by_look(cells: pl.Series, formats: NumberFormats) -> TypedCells | None:
    if places := fixed_places(cells):
        return TypedCells(_numbers(cells).values, _all(formats.number(f"0.{'0' * places}"), cells))
    return typed_by_field(cells, by_look(cells))


def _numbers(cells: pl.Series) -> TypedCells:
    """Numbers that a double keeps; longer ones are identifiers, and stay text."""
    values = cells.set(~cells.str.contains(_JSON_NUMBER).fill_null(value=False), None).cast(pl.Float64, strict=False)
    return TypedCells(values.set((values.abs() >= _EXACT).fill_null(value=False), None), _all(GENERAL, cells))


def _moments(cells: pl.Series, formats: NumberFormats) -> TypedCells:
    """Whole seconds, as days and parts of a day."""
    parsed = cells.str.replace(r"\.0+$", "").str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False, time_unit="us")
    seconds = pl.select((pl.lit(parsed) - pl.lit(DAY_ZERO).cast(pl.Datetime("us"))).dt.total_seconds()).to_series()
    values = seconds / 86_400
    return TypedCells(
        values.set((values < FIRST_DAY).fill_null(value=False), None), _all(formats.number(MOMENT), cells)
    )


def _times(cells: pl.Series, formats: NumberFormats) -> TypedCells | None:
    parsed = cells.str.replace(r"\.0+$", "").str.to_time("%H:%M:%S", strict=False)
    values = parsed.cast(pl.Int64) / 86_400_000_000_000
    return TypedCells(values, _all(formats.number(TIME), cells))


def _all(number: int, cells: pl.Series) -> pl.Series:
    return pl.repeat(number, len(cells), dtype=pl.UInt32, eager=True)
