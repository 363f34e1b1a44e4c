"""Sweep: what storage holds and the record does not want any more, left by kills between a write and its commit.

Runs beside other work: it removes only what no transaction can still point at.
"""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.actions.clear import GONE, HOLDS
from catalog.deps import Deps
from catalog.errors import RecordDamaged
from catalog.models import Version
from catalog.transaction import begin_write

RELEASED = "released"
STAGING = "staging"


def sweep_storage(*, deps: Deps) -> int:
    """Remove released files of versions that have none, and uploads of versions that are gone; returns how many.

    Raises:
        StorageError: storage is down.
    """
    if deps.sessions is None:
        raise RecordDamaged
    removed = 0
    for root in (RELEASED, STAGING):
        for version_id in _folders(deps, root):
            with deps.sessions() as session:
                removed += _sweep_one(session, root, version_id, deps)
    return removed


def _sweep_one(session: Session, root: str, version_id: UUID, deps: Deps) -> int:
    """Look at one version under its lock, so that no approval comes between the look and the removal."""
    begin_write(session)
    state = session.scalars(select(Version.state).where(Version.id == version_id).with_for_update()).one_or_none()
    if root == RELEASED:
        removed = 0 if state in HOLDS else deps.storage.delete_prefix(f"{RELEASED}/{version_id}")
    else:  # an upload the record has never heard of may be under way
        removed = deps.vault.forget(str(version_id)) if state in GONE else 0
    session.commit()
    return removed


def _folders(deps: Deps, root: str) -> Iterator[UUID]:
    seen: set[str] = set()
    for key in [*deps.storage.list(root)]:
        name = key.split("/")[1]
        if name not in seen:
            seen.add(name)
            try:
                yield UUID(name)
            except ValueError:
                continue
