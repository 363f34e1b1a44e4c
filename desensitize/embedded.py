"""Tables that stand in the text of a document: their columns tell what a line alone does not.

A register pasted into a notice keeps its header three screens above, and a name like 江山 or an account of twelve
digits says nothing by itself. Lines that fall into the same number of fields are read as the table they are.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import polars as pl

from desensitize.entities import Entity
from desensitize.findings import Finding
from desensitize.han_text import fold_han
from desensitize.people.headers import NameEvidence, name_evidence
from desensitize.people.surnames import HAN, SurnameTier, surname_of
from desensitize.scan import scan_table

_SEPARATORS: Final = tuple(re.compile(one) for one in (r"\|", r"\t", r"(?:\u3000|  )[\u3000 ]*", " "))
_LEAST_FIELDS: Final = (2, 2, 3, 3)
"""Fields of a line from which on a separator makes columns, by separator: two blanks stand in prose as well."""
_MOST_FIELDS: Final = 60
_LEAST_LINES: Final = 3
_RULED: Final = re.compile(r"[\s|:+=-]*")
_FIELD: Final = re.compile(r"\S(?:.*\S)?", re.DOTALL)
_HEADER: Final = re.compile(r"(?!.*[0-9]{4})[^,。;!?]{1,16}")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_HAN: Final = re.compile(f"[{HAN}]")
_NAMED: Final = ("姓名", "客户姓名", "家属姓名", "经办人姓名")
"""Headers given to columns in which names were seen and that have none that tells."""
_SILENT: Final = "col"
_GUESSED: Final = (("通行证号", re.compile("[HM][0-9]{8}(?:[0-9]{2})?")), ("银行账号", re.compile("[0-9]{16,19}")))
"""What numbers of such a form are in a column without a header beside one of names."""
_LEAST_LOOSE: Final = 4
_LEAST_NAMED: Final = 2
_SHARE_NAMED: Final = 0.5
"""Share of a column's cells that were seen to be names, from which on all are taken for such."""
_SHARE_LIKELY: Final = 0.3
"""The same where nearly all of its cells could be names by their form."""
_SHARE_BARE: Final = 0.9
_BARE: Final = re.compile(f"[{HAN}·]{{2,5}}")
_LEFT_OUT: Final = frozenset({Entity.ORG, Entity.LOCATION})

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class EmbeddedTable:
    """header: a word for each column, empty where there is none. rows: for each row its cells' places in the text,
    first character and the one after the last. loose: blanks alone part its fields, and it has no header.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[_Span, ...], ...]
    loose: bool = False


def find_in_tables(text: str, found: Sequence[Finding], entities: Collection[Entity]) -> Iterator[Finding]:
    """What the tables in a text hold, by their headers and by what stands above and below.

    Args:
        text: The raw text.
        found: What was found in it line by line; names among it tell which columns hold names.
        entities: Kinds to report; institutions and places are left to the lines.

    Returns:
        Findings from left to right within each column; some of them may be in `found` as well.
    """
    if text.count("\n") < _LEAST_LINES - 1:
        return
    people = {(one.start, one.end) for one in found if one.entity is Entity.PERSON}
    for table in tables_in(text):
        names = _column_names(text, table, people)
        if table.loose and set(_NAMED).isdisjoint(names):
            continue
        frame = pl.DataFrame(
            {
                name: [_SURROGATE.sub("\ufffd", text[slice(*row[at])]) for row in table.rows]
                for at, name in enumerate(names)
            }
        )
        for column in scan_table(frame, entities=frozenset(entities) - _LEFT_OUT).columns:
            alone = not table.header[column.index] and column.name.startswith(_SILENT)
            for row, one in column.spans:
                if not (alone and one.entity is Entity.PERSON):  # a cell alone tells no better than its line does
                    start = table.rows[row][column.index][0]
                    yield Finding(one.entity, start + one.start, start + one.end, one.score, "text.table")


def tables_in(text: str) -> Iterator[EmbeddedTable]:
    """Tables in a text: three lines or more, one below the other, of the same number of fields. text: raw."""
    lines = _lines(text)
    taken: set[int] = set()
    for separator, least in zip(_SEPARATORS, _LEAST_FIELDS, strict=True):
        split = [() if at in taken else _fields(text, line, separator) for at, line in enumerate(lines)]
        for size, group in groupby(enumerate(split), key=lambda one: len(one[1])):
            block = list(group)
            if not least <= size <= _MOST_FIELDS or len(block) < _LEAST_LINES:
                continue
            table = _table(text, [fields for _, fields in block], loose=separator.pattern == " ")
            if table is not None:
                taken.update(at for at, _ in block)
                yield table


def _lines(text: str) -> list[_Span]:
    """Places of the lines that say something; those ruled of signs (|---|---|) say nothing."""
    at, lines = 0, []
    for line in text.split("\n"):
        if not _RULED.fullmatch(line):
            lines.append((at, at + len(line)))
        elif not line.strip():
            lines.append((at, at))
        at += len(line) + 1
    return lines


def _fields(text: str, line: _Span, separator: re.Pattern[str]) -> tuple[_Span, ...]:
    if separator.search(text, *line) is None:
        return ()
    start, fields = line[0], []
    for mark in separator.finditer(text, *line):
        fields.append(_trimmed(text, start, mark.start()))
        start = mark.end()
    fields.append(_trimmed(text, start, line[1]))
    first, last = int(fields[0][0] == fields[0][1]), len(fields) - int(fields[-1][0] == fields[-1][1])
    return tuple(fields[first:last])


def _trimmed(text: str, start: int, end: int) -> _Span:
    field = _FIELD.search(text, start, end)
    return field.span() if field else (start, start)


def _table(text: str, rows: Sequence[tuple[_Span, ...]], *, loose: bool) -> EmbeddedTable | None:
    words = [fold_han(text[slice(*place)]).text.strip() for place in rows[0]]
    if len(set(words)) == len(words) and all(_HEADER.fullmatch(word) and _HAN.search(word) for word in words):
        return EmbeddedTable(tuple(words), tuple(rows[1:]))
    if loose and len(words) < _LEAST_LOOSE:
        return None
    return EmbeddedTable(("",) * len(words), tuple(rows), loose=loose)


def _column_names(text: str, table: EmbeddedTable, people: set[_Span]) -> list[str]:
    """The headers, those that tell nothing replaced by a word for names where names stand; each another."""
    names, free = [], list(_NAMED)
    for at, word in enumerate(table.header):
        cells = [row[at] for row in table.rows]
        if free and name_evidence(word or None) is NameEvidence.SILENT and _are_named(text, cells, people):
            names.append(free.pop(0))
        else:
            names.append(word or f"{_SILENT}{at + 1}")
    if table.loose or not any(table.header):
        names = _with_guesses(text, table, names)
    return [name if names.index(name) == at else f"{name}_{at + 1}" for at, name in enumerate(names)]


def _are_named(text: str, cells: Sequence[_Span], people: set[_Span]) -> bool:
    """Whether a column is one of names: cells that were found to be such, and how alike the others are."""
    named = sum(cell in people for cell in cells)
    bare = sum(
        _BARE.fullmatch(value) is not None and surname_of(value)[1] > SurnameTier.NONE
        for value in (text[slice(*cell)] for cell in cells)
    )
    least = _SHARE_LIKELY if bare >= _SHARE_BARE * len(cells) else _SHARE_NAMED
    return named >= max(_LEAST_NAMED, least * len(cells))


def _with_guesses(text: str, table: EmbeddedTable, names: Sequence[str]) -> list[str]:
    """The headers, those of long numbers beside names replaced by what such numbers are."""
    if set(_NAMED).isdisjoint(names):
        return list(names)
    columns = [[fold_han(text[slice(*row[at])]).text for row in table.rows] for at in range(len(names))]
    return [
        next((word for word, form in _GUESSED if name.startswith(_SILENT) and all(map(form.fullmatch, cells))), name)
        for name, cells in zip(names, columns, strict=True)
    ]
