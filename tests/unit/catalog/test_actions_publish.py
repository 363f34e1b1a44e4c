"""What the runner puts into the record for a release; what the public then reads; what a withdrawal leaves."""

from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from catalog import errors
from catalog.actions.clear import run_clear
from catalog.actions.process import commit_process
from catalog.actions.publish import prepare_publish
from catalog.actions.read import find_file, home, read_dataset
from catalog.actions.search import search_datasets
from catalog.actions.withdraw import withdraw
from catalog.actions.workspace import show_version
from catalog.audit import verify_chain
from catalog.lifecycle import VersionState
from catalog.models import Dataset, Job, Release, Version
from catalog.search import SearchQuery
from catalog.storage.errors import KeyMissing
from catalog.views import SearchPage
from tests.fakes.outcomes import process_outcome
from tests.fakes.record import Record
from tests.unit.catalog.conftest import Desk


def dataset_of(record: Record, version_id: UUID) -> UUID:
    with record.session() as session:
        return session.get_one(Version, version_id).dataset_id


def release_of(record: Record, version_id: UUID) -> UUID:
    with record.session() as session:
        return session.scalars(select(Release.id).where(Release.version_id == version_id)).one()


def found(record: Record, text: str, **more: object) -> SearchPage:
    with record.session() as session:
        return search_datasets(session, SearchQuery(text, **more), deps=record.deps)  # type: ignore[arg-type]


def test_a_release_is_read_found_and_counted(record: Record, desk: Desk) -> None:
    version_id = desk.published()
    dataset_id = dataset_of(record, version_id)
    with record.session() as session:
        page = read_dataset(session, dataset_id)
        assert read_dataset(session, page.slug) == page
        front = home(session)
        file = find_file(session, page.files[0].resource_id, file_format="csv")
        assert verify_chain(session) > 3
    assert page.slug == "xiao-e-dai-kuan-shi-chang-ping-jun-li-lv"
    assert page.catalogue_code == "304459FINLOAN/JINRONG-000001" or page.catalogue_code
    assert [one.format for one in page.files] == ["CSV", "XLSX", "JSONL"]
    assert [(one.name, one.is_masked) for one in page.fields] == [("地区", False), ("证件号", True)]
    assert page.hidden[0].clause_title
    assert (page.update_cycle, page.sharing_label, page.opening_label) == ("每月", "无条件共享", "脱敏后无条件开放")
    assert file.file_name == "小额贷款市场平均利率.csv"
    assert (front.total, front.rows) == (1, 3)
    assert {tile.code: tile.count for tile in front.sectors}["LOAN"] == 1
    for text in ("平均利率", "地区", "xiaoe", "金融监督"):
        assert found(record, text).total == 1, text
    facets = found(record, "", facets=("sector", "agency", "format")).facets
    assert [(value.label, value.count) for value in facets[0].values] == [("小额贷款与典当", 1)]
    assert [value.label for value in facets[1].values] == ["云川市地方金融监督管理局"]


def test_a_job_done_twice_changes_nothing(record: Record, desk: Desk) -> None:
    version_id = desk.published()
    job_id = desk.job(version_id, "publish")
    with record.session() as session:
        assert prepare_publish(session, session.get_one(Job, job_id), deps=record.deps) is None
    with pytest.raises(errors.MoveRefused):
        desk.commit(version_id, "process", commit_process, process_outcome())
    with record.session() as session:
        release = session.scalars(select(Release)).unique().one()
        session.add(
            Release(
                dataset_id=release.dataset_id,
                version_id=release.version_id,
                approval_id=release.approval_id,
                state="superseded",
                outcome="open",
                tier="public",
                title="又一次",
                edition_id=release.edition_id,
            )
        )
        with pytest.raises(IntegrityError):
            session.flush()


def test_the_next_version_supersedes_and_ids_stay(record: Record, desk: Desk) -> None:
    first = desk.published()
    dataset_id = dataset_of(record, first)
    with record.session() as session:
        before = read_dataset(session, dataset_id)
    second = desk.published(dataset_id=dataset_id, by="colleague")
    with record.session() as session:
        after = read_dataset(session, dataset_id)
        states = {one.number: one.state for one in session.scalars(select(Version)).unique()}
    assert states == {1: VersionState.SUPERSEDED, 2: VersionState.PUBLISHED}
    assert [one.resource_id for one in after.files] == [one.resource_id for one in before.files]
    assert (after.id, after.slug, after.catalogue_code) == (before.id, before.slug, before.catalogue_code)
    assert after.release_id == release_of(record, second) != before.release_id
    assert [one.state for one in after.history] == ["published", "superseded"]
    assert found(record, "利率").total == 1


def test_same_title_gets_its_own_slug(record: Record, desk: Desk) -> None:
    slugs = set()
    for _ in range(3):
        version_id = desk.published()
        with record.session() as session:
            slugs.add(read_dataset(session, dataset_of(record, version_id)).slug)
    assert len(slugs) == 3
    assert all(slug.startswith("xiao-e-dai-kuan-shi-chang-ping-jun-li-lv") for slug in slugs)


