"""A new edition: approvals under the old one are stale, what waits is judged anew, what is public is named."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select

from catalog import errors
from catalog.actions.approve import approve
from catalog.actions.process import commit_process, prepare_process
from catalog.actions.reclassify import reclassify
from catalog.actions.review import show_review
from catalog.actions.sweep import sweep_storage
from catalog.models import Decision, Job, NegativeListEdition, Version
from classifiers.subject import MarkFacts, Subject
from tests.fakes.outcomes import process_outcome
from tests.fakes.record import Record
from tests.unit.catalog.conftest import Desk


def enact_another(record: Record) -> str:
    """Put a copy of the list in force under another id, as if one word had changed."""
    with record.session() as session:
        old = session.scalars(select(NegativeListEdition).where(NegativeListEdition.is_current)).one()
        old.is_current = False
        session.flush()
        session.add(NegativeListEdition(id="another", number=old.number + 1, content=old.content, is_current=True))
        session.commit()
    return "another"


def test_an_approval_under_a_list_out_of_force_is_stale(record: Record, desk: Desk) -> None:
    version_id = desk.processed()
    enact_another(record)
    with record.session() as session:
        officer = record.actor(session, "officer")
        binding = show_review(session, version_id, actor=officer).binding
        with pytest.raises(errors.ApprovalStale):
            approve(session, version_id, actor=officer, deps=record.deps, binding=binding)


def test_what_waits_is_processed_again_and_what_is_public_is_compared(record: Record, desk: Desk) -> None:
    waiting, public = desk.processed(), desk.published()
    with record.session() as session:
        # what was decided openly then, on facts that the list refuses now
        decision = session.scalars(select(Decision).where(Decision.version_id == public)).one()
        decision.body = {**decision.body, "release": "open", "tier": "public", "clauses": []}
        decision.facts = Subject(title="某报告", marks=(MarkFacts("机密", "title"),)).to_json()
        session.commit()
    enact_another(record)
    with record.session() as session:
        with pytest.raises(errors.NotPermitted):
            reclassify(session, actor=record.actor(session, "officer"), deps=record.deps)
        made = reclassify(session, actor=record.actor(session, "admin"), deps=record.deps)
        again = reclassify(session, actor=record.actor(session, "admin"), deps=record.deps)
    assert (made.again, made.published_stricter) == ((waiting,), (public,))
    assert again.again == ()
    with record.session() as session:
        assert session.get_one(Version, waiting).state == "received"
        jobs = session.scalars(select(Job).where(Job.version_id == waiting, Job.state == "queued")).all()
        payload = prepare_process(session, jobs[0], deps=record.deps)
        assert payload is not None
    desk.commit(waiting, "process", commit_process, replace_edition(process_outcome(release="conditional")))
    with record.session() as session:
        decisions = session.scalars(select(Decision).where(Decision.version_id == waiting)).all()
        assert sorted((one.is_current, one.release) for one in decisions) == [
            (False, "open_after_masking"),
            (True, "conditional"),
        ]
    desk.approved(waiting)


def replace_edition(outcome: dict, edition: str = "another") -> dict:
    outcome["decision"]["edition"] = edition
    return outcome


def test_the_sweep_removes_what_the_record_does_not_want(record: Record, desk: Desk) -> None:
    public = desk.published()
    waiting = desk.processed()
    store = record.deps.storage
    before = sorted(store.list(f"released/{public}"))
    store.put(f"released/{waiting}/data.csv", b"left by a killed worker")
    stray = UUID(int=7)
    store.put(f"released/{stray}/data.csv", b"of nothing at all")
    store.put(f"staging/{stray}/raw-00000", b"an upload under way")
    with record.session() as session:
        session.get_one(Version, waiting).state = "discarded"
        session.commit()
    assert sweep_storage(deps=record.deps) == 3
    assert sorted(store.list("released")) == before
    assert len(before) == 4
    assert list(store.list(f"staging/{stray}")) == [f"staging/{stray}/raw-00000"]
    assert sweep_storage(deps=record.deps) == 0
    with pytest.raises(errors.RecordDamaged):
        sweep_storage(deps=replace(record.deps, sessions=None))
