"""What verification found left over, and what it saw when nothing was."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from desensitize.errors import DesensitizeError


@dataclass(frozen=True, slots=True)
class Place:
    """One leftover; never the value.

    check: which proof failed (identifier, own_row, free_text, domain, unchanged, rescan, header, metadata, row_order,
    minor, columns). column: name in the release, None outside cells. row: row of the release from 0, -1 outside rows.
    start, end: code points of the released text, -1 for the cell as a whole. kind: entity, "" when not one.
    """

    check: str
    column: str | None
    row: int
    start: int
    end: int
    kind: str


class ResidualPii(DesensitizeError):
    """Something that had to be hidden can still be read in the release."""

    code = "desensitize.residual"
    message_zh = "核验未通过：发布内容中仍有应隐去的个人信息。"
    message_en = "Verification failed: personal information that had to be hidden is still readable."

    def __init__(self, places: tuple[Place, ...]) -> None:
        super().__init__()
        self.places = places

    def summary(self) -> list[dict[str, object]]:
        """Counts by check, column and kind, with the first rows; safe to store and to show."""
        counts = Counter((place.check, place.column, place.kind) for place in self.places)
        rows: dict[tuple[str, str | None, str], list[int]] = {}
        for place in self.places:
            known = rows.setdefault((place.check, place.column, place.kind), [])
            if len(known) < 5 and place.row >= 0:
                known.append(place.row)
        return [
            {"check": check, "column": column, "kind": kind, "count": count, "rows": rows[check, column, kind]}
            for (check, column, kind), count in sorted(counts.items(), key=str)
        ]


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """A release that passed.

    rows, columns: of the release. identifiers: distinct hidden identifiers of six characters or more that were looked
    for everywhere. words: hidden names, addresses and short values looked for in their rows. domain_cells: cells
    checked against an operator's output domain. rescanned: kind → findings in the release that a clause keeps readable
    or that are an operator's own output.
    """

    rows: int
    columns: int
    identifiers: int
    words: int
    domain_cells: int
    rescanned: Mapping[str, int] = field(default_factory=dict)

    def as_dict(self) -> dict[str, object]:
        """Plain values for a report."""
        return {
            "passed": True,
            "rows": self.rows,
            "columns": self.columns,
            "identifiers": self.identifiers,
            "words": self.words,
            "domain_cells": self.domain_cells,
            "rescanned": dict(self.rescanned),
        }
