"""What a clause saw, in words for people: the place, the kind and the count."""

from collections.abc import Iterable

from flask import Flask

from catalog.views import EvidenceView, HitView, SectorWordView
from classifiers.evidence_words import seen_words
from classifiers.reasons import in_full_width, tells
from classifiers.tiers import Consequence
from portal.language import is_english


def evidence_words(evidence: EvidenceView) -> str:
    """Return one piece of evidence as people read it, for example “备注”列有手机号（6 处）."""
    return seen_words(evidence.place, evidence.kind, evidence.count, english=is_english())


def telling(hit: HitView) -> tuple[EvidenceView, ...]:
    """Return the evidence worth saying: beside a telephone to mask, what one row is tells nothing."""
    return tuple(e for e in hit.evidence if tells(Consequence(hit.consequence), e.kind)) or hit.evidence


def basis_words(basis: str) -> str:
    """Return the law with the punctuation of the Chinese sentence that it stands in; of an English page as it is."""
    return basis if is_english() else in_full_width(basis)


def said_once(words: Iterable[SectorWordView]) -> list[SectorWordView]:
    """Return the words that decided a sector, each where it weighs most.

    Title and file name mostly say the same, and an agency speaks for its theme and for each of its sectors.
    """
    found: dict[tuple[str, str], SectorWordView] = {}
    for word in words:
        found.setdefault(("" if word.place == "agency" else word.code, word.word), word)
    return list(found.values())


def init_evidence(app: Flask) -> None:
    """Register for templates."""
    app.jinja_env.filters.update(evidence=evidence_words, telling=telling, basis=basis_words, said_once=said_once)
