"""What a text is of: a record of finance, where any piece may be somebody's name, or general language.

News and chat are full of words that look like names and are none (信心, 刘海, 青春); in records the same words are
somebody's names more often. One threshold cannot serve both: measured on either kind, each loses by the other's.
"""

import re
from functools import cache
from typing import Final

from desensitize.people.surnames import lines_of

_REMARK: Final = 15
"""Longest text, in characters, taken for a remark whatever its words: it holds too little to tell."""

_GENERAL: Final = 3.0
"""Further log-odds asked of a piece in general language: where F1 on development texts of news and chat is highest."""


@cache
def _words() -> re.Pattern[str]:
    words = [word for line in lines_of("record_words.txt") for word in line.split()]
    return re.compile("|".join([*words, "[0-9]{11}", r"[|<>{}=]"]))  # numbers of persons, fields


def is_general(text: str) -> bool:
    """Whether a folded text is general language: longer than a remark, no word, number or field of a record."""
    return len(text) > _REMARK and _words().search(text) is None


def doubt_of(text: str) -> float:
    """Log-odds by which a piece of this text has to be likelier a name than where it is to be hidden. text: folded."""
    return _GENERAL if is_general(text) else 0.0
