"""Rows of the record as view models of a version: decision, plan, progress, errors, verdicts."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from catalog.messages import explain
from catalog.models import (
    Actor,
    Approval,
    Decision,
    Job,
    JobState,
    MaskingPlan,
    NegativeListEdition,
    Sector,
    Theme,
    Version,
)
from catalog.taxonomy import NOTE_LABELS, STEP_LABELS, VERDICT_LABELS, label_of, masking_label
from catalog.views import (
    Choice,
    ColumnView,
    DecisionView,
    ErrorView,
    EvidenceView,
    HitView,
    PlanView,
    PreviewView,
    ProgressView,
    QuestionView,
    SectorWordView,
    StepView,
    VerdictView,
)
from classifiers.evidence_words import kind_words
from classifiers.taxonomy import taxonomy
from classifiers.tiers import Consequence, Opening, Release, ResourceKind, SecurityLabel, Sharing, Tier
from desensitize.entities import ENTITIES

KEPT = (None, "", "keep")


def entity_label(code: str | None) -> str:
    """Return the Chinese name of a kind of personal information; other words of evidence come back as they are."""
    info = ENTITIES.get(code) if code else None  # type: ignore[call-overload]  # plain strings are looked up too
    return info.name_zh if info else (code or "")


def names_of(session: Session, model: type[Theme] | type[Sector]) -> dict[str, str]:
    """Return code → Chinese name of themes or sectors."""
    return {row[0]: row[1] for row in session.execute(select(model.code, model.name))}


def view_decision(session: Session, decision: Decision) -> DecisionView:
    """Return a decision as people read it."""
    body = decision.body
    themes, sectors = names_of(session, Theme), names_of(session, Sector)
    edition = session.get(NegativeListEdition, decision.edition_id)
    person = session.get(Actor, decision.decided_by) if decision.decided_by else None
    return DecisionView(
        id=decision.id,
        tier=decision.tier,
        tier_label=Tier(decision.tier).label,
        release=decision.release,
        release_label=Release(decision.release).label,
        opening_label=Opening(body["opening"]).label,
        sharing_label=Sharing(body["sharing"]).label,
        deciding_clause=decision.deciding_clause,
        hits=tuple(
            HitView(
                clause_id=hit.clause_id,
                title=hit.title,
                consequence=hit.consequence,
                consequence_label=Consequence(hit.consequence).label,
                matcher=hit.matcher,
                evidence=tuple(
                    EvidenceView(one["place"], one["count"], one["kind"], kind_words(one["kind"], english=False))
                    for one in hit.evidence
                ),
                basis=hit.legal_basis,
                overruled_by=hit.overruled_by,
                is_deciding=hit.clause_id == decision.deciding_clause,
            )
            for hit in decision.hits
        ),
        reasons=tuple(body.get("reasons_zh", ())),
        questions=tuple(
            QuestionView(one["code"], one["text_zh"], one.get("text_en", "")) for one in body.get("questions", ())
        ),
        theme=choice(themes, decision.theme_code or "OTHER"),
        sector=choice(sectors, decision.sector_code) if decision.sector_code else None,
        also_sectors=tuple(choice({**themes, **sectors}, code) for code in body.get("also_sectors", ())),
        resource_kind=Choice(body["resource_kind"], ResourceKind(body["resource_kind"]).label),
        jr0197_level=body["jr0197_level"],
        security_label=SecurityLabel(body["gbt43697"]).label,
        confidence=decision.confidence or 0.0,
        edition_id=decision.edition_id,
        edition_number=edition.number if edition else None,
        decided_at=decision.created_at,
        decided_by=person.name if person else None,
        override_reason=decision.override_reason,
        rules_release=decision.rules_release,
        reasons_en=tuple(body.get("reasons_en", ())),
        sector_words=tuple(
            SectorWordView(
                one["code"],
                {**themes, **sectors}.get(one["code"], one["code"]),
                _spoken(one),
                one["place"],
                one["weight"],
            )
            for one in body.get("sector_words", ())
        ),
    )


def _spoken(word: Mapping[str, Any]) -> str:
    """The word that spoke for a sector; a kind of agency by its name."""
    kind = taxonomy().departments.get(word["word"]) if word["place"] == "agency" else None
    return kind.name if kind else str(word["word"])


def choice(names: Mapping[str, str], code: str) -> Choice:
    """Return a code with its label."""
    return Choice(code, names.get(code, code))


def view_plan(version: Version, plan: MaskingPlan) -> PlanView:
    """Return a plan as people read it: every column with what happens to it, and the preview."""
    by_name = {column["column"]: column for column in plan.body.get("columns", ())}
    preview, kinds = plan.preview or {}, plan.body.get("text_entities", {})
    return PlanView(
        id=plan.id,
        recipe_version=plan.recipe_version,
        columns=tuple(_column(column, by_name.get(column.name, {}), kinds) for column in version.columns),
        text_entities=tuple(
            Choice(code, entity_label(code)) for code in preview.get("entities", plan.body.get("text_entities", ()))
        ),
        preview=PreviewView(
            columns=tuple(preview.get("columns", ())),
            before=_rows(preview.get("before", ())),
            after_columns=tuple(preview.get("after_columns", ())),
            after=_rows(preview.get("after", ())),
        ),
        notes=tuple(label_of(NOTE_LABELS, note) for note in plan.body.get("notes", ())),
    )


def _rows(rows: Sequence[Sequence[str | None]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple("" if cell is None else cell for cell in row) for row in rows)


def _column(column: Any, plan: Mapping[str, Any], kinds: Mapping[str, str]) -> ColumnView:
    operator, entity = plan.get("operator"), plan.get("entity")
    label_name = {"NONE": "", "MIXED": "混合"}.get(column.label) or entity_label(column.label)
    return ColumnView(
        position=column.position,
        code=column.code,
        name=column.name,
        type=column.type,
        unit=column.unit,
        meaning=column.meaning,
        title=column.title,
        label=column.label,
        label_name="" if column.label == "NONE" else label_name,
        jr0197_level=column.jr0197_level,
        c_class=column.c_class,
        operator=None if operator in KEPT else operator,
        operator_label=masking_label(operator, entity, kinds.get(entity or "")),
        clause=plan.get("clause") or None,
        reason=plan.get("reason", ""),
    )


def view_error(code: str | None, detail: Mapping[str, Any] | None = None) -> ErrorView | None:
    """Return the sentence for a stored error code."""
    if code is None:
        return None
    pairs = tuple((key, str(value)) for key, value in sorted((detail or {}).items()))
    return ErrorView(code, explain(code, detail), pairs)


def latest_job(session: Session, version: Version) -> Job | None:
    """Return the version's newest job that people follow (not the clearing or syncing behind it)."""
    query = select(Job).where(Job.version_id == version.id, Job.kind.in_(("process", "publish")))
    return session.scalars(query.order_by(Job.created_at.desc(), Job.id).limit(1)).first()


