"""What a reader of rows may ask, and the SQL of it: bound values, column names only from the table's own schema."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalog.fields import Field, FieldType, matches
from catalog.rowstore.errors import BadQuery, UnknownField
from catalog.rowstore.looking import like_pattern, words_sql

ROW = "_row"  # the number of a row, from 1: not a column, but conditions and sorts may name it
MAX_VALUES = 500
MAX_TERMS = 8
MAX_DEPTH = 6
MAX_CONDITIONS = 50
_DECIMAL = re.compile(r"[+-]?[0-9]{1,40}(?:\.[0-9]{1,40})?(?:[eE][+-]?[0-9]{1,2})?")


@dataclass(frozen=True)
class Eq:
    """The cell equals the value; None asks for empty cells. Numeric columns compare as numbers."""

    field: str
    value: str | None


@dataclass(frozen=True)
class In:
    """The cell equals one of the values."""

    field: str
    values: tuple[str | None, ...]


@dataclass(frozen=True)
class Range:
    """The cell lies between bounds; each bound may be None. Empty cells are outside."""

    field: str
    ge: str | None = None
    gt: str | None = None
    le: str | None = None
    lt: str | None = None


@dataclass(frozen=True)
class Contains:
    """The cell contains the text; ASCII letters compare without case."""

    field: str
    text: str


@dataclass(frozen=True)
class HasWords:
    """Whole words that stand one after the other; one alone in one of the columns (`catalog.rowstore.words`)."""

    fields: tuple[str, ...]
    words: tuple[str, ...]
    language: str
    is_prefix: bool = False


@dataclass(frozen=True)
class Not:
    """The condition does not hold."""

    condition: "Condition"


@dataclass(frozen=True)
class And:
    """Every condition holds; an empty one always does."""

    conditions: "tuple[Condition, ...]"


@dataclass(frozen=True)
class Or:
    """At least one condition holds; an empty one never does."""

    conditions: "tuple[Condition, ...]"


Condition = Eq | In | Range | Contains | HasWords | Not | And | Or
SortKey = tuple[str, bool] | tuple[str, bool, bool]  # column, descending, empty cells first (else last)
Filters = Condition | Mapping[str, Any] | None


@dataclass(frozen=True)
class Sql:
    """A condition and its bound values."""

    text: str
    values: tuple[str | float | int | None, ...] = ()


def as_condition(filters: Filters) -> Condition | None:
    """Accept CKAN's form too: `{column: value or [values]}`, joined by and."""
    if not isinstance(filters, Mapping):
        return filters
    conditions: list[Condition] = []
    for name, value in filters.items():
        many = value if isinstance(value, list | tuple) else [value]
        conditions.append(In(str(name), tuple(None if one is None else str(one) for one in many)))
    return And(tuple(conditions))


