"""Whole words in cells, as PostgreSQL's text search finds them: `datastore_search` of a CKAN answers so.

Latin words are compared by their English stem, numbers as wholes with their sign; Han characters are found anywhere,
because Chinese has no spaces between words. Pure: text in, truth or a number out.
Sources: PostgreSQL 15, text search parsers, `ts_rank` (src/backend/utils/adt/tsrank.c) and english.stop; M. F. Porter,
the English stemmer (its endings of inflection: both sides are cut alike).
"""

import json
import math
import re
import struct
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

ENGLISH: Final = "english"
_HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f〇"
_TOKEN: Final = re.compile(
    rf"""[{_HAN}]+
       | [-+]?\d+(?:\.\d+)*(?![^\W_])
       | (?:(?![{_HAN}])[^\W_])+""",
    re.VERBOSE,
)
_IS_HAN: Final = re.compile(f"[{_HAN}]")
STOP_WORDS: Final = frozenset(
    """i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers herself
    it its itself they them their theirs themselves what which who whom this that these those am is are was were be
    been being have has had having do does did doing a an the and but if or because as until while of at by for with
    about against between into through during before after above below to from up down in out on off over under again
    further then once here there when where why how all any both each few more most other some such no nor not only own
    same so than too very s t can will just don should now""".split()  # noqa: SIM905 - words, a paragraph of them
)
_VOWEL: Final = re.compile(r"[aeiouy]")
_SHORT: Final = re.compile(r"[^aeiouy]*[aeiouy][^aeiouywx]")
_EDGE: Final = "[^0-9a-z]"
_WEIGHT: Final = 0.1  # of a word without a label
_ZETA: Final = 1.64493406685
_MOST_PLACES: Final = 64  # of one word in one row that are looked at