def view_progress(session: Session, job: Job) -> ProgressView:
    """Return a job's progress, with the number of jobs that come before it; of a shared-out job, all its parts'."""
    family = session.scalars(select(Job).where(Job.parent_id == job.id)).all() if job.state == JobState.DONE else ()
    now = _at_work(job, family)
    parts = [one for one in family if one.kind == "part"]
    is_scanning = bool(parts) and now.kind == "part"
    ahead = 0
    if now.state == JobState.QUEUED:
        earlier = or_(Job.priority < now.priority, (Job.priority == now.priority) & (Job.created_at < now.created_at))
        ahead = session.scalar(select(func.count()).where(Job.state == JobState.QUEUED, earlier)) or 0
    step = ("scan" if job.kind == "process" else "mask") if is_scanning else now.step
    done = sum(one.state == JobState.DONE for one in parts)
    return ProgressView(
        job_id=job.id,
        kind=job.kind,
        state=now.state,
        step=step,
        step_label=label_of(STEP_LABELS, step),
        done=done if is_scanning else now.done,
        total=len(parts) if is_scanning else now.total,
        attempts=now.attempts,
        steps=tuple(
            StepView(one["step"], label_of(STEP_LABELS, one["step"]), float(one["seconds"]))
            for one in (*job.steps, *(now.steps if now is not job and now.kind == "join" else ()))
        ),
        ahead=ahead,
        error=view_error(now.error_code),
        created_at=job.created_at,
        finished_at=now.finished_at,
    )


def _at_work(job: Job, family: Sequence[Job]) -> Job:
    """Return which job of a family says how it stands: one that failed, the join, a part at work, or the job itself."""

    def rank(one: Job) -> int:
        order = [one.state == JobState.FAILED, one.kind == "join", one.state == JobState.RUNNING]
        order.append(one.state == JobState.QUEUED)
        return order.index(True) if True in order else len(order)

    return min(family, key=rank, default=job)


def view_verdicts(session: Session, version: Version) -> tuple[VerdictView, ...]:
    """Return what reviewers said of a version, oldest first."""
    query = (
        select(Approval, Actor.name)
        .join(Actor, Actor.id == Approval.approver_id)
        .where(Approval.version_id == version.id)
        .order_by(Approval.created_at)
    )
    return tuple(
        VerdictView(
            verdict=one.verdict,
            verdict_label=label_of(VERDICT_LABELS, one.verdict),
            by=name,
            at=one.created_at,
            reason=one.reason,
            comments=tuple((comment["column"], comment["text"]) for comment in one.comments),
        )
        for one, name in session.execute(query)
    )
