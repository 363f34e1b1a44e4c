"""A decision in words: why, and how sure it is. Chinese and English."""

from typing import Final

from classifiers.decision import ClauseHit, Evidence, Question
from classifiers.evidence_words import seen_words
from classifiers.sectors import SectorResult
from classifiers.tiers import Consequence, Release

_RELEASE_EN: Final = {
    Release.OPEN: "open",
    Release.OPEN_AFTER_MASKING: "open after masking",
    Release.CONDITIONAL: "on application",
    Release.SHARE_ONLY: "shared between departments only",
    Release.REFUSE: "refused",
}
_CONSEQUENCE_EN: Final = {
    Consequence.ALLOW: "allows",
    Consequence.MASK: "to be masked",
    Consequence.CONDITIONAL: "on application",
    Consequence.SHARE: "between departments only",
    Consequence.REFUSE: "refused",
}
_FULL_WIDTH: Final = str.maketrans({";": "；", "(": "（", ")": "）", ":": "：", ",": "，"})
_SHOWN: Final = 4


def reasons_zh(hits: tuple[ClauseHit, ...], deciding: ClauseHit | None, release: Release) -> tuple[str, ...]:
    """One line for the outcome, then one for every clause."""
    if release is not _ordered(deciding):
        head = f"没有条款要求{release.label}，但尚有待人工核对之处，核对前按{release.label}处理。"
    elif deciding is not None and deciding.consequence is Consequence.ALLOW:
        head = f"未命中限制开放的条款，{deciding.clause_id}“{deciding.title}”支持公开，结论为{release.label}。"
    elif deciding is not None:
        head = f"依据{deciding.clause_id}“{deciding.title}”，结论为{release.label}。"
    else:
        head = f"未命中负面清单，按“以公开为常态”处理，结论为{release.label}。"
    lines = [head]
    for hit in hits:
        seen = "、".join(seen_words(e.place, e.kind, e.count, english=False) for e in _telling(hit))
        tail = f"；由{hit.overruled_by}优先适用" if hit.overruled_by else ""
        head, basis = f"{hit.clause_id}（{hit.consequence.label}）{hit.title}", in_full_width(hit.basis)
        lines.append(f"{head}：{seen or '条件成立'}{tail}。依据：{basis}。")
    return tuple(lines)


def reasons_en(hits: tuple[ClauseHit, ...], deciding: ClauseHit | None, release: Release) -> tuple[str, ...]:
    """Give the same in English; the law keeps its Chinese name."""
    outcome = _RELEASE_EN[release]
    if release is not _ordered(deciding):
        head = f"No clause orders it, but a person has to look first; until then: {outcome}."
    elif deciding is not None and deciding.consequence is Consequence.ALLOW:
        head = f"No clause limits it, {deciding.clause_id} “{deciding.title_en}” speaks for it: {outcome}."
    elif deciding is not None:
        head = f"{deciding.clause_id} “{deciding.title_en}” decides: {outcome}."
    else:
        head = f"No clause of the negative list applies; open by default: {outcome}."
    lines = [head]
    for hit in hits:
        seen = ", ".join(seen_words(e.place, e.kind, e.count, english=True) for e in _telling(hit))
        tail = f"; overruled by {hit.overruled_by}" if hit.overruled_by else ""
        head = f"{hit.clause_id} ({_CONSEQUENCE_EN[hit.consequence]}) {hit.title_en}"
        lines.append(f"{head}: {seen or 'its conditions hold'}{tail}. Basis: {hit.basis}.")
    return tuple(lines)


def _telling(hit: ClauseHit) -> tuple[Evidence, ...]:
    """The evidence to name, the first few."""
    told = tuple(e for e in hit.evidence if tells(hit.consequence, e.kind)) or hit.evidence
    return told[:_SHOWN]


def tells(consequence: Consequence, kind: str) -> bool:
    """Whether a kind of evidence is worth saying: what one row is tells why data is withheld, and no more."""
    return consequence not in {Consequence.MASK, Consequence.ALLOW} or not kind.startswith("grain:")


def in_full_width(basis: str) -> str:
    """Chinese sentences have full-width punctuation, whatever the list's file was typed with."""
    return basis.translate(_FULL_WIDTH)


def _ordered(deciding: ClauseHit | None) -> Release:
    """What the deciding clause leads to; open when there is none."""
    return Release.OPEN if deciding is None else deciding.consequence.release


def confidence_of(
    hits: tuple[ClauseHit, ...], needs_scan: tuple[str, ...], questions: tuple[Question, ...], sector: SectorResult
) -> float:
    """0..1: less for facts that are missing, contradictions, hits by words alone and close calls."""
    confidence = 0.97
    if needs_scan:
        confidence -= 0.4
    codes = {q.code.split(":")[0] for q in questions}
    confidence -= (
        0.3 * (not codes.isdisjoint({"unread", "resembles"}))
        + 0.15 * ("contradiction" in codes)
        + 0.1 * ("clause" in codes)
    )
    standing = [h for h in hits if h.overruled_by is None and h.consequence is not Consequence.ALLOW]
    if standing and all(h.matcher == "keywords" for h in standing):
        confidence -= 0.1
    if sector.margin < 1.0:
        confidence -= 0.05
    return round(max(confidence, 0.05), 2)
