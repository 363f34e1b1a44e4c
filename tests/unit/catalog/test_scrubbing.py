"""Refused content that had been released: after the withdrawal no word of it is left in the database's bytes."""

from pathlib import Path

from sqlalchemy import select

from catalog.actions.clear import run_clear
from catalog.actions.read import read_dataset
from catalog.actions.review import list_queue
from catalog.actions.withdraw import withdraw
from catalog.actions.workspace import list_versions, show_version
from catalog.audit import verify_chain
from catalog.metadata import ColumnText
from catalog.models import Release
from tests.fakes.descriptions import accept, checked, propose, typed
from tests.fakes.outcomes import process_outcome
from tests.fakes.record import Record
from tests.unit.catalog.conftest import Desk

WORDS = ("某专项处置方案标题", "某专项摘要文字", "某专项标签", "某专项列名", "某专项文件名", "某专项更正后的含义")


def outcome() -> dict:
    made = process_outcome()
    made["described"] |= {"title": WORDS[0], "summary": WORDS[1], "tags": [WORDS[2]]}
    made["file_name"] = f"{WORDS[4]}.csv"
    made["columns"][0]["name"] = made["plan"]["columns"][0]["column"] = WORDS[3]
    made["facts"] = {"version": 1, "title": WORDS[0]}
    made["decision"]["reasons_zh"] = [f"标题为{WORDS[0]}"]
    made["decision"]["clauses"][0]["evidence"][0]["place"] = f"column:{WORDS[3]}"
    made["preview"]["columns"][0] = WORDS[3]
    return made


def content(record: Record) -> bytes:
    path = record.engine.url.database
    assert path is not None
    return b"".join(one.read_bytes() for one in Path(path).parent.glob(f"{Path(path).name}*"))


def test_no_word_is_left(record: Record, desk: Desk) -> None:
    version_id = desk.published(outcome=outcome())
    columns = (ColumnText(WORDS[3], meaning=WORDS[5]),)
    accept(record, checked(record, propose(record, version_id, typed(record, version_id, columns=columns))))
    waiting = typed(record, version_id, summary=f"{WORDS[1]}（再次更正）")
    checked(record, propose(record, version_id, waiting))
    assert WORDS[5].encode() in content(record)
    with record.session() as session:
        page = read_dataset(session, session.scalars(select(Release.dataset_id)).one())
    assert all(word.encode() in content(record) for word in WORDS[:3])
    with record.session() as session:
        made = withdraw(
            session,
            page.release_id,
            actor=record.actor(session, "officer"),
            deps=record.deps,
            reason="发布后认定不得公开",
            clause="NL-A01",
        )
    run_clear(made.job_id, deps=record.deps)
    record.engine.dispose()
    left = content(record)
    assert len(left) > 100_000
    assert [word for word in WORDS if word.encode() in left] == []
    assert page.slug.encode() not in left
    with record.session() as session:
        after = read_dataset(session, page.id)
        assert (after.state, after.title, after.tags) == ("withdrawn", "（已撤回）", ())
        assert after.withdrawal is not None
        assert after.withdrawal.reason == "发布后认定不得公开"
        for name in ("uploader", "officer", "admin"):
            actor = record.actor(session, name)
            assert show_version(session, version_id, actor=actor).row.state == "withdrawn"
            assert list_versions(session, actor=actor)[0] == 1
        assert list_queue(session, actor=record.actor(session, "officer"))[0] == 0
        assert verify_chain(session) > 4


def test_other_clauses_leave_the_title(record: Record, desk: Desk) -> None:
    desk.published(outcome=outcome())
    with record.session() as session:
        release = session.scalars(select(Release)).unique().one()
        withdraw(
            session,
            release.id,
            actor=record.actor(session, "officer"),
            deps=record.deps,
            reason="统计口径有误",
            clause="NL-B01",
        )
    with record.session() as session:
        assert read_dataset(session, release.dataset_id).title == WORDS[0]
