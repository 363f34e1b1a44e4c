"""Columns of a released table: name and type, known without loading a table engine.

Cells are always exact text; the type says how they sort, filter and appear in JSON. A type is given to a column only
when every cell has the canonical form, so `001`, `1,234` and an 18-digit identifier stay text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class FieldType(StrEnum):
    """How the cells of a column are to be read."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"


# Up to 15 digits: what an IEEE 754 double, and so JavaScript and a spreadsheet, keeps exactly.
PATTERNS: Mapping[FieldType, str] = {
    FieldType.INTEGER: r"-?(?:0|[1-9][0-9]{0,14})",
    FieldType.NUMBER: r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?",
    FieldType.BOOLEAN: "true|false",
    FieldType.DATE: r"(?:1[89]|20|21)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])",
}
_NUMERIC = frozenset({FieldType.INTEGER, FieldType.NUMBER})


@dataclass(frozen=True)
class Field:
    """A column.

    Attributes:
        name: as published, unique in its table.
        type: how its cells are read.
        unit: of its numbers, e.g. `万元`; empty when unknown.
    """

    name: str
    type: FieldType = FieldType.TEXT
    unit: str = ""

    @property
    def is_numeric(self) -> bool:
        """Whether cells sort and filter as numbers."""
        return self.type in _NUMERIC

    @property
    def is_bare(self) -> bool:
        """Whether cells stand in JSON without quotation marks."""
        return self.is_numeric or self.type is FieldType.BOOLEAN

    def to_json(self) -> dict[str, str]:
        """As plain JSON values."""
        return {"name": self.name, "type": self.type.value, "unit": self.unit}

    @classmethod
    def from_json(cls, data: Mapping[str, str]) -> "Field":
        """Back from `to_json`."""
        return cls(data["name"], FieldType(data["type"]), data.get("unit", ""))


def matches(kind: FieldType, text: str) -> bool:
    """Whether a cell has the canonical form of the type."""
    return kind is FieldType.TEXT or re.fullmatch(PATTERNS[kind], text) is not None


def typed_value(field: Field, text: str | None) -> str | int | Decimal | None:
    """The cell as a value of its type; text that does not match its column's type stays text."""
    if text is None or not field.is_numeric or not matches(field.type, text):
        return text
    return int(text) if field.type is FieldType.INTEGER else Decimal(text)
