"""Read: the text of a released document, part by part; a part never costs more memory than a few windows."""

from dataclasses import dataclass
from typing import BinaryIO, Final

from catalog.deps import Deps
from catalog.views import DatasetPage

WINDOW_BYTES: Final = 48 * 1024
"""About sixteen thousand Chinese characters: a quarter of an hour's reading, and a light page on a phone."""

_BREAKS: Final = (b"\n", b"\f")


@dataclass(frozen=True, slots=True)
class TextPart:
    """One part of a document's text.

    number: from 1. total: how many parts there are, 1 and more. pages: the part's text, cut at its page breaks.
    """

    number: int
    total: int
    pages: tuple[str, ...]


def read_text_part(page: DatasetPage, number: int, *, deps: Deps) -> TextPart | None:
    """Return one part of the released text, None when this reader has no text to read.

    Args:
        page: of the dataset, as this reader may see it.
        number: which part, from 1; one past the end is the last.
        deps: storage.

    """
    file = next((one for one in page.files if one.format.lower() == "txt"), None)
    if file is None:
        return None
    with deps.storage.open(file.storage_key) as source:
        total = max(1, -(-file.bytes // WINDOW_BYTES))
        if total > 1 and _cut(source, (total - 1) * WINDOW_BYTES, file.bytes) == file.bytes:
            total -= 1  # the last line began before the last window: nothing is left for it
        number = min(max(1, number), total)
        start, end = (_cut(source, at * WINDOW_BYTES, file.bytes) for at in (number - 1, number))
        source.seek(start)
        text = source.read(end - start).decode("utf-8", "replace")
    return TextPart(number, total, tuple(text.split("\f")))


def _cut(source: BinaryIO, at: int, size: int) -> int:
    """Return where a part ends: behind the first line that ends at `at` or soon after, or inside a long line.

    at, size: in bytes.
    """
    if at <= 0 or at >= size:
        return min(max(at, 0), size)
    source.seek(at)
    window = source.read(WINDOW_BYTES // 2)  # half: no part between two cuts is empty
    ends = [place for place in (window.find(mark) for mark in _BREAKS) if place >= 0]
    if ends:
        return at + min(ends) + 1
    # No line ends here: cut before the first byte that begins a character (RFC 3629: the others are 10xxxxxx).
    return at + next((place for place, byte in enumerate(window) if byte & 0xC0 != 0x80), len(window))
