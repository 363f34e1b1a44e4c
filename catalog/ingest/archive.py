"""Members of an archive-like file (XLSX, DOCX), unpacked with every byte counted.

A ZIP directory may declare any size, name twice the same member, or hide another file in front: only what comes out
counts (SECURITY rule 19).
"""

import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO
from xml.parsers import expat

from catalog.ingest.errors import ArchiveBomb, EncryptedUpload, Malformed, TooLarge, TooMuchText
from catalog.ingest.limits import Limits

_CHUNK = 1 << 20
_RATIO_FROM = 10 << 20


class Archive:
    """A ZIP file read within limits.

    Args:
        source: the packed bytes, seekable.
        limits: upper bounds; bytes of all members read through this object add up.

    Raises:
        Malformed, EncryptedUpload, ArchiveBomb.
    """

    def __init__(self, source: BinaryIO, limits: Limits) -> None:
        self._limits = limits
        self._unpacked = 0
        self._seen: set[str] = set()
        try:
            self._zip = zipfile.ZipFile(source)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            raise Malformed from None
        members = self._zip.infolist()
        self.names = [info.filename for info in members if not info.is_dir()]
        self._packed = sum(info.compress_size for info in members)
        if len(members) > limits.archive_entries:
            raise ArchiveBomb
        if len({name.lower() for name in self.names}) != len(self.names):
            raise Malformed  # two readers could take two different members
        if any(info.flag_bits & 1 for info in members):
            raise EncryptedUpload

    def chunks(self, name: str) -> Iterator[bytes]:
        """Unpack a member piece by piece. Raises `ArchiveBomb`, `TooLarge`, `Malformed`."""
        self._seen.add(name)
        try:
            with self._zip.open(name) as member:
                while chunk := member.read(_CHUNK):
                    self._count(len(chunk))
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, LookupError, ValueError, RuntimeError):
            raise Malformed from None

    def read(self, name: str) -> bytes:
        """Unpack a member whole."""
        return b"".join(self.chunks(name))

    def check_all(self) -> None:
        """Unpack what nobody has read yet and drop it: another reader is about to open the same bytes."""
        for name in self.names:
            if name not in self._seen:
                for _ in self.chunks(name):
                    pass

    def _count(self, size: int) -> None:
        self._unpacked += size
        if self._unpacked > self._limits.unpacked_bytes:
            raise TooLarge(limit=self._limits.unpacked_bytes)
        if self._unpacked > _RATIO_FROM and self._unpacked > self._limits.unpack_ratio * max(self._packed, 1):
            raise ArchiveBomb


def new_parser() -> expat.XMLParserType:
    """An XML parser that refuses document types, and so entities of any kind; names come as `uri local`."""
    parser = expat.ParserCreate(namespace_separator=" ")

    def refuse(*_: object) -> None:
        raise Malformed

    parser.StartDoctypeDeclHandler = refuse
    return parser


def feed(parser: expat.XMLParserType, chunks: Iterator[bytes]) -> None:
    """Parse a member. Raises `Malformed`."""
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError):  # also an encoding that does not exist
        raise Malformed from None


def xml_texts(chunks: Iterator[bytes], limits: Limits) -> list[str]:
    """The text of every element that has some, in order, and every attribute that holds words of a person.

    Raises:
        Malformed: not well-formed, or with a document type.
        TooMuchText: over `limits.text_chars`.
    """
    parser = new_parser()
    parts: list[str] = []
    length = 0
    pending: list[str] = []

    def flush(*_: object) -> None:
        text = "".join(pending).strip()
        pending.clear()
        if text:
            parts.append(text)

    def characters(data: str) -> None:
        nonlocal length
        length += len(data)
        if length > limits.text_chars:
            raise TooMuchText(limit=limits.text_chars)
        pending.append(data)

    def start(_: str, attributes: dict[str, str]) -> None:
        flush()
        parts.extend(
            value.strip()
            for name, value in attributes.items()
            if name.rpartition(" ")[2] in _WORD_ATTRIBUTES and value.strip()
        )

    parser.StartElementHandler = start
    parser.EndElementHandler = flush
    parser.CharacterDataHandler = characters
    feed(parser, chunks)
    return parts


# Alternative text, titles, authors of comments, display names of persons, names of custom properties
_WORD_ATTRIBUTES = {"descr", "title", "alt", "author", "displayName", "userId", "initials", "tooltip", "display"}
