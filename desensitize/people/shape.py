"""Names with a surname of two characters that is no word: 上官福仓, however the tagger cut them."""

import re
from collections.abc import Iterator
from typing import Final

from desensitize.people.cells import Candidate
from desensitize.people.rules import PLACE_AFTER
from desensitize.people.surnames import HAN, compound_surnames, given_characters
from desensitize.tagger import Reading

WORDS_TOO: Final = frozenset(
    (
        *(
            "乐正",
            "东方",
            "西门",
            "南门",
            "东里",
            "东宫",
            "南宫",
            "百里",
            "第五",
            "太史",
            "太叔",
            "公上",
            "公门",
            "公户",
        ),
        *("公山", "公祖", "公伯", "子车", "子书", "长孙", "归海", "司空", "司徒", "夹谷"),
    )
)
"""Compound surnames that are words as well."""
_COMPOUND: Final = re.compile(f"(?:{'|'.join(sorted(compound_surnames() - WORDS_TOO))})(?=(?P<given>[{HAN}]{{1,2}}))")


def compound_names(text: str, reading: Reading) -> Iterator[Candidate]:
    """Names with a surname of two characters that is no word: 上官福仓, however the tagger cut it.

    Args:
        text: The folded text.
        reading: What the tagger made of it.

    Returns:
        Candidates from left to right; the given name ends where a word does, else after its telling characters.
    """
    for match in _COMPOUND.finditer(text):
        given, after = match.group("given"), match.end()
        telling = [character in given_characters() for character in given]
        for length in (2, 1):
            if PLACE_AFTER.match(text, after + length - 1) or PLACE_AFTER.match(text, after + length):
                continue
            if length <= len(given) and all(telling[:length]) and reading.is_edge(after + length):
                yield Candidate(match.start(), after + length, 0.85, "text.compound")
                break
