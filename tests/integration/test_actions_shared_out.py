"""A large table shared by workers: the same decision, plan and released bytes as one worker's, through any order."""

import json
import random
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from catalog.actions.approve import approve
from catalog.actions.override import looser
from catalog.actions.review import show_review
from catalog.actions.workspace import show_progress
from catalog.metadata import Metadata
from catalog.models import Decision, Job, JobState, MaskingPlan, Release, Version
from catalog.storage import get
from portal.jobs.kinds import KINDS
from tests.fakes.record import Record, make_record
from tests.integration.test_actions_real import penalties

ROWS = 230
REASON = "该处罚信息依法应当公示，证件号已整列隐去，不含其他个人信息。"


def half(name: str) -> Callable[..., Any]:
    module, _, function = name.partition(":")
    return getattr(import_module(module), function)


def drain(record: Record, rng: random.Random, *, twice: bool = False) -> list[str]:
    """Run queued jobs in random order, as two workers would; `twice` repeats each child, as after a kill."""
    done: list[str] = []
    while True:
        with record.session() as session:
            ready = session.scalars(select(Job).where(Job.state == JobState.QUEUED, Job.kind != "sync")).all()
            if not ready:
                return done
            job = rng.choice(ready)
            name, kind, job_id = job.kind, KINDS[job.kind], job.id
            payload = half(kind.prepare)(session, job, deps=record.deps)
            session.rollback()
        outcome = None
        for _ in range(2 if twice else 1):
            if payload is not None:
                outcome = half(kind.compute)(json.loads(json.dumps(payload)), deps=record.deps, report=lambda *_: None)
        with record.session() as session:
            if payload is not None:
                half(kind.commit)(
                    session, session.get_one(Job, job_id), json.loads(json.dumps(outcome)), deps=record.deps
                )
            session.execute(update(Job).where(Job.id == job_id).values(state=JobState.DONE))
            session.commit()
        done.append(name)


def publish_all(
    record: Record, content: bytes, upload_id: UUID, rng: random.Random, *, twice: bool = False
) -> list[str]:
    version_id = record.upload(content, metadata=Metadata("行政处罚.csv"), upload_id=upload_id).version_id
    ran = drain(record, rng, twice=twice)
    with record.session() as session:
        officer = record.actor(session, "officer")
        sheet = show_review(session, version_id, actor=officer)
        assert sheet.version.decision is not None
        answered = frozenset(one.code for one in sheet.version.decision.questions)
        binding = sheet.binding
        if sheet.version.decision.release != "open_after_masking":
            made = looser(
                session, version_id, actor=officer, deps=record.deps, release="open_after_masking", reason=REASON
            )
            assert made.binding is not None
            binding = made.binding
        approve(session, version_id, actor=officer, deps=record.deps, binding=binding, answered=answered)
    return ran + drain(record, rng, twice=twice)


def result(record: Record, session: Session) -> dict[str, Any]:
    version = session.scalars(select(Version)).unique().one()
    release = session.scalars(select(Release)).unique().one()
    decision = session.scalars(select(Decision).where(Decision.is_current)).one()
    plan = session.scalars(select(MaskingPlan)).one()
    files = {key.split("/")[-1]: get(record.deps.storage, key) for key in record.deps.storage.list("released")}
    columns = [(one.name, one.label, one.type, one.jr0197_level) for one in version.columns]
    return {
        "typed": version.typed_hash,
        "decision": decision.body,
        "facts": decision.facts,
        "plan": plan.body,
        "preview": plan.preview,
        "columns": columns,
        "hidden": release.hidden,
        "fields": release.fields,
        "content": release.content_hash,
        "files": files,
    }


def shared(record: Record, fan_out_rows: int | None) -> Record:
    limits = replace(record.deps.limits, fan_out_rows=fan_out_rows, group_rows=50)
    record.deps = replace(record.deps, limits=limits)
    return record


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("twice", [False, True])
def test_the_bytes_are_those_of_one_worker(tmp_path: Path, seed: int, twice: bool) -> None:
    content = penalties(random.Random(seed), ROWS, []).encode("gb18030")
    upload_id = uuid4()
    results, ran = [], []
    for number, least in enumerate((None, 100)):
        record = shared(make_record(f"sqlite:///{tmp_path / str(number)}.db"), least)
        ran.append(
            publish_all(record, content, upload_id, random.Random(seed * 10 + number), twice=twice and number == 1)
        )
        with record.session() as session:
            results.append(result(record, session))
        record.engine.dispose()
    assert ran[0] == ["process", "publish"]
    assert sorted(ran[1]) == sorted(["process", *["part"] * 5, "join", "publish", *["part"] * 5, "join"])
    names = set(results[0]["files"])
    assert {"data.csv", "data.xlsx", "data.jsonl"} < names
    assert [name[:5] for name in names if name.endswith(".sqlite")] == ["rows-"]
    for name in results[0]:
        assert results[0][name] == results[1][name], name


def test_progress_counts_the_parts(tmp_path: Path) -> None:
    record = shared(make_record(f"sqlite:///{tmp_path / 'x'}.db"), 100)
    made = record.upload(penalties(random.Random(4), ROWS, []).encode())
    order = iter(["process", "part", "part"])

    class First(random.Random):
        def choice(self, seq: Any) -> Any:
            wanted = next(order)
            return next(one for one in seq if one.kind == wanted)

    with pytest.raises(StopIteration):
        drain(record, First())
    with record.session() as session:
        progress = show_progress(session, made.version_id, actor=record.actor(session, "uploader"))
    assert (progress.step_label, progress.done, progress.total, progress.is_over) == ("识别个人信息", 2, 5, False)
    record.engine.dispose()


def test_one_part_that_fails_ends_the_whole(tmp_path: Path) -> None:
    record = shared(make_record(f"sqlite:///{tmp_path / 'x'}.db"), 100)
    made = record.upload(penalties(random.Random(4), ROWS, []).encode())

    class Once(random.Random):
        count = 0

        def choice(self, seq: Any) -> Any:
            self.count += 1
            if self.count > 1:
                raise StopIteration
            return seq[0]

    with pytest.raises(StopIteration):
        drain(record, Once())
    with record.session() as session:
        job = session.scalars(select(Job).where(Job.kind == "part", Job.part == 2)).one()
        half(KINDS["part"].fail)(session, job, "job.memory", None, deps=record.deps)
        job.state = JobState.FAILED
        session.commit()
        version = session.get_one(Version, made.version_id)
        assert (version.state, version.error_code) == ("failed", "job.memory")
        states = {one.state for one in session.scalars(select(Job).where(Job.kind == "part", Job.part != 2))}
    assert states == {"cancelled"}
    assert drain(record, random.Random(1)) == []
    record.engine.dispose()
