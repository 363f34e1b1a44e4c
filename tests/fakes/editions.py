"""Editions for tests, and jobs of editions run to their end in this process."""

import json
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from catalog.actions.edition_child import compute_compare
from catalog.actions.edition_drafts import begin_draft, enact_draft, propose_draft, show_draft
from catalog.actions.edition_runs import commit_compare, prepare_compare
from catalog.actions.reclassify import run_reclassify
from catalog.models import Actor, ActorKind, ActorRole, Job, JobState
from catalog.views import EditionView
from classifiers.edition_text import add_clause, clause_values, clause_yaml, replace_clause
from classifiers.engine import decide
from classifiers.negative_list import current_edition
from classifiers.subject import ColumnFacts, EntityFacts, Subject
from tests.fakes.outcomes import process_outcome
from tests.fakes.record import Record

APPROVER = "云川市数据开放工作领导小组"
BAN = """\
id: NL-B90
title: 平均利率暂缓开放
title_en: Average rates withheld
consequence: SHARE
level: 3
basis: 试行规定第1条
when:
  - keywords: {any: [平均利率], in: [title]}
examples:
  hit: [{title: 小额贷款市场平均利率}]
  miss: [{title: 小额贷款公司名录}]
"""


def second_admin(record: Record) -> None:
    """Another administrator, `admin2`."""
    if "admin2" in record.people:
        return
    with record.session() as session:
        one = Actor(kind=ActorKind.PERSON, name="admin2", roles=[ActorRole(role="admin")])
        session.add(one)
        session.commit()
        record.people["admin2"] = one.id


def with_ban(content: str) -> str:
    """The list with a clause that shuts datasets of average rates."""
    return add_clause(content, BAN)


def without_ban(content: str) -> str:
    """The same clause, that catches something else now."""
    values = clause_values(content, "NL-B90")
    values["when"] = [{"keywords": {"any": ["平均汇率"], "in": ["title"]}}]
    values["examples"]["hit"] = [{"title": "平均汇率"}]
    return replace_clause(content, "NL-B90", clause_yaml(values))


def draft_of(record: Record, change: Any, *, by: str = "admin") -> UUID:
    """A draft from the edition in force with one change."""
    with record.session() as session:
        from catalog.actions.edition_drafts import write_draft

        actor = record.actor(session, by)
        draft_id = begin_draft(session, actor=actor, deps=record.deps)
        content = show_draft(session, draft_id, actor=actor).content
        write_draft(session, draft_id, change(content), actor=actor, deps=record.deps, revision=1)
    return draft_id


def enact(record: Record, change: Any, *, number: str = "数开办〔2026〕12号") -> EditionView:
    """Draft, propose and enact by two administrators; nothing is judged anew yet."""
    second_admin(record)
    draft_id = draft_of(record, change)
    with record.session() as session:
        propose_draft(
            session,
            draft_id,
            actor=record.actor(session, "admin"),
            deps=record.deps,
            revision=2,
            approver=APPROVER,
            approval_number=number,
            approved_at=None,
        )
        return enact_draft(session, draft_id, actor=record.actor(session, "admin2"), deps=record.deps, revision=3)


def run_jobs(record: Record, *, at_most: int = 100) -> int:
    """Run the jobs of editions in their order, as the runner would; returns how many."""
    for count in range(at_most):
        with record.session() as session:
            query = select(Job).where(Job.state == JobState.QUEUED, Job.kind.in_(("compare", "reclassify")))
            query = query.order_by(Job.priority, Job.created_at, Job.id)
            job = session.scalars(query).first()
            job_id = job.id if job is not None else None
        if job_id is None:
            return count
        run_job(record, job_id)
    return at_most


def run_job(record: Record, job_id: UUID) -> None:
    """Run one of them, and set it done in the transaction of its effect."""
    with record.session() as session:
        job = session.get_one(Job, job_id)
        kind = job.kind
        payload = prepare_compare(session, job, deps=record.deps) if kind == "compare" else None
        session.rollback()
    if kind == "reclassify":
        run_reclassify(job_id, deps=record.deps)
    outcome = None
    if payload is not None:
        order = json.loads(json.dumps(payload))
        outcome = json.loads(json.dumps(compute_compare(order, deps=record.deps, report=lambda *_: None)))
    with record.session() as session:
        job = session.get_one(Job, job_id)
        if outcome is not None:
            commit_compare(session, job, outcome, deps=record.deps)
        job.state = JobState.DONE
        session.commit()


def judged(title: str) -> dict[str, Any]:
    """What the child would answer for a table with identity numbers and this title: facts and decision fit."""
    edition = current_edition()
    columns = (
        ColumnFacts("地区", 0, "text", 20, 20, 5, length=3.0),
        ColumnFacts("证件号", 1, "text", 20, 20, 20, {"CN_ID": EntityFacts(20, 1.0, 20)}, length=18.0),
    )
    subject = Subject(title=title, columns=columns, row_count=20, vocabulary=edition.vocabulary.fingerprint)
    outcome = process_outcome()
    outcome["decision"] = decide(subject, edition, today=date(2026, 3, 2)).to_json()
    outcome["decision"]["questions"] = []
    outcome["facts"] = subject.to_json()
    outcome["described"]["title"] = title
    return outcome
