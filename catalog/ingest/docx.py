"""DOCX: text with its tables, notes below it, and apart from it whatever a reader of the page does not see.

Read by a plain XML parser, piece by piece and within limits (Office Open XML, ECMA-376, part 1, WordprocessingML).
Deleted and hidden text, field codes, comments, headers and properties are inspected but are no part of the text.
"""

import re
from dataclasses import dataclass, field
from typing import BinaryIO

from catalog.ingest.archive import Archive, feed, new_parser, xml_texts
from catalog.ingest.errors import EmptyUpload, Malformed, TooMuchText
from catalog.ingest.limits import Limits
from catalog.ingest.model import Page, TextRead
from catalog.ingest.notes import Note

_BODY = "word/document.xml"
_NOTES = re.compile(r"^word/(?:footnotes|endnotes)[0-9]*\.xml$", re.IGNORECASE)
_KINDS = (
    ("header", re.compile(r"^word/(?:header|footer)[0-9]*\.xml$", re.IGNORECASE)),
    ("comments", re.compile(r"^word/(?:comments|people)[A-Za-z]*\.xml$", re.IGNORECASE)),
    ("properties", re.compile(r"^docProps/.*\.xml$", re.IGNORECASE)),
    ("custom", re.compile(r"^(?:customXml|word/glossary)/.*\.xml$", re.IGNORECASE)),
    ("drawing", re.compile(r"^word/(?:diagrams|charts|drawings)/.*\.xml$", re.IGNORECASE)),
)
_OPAQUE = re.compile(r"^word/(?:media|embeddings|activeX|vbaProject|afchunk|fonts/.*\.bin$)", re.IGNORECASE)
_CHANGES = {"ins", "del", "moveFrom", "moveTo"}
_COMMENT = re.compile(rb"<(?:[A-Za-z0-9_]+:)?comment[\s>]")


@dataclass
class _Story:
    """Text of one part as it is read: what is seen, and what is not."""

    seen: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    changes: int = 0


def read(source: BinaryIO, limits: Limits) -> TextRead:
    """Read a DOCX upload.

    Raises:
        EmptyUpload, Malformed, ArchiveBomb, TooMuchText.
    """
    archive = Archive(source, limits)
    if _BODY not in archive.names:
        raise Malformed
    body = _story(archive, _BODY, limits)
    stories = [body, *(_story(archive, name, limits) for name in archive.names if _NOTES.search(name))]
    text = "\n".join(filter(None, (_tidy(story.seen) for story in stories)))
    opaque = sum(1 for name in archive.names if _OPAQUE.search(name))
    if not text.strip() and not opaque:
        raise EmptyUpload
    extra = [
        (place, " ".join("".join(part) for part in parts if part))
        for place, parts in (
            ("deleted", [story.deleted for story in stories]),
            ("hidden", [story.hidden for story in stories]),
            ("codes", [story.codes for story in stories]),
        )
    ]
    comments = 0
    for name in archive.names:
        kind = next((kind for kind, pattern in _KINDS if pattern.search(name)), None)
        if kind is not None:
            extra.append((kind, "\n".join(xml_texts(archive.chunks(name), limits))))
            comments += len(_COMMENT.findall(archive.read(name))) if kind == "comments" else 0
    hidden = sum(1 for story in stories if story.hidden)
    notes = (
        Note("tracked_changes", sum(story.changes for story in stories)),
        Note("hidden_text", hidden),
        Note("comments", comments),
        Note("embedded_objects", opaque),
    )
    return TextRead(
        (Page(1, text, is_inspected=bool(text.strip())),),
        format="docx",
        notes=tuple(note for note in notes if note.count),
        extra_text=tuple((place, words) for place, words in extra if words.strip()),
    )


def _story(archive: Archive, name: str, limits: Limits) -> _Story:
    """Read one part of the document."""
    story = _Story()
    reader = _StoryReader(story, limits.text_chars)
    parser = new_parser()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    feed(parser, archive.chunks(name))
    return story


class _StoryReader:
    """Handlers of the XML parser; names come as `namespace local`."""

    def __init__(self, story: _Story, limit: int) -> None:
        self._story = story
        self._room = limit
        self._limit = limit
        self._in_text = self._in_deleted = self._in_code = False
        self._skipped = 0  # depth inside a fallback, which repeats what was read already
        self._is_hidden = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        local = tag.rpartition(" ")[2]
        if local == "Fallback" or self._skipped:
            self._skipped += 1
            return
        match local:
            case "t":
                self._in_text = True
            case "delText":
                self._in_deleted = True
            case "instrText":
                self._in_code = True
            case "tab":
                self._put("\t")
            case "br" | "cr":
                self._put("\n")
            case "noBreakHyphen":
                self._put("-")
            case "r":
                self._is_hidden = False
            case "vanish" | "webHidden" | "specVanish":
                value = next((v for k, v in attributes.items() if k.rpartition(" ")[2] == "val"), "true")
                self._is_hidden = value not in ("0", "false", "off")
            case _ if local in _CHANGES:
                self._story.changes += 1

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._skipped:
            self._skipped -= 1
            return
        match tag.rpartition(" ")[2]:
            case "t":
                self._in_text = False
            case "delText":
                self._in_deleted = False
            case "instrText":
                self._in_code = False
            case "r":
                self._is_hidden = False
            case "p":
                self._put("\n")
            case "tc":
                # A cell ends with its paragraph: on one line, cells are set apart by tabs.
                while self._story.seen and self._story.seen[-1] == "\n":
                    self._story.seen.pop()
                self._put("\t")
            case "tr":
                self._put("\n")

    def characters(self, data: str) -> None:
        """Text of an element."""
        if self._skipped:
            return
        if self._in_deleted:
            self._count(data)
            self._story.deleted.append(data)
        elif self._in_code:
            self._count(data)
            self._story.codes.append(data)
        elif self._in_text:
            self._put(data)

    def _put(self, text: str) -> None:
        self._count(text)
        (self._story.hidden if self._is_hidden else self._story.seen).append(text)

    def _count(self, text: str) -> None:
        self._room -= len(text)
        if self._room < 0:
            raise TooMuchText(limit=self._limit)


def _tidy(parts: list[str]) -> str:
    lines = (line.rstrip() for line in "".join(parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
