"""A long text upload as a stream of UTF-8: read where it is when it is UTF-8, else recoded once into an unnamed file.

Decides as `encoding` does for short ones, in pieces. Plaintext outside memory is only ever an unnamed file, which a
kill erases.
"""

import codecs
import io
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, cast

from catalog.ingest.encoding import FOUR_HIGH_BYTES, MARKS, SAMPLE, THREE_BYTES, is_mostly_utf8
from catalog.ingest.errors import BadEncoding, NulBytes, TooLarge
from catalog.ingest.limits import Limits
from catalog.ingest.unmarked import LOOK, unmarked_utf16

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_CHUNK = 4 << 20


@dataclass(frozen=True)
class Utf8Text:
    """source: seekable. start: byte behind the byte order mark. encoding: what the text came in."""

    source: BinaryIO
    start: int
    encoding: str


def size_of(source: BinaryIO) -> int:
    """Bytes of a seekable stream, which then stands at its beginning."""
    size = source.seek(0, os.SEEK_END)
    source.seek(0)
    return size


def open_long_text(source: BinaryIO, limits: Limits) -> Utf8Text:
    """Find the encoding, and give the same text as UTF-8.

    Raises:
        TooLarge: over `limits.file_bytes`. BadEncoding, NulBytes: with the line.
    """
    head = source.read(LOOK)
    for mark, encoding in MARKS:
        if head.startswith(mark):
            if encoding == "utf-8-sig":
                seen = _look_through(source, len(mark), limits)
                if seen.broken is not None:
                    raise BadEncoding(line=seen.line)
                return Utf8Text(source, len(mark), encoding)
            return Utf8Text(_recoded(source, len(mark), encoding, limits), 0, encoding)
    if unmarked := unmarked_utf16(head):
        return Utf8Text(_recoded(source, 0, unmarked, limits), 0, unmarked)
    seen = _look_through(source, 0, limits)
    if seen.broken is not None and is_mostly_utf8(*_around(source, seen.broken)):
        raise BadEncoding(line=seen.line)
    if seen.broken is None and not (seen.may_be_gb and _decodes(source, "gb18030")):
        return Utf8Text(source, 0, "utf-8")
    return Utf8Text(_recoded(source, 0, "gb18030", limits), 0, "gb18030")


@dataclass
class _Seen:
    """broken: byte that is no UTF-8, on `line`. may_be_gb: UTF-8 only by chance, as `encoding` says."""

    broken: int | None = None
    line: int = 0
    may_be_gb: bool = False


def _look_through(source: BinaryIO, start: int, limits: Limits) -> _Seen:
    decoder = codecs.getincrementaldecoder("utf-8")()
    at, lines, has_three, has_four, tail = start, 1, False, False, b""
    for chunk in _chunks(source, start, limits):
        nul = chunk.find(b"\0")
        if nul >= 0:
            raise NulBytes(line=lines + chunk.count(b"\n", 0, nul))
        pending = len(decoder.getstate()[0])
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError as error:
            inside = max(error.start - pending, 0)
            return _Seen(at - pending + error.start, lines + chunk.count(b"\n", 0, inside))
        has_three = has_three or THREE_BYTES.search(chunk) is not None
        has_four = has_four or (not has_three and FOUR_HIGH_BYTES.search(tail + chunk) is not None)
        at, lines, tail = at + len(chunk), lines + chunk.count(b"\n"), chunk[-3:]
    rest = decoder.getstate()[0]
    if rest:
        return _Seen(at - len(rest), lines)
    return _Seen(may_be_gb=has_four and not has_three)


def _around(source: BinaryIO, broken: int) -> tuple[bytes, int]:
    """The bytes near a place, and the place in them."""
    first = max(0, broken - SAMPLE)
    source.seek(first)
    return source.read(2 * SAMPLE), broken - first


def _decodes(source: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    source.seek(0)
    try:
        while chunk := source.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _recoded(source: BinaryIO, start: int, encoding: str, limits: Limits) -> BinaryIO:
    decoder = codecs.getincrementaldecoder(encoding)()
    lines = 1
    with tempfile.TemporaryFile() as out:
        try:
            for chunk in _chunks(source, start, limits):
                data = decoder.decode(chunk).encode()
                nul = data.find(b"\0")
                if nul >= 0:
                    raise NulBytes(line=lines + data.count(b"\n", 0, nul))
                out.write(data)
                lines += data.count(b"\n")
            decoder.decode(b"", final=True)
        except UnicodeError:  # also lone surrogates of UTF-16; the chunk is near enough for a line
            raise BadEncoding(line=lines) from None
        out.flush()
        return cast("BinaryIO", io.BufferedReader(_Unnamed(os.dup(out.fileno()))))


class _Unnamed(io.RawIOBase):
    """A file without a name, closed when its last reader is forgotten."""

    def __init__(self, handle: int) -> None:
        super().__init__()
        self._handle = handle
        os.lseek(handle, 0, os.SEEK_SET)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        return os.lseek(self._handle, offset, whence)

    def readinto(self, into: "WriteableBuffer", /) -> int:
        return os.readv(self._handle, [into])

    def close(self) -> None:
        if not self.closed:
            os.close(self._handle)
        super().close()


def _chunks(source: BinaryIO, start: int, limits: Limits) -> Iterator[bytes]:
    source.seek(start)
    done = start
    while chunk := source.read(_CHUNK):
        done += len(chunk)
        if done > limits.file_bytes:
            raise TooLarge(limit=limits.file_bytes)
        yield chunk
