"""One click puts theme and sector right: applied, audited, kept as an example, used for the next dataset like it."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from catalog import errors
from catalog.actions.process import commit_process, prepare_process
from catalog.actions.read import read_dataset
from catalog.actions.search import search_datasets
from catalog.actions.sector_examples import correct_sector, list_examples, sector_choices
from catalog.actions.workspace import show_version
from catalog.audit import verify_chain
from catalog.models import AuditEvent, Dataset, Decision, Job, Release, SectorExample, Version
from catalog.scrubbing import scrub_dataset
from catalog.search import SearchQuery
from classifiers.precedents import Precedent, with_precedent
from tests.fakes.editions import judged
from tests.fakes.record import Record
from tests.unit.catalog.conftest import Desk

TITLE = "2025年三季度小额贷款市场平均利率"


def press(record: Record, version_id: UUID, code: str, by: str = "uploader") -> Any:
    with record.session() as session:
        return correct_sector(session, version_id, actor=record.actor(session, by), deps=record.deps, code=code)


def test_what_waits_is_put_right_and_the_reviewer_sees_it(record: Record, desk: Desk) -> None:
    version_id = desk.processed(outcome=judged(TITLE))
    with record.session() as session:
        choices = sector_choices(session, version_id, actor=record.actor(session, "uploader"))
        assert choices is not None
        assert choices.current == "LOAN"
        assert choices.current not in {one.code for one in choices.likely}
        assert len(choices.sectors) == 12
        assert sector_choices(session, version_id, actor=record.actor(session, "admin")) is None
    done = press(record, version_id, "GUAR")
    assert (done.theme, done.sector) == ("FIN", "GUAR")
    with record.session() as session:
        sheet = show_version(session, version_id, actor=record.actor(session, "officer"))
        assert sheet.decision is not None
        assert sheet.decision.sector is not None
        assert sheet.decision.sector.code == "GUAR"
        assert sheet.decision.release == "open_after_masking"
        assert len(sheet.decision.hits) == len(judged(TITLE)["decision"]["clauses"])
        rows = session.scalars(select(Decision).where(Decision.version_id == version_id)).all()
        assert sorted((one.is_current, one.sector_code) for one in rows) == [(False, "LOAN"), (True, "GUAR")]
        assert session.get_one(Version, version_id).dataset.sector_code == "GUAR"
        event = session.scalars(select(AuditEvent).where(AuditEvent.verb == "correct_subject")).one()
        assert event.detail["to"] == ["FIN", "GUAR"]
        verify_chain(session)
    desk.approved(version_id)


def test_what_is_public_follows_everywhere(record: Record, desk: Desk) -> None:
    version_id = desk.published(outcome=judged(TITLE))
    press(record, version_id, "FISC", by="officer")
    with record.session() as session:
        version = session.get_one(Version, version_id)
        page = read_dataset(session, version.dataset_id)
        assert (page.theme and page.theme.code, page.sector) == ("FISC", None)
        found = search_datasets(session, SearchQuery("利率", filters={"theme": ("FISC",)}), deps=record.deps)
        assert found.total == 1
        assert session.scalars(select(Release.sector_code)).one() is None
        syncs = session.scalars(select(Job).where(Job.kind == "sync")).all()
        assert len(syncs) == 2


@pytest.mark.parametrize(("who", "error"), [("stranger", errors.NotFound), ("admin", errors.NotPermitted)])
def test_who_may_not(record: Record, desk: Desk, who: str, error: type[Exception]) -> None:
    version_id = desk.processed(outcome=judged(TITLE))
    with pytest.raises(error):
        press(record, version_id, "GUAR", by=who)
    with record.session() as session, pytest.raises(errors.SignInNeeded):
        correct_sector(session, version_id, actor=None, deps=record.deps, code="GUAR")


@pytest.mark.parametrize("code", ["LOAN", "FIN", "NOPE", ""])
def test_what_says_nothing_is_refused(record: Record, desk: Desk, code: str) -> None:
    version_id = desk.processed(outcome=judged(TITLE))
    with pytest.raises(errors.InvalidField):
        press(record, version_id, code)
    with record.session() as session:
        assert session.scalars(select(SectorExample)).all() == []


def test_an_approved_version_is_not_changed_behind_its_approval(record: Record, desk: Desk) -> None:
    version_id = desk.approved(desk.processed(outcome=judged(TITLE)))
    with pytest.raises(errors.MoveRefused):
        press(record, version_id, "GUAR")


def test_the_next_dataset_like_it_is_put_there_and_says_why(record: Record, desk: Desk) -> None:
    press(record, desk.processed(outcome=judged(TITLE)), "GUAR")
    press(record, desk.processed(outcome=judged("2025年三季度小额贷款市场平均利率(续)")), "LEASE")
    made, other = record.upload(), record.upload(by="stranger")
    with record.session() as session:
        payload = prepare_process(session, session.get_one(Job, made.job_id), deps=record.deps)
        assert payload is not None
        kept: Any = payload["precedents"]
        assert {one["sector"] for one in kept} == {"GUAR", "LEASE"}
        assert all(not any(char.isdigit() for char in one["title"]) for one in kept)
        payload = prepare_process(session, session.get_one(Job, other.job_id), deps=record.deps)
        assert payload is not None
        assert payload["precedents"] == []
    from classifiers.decision import Decision as Judged
    from classifiers.subject import Subject

    outcome = judged("2026年一季度小额贷款市场平均利率")
    subject = Subject.from_json(outcome["facts"])
    said = tuple(Precedent(**{**one, "columns": tuple(one["columns"])}) for one in kept)
    outcome["decision"] = with_precedent(Judged.from_json(outcome["decision"]), subject, said).to_json()
    desk.commit(made.version_id, "process", commit_process, outcome)
    with record.session() as session:
        sheet = show_version(session, made.version_id, actor=record.actor(session, "uploader"))
        assert sheet.decision is not None
        assert sheet.decision.sector_words[0].place == "precedent"
        assert sheet.decision.sector is not None
        assert sheet.decision.sector.code == "GUAR"


def test_export_and_scrubbing(record: Record, desk: Desk) -> None:
    version_id = desk.processed(outcome=judged(TITLE))
    press(record, version_id, "GUAR")
    with record.session() as session:
        with pytest.raises(errors.NotPermitted):
            list_examples(session, actor=record.actor(session, "officer"))
        (row,) = list_examples(session, actor=record.actor(session, "admin"))
        assert row["after"] == {"theme": "FIN", "sector": "GUAR"}
        assert row["before"]["sector"] == "LOAN"
        assert row["columns"] == ["地区", "证件号"]
        scrub_dataset(session, session.scalars(select(Dataset)).unique().one())
        assert session.scalars(select(SectorExample)).all() == []
