"""A document's pages as masked plain text; a plain text keeps its encoding, its line ends and its byte order mark."""

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Final

from catalog.ingest import TextRead
from catalog.ingest.encoding import decode_upload
from catalog.ingest.errors import NotATable
from catalog.ingest.json import with_quotes
from catalog.masked_copy.delimited_out import TextForm
from catalog.masked_copy.left_out import left_out
from catalog.masked_copy.limits import LIMITS
from catalog.masked_copy.options import CopyOptions
from desensitize.findings import Finding, TableScan
from desensitize.masking.hidden import is_telling
from desensitize.masking.text import mask_text
from desensitize.plan import MaskingPlan, build_plan
from desensitize.proof.residual import Place, ResidualPii
from desensitize.proof.text import verify_text
from desensitize.proved import mask_and_prove_text
from desensitize.text import scan_text
from desensitize.word_places import echoes

TEXT_ENDINGS: Final = frozenset({"txt", "text", "md", "markdown"})


@dataclass(frozen=True)
class _Page:
    """raw: as it stands in the file. text: with line feeds alone, as it is read and proved. findings: of text."""

    raw: str
    text: str
    findings: tuple[Finding, ...]

    def masked(self, plan: MaskingPlan, options: CopyOptions) -> str:
        """The page as it stands in the file, with what was found replaced, and proved if that is asked."""
        back = _Back.of(self.raw)
        moved = [replace(found, start=back.at(found.start), end=back.at(found.end)) for found in self.findings]
        if not options.is_verified:
            return mask_text(self.raw, moved, plan, keys=options.keys)
        prove = partial(self._prove, plan, options)
        return mask_and_prove_text(self.raw, moved, plan, keys=options.keys, prove=prove)[0]

    def _prove(self, plan: MaskingPlan, options: CopyOptions, masked: str) -> None:
        clean = _with_line_feeds(masked)
        try:
            verify_text(self.text, clean, plan, findings=self.findings, entities=options.entities)
        except ResidualPii as residual:
            back = _Back.of(masked)
            places = [replace(place, start=back.at(place.start), end=back.at(place.end)) for place in residual.places]
            raise ResidualPii(tuple(places)) from None


@dataclass(frozen=True)
class _Back:
    """From a text with line feeds alone back to the file's text.

    pairs: where a line feed of the text is a pair in the file; all that comes behind it stands one place further on.
    """

    pairs: list[int]

    @classmethod
    def of(cls, raw: str) -> "_Back":
        return cls([at - number for number, at in enumerate(_pairs(raw))])

    def at(self, place: int) -> int:
        return place + bisect_left(self.pairs, place)


def copy_text(read: TextRead, source: Path, out: BinaryIO, options: CopyOptions) -> dict[str, Any]:
    """Mask a document page by page and write it as text.

    read: the document. source: its file. out: readable and seekable. Returns the report.
    """
    plan = build_plan(
        TableScan(0, ()), options.demands, purpose=options.purpose, today=options.today, entities=options.entities
    )
    form = TextForm(read.encoding or "utf-8", "\n", "")
    found: Counter[str] = Counter()
    masked: list[str] = []
    scanned = [scan_text(page.text, entities=options.entities) for page in read.pages]
    hidden: dict[str, Finding] = {}
    for page, findings in zip(read.pages, scanned, strict=True):
        for finding in findings:
            if plan.hides(finding.entity):
                found[finding.entity.value] += 1
                hidden.setdefault(page.text[finding.start : finding.end].strip(), finding)
    telling = {piece: one for piece, one in hidden.items() if is_telling(piece, one.entity.value)}
    for raw, page, findings in zip(_raw_pages(read, source), read.pages, scanned, strict=True):
        # Echoes of a page's own pieces are seen to where it is masked.
        own = {page.text[finding.start : finding.end].strip() for finding in findings}
        others = {piece: one for piece, one in telling.items() if piece not in own}
        masked.append(_Page(raw, page.text, (*findings, *echoes(page.text, others))).masked(plan, options))
    text = "\f".join(masked)
    if read.format == "json":
        text = _still_json(text)
    out.write(form.encoded(text))
    verification: dict[str, Any] = {"checked": options.is_verified, "passed": options.is_verified or None}
    if options.is_verified:
        out.flush()
        out.seek(0)
        # The pages were proved before they were written: what stands in the file has to be these very pages.
        if form.decoded(out.read()) != text:
            raise ResidualPii((Place("columns", None, -1, -1, -1, ""),))
        verification["pages"] = len(masked)
    return {
        "format": "json" if read.format == "json" else "txt",
        "encoding": form.encoding,
        "kind": "text",
        "pages": len(masked),
        "purpose": plan.purpose,
        "recipe": plan.recipe_version,
        "found": dict(sorted(found.items())),
        "operators": dict(plan.text_entities),
        "left_out": left_out(read.notes),
        "verification": verification,
    }


def _still_json(masked: str) -> str:
    """With quotation marks about what was hidden among numbers. Raises NotATable where not even those make it JSON."""
    made = with_quotes(masked)
    if made is None:
        raise NotATable
    return made


def _raw_pages(read: TextRead, source: Path) -> list[str]:
    """The pages as they stand in a plain text; those of other documents have line feeds alone."""
    if read.format != "txt":
        return [page.text for page in read.pages]
    with source.open("rb") as opened:
        pages = decode_upload(opened, LIMITS).text.split("\f")
    # What reading repaired beside the line ends is no longer the raw text, and is written as it was repaired.
    return [
        raw if _with_line_feeds(raw) == page.text else page.text for raw, page in zip(pages, read.pages, strict=True)
    ]


def _with_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _pairs(raw: str) -> list[int]:
    """Where a carriage return stands before a line feed."""
    places, at = [], raw.find("\r\n")
    while at >= 0:
        places.append(at)
        at = raw.find("\r\n", at + 2)
    return places
