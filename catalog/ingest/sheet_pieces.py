"""A worksheet's XML in pieces that end behind whole cells, so that a byte search splits none."""

import re
from collections.abc import Iterator

_ROOT = re.compile(rb"<(?:([A-Za-z_][A-Za-z0-9_.\-]*):)?worksheet[\s>]")
_TAIL = 1 << 16
_MAX_CARRY = 64 << 20


def sheet_pieces(chunks: Iterator[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Cut a worksheet behind whole cells; a single cell longer than 64 MB is cut anywhere.

    Args:
        chunks: the unpacked member, in pieces (`Archive.chunks`).

    Yields:
        The prefix of the worksheet's namespace with its colon, empty without one, and a piece of the XML.
    """
    carry, prefix = b"", b""
    end: re.Pattern[bytes] | None = None
    for chunk in chunks:
        data = carry + chunk
        if end is None:
            root = _ROOT.search(data)
            if root is None and len(data) < _TAIL:
                carry = data
                continue
            prefix = root[1] + b":" if root and root[1] else b""
            end = re.compile(b"</" + re.escape(prefix) + rb"(?:c|row)>")
        ends = [match.end() for match in end.finditer(data, max(0, len(data) - _TAIL))]
        cut = ends[-1] if ends else (len(data) if len(data) > _MAX_CARRY else 0)
        yield prefix, data[:cut]
        carry = data[cut:]
    yield prefix, carry
