"""The words that say what a column or a dataset is, read once from `data/column_roles.yaml` and `data/natures.yaml`."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from classifiers.headers import in_chinese
from classifiers.terms import normalise
from classifiers.yaml_data import read_yaml

_UNIT: Final = re.compile(r"[((\[【]([^()()\[\]【】]*)[))\]】]")
_PARTS: Final = re.compile(r"[_\-.\s/]+")
# 经营者住所, 法定代表人地址: a person's, while 经营地址 and 公司住所 are the firm's
_HOME: Final = re.compile(
    r"(?:经营者|业主|户主|法定代表人|法人代表|负责人|股东|监护人|本人|个人|职工|员工|被保险人|投保人|借款人|担保人|家属)"
    r"(?:的)?(?:\((?:自然人|个人)\))?(?:住所地?|住址|住处|地址|通讯地址|联系地址)$"
)
_BRACKETS: Final = re.compile(r"[()\[\]【】]")


@dataclass(frozen=True, slots=True)
class RoleWords:
    """The words of one column role."""

    role: str
    any_of: tuple[str, ...]
    exact: frozenset[str]
    none_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NatureWords:
    """The words of one kind of record."""

    nature: str
    any_of: tuple[str, ...]
    columns: tuple[str, ...]
    none_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ColumnName:
    """A column's name, folded: the whole, the part before the unit, the unit, and the parts of an ASCII name.

    An ASCII name that says something in Chinese (zjhm, policy_no) has that word in `whole` and for its `base`.
    """

    whole: str
    base: str
    unit: str
    parts: frozenset[str]


def _folded(words: Any) -> tuple[str, ...]:
    return tuple(normalise(str(w)) for w in words or ())


@lru_cache(maxsize=1)
def role_words() -> tuple[RoleWords, ...]:
    """Give the column roles in the order in which they are tried."""
    return tuple(
        RoleWords(r["role"], _folded(r.get("any")), frozenset(_folded(r.get("exact"))), _folded(r.get("not")))
        for r in read_yaml("column_roles.yaml")["roles"]
    )


@lru_cache(maxsize=1)
def nature_words() -> tuple[NatureWords, ...]:
    """Give the kinds of record."""
    return tuple(
        NatureWords(name, _folded(n.get("any")), _folded(n.get("columns")), _folded(n.get("not")))
        for name, n in read_yaml("natures.yaml")["natures"].items()
    )


@lru_cache(maxsize=4096)
def column_name(name: str) -> ColumnName:
    """Fold a column's name and take the unit off it (贷款余额(万元) has the unit 万元)."""
    whole = normalise(name).strip()
    units = _UNIT.findall(whole)
    base = _UNIT.sub("", whole).strip() or whole
    unit = units[-1].strip() if units else ""
    parts = frozenset((base, whole, *_PARTS.split(base)))
    if said := in_chinese(name):
        known = parts - {"name"} if said.endswith(("名称", "简称")) else parts  # sec_name: nobody's
        return ColumnName(f"{whole} {said}", said, unit, known | {said})
    if unit and not whole.endswith((")", "]", "】")):
        return ColumnName(f"{whole} {_BRACKETS.sub('', whole)}", base, unit, parts)
    return ColumnName(whole, base, unit, parts)


@lru_cache(maxsize=4096)
def role_of_name(name: str) -> str:
    """Tell a column's role from its name alone; `other` when no word fits."""
    folded = column_name(name)
    if _HOME.search(folded.base):
        return "home_address"
    for words in role_words():
        if any(n in folded.whole for n in words.none_of):
            continue
        if not folded.parts.isdisjoint(words.exact) or any(w in folded.whole for w in words.any_of):
            return words.role
    return "other"
