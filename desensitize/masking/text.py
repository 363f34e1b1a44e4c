"""Replace the pieces found in one text, and their echoes: a name hidden here and left a line below is not hidden."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date

import polars as pl

from desensitize.findings import Finding
from desensitize.keys import MaskingKeys
from desensitize.masking.hidden import is_telling
from desensitize.masking.minors import stricter
from desensitize.masking.minors_text import speaks_of_minor
from desensitize.masking.recipe import MaskingPlan
from desensitize.operators import HIDDEN, OPERATORS, How


def mask_text(text: str, findings: Iterable[Finding], plan: MaskingPlan, *, keys: MaskingKeys) -> str:
    """Replace each piece by its kind's operator.

    text: raw, lone surrogates allowed. findings: of this text; kinds the plan does not hide stay. What is hidden once
    is hidden wherever it stands again; pieces that overlap are taken out together; a text about a minor loses every
    piece whole. Returns the text, every other character as it was.
    """
    findings = tuple(findings)
    if plan.minors_on and speaks_of_minor(text, findings, date.fromisoformat(plan.minors_on)):
        plan = stricter(plan)
    found = [(f.start, f.end, f.entity.value) for f in findings if plan.hides(f.entity)]
    merged = _merged([*found, *_echoes(text, found)])
    made = _replacements([text[start:end] for start, end, _ in merged], [kind for *_, kind in merged], plan, keys)
    pieces: list[str] = []
    done = 0
    for (start, end, _), new in zip(merged, made, strict=True):
        pieces += (text[done:start], new)
        done = end
    return "".join([*pieces, text[done:]])


def _merged(pieces: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Return pieces in order; those that overlap as one, of no kind. One piece told twice keeps its kind."""
    merged: list[tuple[int, int, str]] = []
    for start, end, kind in sorted(set(pieces), key=lambda piece: (piece[0], -piece[1], piece[2])):
        if merged and start < merged[-1][1]:
            first, last, _ = merged[-1]
            merged[-1] = (first, max(last, end), "")
        else:
            merged.append((start, end, kind))
    return merged


def _echoes(text: str, pieces: list[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Yield the further places of a name, address or short value that is hidden somewhere in the text.

    A word that is also a name (黎明, 高兴) goes with it: who reads both lines could put them together, and the proof
    lets neither stand.
    """
    taken = _merged(pieces)
    starts = [start for start, *_ in taken]
    for word, kind in {text[start:end].strip(): kind for start, end, kind in pieces}.items():
        if not is_telling(word, kind):
            continue
        start = text.find(word)
        while start >= 0:
            end = start + len(word)
            before = bisect_right(starts, start) - 1
            if before < 0 or taken[before][1] < end:
                yield start, end, kind
            start = text.find(word, end)


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
