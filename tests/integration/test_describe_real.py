"""Descriptions with the real confined halves: what is typed is covered, refused or public, and never leaks."""

import json
import random
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from catalog.actions.check_correction import commit_correct, prepare_correct
from catalog.actions.clear import run_clear
from catalog.actions.correct import accept_correction, show_correction
from catalog.actions.describe import describe
from catalog.actions.description import show_description
from catalog.actions.process import commit_process, prepare_process
from catalog.actions.read import read_dataset
from catalog.metadata import ColumnText, Description, Metadata
from catalog.models import Correction, Job, Version
from catalog.views import CorrectionRow, DatasetPage, Described
from tests.canary import Canary
from tests.fakes.record import Record, make_record
from tests.integration.test_actions_real import Path2Release, made_id

pytestmark = pytest.mark.slow


@pytest.fixture
def record(kept_folder: Path, canary: Canary):
    made = make_record(f"sqlite:///{kept_folder / 'record.db'}")
    canary.watch(kept_folder)
    yield made
    made.engine.dispose()


class Describing(Path2Release):
    """The way to a release, and the steps of a correction."""

    def typed(self, version_id: UUID, who: str = "uploader", **changes: object) -> Described:
        with self.record.session() as session:
            actor = self.record.actor(session, who)
            sheet = show_description(session, version_id, actor=actor)
            now = sheet.now
            plain = {name: getattr(now, name) for name in Description.__slots__ if name != "columns"}
            columns = tuple(ColumnText(one.name, one.title, one.unit, one.meaning) for one in now.columns)
            wanted = replace(Description(**plain, columns=columns), **changes)
            return describe(session, version_id, wanted, actor=actor, deps=self.record.deps, tag=sheet.tag)

    def check(self, done: Described) -> CorrectionRow:
        from catalog.actions.correction_child import compute_correct

        with self.record.session() as session:
            payload = prepare_correct(session, session.get_one(Job, done.job_id), deps=self.record.deps)
        outcome = compute_correct(json.loads(json.dumps(payload)), deps=self.record.deps, report=lambda *_: None)
        with self.record.session() as session:
            job = session.get_one(Job, done.job_id)
            commit_correct(session, job, json.loads(json.dumps(outcome)), deps=self.record.deps)
            session.commit()
            clear = select(Job.id).where(Job.effect_key == f"clear:{done.correction_id}:correction")
            clear_id = session.scalars(clear).one()
        run_clear(clear_id, deps=self.record.deps)
        with self.record.session() as session:
            officer = self.record.actor(session, "officer")
            return show_correction(session, done.correction_id, actor=officer).row  # type: ignore[arg-type]

    def process_again(self, done: Described) -> None:
        from catalog.actions.process_child import compute_process

        with self.record.session() as session:
            payload = prepare_process(session, session.get_one(Job, done.job_id), deps=self.record.deps)
        outcome = compute_process(json.loads(json.dumps(payload)), deps=self.record.deps, report=lambda *_: None)
        with self.record.session() as session:
            job = session.get_one(Job, done.job_id)
            commit_process(session, job, json.loads(json.dumps(outcome)), deps=self.record.deps)
            session.commit()

    def accept(self, correction_id: UUID) -> DatasetPage:
        with self.record.session() as session:
            officer = self.record.actor(session, "officer")
            tag = show_correction(session, correction_id, actor=officer).tag
            row = accept_correction(session, correction_id, actor=officer, deps=self.record.deps, tag=tag)
            return read_dataset(session, row.dataset_id)


@pytest.fixture
def way(record: Record) -> Describing:
    return Describing(record)


def people(rng: random.Random, rows: int) -> tuple[str, list[str], list[str]]:
    """A table of people with invented names and numbers."""
    ids = [made_id(rng) for _ in range(rows)]
    names = ["".join((rng.choice("赵钱孙李周吴"), rng.choice("赟翀昶"), rng.choice("骞珩玥"))) for _ in range(rows)]
    lines = ["地区,投诉人姓名,身份证号,涉及金额(元)"]
    lines += [f"东湖区,{name},{number},{rng.randint(100, 900)}" for name, number in zip(names, ids, strict=True)]
    return "\n".join(lines), names, ids


TABLE = "统计月份,地区,加权平均年化利率(%)\n" + "\n".join(
    f"2025-{month:02d},{area},{10 + month / 4:.2f}" for month in range(1, 13) for area in ("东湖区", "北麓区")
)


def test_a_dictionary_typed_before_the_review_is_released_with_the_data(way: Describing) -> None:
    version_id = way.process(TABLE.encode(), Metadata("小额贷款利率.csv"))
    columns = (
        ColumnText("统计月份", "月份", None, "数据所属的公历月份"),
        ColumnText("加权平均年化利率(%)", "平均利率", "%", "按发放金额加权"),
    )
    done = way.typed(version_id, title="小额贷款公司加权平均利率", summary="按月、按区县统计。", columns=columns)
    way.process_again(done)
    way.approve(version_id)
    page = way.publish(version_id)
    assert (page.title, page.summary) == ("小额贷款公司加权平均利率", "按月、按区县统计。")
    assert [(one.name, one.title, one.unit, one.meaning) for one in page.fields] == [
        ("统计月份", "月份", "", "数据所属的公历月份"),
        ("地区", "", "", ""),
        ("加权平均年化利率(%)", "平均利率", "%", "按发放金额加权"),
    ]


