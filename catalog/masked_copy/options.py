"""What a masked copy is asked for, and what it reports."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from desensitize.entities import Entity
from desensitize.findings import TableScan
from desensitize.keys import MaskingKeys
from desensitize.mask import released_columns
from desensitize.operators import DROP, SUPPRESS, SUPPRESS_SHARE
from desensitize.plan import Demand, MaskingPlan


class UnknownTarget(Exception):
    """The ending of the output's name is no format that can be written from this input."""

    code = "masked_copy.target"
    message_zh = (
        "无法写出该格式：表格可写为csv、tsv、xlsx、parquet、json、jsonl，文档（TXT、MD、DOCX、PDF）只能写为txt、md。"
    )
    message_en = "Cannot write this format: tables become csv, tsv, xlsx, parquet, json or jsonl, documents txt or md."


class UnsupportedInput(Exception):
    """A file that could be read as text, but whose markup would hide from a scan what a reader of it sees."""

    code = "masked_copy.input"
    message_zh = "不支持直接脱敏网页或XML文件：标记会把姓名、号码拆开。请打开后另存为XLSX、CSV或TXT再脱敏。"
    message_en = (
        "Web pages and XML cannot be masked: their markup tears names and numbers apart. Save as XLSX, CSV or TXT."
    )


_FOUND_BY_READING = frozenset({Entity.PERSON, Entity.ADDRESS, Entity.DATE_OF_BIRTH, Entity.HEALTH})


@dataclass(frozen=True, slots=True)
class CopyOptions:
    """Settings of one copy.

    demands: overrides of the default plan, which hides every personal kind by the policy. purpose: release or share.
    entities: the only kinds to look for and hide, None for all. is_verified: whether the written file is proved. jobs:
    processes that scan. keys: for pseudonyms and shuffling. today: day to which ages are counted. progress: called with
    rows done.
    """

    demands: tuple[Demand, ...] = ()
    purpose: str = "release"
    entities: frozenset[Entity] | None = None
    is_verified: bool = True
    jobs: int = 1
    keys: MaskingKeys = field(default_factory=lambda: MaskingKeys.throwaway("release"))
    today: date | None = None
    progress: Callable[[int], None] | None = None

    @property
    def names(self) -> bool:
        """Whether kinds that need reading, not patterns alone, are looked for."""
        return self.entities is None or bool(self.entities & _FOUND_BY_READING)

    @property
    def is_whole(self) -> bool:
        """Whether a table is masked at once: sums of small cells run over all of it."""
        return any(demand.action in {SUPPRESS, SUPPRESS_SHARE} for demand in self.demands)


@dataclass(slots=True)
class Tally:
    """Counts over the blocks of a table; never a value."""

    rows: int = 0
    settled: int = 0
    found: dict[str, Counter[str]] = field(default_factory=dict)
    verified: Counter[str] = field(default_factory=Counter)
    rescanned: Counter[str] = field(default_factory=Counter)

    def add_scan(self, scan: TableScan) -> None:
        """Count a block's findings by column and kind."""
        self.rows += scan.rows
        for column in scan.columns:
            counts = self.found.setdefault(column.name, Counter())
            counts.update({kind.value: cells for kind, cells in column.cells.items()})

    def add_report(self, report: Mapping[str, Any], settled: int) -> None:
        """Add a block's verification."""
        self.settled += settled
        self.verified.update({key: report[key] for key in ("identifiers", "words", "domain_cells")})
        self.rescanned.update(report["rescanned"])


def table_report(plan: MaskingPlan, tally: Tally, *, is_verified: bool) -> dict[str, Any]:
    """Report of a table: what was done to each column, counts, and the result of verification."""
    names = released_columns(plan)
    columns = [
        {
            # A dropped column's name is only shown when it holds nothing personal itself.
            "index": index,
            "name": names.get(column.column, column.name_out),
            "action": column.operator,
            "released": column.operator != DROP,
            "entity": column.entity or None,
            "clause": column.clause or None,
            "reason": column.reason,
            "found": dict(sorted(tally.found.get(column.column, Counter()).items())),
            "masks": {
                kind: plan.text_entities[kind]
                for kind in sorted(tally.found.get(column.column, ()))
                if plan.hides(kind, column)
            },
        }
        for index, column in enumerate(plan.columns)
    ]
    verification: dict[str, Any] = {"checked": is_verified, "passed": is_verified or None}
    if is_verified:
        verification |= {**tally.verified, "rescanned": dict(sorted(tally.rescanned.items())), "settled": tally.settled}
    return {
        "kind": "table",
        "rows": tally.rows,
        "purpose": plan.purpose,
        "recipe": plan.recipe_version,
        "is_shuffled": bool(plan.shuffle),
        "notes": list(plan.notes),
        "columns": columns,
        "operators": dict(plan.text_entities),
        "verification": verification,
    }
