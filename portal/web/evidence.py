"""What a clause saw, in words for people: the place, the kind and the count."""

from flask import Flask

from catalog.views import EvidenceView
from classifiers.evidence_words import seen_words
from portal.language import is_english


def evidence_words(evidence: EvidenceView) -> str:
    """Return one piece of evidence as people read it, for example “备注”列有手机号（6 处）."""
    return seen_words(evidence.place, evidence.kind, evidence.count, english=is_english())


def init_evidence(app: Flask) -> None:
    """Register for templates."""
    app.jinja_env.filters["evidence"] = evidence_words
