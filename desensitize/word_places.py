"""Where any of many words stands in one text, in one pass: a search for each word alone is quadratic in a long text."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from desensitize.findings import Finding

_PREFIX: Final = 2
_FEW: Final = 4
"""So few words are each looked for by themselves, without a pattern made for them."""


def word_places(text: str, words: Collection[str]) -> Iterator[tuple[int, str]]:
    """Places of words, by place, the longest first; those of one word do not overlap, those of two may.

    text: any. words: of two characters and more; shorter ones are passed over.
    """
    if len(words) <= _FEW:
        yield from _places_of_few(text, words)
        return
    by_prefix: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        if len(word) >= _PREFIX:
            by_prefix.setdefault(word[:_PREFIX], []).append(word)
    if not by_prefix:
        return
    free_from = dict.fromkeys(words, 0)
    # Only where a word may begin is looked at: the first characters are far fewer than the words.
    firsts = "".join(sorted({prefix[0] for prefix in by_prefix}))
    for match in re.finditer(f"[{re.escape(firsts)}]", text):
        at = match.start()
        for word in by_prefix.get(text[at : at + _PREFIX], ()):
            if at >= free_from[word] and text.startswith(word, at):
                free_from[word] = at + len(word)
                yield at, word


def echoes(text: str, hidden: Mapping[str, Finding]) -> list[Finding]:
    """Find where pieces hidden elsewhere in a document stand in one of its texts.

    text: raw. hidden: piece → one finding of it, which lends its kind and score.
    """
    return [
        Finding(hidden[piece].entity, at, at + len(piece), hidden[piece].score, "echo")
        for at, piece in word_places(text, hidden)
    ]


def _places_of_few(text: str, words: Collection[str]) -> Iterator[tuple[int, str]]:
    places: list[tuple[int, int, str]] = []
    for word in set(words):
        at = text.find(word) if len(word) >= _PREFIX else -1
        while at >= 0:
            places.append((at, -len(word), word))
            at = text.find(word, at + len(word))
    for at, _, word in sorted(places):
        yield at, word
