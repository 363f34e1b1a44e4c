"""The parts of a workbook: its sheets, and all text that stands outside cells.

Comments, text boxes, properties, links and names often hold what a table does not show; they are handed to the scan.
"""

import posixpath
import re
from dataclasses import dataclass

from catalog.ingest.archive import Archive, feed, new_parser, xml_texts
from catalog.ingest.errors import Malformed
from catalog.ingest.limits import Limits
from catalog.ingest.notes import Note

_WORKSHEET = "/relationships/worksheet"
_KINDS = (
    ("comments", re.compile(r"^xl/(?:threadedComments/|comments|persons/)", re.IGNORECASE)),
    ("properties", re.compile(r"^docProps/.*\.xml$", re.IGNORECASE)),
    ("drawing", re.compile(r"^xl/(?:drawings|charts|diagrams|chartsheets)/.*\.(?:xml|vml)$", re.IGNORECASE)),
    ("links", re.compile(r"^xl/.*\.rels$", re.IGNORECASE)),
    ("pivot", re.compile(r"^xl/(?:pivot|externalLinks|tables|queryTables|slicer)[^.]*\.xml$", re.IGNORECASE)),
    ("custom", re.compile(r"^customXml/.*\.xml$", re.IGNORECASE)),
)  # fmt: skip
_COMMENT = re.compile(rb"<(?:[A-Za-z0-9_]+:)?(?:comment|threadedComment)[\s>]")
_MARKUP = re.compile(rb"<[^>]*>")
_OPAQUE = re.compile(r"^xl/(?:media|embeddings|activeX|ctrlProps|vbaProject|macrosheets|model)", re.IGNORECASE)


@dataclass(frozen=True)
class Sheet:
    """A worksheet: number from 1, name, member of the archive, whether a user sees it."""

    number: int
    name: str
    part: str
    is_visible: bool


@dataclass(frozen=True)
class Workbook:
    """Sheets in order, and the names and formulas that are defined for ranges.

    others: number and name of what is no worksheet: charts, dialogs, macros. is_1904: days count from 1904 (ECMA-376,
    part 1, 18.17.4.1).
    """

    sheets: tuple[Sheet, ...]
    defined_names: tuple[str, ...]
    others: tuple[tuple[int, str], ...] = ()
    is_1904: bool = False


def open_workbook(archive: Archive, limits: Limits) -> Workbook:
    """Read the list of sheets. Raises `Malformed`."""
    targets = _relationships(archive)
    entries: list[dict[str, str]] = []
    names: list[str] = []
    eras: list[bool] = []
    parser = new_parser()

    def start(tag: str, attributes: dict[str, str]) -> None:
        local = {name.rpartition(" ")[2]: value for name, value in attributes.items()}
        match tag.rpartition(" ")[2]:
            case "sheet":
                entries.append(local)
            case "definedName":
                names.append(local.get("name", ""))
            case "workbookPr":
                eras.append(local.get("date1904", "0") in ("1", "true", "on"))

    parser.StartElementHandler = start
    feed(parser, archive.chunks("xl/workbook.xml"))
    sheets = [
        Sheet(number, entry.get("name", ""), targets[entry["id"]], entry.get("state", "visible") == "visible")
        for number, entry in enumerate(entries, 1)
        if entry.get("id") in targets
    ]
    if not sheets or len({sheet.name for sheet in sheets}) != len(sheets):
        raise Malformed
    visible_names = tuple(name for name in names if not name.startswith("_xlnm."))
    if sum(map(len, visible_names)) > limits.text_chars:
        raise Malformed
    numbers = {sheet.number for sheet in sheets}
    others = ((number, entry.get("name", "")) for number, entry in enumerate(entries, 1) if number not in numbers)
    return Workbook(tuple(sheets), visible_names, tuple(others), any(eras))


def surrounding_text(archive: Archive, workbook: Workbook, limits: Limits) -> tuple[list[tuple[str, str]], list[Note]]:
    """All text outside cells, by kind of place, and notes on what a person has to look at."""
    found: list[tuple[str, str]] = [("defined_names", "\n".join(workbook.defined_names))]
    comments = 0
    for name in archive.names:
        kind = next((kind for kind, pattern in _KINDS if pattern.search(name)), None)
        if kind is None:
            continue
        if kind == "comments":
            comments += len(_COMMENT.findall(archive.read(name)))
        found.append((kind, "\n".join(_texts(archive, name, kind, limits))))
    opaque = sum(1 for name in archive.names if _OPAQUE.search(name))
    notes = [Note("comments", comments), Note("embedded_objects", opaque)]
    return [(kind, text) for kind, text in found if text], notes


def _texts(archive: Archive, name: str, kind: str, limits: Limits) -> list[str]:
    if kind == "links":
        return _links(archive, name)
    if name.lower().endswith(".vml"):  # older than XML: its line breaks are often left open
        text = _MARKUP.sub(b"\n", archive.read(name)).decode(errors="replace")
        return [line.strip() for line in text.splitlines() if line.strip()]
    return xml_texts(archive.chunks(name), limits)


def _relationships(archive: Archive) -> dict[str, str]:
    """Relationship id → member, worksheets only."""
    targets: dict[str, str] = {}
    members = {name.lower(): name for name in archive.names}

    def start(_: str, attributes: dict[str, str]) -> None:
        if attributes.get("Type", "").endswith(_WORKSHEET):
            target = attributes.get("Target", "")
            path = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/").lower()
            if path in members:
                targets[attributes.get("Id", "")] = members[path]

    parser = new_parser()
    parser.StartElementHandler = start
    feed(parser, archive.chunks("xl/_rels/workbook.xml.rels"))
    return targets


def _links(archive: Archive, name: str) -> list[str]:
    """Addresses of hyperlinks and linked files."""
    found: list[str] = []

    def start(_: str, attributes: dict[str, str]) -> None:
        if attributes.get("TargetMode") == "External":
            found.append(attributes.get("Target", ""))

    parser = new_parser()
    parser.StartElementHandler = start
    feed(parser, archive.chunks(name))
    return found
