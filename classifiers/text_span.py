"""A finding in running text, and the line it stands in."""

import re
from dataclasses import dataclass
from typing import Final

CLAUSE_END: Final = re.compile(r"[;。\n]")


@dataclass(frozen=True, slots=True)
class TextSpan:
    """A finding in running text: entity and code points, the end exclusive."""

    entity: str
    start: int
    end: int


def line_of(text: str, span: TextSpan) -> str:
    """Give what stands before a span in its line."""
    return text[text.rfind("\n", 0, span.start) + 1 : span.start]
