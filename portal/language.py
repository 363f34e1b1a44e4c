"""The languages of the pages: which one a visitor gets, where the words come from, and the record's own words.

Chinese is the users' language and the key of every message. English comes from `translations/en.po`, read when the
first English page is asked for: a clone and a wheel need no compiling, and no compiled file can be stale.
"""

from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, current_app, g, request
from flask_babel import Babel, Domain, get_locale, gettext

from catalog.editions import known_clauses
from catalog.errors import CatalogError
from catalog.messages import explain
from catalog.views import ErrorView
from portal.extensions import record
from portal.record_words import english_words

COOKIE: Final = "lang"
# locale → (what the cookie and `lang` say, its own name)
LANGUAGES: Final = {"zh_Hans_CN": ("zh-CN", "中文"), "en": ("en", "English")}
TRANSLATIONS: Final = Path(__file__).resolve().parent / "translations"


class Messages(Domain):  # type: ignore[misc]  # flask-babel has no types
    """Messages by language; Chinese ones are their own keys."""

    def get_translations(self) -> NullTranslations:
        """Return the messages of the present language."""
        return english() if is_english() else NullTranslations()


@lru_cache(maxsize=1)
def english() -> NullTranslations:
    """Read the English messages."""
    with (TRANSLATIONS / "en.po").open("rb") as source:
        catalogue = read_po(source, locale="en")
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def init_language(app: Flask) -> None:
    """Register the languages with the application."""
    babel = Babel()
    babel.domain_instance = Messages()
    babel.init_app(app, default_locale="zh_Hans_CN", default_timezone="Asia/Shanghai", locale_selector=choose_language)
    app.jinja_env.filters.update(t=record_word, error_sentence=error_sentence)
    app.jinja_env.globals.update(languages=LANGUAGES, prefers_english=prefers_english)


def choose_language() -> str:
    """Return the page's language: the visitor's choice; else the browser's where the site follows it; else Chinese.

    By default an English browser gets the Chinese page with an offer of the English one on top: officials with
    computers set up in English would otherwise meet a page that their colleagues do not know.
    """
    if not request:
        return "zh_Hans_CN"
    chosen = request.cookies.get(COOKIE)
    for locale, (tag, _) in LANGUAGES.items():
        if chosen == tag:
            return locale
    return "en" if current_app.config["PORTAL"].negotiate_language and prefers_english() else "zh_Hans_CN"


def prefers_english() -> bool:
    """Whether the browser asks for English rather than Chinese."""
    return request.accept_languages.best_match(["zh", "zh-CN", "en"], default="zh") == "en"


def is_english() -> bool:
    """Whether the present page is in English."""
    return str(get_locale() or "").startswith("en")


def record_word(word: object) -> str:
    """Return a label of the record in the page's language: a state, a sector, a clause's title, a stored sentence."""
    text = str(word) if word is not None else ""
    if not text or not is_english():
        return text
    return english_words().get(text) or _clause_words().get(text) or gettext(text)


def _clause_words() -> Mapping[str, str]:
    """Titles of the clauses of every edition that was enacted here, Chinese → English; read once a request."""
    if "clause_words" not in g:
        g.clause_words = {one.title: one.title_en for one in known_clauses(record.session).values()}
    words: Mapping[str, str] = g.clause_words
    return words


def error_sentence(error: ErrorView) -> str:
    """Return the sentence for a stored error code in the page's language, with its numbers filled in."""
    return explain(error.code, dict(error.detail), english=True) if is_english() else error.message


def translated(text: str, **values: object) -> str:
    """Return a message in the page's language, with its values filled in; `gettext` with a type."""
    return str(gettext(text, **values))


def in_english(text: str) -> str:
    """Return a message without values in English, whatever the page's language."""
    return str(english().ugettext(text))


def noted(text: str) -> str:
    """Mark a Chinese string of a table as a message; it is translated where it is shown."""
    return text


def said(error: CatalogError) -> str:
    """Return an error's sentence in the page's language."""
    return error.message_en if is_english() else error.message_zh