class QueryBuilder:
    """Builds SQL for the columns of one table.

    Args:
        fields: the table's columns, in order; column number i is stored as `c<i>`.
    """

    def __init__(self, fields: Sequence[Field]) -> None:
        self._columns = {field.name: (f"c{index}", field) for index, field in enumerate(fields)}
        self._conditions = 0

    def where(self, filters: Filters, q: str | None) -> Sql:
        """The WHERE clause, empty when nothing is asked.

        Raises:
            UnknownField: a column that the table does not have.
            BadQuery: too many conditions or values.
        """
        parts: list[Sql] = []
        self._conditions = 0
        condition = as_condition(filters)
        if condition is not None:
            parts.append(self._condition(condition, 0))
        if q is not None and q.strip():
            parts.append(self._full_text(q))
        if not parts:
            return Sql("")
        joined = _join(parts, " AND ")
        return Sql(f" WHERE {joined.text}", joined.values)

    def order(self, sort: Sequence[SortKey]) -> str:
        """The ORDER BY clause: numbers as numbers, empty cells last unless said otherwise, ties in row order.

        Args:
            sort: see `SortKey`; `_row` is allowed.
        """
        if len(sort) > MAX_TERMS:
            raise BadQuery
        parts: list[str] = []
        for name, descending, *rest in sort:
            direction = "DESC" if descending else "ASC"
            if name == ROW:
                parts.append(f"{ROW} {direction}")
                continue
            column, field = self._column(name)
            empty = f"{column} IS {'NOT ' if any(rest) else ''}NULL"
            parts.append(f"{empty}, {_comparable(column, field)} {direction}")
        return f" ORDER BY {', '.join([*parts, '_row'])}"

    def distinct(self, names: Sequence[str], filters: Filters, sort: Sequence[SortKey]) -> Sql:
        """The rows that differ in the columns `names`, each where its first stands unless sorted, and their number.

        Raises:
            BadQuery: sorted by a column that is not among them.
        """
        chosen = list(dict.fromkeys(self._column(name)[0] for name in names))
        if not chosen or any(self._column(key[0])[0] not in chosen for key in sort):
            raise BadQuery
        where = self.where(filters, None)
        order = self.order(sort).removesuffix("_row") + "min(_row)"
        listed = ", ".join(self._column(name)[0] for name in names)
        text = f"SELECT {listed}, count(*) OVER () FROM rows{where.text} GROUP BY {', '.join(chosen)}{order}"
        return Sql(text, where.values)

    def select(self, names: Sequence[str] | None) -> tuple[list[Field], str]:
        """The chosen columns and their SQL list, all when None."""
        chosen = [self._column(name) for name in names] if names is not None else [*self._columns.values()]
        return [field for _, field in chosen], ", ".join(["_row", *(column for column, _ in chosen)])

    def _column(self, name: str) -> tuple[str, Field]:
        if name == ROW:
            return ROW, Field(ROW, FieldType.INTEGER)
        try:
            return self._columns[name]
        except KeyError:
            raise UnknownField from None

    def _condition(self, condition: Condition, depth: int) -> Sql:
        self._conditions += 1
        if depth > MAX_DEPTH or self._conditions > MAX_CONDITIONS:
            raise BadQuery
        match condition:
            case And(conditions):
                return _join([self._condition(one, depth + 1) for one in conditions], " AND ", empty="1")
            case Or(conditions):
                return _join([self._condition(one, depth + 1) for one in conditions], " OR ", empty="0")
            case Eq(name, value):
                return self._in(name, (value,))
            case In(name, values):
                return self._in(name, values)
            case Range():
                return self._range(condition)
            case Not(inner):
                negated = self._condition(inner, depth + 1)
                return Sql(f"NOT coalesce({negated.text}, 0)", negated.values)
            case HasWords():
                return self._words(condition)
            case Contains(name, text):
                return Sql(f"{self._column(name)[0]} LIKE ? ESCAPE '\\'", (like_pattern(text),))

    def _words(self, asked: HasWords) -> Sql:
        if not asked.words:
            raise BadQuery
        columns = [(column, field.is_numeric) for column, field in map(self._column, asked.fields)]
        parts = words_sql(columns, asked.words, asked.language, is_prefix=asked.is_prefix)
        return _join([Sql(text, values) for text, values in parts], " OR ", empty="0")

    def _in(self, name: str, values: tuple[str | None, ...]) -> Sql:
        column, field = self._column(name)
        if len(values) > MAX_VALUES:
            raise BadQuery
        texts = [value for value in values if value is not None]
        parts = [Sql(f"{column} IS NULL")] if None in values else []
        numbers = [_number(text) for text in texts if field.is_numeric and matches(field.type, text)]
        if field.is_numeric and len(numbers) == len(texts):
            parts.append(Sql(f"{_comparable(column, field)} IN ({_marks(numbers)})", tuple(numbers)))
        else:
            parts.append(Sql(f"{column} IN ({_marks(texts)})", tuple(texts)))
        return _join(parts, " OR ")

    def _range(self, asked: Range) -> Sql:
        column, field = self._column(asked.field)
        bounds = [(">=", asked.ge), (">", asked.gt), ("<=", asked.le), ("<", asked.lt)]
        parts = [Sql(f"{column} IS NOT NULL")]
        for operator, bound in bounds:
            if bound is None:
                continue
            if field.is_numeric:
                parts.append(Sql(f"{_comparable(column, field)} {operator} ?", (_number(bound),)))
            else:
                parts.append(Sql(f"{column} {operator} ?", (bound,)))
        return _join(parts, " AND ")

    def _full_text(self, q: str) -> Sql:
        """Every word of the query in some column of the row."""
        words = q.split()
        if len(words) > MAX_TERMS:
            raise BadQuery
        columns = [column for column, _ in self._columns.values()]
        parts = [
            _join([Sql(f"{column} LIKE ? ESCAPE '\\'", (like_pattern(word),)) for column in columns], " OR ", empty="0")
            for word in words
        ]
        return _join(parts, " AND ")


def _join(parts: Sequence[Sql], glue: str, empty: str = "1") -> Sql:
    if not parts:
        return Sql(empty)
    text = glue.join(part.text for part in parts)
    return Sql(f"({text})", tuple(value for part in parts for value in part.values))


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _comparable(column: str, field: Field) -> str:
    return f"CAST({column} AS NUMERIC)" if field.is_numeric and column != ROW else column


def _number(text: str) -> float | int:
    """A bound as a number. Raises `BadQuery` for anything but plain decimal notation."""
    if not _DECIMAL.fullmatch(text):
        raise BadQuery
    is_short_integer = text.lstrip("+-").isdigit() and len(text) < 18
    return int(text) if is_short_integer else float(text)
