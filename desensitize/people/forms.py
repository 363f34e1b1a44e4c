"""Names in other forms: in Latin letters beside a role or title, and Han names with blanks inside (张 三)."""

import re
from collections.abc import Iterator
from typing import Final

from desensitize.people.cells import Candidate, is_latin_name
from desensitize.people.latin import has_latin_name, latin_names
from desensitize.people.surnames import HAN, SurnameTier, likeness, surname_class
from desensitize.people.words import ROLE, TITLE, is_thing, ordinary_words

_ROLES: Final = "|".join(sorted((word for word in ROLE.split("|") if len(word) > 1), key=len, reverse=True))
_ENGLISH_ROLES: Final = (
    "(?i:borrower|guarantor|applicant|customer|client|payee|payer|beneficiary|insured|holder|owner|director|manager|"
    "contact|attn|name|mr|mrs|ms|dr)"
)
_BEHIND: Final = "[人员师者官父母妻夫女儿弟兄哥姐妹孙友长主理任记监总向与由对给和经让请]"
_WORD: Final = "[A-Z](?:[a-zA-Z'’]|[.](?! ?[A-Z]))*+(?:-[a-z][a-zA-Z'’]*+)*+"
"""Possessive: no letter can be given to another part, so that a page of English costs what it should."""
_LATIN: Final = rf"(?P<name>{_WORD}(?:[ \-·,.]{{1,2}}{_WORD}){{1,3}})"
_LATIN_AFTER: Final = re.compile(
    rf"(?:(?:{_ROLES}|首席执行官|首席财务官|外籍[{HAN}]{{2,4}}|国籍)(?:姓名|名称|为|是|系|由)?|"
    rf"(?<![A-Za-z]){_ENGLISH_ROLES}(?: name)?)"
    rf"[\s:.\"“]{{0,3}}{_LATIN}(?![A-Za-z])"
)
_LATIN_BEFORE: Final = re.compile(
    rf"(?<![A-Za-z'’]){_LATIN}\s?(?:{TITLE}|遗失|丢失|[,(]\s?(?:护照|男|女|[Pp]assport|国籍|美国|英国|加拿大|澳大利亚|[{HAN}]{{1,4}}籍))"
)
_SPACED: Final = re.compile(
    rf"(?<![{HAN}A-Za-z0-9])(?P<name>{surname_class(SurnameTier.USUAL)}[ ]{{1,4}}(?:[{HAN}][ ]{{0,4}})?[{HAN}])"
    rf"(?![{HAN}])"
)
_SPACED_PAIR: Final = re.compile(
    rf"(?:(?<=[,;。:、\n(])|(?<=[,;。:、] )|^|(?<={_BEHIND}))"
    rf"(?P<name>{surname_class(SurnameTier.USUAL)}[ ]{{1,4}}[{HAN}])(?=[{HAN}][{HAN}]|[^{HAN} ]|$)"
)
"""A name of two characters set apart within a sentence: 客户经理 陈  健介绍."""
_LIKELY_PAIR: Final = 0.85
_GAP: Final = re.compile(" +")
_BLANKS: Final = re.compile(f"[{HAN}] {{1,4}}[{HAN}]")
_SPACED_MARK: Final = re.compile(
    rf"(?:^|[:,;、(\n]\s{{0,4}}|(?:{_ROLES}|主持|记录|经办|复核|签字)\s{{1,4}}|[{HAN}]\s{{2,6}}|{_BEHIND})$"
)

_SPACED_ROLE: Final = re.compile(f"(?:{_ROLES})$")
"""A role that is written with blanks itself: 审 判 长  周 绍."""


def may_hold_other_forms(text: str) -> bool:
    """Whether `names_in_other_forms` may find something: capital letters in two words, or Han with blanks between."""
    return _BLANKS.search(text) is not None or has_latin_name(text)


def names_in_other_forms(text: str) -> Iterator[Candidate]:
    """Latin names that a role or title shows, and Han names with blanks between their characters.

    Args:
        text: The folded text.

    Returns:
        Candidates, the surest form first.
    """
    if re.search("[A-Z]", text) is not None:
        for pattern in (_LATIN_AFTER, _LATIN_BEFORE):
            for match in pattern.finditer(text):
                if is_latin_name(match.group("name")):
                    yield Candidate(*match.span("name"), 0.75, "text.latin")
        yield from latin_names(text)
    if " " in text:
        yield from _spaced(text)


def _evenly_spaced(text: str) -> Iterator[tuple[int, int]]:
    """Places of names with blanks of one width: of 文   王 志    陆 鸣 the two names, the first character is a word."""
    at = 0
    while found := _SPACED.search(text, at):
        start, end = found.span("name")
        gaps = [len(gap) for gap in _GAP.findall(found.group("name"))]
        if len(gaps) > 1 and gaps[0] > gaps[1]:
            at = start + 1
            continue
        at = end if len(set(gaps)) < 2 else start + gaps[0] + 2
        yield start, at


def _spaced(text: str) -> Iterator[Candidate]:
    for pair in _SPACED_PAIR.finditer(text):
        name = text[pair.start("name")] + text[pair.end("name") - 1]
        if name not in ordinary_words() and not is_thing(name) and likeness(name) >= _LIKELY_PAIR:
            yield Candidate(*pair.span("name"), 0.75, "text.spaced")
    for start, end in _evenly_spaced(text):
        name = text[start:end].replace(" ", "")
        if name in ordinary_words() or is_thing(name) or likeness(name) < 0.65:
            continue
        before = text[max(0, start - 12) : start]
        if _SPACED_MARK.search(before) is not None or _SPACED_ROLE.search(before.replace(" ", "")) is not None:
            yield Candidate(start, end, 0.75, "text.spaced")
