"""The examples of an edition, turned into facts: small made-up datasets in a short notation.

A column is a string of tokens: `PERSON` or `CN_ID:0.4:0` (entity, share, share of whole cells), `~org:0.9` (form and
share), `int`, `dec`, `date`, `empty` (type), `len:30` (mean length), `hidden`, `=取证中` (a word in every cell).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from classifiers.document_facts import read_document
from classifiers.matchers.secrecy_marks import find_secrecy_marks
from classifiers.negative_list import Edition, Example
from classifiers.subject import ColumnFacts, DocumentFacts, EntityFacts, MarkFacts, Subject
from classifiers.terms import normalise
from classifiers.text_span import TextSpan
from classifiers.tiers import SecurityLabel

ROWS: Final = 20
_TYPES: Final = {"int": "integer", "dec": "decimal", "date": "date", "text": "text", "empty": "empty"}


def example_subject(example: Example, edition: Edition) -> Subject:
    """Give the facts of an example."""
    data = example.data
    rows = int(data.get("rows", ROWS))
    text = data.get("text")
    flag, release_at, until = data.get("catalogue_flag"), data.get("release_at"), data.get("public_until")
    marks = find_secrecy_marks(str(text or "")) + find_secrecy_marks(str(data.get("title", "")))
    return Subject(
        title=str(data.get("title", "")),
        description=str(data.get("description", "")),
        agency_kind=str(data.get("agency_kind", "")),
        columns=tuple(
            _column(n, str(s), i, rows, edition) for i, (n, s) in enumerate((data.get("columns") or {}).items())
        ),
        row_count=rows if data.get("columns") else 0,
        document=_document(str(text), data, edition) if text is not None else None,
        marks=tuple(MarkFacts(m.level, "text", m.declassified) for m in marks),
        catalogue_flag=SecurityLabel(flag) if flag else None,
        release_at=release_at if isinstance(release_at, date) else None,
        public_until=until if isinstance(until, date) else None,
        vocabulary=edition.vocabulary.fingerprint,
    )


def _document(text: str, data: Mapping[str, Any], edition: Edition) -> DocumentFacts:
    found = data.get("found") or {}
    spans = [TextSpan(entity, 0, 1) for entity, count in found.items() for _ in range(int(count))]
    return read_document([text], spans, edition.vocabulary)


def _column(name: str, spec: str, index: int, rows: int, edition: Edition) -> ColumnFacts:
    kind, length, hidden = "text", 8.0, False
    terms: dict[str, int] = {}
    entities: dict[str, EntityFacts] = {}
    shapes: dict[str, float] = {}
    for token in spec.split():
        head, *shares = token.split(":")
        if token.startswith("="):
            terms |= dict.fromkeys(edition.vocabulary.find(normalise(token[1:])).affirmed, rows)
        elif head in _TYPES:
            kind = _TYPES[head]
        elif head == "len":
            length = float(shares[0])
        elif head == "hidden":
            hidden = True
        elif head.startswith("~"):
            shapes[head[1:]] = float(shares[0]) if shares else 1.0
        else:
            share = float(shares[0]) if shares else 1.0
            whole = float(shares[1]) if len(shares) > 1 else share
            entities[head] = EntityFacts(round(share * rows), share, round(whole * rows))
    filled = 0 if kind == "empty" else rows
    return ColumnFacts(name, index, kind, rows, filled, filled, entities, shapes, terms, length, hidden)
