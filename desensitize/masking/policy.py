"""The masking policy: kind × clause × purpose → operator. Data, checked in full when it is loaded."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from desensitize.entities import ENTITY_INDEX, PERSONAL, Entity
from desensitize.errors import DesensitizeError
from desensitize.masking.policy_yaml import Node, read_yaml
from desensitize.operators import OPERATORS

DEFAULT = "default"

_PARAMETERS: Mapping[str, frozenset[str]] = {
    "partial": frozenset({"left", "right", "least", "prefix", "shape"}),
    "age_band": frozenset({"width"}),
    "bucket": frozenset({"edges"}),
}


class PolicyError(DesensitizeError):
    """The policy file is wrong; `line` from 1 says where, `problem` what (keys of the file, never data)."""

    code = "desensitize.policy"
    message_zh = "脱敏策略文件有误。"
    message_en = "The masking policy is wrong."

    def __init__(self, line: int, problem: str) -> None:
        super().__init__()
        self.line = line
        self.problem = problem

    def __str__(self) -> str:
        return f"line {self.line}: {self.problem}"


@dataclass(frozen=True, slots=True)
class MaskingPolicy:
    """A checked policy.

    operators: (kind, purpose, clause or "default") → operator. params: (operator, kind) → settings. purposes: name →
    Chinese label. version: number and hash of the file, kept with every plan.
    """

    version: str
    purposes: Mapping[str, str]
    operators: Mapping[tuple[str, str, str], str]
    params: Mapping[tuple[str, str], Mapping[str, Any]]
    may_stay: frozenset[str]
    office_words: tuple[str, ...]
    families: tuple[frozenset[str], ...]
    small_cell_below: int
    dominant_share_above: int

    def operator(self, entity: str, purpose: str, clause: str = DEFAULT) -> str:
        """Operator for a kind; the purpose's default where the clause has none, redact as last resort."""
        found = self.operators.get((entity, purpose, clause)) or self.operators.get((entity, purpose, DEFAULT))
        return found or "redact"

    def settings(self, operator: str, entity: str) -> dict[str, Any]:
        """The operator's settings for a kind."""
        return dict(self.params.get((operator, entity), {}))


@cache
def default_policy() -> MaskingPolicy:
    """The policy that ships with the package."""
    return load_policy(files("desensitize").joinpath("data/masking_policy.yaml").read_text(encoding="utf-8"))


def load_policy(text: str) -> MaskingPolicy:
    """Read and check a policy.

    text: YAML. Returns the policy; raises PolicyError with the line of the first thing that is wrong.
    """
    root = read_yaml(text, PolicyError)
    root.only(
        *("version", "purposes", "entities", "params", "may_stay", "office_words", "families"),
        *("small_cell_below", "dominant_share_above"),
    )
    purposes = {name: node.text() for name, node in root.need("purposes").items()}
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    return MaskingPolicy(
        version=f"{root.need('version').whole(1)}.{digest}",
        purposes=purposes,
        operators=_operators(root.need("entities"), purposes),
        params=_params(root.need("params")),
        may_stay=frozenset(_entity(node) for node in root.need("may_stay").parts()),
        office_words=tuple(node.text() for node in root.need("office_words").parts()),
        families=tuple(frozenset(_entity(n) for n in node.parts()) for node in root.need("families").parts()),
        small_cell_below=root.need("small_cell_below").whole(2),
        dominant_share_above=root.need("dominant_share_above").whole(50),
    )


def _operators(root: Node, purposes: Mapping[str, str]) -> dict[tuple[str, str, str], str]:
    found: dict[tuple[str, str, str], str] = {}
    for entity, by_purpose in root.items():
        by_purpose.check(entity in ENTITY_INDEX, f"unknown kind {entity}")
        for purpose, by_clause in by_purpose.items():
            by_clause.check(purpose in purposes, f"unknown purpose {purpose}")
            by_clause.need(DEFAULT)
            for clause, node in by_clause.items():
                node.check(node.text() in OPERATORS, f"unknown operator; known: {', '.join(OPERATORS)}")
                found[entity, purpose, clause] = node.text()
        for purpose in purposes:
            by_purpose.need(purpose)
    for entity in Entity:
        root.check(entity not in PERSONAL or (entity, next(iter(purposes)), DEFAULT) in found, f"{entity} is missing")
    return found


def _params(root: Node) -> dict[tuple[str, str], dict[str, Any]]:
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for operator, by_entity in root.items():
        by_entity.check(operator in _PARAMETERS, f"{operator} has no settings")
        for entity, settings in by_entity.items():
            settings.check(entity in ENTITY_INDEX, f"unknown kind {entity}")
            settings.only(*_PARAMETERS[operator])
            found[operator, entity] = {name: _setting(name, node) for name, node in settings.items()}
    return found


def _setting(name: str, node: Node) -> Any:
    if name == "edges":
        edges = [part.number() for part in node.parts()]
        node.check(edges == sorted(set(edges)) and bool(edges), "edges must rise")
        return edges
    if name in {"prefix", "shape"}:
        return node.pattern()
    return node.whole(1 if name == "width" else 0)


def _entity(node: Node) -> str:
    node.check(node.text() in ENTITY_INDEX, f"unknown kind {node.text()}")
    return node.text()
