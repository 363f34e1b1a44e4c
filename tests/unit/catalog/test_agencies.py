"""An agency renamed or merged: ids, links and names stay, everything else follows."""

import json
from datetime import date

import pytest
from sqlalchemy import select

from catalog import errors
from catalog.actions.agencies import close_agency, list_agencies, merge_agency, rename_agency, show_agency
from catalog.actions.read import read_dataset
from catalog.actions.search import search_datasets
from catalog.models import Actor, AgencyName, Dataset, Job, JobState, Version
from catalog.search import SearchQuery
from catalog.search.tables import SearchEntry
from tests.fakes.record import Record
from tests.unit.catalog.conftest import Desk

DAY = date(2026, 4, 1)
NEW = "云川市地方金融管理局"


def found(record: Record, **query: object) -> list[str]:
    with record.session() as session:
        page = search_datasets(session, SearchQuery(**{"text": "", **query}), deps=record.deps)  # type: ignore[arg-type]
        return [card.agency_name for card in page.cards]


def open_syncs(record: Record) -> int:
    with record.session() as session:
        query = select(Job.id).where(Job.kind == "sync", Job.state == JobState.QUEUED)
        return len(session.scalars(query).all())


def package(record: Record) -> dict:
    with record.session() as session:
        return json.loads(session.scalars(select(SearchEntry.body).where(SearchEntry.is_live)).one())


def rename(record: Record, slug: str, name: str, day: date = DAY) -> None:
    with record.session() as session:
        admin = record.actor(session, "admin")
        rename_agency(session, record.agencies[slug], actor=admin, deps=record.deps, name=name, valid_from=day)


def merge(record: Record, slug: str, into: str, who: str = "admin") -> tuple[int, int]:
    with record.session() as session:
        actor = record.actor(session, who)
        ids = record.agencies
        done = merge_agency(session, ids[slug], actor=actor, deps=record.deps, into=ids[into], valid_from=DAY)
        return done.datasets, done.people


def test_a_new_name_shows_everywhere_and_the_old_one_finds(record: Record, desk: Desk) -> None:
    version_id, before = desk.published(), open_syncs(record)
    desk.processed()  # not public: nothing follows
    rename(record, "jinrong", NEW)
    assert open_syncs(record) == before + 1
    assert found(record, text=NEW) == found(record, text="云川市地方金融监督管理局") == [NEW]
    organization = package(record)["organization"]
    assert (organization["id"], organization["title"]) == (str(record.agencies["jinrong"]), NEW)
    with record.session() as session:
        page = read_dataset(session, session.get_one(Version, version_id).dataset_id)
        names = {one.name: (one.valid_from, one.valid_to) for one in session.scalars(select(AgencyName))}
    assert page.agency.former_names == ("云川市地方金融监督管理局",)
    assert names["云川市地方金融监督管理局"] == (None, date(2026, 3, 31))
    assert names[NEW] == (DAY, None)


def test_a_merger_moves_datasets_and_people_and_keeps_ids(record: Record, desk: Desk) -> None:
    version_id = desk.published()
    with record.session() as session:
        dataset = session.get_one(Version, version_id).dataset
        before = (dataset.id, dataset.slug, dataset.catalogue_code)
    queued = open_syncs(record)
    assert merge(record, "jinrong", "shuiwu") == (1, 4)
    assert open_syncs(record) == queued + 1
    tax = "国家税务总局云川市税务局"
    assert found(record, text="地方金融监督管理局") == found(record, filters={"agency": ("jinrong",)}) == [tax]
    assert package(record)["owner_org"] == str(record.agencies["shuiwu"])
    assert "云川市地方金融监督管理局" not in package(record)["organization"]["title"]
    with record.session() as session:
        dataset = session.get_one(Dataset, before[0])
        assert (dataset.id, dataset.slug, dataset.catalogue_code) == before
        assert session.scalars(select(Actor).where(Actor.agency_id == record.agencies["jinrong"])).all() == []
        old = show_agency(session, "jinrong")
        assert (old.is_active, old.successor_id) == (False, record.agencies["shuiwu"])
        assert [one.slug for one in list_agencies(session)] == ["shuiwu"]
        jobs = session.scalars(select(Job.agency_id).where(Job.version_id == version_id)).all()
        assert set(jobs) == {record.agencies["shuiwu"]}
        ended = session.scalars(select(AgencyName).where(AgencyName.agency_id == record.agencies["jinrong"])).one()
        assert ended.valid_to == date(2026, 3, 31)


def test_names_are_found_over_several_mergers(record: Record, desk: Desk) -> None:
    desk.published()
    rename(record, "jinrong", NEW, date(2026, 3, 1))
    merge(record, "jinrong", "shuiwu")
    rename(record, "shuiwu", "云川市财政金融局")
    for name in ("云川市地方金融监督管理局", NEW, "国家税务总局云川市税务局", "云川市财政金融局"):
        assert found(record, text=name) == ["云川市财政金融局"], name


def test_people_go_on_where_their_agency_went(record: Record, desk: Desk) -> None:
    version_id = desk.published()
    merge(record, "jinrong", "shuiwu")
    with record.session() as session:
        dataset_id = session.get_one(Version, version_id).dataset_id
    again = record.upload(dataset_id=dataset_id)
    assert again.number == 2


@pytest.mark.parametrize(
    ("slug", "into", "who", "refusal"),
    [
        ("jinrong", "jinrong", "admin", errors.InvalidField),
        ("jinrong", "shuiwu", "uploader", errors.NotPermitted),
        ("jinrong", "shuiwu", "platform_officer", errors.NotPermitted),
    ],
)
def test_who_may_merge_what(record: Record, slug: str, into: str, who: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        merge(record, slug, into, who)


def test_a_closed_agency_is_not_merged_again(record: Record) -> None:
    merge(record, "jinrong", "shuiwu")
    for slug, into in (("jinrong", "shuiwu"), ("shuiwu", "jinrong")):
        with pytest.raises(errors.AgencyInactive):
            merge(record, slug, into)


def test_what_is_closed_without_a_merger_stays_under_its_name(record: Record, desk: Desk) -> None:
    desk.published()
    with record.session() as session:
        admin, ids = record.actor(session, "admin"), record.agencies
        close_agency(session, ids["jinrong"], actor=admin, deps=record.deps, successor_id=ids["shuiwu"])
    assert found(record, text="利率") == ["云川市地方金融监督管理局"]
