"""What an ASCII header says in Chinese: pinyin initials (zjhm), pinyin in full and English words (cert_no).

Agencies export tables with the field names of their databases. Read in Chinese, such a header meets the same words
of the list as any other; `data/headers.yaml` holds the words.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from classifiers.yaml_data import read_yaml

_CUT: Final = re.compile(r"[_\-.\s/()（）\[\]]+|(?<=[a-z0-9])(?=[A-Z])")
_TAIL: Final = re.compile(r"\d+$")
_PERIOD: Final = re.compile(r"^(?:by|lj|bn|sn|bq|sq|qm|qc|nd|nm)(?=[a-z]{3})")  # 本月, 累计, 本年, 上年, 期末 …
# …名单, 名录, 统计, 汇总, 情况, 信息, 明细, 月报
_KIND: Final = re.compile(r"(?<=[a-z]{4})(?:mdb?|ml|tj|hz|qk|xx|mx|[yjn]b)$")
_LEAST: Final = 3  # letters of initials that are derived; shorter ones stand in `short`
_MOST_WORDS: Final = 3
_NAME: Final = "name"
_ID: Final = "id"
# Whose name it is: real_name, insured_name (被保险人), lender_name; of a region, a project or a shop it is no person's.
_OWN: Final = frozenset({"real", "per", "first", "last", "nick", "given", "family", "cn", "chinese", "en", "legal"})
_SOMEBODY: Final = re.compile(r"[人者户员主方]$|客户|股东|法人|代表|经理|姓名")
_DOER: Final = re.compile(r"(?:[eo]r|ee|ant|ent|man|ian|ist)s?$")


@dataclass(frozen=True, slots=True)
class HeaderWords:
    """ASCII spellings and the Chinese word of each; `english` may have spaces in its keys."""

    pinyin: Mapping[str, str]
    english: Mapping[str, str]


@lru_cache(maxsize=1)
def header_words() -> HeaderWords:
    """Read the words once, subjects and attributes combined."""
    data: Mapping[str, Any] = read_yaml("headers.yaml")
    pinyin: dict[str, str] = dict(data["short"])
    subjects, attributes = data["subjects"], data["attributes"]
    for word, spellings in (*data["terms"].items(), *_combined(subjects, attributes).items(), *subjects.items()):
        for spelling in spellings:
            if len(spelling) >= _LEAST:
                pinyin.setdefault(spelling, word)
    return HeaderWords(pinyin, dict(data["english"]))


def _combined(
    subjects: Mapping[str, tuple[str, str]], attributes: Mapping[str, tuple[str, str]]
) -> dict[str, tuple[str, str]]:
    return {
        subject + attribute: (initials + last[0], full + last[1])
        for subject, (initials, full) in subjects.items()
        for attribute, last in attributes.items()
    }


@lru_cache(maxsize=4096)
def in_chinese(header: str) -> str:
    """Give what an ASCII header says in Chinese; an empty string for other headers and for words nobody knows.

    header: as it stands in the file (`frdb_zjhm`, `taxPayable`, `nsrmc`).
    """
    if not header.isascii():
        return ""
    words = header_words()
    whole = _TAIL.sub("", header.strip().lower())
    for spelling in (whole, _PERIOD.sub("", whole), _KIND.sub("", whole)):
        if spelling in words.pinyin:
            return words.pinyin[spelling]
    parts = [_TAIL.sub("", part.lower()) for part in _CUT.split(header.strip()) if part]
    return "".join(_read(parts, words))


def _read(parts: list[str], words: HeaderWords) -> list[str]:
    """Read the longest runs of parts that are a phrase; parts that nobody knows are left out."""
    found: list[str] = []
    at = 0
    while at < len(parts):
        for length in range(min(_MOST_WORDS, len(parts) - at), 0, -1):
            phrase = " ".join(parts[at : at + length])
            word = words.english.get(phrase) or (words.pinyin.get(phrase) if length == 1 else None)
            if word is not None:
                is_things = phrase == _NAME and at > 0 and not _is_somebody(parts[at - 1], before=found)
                found.append("名称" if is_things else word)
                break
        else:
            if found and parts[at:] == [_ID]:
                found.append("编号")  # loan_id numbers loans
        at += length
    return found


def _is_somebody(part: str, before: list[str]) -> bool:
    """Whether the part that stands before `name` is a person. before: what was read up to it, in Chinese."""
    if part in _OWN or _DOER.search(part):
        return True
    return bool(before) and _SOMEBODY.search(before[-1]) is not None
