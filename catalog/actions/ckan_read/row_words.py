"""`q` of `datastore_search`: words over all columns or over one, and PostgreSQL's own query syntax with `plain=false`.

Words are whole, as in a CKAN, but for runs of Han characters, which are found anywhere: Chinese has no spaces.
Source: PostgreSQL, text search types (`plainto_tsquery`, `to_tsquery`): `& | ! <-> ( ) 'a phrase' word:*`.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from catalog.actions.ckan_read.errors import ActionValidationError
from catalog.actions.ckan_read.row_filters import NEVER, NOT_QUERYABLE
from catalog.rowstore.query import And, Condition, HasWords, Not, Or
from catalog.rowstore.words import lexemes

# the text search configurations every PostgreSQL 15 has
LANGUAGES: Final = frozenset(
    [
        "simple",
        "arabic",
        "armenian",
        "basque",
        "catalan",
        "danish",
        "dutch",
        "english",
        "finnish",
        "french",
        "german",
        "greek",
        "hindi",
        "hungarian",
        "indonesian",
        "irish",
        "italian",
        "lithuanian",
        "nepali",
        "norwegian",
        "portuguese",
        "romanian",
        "russian",
        "serbian",
        "spanish",
        "swedish",
        "tamil",
        "turkish",
        "yiddish",
    ]
)
_TOKEN: Final = re.compile(
    r"""\s*(?:(?P<sign>[&|()!]|<(?:-|\d{1,5})>)
        | '(?P<quoted>(?:[^']|'')*)'(?P<of_quoted>:[*A-Da-d]*)?
        | (?P<word>[^\s&|()!:<']+)(?P<of_word>:[*A-Da-d]*)?)""",
    re.VERBOSE,
)
_NOTHING: Final = And(())  # a word that says nothing: it is left out


@dataclass(frozen=True, slots=True)
class Sought:
    """What a text asks of a row: the condition, and the words that say how well it matches.

    Attributes:
        condition: which rows.
        words: as they are compared, each with whether it is a beginning.
        is_all: whether every word must be there.
        column: the one column looked into; None for all.
        language: how the cells are read.
    """

    condition: Condition
    words: tuple[tuple[str, bool], ...]
    is_all: bool
    column: str | None
    language: str


def plain_words(text: str, names: Sequence[str], *, column: str | None, languages: tuple[str, str]) -> Sought:
    """Return what plain text asks: each of its words.

    Args:
        text: words with anything between them.
        names: all columns of the table.
        column: the one to look into, None for all.
        languages: of the text, and of the cells.
    """
    words = [word for word in lexemes(text, languages[0]) if word]
    within = tuple(names) if column is None else (column,)
    conditions = tuple(HasWords(within, (word,), languages[1]) for word in dict.fromkeys(words))
    return Sought(
        And(conditions) if conditions else NEVER, tuple((word, False) for word in words), True, column, languages[1]
    )


def syntax_words(text: str, names: Sequence[str], *, column: str | None, languages: tuple[str, str]) -> Sought:
    """Return what a text in the syntax of `to_tsquery` asks; parameters as `plain_words`.

    Raises:
        ActionValidationError: not of that syntax.
    """
    parser = _Parser(_tokens(text), tuple(names) if column is None else (column,), languages)
    condition = parser.whole()
    return Sought(
        NEVER if condition is _NOTHING else condition,
        tuple(parser.words),
        isinstance(condition, And),
        column,
        languages[1],
    )


Token = tuple[str, str, bool]  # kind (sign, word, never), text, whether it is a beginning


def _tokens(text: str) -> list[Token]:
    tokens: list[Token] = []
    at, body = 0, text.rstrip()
    while at < len(body):
        match = _TOKEN.match(body, at)
        if match is None:
            raise ActionValidationError(NOT_QUERYABLE)
        if match["sign"]:
            tokens.append(("sign", match["sign"], False))
        else:
            word = match["word"] if match["word"] is not None else match["quoted"].replace("''", "'")
            suffix = (match["of_word"] or match["of_quoted"] or "").upper()
            # a word may be asked for among those of a label; cells have none, which is label D
            is_labelled = re.search("[A-C]", suffix) is not None and "D" not in suffix
            tokens.append(("never" if is_labelled else "word", word, "*" in suffix))
        at = match.end()
    return tokens


@dataclass
class _Parser:
    """Binds `!` before `<->` before `&` before `|`."""

    tokens: list[Token]
    within: tuple[str, ...]
    languages: tuple[str, str]
    at: int = 0
    words: list[tuple[str, bool]] = field(default_factory=list)

    def whole(self) -> Condition:
        if not self.tokens:
            return _NOTHING
        condition = self._either()
        if self.at < len(self.tokens):
            raise ActionValidationError(NOT_QUERYABLE)
        return condition

    def _is_sign(self, *signs: str) -> bool:
        if self.at >= len(self.tokens):
            return False
        kind, text, _ = self.tokens[self.at]
        return kind == "sign" and (text in signs or ("<->" in signs and text.startswith("<")))

    def _several(self, part: Callable[[], Condition], sign: str) -> list[Condition]:
        parts = [part()]
        while self._is_sign(sign):
            self.at += 1
            parts.append(part())
        return [one for one in parts if one is not _NOTHING]

    def _either(self) -> Condition:
        parts = self._several(self._both, "|")
        return (parts[0] if len(parts) == 1 else Or(tuple(parts))) if parts else _NOTHING

    def _both(self) -> Condition:
        parts = self._several(self._near, "&")
        return (parts[0] if len(parts) == 1 else And(tuple(parts))) if parts else _NOTHING

    def _near(self) -> Condition:
        parts = self._several(self._single, "<->")
        if len(parts) > 1 and all(isinstance(one, HasWords) for one in parts):
            words = tuple(word for one in parts if isinstance(one, HasWords) for word in one.words)
            return And((HasWords(self.within, words, self.languages[1]),))
        return (parts[0] if len(parts) == 1 else And(tuple(parts))) if parts else _NOTHING

    def _single(self) -> Condition:
        if self._is_sign("!"):
            self.at += 1
            kept = len(self.words)
            inner = self._single()
            del self.words[kept:]
            return inner if inner is _NOTHING else Not(inner)
        if self._is_sign("("):
            self.at += 1
            inner = self._either()
            if not self._is_sign(")"):
                raise ActionValidationError(NOT_QUERYABLE)
            self.at += 1
            return inner
        if self.at >= len(self.tokens) or self.tokens[self.at][0] == "sign":
            raise ActionValidationError(NOT_QUERYABLE)
        kind, text, is_prefix = self.tokens[self.at]
        self.at += 1
        if kind == "never":
            return NEVER
        words = [word for word in lexemes(text, self.languages[0]) if word]
        self.words += [(word, is_prefix) for word in words]
        return HasWords(self.within, tuple(words), self.languages[1], is_prefix=is_prefix) if words else _NOTHING
