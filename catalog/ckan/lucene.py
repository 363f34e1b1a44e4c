"""The query language of `q` and `fq`: Lucene's classic syntax, parsed to a tree; no Solr here.

Covered: terms, phrases, `field:`, `+ - ! NOT AND && OR ||`, groups, ranges `[a TO b]` and `{a TO b}`, wildcards, fuzzy
words, boosts and slop (read, without effect on what is found). The operator between clauses is AND, as CKAN sets it.
Source: Apache Lucene, classic query parser syntax.
"""

import re
from dataclasses import dataclass
from typing import Final

MAX_DEPTH: Final = 20
MAX_CHARS: Final = 8000
MOST_EDITS: Final = 2  # of Lucene's fuzzy words


class SyntaxRefused(ValueError):
    """The text is not of this syntax."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word, possibly with wildcards, in a field (None: the default)."""

    field: str | None
    text: str
    has_wildcard: bool = False
    is_phrase: bool = False
    edits: int = 0  # `word~2`: found with as many letters other, missing, added or swapped
    is_loose: bool = False  # a phrase whose words may stand apart (`"a b"~5`): their distance is not measured here


@dataclass(frozen=True, slots=True)
class Between:
    """A range; an end that is `*` is None."""

    field: str | None
    low: str | None
    high: str | None
    with_ends: tuple[bool, bool]


@dataclass(frozen=True, slots=True)
class Clauses:
    """A boolean query."""

    must: tuple["Node", ...] = ()
    should: tuple["Node", ...] = ()
    must_not: tuple["Node", ...] = ()


Node = Term | Between | Clauses

_TOKEN: Final = re.compile(
    r"""\s*(?:
      (?P<op>&&|\|\||[()+\-!])
    | (?P<phrase>"(?:\\.|[^"\\])*")
    | (?P<regex>/(?:\\.|[^/\\])+/)
    | (?P<range>[\[{][^\]}]*[\]}])
    | (?P<word>(?:\\.|[^\s()"\[\]{}+\-!:^~\\&|/]|[+\-!&|](?!\s|\Z))(?:\\.|[^\s()"\[\]{}:^~\\])*)
    | (?P<colon>:)
    | (?P<suffix>[\^~][0-9.]*)
    )""",
    re.VERBOSE,
)
_RANGE: Final = re.compile(r'\s*("[^"]*"|\S+)\s+TO\s+("[^"]*"|\S+)\s*')


