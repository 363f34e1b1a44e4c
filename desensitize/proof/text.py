"""Prove that a released text hides what it must."""

from collections.abc import Collection, Iterable, Sequence

import polars as pl

from desensitize.entities import ENTITY_INDEX, PERSONAL, Entity
from desensitize.findings import Finding
from desensitize.masking.hidden import HiddenValues, is_telling
from desensitize.masking.policy import default_policy
from desensitize.masking.recipe import MaskingPlan
from desensitize.operators import OPERATORS, STAR, How
from desensitize.proof.residual import Place, ResidualPii, VerificationReport
from desensitize.proof.standing import find_standing
from desensitize.proof.wanted import wanted_identifiers


def verify_text(
    original: str,
    released: str,
    plan: MaskingPlan,
    *,
    findings: Iterable[Finding],
    metadata: Sequence[str] = (),
    entities: Collection[Entity] | None = None,
) -> VerificationReport:
    """Verify one released text (a page, a document).

    original: as scanned. released: read back as it was written. findings: of the original. metadata: the other public
    texts of the release. entities: kinds that have to be hidden, None for all personal ones.
    Returns what was checked; raises ResidualPii when anything is left.
    """
    from desensitize.text import scan_text

    hidden = [finding for finding in findings if plan.hides(finding.entity)]
    values = [original[finding.start : finding.end] for finding in hidden]
    wanted = wanted_identifiers(_hidden(hidden, values))
    texts = [released, *metadata]
    clean = pl.Series([text.encode("utf-8", "replace").decode() for text in texts], dtype=pl.String)
    places = [_place(hit.text, hit.start, hit.end, hit.kind, "identifier") for hit in find_standing(clean, wanted)]
    words = [
        (value.strip(), finding.entity.value)
        for value, finding in zip(values, hidden, strict=True)
        if is_telling(value.strip(), finding.entity.value) and not _is_generalised(value, finding.entity.value, plan)
    ]
    for number, text in enumerate(texts):
        places += [
            _place(number, text.find(word), text.find(word) + len(word), kind, "free_text")
            for word, kind in sorted(set(words))
            if word in text
        ]
    asked = PERSONAL if entities is None else PERSONAL & frozenset(entities)
    allowed: dict[str, int] = {}
    for finding in scan_text(released, entities=None if entities is None else frozenset(entities)):
        if finding.entity not in asked:
            continue
        kind = finding.entity.value
        if _may_stand(released, finding, plan):
            allowed[kind] = allowed.get(kind, 0) + 1
        else:
            places.append(_place(0, finding.start, finding.end, kind, "rescan"))
    if places:
        raise ResidualPii(tuple(places))
    return VerificationReport(1, 0, len(wanted), len(words), 0, allowed)


def _hidden(findings: list[Finding], values: list[str]) -> HiddenValues:
    import numpy as np

    kinds = np.array([ENTITY_INDEX[finding.entity] for finding in findings], np.uint8)
    texts = pl.Series("text", [v.encode("utf-8", "replace").decode() for v in values], dtype=pl.String)
    scores = np.array([round(finding.score * 100) for finding in findings], np.uint8)
    return HiddenValues(np.zeros(len(kinds), np.int64), kinds, np.zeros(len(kinds), np.int32), texts, scores)


def _is_generalised(value: str, kind: str, plan: MaskingPlan) -> bool:
    operator = plan.text_entities.get(kind, "")
    if operator not in {"county", "age_band"}:
        return False
    fits = OPERATORS[operator].domain(How(kind, plan.text_params.get(kind, {})))
    clean = value.strip().encode("utf-8", "replace").decode()
    return bool(pl.Series([clean]).str.contains(fits)[0])


def _may_stand(text: str, finding: Finding, plan: MaskingPlan) -> bool:
    kind = finding.entity.value
    if kind in default_policy().may_stay and plan.shows(kind):
        return True
    value = text[finding.start : finding.end]
    return STAR in text[finding.start : finding.end + 1] or _is_generalised(value, kind, plan)


def _place(number: int, start: int, end: int, kind: str, check: str) -> Place:
    return Place(check if number == 0 else "metadata", None, -1, start, end, kind)
