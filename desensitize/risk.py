"""How easily the people in a table can be told apart: k-anonymity, uniqueness, small cells, dominance.

The gate of publication is k < 5 for tables about persons (GB/T 42460-2023, GB/T 37964-2019); tables whose identities a
clause orders to be published are judged by the caller, not here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace

import numpy as np

from desensitize.errors import DesensitizeError
from desensitize.reidentification.classes import Numbers, class_numbers, class_sizes
from desensitize.reidentification.proposal import Proposal, propose_generalisation
from desensitize.reidentification.quasi_identifiers import Quasi, propose
from desensitize.reidentification.sensitive import Sensitive, assess_sensitive
from desensitize.reidentification.small_cells import Dominance, SmallCells, dominance_of, small_cells_of
from desensitize.table import Table

K_LEAST = 5
"""Smallest class of look-alikes a release may hold (k ≥ 5)."""

__all__ = ["K_LEAST", "RiskError", "RiskReport", "assess_risk"]


class RiskError(DesensitizeError):
    """A column named for the assessment is not in the table."""

    code = "desensitize.risk"
    message_zh = "风险评估指定的数据项不在数据表中。"
    message_en = "A column named for the risk assessment is not in the table."


@dataclass(frozen=True, slots=True)
class RiskReport:
    """Figures of one table; no value of it.

    rows: rows assessed. quasi_identifiers: columns taken together, with why. k: size of the smallest class of rows
    alike in all of them; without quasi-identifiers None, or all rows where they are fewer than five persons. classes:
    number of classes. unique_rows: rows alone in their class. rows_below_k: rows in classes smaller than 5.
    unique_share: unique_rows / rows. class_sizes: size → rows in classes of that size, up to 4. is_person_level:
    whether a row is about a person. sensitive: l and t of columns on request. small_cells, dominance: by column.
    proposals: what to generalise to reach k ≥ 5.
    """

    rows: int
    quasi_identifiers: tuple[Quasi, ...]
    k: int | None
    classes: int
    unique_rows: int
    rows_below_k: int
    unique_share: float
    class_sizes: Mapping[int, int]
    is_person_level: bool
    sensitive: tuple[Sensitive, ...] = ()
    small_cells: tuple[SmallCells, ...] = ()
    dominance: tuple[Dominance, ...] = ()
    proposals: tuple[Proposal, ...] = field(default=())

    def as_dict(self) -> dict[str, object]:
        """Plain values for a report."""
        return {**asdict(self), "is_held": self.is_held, "k_least": K_LEAST}

    @property
    def is_held(self) -> bool:
        """Whether the gate holds the table: about persons, and a class smaller than 5."""
        return self.is_person_level and self.k is not None and self.k < K_LEAST


def assess_risk(
    frame: Table,
    *,
    quasi_identifiers: Sequence[str] | None = None,
    sensitive: Sequence[str] = (),
    person_level: bool | None = None,
    propose_changes: bool = True,
) -> RiskReport:
    """Assess a table, as a rule the masked one.

    frame: columns of any type, looked at one by one; text is compared as it is, null is a value of its own.
    quasi_identifiers: columns an outsider may know, None to have them proposed. sensitive: columns for l-diversity and
    t-closeness. person_level: whether rows are about persons, None to judge by the columns. propose_changes: whether
    to look for generalisations when k < 5. Raises RiskError when a named column is missing.
    """
    named = (*(quasi_identifiers or ()), *sensitive)
    if any(name not in frame.columns for name in named):
        raise RiskError
    found = propose(frame)
    chosen = found.columns if quasi_identifiers is None else tuple(Quasi(name, "named") for name in quasi_identifiers)
    is_person = found.is_person_level if person_level is None else person_level
    names = [quasi.column for quasi in chosen]
    sizes = class_sizes(class_numbers(frame, names)[0]) if names and frame.height else None
    k, below, unique, by_size = _classes(sizes)
    if k is None and is_person and 0 < frame.height < K_LEAST:
        # Nobody is hidden among fewer than five, whatever the columns say.
        k, below, by_size = frame.height, frame.height, {frame.height: frame.height}
    report = RiskReport(
        rows=frame.height,
        quasi_identifiers=chosen,
        k=k,
        classes=len(sizes) if sizes is not None else 0,
        unique_rows=unique,
        rows_below_k=below,
        unique_share=unique / frame.height if frame.height else 0.0,
        class_sizes=by_size,
        is_person_level=is_person,
        sensitive=tuple(assess_sensitive(frame, names, name) for name in sensitive) if names else (),
        small_cells=small_cells_of(frame),
        dominance=dominance_of(frame),
    )
    if not (propose_changes and report.is_held):
        return report
    return replace(report, proposals=propose_generalisation(frame, names, K_LEAST))


def _classes(sizes: Numbers | None) -> tuple[int | None, int, int, dict[int, int]]:
    """k, rows in classes below 5, rows alone, and rows by small class size."""
    if sizes is None:
        return None, 0, 0, {}
    small, n = np.unique(sizes[sizes < K_LEAST], return_counts=True)
    rows = {int(size): int(size * count) for size, count in zip(small, n, strict=True)}
    return int(sizes.min()), sum(rows.values()), rows.get(1, 0), rows
