"""The closed sets of names an edition may write: a misspelt one would be a condition that never holds, in silence."""

from functools import lru_cache
from typing import Final

from classifiers.column_roles import MEASURES, ROLE_OF_ENTITY
from classifiers.evidence_words import KINDS
from classifiers.grain import Grain
from classifiers.lexicon import nature_words, role_words
from classifiers.taxonomy import taxonomy
from classifiers.tiers import ResourceKind, SecurityLabel

# roles that no word and no entity gives: the whole table settles them, or what a column is not
_SETTLED: Final = frozenset({"named_person", "private_phone", "office_email", "period", "region", "village", "other"})
PLACES: Final = frozenset(
    {"title", "description", "tags", "file_name", "agency", "update_frequency", "columns", "cells", "text", "heading"}
)
ENTITIES: Final = frozenset(
    {"CN_ID", "USCC", "ORG_CODE", "REG_NO", "BANK_CARD", "BANK_ACCOUNT", "CN_MOBILE", "LANDLINE", "EMAIL", "PASSPORT"}
    | {"HMT_PERMIT", "PLATE", "VIN", "IP", "MAC", "WECHAT", "QQ", "SECURITIES_ACCOUNT", "POLICY_NUMBER"}
    | {"DATE_OF_BIRTH", "HEALTH", "PERSON", "ADDRESS", "LOCATION", "ORG", "PASSWORD", "CVV", "OTHER_ID"}
)
"""Kinds of findings that facts count (`desensitize.entities`, which this package does not know; a test compares)."""
TEXT_ROLES: Final = frozenset(kind for kind in KINDS if kind.partition(":")[0] in ENTITIES and ":" in kind)
SHAPES: Final = frozenset(
    {"masked", "org", "region", "han", "code", "long_digits", "small", "over85", "hotline", "typeword", "variant"}
    | {"licence", "health", "uscc", "mobile_like", "split_second", "document_number", "name_like", "id_like", "minor"}
)
"""Forms of cells that facts count (`catalog.ingest.cell_forms`; a test compares)."""
GATES: Final = frozenset({"embargo", "lifted", "expired"})
OF_MASKS: Final = frozenset({"AGE", "HIDDEN", "PERSON_AMOUNT", "SMALL_CELL", "DOMINANCE"})
"""What a mask may name besides kinds of findings: what its clause saw is the kind."""


@lru_cache(maxsize=16)
def names_of(kind: str) -> frozenset[str]:
    """Give the names of one kind, as `FIELDS` of the matchers call it.

    Raises:
        KeyError: no such kind.
    """
    if kind == "roles":
        return frozenset(w.role for w in role_words()) | set(ROLE_OF_ENTITY.values()) | MEASURES | _SETTLED
    if kind == "natures":
        return frozenset(n.nature for n in nature_words())
    if kind == "departments":
        return frozenset(taxonomy().departments)
    return _FIXED[kind]


_FIXED: Final[dict[str, frozenset[str]]] = {
    "entities": ENTITIES,
    "text_roles": TEXT_ROLES,
    "places": PLACES,
    "grains": frozenset(g.value for g in Grain),
    "gates": GATES,
    "labels": frozenset(label.value for label in SecurityLabel),
    "resources": frozenset(kind.value for kind in ResourceKind),
    "shapes": SHAPES,
    "masked": ENTITIES | OF_MASKS,
}
