"""Plain text as a document: form feeds separate its pages."""

from catalog.ingest.encoding import Decoded
from catalog.ingest.errors import EmptyUpload, TooMuchText
from catalog.ingest.limits import Limits
from catalog.ingest.model import Page, TextRead
from catalog.ingest.notes import Note


def read_text(decoded: Decoded, limits: Limits) -> TextRead:
    """Read a text file.

    Raises:
        EmptyUpload: white space only.
        TooMuchText: over `limits.text_chars` or `limits.pages`.
    """
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise EmptyUpload
    if len(text) > limits.text_chars:
        raise TooMuchText(limit=limits.text_chars)
    pages = text.split("\f")
    if len(pages) > limits.pages:
        raise TooMuchText(limit=limits.pages)
    return TextRead(
        tuple(Page(number, page) for number, page in enumerate(pages, 1)),
        format="txt",
        encoding=decoded.encoding,
        notes=control_notes(text),
    )


def control_notes(text: str) -> tuple[Note, ...]:
    """A note when the text has control characters that no text editor writes."""
    count = sum(text.count(chr(code)) for code in (*range(1, 9), 11, *range(14, 32), 127))
    return (Note("control_characters", count),) if count else ()
