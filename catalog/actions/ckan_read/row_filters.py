"""`filters` of `datastore_search`: what a caller wrote becomes a condition of the row store and CKAN's own `filterops`.

`{column: value | [values] | {"eq" | "in" | "gt" | "gte" | "lt" | "lte": value}}`, joined by and; `$or` and `$and` hold
lists of such objects; a list of objects is an or. Messages are those of CKAN 2.12, seen on a real one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from catalog.actions.ckan_read.errors import ActionValidationError
from catalog.fields import Field, FieldType
from catalog.rowstore.query import ROW, And, Condition, Eq, In, Or, Range

ID: Final = "_id"
BOUNDS: Final = {"gt": "gt", "gte": "ge", "lt": "lt", "lte": "le"}
OR: Final = "$or"
AND: Final = "$and"
OPERATORS: Final = (OR, AND)
_BOUNDS: Final = "bounds"
NEVER: Final = Or(())
NOT_QUERYABLE: Final = {"query": ["Invalid query"]}
_LIST: Final = "Filter operations must be defined as a list of dicts"
_WHOLE: Final = re.compile(r"\s*[+-]?\d{1,18}\s*")
_NUMBER: Final = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?\s*")
_DATE: Final = re.compile(r"\s*\d{4}-\d{1,2}-\d{1,2}\s*")
_FORMS: Final = {FieldType.INTEGER: _WHOLE, FieldType.NUMBER: _NUMBER, FieldType.DATE: _DATE}

Op = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """One operation of a filter: of a column, with its condition, or of other operations."""

    op: str
    field: str | None
    value: Any
    condition: Condition = NEVER
    parts: tuple["Part", ...] = ()

    @classmethod
    def of(cls, operator: str, parts: Iterable["Part"]) -> "Part":
        """Join operations by `$and` or `$or`."""
        members = tuple(parts)
        conditions = tuple(one.condition for one in members)
        return cls(operator, None, None, And(conditions) if operator == AND else Or(conditions), members)

    def shown(self) -> Op:
        """Return the operation as CKAN repeats it."""
        value = [one.shown() for one in self.parts] if self.field is None else self.value
        return {"op": self.op, "field": self.field, "value": value}


def _merged(parts: Iterable[Part], operator: str) -> list[Part]:
    """Return operations with the members of those of the same operator in their place, as CKAN merges them."""
    return [member for one in parts for member in (one.parts if one.op == operator else (one,))]


@dataclass
class RowFilters:
    """Reads `filters` for the columns of one table."""

    fields: Mapping[str, Field]
    wrong: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    is_mistyped: bool = False

    def read(self, asked: Any) -> tuple[Condition | None, Op | None]:
        """Return the condition and `filterops`, both None when nothing is asked.

        Raises:
            ActionValidationError: another form, or an unknown column. The rest `check` says.
        """
        if not asked:
            return None, None
        if isinstance(asked, Mapping):
            # members of `$and` stand among the columns here; bounds of one column stay together
            found = [
                member
                for one in self._parts(asked)
                for member in (one.parts if one.op == AND and not one.value else (one,))
            ]
            joined = found[0] if len(found) == 1 else Part.of(AND, found) if found else None
        elif isinstance(asked, list) and all(isinstance(one, Mapping) for one in asked):
            members = self._members(asked, OR)
            joined = Part.of(OR, members) if members else None
        else:
            raise ActionValidationError({"filters": ["Filters must be defined as a dict or a list of dicts"]})
        if self.wrong:
            raise ActionValidationError({"filters": self.wrong})
        if joined is None:
            raise ActionValidationError({"filters": [f'invalid value "{str(next(iter(asked)))[:63]}"']})
        return joined.condition, joined.shown()

    def check(self) -> None:
        """Refuse what a CKAN finds out when it asks its database: after columns and order were found to be there.

        Raises:
            ActionValidationError: an unknown operation, or a value that is none of its column's type.
        """
        if self.unknown:
            raise ActionValidationError({"filters": self.unknown[:1]})
        if self.is_mistyped:
            raise ActionValidationError(NOT_QUERYABLE)

    def _parts(self, asked: Mapping[str, Any]) -> list[Part]:
        parts: list[Part] = []
        for key, value in asked.items():
            name = str(key)
            if name in OPERATORS:
                if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
                    self.wrong.append(f"{_LIST}: {str(value)[:100]}")
                elif members := self._members(value, name):
                    parts.append(Part.of(name, members))
            elif name.startswith("$") and not name.startswith("$$"):
                self.wrong.append(f"Unknown operators (must be one of {', '.join(OPERATORS)}): {name[:63]}")
            else:
                column = name.removeprefix("$") if name.startswith("$$") else name
                if column == ID or column in self.fields:
                    parts.append(self._column(column, value))
                else:
                    self.wrong.append(f"Unknown field: {column[:63]}")
        return parts

    def _members(self, asked: Iterable[Mapping[str, Any]], operator: str) -> list[Part]:
        """Return the operations of a list of objects, each of which is one operation."""
        each = [parts for one in asked if (parts := self._parts(one))]
        joined = [parts[0] if len(parts) == 1 else Part.of(AND, _merged(parts, AND)) for parts in each]
        return _merged(joined, operator)

    def _column(self, name: str, value: Any) -> Part:
        if isinstance(value, list):
            if not any(isinstance(one, Mapping) for one in value):
                return self._one(name, "in", value)
            members = [self._column(name, one) for one in value if isinstance(one, Mapping)]
            plain = [one for one in value if not isinstance(one, Mapping)]
            return Part.of(OR, [*members, *([self._one(name, "in", plain)] if plain else [])])
        if isinstance(value, Mapping):
            bounds = [self._one(name, str(op), one) for op, one in value.items()]
            # marked, so that it is told from `$and` itself
            return bounds[0] if len(bounds) == 1 else replace(Part.of(AND, bounds), value=_BOUNDS)
        return self._one(name, "eq", value)

    def _one(self, name: str, op: str, value: Any) -> Part:
        column = ROW if name == ID else name
        condition: Condition = NEVER
        if op == "in":
            # of a text a CKAN takes the letters
            values = list(value) if isinstance(value, list | str) else []
            self.is_mistyped |= not isinstance(value, list | str)
            if texts := tuple(self._texts(name, values)):
                condition = In(column, texts)
        elif op != "eq" and op not in BOUNDS:
            self.unknown.append(f"Unknown filter operation: {name[:63]} {op[:20]}")
        elif (text := next(iter(self._texts(name, [value])), None)) is not None:
            condition = Eq(column, text) if op == "eq" else Range(column, **{BOUNDS[op]: text})
        return Part(op, name, value, condition)

    def _texts(self, name: str, values: Iterable[Any]) -> Iterator[str]:
        """Return values as the row store compares them; nothing equals null, as in SQL."""
        kind = FieldType.INTEGER if name == ID else self.fields[name].type
        for value in values:
            if value is None and kind is not FieldType.TEXT:  # beside text a CKAN writes it out
                continue
            form = _FORMS.get(kind)
            # a number is compared with a whole-number column as a number; only text must be of the column's form
            if isinstance(value, int | float) and form is _WHOLE:
                form = _NUMBER
            text = str(int(value) if isinstance(value, float) and form and value.is_integer() else value)
            is_odd = isinstance(value, bool | list | Mapping) and kind is not FieldType.TEXT
            if is_odd or (form is not None and not form.fullmatch(text)):
                self.is_mistyped = True
                continue
            yield _iso(text.strip()) if kind is FieldType.DATE else text.strip() if form is not None else text


def _iso(text: str) -> str:
    """Return a date with two digits for month and day, as it is compared."""
    year, month, day = text.split("-")
    return f"{year}-{month:0>2}-{day:0>2}"


__all__ = ["ID", "NEVER", "NOT_QUERYABLE", "RowFilters"]
