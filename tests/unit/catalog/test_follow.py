"""What was corrected shows in search, in the Action API's copy and in a job for CKAN; what is not public needs nothing."""

import json

import pytest
from sqlalchemy import select

from catalog.actions.follow import correction_follows, set_subject
from catalog.actions.read import read_dataset
from catalog.errors import InvalidField
from catalog.models import Dataset, Job, JobState, Version
from catalog.search import SearchQuery
from catalog.search.tables import SearchEntry
from tests.fakes.record import Record
from tests.unit.catalog.conftest import Desk


def dataset_of(session, version_id) -> Dataset:
    return session.get_one(Dataset, session.get_one(Version, version_id).dataset_id)


def sync_jobs(session, dataset: Dataset) -> list[Job]:
    query = select(Job).where(Job.dataset_id == dataset.id, Job.kind == "sync", Job.state == JobState.QUEUED)
    return list(session.scalars(query))


def test_a_corrected_sector_shows_in_search_and_in_what_ckan_gets(record: Record, desk: Desk) -> None:
    version_id = desk.published()
    with record.session() as session:
        dataset = dataset_of(session, version_id)
        queued, slug = len(sync_jobs(session, dataset)), dataset.slug
        job = set_subject(
            session, dataset, deps=record.deps, theme_code="FIN", sector_code="BANK", also_sectors=("LOAN",)
        )
        assert job is not None
        session.commit()
        assert len(sync_jobs(session, dataset)) == queued + 1
        found = record.deps.search.search(session, SearchQuery(text="", filters={"sector": ("BANK",)}))
        assert [hit.dataset_id for hit in found.hits] == [dataset.id]
        body = json.loads(session.scalars(select(SearchEntry.body)).one())
        assert {group["name"] for group in body["groups"]} == {"theme-fin", "sector-bank", "sector-loan"}
        page = read_dataset(session, dataset.id)
        assert page.sector is not None
        assert (page.sector.code, page.slug) == ("BANK", slug)


def test_a_dataset_is_also_found_under_another_theme(record: Record, desk: Desk) -> None:
    version_id = desk.published()
    with record.session() as session:
        dataset = dataset_of(session, version_id)
        set_subject(session, dataset, deps=record.deps, theme_code="FIN", sector_code="INS", also_sectors=("FISC",))
        session.commit()
        for name, code in (("theme", "FIN"), ("theme", "FISC"), ("sector", "INS")):
            found = record.deps.search.search(session, SearchQuery(text="", filters={name: (code,)}))
            assert [hit.dataset_id for hit in found.hits] == [dataset.id], code
        assert not record.deps.search.search(session, SearchQuery(text="", filters={"sector": ("FISC",)})).hits
        body = json.loads(session.scalars(select(SearchEntry.body)).one())
        assert {group["name"] for group in body["groups"]} == {"theme-fin", "sector-ins", "theme-fisc"}
        assert [one.label for one in read_dataset(session, dataset.id).also_sectors] == ["财政"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"theme_code": "NONE"}, "theme"),
        ({"sector_code": "NONE"}, "sector"),
        ({"theme_code": "FISC"}, "sector"),
        ({"also_sectors": ("NONE",)}, "also_sectors"),
    ],
)
def test_only_themes_and_sectors_that_there_are(record: Record, desk: Desk, wrong: dict, field: str) -> None:
    version_id = desk.published()
    asked = {"theme_code": "FIN", "sector_code": "BANK", **wrong}
    with record.session() as session:
        dataset = dataset_of(session, version_id)
        with pytest.raises(InvalidField) as refused:
            set_subject(session, dataset, deps=record.deps, **asked)
    assert refused.value.detail["field"] == field


def test_every_correction_has_a_job_of_its_own(record: Record, desk: Desk) -> None:
    version_id = desk.published()
    with record.session() as session:
        dataset = dataset_of(session, version_id)
        before = dataset.modified_at
        jobs = {correction_follows(session, dataset, deps=record.deps).id for _ in range(3)}
        assert len(jobs) == 3
        assert dataset.modified_at > before


def test_nothing_follows_where_nothing_is_public(record: Record, desk: Desk) -> None:
    version_id = desk.processed()
    with record.session() as session:
        dataset = dataset_of(session, version_id)
        assert set_subject(session, dataset, deps=record.deps, theme_code="FIN", sector_code="INS") is None
        assert dataset.sector_code == "INS"
        assert sync_jobs(session, dataset) == []
        assert session.scalars(select(SearchEntry)).all() == []
