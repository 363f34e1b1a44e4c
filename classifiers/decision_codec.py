"""Decisions to and from JSON-ready mappings."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from classifiers.decision import ClauseHit, ColumnLevel, Decision, Evidence, MaskDemand, Question, SectorWord
from classifiers.errors import FactsError
from classifiers.tiers import Consequence, Opening, Release, ResourceKind, SecurityLabel, Sharing, Tier


def decision_to_json(decision: Decision) -> dict[str, Any]:
    """Give the JSON-ready mapping: enumerations as their values, tuples as lists."""
    data = asdict(decision)
    return {name: _plain(value) for name, value in data.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return value.value if hasattr(value, "value") else value


def decision_from_json(data: Mapping[str, Any]) -> Decision:
    """Read the mapping back.

    Raises:
        FactsError: a field is missing or of the wrong kind.
    """
    try:
        return Decision(
            **{
                **data,
                "tier": Tier(data["tier"]),
                "release": Release(data["release"]),
                "opening": Opening(data["opening"]),
                "sharing": Sharing(data["sharing"]),
                "resource_kind": ResourceKind(data["resource_kind"]),
                "gbt43697": SecurityLabel(data["gbt43697"]),
                "clauses": tuple(_hit(h) for h in data["clauses"]),
                "column_levels": tuple(ColumnLevel(**c) for c in data["column_levels"]),
                "masking": tuple(_demand(m) for m in data["masking"]),
                "questions": tuple(Question(**q) for q in data["questions"]),
                "sector_words": tuple(SectorWord(**w) for w in data["sector_words"]),
                **{
                    name: tuple(data[name])
                    for name in ("overruled", "also_sectors", "keep", "reasons_zh", "reasons_en", "needs_scan")
                },
            }
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise FactsError from None


def _demand(data: Mapping[str, Any]) -> MaskDemand:
    return MaskDemand(**{**data, "beside": tuple(data.get("beside", ()))})


def _hit(data: Mapping[str, Any]) -> ClauseHit:
    return ClauseHit(
        **{
            **data,
            "consequence": Consequence(data["consequence"]),
            "evidence": tuple(Evidence(**e) for e in data["evidence"]),
        }
    )
