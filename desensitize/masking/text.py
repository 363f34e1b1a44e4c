"""Replace the pieces found in one text."""

from collections.abc import Iterable
from datetime import date

import polars as pl

from desensitize.findings import Finding
from desensitize.keys import MaskingKeys
from desensitize.masking.minors import stricter
from desensitize.masking.minors_text import speaks_of_minor
from desensitize.masking.recipe import MaskingPlan
from desensitize.operators import HIDDEN, OPERATORS, How


def mask_text(text: str, findings: Iterable[Finding], plan: MaskingPlan, *, keys: MaskingKeys) -> str:
    """Replace each piece by its kind's operator.

    text: raw, lone surrogates allowed. findings: of this text; kinds the plan does not hide stay. Pieces that overlap
    are taken out together; a text about a minor loses every piece whole. Returns the text, every other character as it
    was.
    """
    findings = tuple(findings)
    if plan.minors_on and speaks_of_minor(text, findings, date.fromisoformat(plan.minors_on)):
        plan = stricter(plan)
    hidden = sorted((f for f in findings if plan.hides(f.entity)), key=lambda f: (f.start, -f.end))
    merged: list[tuple[int, int, str]] = []
    for finding in hidden:
        if merged and finding.start < merged[-1][1]:
            start, end, _ = merged[-1]
            merged[-1] = (start, max(end, finding.end), "")
        else:
            merged.append((finding.start, finding.end, finding.entity))
    made = _replacements([text[start:end] for start, end, _ in merged], [kind for *_, kind in merged], plan, keys)
    pieces: list[str] = []
    done = 0
    for (start, end, _), new in zip(merged, made, strict=True):
        pieces += (text[done:start], new)
        done = end
    return "".join([*pieces, text[done:]])


def _replacements(texts: list[str], kinds: list[str], plan: MaskingPlan, keys: MaskingKeys) -> list[str]:
    made = [HIDDEN] * len(texts)
    for kind in set(kinds) - {""}:
        places = [i for i, other in enumerate(kinds) if other == kind]
        # A lone surrogate is no character: what stands for it in the operator's eyes cannot be part of an identifier.
        values = [texts[i].encode("utf-8", "replace").decode() for i in places]
        how = How(kind, plan.text_params.get(kind, {}), plan.purpose, keys)
        new = OPERATORS[plan.text_entities[kind]].apply(pl.Series("text", values, dtype=pl.String), how)
        for place, value in zip(places, new.to_list(), strict=True):
            made[place] = value
    return made
