"""`filters` of `datastore_search`: what a caller wrote becomes a condition of the row store and CKAN's own `filterops`.

`{column: value | [values] | {"eq" | "in" | "gt" | "gte" | "lt" | "lte": value}}`, joined by and; `$or` and `$and` hold
lists of such objects; a list of objects is an or. Messages are those of CKAN 2.12, seen on a real one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from catalog.actions.ckan_read.errors import ActionValidationError
from catalog.fields import Field, FieldType
from catalog.rowstore.query import ROW, And, Condition, Eq, In, Or, Range

ID: Final = "_id"
BOUNDS: Final = {"gt": "gt", "gte": "ge", "lt": "lt", "lte": "le"}
OPERATORS: Final = ("$or", "$and")
NEVER: Final = Or(())
NOT_QUERYABLE: Final = {"query": ["Invalid query"]}
_LIST: Final = "Filter operations must be defined as a list of dicts"
_WHOLE: Final = re.compile(r"\s*[+-]?\d{1,18}\s*")
_NUMBER: Final = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?\s*")
_DATE: Final = re.compile(r"\s*\d{4}-\d{1,2}-\d{1,2}\s*")
_FORMS: Final = {FieldType.INTEGER: _WHOLE, FieldType.NUMBER: _NUMBER, FieldType.DATE: _DATE}

Op = dict[str, Any]


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
            found = self._joined("$and", self._parts(asked))
        elif isinstance(asked, list) and all(isinstance(one, Mapping) for one in asked):
            found = self._joined("$or", [self._joined("$and", self._parts(one)) for one in asked])
        else:
            raise ActionValidationError({"filters": ["Filters must be defined as a dict or a list of dicts"]})
        if self.wrong:
            raise ActionValidationError({"filters": self.wrong})
        return found

    def check(self) -> None:
        """Refuse what a CKAN finds out when it asks its database: after columns and order were found to be there.

        Raises:
            ActionValidationError: an unknown operation, or a value that is none of its column's type.
        """
        if self.unknown:
            raise ActionValidationError({"filters": self.unknown[:1]})
        if self.is_mistyped:
            raise ActionValidationError(NOT_QUERYABLE)

    def _parts(self, asked: Mapping[str, Any]) -> list[tuple[Condition, Op]]:
        parts: list[tuple[Condition, Op]] = []
        for name, value in asked.items():
            if name in OPERATORS:
                parts.append(self._combined(name, value))
            elif str(name).startswith("$"):
                self.wrong.append(f"Unknown operators (must be one of {', '.join(OPERATORS)}): {str(name)[:63]}")
            elif name != ID and name not in self.fields:
                self.wrong.append(f"Unknown field: {str(name)[:63]}")
            else:
                parts.append(self._column(name, value))
        return parts

    def _combined(self, operator: str, value: Any) -> tuple[Condition, Op]:
        if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
            raise ActionValidationError({"filters": [f"{_LIST}: {str(value)[:100]}"]})
        if not value or not all(value):
            raise ActionValidationError({"filters": [f'invalid value "{operator}"']})
        return self._joined(operator, [self._joined("$and", self._parts(one)) for one in value])

    @staticmethod
    def _joined(operator: str, parts: list[tuple[Condition, Op]]) -> tuple[Condition, Op]:
        if len(parts) == 1:
            return parts[0]
        conditions = tuple(condition for condition, _ in parts)
        op = {"op": operator, "field": None, "value": [op for _, op in parts]}
        return (And(conditions) if operator == "$and" else Or(conditions)), op

    def _column(self, name: str, value: Any) -> tuple[Condition, Op]:
        if isinstance(value, list):
            if not any(isinstance(one, Mapping) for one in value):
                return self._one(name, "in", value)
            parts = [self._column(name, one) for one in value if isinstance(one, Mapping)]
            plain = [one for one in value if not isinstance(one, Mapping)]
            return self._joined("$or", parts + ([self._one(name, "in", plain)] if plain else []))
        if isinstance(value, Mapping):
            return self._joined("$and", [self._one(name, str(op), one) for op, one in value.items()])
        return self._one(name, "eq", value)

    def _one(self, name: str, op: str, value: Any) -> tuple[Condition, Op]:
        shown = {"op": op, "field": name, "value": value}
        column = ROW if name == ID else name
        if op == "in":
            if isinstance(value, str):  # a CKAN takes its letters
                value = list(value)
            if not isinstance(value, list):
                self.is_mistyped = True
                return NEVER, shown
            texts = tuple(self._texts(name, value))
            return (In(column, texts) if texts else NEVER), shown
        if op != "eq" and op not in BOUNDS:
            self.unknown.append(f"Unknown filter operation: {name[:63]} {op[:20]}")
            return NEVER, shown
        text = next(iter(self._texts(name, [value])), None)
        if text is None:
            return NEVER, shown
        return (Eq(column, text) if op == "eq" else Range(column, **{BOUNDS[op]: text})), shown

    def _texts(self, name: str, values: Iterable[Any]) -> Iterator[str]:
        """Return values as the row store compares them; nothing equals null, as in SQL."""
        kind = FieldType.INTEGER if name == ID else self.fields[name].type
        for value in values:
            if value is None:
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
            yield text.strip() if form is not None else text


__all__ = ["ID", "NEVER", "NOT_QUERYABLE", "RowFilters"]
