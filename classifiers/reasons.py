"""A decision in words: why, what a person should look at, and how sure it is. Chinese and English."""

from typing import Final

from classifiers.decision import ClauseHit, Evidence, Question
from classifiers.evidence_words import seen_words
from classifiers.negative_list import Edition
from classifiers.reading import Reading
from classifiers.resource_kind import is_register
from classifiers.sectors import SectorResult
from classifiers.taxonomy import taxonomy
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
_UNVERIFIED: Final = frozenset({"id_number", "account", "mobile"})
_NAMED: Final = frozenset({"named_person", "official_person", "penalised_person"})
"""Whom a law or an office names anyway: of them small groups give nothing away."""
_HIDDEN: Final = frozenset({"private_person", "protected_person"})
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


def questions_for(
    reading: Reading,
    edition: Edition,
    hits: tuple[ClauseHit, ...],
    needs_scan: tuple[str, ...],
    sector: SectorResult,
    *,
    is_alike: bool = False,
) -> tuple[Question, ...]:
    """Give what a person has to look at: unread parts, contradictions, clauses that ask, close calls.

    is_alike: no clause shuts the dataset, and yet it resembles those that are shut.
    """
    found: list[Question] = []
    subject = reading.subject
    if is_alike:
        found.append(
            Question(
                "resembles",
                "没有条款要求不予开放，但内容与不予开放的数据相近，请核对后重新定级，或说明可以开放的依据。",
                "No clause withholds it, yet it resembles what is withheld: judge it, or say why it may be opened.",
            )
        )
    if needs_scan:
        listed = "、".join(needs_scan)
        found.append(
            Question(
                "needs_scan",
                f"条款{listed}所需事实未保存，须重新扫描。",
                f"Clauses {listed} need facts nobody stored: scan again.",
            )
        )
    if "title" in subject.missing:
        found.append(
            Question(
                "untitled",
                "没有标题和摘要，无法确认数据内容和开放依据，请补充后重新判定。",
                "There is no title and no summary; add them and judge again.",
            )
        )
    if set(subject.missing) - {"title"} or (subject.document is not None and subject.document.unread_pages):
        found.append(
            Question(
                "unread",
                "有内容未能读取（如无文本层的页面），请人工核对。",
                "Some content could not be read; please inspect it.",
            )
        )
    for hit in hits:
        clause = edition.clause(hit.clause_id)
        if clause is not None and clause.question is not None:
            found.append(Question(f"clause:{clause.id}", *clause.question))
    found += [
        Question(
            f"contradiction:{c.facts.index}",
            f"数据项“{c.facts.name}”的名称与内容不符，请确认内容性质。",
            f"Column “{c.facts.name}”: its name and its cells disagree; please confirm what it holds.",
        )
        for c in reading.columns
        if c.has_values and c.role in _UNVERIFIED and not c.masked and not c.facts.entities
    ]
    is_small = subject.min_group is not None and subject.min_group < 5
    is_named = not reading.roles.isdisjoint(_NAMED) and reading.roles.isdisjoint(_HIDDEN)
    if is_small and reading.grain.value == "person" and not is_named:
        found.append(
            Question(
                "k_anonymity",
                "按准标识符分组后最小组不足5行，公开前请确认是否需要泛化。",
                "The smallest group by quasi-identifiers has fewer than 5 rows; generalise before release?",
            )
        )
    if is_register(subject):
        found.append(
            Question("register", "正文是名录，建议转为表格后开放。", "The text is a register; offer it as a table.")
        )
    if sector.margin < 1.0:
        found.append(_close_call(sector))
    return tuple(dict.fromkeys(found))


def _close_call(sector: SectorResult) -> Question:
    """Ask which of two it is, by their names."""
    book = taxonomy()
    topics = {**book.themes, **book.sectors}
    home, rival = topics[sector.sector or sector.theme], topics[sector.rival]
    return Question(
        "theme",
        f"归入“{home.name}”还是“{rival.name}”，依据接近，请确认分类。",
        f"“{home.name_en}” or “{rival.name_en}”: what speaks for them is close; please confirm which it is.",
    )


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
