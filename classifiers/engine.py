"""The judge: facts and an edition in, a decision with its reasons out. Pure: no clock, no I/O, no logging.

Order of consequences: 拒收 > 内部 > 申请 > 脱敏 > 放行. What no clause catches is public. A clause that needs a fact
nobody stored counts as caught. An ALLOW clause cancels hits by words, never hits by values. What no clause shuts and
yet resembles what clauses shut waits for a person.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from classifiers.decision import ClauseHit, Decision, Evidence
from classifiers.demands import masking_demands
from classifiers.levels import column_levels, dataset_level, security_label
from classifiers.likeness import resembles_shut, without_notice
from classifiers.matchers import MATCHERS
from classifiers.matchers.outcome import NeedsScan
from classifiers.negative_list import Clause, Edition, Rule
from classifiers.questions import questions_for
from classifiers.reading import Reading, read_subject
from classifiers.reasons import confidence_of, reasons_en, reasons_zh
from classifiers.resource_kind import is_register, kind_of
from classifiers.sectors import find_sector
from classifiers.subject import Subject
from classifiers.tiers import OPENING_OF, SHARING_OF, Consequence, Release, Tier

_FRAME: Final = ("grain:", "nature:")
_TYPED: Final = frozenset({"title", "description", "tags", "file_name"})


def decide(subject: Subject, edition: Edition, *, today: date) -> Decision:
    """Judge a dataset under an edition of the negative list.

    subject: facts without values. today: day on which gates in time are judged.
    Returns the decision; the same facts, edition and day give the same decision.
    """
    reading = read_subject(subject, edition.vocabulary, today)
    weighed = weigh(reading, edition)
    hits, deciding, needs_scan = weighed.hits, weighed.deciding, weighed.needs_scan
    tier, release = weighed.tier, weighed.release
    masking = masking_demands(reading, edition, hits, release)
    sector = find_sector(reading)
    levels = column_levels(reading, sector.sector, masking)
    questions = questions_for(reading, edition, hits, needs_scan, sector, is_alike=weighed.is_alike)
    demanded = {d.column for d in masking}
    return Decision(
        tier=tier,
        release=release,
        opening=OPENING_OF[release],
        sharing=SHARING_OF[release],
        clauses=hits,
        deciding_clause=deciding.clause_id if deciding is not None else None,
        overruled=tuple(h.clause_id for h in hits if h.overruled_by is not None),
        theme=sector.theme,
        sector=sector.sector,
        also_sectors=sector.also,
        resource_kind=kind_of(subject),
        jr0197_level=dataset_level(hits, edition, tier, levels),
        column_levels=levels,
        gbt43697=security_label(subject),
        masking=masking,
        keep=() if release is Release.REFUSE else tuple(c.name for c in subject.columns if c.name not in demanded),
        questions=questions,
        confidence=confidence_of(hits, needs_scan, questions, sector),
        edition=edition.id,
        reasons_zh=reasons_zh(hits, deciding, release),
        reasons_en=reasons_en(hits, deciding, release),
        sector_words=sector.words,
        needs_scan=needs_scan,
        is_register=is_register(subject),
    )


@dataclass(frozen=True, slots=True)
class Weighed:
    """The clauses that caught a dataset, the one that decides, and what follows from it.

    `is_alike`: no clause shuts it, what it resembles does.
    """

    hits: tuple[ClauseHit, ...]
    deciding: ClauseHit | None
    needs_scan: tuple[str, ...]
    tier: Tier
    release: Release
    is_alike: bool = False


def weigh(reading: Reading, edition: Edition) -> Weighed:
    """Try every clause on a reading and let the strictest that stands decide; all that a re-run needs."""
    hits, needs_scan = _all_hits(reading, edition)
    hits = _cancelled(hits, edition)
    deciding = _deciding(hits)
    hits = _overruled(hits, deciding)
    consequence = deciding.consequence if deciding is not None else Consequence.ALLOW
    tier, release = consequence.tier, consequence.release
    if _is_unread(reading.subject) and release.severity < Release.SHARE_ONLY.severity:
        tier, release = Tier.INTERNAL, Release.SHARE_ONLY
    is_doubted = release.severity < Release.CONDITIONAL.severity and not _is_asked(hits, edition)
    is_alike = is_doubted and (resembles_shut(reading) or _is_open_by_title(reading, edition))
    if is_alike:
        tier, release = Tier.INTERNAL, Release.SHARE_ONLY
    return Weighed(hits, deciding, needs_scan, tier, release, is_alike)


def _is_asked(hits: tuple[ClauseHit, ...], edition: Edition) -> bool:
    """Whether a clause that opens has a person asked for the proof (解密凭据): nobody has to be asked a second time."""
    found = (edition.clause(hit.clause_id) for hit in hits if hit.consequence is Consequence.ALLOW)
    return any(clause is not None and clause.question is not None for clause in found)


def _is_open_by_title(reading: Reading, edition: Edition) -> bool:
    """Whether a table resembles what is shut once its title no longer says that it is announced."""
    subject = reading.subject
    title = without_notice(subject.title)
    if not subject.columns or title == subject.title:
        return False
    return resembles_shut(read_subject(replace(subject, title=title), edition.vocabulary, reading.today))


def _all_hits(reading: Reading, edition: Edition) -> tuple[tuple[ClauseHit, ...], tuple[str, ...]]:
    hits: list[ClauseHit] = []
    needs_scan: list[str] = []
    for clause in edition.clauses:
        found = _hit(clause, reading)
        if found is None:
            continue
        hits.append(found)
        if found.matcher == "needs_scan":
            needs_scan.append(clause.id)
    return tuple(hits), tuple(needs_scan)


def _hit(clause: Clause, reading: Reading) -> ClauseHit | None:
    needs_scan = False
    for rule in clause.when:
        outcome = _evaluate(rule, reading)
        if outcome is None:
            continue
        if isinstance(outcome, NeedsScan):
            needs_scan = True
            continue
        if reading.is_about and _by_title_alone(outcome):
            continue
        if any(isinstance(_evaluate(r, reading), tuple) for r in clause.unless):
            return None
        matcher = next((c.kind for c in rule.conditions if c.kind not in {"grain", "nature", "resource"}), "grain")
        return _clause_hit(clause, matcher, outcome)
    if not needs_scan or clause.consequence is Consequence.ALLOW:
        return None
    if any(isinstance(_evaluate(r, reading), tuple) for r in clause.unless):
        return None
    return _clause_hit(clause, "needs_scan", ())


def _by_title_alone(evidence: tuple[Evidence, ...]) -> bool:
    """Whether a rule found its words only in what was typed about the dataset, none in its columns, cells or text."""
    return all(e.place in _TYPED or e.place == "agency" or e.kind.startswith(_FRAME) for e in evidence) and any(
        e.place in _TYPED for e in evidence
    )


def _clause_hit(clause: Clause, matcher: str, evidence: tuple[Evidence, ...]) -> ClauseHit:
    return ClauseHit(
        clause_id=clause.id,
        title=clause.title,
        title_en=clause.title_en,
        consequence=clause.consequence,
        matcher=matcher,
        evidence=evidence,
        basis=clause.basis,
    )


def _evaluate(rule: Rule, reading: Reading) -> tuple[Evidence, ...] | NeedsScan | None:
    """All conditions of a rule: their evidence, None when one fails, needs-scan when only unknown ones are left."""
    evidence: list[Evidence] = []
    unknown: NeedsScan | None = None
    for condition in rule.conditions:
        outcome = MATCHERS[condition.kind].match(condition.params, reading)
        if outcome is None:
            return None
        if isinstance(outcome, NeedsScan):
            unknown = outcome
        else:
            evidence += outcome
    if unknown is not None:
        return unknown
    return tuple(sorted(dict.fromkeys(evidence), key=lambda e: e.kind.startswith(_FRAME)))


def _cancelled(hits: tuple[ClauseHit, ...], edition: Edition) -> tuple[ClauseHit, ...]:
    """Apply the ALLOW clauses: each overrules the hits it names."""
    cancelled: dict[str, str] = {}
    for hit in hits:
        clause = edition.clause(hit.clause_id)
        if clause is not None and clause.consequence is Consequence.ALLOW:
            for other in clause.cancels:
                cancelled.setdefault(other, hit.clause_id)
    return tuple(
        replace(h, overruled_by=cancelled[h.clause_id])
        if h.clause_id in cancelled and h.consequence is not Consequence.ALLOW
        else h
        for h in hits
    )


def _deciding(hits: tuple[ClauseHit, ...]) -> ClauseHit | None:
    """Strictest hit that nothing cancels; of equals the special one before the general, then the first on the list."""
    standing = [h for h in hits if h.overruled_by is None]
    return max(standing, key=lambda h: (h.consequence.severity, _is_special(h)), default=None)


def _is_special(hit: ClauseHit) -> bool:
    """Whether a clause to mask or to allow speaks of this very kind of record (欠税公告 before 证件号)."""
    return hit.consequence in {Consequence.MASK, Consequence.ALLOW} and any(
        e.kind.startswith("nature:") for e in hit.evidence
    )


def _overruled(hits: tuple[ClauseHit, ...], deciding: ClauseHit | None) -> tuple[ClauseHit, ...]:
    """Mark hits that lead to something milder than the deciding one; ALLOW hits stay as explanations."""
    if deciding is None:
        return hits
    return tuple(
        replace(h, overruled_by=deciding.clause_id)
        if h.overruled_by is None
        and h.consequence is not Consequence.ALLOW
        and h.consequence.severity < deciding.consequence.severity
        else h
        for h in hits
    )


def _is_unread(subject: Subject) -> bool:
    """Whether something could not be inspected: a page without text, a column the scan could not read."""
    return bool(subject.missing) or (subject.document is not None and subject.document.unread_pages > 0)