def test_what_is_corrected_after_a_release_changes_the_text_and_no_byte_of_the_data(
    record: Record, way: Describing
) -> None:
    version_id = way.process(TABLE.encode(), Metadata("小额贷款利率.csv", title="小额贷款平均利率"))
    way.approve(version_id)
    before = way.publish(version_id)
    done = way.typed(version_id, title="小额贷款加权平均利率", columns=(ColumnText("地区", "区县", "", "统计用区划"),))
    row = way.check(done)
    assert (row.state, row.problem) == ("waiting", "")
    page = way.accept(row.id)
    assert (page.title, page.fields[1].title, page.fields[1].meaning) == ("小额贷款加权平均利率", "区县", "统计用区划")
    assert (page.slug, page.content_hash, page.row_store_key) == (
        before.slug,
        before.content_hash,
        before.row_store_key,
    )
    assert [one.sha256 for one in page.files] == [one.sha256 for one in before.files]
    assert page.modified_at > before.modified_at
    # the next upload of the same dataset begins with what was put right
    again = way.process(TABLE.encode(), Metadata("利率二.csv"), dataset_id=page.id)
    with record.session() as session:
        version = session.get_one(Version, again)
        assert (version.described or {})["title"] == "小额贷款加权平均利率"
        assert [one.meaning for one in version.columns] == ["", "统计用区划", ""]


def test_personal_numbers_and_what_the_table_hides_come_back_to_the_author(
    record: Record, way: Describing, canary: Canary
) -> None:
    rng = random.Random(31)
    table, names, ids = people(rng, 40)
    other = made_id(rng)
    version_id = way.process(table.encode(), Metadata("投诉.csv", title="金融消费者投诉处理情况"))
    way.approve(version_id)
    page = way.publish(version_id)
    assert page.outcome in {"open_after_masking", "conditional", "share_only"}
    canary.plant(*ids, other)
    row = way.check(way.typed(version_id, summary=f"咨询请找 {other}"))
    assert (row.state, [one.code for one in row.places]) == ("returned", ["summary"])
    columns = (
        ColumnText("地区", "", "", f"例如{names[3]}所在的区"),
        ColumnText("涉及金额(元)", "", "元", f"如 {ids[5]}"),
    )
    row = way.check(way.typed(version_id, title=f"投诉处理（{names[0]}等）", columns=columns))
    assert row.state == "returned"
    assert {"title", "columns.0.meaning", "columns.3.meaning"} <= {one.code for one in row.places}
    with record.session() as session:
        kept = json.dumps([one.body for one in session.scalars(select(Correction)).unique()], ensure_ascii=False)
    assert not any(text in kept for text in (*ids, other, names[0], names[3]))
    assert way.check(way.typed(version_id, summary="按月汇总，单位为元。")).state == "waiting"


@pytest.mark.parametrize("place", ["title", "summary", "tags", "meaning", "sharing_way"])
def test_a_secrecy_mark_in_a_correction_is_refused_and_kept_nowhere(
    record: Record, way: Describing, canary: Canary, place: str
) -> None:
    version_id = way.process(TABLE.encode(), Metadata("小额贷款利率.csv", title="小额贷款平均利率"))
    way.approve(version_id)
    way.publish(version_id)
    secret = "机密★10年 云川市专项行动方案戊己庚辛"
    canary.plant("云川市专项行动方案戊己庚辛")
    changes: dict[str, object] = {place: (secret,) if place == "tags" else secret}
    if place == "meaning":
        changes = {"columns": (ColumnText("地区", "", "", secret),)}
    row = way.check(way.typed(version_id, **changes))
    assert row.state == "refused"
    with record.session() as session:
        correction = session.scalars(select(Correction)).unique().one()
        assert (correction.body, correction.sealed) == (None, None)


def test_a_title_under_which_the_rules_would_open_less_comes_back(way: Describing) -> None:
    version_id = way.process(TABLE.encode(), Metadata("小额贷款利率.csv", title="小额贷款平均利率"))
    way.approve(version_id)
    assert way.publish(version_id).outcome == "open"
    row = way.check(way.typed(version_id, title="小额贷款公司非现场监管评级与现场检查底稿（内部资料，不得外传）"))
    assert row.state == "returned"
    assert "从严" in row.problem


def test_a_document_is_proved_beside_its_new_text(way: Describing, canary: Canary) -> None:
    number = made_id(random.Random(77))
    canary.plant(number)
    text = f"云川市地方金融管理局公告\n\n经查，当事人（证件号 {number}）违规发放贷款，罚款三万元。\n"
    version_id = way.process(text.encode(), Metadata("公告.txt", title="行政处罚公告"))
    way.approve(version_id)
    page = way.publish(version_id)
    assert page.resource_kind == "text"
    assert way.check(way.typed(version_id, summary="行政处罚决定的公告。")).state == "waiting"
    assert way.check(way.typed(version_id, summary=f"当事人 {number}")).state == "returned"