@dataclass
class _Parser:
    tokens: list[tuple[str, str]]
    at: int = 0
    depth: int = 0
    field: str | None = None

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")

    def take(self) -> tuple[str, str]:
        token = self.peek()
        self.at += 1
        return token

    def clauses(self, end: str) -> Clauses:
        """Lucene's own rule: a conjunction also changes the clause before it."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise SyntaxRefused
        rows: list[tuple[str, Node]] = []
        while self.peek() not in {("end", ""), ("op", ")")}:
            conjunction = self.conjunction() if rows else ""
            sign = self.sign()
            node = self.clause()
            if conjunction == "AND" and rows and rows[-1][0] == "should":
                rows[-1] = ("must", rows[-1][1])
            if conjunction == "OR" and rows and rows[-1][0] == "must":
                rows[-1] = ("should", rows[-1][1])
            # after OR a clause is optional even with a plus before it, as in Lucene with AND as its operator
            kind = "must_not" if sign == "-" else "should" if conjunction == "OR" else "must"
            rows.append((kind, node))
        if self.peek()[1] != end or (end == "" and self.peek()[0] != "end"):
            raise SyntaxRefused
        self.depth -= 1
        return Clauses(*(tuple(node for kind, node in rows if kind == one) for one in ("must", "should", "must_not")))

    def conjunction(self) -> str:
        kind, text = self.peek()
        if (kind == "word" and text in {"AND", "OR"}) or (kind == "op" and text in {"&&", "||"}):
            self.take()
            if self.peek() in {("end", ""), ("op", ")")}:
                raise SyntaxRefused
            return {"&&": "AND", "||": "OR"}.get(text, text)
        return ""

    def sign(self) -> str:
        kind, text = self.peek()
        if kind == "op" and text in {"+", "-", "!"}:
            self.take()
            return "-" if text in {"-", "!"} else "+"
        if kind == "word" and text == "NOT":
            self.take()
            return "-"
        return ""

    def clause(self) -> Node:
        kind, text = self.take()
        if kind == "op" and text == "(":
            if self.peek() == ("op", ")"):
                raise SyntaxRefused
            node: Node = self.clauses(")")
            self.take()
            self.suffix()
            return node
        if kind == "word" and self.peek()[0] == "colon":
            self.take()
            if [one[0] for one in self.tokens[self.at : self.at + 2]] == ["word", "colon"]:
                raise SyntaxRefused  # a field of a field: a moment without quotes looks so
            outer, self.field = self.field, unescape(text)
            node = self.clause()
            self.field = outer
            return node
        if kind == "word":
            if text in {"AND", "OR", "NOT"}:
                raise SyntaxRefused
            suffix = self.suffix()
            has_wildcard = re.search(r"(?<!\\)[*?]", text) is not None
            if suffix.startswith("~") and not has_wildcard:
                return Term(self.field, unescape(text), edits=_edits(suffix[1:], len(unescape(text))))
            return Term(self.field, text if has_wildcard else unescape(text), has_wildcard)
        if kind == "phrase":
            is_loose = self.suffix().startswith("~")
            return Term(self.field, unescape(text[1:-1]), is_phrase=True, is_loose=is_loose)
        if kind == "range":
            return self.range(text)
        if kind == "regex":
            return Term(self.field, _as_wildcards(text[1:-1]), has_wildcard=True)
        raise SyntaxRefused

    def range(self, text: str) -> Between:
        match = _RANGE.fullmatch(text[1:-1])
        if match is None:
            raise SyntaxRefused
        self.suffix()
        low, high = (None if end == "*" else end.strip('"') for end in match.groups())
        return Between(self.field, low, high, (text[0] == "[", text[-1] == "]"))

    def suffix(self) -> str:
        """Read `^2` and `~5`; return the first of them."""
        first = ""
        while self.peek()[0] == "suffix":
            first = first or self.peek()[1]
            self.take()
        return first


def _edits(text: str, length: int) -> int:
    """Return how many letters may differ: at most two; a share below one is the older form, a least likeness."""
    try:
        number = float(text) if text else float(MOST_EDITS)
    except ValueError:
        raise SyntaxRefused from None
    return min(MOST_EDITS, int((1 - number) * length) if number < 1 else int(number))


def _as_wildcards(pattern: str) -> str:
    """Return a regular expression of letters, `.` and `.*` as wildcards; others could cost any time, so are refused."""
    text = pattern.replace(".*", "*").replace(".", "?")
    if re.search(r"[\\\[\](){}|+^$~<>@&#]", text) or "**" in text:
        raise SyntaxRefused
    return text


def unescape(text: str) -> str:
    """Return `text` without backslash escapes."""
    return re.sub(r"\\(.)", r"\1", text)


def parse_lucene(text: str) -> Clauses:
    """Return the tree of a query.

    Raises:
        SyntaxRefused: the text is not of this syntax, too long or too deep.
    """
    if len(text) > MAX_CHARS:
        raise SyntaxRefused
    tokens: list[tuple[str, str]] = []
    position = 0
    body = text.rstrip()
    while position < len(body):
        match = _TOKEN.match(body, position)
        if match is None or match.end() == position:
            raise SyntaxRefused
        kind = match.lastgroup or ""
        tokens.append((kind, match.group(kind)))
        position = match.end()
    return _Parser(tokens).clauses("")