def split(text: str) -> list[str]:
    """Return the words, numbers and Han runs of a text, in lower case."""
    return _TOKEN.findall(text.lower())


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return an English word without its ending of inflection."""
    if len(word) <= 2 or not word.isascii() or not word.isalpha():
        return word
    if word.endswith("sses"):
        word = word[:-2]
    elif word.endswith(("ies", "ied")):
        word = word[:-2] if len(word) > 4 else word[:-1]
    elif word.endswith("s") and not word.endswith(("us", "ss")) and _VOWEL.search(word[:-2]):
        word = word[:-1]
    if word.endswith("eed") and _VOWEL.search(word[:-3]):
        word = word[:-1]
    for ending in ("ingly", "edly", "ing", "ed"):
        if word.endswith(ending) and not word.endswith("eed") and _VOWEL.search(word[: -len(ending)]):
            word = _mended(word[: -len(ending)])
            break
    if len(word) > 2 and word.endswith("y") and word[-2] not in "aeiouy":
        return word[:-1] + "i"
    if word.endswith("e") and _VOWEL.search(word[:-1]) and not _SHORT.fullmatch(word[:-1]):
        return word[:-1]
    return word


def _mended(rest: str) -> str:
    if rest.endswith(("at", "bl", "iz")):
        return rest + "e"
    if len(rest) > 2 and rest[-1] == rest[-2] and rest[-1] in "bdfgmnprt":
        return rest[:-1]
    return rest + "e" if _SHORT.fullmatch(rest) else rest


def lexemes(text: str, language: str = ENGLISH) -> list[str]:
    """Return the words of a text as they are compared; words that say nothing are empty, so that places stay."""
    if language != ENGLISH:
        return split(text)
    return ["" if word in STOP_WORDS else stem(word) for word in split(text)]


def is_han(word: str) -> bool:
    """Whether a word is a run of Han characters, which is found inside longer ones."""
    return _IS_HAN.match(word) is not None


def is_same(word: str, found: str, *, is_prefix: bool = False) -> bool:
    """Whether a word looked for is one that was found."""
    if is_han(word):
        return word in found
    return found.startswith(word) if is_prefix else found == word


def as_sought(words: Sequence[str], language: str, *, is_prefix: bool) -> str:
    """Return what `stands_in` looks for as one text, for a database to carry."""
    return json.dumps([list(words), language, is_prefix])


@lru_cache(maxsize=256)
def _sought(text: str) -> tuple[list[str], str, bool]:
    words, language, is_prefix = json.loads(text)
    return words, language, is_prefix


def stands_in(cell: str | None, sought: str) -> bool:
    """Whether the words of `as_sought` stand in a cell, one after the other; the last may be a beginning."""
    if cell is None:
        return False
    words, language, is_prefix = _sought(sought)
    if len(words) == 1 and not is_prefix and not is_han(words[0]):
        wanted, is_stemmed = words[0], language == ENGLISH
        return any(
            token == wanted or (is_stemmed and token.isalpha() and stem(token) == wanted)
            for token in split(cell)
            if token not in STOP_WORDS or not is_stemmed
        )
    found = lexemes(cell, language)
    last = len(words) - 1
    return any(
        all(is_same(word, found[at + i], is_prefix=is_prefix and i == last) for i, word in enumerate(words))
        for at in range(len(found) - last)
    )


def clue(words: Sequence[str], *, is_prefix: bool) -> tuple[str, str]:
    """Return what every cell holds in which these words stand: a text, and a GLOB pattern of where words begin.

    The text is the longest word, less the letter that a stem may have lost; the pattern is for the cell in lower case
    and between two spaces.
    """
    longest = max(words, key=len)
    if is_han(longest):
        return longest, "*"
    if not longest.isascii():
        return "", "*"
    before = "" if longest[0] in "+-" else _EDGE
    if longest.isalpha():
        start = longest[: max(1, len(longest) - 1)]
        return start, f"*{before}{start}*"
    return longest, f"*{before}{longest}{'' if is_prefix else _EDGE}*"


def rank(
    cells: Sequence[str | None], words: Sequence[tuple[str, bool]], *, language: str = ENGLISH, is_all: bool = True
) -> float:
    """Return how well words match a row: PostgreSQL's `ts_rank(vector, query, 32)`, 0 to 1.

    Args:
        cells: the row's texts, in order.
        words: looked for, as `lexemes` gives them, each with whether it is a beginning.
        language: how the cells are read.
        is_all: whether the query joins them by and.
    """
    found = lexemes(" ".join(cell for cell in cells if cell), language)
    places = {
        (word, is_prefix): [at for at, one in enumerate(found, 1) if is_same(word, one, is_prefix=is_prefix)][
            :_MOST_PLACES
        ]
        for word, is_prefix in words
        if word
    }
    value = -1.0
    if is_all and len(places) > 1:
        value = _near(list(places.values()))
    if value < 0:
        value = sum(sum(_WEIGHT / k**2 for k in range(1, len(at) + 1)) for at in places.values()) / _ZETA
        value /= max(1, len(places))
    return _as_real(value / (value + 1))


def _near(places: Sequence[Sequence[int]]) -> float:
    """Return the rank of words that stand near each other; -1 when no two of them are there."""
    apart, pairs = 1.0, 0
    for number, here in enumerate(places):
        for there in places[:number]:
            for one in here:
                for other in there:
                    if distance := abs(one - other):
                        pairs += 1
                        near = 1e-30 if distance > 100 else 1.0 / (1.005 + 0.05 * math.exp(distance / 1.5 - 2.0))
                        apart *= 1.0 - math.sqrt(_WEIGHT * _WEIGHT * near)
    return 1.0 - apart if pairs else -1.0


def _as_real(value: float) -> float:
    """Return a number of the precision of PostgreSQL's `real`, in its shortest form."""
    real = struct.pack("f", value)
    return next(short for digits in range(6, 18) if struct.pack("f", short := float(f"{value:.{digits}g}")) == real)
