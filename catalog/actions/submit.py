"""Submit 提交: an uploaded file becomes a version of a dataset and a job, in one transaction; nothing readable is kept.

File name, title and every other typed text are sealed under the upload's own key until the secrecy gate has passed.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog import audit, jobs
from catalog.deps import Deps
from catalog.errors import AgencyInactive, InvalidField, NotFound, SignInNeeded, UploadMissing
from catalog.lifecycle import VersionState
from catalog.models import Actor, Agency, Dataset, Job, Version
from catalog.policies import Verb, may
from catalog.reasons import check_text
from catalog.taxonomy import UPDATE_CYCLES
from catalog.transaction import begin_write, load
from catalog.views import Submitted

CATALOGUE_FLAGS: Final = ("general", "important", "core")  # 数据安全法 art. 21
MAX_TAGS: Final = 20
MAX_PARTS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the uploader typed, as typed; lengths in characters are checked, content only in the confined child.

    `catalogue_flag`: general, important or core, when the agency's own catalogue of important data says so.
    `release_at`: not public before this day; `public_until`: the day a notice ends.
    """

    file_name: str
    title: str = ""
    summary: str = ""
    tags: tuple[str, ...] = ()
    update_cycle: str = "不定期"
    catalogue_flag: str | None = None
    release_at: date | None = None
    public_until: date | None = None
    sharing_condition: str = ""
    opening_condition: str = ""
    related_resource_code: str = ""
    sheet: str | None = None

    def checked(self) -> "Metadata":
        """Return the same, stripped.

        Raises:
            InvalidField: `detail.field` names the first field that is too long or not allowed.
        """
        if self.update_cycle not in UPDATE_CYCLES:
            raise InvalidField({"field": "update_cycle"})
        if self.catalogue_flag is not None and self.catalogue_flag not in CATALOGUE_FLAGS:
            raise InvalidField({"field": "catalogue_flag"})
        if len(self.tags) > MAX_TAGS:
            raise InvalidField({"field": "tags", "limit": MAX_TAGS})
        return Metadata(
            file_name=check_text("file_name", self.file_name, 255) or "upload",
            title=check_text("title", self.title, 200),
            summary=check_text("summary", self.summary, 4000),
            tags=tuple(tag for tag in (check_text("tags", tag, 40) for tag in self.tags) if tag),
            update_cycle=self.update_cycle,
            catalogue_flag=self.catalogue_flag,
            release_at=self.release_at,
            public_until=self.public_until,
            sharing_condition=check_text("sharing_condition", self.sharing_condition, 400),
            opening_condition=check_text("opening_condition", self.opening_condition, 400),
            related_resource_code=check_text("related_resource_code", self.related_resource_code, 60),
            sheet=check_text("sheet", self.sheet, 100) if self.sheet else None,
        )

    def to_text(self) -> str:
        """Return JSON to be sealed."""
        content = asdict(self)
        for key in ("release_at", "public_until"):
            content[key] = content[key].isoformat() if content[key] else None
        return json.dumps(content, ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> "Metadata":
        """Read what `to_text` gave."""
        content = json.loads(text)
        for key in ("release_at", "public_until"):
            content[key] = date.fromisoformat(content[key]) if content[key] else None
        return cls(**{**content, "tags": tuple(content["tags"])})


def submit(
    session: Session,
    upload_id: UUID,
    metadata: Metadata,
    *,
    actor: Actor | None,
    deps: Deps,
    parts: tuple[str, ...],
    bytes_received: int,
    agency_id: UUID | None = None,
    dataset_id: UUID | None = None,
) -> Submitted:
    """Take an upload over into the record and queue its processing.

    Args:
        upload_id: id under which the bytes stand in the vault; it becomes the version's id.
        metadata: what the uploader typed.
        parts: names of the upload's objects in the vault, in order.
        bytes_received: bytes counted while they came in.
        agency_id: for whom; default the actor's own agency.
        dataset_id: an existing dataset whose next version this is.

    Returns:
        The ids; the same ones, with `is_new` False, when this upload was submitted before.

    Raises:
        NotPermitted, NotFound, InvalidField, UploadMissing, AgencyInactive.
    """
    metadata = metadata.checked()
    if not 0 < len(parts) <= MAX_PARTS or bytes_received < 0:
        raise UploadMissing
    begin_write(session)
    dataset = load(session, Dataset, dataset_id, is_locked=True) if dataset_id else None
    agency_id = dataset.agency_id if dataset else agency_id or (actor.agency_id if actor else None)
    if agency_id is None:
        may(actor, Verb.SUBMIT).require()
        raise InvalidField({"field": "agency"})
    agency = load(session, Agency, agency_id)
    may(actor, Verb.SUBMIT, agency).require()
    if actor is None:
        raise SignInNeeded
    if not agency.is_active:
        raise AgencyInactive
    before = session.get(Version, upload_id, populate_existing=True)
    if before is not None:
        return _again(session, before, actor)
    if any(not deps.storage.exists(deps.vault.object_name(str(upload_id), part)) for part in parts):
        raise UploadMissing
    sealed = deps.vault.seal_text(str(upload_id), metadata.to_text())
    if dataset is None:
        dataset = Dataset(agency_id=agency.id)
        session.add(dataset)
        session.flush()
    version = Version(
        id=upload_id,
        dataset_id=dataset.id,
        number=_next_number(session, dataset),
        state=VersionState.RECEIVED,
        uploader_id=actor.id,
        sealed=sealed,
        parts=list(parts),
        bytes_received=bytes_received,
        created_at=deps.clock(),
    )
    session.add(version)
    job = jobs.queue(session, "process", f"process:{version.id}:0", dataset=dataset, version=version, actor_id=actor.id)
    audit.record(session, Verb.SUBMIT, version, actor=actor, detail={"dataset": str(dataset.id)}, at=deps.clock())
    session.commit()
    deps.wake()
    return Submitted(version.id, dataset.id, job.id, version.number, is_new=True)


def _again(session: Session, version: Version, actor: Actor) -> Submitted:
    if version.uploader_id != actor.id:
        raise NotFound
    job = session.scalars(select(Job).where(Job.effect_key == f"process:{version.id}:0")).one()
    return Submitted(version.id, version.dataset_id, job.id, version.number, is_new=False)


def _next_number(session: Session, dataset: Dataset) -> int:
    last = session.scalar(select(func.max(Version.number)).where(Version.dataset_id == dataset.id))
    return (last or 0) + 1
