"""Where the table begins: titles above it, a header of one or two rows, names for its columns.

Rules for spreadsheets as offices make them: a title over the whole width, a line of unit and date, then the header,
often in two levels with merged cells.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from catalog.ingest.notes import Note

Row = Sequence[str | None]

SEARCH_ROWS = 30
_FULL_SHARE = 0.6
_LONGEST_NAME = 80
_NUMBER = re.compile(r"[-+]?[\d,]*\.?\d+%?")
_YEAR = re.compile(r"(19|20)\d{2}")
_LONG_DIGITS = re.compile(r"\d{7,}|\d+[-/.]\d+[-/.]\d+|\d+:\d+")
_SPACE = re.compile(r"\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


@dataclass(frozen=True)
class Header:
    """Result of `find_header`.

    Attributes:
        first: index of the first header row in the rows given; None when there is no header.
        data: index of the first data row.
        names: unique column names.
        notes: for the uploader.
        titles: text of the rows above.
    """

    first: int | None
    data: int
    names: tuple[str, ...]
    notes: tuple[Note, ...]
    titles: tuple[str, ...]


def find_header(rows: Sequence[Row]) -> Header:
    """Find the header among the first rows of a table.

    Args:
        rows: the first rows, at most `SEARCH_ROWS` are looked at; cells may be None or empty.

    Returns:
        As many names as the header has cells; without a header, as many as the longest row.
    """
    seen = [[clean_name(cell) for cell in row] for row in rows[:SEARCH_ROWS]]
    width = max((len(row) for row in seen), default=0)
    counts = [sum(map(bool, row)) for row in seen]
    widest = max(counts, default=0)
    start = next((i for i, n in enumerate(counts) if n and n >= _FULL_SHARE * widest and n >= min(2, widest)), 0)
    titles = tuple(" ".join(filter(None, row)) for row in seen[:start] if any(row))
    notes = [Note("title_rows", len(titles))] if titles else []
    if not seen or not (looks_like_header(seen[start]) or _has_numbers_in_names(seen, start)):
        names, _ = unique_names([""] * width)
        return Header(None, start, names, (*notes, Note("header_missing")), titles)
    depth = 2 if _has_second_level(seen, start) else 1
    if depth == 2:
        notes.append(Note("header_joined"))
    joined = _join_levels(seen[start], seen[start + 1]) if depth == 2 else seen[start]
    names, name_notes = unique_names(joined)
    return Header(start, start + depth, names, (*notes, *name_notes), titles)


def looks_like_header(row: Sequence[str]) -> bool:
    """Whether the cells read as names: some words, no long numbers, dates or long texts; years may be names."""
    cells = [cell for cell in row if cell]
    if not cells or any(len(cell) > _LONGEST_NAME or _LONG_DIGITS.search(cell) for cell in cells):
        return False
    numbers = [cell for cell in cells if _NUMBER.fullmatch(cell)]
    return len(numbers) < len(cells) and all(_YEAR.fullmatch(cell) or len(cell) <= 2 for cell in numbers)


def _has_numbers_in_names(rows: Sequence[Sequence[str]], start: int) -> bool:
    """Whether a row is a header although one of its names holds a long number (张三13…): words everywhere else, and
    below that name other things than words with numbers.
    """
    odd = [place for place, cell in enumerate(rows[start]) if _LONG_DIGITS.search(cell)]
    words = [cell for place, cell in enumerate(rows[start]) if cell and place not in odd]
    below = [row[place] for row in rows[start + 1 :] for place in odd if place < len(row) and row[place]]
    return (
        len(words) >= max(2, 2 * len(odd))
        and looks_like_header(words)
        and not any(re.search(r"\d", cell) for cell in words)
        and all(re.search("[\u4e00-\u9fff]", rows[start][place]) for place in odd)
        and bool(below)
        and not any(_LONG_DIGITS.search(cell) and re.search("[\u4e00-\u9fff]", cell) for cell in below)
        and not any(set(words) & set(row) for row in rows[start + 1 :])
    )


def unique_names(raw: Sequence[str]) -> tuple[tuple[str, ...], tuple[Note, ...]]:
    """Name empty columns by number and number repeated names.

    Returns:
        The names, and a note for each kind of repair.
    """
    names: list[str] = []
    taken = {name for name in raw if name}
    empty = repeated = 0
    used: set[str] = set()
    for number, name in enumerate(raw, 1):
        base = name or f"列{number}"
        empty += not name
        repeated += bool(name) and name in used
        unique, suffix = base, 2
        while unique in used or (unique != name and unique in taken):
            unique, suffix = f"{base}_{suffix}", suffix + 1
        used.add(unique)
        names.append(unique)
    notes = (Note("header_empty", empty), Note("header_duplicate", repeated))
    return tuple(names), tuple(note for note in notes if note.count)


def clean_name(cell: str | None) -> str:
    """A name on one line, without control and invisible characters."""
    return _SPACE.sub(" ", _CONTROL.sub("", cell or "")).strip()


def _has_second_level(rows: Sequence[Sequence[str]], start: int) -> bool:
    """A header with gaps, all filled by a row of words that has gaps of its own, above numbers.

    Strict, because a data row taken for a header would be lost as data: in doubt the row is data.
    """
    if start + 2 >= len(rows):
        return False
    upper, lower, data = rows[start], rows[start + 1], rows[start + 2]
    gaps = [index for index, cell in enumerate(upper) if not cell]
    if not gaps or max(gaps) >= min(len(lower), len(data)) or not looks_like_header(lower):
        return False
    has_name_alone = any(up and not low for up, low in zip(upper, lower, strict=False))
    return (
        has_name_alone
        and all(
            lower[index] and (_YEAR.fullmatch(lower[index]) or not _NUMBER.fullmatch(lower[index])) for index in gaps
        )
        and all(_NUMBER.fullmatch(data[index]) or not data[index] for index in gaps)
        and any(_NUMBER.fullmatch(data[index]) for index in gaps)
    )


def _join_levels(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """`收入` merged over `本月 | 累计` becomes `收入_本月`, `收入_累计`; a name without a second level stays."""
    joined: list[str] = []
    group = ""
    for index in range(max(len(upper), len(lower))):
        up = upper[index] if index < len(upper) else ""
        low = lower[index] if index < len(lower) else ""
        if up:
            group = up
        joined.append("_".join(filter(None, (group, low))) if low else up)
    return joined
