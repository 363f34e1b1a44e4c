"""What the database itself refuses, and what the base types promise."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

import pytest
from sqlalchemy import delete, inspect, select
from sqlalchemy.exc import IntegrityError, StatementError

from catalog.models import Agency, AgencyName, Base, Dataset, Decision, Job, MaskingPlan, Release, Version
from tests.fakes.record import Record
from tests.unit.catalog.conftest import Desk


def test_times_come_back_in_utc_and_naive_ones_are_refused(record: Record) -> None:
    moment = datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=8)))
    with record.session() as session:
        dataset = Dataset(agency_id=record.agencies["jinrong"], modified_at=moment)
        session.add(dataset)
        session.commit()
        key = dataset.id
    with record.session() as session:
        back = session.get_one(Dataset, key).modified_at
        assert back == moment
        assert back is not None
        assert back.tzinfo is UTC
        session.add(Dataset(agency_id=record.agencies["jinrong"], modified_at=datetime(2026, 3, 2)))
        with pytest.raises(StatementError):
            session.flush()


def test_one_decision_and_one_plan_are_in_force(record: Record, desk: Desk) -> None:
    version_id = desk.processed()
    for model in (Decision, MaskingPlan):
        with record.session() as session:
            first = session.scalars(select(model).where(model.version_id == version_id)).one()
            columns = {one.key: getattr(first, one.key) for one in inspect(model).column_attrs if one.key != "id"}
            session.add(model(id=uuid4(), **columns))
            with pytest.raises(IntegrityError):
                session.flush()


def test_one_release_of_a_dataset_is_out(record: Record, desk: Desk) -> None:
    desk.published()
    other = desk.processed()
    with record.session() as session:
        first = session.scalars(select(Release)).unique().one()
        columns = {
            one.key: getattr(first, one.key)
            for one in inspect(Release).column_attrs
            if one.key not in ("id", "version_id")
        }
        session.add(Release(version_id=other, **columns))
        with pytest.raises(IntegrityError):
            session.flush()


def test_numbers_of_versions_and_effects_of_jobs_are_unique(record: Record, desk: Desk) -> None:
    made = record.upload()
    with record.session() as session:
        version = session.get_one(Version, made.version_id)
        session.add(
            Version(
                dataset_id=version.dataset_id,
                number=1,
                state="received",
                uploader_id=version.uploader_id,
                bytes_received=1,
            )
        )
        with pytest.raises(IntegrityError):
            session.flush()
    with record.session() as session:
        session.add(Job(kind="process", effect_key=f"process:{made.version_id}:0"))
        with pytest.raises(IntegrityError):
            session.flush()


def test_references_are_checked(record: Record) -> None:
    with record.session() as session:
        session.add(Dataset(agency_id=uuid4()))
        with pytest.raises(IntegrityError):
            session.flush()
    record.upload()
    with record.session() as session:
        session.execute(delete(AgencyName))
        with pytest.raises(IntegrityError):
            session.execute(delete(Agency))


def test_no_table_of_the_record_points_at_the_portal() -> None:
    for table in Base.metadata.tables.values():
        if any(
            mapper.local_table is table and mapper.class_.__module__.startswith("catalog.")
            for mapper in Base.registry.mappers
        ):
            for key in table.foreign_keys:
                owner = next(
                    mapper.class_.__module__
                    for mapper in Base.registry.mappers
                    if mapper.local_table is key.column.table
                )
                assert owner.startswith("catalog."), (table.name, key.target_fullname)


def test_every_constraint_has_a_name() -> None:
    for table in Base.metadata.tables.values():
        for constraint in table.constraints:
            assert constraint.name, table.name
            assert len(str(constraint.name)) <= 63
