"""What a clause saw, in words for people: the place, the kind and the count."""

from flask import Flask
from flask_babel import get_locale
from flask_babel import gettext as _

from catalog.views import EvidenceView
from classifiers.evidence_words import kind_words, place_words
from portal.formatting import number


def evidence_words(evidence: EvidenceView) -> str:
    """Return one piece of evidence as people read it, for example “备注”列，手机号 6 处."""
    locale = get_locale()
    english = locale is not None and locale.language == "en"
    where, what = place_words(evidence.place, english=english), kind_words(evidence.kind, english=english)
    count = " " + _("%(n)s 处", n=number(evidence.count)) if evidence.count > 1 else ""
    return f"{where}{_('，')}{what}{count}"


def init_evidence(app: Flask) -> None:
    """Register for templates."""
    app.jinja_env.filters["evidence"] = evidence_words
