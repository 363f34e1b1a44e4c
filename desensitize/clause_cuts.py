"""Cuts texts into what the tagger reads at once: clauses, or whole lines, none longer than it takes."""

import re
from typing import Final

MAX_LENGTH: Final = 200
"""Longest text given to the model at once, in characters; longer ones are cut at sentence ends."""
_BREAKS: Final = "、 \t:："
_BREAKS_OF_LINES: Final = "。；;！!？?，,"
_CLAUSE: Final = re.compile("[^，,。；;！!？?\n\r]+")
_LINE: Final = re.compile("[^\n\r]+")
_HAN_PAIR: Final = re.compile(r"[\u3400-\u9fff][\u3400-\u9fff·•．・]|[\U00020000-\U0003134f]")


def has_han_pair(text: str) -> bool:
    """Whether two Han characters stand side by side: without them the model invents names and must not be asked."""
    return _HAN_PAIR.search(text) is not None


def cut(text: str, *, whole: bool = False) -> list[tuple[int, str]]:
    """Clauses that hold Han, each with its place; one that is too long is cut again at weaker breaks.

    Clauses are read alone: measured on news, CVs and microblogs that finds names as well as whole sentences do, and the
    remarks of a table share most of theirs.

    Args:
        text: Folded.
        whole: Whether lines are wanted, not clauses; those too long are cut where clauses end.

    Returns:
        Places and pieces, from left to right.
    """
    pieces: list[tuple[int, str]] = []
    breaks = _BREAKS_OF_LINES if whole else _BREAKS
    for clause in (_LINE if whole else _CLAUSE).finditer(text):
        at, limit = clause.span()
        while at < limit:
            end = limit if limit - at <= MAX_LENGTH else at + _break_before(text[at : at + MAX_LENGTH], breaks)
            piece = text[at:end]
            if has_han_pair(piece):
                pieces.append((at, piece))
            at = end
    return pieces


def _break_before(window: str, breaks: str) -> int:
    """How much of a full window to take: to its last break after the first quarter, else all."""
    last = max(window.rfind(mark) for mark in breaks)
    return last + 1 if last >= MAX_LENGTH // 4 else len(window)
