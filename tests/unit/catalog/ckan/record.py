"""A record whose publisher writes to the fake CKAN, with a few public datasets that have rows."""

from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

import polars as pl
from sqlalchemy import select

from catalog.ckan.publisher import CkanPublisher
from catalog.models import CkanLink, Release
from catalog.rowstore.build import build_rowstore, infer_fields
from catalog.rowstore.cache import RowCache
from tests.fakes.ckan import FakeCkan
from tests.fakes.outcomes import process_outcome
from tests.fakes.record import Record
from tests.unit.catalog.conftest import Desk

SITE = "http://127.0.0.1:8000"
TITLES = ("小额贷款市场平均利率", "融资担保机构名录", "典当行业务统计")
ROWS = pl.DataFrame({"年份": ["2024", "2025"], "余额": ["9", "10.5"]})


@dataclass
class Room:
    """The record, its desk, the fake, and the datasets' ids."""

    record: Record
    desk: Desk
    fake: FakeCkan
    ids: list[UUID]

    def link(self, number: int = 0) -> CkanLink:
        with self.record.session() as session:
            return session.scalars(select(CkanLink).where(CkanLink.dataset_id == self.ids[number])).one()

    def release_id(self, number: int = 0) -> UUID:
        with self.record.session() as session:
            query = select(Release.id).where(Release.dataset_id == self.ids[number]).order_by(Release.created_at.desc())
            return session.scalars(query).first() or self.ids[number]


def make_room(record: Record, fake: FakeCkan, publisher: CkanPublisher, folder: Path) -> Room:
    """Publish the datasets on the record; nothing is sent yet."""
    record.deps = replace(
        record.deps,
        ckan=publisher,
        extras={"rows": RowCache(record.deps.storage, folder / "cache"), "site_url": SITE},
    )
    desk, ids = Desk(record), []
    build_rowstore(folder / "rows.sqlite", [ROWS], infer_fields(ROWS), content_hash="c" * 64)
    for title in TITLES:
        outcome = process_outcome(release="open")
        outcome["described"]["title"] = title
        version = desk.published(outcome=outcome)
        with record.session() as session:
            release = session.scalars(select(Release).where(Release.version_id == version)).one()
            ids.append(release.dataset_id)
            if release.row_store_key:
                record.deps.storage.put(release.row_store_key, (folder / "rows.sqlite").read_bytes())
    return Room(record, desk, fake, ids)
