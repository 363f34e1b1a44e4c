"""Names the tagger cut in pieces or took for a word: a usual surname, telling characters, and room for a subject.

本人|申胜银|承诺 and 股东|曾|义军|将: the characters say a name, the words before and behind leave place for one.
"""

import re
from collections.abc import Iterator
from typing import Final

from desensitize.people_cells import Candidate
from desensitize.people_company import is_in_company
from desensitize.people_surnames import HAN, SurnameTier, compound_surnames, given_characters, surname_class
from desensitize.people_words import ROLE, name_score
from desensitize.tagger import COMMON, VERBAL, Reading

_SURNAME: Final = re.compile(f"{surname_class(SurnameTier.USUAL)}")
_ROLES: Final = "|".join(word for word in ROLE.split("|") if len(word) > 1)
_ROLE_BEFORE: Final = re.compile(
    f'(?:{_ROLES}|本人|兹有|现有|我行员工|死者|亲属|之子|之女|之妻)(?:为|是|系|由)?[\\s:"“(]?$'
)
_ACTIONS: Final = (
    "联系|通知|告知|告诉|转告|经办|复核|审核|冒用|冒充|取消|代发|同意|任命|聘任|聘请|选举|提名|委派|委托|起诉|奖励|表彰|处罚|"
    "催收|回访|拜访|走访|约谈|我叫|名叫"
)
_ACTION_BEFORE: Final = re.compile(f"(?:{_ROLES}|{_ACTIONS})$")
_PREPOSITION_BEFORE: Final = re.compile("[由与和及向给对被将把跟同让请找系叫为]$")
_NAMED: Final = 0.65
_TELLING: Final = 0.75
_WORDLIKE: Final = 0.85
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
            if length <= len(given) and all(telling[:length]) and reading.is_edge(after + length):
                yield Candidate(match.start(), after + length, 0.85, "text.compound")
                break


def names_by_shape(text: str, reading: Reading) -> Iterator[Candidate]:
    """Names by their characters where the tagger saw none.

    Args:
        text: The folded text.
        reading: What the tagger made of it.

    Returns:
        Candidates from left to right, the longer of two at one place first.
    """
    for match in _SURNAME.finditer(text):
        start = match.start()
        if not reading.is_edge(start):
            continue
        for length in (3, 2):
            if _fits(text, start, start + length, reading):
                yield Candidate(start, start + length, 0.7, "text.shape")
                break


def _fits(text: str, start: int, end: int, reading: Reading) -> bool:
    if end > len(text) or not reading.is_edge(end):
        return False
    score = name_score(text[start:end])
    if score < _NAMED or is_in_company(text, end, reading):
        return False
    if end < len(text) and re.match(f"[{HAN}]", text[end]) and reading.labels[end] not in VERBAL:
        return False
    before = text[max(0, start - 8) : start]
    if end - start == 3 and score >= _WORDLIKE and _ACTION_BEFORE.search(before) is not None:
        return True
    if _ROLE_BEFORE.search(before) is not None:
        common = reading.longest_common_word(start, end)
        return common < 2 or (common == end - start == 3 and score >= _WORDLIKE)
    if _is_word(start, end, reading):
        return end - start == 3 and score >= _WORDLIKE and reading.labels[start] in COMMON - {14, 24} - VERBAL
    if reading.labels[start] in VERBAL or reading.longest_common_word(start, end) > 1:
        return False
    clause = start == 0 or re.match(f"[^{HAN}0-9A-Za-z]", text[start - 1]) is not None
    asked = _PREPOSITION_BEFORE.search(before) is not None
    return score >= (_TELLING if end - start == 3 else _WORDLIKE) and (asked or (clause and end - start == 3))


def _is_word(start: int, end: int, reading: Reading) -> bool:
    """Whether the tagger read the piece as one word."""
    return not any(reading.is_edge(at) for at in range(start + 1, end))
