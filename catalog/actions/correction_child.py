"""Check a correction, the confined half: secrecy gate, scan, what the release hides, what the rules would say now.

No database, no network. Text in which something was found goes back covered, or not at all.
"""

import base64
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from catalog.actions.process_child import BEIJING
from catalog.actions.publish_child import masking_keys
from catalog.assess import Submission, assess
from catalog.assess.text_release import release_pages
from catalog.covering import covered_metadata
from catalog.deps import Deps, Report
from catalog.gate import is_marked, mark_clauses
from catalog.ingest import Page, TextRead
from catalog.metadata import Description, Metadata
from catalog.scan_parts import group_scan, survey_groups
from catalog.typed_table import TypedTableRef, read_all, read_groups
from classifiers.decision import Decision
from classifiers.engine import decide
from classifiers.negative_list import Edition, load_edition
from classifiers.subject import Subject
from desensitize.masking.recipe import MaskingPlan
from desensitize.proof.metadata import texts_that_leak
from desensitize.proof.residual import ResidualPii


def compute_correct(payload: dict[str, Any], *, deps: Deps, report: Report) -> dict[str, Any]:
    """Look at what was typed.

    Args:
        payload: what `prepare_correct` gave. deps: with the keys of the correction and of the upload lent.

    Returns:
        `{"refused": clause ids}`; else `{"body", "found", "is_stricter"}`: the description with identifiers covered,
        what was found by place and kind, and whether the rules would open less under it.
    """
    sealed = base64.b64decode(payload["sealed"])
    wanted = Description.of(Metadata.from_text(deps.vault.open_text(payload["correction"], sealed)))
    before = Description.from_json(payload["now"])
    edition = load_edition(payload["edition"])
    report("gate", 0, 0)
    if is_marked(wanted.texts):
        return {"refused": mark_clauses(edition)}
    report("scan", 0, 0)
    cover, found = covered_metadata(wanted.onto(Metadata("correction")))
    found.pop("file_name", None)
    covered = Description.of(cover)
    report("verify", 0, 0)
    told = _told(covered, before, payload, deps)
    for place, kind in told.items():
        found.setdefault(place, {})[kind] = 1
    return {
        "body": _without(covered, before, told).to_json(),
        "found": found,
        "is_stricter": _is_stricter(covered, before, payload, edition),
    }


def places_of(description: Description) -> list[tuple[str, str]]:
    """Return (place, text) of everything typed, places as `covered_metadata` names them."""
    names = ("title", "summary", "sharing_condition", "sharing_way", "opening_condition", "related_resource_code")
    texts = [(name, str(getattr(description, name))) for name in names]
    texts += [("tags", tag) for tag in description.tags]
    for place, one in enumerate(description.columns):
        parts = (("title", one.title), ("unit", one.unit or ""), ("meaning", one.meaning))
        texts += [(f"columns.{place}.{part}", text) for part, text in parts]
    return [(place, text) for place, text in texts if text]


def _told(wanted: Description, before: Description, payload: dict[str, Any], deps: Deps) -> dict[str, str]:
    """Return the places whose text says what the release hides, and of what kind it is; what stood before is public."""
    known = set(places_of(before))
    texts = [one for one in places_of(wanted) if one not in known]
    if not texts:
        return {}
    ref = TypedTableRef.from_json(payload["typed_ref"])
    plan = MaskingPlan.from_json(json.dumps(payload["plan"]))
    if payload["shape"] == "text":
        pages = read_all(deps.vault, ref).get_column("text").to_list()
        return _told_by_pages(pages, plan, texts, payload, deps)
    state = survey_groups(deps.vault, ref, damaged=payload["damaged"])
    told: dict[str, str] = {}
    for index, group in enumerate(read_groups(deps.vault, ref)):
        scan = group_scan(deps.vault, ref, index, state, group)
        leaks = texts_that_leak(group, plan, scan=scan, texts=[text for _, text in texts])
        told |= {texts[number][0]: kind for number, kind in leaks.items()}
    return told


def _told_by_pages(
    pages: Sequence[str | None],
    plan: MaskingPlan,
    texts: list[tuple[str, str]],
    payload: dict[str, Any],
    deps: Deps,
) -> dict[str, str]:
    """Do the same for a document: prove it again, once with each new text beside it."""
    read = TextRead(tuple(Page(number, text or "") for number, text in enumerate(pages, 1)), "txt")
    submission = Submission(**{**payload["submission"], "tags": tuple(payload["submission"]["tags"])})
    judged = assess(read, submission, load_edition(payload["edition"]), today=_today(payload))
    judged = replace(judged, plan=plan, decision=Decision.from_json(payload["decision"]))
    keys = masking_keys(deps.keys, plan.purpose)
    told: dict[str, str] = {}
    for place, text in texts:
        try:
            release_pages([page.text for page in read.pages], judged, keys, metadata=(text,))
        except ResidualPii as residual:
            told[place] = residual.places[0].kind
    return told


def _without(covered: Description, before: Description, told: dict[str, str]) -> Description:
    """Return the description with the present text where the new one says what the release hides."""
    if not told:
        return covered
    plain = {place: getattr(before, place) for place in told if not place.startswith("columns.")}
    columns = tuple(
        was if any(place.startswith(f"columns.{at}.") for place in told) else one
        for at, (one, was) in enumerate(zip(covered.columns, before.columns, strict=True))
    )
    return replace(covered, **plain, columns=columns)


def _is_stricter(wanted: Description, before: Description, payload: dict[str, Any], edition: Edition) -> bool:
    """Whether the rules would open less under the new text than under the present one, all else being equal."""
    facts = Subject.from_json(payload["facts"])
    now, then = (
        decide(replace(facts, title=one.title, description=one.summary, tags=one.tags), edition, today=_today(payload))
        for one in (before, wanted)
    )
    return then.release.severity > now.release.severity


def _today(payload: dict[str, Any]) -> date:
    return (datetime.fromisoformat(payload["now_at"]) + BEIJING).date()
