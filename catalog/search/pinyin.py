"""Pinyin for search: 小额贷款 is found as xiaoedaikuan, xiaoe and xedk.

Full syllables are indexed as terms in order; initials as letter pairs, so that any run of initials is a phrase.
"""

import re
from functools import lru_cache

from catalog.search.tokens import HAN, Phrase, runs

_IS_HAN = re.compile(rf"[{HAN}]")
_LATIN = re.compile(r"[a-z]{2,40}\Z")
_SYLLABLE = re.compile(
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|van|ai|ei|ao|ou|an|en|in|un|vn"
    r"|ia|ie|iu|ua|uo|ui|ue|ve|er|a|o|e|i|u|v)"
)


@lru_cache(maxsize=65536)
def syllables(run: str) -> tuple[str, ...]:
    """Return the pinyin syllables of one Han run, without tones (GB/T 16159 letters, ü written v)."""
    import pypinyin

    return tuple(pypinyin.lazy_pinyin(run, v_to_u=False, errors="ignore"))


def _pairs(letters: str) -> list[str]:
    return [letters[i : i + 2] for i in range(len(letters) - 1)]


def pinyin_terms(text: str) -> list[str]:
    """Return the terms that make `text` findable by pinyin: syllables, then initials in pairs (marked ~)."""
    terms: list[str] = []
    for run in runs(text):
        if not _IS_HAN.match(run):
            continue
        parts = syllables(run)
        terms.extend(f"={part}" for part in parts)
        terms.extend(f"~{pair}" for pair in _pairs("".join(part[0] for part in parts if part)))
    return terms


def split_syllables(letters: str) -> tuple[str, ...] | None:
    """Return `letters` cut into pinyin syllables (longest first, with one step back), or None when it is not pinyin."""
    if not letters:
        return ()
    match = _SYLLABLE.match(letters)
    while match is not None and match.end() > 0:
        rest = split_syllables(letters[match.end() :])
        if rest is not None:
            return (match.group(), *rest)
        match = _SYLLABLE.match(letters, 0, match.end() - 1)
    return None


def pinyin_phrases(run: str) -> list[Phrase]:
    """Return the phrases by which a Latin query run may find Chinese text: as syllables and as initials."""
    if not _LATIN.match(run):
        return []
    phrases = [Phrase(tuple(f"~{pair}" for pair in _pairs(run)), is_prefix=False)]
    parts = split_syllables(run)
    if parts is not None:
        phrases.append(Phrase(tuple(f"={part}" for part in parts), is_prefix=True))
    return phrases
