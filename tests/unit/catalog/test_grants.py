"""Rows that departments share: read by the grantee alone, for the time given, and never listed for others."""

from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest
from sqlalchemy import select

from catalog import errors
from catalog.actions.ckan_read import READS, ActionError, ActionNotFound, Reader
from catalog.actions.ckan_read.dump import dump_rows
from catalog.actions.grants import find_grant, grant_access, list_grants, revoke_grant
from catalog.actions.read import read_dataset
from catalog.actions.withdraw import withdraw
from catalog.audit import verify_chain
from catalog.lifecycle import Role
from catalog.models import Actor, ActorKind, ActorRole, AuditEvent, Dataset, Grant, Release
from catalog.rowstore.build import build_rowstore, infer_fields
from catalog.rowstore.cache import RowCache
from tests.fakes.outcomes import process_outcome
from tests.fakes.record import Record
from tests.unit.catalog.conftest import Desk

ROWS = pl.DataFrame({"地区": ["东湖区", "安河县"], "证件号": ["******", "******"]})
PURPOSE = "核对辖区内小额贷款公司的经营情况，用于年度风险评估。"


@pytest.fixture
def shared(record: Record, desk: Desk, tmp_path: Path):
    """A dataset for departments, with rows kept; its id and the id of its table."""
    build_rowstore(tmp_path / "rows.sqlite", [ROWS], infer_fields(ROWS), content_hash="c" * 64)
    record.deps.extras["rows"] = RowCache(record.deps.storage, tmp_path / "cache")  # type: ignore[index]

    def publish(outcome: str = "share_only", **more):
        version = desk.published(outcome=process_outcome(release=outcome), rows=None, rows_kept=True, **more)
        with record.session() as session:
            release = session.scalars(select(Release).where(Release.version_id == version)).one()
            record.deps.storage.put(release.row_store_key, (tmp_path / "rows.sqlite").read_bytes())
            dataset = session.get_one(Dataset, release.dataset_id)
            return dataset.id, next(one.id for one in dataset.resources if one.format == "CSV")

    return publish


def search(record: Record, table, who: str | None, name: str = "datastore_search", **params):
    with record.session() as session:
        actor = record.actor(session, who) if who else None
        reader = Reader(session, record.deps, "http://portal.test", record.clock(), actor)
        return READS[name](reader, {"resource_id": str(table), **params})


def give(record: Record, dataset_id, *, by: str = "officer", **more):
    with record.session() as session:
        more = {"agency": "shuiwu", "purpose": PURPOSE, "days": 30, **more}
        return grant_access(session, dataset_id, actor=record.actor(session, by), deps=record.deps, **more)


def test_a_grantee_reads_rows_and_nobody_else(record, shared):
    dataset_id, table = shared()
    for who in (None, "stranger", "developer", "admin", "officer"):
        with pytest.raises(ActionNotFound):
            search(record, table, who)
    give(record, dataset_id)
    assert [row["地区"] for row in search(record, table, "stranger")["records"]] == ["东湖区", "安河县"]
    assert search(record, table, "other_officer", name="datastore_info")["meta"]["count"] == 2  # of the same agency
    with record.session() as session:
        reader = Reader(session, record.deps, "", record.clock(), record.actor(session, "stranger"))
        assert "安河县" in "".join(dump_rows(reader, {"resource_id": str(table)}).chunks)
    for who in (None, "developer", "uploader"):
        with pytest.raises(ActionNotFound):
            search(record, table, who)


def readings(record: Record) -> list[AuditEvent]:
    with record.session() as session:
        query = select(AuditEvent).where(AuditEvent.verb == "read_by_grant").order_by(AuditEvent.sequence)
        return list(session.scalars(query))


def test_every_reading_by_grant_is_audited_without_values(record, shared):
    dataset_id, table = shared()
    grant = give(record, dataset_id)
    search(record, table, "stranger", filters={"地区": "东湖区"}, q="东湖", fields="地区")
    search(record, table, "stranger", limit=1, records_format="csv")
    search(record, table, "other_officer", fields="证件号", distinct=True)
    search(record, table, "stranger", name="datastore_info")  # no rows
    with record.session() as session:
        reader = Reader(session, record.deps, "", record.clock(), record.actor(session, "stranger"))
        dump_rows(reader, {"resource_id": str(table), "limit": "1", "offset": "1", "format": "json"})
    events = readings(record)
    assert [(one.detail["door"], one.detail["rows"], one.detail["columns"]) for one in events] == [
        ("datastore_search", 1, ["地区"]),
        ("datastore_search", 1, ["_id", "地区", "证件号"]),
        ("datastore_search", 1, ["证件号"]),
        ("datastore_dump", 1, ["_id", "地区", "证件号"]),
    ]
    assert {one.detail["grant"] for one in events} == {str(grant.id)}
    assert {one.object_id for one in events} == {str(dataset_id)}
    assert events[0].actor_id == record.people["stranger"]
    assert "东湖区" not in str([one.detail for one in events])
    with record.session() as session:
        verify_chain(session)


@pytest.mark.parametrize("read", [READS["datastore_search"], dump_rows])
def test_without_its_event_nothing_is_given_out(record, shared, monkeypatch, read):
    dataset_id, table = shared()
    give(record, dataset_id)
    monkeypatch.setattr("catalog.audit.record", _no_room)
    with record.session() as session:
        reader = Reader(session, record.deps, "", record.clock(), record.actor(session, "stranger"))
        with pytest.raises(errors.AuditBroken):
            read(reader, {"resource_id": str(table)})


