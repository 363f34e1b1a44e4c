"""A masking plan as a value: what happens to each column, each kind in free text, and the order of rows."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from desensitize.errors import DesensitizeError

GUARD_NONE = ""
GUARD_SHAPE = "shape"
GUARD_ALL = "all"


class PlanError(DesensitizeError):
    """A plan or a demand does not fit the table; `problem` names keys, never values.

    problem, problem_zh: what does not fit. columns: names that a demand gave, for who wrote it; no part of a message.
    """

    code = "desensitize.plan"
    message_zh = "脱敏方案与数据表不符。"
    message_en = "The masking plan does not fit the table."

    def __init__(self, problem: str, problem_zh: str = "", *, columns: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.problem, self.problem_zh, self.columns = problem, problem_zh, columns

    def __str__(self) -> str:
        return self.problem


@dataclass(frozen=True, slots=True)
class Demand:
    """What a clause orders.

    column: name in the table, None for every text and cell. entity: kind, None for the column as it is. action: drop,
    partial, generalise, bucket, spans, redact, pseudonymise, suppress, suppress_share or keep. clause: id of the
    clause. beside: with suppress: columns of small cells, whose smallness hides this column's cell of the row, whatever
    it is; () when its own cells are the small ones.
    """

    column: str | None
    entity: str | None
    action: str
    clause: str
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """What happens to one column.

    operator: drop, keep, spans, suppress or an operator's name. A named operator acts on whole cells; `spans` hides
    the pieces found. entity: kind the column holds, "" when mixed. clause: what ordered it, "" for the policy's
    default. reason: one sentence for the reviewer. visible: kinds that stay readable here. guard: what `spans` does
    with a cell in which nothing was found: "" leaves it, "shape" hides it when it looks like the kind, "all" always.
    released_name: the column's name in the release, other than `column` only where the name itself held something.
    """

    column: str
    operator: str
    params: Mapping[str, Any] = field(default_factory=dict)
    entity: str = ""
    clause: str = ""
    reason: str = ""
    visible: tuple[str, ...] = ()
    guard: str = GUARD_NONE
    released_name: str = ""

    @property
    def name_out(self) -> str:
        """Name of the column in the release."""
        return self.released_name or self.column


@dataclass(frozen=True, slots=True)
class MaskingPlan:
    """What happens to a table or text.

    columns: one plan for every column, in order. text_entities: kind → operator for pieces in cells and texts; kinds
    not listed stay. text_params: kind → that operator's settings. purpose: release or share. recipe_version: version of
    the policy that made it. visible: kinds that a clause keeps readable everywhere. shuffle: masked columns that order
    the rows, so that rows are shuffled. notes: codes of decisions taken for the whole table. minors_on: ISO day on
    which ages are counted to find the rows about minors, which are masked more strictly; "" to treat all rows alike.
    """

    columns: tuple[ColumnPlan, ...]
    text_entities: Mapping[str, str]
    text_params: Mapping[str, Mapping[str, Any]]
    purpose: str
    recipe_version: str
    visible: tuple[str, ...] = ()
    shuffle: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    minors_on: str = ""

    def column(self, name: str) -> ColumnPlan:
        """The plan of a column; raises PlanError when there is none, so that an unknown column is never let through."""
        for plan in self.columns:
            if plan.column == name:
                return plan
        raise PlanError("a column of the table is not in the plan")

    def hides(self, entity: str, column: ColumnPlan | None = None) -> bool:
        """Whether pieces of this kind must go, in a column or (None) in free text."""
        return entity in self.text_entities and (column is None or entity not in column.visible)

    def shows(self, entity: str, column: ColumnPlan | None = None) -> bool:
        """Whether a clause keeps pieces of this kind readable; not the same as having no operator for them."""
        return entity in self.visible or (column is not None and entity in column.visible)

    def masked_columns(self) -> tuple[str, ...]:
        """Columns whose own values are hidden: dropped, masked whole, or holding a kind that goes."""
        untouched = {"keep", "spans", "suppress"}
        return tuple(plan.column for plan in self.columns if plan.operator not in untouched or plan.entity)

    def to_json(self) -> str:
        """Stable JSON text."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "MaskingPlan":
        """Read what `to_json` wrote; raises PlanError when it is something else."""
        try:
            raw = json.loads(text)
            columns = tuple(ColumnPlan(**{**item, "visible": tuple(item["visible"])}) for item in raw["columns"])
            listed = {name: tuple(raw[name]) for name in ("visible", "shuffle", "notes")}
            return cls(**{**raw, **listed, "columns": columns})
        except (ValueError, KeyError, TypeError):
            raise PlanError("not a masking plan") from None
