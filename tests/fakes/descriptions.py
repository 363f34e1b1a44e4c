"""Steps of a correction for tests that load no table engine: propose, let the check end by hand, accept."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import select

from catalog.actions.check_correction import commit_correct, prepare_correct
from catalog.actions.correct import accept_correction, show_correction
from catalog.actions.describe import describe
from catalog.actions.description import released_as, show_description
from catalog.metadata import ColumnText, Description, Metadata
from catalog.models import Correction, Job, Release
from catalog.views import Described, DescriptionSheet
from tests.fakes.record import Record

MEANING = "数据所反映的区县，按统计用区划名称填写"


def sheet_of(record: Record, version_id: UUID, who: str = "uploader") -> DescriptionSheet:
    with record.session() as session:
        return show_description(session, version_id, actor=record.actor(session, who))


def typed(record: Record, version_id: UUID, **changes: object) -> Description:
    with record.session() as session:
        release = session.scalars(select(Release).where(Release.version_id == version_id)).one()
        return replace(released_as(release), **changes)


def propose(record: Record, version_id: UUID, description: Description, who: str = "uploader") -> Described:
    tag = sheet_of(record, version_id, who).tag
    with record.session() as session:
        return describe(session, version_id, description, actor=record.actor(session, who), deps=record.deps, tag=tag)


def checked(record: Record, done: Described, **outcome: object) -> UUID:
    """Let the check of a correction end with an answer written by hand."""
    assert done.correction_id is not None
    with record.session() as session:
        job = session.get_one(Job, done.job_id)
        payload = prepare_correct(session, job, deps=record.deps)
        assert payload is not None
        wanted = Description.of(
            Metadata.from_text(
                record.deps.vault.open_text(
                    str(done.correction_id), session.get_one(Correction, done.correction_id).sealed or b""
                )
            )
        )
        answer = outcome or {"body": wanted.to_json(), "found": {}, "is_stricter": False}
        commit_correct(session, job, answer, deps=record.deps)
        session.commit()
    return done.correction_id


def accept(record: Record, correction_id: UUID, who: str = "officer") -> None:
    with record.session() as session:
        actor = record.actor(session, who)
        tag = show_correction(session, correction_id, actor=actor).tag
        accept_correction(session, correction_id, actor=actor, deps=record.deps, tag=tag)


NEW = {"title": "小额贷款公司平均利率", "columns": (ColumnText("地区", "区县", "", MEANING),)}
