"""Upload to release with the real confined halves: read, judge, mask, prove; no original in any kept byte."""

import json
import random
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from catalog.actions.approve import approve
from catalog.actions.clear import run_clear
from catalog.actions.override import looser, stricter
from catalog.actions.process import commit_process, prepare_process
from catalog.actions.publish import commit_publish, fail_publish, prepare_publish
from catalog.actions.read import read_dataset
from catalog.actions.review import show_review
from catalog.errors import ResidualInRelease
from catalog.metadata import Metadata
from catalog.models import Job, Version
from catalog.rowstore import RowStore
from catalog.storage import get
from catalog.views import DatasetPage, ReviewSheet
from desensitize.checksums import id_check_char
from tests.canary import Canary
from tests.fakes.record import Record, make_record

AREAS = ("110105", "310104", "440305", "510104")


def made_id(rng: random.Random) -> str:
    """A number with a right check digit that belongs to nobody the test knows."""
    body = f"{rng.choice(AREAS)}{rng.randint(1950, 2000)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}{rng.randint(100, 999)}"
    return body + id_check_char(body)


class Path2Release:
    """The steps between, with the real child functions called in this process."""

    def __init__(self, record: Record) -> None:
        self.record = record

    def process(self, content: bytes, metadata: Metadata, **more: object) -> UUID:
        from catalog.actions.process_child import compute_process

        made = self.record.upload(content, metadata=metadata, **more)  # type: ignore[arg-type]
        with self.record.session() as session:
            payload = prepare_process(session, session.get_one(Job, made.job_id), deps=self.record.deps)
        outcome = compute_process(json.loads(json.dumps(payload)), deps=self.record.deps, report=lambda *_: None)
        with self.record.session() as session:
            job = session.get_one(Job, made.job_id)
            commit_process(session, job, json.loads(json.dumps(outcome)), deps=self.record.deps)
            session.commit()
        return made.version_id

    def sheet(self, version_id: UUID) -> ReviewSheet:
        with self.record.session() as session:
            return show_review(session, version_id, actor=self.record.actor(session, "officer"))

    def approve(self, version_id: UUID) -> None:
        sheet = self.sheet(version_id)
        assert sheet.version.decision is not None
        answered = frozenset(one.code for one in sheet.version.decision.questions)
        with self.record.session() as session:
            officer = self.record.actor(session, "officer")
            approve(session, version_id, actor=officer, deps=self.record.deps, binding=sheet.binding, answered=answered)

    def publish(self, version_id: UUID) -> DatasetPage:
        from catalog.actions.publish_child import compute_publish

        with self.record.session() as session:
            query = select(Job).where(Job.version_id == version_id, Job.kind == "publish")
            job = session.scalars(query.order_by(Job.created_at.desc())).first()
            assert job is not None
            job_id = job.id
            payload = prepare_publish(session, job, deps=self.record.deps)
        outcome = compute_publish(json.loads(json.dumps(payload)), deps=self.record.deps, report=lambda *_: None)
        with self.record.session() as session:
            commit_publish(
                session, session.get_one(Job, job_id), json.loads(json.dumps(outcome)), deps=self.record.deps
            )
            session.commit()
        with self.record.session() as session:
            version = session.get_one(Version, version_id)
            return read_dataset(session, version.dataset_id, actor=self.record.actor(session, "officer"))


@pytest.fixture
def record(kept_folder: Path, canary: Canary):
    made = make_record(f"sqlite:///{kept_folder / 'record.db'}")
    canary.watch(kept_folder)
    yield made
    # what is public goes where the canary reads it too
    for key in made.deps.storage.list("released"):
        (kept_folder / key.replace("/", "-")).write_bytes(get(made.deps.storage, key))
    made.engine.dispose()


@pytest.fixture
def way(record: Record) -> Path2Release:
    return Path2Release(record)


def penalties(rng: random.Random, rows: int, ids: list[str]) -> str:
    lines = ["公示编号,机构名称,处罚事由,当事人证件号,罚款金额(万元),决定日期"]
    for number in range(rows):
        ids.append(made_id(rng))
        lines.append(
            f"云金罚〔2024〕{number}号,云川市第{number}小额贷款有限公司,违规发放贷款,{ids[-1]},{rng.randint(1, 50)},2024-0{rng.randint(1, 9)}-11"
        )
    return "\r\n".join(lines)


