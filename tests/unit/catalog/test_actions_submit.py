"""Submit, retry, discard: one transaction, sealed text, the same ids when it is done again."""

from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from catalog import errors
from catalog.actions.discard import discard
from catalog.actions.process import commit_process, fail_process, prepare_process
from catalog.actions.retry import retry
from catalog.actions.submit import Metadata, submit
from catalog.actions.workspace import list_versions, show_progress, show_version
from catalog.audit import verify_chain
from catalog.models import AuditEvent, Dataset, Job, Version
from tests.fakes.outcomes import process_outcome
from tests.fakes.record import Record
from tests.unit.catalog.conftest import Desk

TITLE = "一份只有封好的标题"


def counts(record: Record) -> tuple[int, ...]:
    with record.session() as session:
        return tuple(
            session.scalar(select(func.count()).select_from(model)) or 0
            for model in (Dataset, Version, Job, AuditEvent)
        )


def test_a_new_upload_becomes_dataset_version_and_job(record: Record) -> None:
    before = counts(record)
    made = record.upload()
    assert tuple(after - earlier for after, earlier in zip(counts(record), before, strict=True)) == (1, 1, 1, 1)
    assert made.is_new
    assert made.number == 1
    assert record.woken == [1]
    with record.session() as session:
        assert verify_chain(session) == before[3] + 1
        progress = show_progress(session, made.version_id, actor=record.actor(session, "uploader"))
    assert (progress.kind, progress.state, progress.step_label, progress.is_over) == (
        "process",
        "queued",
        "排队等候",
        False,
    )


def test_the_same_upload_again_gives_the_same_ids_and_no_row(record: Record) -> None:
    upload_id = uuid4()
    first = record.upload(upload_id=upload_id)
    before = counts(record)
    second = record.upload(upload_id=upload_id)
    assert counts(record) == before
    assert (second.version_id, second.dataset_id, second.job_id) == (first.version_id, first.dataset_id, first.job_id)
    assert not second.is_new
    with pytest.raises(errors.NotFound):
        record.upload(upload_id=upload_id, by="colleague")


def test_typed_text_stands_nowhere_in_clear(record: Record) -> None:
    made = record.upload(
        metadata=Metadata(file_name="机要文件名.csv", title=TITLE, summary="机要摘要", tags=("机要标签",))
    )
    with record.session() as session:
        version = session.get_one(Version, made.version_id)
        assert version.sealed is not None
        opened = Metadata.from_text(record.deps.vault.open_text(str(version.id), version.sealed))
        assert (opened.title, opened.tags) == (TITLE, ("机要标签",))
        assert version.dataset.title is None
    path = record.engine.url.database
    assert path is not None
    with record.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    content = Path(path).read_bytes()
    assert len(content) > 10_000
    for text in (TITLE, "机要文件名", "机要摘要", "机要标签"):
        assert text.encode() not in content


def test_a_new_version_keeps_the_dataset(record: Record, desk: Desk) -> None:
    first = record.upload()
    second = record.upload(dataset_id=first.dataset_id, by="colleague")
    assert (second.dataset_id, second.number) == (first.dataset_id, 2)
    with pytest.raises(errors.OtherAgency):
        record.upload(dataset_id=first.dataset_id, by="stranger")


def test_who_may_not_submit(record: Record) -> None:
    for name, error in (
        ("officer", errors.NotPermitted),
        ("admin", errors.NotPermitted),
        ("developer", errors.NotPermitted),
        ("platform_officer", errors.NotPermitted),
    ):
        with pytest.raises(error):
            record.upload(by=name)
    with record.session() as session, pytest.raises(errors.SignInNeeded):
        submit(
            session, uuid4(), Metadata("a.csv"), actor=None, deps=record.deps, parts=("raw-00000",), bytes_received=1
        )
    assert counts(record)[:3] == (0, 0, 0)


