"""Cover personal information in typed text and headers before any of it is stored in clear. Worker only.

What is stored, listed and shown of a file name, title, summary, tag or header is the covered text; the original exists
only under the upload's key.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from catalog.metadata import ColumnText, Metadata
from desensitize.entities import PERSONAL, Entity
from desensitize.findings import Finding
from desensitize.text import scan_text

COVER: Final = "●●●"  # one length for all, so that it tells nothing
# In titles and summaries these are those of offices and officials, which must not be over-blocked; verification looks
# for the hidden originals of the table there all the same.
OFFICIAL: Final = frozenset(
    {Entity.PERSON, Entity.ADDRESS, Entity.LANDLINE, Entity.EMAIL, Entity.HEALTH, Entity.DATE_OF_BIRTH}
)
IN_METADATA: Final = PERSONAL - OFFICIAL


def cover(text: str, findings: Iterable[Finding]) -> str:
    """Return the text with every found piece covered; pieces that overlap are covered together."""
    pieces: list[str] = []
    at = 0
    for start, end in _merged(findings):
        pieces += [text[at:start], COVER]
        at = end
    return "".join([*pieces, text[at:]])


def _merged(findings: Iterable[Finding]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for finding in sorted(findings, key=lambda one: one.start):
        if merged and finding.start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], finding.end))
        else:
            merged.append((finding.start, finding.end))
    return merged


def covered_metadata(metadata: Metadata) -> tuple[Metadata, dict[str, dict[str, int]]]:
    """Return what was typed with identifiers covered, and what was found: place → kind → count."""
    found: dict[str, dict[str, int]] = {}

    def clean(place: str, text: str) -> str:
        """Count by the field's place, `columns.3.meaning` by its column."""
        findings = scan_text(text, entities=IN_METADATA) if text else ()
        for finding in findings:
            kinds = found.setdefault(place, {})
            kinds[finding.entity.value] = kinds.get(finding.entity.value, 0) + 1
        return cover(text, findings)

    return (
        replace(
            metadata,
            file_name=clean("file_name", metadata.file_name),
            title=clean("title", metadata.title),
            summary=clean("summary", metadata.summary),
            tags=tuple(clean("tags", tag) for tag in metadata.tags),
            sharing_condition=clean("sharing_condition", metadata.sharing_condition),
            opening_condition=clean("opening_condition", metadata.opening_condition),
            related_resource_code=clean("related_resource_code", metadata.related_resource_code),
            sheet=clean("sheet", metadata.sheet) if metadata.sheet else None,
            sharing_way=clean("sharing_way", metadata.sharing_way),
            columns=tuple(
                ColumnText(
                    name=one.name,
                    title=clean(f"columns.{place}.title", one.title),
                    unit=clean(f"columns.{place}.unit", one.unit) if one.unit else one.unit,
                    meaning=clean(f"columns.{place}.meaning", one.meaning),
                )
                for place, one in enumerate(metadata.columns)
            ),
        ),
        found,
    )


def covered_headers(names: Sequence[str]) -> tuple[list[str], dict[int, dict[str, int]]]:
    """Return column names with personal information of every kind covered, kept distinct; and what was found."""
    covered: list[str] = []
    found: dict[int, dict[str, int]] = {}
    taken = set(names)
    for position, name in enumerate(names):
        findings = scan_text(name, entities=PERSONAL)
        if not findings:
            covered.append(name)
            continue
        kinds = found.setdefault(position, {})
        for finding in findings:
            kinds[finding.entity.value] = kinds.get(finding.entity.value, 0) + 1
        stem, number = cover(name, findings), 1
        clean = stem
        while clean in taken:
            number += 1
            clean = f"{stem}_{number}"
        taken.add(clean)
        covered.append(clean)
    return covered, found
