"""The SQL of a look for words in cells: a cheap test of every cell first, so that few are split into words."""

import re
from collections.abc import Sequence

from catalog.rowstore.errors import BadQuery
from catalog.rowstore.words import as_sought, clue, is_han

MAX_TEXT = 1_000
_NUMERIC = re.compile(r"[+-]?[0-9.]+")


def words_sql(
    columns: Sequence[tuple[str, bool]], words: Sequence[str], language: str, *, is_prefix: bool
) -> list[tuple[str, tuple[str, ...]]]:
    """Return conditions of which one must hold, each with its bound values.

    Args:
        columns: SQL of a column, and whether its cells are numbers.
        words: that stand one after the other, at least one.
        language, is_prefix: see `catalog.rowstore.words.as_sought`.

    Raises:
        BadQuery: the words are too long.
    """
    sought = as_sought(words, language, is_prefix=is_prefix)
    text, where = clue(words, is_prefix=is_prefix)
    pattern = like_pattern(text)
    if len(words) > 1:  # words that follow each other may stand in columns that do
        padded = [f"coalesce({column} || ' ', '')" for column, _ in columns]
        columns = [(f"({' || '.join(padded)})", False)]
    parts: list[tuple[str, tuple[str, ...]]] = []
    for column, is_numeric in columns:
        like = f"{column} LIKE ? ESCAPE '\\'"
        if len(words) == 1 and is_han(words[0]):
            parts.append((like, (pattern,)))
        elif not is_numeric:
            looked = f"({like} AND ' ' || lower({column}) || ' ' GLOB ? AND has_words({column}, ?))"
            parts.append((looked, (pattern, where, sought)))
        elif _NUMERIC.fullmatch(words[0]):  # such a cell is one word
            parts.append((f"{column} GLOB ?", (words[0] + ("*" if is_prefix else ""),)))
    return parts


def like_pattern(text: str) -> str:
    """Return the LIKE pattern, escaped with a backslash, of what contains `text`.

    Raises:
        BadQuery: the text is too long.
    """
    if len(text) > MAX_TEXT:
        raise BadQuery
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
