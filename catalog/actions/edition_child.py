"""A block of stored decisions judged under another edition, in the confined child: no database, no network, no data.

The judging is plain arithmetic on facts, yet of a whole record it takes minutes: here it never holds up a page.
"""

import time
from datetime import date
from typing import Any

from catalog.deps import Deps, Report
from classifiers.compare import Direction, compare_rulings
from classifiers.edition_file import read_edition
from classifiers.rerun import rule_on_stored, stored_ruling

NAMES = {Direction.STRICTER: "stricter", Direction.LOOSER: "looser", Direction.REASONS: "other"}
EVERY = 100


def compute_compare(payload: dict[str, Any], *, deps: Deps, report: Report) -> dict[str, Any]:
    """Compare every decision of the block with what the edition would say.

    Args:
        payload: what `prepare_compare` gave: `edition` (YAML), `today`, `items` (version, facts, body, rules_release).

    Returns:
        `changes` (one mapping each, as `EditionChange` keeps it), `last` version, `count`, processor `seconds`.
    """
    del deps
    started = time.process_time()
    edition, today = read_edition(payload["edition"], is_draft=True), date.fromisoformat(payload["today"])
    items, changes = payload["items"], []
    for done, (version, facts, body, rules_release) in enumerate(items, 1):
        after = rule_on_stored(facts, edition, today=today)
        found = compare_rulings(version, stored_ruling(body, rules_release), after)
        if found is not None:
            changes.append(
                {
                    "version_id": version,
                    "direction": NAMES[found.direction],
                    "tier_before": found.old.tier.value,
                    "tier_after": found.new.tier.value,
                    "release_before": found.old.release.value,
                    "release_after": found.new.release.value,
                    "deciding_before": found.old.deciding_clause,
                    "deciding_after": found.new.deciding_clause,
                    "clauses_added": list(found.gained),
                    "clauses_removed": list(found.lost),
                    "needs_scan": _unknown(found.new.needs_scan, found.new.clauses, is_readable=found.new.is_readable),
                    "masks": [list(mask) for mask in found.masks],
                }
            )
        if done % EVERY == 0:
            report("classify", done, len(items))
    return {
        "changes": changes,
        "last": items[-1][0] if items else None,
        "count": len(items),
        "seconds": round(time.process_time() - started, 3),
    }


def _unknown(needs_scan: tuple[str, ...], standing: frozenset[str], *, is_readable: bool) -> list[str]:
    """Clauses that ask for what nobody stored; a star when the facts cannot be read at all."""
    return [one for one in needs_scan if one in standing] if is_readable else ["*"]
