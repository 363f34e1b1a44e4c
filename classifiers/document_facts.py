"""Running text to facts: words of the vocabulary, who is in it, register lines, blanks, credentials. No value stays."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from classifiers.likeness import text_likeness, text_secrecy
from classifiers.span_roles import roles_of
from classifiers.subject import DocumentFacts
from classifiers.terms import Vocabulary, normalise
from classifiers.text_span import TextSpan

_HEADING_LINES: Final = 4  # title, number, addressee of an official paper
_HEADING_LENGTH: Final = 45
_FOLD: Final = str.maketrans("\uff0c\uff1a\uff08\uff09\uff1b\u3000", ",:();" + " ")
_REGISTER_LINE: Final = re.compile(
    r"^\s*(?:[((]?(?:\d{1,4}|[一二三四五六七八九十]{1,3})[))]?[.、.\s::)]|[·•\-*])\s*\S{4,}"
)
_FIELD: Final = re.compile(r"[::]")
_BLANK: Final = re.compile(r"_{3,}|﹍{2,}|[::]\s*(?=\n|$)|\(\s{2,}\)|□|年\s{2,}月\s{2,}日")
_CREDENTIAL: Final = re.compile(
    r"(?:密码|口令|passw(?:or)?d|pwd|cvv2?|动态码|密钥|授权码|(?:app|api|access|secret)_?(?:secret|key)|私钥)\s*(?:[::=]|是|为)\s*(?=[^\s,。;]*[0-9a-z])[!-~]{3,}"
    # no sign between: what follows has to look like one, letters with figures
    r"|(?:密码|口令|passw(?:or)?d|pwd|(?:app|api|access|secret)_?(?:secret|key))\s+(?=[!-~]*[0-9])(?=[!-~]*[a-z])[!-~]{6,}",
    re.IGNORECASE,
)


def read_document(
    pages: Sequence[str], findings: Iterable[TextSpan], vocabulary: Vocabulary, natures: Iterable[str] = ()
) -> DocumentFacts:
    """Give the facts of a document.

    pages: text by page; findings: offsets in the pages joined by a form feed; natures: see `data/natures.yaml`.
    """
    text = "\f".join(pages)
    spans = list(findings)
    roles = roles_of(text, spans, natures)
    terms = vocabulary.find(normalise(text))
    likeness, likeness_size = text_likeness(text)
    return DocumentFacts(
        characters=len(text),
        pages=len(pages),
        entities=dict(Counter(s.entity for s in spans)),
        roles=dict(Counter(f"{s.entity}:{r}" for s, r in zip(spans, roles, strict=True) if r)),
        terms=terms.affirmed,
        denied=terms.denied,
        heading=vocabulary.find(normalise(heading_of(text))).affirmed,
        register_rows=register_rows(text),
        blanks=len(_BLANK.findall(text.translate(_FOLD))),
        credentials=len(_CREDENTIAL.findall(text.translate(_FOLD))),
        unread_pages=sum(not page.strip() for page in pages),
        likeness=likeness,
        likeness_size=likeness_size,
        secrecy=text_secrecy(text),
    )


def heading_of(text: str) -> str:
    """Give the short ones among the first lines: what the paper calls itself."""
    lines = [line.strip() for line in text.splitlines() if line.strip()][:_HEADING_LINES]
    return "\n".join(
        line for line in lines if len(line) <= _HEADING_LENGTH and not line.endswith(("。", ";", "\uff1b"))
    )


def register_rows(text: str) -> int:
    """Count the lines that are entries of a register: numbered, with the same fields as the line before."""
    rows, last = 0, 0
    for line in text.translate(_FOLD).splitlines():
        fields = len(_FIELD.findall(line)) + line.count(",") + line.count("\t")
        if _REGISTER_LINE.match(line) and fields >= 2 and (last == 0 or abs(fields - last) <= 2):
            rows, last = rows + 1, fields
    return rows if rows >= 2 else 0
