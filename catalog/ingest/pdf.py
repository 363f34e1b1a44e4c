"""PDF: the text layer of each page. A page without one was not inspected, and says so (SECURITY rule 15).

Text drawn by browsers comes out with look-alike characters (⼿ U+2F3F for 手): radicals and compatibility ideographs
are folded, nothing else is, because full-width punctuation is the author's own. pypdf's messages go nowhere: they quote
the file.
"""

import logging
import re
import unicodedata
from collections.abc import Iterator
from typing import Any, BinaryIO

from pypdf import PageObject, PdfReader
from pypdf.errors import FileNotDecryptedError, WrongPasswordError
from pypdf.generic import DictionaryObject, PdfObject

from catalog.ingest.encoding import read_limited
from catalog.ingest.errors import EmptyUpload, EncryptedUpload, IngestError, Malformed, TooMuchText
from catalog.ingest.limits import Limits
from catalog.ingest.model import Page, TextRead
from catalog.ingest.notes import Note
from desensitize.look_alikes import RADICALS

logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)  # its modules' own loggers inherit the level

# Kangxi and supplementary radicals, compatibility ideographs, presentation forms (ligatures)
_LOOK_ALIKE = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06\U0002f800-\U0002fa1f]")
_WHOLE = str.maketrans(RADICALS)
_END = b"%%EOF"
_LINEARIZED_WITHIN = 2048


def read(source: BinaryIO, limits: Limits) -> TextRead:
    """Read a PDF upload.

    Raises:
        EncryptedUpload, EmptyUpload, Malformed, TooLarge, TooMuchText.
    """
    data = read_limited(source, limits.file_bytes)
    source.seek(0)
    try:
        return _read(PdfReader(source, strict=False), data, limits)
    except (FileNotDecryptedError, WrongPasswordError):
        raise EncryptedUpload from None
    except IngestError:
        raise
    except Exception:  # noqa: BLE001 -- pypdf fails in any way on a broken file, and quotes it
        raise Malformed from None


def _read(reader: PdfReader, data: bytes, limits: Limits) -> TextRead:
    if reader.is_encrypted and not reader.decrypt(""):
        raise EncryptedUpload
    if len(reader.pages) > limits.pages:
        raise TooMuchText(limit=limits.pages)
    if not reader.pages:
        raise EmptyUpload
    room = limits.text_chars
    pages: list[Page] = []
    pictures = 0
    for number, page in enumerate(reader.pages, 1):
        text = fold_look_alikes(page.extract_text()).strip()
        room -= len(text)
        if room < 0:
            raise TooMuchText(limit=limits.text_chars)
        drawn = _pictures(page)
        pictures += drawn if text else 0
        pages.append(Page(number, text, is_inspected=bool(text) or _is_blank(page, drawn)))
    if not any(page.text or not page.is_inspected for page in pages):
        raise EmptyUpload
    blind = [page.number for page in pages if not page.is_inspected]
    attachments = [str(name) for name in reader.attachments]
    notes = (
        Note("page_not_inspected", len(blind), blind[0] if blind else 0),
        Note("embedded_objects", pictures + len(attachments)),
        Note("earlier_revisions", _revisions(data)),
    )
    extra = [*_properties(reader), ("attachments", "\n".join(attachments)), *_annotations(reader)]
    return TextRead(
        tuple(pages),
        format="pdf",
        notes=tuple(note for note in notes if note.count),
        extra_text=tuple((place, fold_look_alikes(text)) for place, text in extra if text.strip()),
    )


def fold_look_alikes(text: str) -> str:
    """Radicals and compatibility forms of ideographs as the characters they stand for; nothing else changes."""
    if not _LOOK_ALIKE.search(text):
        return text
    return _LOOK_ALIKE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text.translate(_WHOLE))


def _pictures(page: PageObject) -> int:
    objects = _entry(_entry(page, "/Resources"), "/XObject")
    if not isinstance(objects, DictionaryObject):
        return 0
    return sum(1 for name in objects if str(_entry(_entry(objects, name), "/Subtype")) == "/Image")


def _is_blank(page: PageObject, pictures: int) -> bool:
    """Nothing drawn at all: there is nothing to inspect."""
    contents = page.get_contents()
    return not pictures and (contents is None or not contents.get_data().strip())


def _revisions(data: bytes) -> int:
    """Saves before the last one; a linearised file has two ends from the beginning (ISO 32000-1, annex F)."""
    own = 2 if b"/Linearized" in data[:_LINEARIZED_WITHIN] else 1
    return max(0, data.count(_END) - own)


def _properties(reader: PdfReader) -> Iterator[tuple[str, str]]:
    for value in (reader.metadata or {}).values():
        yield "properties", str(value)
    root = reader.trailer["/Root"]
    packet = _entry(root, "/Metadata")
    if packet is not None:
        yield "properties", re.sub(r"<[^>]*>", " ", packet.get_data().decode(errors="replace"))
    for item in _flat(reader.outline):
        yield "outline", str(_entry(item, "/Title") or "")
    for name, fields in (reader.get_fields() or {}).items():
        yield "form", f"{name} {_entry(fields, '/V') or ''}"


def _annotations(reader: PdfReader) -> Iterator[tuple[str, str]]:
    for page in reader.pages:
        for reference in page.annotations or ():
            item = reference.get_object()
            for key in ("/Contents", "/T", "/Subj", "/RC"):
                if value := _entry(item, key):
                    yield f"page:{(page.page_number or 0) + 1}:comment", str(value)
            if address := _entry(_entry(item, "/A"), "/URI"):
                yield "links", str(address)


def _flat(items: Any) -> Iterator[Any]:
    for item in items:
        if isinstance(item, list):
            yield from _flat(item)
        else:
            yield item


def _entry(holder: Any, key: str) -> Any:
    """An entry of a dictionary object, followed to what it refers to; None when there is none."""
    if not isinstance(holder, dict):
        return None
    value: Any = holder.get(key)
    return value.get_object() if isinstance(value, PdfObject) else value