@pytest.mark.parametrize(
    ("metadata", "field"),
    [
        (Metadata("a.csv", title="长" * 201), "title"),
        (Metadata("a.csv", update_cycle="每小时"), "update_cycle"),
        (Metadata("a.csv", catalogue_flag="secret"), "catalogue_flag"),
        (Metadata("a.csv", tags=("标签",) * 21), "tags"),
        (Metadata("a.csv", summary="零\x00字节"), "summary"),
        (Metadata("a\ud800.csv"), "file_name"),
    ],
)
def test_fields_are_checked(record: Record, metadata: Metadata, field: str) -> None:
    with pytest.raises(errors.InvalidField) as caught:
        record.upload(metadata=metadata)
    assert caught.value.detail["field"] == field


def test_bytes_have_to_be_there(record: Record) -> None:
    upload_id = uuid4()
    record.deps.vault.new_key(str(upload_id))
    with record.session() as session, pytest.raises(errors.UploadMissing):
        submit(
            session,
            upload_id,
            Metadata("a.csv"),
            actor=record.actor(session, "uploader"),
            deps=record.deps,
            parts=("raw-00000",),
            bytes_received=1,
        )
    assert counts(record)[:3] == (0, 0, 0)


def test_failed_then_tried_again(record: Record, desk: Desk) -> None:
    made = record.upload()
    with record.session() as session:
        job = session.get_one(Job, made.job_id)
        fail_process(session, job, "ingest.ragged", {"line": 7}, deps=record.deps)
        session.commit()
        sheet = show_version(session, made.version_id, actor=record.actor(session, "uploader"))
        assert (sheet.row.state, sheet.row.error.code if sheet.row.error else None) == ("failed", "ingest.ragged")
        assert sheet.allowed == {"retry", "discard"}
    with record.session() as session:
        again = retry(session, made.version_id, actor=record.actor(session, "colleague"), deps=record.deps)
        assert again.job_id != made.job_id
        assert again.state == "received"
    with record.session() as session, pytest.raises(errors.MoveRefused):
        retry(session, made.version_id, actor=record.actor(session, "colleague"), deps=record.deps)


def test_discarding_ends_the_work_and_queues_the_destruction(record: Record, desk: Desk) -> None:
    version_id = desk.processed()
    process = desk.job(version_id, "process")
    with record.session() as session:
        assert (
            discard(session, version_id, actor=record.actor(session, "uploader"), deps=record.deps).state == "discarded"
        )
        job = session.scalars(select(Job).where(Job.kind == "clear")).one()
        assert job.priority == 0
        assert prepare_process(session, session.get_one(Job, process), deps=record.deps) is None


def test_an_upload_is_given_up_in_the_middle_of_its_processing(record: Record, desk: Desk) -> None:
    version_id = record.upload().version_id
    process = desk.job(version_id, "process")
    with record.session() as session:
        session.get_one(Job, process).state = "running"
        session.commit()
    with record.session() as session:
        assert "discard" in show_version(session, version_id, actor=record.actor(session, "uploader")).allowed
        done = discard(session, version_id, actor=record.actor(session, "uploader"), deps=record.deps)
        assert done.state == "discarded"
        assert session.get_one(Job, process).state == "cancelled"
        assert session.scalars(select(Job.state).where(Job.kind == "clear")).all() == ["queued"]
    with record.session() as session, pytest.raises(errors.MoveRefused):
        commit_process(session, session.get_one(Job, process), process_outcome(), deps=record.deps)


def test_lists_show_an_agency_its_own(record: Record) -> None:
    record.upload()
    with record.session() as session:
        for name, seen in (("uploader", 1), ("colleague", 1), ("officer", 1), ("stranger", 0), ("admin", 1)):
            assert list_versions(session, actor=record.actor(session, name))[0] == seen
            assert list_versions(session, actor=record.actor(session, name), state="failed")[0] == 0
        for name in ("developer", "secrecy"):
            with pytest.raises(errors.NotPermitted):
                list_versions(session, actor=record.actor(session, name))
        with pytest.raises(errors.SignInNeeded):
            list_versions(session, actor=None)
