"""Whose rows: the row store behind a resource, for a reader who may read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from catalog.actions.ckan_read.errors import ActionNotFound, ActionValidationError
from catalog.actions.ckan_read.reader import MISSING, Params, Reader
from catalog.actions.grants import find_grant, note_reading
from catalog.actions.read import view_field
from catalog.ckan.mapping import column_info
from catalog.models import Dataset, Release, Resource
from catalog.policies import Verb, may

TABLE_FORMAT = "CSV"  # the resource that rows are read by; the other formats of a release have none


@dataclass(frozen=True, slots=True)
class RowSource:
    """The rows a reader may read.

    Attributes:
        resource_id, dataset_id, release_id: whose rows.
        key: of the row store.
        notes: each column's dictionary entry.
        grant_id: by which grant the reader may; None where everybody may.
    """

    resource_id: str
    dataset_id: UUID
    release_id: UUID
    key: str
    notes: dict[str, dict[str, str]]
    grant_id: UUID | None = None


def find_rows(reader: Reader, params: Params, *, noun: str = "Resource") -> RowSource:
    """Return where the rows of a resource are: open to all, or granted to the caller.

    Args:
        reader: who asks; told the release.
        params: `resource_id` (or `id`); `release` pins the release that pages read so far belong to.
        noun: what the message calls the thing.

    Raises:
        ActionValidationError: no resource id, or the release is no longer that one.
        ActionNotFound: no such resource, no rows, or not for this reader.
    """
    given = params.get("resource_id") or params.get("id")
    if not given:
        raise ActionValidationError({"resource_id": [MISSING]})
    missing = ActionNotFound(f'{noun} "{str(given)[:40]}" was not found.')
    try:
        resource_id = UUID(str(given))
    except ValueError:
        raise missing from None
    query = (
        select(Release)
        .join(Dataset, Dataset.current_release_id == Release.id)
        .join(Resource, Resource.dataset_id == Dataset.id)
        .where(Resource.id == resource_id, Resource.format == TABLE_FORMAT)
    )
    release = reader.session.scalars(query).unique().one_or_none()
    if release is None or release.row_store_key is None:
        raise missing
    is_open = bool(may(reader.actor, Verb.DOWNLOAD, release))
    grant_id = None if is_open else find_grant(reader.session, release, actor=reader.actor, now=reader.now)
    if not is_open and grant_id is None:
        raise missing
    asked = params.get("release")
    if asked and str(asked) != str(release.id):
        raise ActionValidationError({"release": [f"superseded by {release.id}"]})
    reader.release_id = release.id
    notes = {one["name"]: column_info(view_field(one)) for one in release.fields}
    return RowSource(str(resource_id), release.dataset_id, release.id, release.row_store_key, notes, grant_id)


def note_rows(reader: Reader, source: RowSource, *, columns: Sequence[str], count: int, door: str) -> None:
    """Audit the rows given to a grantee; what everybody may read leaves no trace.

    Args:
        columns: names of the columns given.
        count: how many rows, at most.
        door: the action that gives them.
    """
    if source.grant_id is not None:
        note_reading(
            reader.session,
            source.dataset_id,
            actor=reader.actor,
            deps=reader.deps,
            grant_id=source.grant_id,
            columns=columns,
            count=count,
            door=door,
        )