def _no_room(*_: object, **__: object) -> None:
    raise errors.AuditBroken


def test_what_everybody_may_read_leaves_no_trace(record, desk, shared):
    _, table = shared("open")
    search(record, table, None)
    search(record, table, "stranger")
    assert readings(record) == []


def test_one_person_alone(record, shared):
    dataset_id, table = shared()
    give(record, dataset_id, agency="", person_id=record.people["developer"])
    assert search(record, table, "developer")["total"] == 2
    with pytest.raises(ActionNotFound):
        search(record, table, "stranger")


@pytest.mark.parametrize("outcome", ["share_only", "conditional"])
def test_nothing_is_listed_even_for_a_grantee(record, shared, outcome):
    dataset_id, table = shared(outcome)
    give(record, dataset_id)
    assert search(record, table, "stranger")["total"] == 2
    for name in ("resource_show", "package_search", "package_list", "resource_search"):
        params = {"id": str(table), "query": "name:小额"} if name.startswith("resource") else {}
        with record.session() as session:
            reader = Reader(session, record.deps, "", record.clock(), record.actor(session, "stranger"))
            try:
                found = READS[name](reader, params)
            except ActionError:
                continue
        assert str(table) not in str(found)
    with record.session() as session:
        page = read_dataset(session, dataset_id, actor=record.actor(session, "stranger"))
        assert (page.row_store_key, page.files, page.row_count) == (None, (), None)
        if outcome == "share_only":
            with pytest.raises(errors.NotFound):
                read_dataset(session, dataset_id)


def test_revocation_and_the_last_day_end_it_at_once(record, shared):
    dataset_id, table = shared()
    grant = give(record, dataset_id, days=2)
    assert search(record, table, "stranger")["total"] == 2
    record.clock.now += timedelta(days=2, seconds=1)
    with pytest.raises(ActionNotFound):
        search(record, table, "stranger")
    grant = give(record, dataset_id, days=2)
    assert search(record, table, "stranger")["total"] == 2
    for _ in range(2):  # the second time changes nothing
        with record.session() as session:
            revoke_grant(session, grant.id, actor=record.actor(session, "platform_officer"), deps=record.deps)
    with pytest.raises(ActionNotFound):
        search(record, table, "stranger")
    with record.session() as session:
        page = list_grants(session, dataset_id, actor=record.actor(session, "officer"), deps=record.deps)
        assert [one.state for one in page.grants] == ["revoked", "expired"]
        verbs = [one.verb for one in session.scalars(select(AuditEvent).order_by(AuditEvent.sequence))]
        assert verbs.count("grant") == 2
        assert verbs.count("revoke_grant") == 1
        event = session.scalars(select(AuditEvent).where(AuditEvent.verb == "grant")).first()
        assert event.detail["purpose"] == PURPOSE


def test_an_inactive_person_and_a_withdrawn_release_read_nothing(record, shared):
    dataset_id, table = shared()
    give(record, dataset_id)
    with record.session() as session:
        record.actor(session, "stranger").is_active = False
        session.commit()
    with pytest.raises(ActionNotFound):
        search(record, table, "stranger")
    assert search(record, table, "other_officer")["total"] == 2
    with record.session() as session:
        release_id = session.get_one(Dataset, dataset_id).current_release_id
        withdraw(
            session, release_id, actor=record.actor(session, "officer"), deps=record.deps, reason="口径有误，撤回重报。"
        )
    with pytest.raises(ActionNotFound):
        search(record, table, "other_officer")


def test_a_grant_of_some_columns_opens_nothing_yet(record, shared):
    dataset_id, table = shared()
    grant = give(record, dataset_id)
    with record.session() as session:
        session.get_one(Grant, grant.id).fields = ["地区"]
        session.commit()
    with pytest.raises(ActionNotFound):
        search(record, table, "stranger")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"days": 0}, errors.InvalidField),
        ({"days": 367}, errors.InvalidField),
        ({"agency": ""}, errors.InvalidField),
        ({"agency": "jinrong"}, errors.InvalidField),
        ({"agency": "nobody"}, errors.InvalidField),
        ({"purpose": ""}, errors.ReasonNeeded),
        ({"by": "uploader"}, errors.NotPermitted),
        ({"by": "admin"}, errors.NotPermitted),
        ({"by": "stranger"}, errors.NotFound),
        ({"by": "other_officer"}, errors.NotFound),
        ({"by": "developer"}, errors.NotFound),
    ],
)
def test_what_is_refused(record, shared, changes, error):
    dataset_id, _ = shared()
    with pytest.raises(error):
        give(record, dataset_id, **changes)
    with record.session() as session:
        assert session.scalars(select(Grant)).all() == []


def test_open_data_need_no_grant(record, desk):
    version = desk.published(outcome=process_outcome(release="open"))
    with record.session() as session:
        dataset_id = session.scalars(select(Release).where(Release.version_id == version)).one().dataset_id
    with pytest.raises(errors.InvalidField):
        give(record, dataset_id)


def test_a_token_row_of_its_own_is_nobodys_grantee(record, shared):
    dataset_id, _ = shared()
    give(record, dataset_id)
    with record.session() as session:
        robot = Actor(
            kind=ActorKind.TOKEN,
            name="robot",
            agency_id=record.agencies["shuiwu"],
            roles=[ActorRole(role=Role.UPLOADER.value)],
        )
        session.add(robot)
        session.flush()
        release = session.get_one(Release, session.get_one(Dataset, dataset_id).current_release_id)
        assert find_grant(session, release, actor=robot, now=record.clock()) is None