def test_identity_numbers_in_gb18030_never_leave(record: Record, way: Path2Release, canary: Canary) -> None:
    rng, ids = random.Random(3), []
    content = penalties(rng, 200, ids).encode("gb18030")
    canary.plant(*ids)
    version_id = way.process(content, Metadata("小额贷款公司行政处罚.csv", title=f"处罚 {ids[0]} 名单", tags=(ids[1],)))
    sheet = way.sheet(version_id)
    decision = sheet.version.decision
    assert decision is not None
    assert sheet.version.encoding == "gb18030"
    assert decision.tier == "internal"
    assert decision.release in {"open_after_masking", "conditional"}
    assert any(hit.clause_id == "NL-D01" and hit.basis and hit.evidence for hit in decision.hits)
    assert "covered.metadata" in {question.code for question in decision.questions}
    assert sheet.version.row.title == "处罚 ●●● 名单"
    hidden = {column.name: column.operator for column in sheet.version.plan.columns if not column.is_kept}  # type: ignore[union-attr]
    assert "当事人证件号" in hidden
    if decision.release != "open_after_masking":
        reason = "该处罚信息依法应当公示，证件号已整列隐去，不含其他个人信息。"
        with record.session() as session:
            officer = record.actor(session, "officer")
            looser(session, version_id, actor=officer, deps=record.deps, release="open_after_masking", reason=reason)
    way.approve(version_id)
    page = way.publish(version_id)
    assert (page.state, page.row_count) == ("published", 200)
    assert {one.format for one in page.files} == {"CSV", "XLSX", "JSONL"}
    assert page.hidden
    kept = [get(record.deps.storage, key) for key in record.deps.storage.list()]
    assert len(kept) > 5
    for number in ids:
        assert not any(number.encode() in content for content in kept)
    csv = get(record.deps.storage, next(one.storage_key for one in page.files if one.format == "CSV"))
    assert csv.decode("utf-8-sig").count("\r\n") == 201
    assert page.row_store_key is not None


def test_released_files_say_the_same(record: Record, way: Path2Release, tmp_path: Path) -> None:
    rows = "\n".join(f"2024-{month:02d},东湖区,{month * 1.5},=1+{month}" for month in range(1, 13))
    version_id = way.process(
        f"统计月份,地区,平均利率(%),备注\n{rows}\n".encode(), Metadata("小额贷款平均利率.csv", update_cycle="每月")
    )
    way.approve(version_id)
    page = way.publish(version_id)
    assert page.outcome == "open"
    files = {one.format: get(record.deps.storage, one.storage_key) for one in page.files}
    path = tmp_path / "rows.sqlite"
    assert page.row_store_key is not None
    path.write_bytes(get(record.deps.storage, page.row_store_key))
    with RowStore.open(path) as store:
        cells = list(store.iterate())
    lines = files["JSONL"].decode().splitlines()
    assert len(lines) == len(cells) == 12
    assert [json.loads(line)["备注"] for line in lines] == [f"=1+{month}" for month in range(1, 13)]
    assert cells[0][3] == "=1+1"
    assert b"'=1+12" in files["CSV"]
    assert page.fields[2].unit == "%"


def test_a_second_run_writes_the_same_bytes(record: Record, way: Path2Release) -> None:
    from catalog.actions.publish_child import compute_publish

    ids: list[str] = []
    content = penalties(random.Random(9), 60, ids).encode()
    version_id = way.process(content, Metadata("行政处罚.csv"))
    way.approve(version_id)
    with record.session() as session:
        job = session.scalars(select(Job).where(Job.kind == "publish")).one()
        payload = json.loads(json.dumps(prepare_publish(session, job, deps=record.deps)))
    payload["outcome"] = "open_after_masking"
    runs = []
    for _ in range(2):
        outcome = compute_publish(payload, deps=record.deps, report=lambda *_: None)
        released = {key: get(record.deps.storage, key) for key in record.deps.storage.list("released")}
        runs.append((outcome, released))
    assert runs[0][1].keys() == runs[1][1].keys()
    assert len(runs[0][1]) == 4
    assert runs[0] == runs[1]


def test_a_marked_text_is_refused_and_destroyed(record: Record, way: Path2Release, canary: Canary) -> None:
    secret = "关于云川市专项工作的若干绝不公开内容甲乙丙丁"
    canary.plant(secret)
    version_id = way.process(f"机密★10年\n{secret}\n".encode(), Metadata("报告.txt", title=secret))
    with record.session() as session:
        version = session.get_one(Version, version_id)
        assert (version.state, version.refused_clauses, version.sealed) == ("blocked", ["NL-A01"], None)
        clear = session.scalars(select(Job.id).where(Job.kind == "clear")).one()
    run_clear(clear, deps=record.deps)
    assert list(record.deps.storage.list()) == []


