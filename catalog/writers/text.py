"""Plain text: UTF-8, line feeds, a form feed between pages."""

from collections.abc import Iterable

from catalog.writers.counted import BytesOut, Counted, Written


def write_text(pages: Iterable[str], out: BytesOut) -> Written:
    """Write the (masked) pages of a document; returns bytes, pages and SHA-256."""
    counted = Counted(out)
    for number, page in enumerate(counted.counting(pages)):
        if number:
            counted.write(b"\f")
        counted.write(page.encode())
    return counted.written()
