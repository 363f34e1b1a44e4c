"""Facts to and from JSON-ready mappings: short, without empty fields, and fast enough to re-read a whole record."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from classifiers.subject import ColumnFacts, DocumentFacts, EntityFacts, MarkFacts, Subject
from classifiers.tiers import SecurityLabel

_PLAIN = (
    "title",
    "description",
    "agency",
    "agency_kind",
    "file_name",
    "format",
    "update_frequency",
    "row_count",
    "vocabulary",
)
_TUPLES = ("tags", "hidden_parts", "quasi_identifiers", "missing")
_DATES = ("release_at", "public_until")
_COLUMN_PLAIN = ("type", "rows", "nonempty", "distinct", "length", "hidden")
_DOCUMENT_FIELDS = tuple(DocumentFacts.__dataclass_fields__)


def subject_to_json(subject: Subject) -> dict[str, Any]:
    """Give the JSON-ready mapping of the facts, empty fields left out."""
    data: dict[str, Any] = {"version": subject.version}
    for name in _PLAIN:
        if value := getattr(subject, name):
            data[name] = value
    for name in _TUPLES:
        if value := getattr(subject, name):
            data[name] = list(value)
    for name in _DATES:
        if (value := getattr(subject, name)) is not None:
            data[name] = value.isoformat()
    if subject.catalogue_flag is not None:
        data["catalogue_flag"] = subject.catalogue_flag.value
    if subject.min_group is not None:
        data["min_group"] = subject.min_group
    if subject.marks:
        data["marks"] = [[m.level, m.place, m.declassified] for m in subject.marks]
    if subject.around:
        data["around"] = dict(subject.around)
    if subject.columns:
        data["columns"] = [_column_to_json(c) for c in subject.columns]
    if subject.document is not None:
        data["document"] = {
            name: (dict(value) if isinstance(value, Mapping) else value)
            for name in _DOCUMENT_FIELDS
            if (value := getattr(subject.document, name))
        }
    return data


def _column_to_json(column: ColumnFacts) -> dict[str, Any]:
    data: dict[str, Any] = {"name": column.name, "index": column.index}
    for name in _COLUMN_PLAIN:
        if value := getattr(column, name):
            data[name] = value
    if column.entities:
        data["entities"] = {e: [f.cells, f.share, f.whole] for e, f in column.entities.items()}
    if column.shapes:
        data["shapes"] = dict(column.shapes)
    if column.terms:
        data["terms"] = dict(column.terms)
    return data


def subject_from_json(data: Mapping[str, Any]) -> Subject:
    """Read the mapping back; a missing field has its default."""
    values: dict[str, Any] = {name: data[name] for name in _PLAIN if name in data}
    values |= {name: tuple(data[name]) for name in _TUPLES if name in data}
    values |= {name: date.fromisoformat(data[name]) for name in _DATES if name in data}
    if "catalogue_flag" in data:
        values["catalogue_flag"] = SecurityLabel(data["catalogue_flag"])
    if "min_group" in data:
        values["min_group"] = int(data["min_group"])
    document = data.get("document")
    return Subject(
        columns=tuple(_column_from_json(c) for c in data.get("columns", ())),
        marks=tuple(MarkFacts(level, place, bool(lifted)) for level, place, lifted in data.get("marks", ())),
        document=None if document is None else DocumentFacts(**document),
        around=data.get("around", {}),
        **values,
    )


def _column_from_json(data: Mapping[str, Any]) -> ColumnFacts:
    plain = {name: data[name] for name in _COLUMN_PLAIN if name in data}
    return ColumnFacts(
        name=data["name"],
        index=data["index"],
        entities={e: EntityFacts(*f) for e, f in data.get("entities", {}).items()},
        shapes=data.get("shapes", {}),
        terms=data.get("terms", {}),
        **plain,
    )
