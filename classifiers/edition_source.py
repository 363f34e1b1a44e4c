"""Bytes of an edition's file to its text, the same at every door: pages, command line, files that are shipped."""

import codecs
from pathlib import Path
from typing import Final

from classifiers import list_words as said
from classifiers.errors import ListProblem, NegativeListError

MAX_BYTES: Final = 2_000_000
"""Ten times the shipped list; a larger file is none."""


def edition_text(content: bytes) -> str:
    """Decode an edition's file; a byte order mark is dropped, line ends become those of the program.

    Raises:
        NegativeListError: too long, or not UTF-8, with the line of the first byte that is not.
    """
    if len(content) > MAX_BYTES:
        raise _refused(0, said.TOO_LONG, f"{MAX_BYTES // 1_000_000}")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise _refused(1, said.NOT_UTF8)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(content.count(b"\n", 0, error.start) + 1, said.NOT_UTF8) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_edition_file(path: Path) -> str:
    """Read an edition's file, no more of it than may be.

    Raises:
        NegativeListError: too long, or not UTF-8. OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return edition_text(file.read(MAX_BYTES + 1))


def _refused(line: int, fault: said.Fault, *about: str) -> NegativeListError:
    return NegativeListError((ListProblem(line, "file", fault, about),))
