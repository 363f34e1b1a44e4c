"""Read 阅读: the public page of a dataset, a file of it, the home page; built from released, verified values alone."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.actions.agency_views import view_agency
from catalog.actions.cards import cards_of
from catalog.actions.workspace import view_release_ref
from catalog.editions import known_clauses, parsed
from catalog.errors import NotFound
from catalog.lifecycle import ReleaseState
from catalog.models import Actor, Dataset, NegativeListEdition, Release, ReleaseFile, Sector, Theme, Version
from catalog.policies import DATA_OUTCOMES, PUBLIC_OUTCOMES, Verb, may
from catalog.presenting import choice, entity_label, names_of
from catalog.taxonomy import LICENCE_NAMES, label_of, masking_label
from catalog.views import (
    DatasetPage,
    FieldView,
    FileView,
    HiddenView,
    HistoryRow,
    HomePage,
    Tile,
    WithdrawalView,
)
from classifiers.negative_list import Clause
from classifiers.tiers import Release as Outcome
from classifiers.tiers import Tier

LATEST = 8


def current_release(session: Session, key: UUID | str) -> Release:
    """Return the release that stands for a dataset, whoever asks.

    Args:
        key: the dataset's id or slug.

    Raises:
        NotFound: no such dataset, or nothing of it was ever released.
    """
    same = Dataset.id == key if isinstance(key, UUID) else Dataset.slug == key
    query = select(Release).join(Dataset, Dataset.current_release_id == Release.id).where(same)
    release = session.scalars(query.execution_options(populate_existing=True)).unique().one_or_none()
    if release is None:
        raise NotFound
    return release


def read_dataset(session: Session, key: UUID | str, *, actor: Actor | None = None) -> DatasetPage:
    """Return a dataset's page: published, or what stays after a withdrawal.

    Args:
        key: the dataset's id or slug; an id written as text is a slug nobody has.
        actor: who asks; what departments share is shown to people of departments alone.

    Raises:
        NotFound: nothing there for this reader.
    """
    release = current_release(session, key)
    may(actor, Verb.READ, release).require()
    dataset = release.dataset
    is_out = release.state == ReleaseState.PUBLISHED
    has_data = is_out and release.outcome in DATA_OUTCOMES
    history = _history(session, dataset.id)
    edition = session.get(NegativeListEdition, release.edition_id)
    clauses = {**known_clauses(session), **(parsed(edition.content).by_id if edition else {})}  # as it said then
    files = _files(release) if has_data else ()
    themes, sectors = names_of(session, Theme), names_of(session, Sector)
    published = release.published_at or release.created_at
    described = release.described
    return DatasetPage(
        id=dataset.id,
        slug=dataset.slug or str(dataset.id),
        title=release.title,
        summary=release.summary if is_out else "",
        tags=tuple(release.tags) if is_out else (),
        state=release.state,
        outcome=release.outcome,
        outcome_label=Outcome(release.outcome).label,
        tier=release.tier,
        tier_label=Tier(release.tier).label,
        agency=view_agency(dataset.agency),
        theme=choice(themes, release.theme_code) if release.theme_code else None,
        sector=choice(sectors, release.sector_code) if release.sector_code else None,
        also_sectors=tuple(choice({**themes, **sectors}, code) for code in release.also_sectors),
        resource_kind=release.resource_kind,
        catalogue_code=dataset.catalogue_code,
        update_cycle=described.get("update_cycle", ""),
        sharing_label=described.get("sharing", ""),
        sharing_condition=described.get("sharing_condition", ""),
        sharing_way=described.get("sharing_way", ""),
        opening_label=described.get("opening", ""),
        opening_condition=described.get("opening_condition", ""),
        related_resource_code=described.get("related_resource_code") or None,
        licence=release.licence,
        licence_label=label_of(LICENCE_NAMES, release.licence),
        published_at=published,
        modified_at=dataset.modified_at or published,
        first_published_at=history[-1].published_at or published if history else published,
        release_id=release.id,
        version_number=release.version.number,
        row_count=release.row_count if has_data else None,
        row_store_key=release.row_store_key if has_data else None,
        row_resource_id=next((one.resource_id for one in files if one.format == "CSV"), None),
        content_hash=release.content_hash if has_data else None,
        recipe_version=release.recipe_version,
        edition_number=edition.number if edition else None,
        fields=tuple(view_field(one) for one in release.fields) if is_out else (),
        hidden=tuple(_hidden(one, clauses) for one in release.hidden) if is_out else (),
        files=files,
        history=history,
        withdrawal=None if is_out else _withdrawal(session, release),
    )


def find_file(
    session: Session, resource_id: UUID, *, actor: Actor | None = None, file_format: str | None = None
) -> FileView:
    """Return the present file of a resource, for a download.

    Args:
        resource_id: id that is the same over all versions.
        file_format: demanded format, upper or lower case; another one is "not found".

    Raises:
        NotFound: no such resource, no data in public, withdrawn.
    """
    query = (
        select(Release, ReleaseFile)
        .join(ReleaseFile, ReleaseFile.release_id == Release.id)
        .join(Dataset, Dataset.current_release_id == Release.id)
        .where(ReleaseFile.resource_id == resource_id)
    )
    found = session.execute(query.execution_options(populate_existing=True)).unique().one_or_none()
    if found is None:
        raise NotFound
    release, file = found
    may(actor, Verb.DOWNLOAD, release).require()
    if file_format is not None and file.format != file_format.upper():
        raise NotFound
    return _file(release, file)


def home(session: Session, *, actor: Actor | None = None) -> HomePage:
    """Return counts by finance sector and by theme, and the newest datasets the public may see."""
    may(actor, Verb.SEARCH).require()
    public = (Release.state == ReleaseState.PUBLISHED, Release.outcome.in_(PUBLIC_OUTCOMES))
    by_sector = _counts(session, Release.sector_code, public)
    by_theme = _counts(session, Release.theme_code, public)
    totals = session.execute(
        select(func.count(), func.count(func.distinct(Dataset.agency_id)), func.sum(Release.row_count))
        .select_from(Release)
        .join(Dataset, Dataset.id == Release.dataset_id)
        .where(*public)
    ).one()
    newest = select(Release).where(*public).order_by(Release.published_at.desc(), Release.id).limit(LATEST)
    sectors = session.scalars(select(Sector).order_by(Sector.position))
    themes = session.scalars(select(Theme).order_by(Theme.position))
    return HomePage(
        sectors=tuple(Tile(one.code, one.name, one.theme_code, by_sector.get(one.code, 0)) for one in sectors),
        themes=tuple(Tile(one.code, one.name, one.code, by_theme.get(one.code, 0)) for one in themes),
        total=totals[0],
        agencies=totals[1],
        rows=int(totals[2] or 0),
        latest=cards_of(session, session.scalars(newest).unique().all()),
    )


def _counts(session: Session, column: Any, where: tuple[Any, ...]) -> dict[str, int]:
    query = select(column, func.count()).where(*where).group_by(column)
    return {row[0]: row[1] for row in session.execute(query) if row[0]}


def view_field(one: dict[str, Any]) -> FieldView:
    """Return a column of a release, as it stands in `Release.fields`."""
    return FieldView(
        code=one["code"],
        name=one["name"],
        type=one["type"],
        unit=one.get("unit", ""),
        meaning=one.get("meaning", ""),
        is_masked=bool(one.get("masked")),
        operator_label=masking_label(one.get("operator"), one.get("entity"), one.get("masked_as")),
        clause=one.get("clause") or None,
        title=one.get("title", ""),
    )


def _hidden(one: dict[str, Any], clauses: Mapping[str, Clause]) -> HiddenView:
    clause = clauses.get(one.get("clause") or "")
    return HiddenView(
        column=one.get("column"),
        entity=one.get("entity") or None,
        entity_label=entity_label(one.get("entity")),
        operator=one["operator"],
        operator_label=masking_label(one["operator"], one.get("entity"), one.get("masked_as")),
        clause=one.get("clause") or "",
        clause_title=clause.title if clause else "",
        basis=clause.basis if clause else "",
    )


def _files(release: Release) -> tuple[FileView, ...]:
    order = {"CSV": 0, "XLSX": 1, "JSONL": 2, "TXT": 3}
    return tuple(_file(release, one) for one in sorted(release.files, key=lambda one: order.get(one.format, 9)))


def _file(release: Release, file: ReleaseFile) -> FileView:
    stem = "".join(char if char not in '\\/:*?"<>|\r\n\t' else "_" for char in release.title)[:80]
    return FileView(
        resource_id=file.resource_id,
        format=file.format,
        media_type=file.media_type,
        bytes=file.bytes,
        sha256=file.sha256,
        storage_key=file.storage_key,
        file_name=f"{stem}.{file.format.lower()}",
        release_id=release.id,
    )


def _history(session: Session, dataset_id: UUID) -> tuple[HistoryRow, ...]:
    query = (
        select(Release, Version.number)
        .join(Version, Version.id == Release.version_id)
        .where(Release.dataset_id == dataset_id, Release.outcome.in_(PUBLIC_OUTCOMES))
        .order_by(Version.number.desc())
    )
    return tuple(
        HistoryRow(
            release_id=one.id,
            number=number,
            state=one.state,
            state_label=ReleaseState(one.state).label,
            published_at=one.published_at,
            withdrawn_at=one.withdrawn_at,
            row_count=one.row_count,
            content_hash=one.content_hash,
        )
        for one, number in session.execute(query).unique()
    )


def _withdrawal(session: Session, release: Release) -> WithdrawalView:
    successor = None
    if release.replaced_by_id is not None:
        following = session.get(Dataset, release.replaced_by_id)
        other = session.get(Release, following.current_release_id) if following else None
        # only what the public may see is named as the successor
        successor = view_release_ref(other) if other is not None and may(None, Verb.READ, other) else None
    at = release.withdrawn_at or release.created_at
    return WithdrawalView(
        at=at,
        by_agency=release.dataset.agency.name,
        reason=release.withdrawal_reason,
        clause=release.withdrawal_clause,
        days_public=(at - (release.published_at or at)).days,
        replaced_by=successor,
    )
