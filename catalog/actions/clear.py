"""Clear 清除: remove what may no longer be kept — key and ciphertext of an upload, files and rows of a release.

A job, so that a kill between the commit that closed the thing and the removal is healed by the next run: every step
may be repeated. Runs in the runner: it touches objects by name and never reads one.
"""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.deps import Deps
from catalog.errors import RecordDamaged
from catalog.lifecycle import ReleaseState, VersionState
from catalog.models import Correction, CorrectionState, Job, Release, Version
from catalog.storage import Storage
from catalog.transaction import load

# states in which released files may stand: being written, out, or kept for the history
HOLDS = frozenset({VersionState.APPROVED, VersionState.PUBLISHED, VersionState.SUPERSEDED})
GONE = frozenset({VersionState.BLOCKED, VersionState.DISCARDED, VersionState.WITHDRAWN})


def run_clear(job_id: UUID, *, deps: Deps) -> None:
    """Remove what the job's version or release may no longer keep; idempotent.

    Raises:
        StorageError: storage is down; the job is tried again.
    """
    if deps.sessions is None:
        raise RecordDamaged
    with deps.sessions() as session:
        job = load(session, Job, job_id)
        version_id, release_id = job.version_id, job.release_id
        version_gone = version_id is not None and load(session, Version, version_id).state in GONE
        release_gone = release_id is not None and load(session, Release, release_id).state != ReleaseState.PUBLISHED
        settled = _settled_corrections(session, version_id)
    for correction_id in settled:
        deps.vault.destroy_key(str(correction_id))
    if version_id is not None and version_gone:
        deps.vault.forget(str(version_id))
        clear_released(deps.storage, version_id)
    if release_id is not None and release_gone:
        with deps.sessions.begin() as session:
            release = load(session, Release, release_id, is_locked=True)
            # judged anew and approved again meanwhile: the folder is the next release's, which empties it itself
            if load(session, Version, release.version_id).state not in HOLDS:
                clear_released(deps.storage, release.version_id)
            release.bytes_cleared_at = release.bytes_cleared_at or deps.clock()
            rows = deps.extras.get("rows")
            if rows is not None and release.row_store_key is not None:
                rows.forget(release.row_store_key)
    with deps.sessions() as session:
        checkpoint(session)


def _settled_corrections(session: Session, version_id: UUID | None) -> list[UUID]:
    """Corrections of a version's release that need their key no more: what was typed was looked at, or put aside."""
    query = (
        select(Correction.id)
        .join(Release, Release.id == Correction.release_id)
        .where(Release.version_id == version_id, Correction.state != CorrectionState.CHECKING)
    )
    return list(session.scalars(query)) if version_id is not None else []


def clear_released(storage: Storage, version_id: UUID) -> int:
    """Remove every file and the row store of a version's release; returns how many objects were removed."""
    return storage.delete_prefix(f"released/{version_id}")


def checkpoint(session: Session) -> None:
    """Bring SQLite's write-ahead log into the file, so that overwritten pages do not stay in it."""
    engine = session.get_bind().engine
    if engine.dialect.name != "sqlite":
        return
    session.commit()
    # past SQLAlchemy, which would begin a transaction; a busy reader only puts the checkpoint off
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    finally:
        raw.close()
