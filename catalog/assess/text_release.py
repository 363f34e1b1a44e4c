"""Mask and prove running text by the role of each person: officials and the penalised stay, everybody else goes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from classifiers.contact_roles import HOME, PRIVATE
from classifiers.span_roles import PROTECTED
from desensitize.entities import Entity
from desensitize.findings import Finding
from desensitize.keys import MaskingKeys
from desensitize.masking.settle import SETTLED
from desensitize.plan import MaskingPlan
from desensitize.proof.residual import Place, ResidualPii
from desensitize.proof.text import verify_text
from desensitize.proved import ROUNDS, mask_and_prove_text
from desensitize.text import scan_text
from desensitize.word_places import echoes

if TYPE_CHECKING:
    from catalog.assess.assessing import Assessment, PageFindings

BY_ROLE: Final = frozenset({Entity.PERSON, Entity.ADDRESS, Entity.EMAIL, Entity.LANDLINE})
HIDDEN_ROLES: Final = frozenset({PRIVATE, PROTECTED, HOME})


def hidden_findings(page: "PageFindings", plan: MaskingPlan) -> tuple[Finding, ...]:
    """Findings that must go: identifiers by kind; people, addresses, mail and landlines by role."""
    return tuple(
        finding
        for finding, role in zip(page.findings, page.roles, strict=True)
        if plan.hides(finding.entity) and (finding.entity not in BY_ROLE or role in HIDDEN_ROLES)
    )


def release_pages(
    texts: Sequence[str], assessment: "Assessment", keys: MaskingKeys, *, metadata: tuple[str, ...] = ()
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Mask and prove the pages; returns them, and (piece, entity) of everything taken out.

    A name hidden on one page is hidden on all. Raises ResidualPii when something is left.
    """
    hidden: dict[str, Finding] = {}
    for text, page in zip(texts, assessment.pages, strict=True):
        for finding in hidden_findings(page, assessment.plan):
            hidden.setdefault(text[finding.start : finding.end], finding)
    for _ in range(ROUNDS):
        found: dict[str, Finding] = {}
        released = tuple(
            _released(text, page, assessment.plan, keys, hidden=hidden, metadata=metadata, found=found)
            for text, page in zip(texts, assessment.pages, strict=True)
        )
        if found.keys() <= hidden.keys():
            break
        hidden |= found  # what the proof of one page found may stand on another
    else:
        raise ResidualPii(tuple(Place("rescan", None, -1, -1, -1, one.entity.value) for one in found.values()))
    return released, tuple((piece, finding.entity.value) for piece, finding in hidden.items())


def _released(
    text: str,
    page: "PageFindings",
    plan: MaskingPlan,
    keys: MaskingKeys,
    *,
    hidden: dict[str, Finding],
    metadata: tuple[str, ...],
    found: dict[str, Finding],
) -> str:
    """One page, masked and proved; what only the proof finds is put into `found`."""
    findings = [*hidden_findings(page, plan), *echoes(text, hidden)]
    others = frozenset(Entity(kind) for kind in plan.text_entities) - BY_ROLE

    def prove(masked: str) -> None:
        try:
            verify_text(text, masked, plan, findings=findings, metadata=metadata, entities=others)
            if plan.hides(Entity.PERSON):
                _prove_people(text, masked, page)
        except ResidualPii as residual:
            for place in residual.places:
                if place.check in SETTLED and place.start >= 0:
                    one = Finding(Entity(place.kind), place.start, place.end, 1.0, "settled")
                    found.setdefault(masked[place.start : place.end], one)
            raise

    return mask_and_prove_text(text, findings, plan, keys=keys, prove=prove)[0]


def _prove_people(text: str, masked: str, page: "PageFindings") -> None:
    """Scan the released page for people anew: whoever is still named must have been kept by role."""
    kept = {
        text[f.start : f.end]
        for f, role in zip(page.findings, page.roles, strict=True)
        if f.entity is Entity.PERSON and role not in HIDDEN_ROLES
    }
    left = [
        f
        for f in scan_text(masked, entities=frozenset({Entity.PERSON}))
        if masked[f.start : f.end] not in kept and "*" not in masked[f.start : f.end + 1]
    ]
    if left:
        raise ResidualPii(tuple(Place("rescan", None, -1, f.start, f.end, f.entity.value) for f in left))