def test_by_application_is_a_page_without_data(record: Record, desk: Desk) -> None:
    version_id = desk.published(outcome=process_outcome(release="conditional"), rows=None)
    with record.session() as session:
        page = read_dataset(session, dataset_of(record, version_id))
        assert session.scalars(select(Dataset)).unique().one().opening == "有条件开放"
    assert (page.files, page.row_store_key, page.row_count) == ((), None, None)
    assert [one.name for one in page.fields] == ["地区", "证件号"]
    assert found(record, "利率").total == 1


def test_shared_among_departments_alone(record: Record, desk: Desk) -> None:
    version_id = desk.published(outcome=process_outcome(release="share_only"), rows=None)
    dataset_id = dataset_of(record, version_id)
    with record.session() as session:
        with pytest.raises(errors.NotFound):
            read_dataset(session, dataset_id)
        with pytest.raises(errors.NotFound):
            read_dataset(session, dataset_id, actor=record.actor(session, "developer"))
        assert read_dataset(session, dataset_id, actor=record.actor(session, "stranger")).outcome == "share_only"
        assert home(session).total == 0
    assert found(record, "利率").total == 0


def test_a_dataset_that_becomes_stricter_leaves_the_index(record: Record, desk: Desk) -> None:
    dataset_id = dataset_of(record, desk.published())
    desk.published(dataset_id=dataset_id, outcome=process_outcome(release="share_only"), rows=None)
    assert found(record, "利率").total == 0
    with record.session() as session, pytest.raises(errors.NotFound):
        read_dataset(session, dataset_id)


def test_one_withdrawal_takes_it_down_everywhere_and_a_page_stays(record: Record, desk: Desk) -> None:
    version_id = desk.published()
    other = dataset_of(record, desk.published())
    dataset_id, release_id = dataset_of(record, version_id), release_of(record, version_id)
    with record.session() as session:
        resource_id = read_dataset(session, dataset_id).files[0].resource_id
        actor = record.actor(session, "uploader")
        with pytest.raises(errors.ReasonNeeded):
            withdraw(session, release_id, actor=actor, deps=record.deps, reason="")
        made = withdraw(
            session,
            release_id,
            actor=actor,
            deps=record.deps,
            reason="统计口径有误",
            clause="NL-B01",
            replaced_by=other,
        )
        with pytest.raises(errors.MoveRefused):
            withdraw(session, release_id, actor=actor, deps=record.deps, reason="统计口径有误")
    with record.session() as session:
        page = read_dataset(session, dataset_id)
        with pytest.raises(errors.NotFound):
            find_file(session, resource_id)
        queued = dict(session.execute(select(Job.kind, Job.priority).where(Job.release_id == release_id)).all())
        assert home(session).total == 1
    assert queued["clear"] == 0
    assert found(record, "利率").total == 1
    assert (page.state, page.files, page.fields, page.hidden, page.summary) == ("withdrawn", (), (), (), "")
    assert page.withdrawal is not None
    assert (page.withdrawal.reason, page.withdrawal.clause) == ("统计口径有误", "NL-B01")
    assert page.withdrawal.replaced_by is not None
    assert page.withdrawal.replaced_by.dataset_id == other
    for _ in range(2):  # killed after the first run, it runs again
        run_clear(made.job_id, deps=record.deps)
    assert not [key for key in record.deps.storage.list() if str(version_id) in key]
    with pytest.raises(KeyMissing):
        record.deps.vault.open_reader(str(version_id), "raw-00000")
    with record.session() as session:
        assert session.get_one(Release, release_id).bytes_cleared_at is not None
        assert read_dataset(session, dataset_id).withdrawal == page.withdrawal


@pytest.mark.parametrize(
    ("name", "error"),
    [("stranger", errors.OtherAgency), ("developer", errors.NotFound), ("secrecy", errors.NotFound)],
)
def test_who_may_not_withdraw(record: Record, desk: Desk, name: str, error: type[errors.CatalogError]) -> None:
    release_id = release_of(record, desk.published())
    with record.session() as session, pytest.raises((error, errors.NotFound)):
        withdraw(session, release_id, actor=record.actor(session, name), deps=record.deps, reason="统计口径有误")
    with record.session() as session:
        assert session.get_one(Release, release_id).state == "published"


def test_a_refusal_keeps_who_when_digest_and_clause(record: Record, desk: Desk) -> None:
    made = record.upload()
    desk.commit(made.version_id, "process", commit_process, {"refused": ["NL-A01"], "keyed_digest": "d" * 64})
    with record.session() as session:
        version = session.get_one(Version, made.version_id)
        kept = {
            column.name: getattr(version, column.name)
            for column in Version.__table__.columns
            if getattr(version, column.name) not in (None, [], 0, {})
        }
        clear = session.scalars(select(Job.id).where(Job.kind == "clear")).one()
        sheet = show_version(session, made.version_id, actor=record.actor(session, "uploader"))
    assert set(kept) == {
        "id", "created_at", "dataset_id", "number", "state", "uploader_id", "keyed_digest", "refused_clauses", "processed_at"
    }  # fmt: skip
    assert sheet.refusal is not None
    assert sheet.refusal.clauses[0].code == "NL-A01"
    assert sheet.allowed == frozenset()
    run_clear(clear, deps=record.deps)
    assert not list(record.deps.storage.list())
