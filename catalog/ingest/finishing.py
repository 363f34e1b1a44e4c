"""The last look at what any reader gave: no character that a database, XML or a person cannot hold or see."""

import re
from dataclasses import replace

from catalog.ingest.errors import NulBytes
from catalog.ingest.model import Page, TableRead, TextRead
from catalog.ingest.notes import Note
from catalog.ingest.plain_text import control_notes
from catalog.ingest.rows import Rows

_CONTROL = r"[\x{01}-\x{08}\x{0B}\x{0E}-\x{1F}\x{7F}]"
_SURROGATE = re.compile("[\ud800-\udfff]")
_NO_NOTE = "control_characters"


def finish(read: TableRead | TextRead) -> TableRead | TextRead:
    """Refuse or repair, and note, what should not be in text.

    Raises:
        NulBytes: a NUL in a cell, with the row: such cells could be read differently by every program.
    """
    extra = tuple((place, clean_text(text)) for place, text in read.extra_text)
    if isinstance(read, TableRead):
        return replace(read, extra_text=extra, notes=(*read.notes, *_table_notes(read.rows)))
    pages = tuple(Page(page.number, clean_text(page.text), page.is_inspected) for page in read.pages)
    noted = any(note.code == _NO_NOTE for note in read.notes)
    more = () if noted else control_notes("".join(page.text for page in pages))
    return replace(read, pages=pages, extra_text=extra, notes=(*read.notes, *more))


def clean_text(text: str) -> str:
    """Text without NUL, and with halves of surrogate pairs, which are no characters, replaced by U+FFFD."""
    if "\0" in text:
        text = text.replace("\0", "")
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def _table_notes(rows: Rows) -> tuple[Note, ...]:
    count = done = 0
    for block in rows.blocks():
        for column in block.iter_columns():
            has_nul = column.str.contains("\0", literal=True).fill_null(value=False)
            if has_nul.any():
                raise NulBytes(line=done + int(has_nul.arg_true()[0]) + 1)
            count += int(column.str.contains(_CONTROL).fill_null(value=False).sum())
        done += block.height
    return (Note(_NO_NOTE, count),) if count else ()
