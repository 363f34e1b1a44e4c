"""From what a decision demands to what the masking engine is asked: the one place where the two vocabularies meet."""

from typing import Final

from classifiers.decision import Decision, MaskDemand
from classifiers.tiers import Release
from desensitize.entities import ENTITY_INDEX, PERSONAL, Entity
from desensitize.operators import SUPPRESS, SUPPRESS_SHARE
from desensitize.plan import Demand

PUBLIC: Final = frozenset({Release.OPEN, Release.OPEN_AFTER_MASKING})
# Always hidden, whatever the decision says: an identifier that the decision overlooked must not slip through.
IDENTIFIERS: Final = frozenset(
    {Entity.CN_ID, Entity.CN_MOBILE, Entity.BANK_CARD, Entity.PASSPORT, Entity.HMT_PERMIT, Entity.PASSWORD, Entity.CVV}
    | {Entity.EMAIL, Entity.WECHAT}
)
# Kinds that a decision keeps readable by keeping their column (职务行为, 法定公示).
STAYING: Final = ("PERSON", "ADDRESS", "LANDLINE", "EMAIL", "POLICY_NUMBER")
_ACTIONS: Final = {"surname": "partial"}
_DOMINANCE: Final = "DOMINANCE"


def demands_of(decision: Decision) -> tuple[Demand, ...]:
    """Translate the decision's demands, and a keep for every column that must come through unchanged."""
    demands = [
        Demand(d.column, d.entity if d.entity in ENTITY_INDEX else None, _action(d), d.clause, d.beside)
        for d in decision.masking
    ]
    clause = decision.deciding_clause or ""
    kept = [Demand(column, entity, "keep", clause) for column in decision.keep for entity in STAYING]
    return (*demands, *kept)


def _action(demand: MaskDemand) -> str:
    if demand.action == SUPPRESS and demand.entity == _DOMINANCE:
        return SUPPRESS_SHARE
    return _ACTIONS.get(demand.action, demand.action)


def entities_to_hide(decision: Decision, *, is_table: bool) -> frozenset[Entity]:
    """Kinds that may not be readable in the release: identifiers always, the others where the decision says so."""
    demanded = frozenset(
        Entity(d.entity) for d in decision.masking if d.entity in ENTITY_INDEX and (d.action != "drop" or is_table)
    )
    return (IDENTIFIERS | demanded) & PERSONAL
