"""Themes, sectors and departments as data (`data/taxonomy.yaml`), read once on first use."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from classifiers.terms import Vocabulary, normalise
from classifiers.yaml_data import read_yaml

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


@dataclass(frozen=True)
class Department:
    """A kind of agency that provides data, its words and its onboarding batch."""

    code: str
    name: str
    name_en: str
    batch: int
    words: tuple[str, ...]


@dataclass(frozen=True)
class Taxonomy:
    """All of it; `vocabulary` has every word of every topic."""

    themes: Mapping[str, Topic]
    sectors: Mapping[str, Topic]
    departments: Mapping[str, Department]
    vocabulary: Vocabulary


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
        code: Department(code, d["name"], d["name_en"], d["batch"], tuple(normalise(w) for w in d["words"]))
        for code, d in data["departments"].items()
    }
    words = {w for t in (*themes.values(), *sectors.values()) for w in (*t.weights, *t.shields)}
    return Taxonomy(themes, sectors, departments, Vocabulary.of(words))


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
        vetoes=tuple(normalise(w) for w in entry.get("veto") or ()),
    )


def department_of(agency: str) -> str:
    """Tell the kind of an agency from its name, old names included; empty when it is none of the nine."""
    folded = normalise(agency)
    for department in taxonomy().departments.values():
        if any(w in folded for w in department.words):
            return department.code
    return ""


def cell_words() -> frozenset[str]:
    """Give the strong words of the sectors: those that a scan counts in cells to see what the rows are about."""
    strong = WEIGHTS["strong"]
    return frozenset(w for t in taxonomy().sectors.values() for w, weight in t.weights.items() if weight == strong)
