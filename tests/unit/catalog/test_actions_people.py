"""Agencies and actors: who may make them, names with days, successors, and the logs they may read."""

from datetime import date

import pytest
from sqlalchemy import select

from catalog import errors
from catalog.actions.agencies import close_agency, create_agency, list_agencies, rename_agency, show_agency
from catalog.actions.audit_log import list_events, list_gate, verify_log
from catalog.actions.people import create_actor, set_roles, system_actor
from catalog.actions.process import commit_process
from catalog.models import Actor, AgencyKind, AgencyName, Sector, Theme
from catalog.seed import seed_record
from tests.fakes.record import Record
from tests.unit.catalog.conftest import Desk


def test_seeding_twice_changes_nothing(record: Record) -> None:
    with record.session() as session:
        seed_record(session)
        assert set(session.scalars(select(AgencyKind.code))) == {
            "CZ",
            "SW",
            "SWJ",
            "JRJ",
            "RH",
            "YBJ",
            "ZJJ",
            "SCJG",
            "TJ",
        }
        assert len(session.scalars(select(Theme)).all()) == 5
        assert len(session.scalars(select(Sector)).all()) == 12
        assert system_actor(session).kind == "system"


def test_agencies_are_made_renamed_and_closed(record: Record) -> None:
    with record.session() as session:
        admin = record.actor(session, "admin")
        made = create_agency(
            session, actor=admin, deps=record.deps, slug="yinjian", code="YBJ9", kind_code="YBJ", name="云川银保监分局"
        )
        for slug, code in (("yinjian", "X1"), ("other", "YBJ9")):
            with pytest.raises(errors.AgencyExists):
                create_agency(
                    session, actor=admin, deps=record.deps, slug=slug, code=code, kind_code="YBJ", name="又一个"
                )
        for field in ({"slug": "不行"}, {"kind_code": "ZZ"}, {"name": ""}, {"code": " "}):
            given = {"slug": "abc", "code": "C1", "kind_code": "YBJ", "name": "某局"} | field
            with pytest.raises(errors.InvalidField):
                create_agency(session, actor=admin, deps=record.deps, **given)
        view = rename_agency(
            session,
            made.id,
            actor=admin,
            deps=record.deps,
            name="国家金融监督管理总局云川监管分局",
            valid_from=date(2023, 7, 20),
        )
        assert view.former_names == ("云川银保监分局",)
        days = session.scalars(
            select(AgencyName).where(AgencyName.agency_id == made.id).order_by(AgencyName.name)
        ).all()
        assert sorted((one.valid_from, one.valid_to) for one in days if one.valid_from) == [(date(2023, 7, 20), None)]
        assert {one.valid_to for one in days} == {None, date(2023, 7, 19)}
        with pytest.raises(errors.InvalidField):
            rename_agency(session, made.id, actor=admin, deps=record.deps, name="早于现名", valid_from=date(2020, 1, 1))
        with pytest.raises(errors.InvalidField):
            close_agency(session, made.id, actor=admin, deps=record.deps, successor_id=made.id)
        closed = close_agency(session, made.id, actor=admin, deps=record.deps, successor_id=record.agencies["jinrong"])
        assert not closed.is_active
        assert show_agency(session, "yinjian").successor_id == record.agencies["jinrong"]
        assert "yinjian" not in {one.slug for one in list_agencies(session)}
        assert "yinjian" in {one.slug for one in list_agencies(session, is_active=None)}


def test_a_closed_agency_takes_no_uploads(record: Record) -> None:
    with record.session() as session:
        close_agency(
            session,
            record.agencies["jinrong"],
            actor=record.actor(session, "admin"),
            deps=record.deps,
            successor_id=record.agencies["shuiwu"],
        )
    with pytest.raises(errors.AgencyInactive):
        record.upload()


def test_only_administrators_make_people(record: Record) -> None:
    with record.session() as session:
        for name in ("officer", "uploader", "developer"):
            with pytest.raises(errors.NotPermitted):
                create_actor(
                    session,
                    actor=record.actor(session, name),
                    deps=record.deps,
                    name="某",
                    agency_id=None,
                    roles=["admin"],
                )
        with pytest.raises(errors.SignInNeeded):
            create_actor(session, actor=None, deps=record.deps, name="某", agency_id=None, roles=["admin"])
        admin = record.actor(session, "admin")
        for given in (
            {"roles": ["king"], "agency_id": None},
            {"roles": ["uploader"], "agency_id": None},
            {"roles": ["admin"], "agency_id": None, "kind": "system"},
        ):
            with pytest.raises(errors.InvalidField):
                create_actor(session, actor=admin, deps=record.deps, name="某", **given)
        key = create_actor(
            session,
            actor=admin,
            deps=record.deps,
            name="新人",
            agency_id=record.agencies["jinrong"],
            roles=["uploader"],
        )
        set_roles(session, key, actor=admin, deps=record.deps, roles=["officer"], is_active=False)
        assert session.get_one(Actor, key).role_names == {"officer"}
        assert not session.get_one(Actor, key).is_active
        with pytest.raises(errors.NotFound):
            set_roles(session, system_actor(session).id, actor=admin, deps=record.deps, roles=["admin"])
        total, rows = list_events(session, actor=admin, object_id=str(key))
        assert (total, [row.verb for row in rows]) == (2, ["set_roles", "create_actor"])


def test_each_log_has_its_readers(record: Record, desk: Desk) -> None:
    made = record.upload()
    desk.commit(made.version_id, "process", commit_process, {"refused": ["NL-A01"], "keyed_digest": "d" * 64})
    with record.session() as session:
        gate = list_gate(session, actor=record.actor(session, "secrecy"))
        assert [(row.version_id, row.clauses[0].code, row.keyed_digest) for row in gate] == [
            (made.version_id, "NL-A01", "d" * 64)
        ]
        assert verify_log(session, actor=record.actor(session, "admin")) >= 2
        for name in ("officer", "admin", "uploader"):
            with pytest.raises(errors.NotPermitted):
                list_gate(session, actor=record.actor(session, name))
        for name in ("officer", "secrecy", "uploader"):
            with pytest.raises(errors.NotPermitted):
                list_events(session, actor=record.actor(session, name))
            with pytest.raises(errors.NotPermitted):
                verify_log(session, actor=record.actor(session, name))
