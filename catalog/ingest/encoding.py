"""Which encoding, and the same bytes as UTF-8: byte order mark, unmarked UTF-16, UTF-8, then GB18030, each strictly.

GB18030-2022 is the mandatory character set of Chinese systems and contains GBK and GB 2312. Its decoder accepts many
byte pairs that are really UTF-8, so a UTF-8 file with one broken byte would turn into wrong characters without an
error, and no name in it would be recognised: such a file is refused instead.
"""

import codecs
import re
from dataclasses import dataclass
from typing import BinaryIO

from catalog.ingest.errors import BadEncoding, EmptyUpload, NulBytes, TooLarge
from catalog.ingest.limits import Limits
from catalog.ingest.unmarked import unmarked_utf16

_CHUNK = 4 << 20
SAMPLE = 1 << 20
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# A broken UTF-8 file still has many more whole characters than broken ones; GB18030 text has next to none.
_UTF8_WHOLE_BY_BROKEN = 4
THREE_BYTES = re.compile(rb"[\xe0-\xf4]")
FOUR_HIGH_BYTES = re.compile(rb"[\x80-\xff]{4}")


@dataclass(frozen=True)
class Decoded:
    """Text as UTF-8 without a byte order mark, and the encoding it came in."""

    data: bytes
    encoding: str

    @property
    def text(self) -> str:
        """As a string."""
        return self.data.decode()


def read_limited(source: BinaryIO, limit: int) -> bytes:
    """Read all, counting. Raises `TooLarge` past `limit` bytes."""
    out = bytearray()
    while chunk := source.read(_CHUNK):
        out += chunk
        if len(out) > limit:
            raise TooLarge(limit=limit)
    return bytes(out)


def decode_upload(source: BinaryIO, limits: Limits) -> Decoded:
    """Read a text upload as UTF-8.

    Raises:
        EmptyUpload: no byte.
        TooLarge: over `limits.file_bytes`.
        BadEncoding, NulBytes: with the line.
    """
    raw = read_limited(source, limits.file_bytes)
    if not raw:
        raise EmptyUpload
    decoded = decode_bytes(raw)
    nul = decoded.data.find(b"\0")
    if nul >= 0:
        raise NulBytes(line=_line(decoded.data, nul))
    return decoded


def decode_bytes(raw: bytes) -> Decoded:
    """Decide the encoding of whole bytes. Raises `BadEncoding` with the line."""
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return Decoded(_recode(raw[len(mark) :], encoding.removesuffix("-sig")), encoding)
    if unmarked := unmarked_utf16(raw):
        return Decoded(_recode(raw, unmarked), unmarked)
    broken = _first_broken_utf8(raw)
    if broken is None and not _is_gb_by_chance_utf8(raw):
        return Decoded(raw, "utf-8")
    if broken is None:
        return Decoded(_recode(raw, "gb18030"), "gb18030")
    if is_mostly_utf8(raw, broken):
        raise BadEncoding(line=_line(raw, broken))
    return Decoded(_recode(raw, "gb18030"), "gb18030")


def _first_broken_utf8(raw: bytes) -> int | None:
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        return error.start
    return None


def is_mostly_utf8(raw: bytes, broken: int) -> bool:
    """Whether whole UTF-8 characters of three bytes, as Chinese has, far outnumber broken ones near the first."""
    start = max(0, broken - SAMPLE // 2)
    sample = raw[start : start + SAMPLE].decode(errors="replace")
    broken_count = sample.count("\ufffd")
    whole = sum(1 for char in sample if char > "\u07ff") - broken_count
    return whole > _UTF8_WHOLE_BY_BROKEN * broken_count


def _is_gb_by_chance_utf8(raw: bytes) -> bool:
    """A few Chinese words in GB 2312 (`联通` is the known one) are valid UTF-8 too, of two-byte letters only.

    Two-byte letters in a row, without a single three-byte character, are no Chinese text in UTF-8.
    """
    if THREE_BYTES.search(raw) or not FOUR_HIGH_BYTES.search(raw):
        return False
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True


def _recode(raw: bytes, encoding: str) -> bytes:
    """To UTF-8 in pieces, so that no string of the whole file is made."""
    decoder = codecs.getincrementaldecoder(encoding)()
    out = bytearray()
    for start in range(0, len(raw), _CHUNK):
        piece = raw[start : start + _CHUNK]
        try:
            out += decoder.decode(piece, final=start + _CHUNK >= len(raw)).encode()
        except UnicodeError:
            # Also lone surrogates of UTF-16, which the encoder refuses. The piece is near enough for a line number.
            raise BadEncoding(line=_line(bytes(out), len(out)) + _lines_before_error(piece, encoding)) from None
    return bytes(out)


def _lines_before_error(piece: bytes, encoding: str) -> int:
    good = piece.decode(encoding, errors="replace")
    return good[: max(good.find("\ufffd"), 0)].count("\n")


def _line(data: bytes, position: int) -> int:
    return data.count(b"\n", 0, position) + 1