@pytest.mark.parametrize("place", ["file_name", "title", "summary", "tags"])
def test_a_mark_in_any_typed_text_is_refused_before_reading(record: Record, way: Path2Release, place: str) -> None:
    mark = "秘密★5年 工作方案"
    fields = {"file_name": "a.csv", place: (mark,) if place == "tags" else mark}
    version_id = way.process(b"not even a table \x00\x01", Metadata(**fields))  # type: ignore[arg-type]
    with record.session() as session:
        assert session.get_one(Version, version_id).state == "blocked"


def test_what_verification_finds_goes_back_before_the_reviewer(
    record: Record, way: Path2Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    from catalog.actions import publish_child

    ids: list[str] = []
    version_id = way.process(penalties(random.Random(5), 40, ids).encode(), Metadata("行政处罚.csv"))
    way.approve(version_id)
    put = publish_child.CsvCopy.put

    def leak(copy: publish_child.CsvCopy, frame):
        import polars as pl

        return put(copy, frame.with_columns(pl.lit(ids[0]).alias(frame.columns[0])))

    monkeypatch.setattr(publish_child.CsvCopy, "put", leak)
    with pytest.raises(ResidualInRelease) as caught:
        way.publish(version_id)
    assert ids[0] not in json.dumps(caught.value.detail)
    assert list(record.deps.storage.list("released")) == []
    with record.session() as session:
        job = session.scalars(select(Job).where(Job.kind == "publish")).one()
        fail_publish(session, job, caught.value.code, caught.value.detail, deps=record.deps)
        session.commit()
        assert session.get_one(Version, version_id).state == "awaiting_review"


def test_shared_only_keeps_masked_rows_and_no_file(record: Record, way: Path2Release) -> None:
    ids: list[str] = []
    version_id = way.process(penalties(random.Random(6), 40, ids).encode(), Metadata("行政处罚.csv"))
    decision = way.sheet(version_id).version.decision
    assert decision is not None
    if decision.release != "share_only":
        with record.session() as session:
            officer = record.actor(session, "officer")
            stricter(
                session,
                version_id,
                actor=officer,
                deps=record.deps,
                release="share_only",
                reason="仅供部门之间核对使用",
            )
    way.approve(version_id)
    page = way.publish(version_id)
    assert (page.outcome, page.files, page.row_store_key) == ("share_only", (), None)
    # masked and verified rows alone are kept, for those who are granted them: see tests of grants
    [key] = record.deps.storage.list("released")
    assert key.startswith(f"released/{version_id}/rows")
    kept = get(record.deps.storage, key)
    assert not any(number.encode() in kept for number in ids)


def test_a_header_that_is_a_person_is_covered(record: Record, way: Path2Release, canary: Canary) -> None:
    rng = random.Random(11)
    ids = [made_id(rng) for _ in range(30)]
    canary.plant(*ids)
    content = "\n".join(f"{number},东湖区,{one}" for number, one in enumerate(ids))
    version_id = way.process(content.encode(), Metadata("无表头.csv"))
    sheet = way.sheet(version_id)
    assert not any(number in repr(sheet) for number in ids)


LOANS = """分行业贷款情况,,,,
行业,贷款户数,贷款余额(万元),逾期户数,逾期余额(万元)
农业,120,"3,450.50",1,12.75
制造业,340,"18,220.00",22,410.20
零售业,980,26031.75,61,902.11
餐饮业,210,4118.25,9,31.35
注：本表不含互联网贷款。,,,,
"""


def test_what_is_suppressed_is_gone_from_what_the_reviewer_sees_and_from_the_release(way: Path2Release) -> None:
    version_id = way.process(LOANS.encode(), Metadata(title="分行业贷款情况", file_name="loans.csv"))
    preview = way.sheet(version_id).version.plan.preview
    assert [row[3:] for row in preview.after] == [("", ""), ("22", "410.20"), ("61", "902.11"), ("", "")]
    assert preview.before[0] == ("农业", "120", "3450.50", "●●●", "●●●")
    assert "12.75" not in json.dumps([preview.before, preview.after])
    way.approve(version_id)
    page = way.publish(version_id)
    assert page.row_count == 4
    told = {field.code: (field.type, field.is_masked) for field in page.fields}
    assert (len(told), [*told.values()][2:5]) == (7, [("number", False), ("integer", True), ("text", True)])
    csv = get(way.record.deps.storage, next(one.storage_key for one in page.files if one.format == "CSV"))
    assert b"12.75" not in csv
    assert "农业,120,3450.50,,抑制,,抑制".encode() in csv
