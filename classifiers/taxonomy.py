"""Themes, sectors and departments as data (`data/taxonomy.yaml`), read once on first use."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from classifiers.terms import Vocabulary, normalise
from classifiers.yaml_data import read_yaml

BANK_WORD: Final = "银行"  # in the names of nearly all banks, and nothing else says bank there
_ACCOUNT: Final = re.compile(
    r"[\s\"'“”‘’(\[【]*(?:(?:官方)?(?:微信|政务)?(?:公众服务号|公众号|服务号|订阅号|公众平台|微博)|发布|微讯)[\s\"'“”‘’)\]】]*$"
)
WEIGHTS: Final = {"strong": 3.0, "any": 1.5, "weak": 0.5}


@dataclass(frozen=True)
class Topic:
    """A theme or sector: its names, its words with weights, words that shield, and what departments add."""

    code: str
    name: str
    name_en: str
    weights: Mapping[str, float]
    shields: frozenset[str]
    departments: Mapping[str, float]
    gbt4754: tuple[str, ...] = ()
    vetoes: tuple[str, ...] = ()
    procurement: tuple[str, ...] = ()


@dataclass(frozen=True)
class AgencyHint:
    """What a word in the name of an agency says of its data: the theme or sector it speaks for, and how strongly.

    `is_closed`: the records of such an agency are no finance, whatever their words.
    """

    words: tuple[str, ...]
    code: str
    weight: float
    is_closed: bool


@dataclass(frozen=True)
class Department:
    """A kind of agency that provides data, its words, its onboarding batch and what its public accounts are called."""

    code: str
    name: str
    name_en: str
    batch: int
    words: tuple[str, ...]
    accounts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Taxonomy:
    """All of it; `vocabulary` has every word of every topic and of the cross-listing.

    `cross_listing` tells, by theme, the codes a dataset is listed under as well and the words that say so;
    `institutions` the words in a title that name the institutions of a sector.
    """

    themes: Mapping[str, Topic]
    sectors: Mapping[str, Topic]
    departments: Mapping[str, Department]
    vocabulary: Vocabulary
    agencies: tuple[AgencyHint, ...]
    cross_listing: Mapping[str, Mapping[str, tuple[str, ...]]]
    institutions: Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def taxonomy() -> Taxonomy:
    """Give the shipped taxonomy.

    Raises:
        TaxonomyError: the file is missing or damaged.
    """
    data = read_yaml("taxonomy.yaml")
    themes = {code: _topic(code, entry) for code, entry in data["themes"].items()}
    sectors = {code: _topic(code, entry) for code, entry in data["sectors"].items()}
    departments = {
        code: Department(
            code, d["name"], d["name_en"], d["batch"], _folded(d["words"]), _folded(d.get("accounts") or ())
        )
        for code, d in data["departments"].items()
    }
    hints = tuple(
        AgencyHint(_folded(h["words"]), h["code"], float(h["weight"]), bool(h.get("closed"))) for h in data["agencies"]
    )
    crossing = {
        theme: {code: _folded(said) for code, said in codes.items()} for theme, codes in data["cross_listing"].items()
    }
    words = {w for t in (*themes.values(), *sectors.values()) for w in (*t.weights, *t.shields)}
    institutions = {code: _folded(said) for code, said in data["institutions"].items()}
    words |= {w for codes in (*crossing.values(), institutions) for said in codes.values() for w in said}
    return Taxonomy(themes, sectors, departments, Vocabulary.of(words), hints, crossing, institutions)


def _folded(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(normalise(str(word)) for word in words)


def _topic(code: str, entry: Mapping[str, Any]) -> Topic:
    weights = {normalise(str(w)): weight for level, weight in WEIGHTS.items() for w in entry.get(level) or ()}
    return Topic(
        code=code,
        name=entry["name"],
        name_en=entry["name_en"],
        weights=weights,
        shields=frozenset(normalise(w) for w in entry.get("not") or ()),
        departments=dict(entry.get("dept") or {}),
        gbt4754=tuple(entry.get("gbt4754") or ()),
        vetoes=_folded(entry.get("veto") or ()),
        procurement=_folded(entry.get("procurement") or ()),
    )


def department_of(agency: str) -> str:
    """Tell the kind of an agency from its name, old names included; empty when it is none of the nine."""
    folded = normalise(agency)
    for department in taxonomy().departments.values():
        if any(w in folded for w in department.words):
            return department.code
    return _of_account(folded)


def _of_account(agency: str) -> str:
    """The kind of an agency that is met by the name of its public account alone: 云川财政微信公众服务号."""
    named = _ACCOUNT.search(agency)
    if named is None:
        return ""
    name = agency[: named.start()]
    fitting = [(w, d.code) for d in taxonomy().departments.values() for w in d.accounts if name.endswith(w)]
    return max(fitting, key=lambda one: len(one[0]), default=("", ""))[1]


def agency_kind(told: str, agency: str) -> str:
    """Give the kind of an agency: the code that was told, or what the words told or its name say; empty for none."""
    code = told.strip().upper()
    return code if code in taxonomy().departments else department_of(told) or department_of(agency)


def cell_words() -> frozenset[str]:
    """Give what a scan counts in cells to see what the rows are about: the strong words of the sectors, and 银行."""
    strong = WEIGHTS["strong"]
    found = frozenset(w for t in taxonomy().sectors.values() for w, weight in t.weights.items() if weight == strong)
    return found | {BANK_WORD}
