"""A decision in the place of another, which stays readable: everything is kept but what a person changed."""

from typing import Any

from catalog.models import ClauseHit, Decision


def replaced_decision(old: Decision, *, body: dict[str, Any], **changes: Any) -> Decision:
    """Return a new decision like `old` with another body and the given columns changed; not yet in the session.

    Args:
        body: the decision as JSON. changes: columns of `Decision` that differ.
    """
    values: dict[str, Any] = {
        "version_id": old.version_id,
        "edition_id": old.edition_id,
        "tier": old.tier,
        "release": old.release,
        "rules_release": old.rules_release,
        "deciding_clause": old.deciding_clause,
        "theme_code": old.theme_code,
        "sector_code": old.sector_code,
        "resource_kind": old.resource_kind,
        "confidence": old.confidence,
        "decided_by": old.decided_by,
        "override_reason": old.override_reason,
        "facts": old.facts,
        "facts_version": old.facts_version,
        **changes,
    }
    return Decision(
        **values,
        body=body,
        hits=[
            ClauseHit(
                position=hit.position,
                clause_id=hit.clause_id,
                title=hit.title,
                consequence=hit.consequence,
                matcher=hit.matcher,
                evidence=hit.evidence,
                legal_basis=hit.legal_basis,
                overruled_by=hit.overruled_by,
            )
            for hit in old.hits
        ],
    )
