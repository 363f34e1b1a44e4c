"""Corrections and mergers on both databases: locks, JSON and the two people of the constraint are their own."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from catalog.actions.agencies import merge_agency, rename_agency
from catalog.actions.read import read_dataset
from catalog.actions.search import search_datasets
from catalog.models import Correction, Version
from catalog.search import SearchQuery
from tests.fakes.descriptions import MEANING, NEW, accept, checked, propose, typed
from tests.fakes.record import make_record
from tests.unit.catalog.conftest import Desk


@pytest.fixture
def record(database_url: str):
    made = make_record(database_url)
    yield made
    made.engine.dispose()


def test_a_correction_a_new_name_and_a_merger(record) -> None:
    desk = Desk(record)
    version_id = desk.published()
    first = checked(record, propose(record, version_id, typed(record, version_id, **NEW)))
    with record.session() as session:
        correction = session.get_one(Correction, first)
        correction.decided_by = correction.proposer_id
        with pytest.raises(IntegrityError, match="two_people"):
            session.commit()
    accept(record, first)
    ids = record.agencies
    with record.session() as session:
        admin = record.actor(session, "admin")
        rename_agency(
            session, ids["jinrong"], actor=admin, deps=record.deps, name="云川市金融办", valid_from=date(2026, 4, 1)
        )
        merge_agency(
            session,
            ids["jinrong"],
            actor=admin,
            deps=record.deps,
            into=ids["shuiwu"],
            valid_from=date(2026, 5, 1),
        )
    with record.session() as session:
        page = read_dataset(session, session.get_one(Version, version_id).dataset_id)
        assert (page.title, page.fields[0].meaning, page.agency.slug) == (NEW["title"], MEANING, "shuiwu")
        assert page.agency.former_names == ("云川市金融办", "云川市地方金融监督管理局")
        for text in (NEW["title"], "区县", "云川市金融办", "地方金融监督管理局", "税务局"):
            assert search_datasets(session, SearchQuery(text=text), deps=record.deps).total == 1, text
    # the people went with it: a colleague of the old agency proposes, an officer of the new one decides
    second = checked(record, propose(record, version_id, typed(record, version_id, summary="更正后的摘要")))
    accept(record, second, "other_officer")
    with record.session() as session:
        states = {one.id: one.state for one in session.scalars(select(Correction)).unique()}
    assert states == {first: "applied", second: "applied"}
