"""Choose how a table is masked: for the table as a whole, not column by column.

One kind is masked in one way wherever it stands; two masks that complete each other never meet; a hidden column that
orders the rows makes the plan shuffle them.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date

from desensitize.entities import ENTITIES, ENTITY_INDEX, PERSONAL, Entity
from desensitize.findings import LABEL_MIXED, LABEL_NONE, ColumnScan, TableScan
from desensitize.masking.policy import MaskingPolicy, default_policy
from desensitize.masking.recipe import GUARD_ALL, GUARD_NONE, GUARD_SHAPE, ColumnPlan, Demand, MaskingPlan, PlanError
from desensitize.masking.row_numbers import shuffled
from desensitize.masking.row_order import ordering_columns
from desensitize.masking.suppression import with_partners
from desensitize.operators import COLUMN_ACTIONS, DROP, KEEP, OPERATORS, SPANS, STRENGTH, SUPPRESS, SUPPRESS_SHARE
from desensitize.plan_reasons import BESIDE_SMALL, BY_CLAUSE, BY_OPERATOR, LARGE_SHARE
from desensitize.table import Table

__all__ = ["ColumnPlan", "Demand", "MaskingPlan", "PlanError", "build_plan"]

GENERALISE = "generalise"
NO_COLUMN, NO_COLUMN_ZH = "a demand names a column that is not there", "没有方案所指的数据项"
PERSONAL_NAMES = frozenset(entity.value for entity in PERSONAL)
_AGE_WORDS = ("年龄", "出生", "生日", "age", "birth")
_BLURRED = ("age_band", "county", "bucket")


def build_plan(
    scan: TableScan,
    demands: Iterable[Demand],
    *,
    purpose: str = "release",
    policy: MaskingPolicy | None = None,
    frame: Table | None = None,
    today: date | None = None,
    entities: Collection[Entity] | None = None,
) -> MaskingPlan:
    """Choose operators for every column and for every kind in free text.

    scan: of the table, or one with no columns for a document. demands: what the clauses order; where they are silent
    every personal kind is hidden by the policy's default. frame: the table itself, to see whether a hidden column
    orders the rows (without it the rows stay in order, and `verify_table` refuses a release that this gives away).
    today: the day to which ages are counted; without it dates of birth become bands of years, and rows about minors
    are not masked more strictly than the others.
    entities: the only kinds to hide, None for all personal ones.
    Returns the plan; raises PlanError for a demand on an unknown column, action or purpose.
    """
    planner = _Planner(
        scan, tuple(demands), purpose=purpose, policy=policy or default_policy(), today=today, entities=entities
    )
    return planner.plan(frame)


class _Planner:
    def __init__(
        self,
        scan: TableScan,
        demands: tuple[Demand, ...],
        *,
        purpose: str,
        policy: MaskingPolicy,
        today: date | None,
        entities: Collection[Entity] | None,
    ) -> None:
        self.asked = PERSONAL if entities is None else PERSONAL & frozenset(entities)
        self.scan, self.purpose, self.policy, self.today = scan, purpose, policy, today
        self.by_column: dict[str | None, list[Demand]] = {}
        names = {column.name for column in scan.columns}
        for demand in demands:
            unknown = [name for name in (demand.column, *demand.beside) if name is not None and name not in names]
            if unknown:
                raise PlanError(NO_COLUMN, NO_COLUMN_ZH, columns=(*unknown,))
            if demand.action not in {*COLUMN_ACTIONS, *OPERATORS, GENERALISE}:
                raise PlanError("a demand names an unknown action", "方案中有未知的处理方式。")
            self.by_column.setdefault(demand.column, []).append(demand)
        if purpose not in policy.purposes:
            raise PlanError("unknown purpose", "方案中的用途未知。")
        self.notes: list[str] = []
        self.stays: set[str] = set()

    def plan(self, frame: Table | None) -> MaskingPlan:
        kinds = self._kinds()
        columns = [self._column(column, kinds) for column in self.scan.columns]
        self._no_complements(columns, kinds)
        columns = [self._column(column, kinds) for column in self.scan.columns]
        made = MaskingPlan(
            columns=tuple(columns),
            text_entities=kinds,
            text_params={kind: self._params(operator, kind) for kind, operator in kinds.items()},
            purpose=self.purpose,
            recipe_version=self.policy.version,
            visible=tuple(sorted(self.stays)),
            notes=tuple(self.notes),
            minors_on=self.today.isoformat() if self.today is not None else "",
        )
        if frame is None:
            return made
        made = with_partners(made, frame)
        shuffle = ordering_columns(frame, made.masked_columns())
        return shuffled(replace(made, notes=(*made.notes, "rows_shuffled")), frame, shuffle) if shuffle else made

    def _kinds(self) -> dict[str, str]:
        """One operator for each personal kind: the strongest that any demand or the policy asks for."""
        asked: dict[str, list[str]] = {}
        for demand in (d for group in self.by_column.values() for d in group):
            entity = self._kind_of(demand)
            if demand.action == KEEP:
                if demand.column is None and entity in self.policy.may_stay:
                    self.stays.add(entity)
            elif entity and demand.action != DROP:
                asked.setdefault(entity, []).append(self._operator(demand.action, entity, demand.clause))
        kinds = {
            entity.value: max(
                asked.get(entity.value) or [self.policy.operator(entity.value, self.purpose)], key=STRENGTH.__getitem__
            )
            for entity in Entity
            if entity in self.asked and entity.value not in self.stays
        }
        for family in self.policy.families:
            members = [kind for kind in family if kind in asked]
            strongest = max((kinds[kind] for kind in members), key=STRENGTH.__getitem__, default=None)
            for kind in members:
                if kinds[kind] != strongest and strongest is not None:
                    self.notes.append("family_unified")
                    kinds[kind] = strongest
        return kinds

    def _kind_of(self, demand: Demand) -> str:
        """The kind a demand is about: its own, or what the column was found to hold."""
        if demand.entity is not None:
            return demand.entity if demand.entity in ENTITY_INDEX else ""
        labels = {column.name: column.label for column in self.scan.columns}
        label = labels.get(demand.column or "", "")
        return label if label in PERSONAL_NAMES else ""

    def _operator(self, action: str, entity: str, clause: str) -> str:
        """Operator for an action on one kind; spans and generalise leave the choice to the policy."""
        if action == GENERALISE:
            return {"DATE_OF_BIRTH": "age_band", "ADDRESS": "county"}.get(entity, "redact")
        if action in OPERATORS:
            # A date or an address has no end that could stay: its partial form is the generalised one.
            if action == "partial" and entity in {"DATE_OF_BIRTH", "ADDRESS", "HEALTH", "PASSWORD", "CVV"}:
                return self.policy.operator(entity, self.purpose, clause)
            return action
        return self.policy.operator(entity, self.purpose, clause)

    def _no_complements(self, columns: list[ColumnPlan], kinds: dict[str, str]) -> None:
        """An ID that shows its area beside a readable date of birth leaves 500 serials: it is hidden whole then."""
        born = any("DATE_OF_BIRTH" in plan.visible for plan in columns) or (
            Entity.DATE_OF_BIRTH in self.asked and "DATE_OF_BIRTH" not in kinds
        )
        if born and kinds.get("CN_ID") == "partial":
            kinds["CN_ID"] = "redact"
            self.notes.append("id_hidden_beside_birth_date")

    def _column(self, column: ColumnScan, kinds: Mapping[str, str]) -> ColumnPlan:
        demands = self.by_column.get(column.name, [])
        visible = self._visible(column, demands)
        acting = [demand for demand in demands if demand.action != KEEP]
        name_out = _released_name(column, self.scan)
        if not acting:
            return self._default(column, kinds, visible, demands, name_out)
        chosen = max(acting, key=lambda demand: STRENGTH.get(demand.action, 20))
        if chosen.action in {SUPPRESS, SUPPRESS_SHARE}:
            return self._suppressed(column, chosen, visible, name_out)
        known = chosen.entity if chosen.entity in ENTITY_INDEX else None
        entity = known or (column.label if column.label in ENTITY_INDEX else "")
        operator, guard = chosen.action, GUARD_NONE
        if operator == GENERALISE:
            operator = self._blur(column, entity)
        elif operator == "partial":
            operator, guard = (SPANS, GUARD_ALL) if entity else ("redact", GUARD_NONE)
        if entity in kinds and operator in OPERATORS and STRENGTH[kinds[entity]] > STRENGTH[operator]:
            operator = kinds[entity]
        if operator == SPANS and guard and kinds.get(entity) in _BLURRED:
            operator, guard = kinds[entity], GUARD_NONE
        return ColumnPlan(
            column=column.name,
            operator=operator,
            params=self._params(operator, entity),
            entity=entity,
            clause=chosen.clause,
            reason=BY_OPERATOR.get(operator, BY_CLAUSE),
            visible=tuple(sorted(visible - {entity})),
            guard=guard,
            released_name=name_out,
        )

    def _suppressed(self, column: ColumnScan, demand: Demand, visible: set[str], name_out: str) -> ColumnPlan:
        """Its own small cells or large shares, or the cells beside those of other columns."""
        params: dict[str, object] = {"below": self.policy.small_cell_below}
        reason = BY_OPERATOR[SUPPRESS]
        if demand.beside:
            params, reason = {"below": 0, "beside": list(demand.beside)}, BESIDE_SMALL
        elif demand.action == SUPPRESS_SHARE:
            params, reason = {"below": 0, "above": self.policy.dominant_share_above}, LARGE_SHARE
        return ColumnPlan(
            column=column.name,
            operator=SUPPRESS,
            params=params,
            entity=column.label if column.label in ENTITY_INDEX else "",
            clause=demand.clause,
            reason=reason,
            visible=tuple(sorted(visible - {column.label})),
            released_name=name_out,
        )

    def _visible(self, column: ColumnScan, demands: list[Demand]) -> set[str]:
        stays: set[str] = set()
        for demand in demands:
            if demand.action == KEEP:
                asked = set(self.policy.may_stay)
                if demand.entity is not None and demand.entity in ENTITY_INDEX:
                    asked = {demand.entity}
                stays |= asked & self.policy.may_stay
        if any(word in column.name for word in self.policy.office_words):
            stays |= {"LANDLINE", "EMAIL"} & self.policy.may_stay
        return stays

    def _default(
        self, column: ColumnScan, kinds: Mapping[str, str], visible: set[str], demands: list[Demand], name_out: str
    ) -> ColumnPlan:
        """Where no clause acts: hide what was found; a column of one kind also hides what looks like it."""
        label = column.label if column.label in kinds and column.label not in visible else ""
        found = {entity.value for entity in column.cells} & set(kinds) - visible
        operator = SPANS if label or found else KEEP
        guard = GUARD_SHAPE if label else GUARD_NONE
        if label and kinds[label] in _BLURRED and column.whole.get(Entity(label), 0) * 2 > column.nonempty:
            operator, guard = kinds[label], GUARD_NONE
        elif label == "HEALTH":
            operator, guard = "redact", GUARD_NONE
        return ColumnPlan(
            column=column.name,
            operator=operator,
            params=self._params(operator, label),
            entity=label,
            clause=demands[0].clause if demands else "",
            reason=BY_OPERATOR[operator],
            visible=tuple(sorted(visible)),
            guard=guard,
            released_name=name_out,
        )

    def _blur(self, column: ColumnScan, entity: str) -> str:
        if entity == "DATE_OF_BIRTH" or any(word in column.name.lower() for word in _AGE_WORDS):
            return "age_band"
        return "county" if entity == "ADDRESS" or "址" in column.name or "户籍" in column.name else "bucket"

    def _params(self, operator: str, entity: str) -> dict[str, object]:
        params = self.policy.settings(operator, entity)
        if operator == "age_band" and self.today is not None:
            params["as_of"] = self.today.isoformat()
        return params


def _released_name(column: ColumnScan, scan: TableScan) -> str:
    """A column whose name holds personal information is called by its place and kind instead."""
    found = [finding for finding in scan.headers.get(column.index, ()) if finding.entity in PERSONAL]
    if not found:
        return ""
    label = column.label if column.label not in {LABEL_NONE, LABEL_MIXED} else ""
    kind = ENTITIES[Entity(label)].name_zh if label else "数据项"
    return f"{kind}{column.index + 1}"
