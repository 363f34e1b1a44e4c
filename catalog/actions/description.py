"""Descriptions 描述: what stands of a version or its release, what is under way, and drafts where nobody wrote.

Reading only; `describe` proposes and `correct` decides.
"""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.actions.column_meanings import standard_meaning
from catalog.actions.corrections import corrections_of, open_of, view_correction
from catalog.errors import MoveRefused
from catalog.lifecycle import ReleaseState, VersionState
from catalog.metadata import ColumnText, Description
from catalog.models import Actor, Correction, CorrectionState, Dataset, Release, Version, VersionColumn
from catalog.policies import Verb, may
from catalog.taxonomy import DEFAULT_LICENCE
from catalog.transaction import load
from catalog.views import DescribedColumn, DescriptionSheet, DescriptionView

_SAME_AGENCY: Final = "本单位“{title}”"
_STANDARD: Final = "常用释义"
# what was proposed last and can be worked on further
_UNFINISHED: Final = frozenset({CorrectionState.WAITING, CorrectionState.RETURNED})


def described_as(version: Version) -> Description:
    """Return the description of a version that is not public: what was typed or drafted, covered.

    Raises:
        MoveRefused: nothing of it is known yet, or any more.
    """
    if version.described is None:
        raise MoveRefused
    known = version.described
    return Description(
        title=known["title"],
        summary=known["summary"],
        tags=tuple(known["tags"]),
        update_cycle=known["update_cycle"],
        sharing_condition=known["sharing_condition"],
        sharing_way=known.get("sharing_way", ""),
        opening_condition=known["opening_condition"],
        related_resource_code=known["related_resource_code"],
        licence=known.get("licence", DEFAULT_LICENCE),
        columns=_columns(version),
    )


def released_as(release: Release) -> Description:
    """Return the description of a release as it is public."""
    known = release.described
    return Description(
        title=release.title,
        summary=release.summary,
        tags=tuple(release.tags),
        update_cycle=known.get("update_cycle", "不定期"),
        sharing_condition=known.get("sharing_condition", ""),
        sharing_way=known.get("sharing_way", ""),
        opening_condition=known.get("opening_condition", ""),
        related_resource_code=known.get("related_resource_code") or "",
        licence=release.licence,
        columns=_columns(release.version),
    )


def _columns(version: Version) -> tuple[ColumnText, ...]:
    return tuple(ColumnText(one.name, one.title, one.unit, one.meaning) for one in version.columns)


def release_of(session: Session, version: Version) -> Release | None:
    """Return the release of a version that is out now."""
    out = (Release.version_id == version.id, Release.state == ReleaseState.PUBLISHED)
    return session.scalars(select(Release).where(*out)).unique().one_or_none()


def present_description(session: Session, version: Version) -> tuple[Description, str]:
    """Return what stands, and its tag: the same as long as nobody changed it or proposed something.

    Raises:
        MoveRefused: nothing is known of the version.
    """
    release = release_of(session, version) if version.state == VersionState.PUBLISHED else None
    now = described_as(version) if release is None else released_as(release)
    under_way = open_of(session, release.id) if release else None
    return now, now.tag(version.state, str(under_way.id if under_way else ""))


def inherited_from(session: Session, dataset: Dataset) -> dict[str, Any] | None:
    """Return the description that the next version of a dataset begins with, without what was drafted; as JSON."""
    release = session.get(Release, dataset.current_release_id) if dataset.current_release_id else None
    if release is None or release.state != ReleaseState.PUBLISHED:
        return None
    drafted = set((release.version.described or {}).get("drafted", ("title", "summary")))
    now = released_as(release)
    return {**now.to_json(), **dict.fromkeys(drafted, "")}


def show_description(session: Session, version_id: UUID, *, actor: Actor | None) -> DescriptionSheet:
    """Return a version's description for its form.

    Raises:
        NotFound: no such version, or none of the actor's business. MoveRefused: nothing is known of it yet.
    """
    version = load(session, Version, version_id)
    may(actor, Verb.SEE, version).require()
    now, tag = present_description(session, version)
    release = release_of(session, version)
    corrections = corrections_of(session, release.id) if release else ()
    drafts = draft_meanings(session, version)
    last = corrections[0] if corrections else None
    asked = Description.from_json(last.body) if last and last.state in _UNFINISHED and last.body else now
    return DescriptionSheet(
        version_id=version.id,
        dataset_id=version.dataset_id,
        number=version.number,
        state=version.state,
        state_label=VersionState(version.state).label,
        agency_name=version.dataset.agency.name,
        now=_view(version, now, drafts),
        asked=_view(version, asked, drafts),
        tag=tag,
        corrections=tuple(view_correction(session, one) for one in corrections),
        may_edit=bool(may(actor, Verb.DESCRIBE, version)) and not _is_checking(last),
        is_public=release is not None,
    )


def _is_checking(correction: Correction | None) -> bool:
    return correction is not None and correction.state == CorrectionState.CHECKING


def _view(version: Version, description: Description, drafts: Mapping[str, tuple[str, str]]) -> DescriptionView:
    said = {one.name: one for one in description.columns}
    columns = []
    for column in version.columns:
        text = said.get(column.name, ColumnText(column.name))
        draft, source = drafts.get(column.name, ("", ""))
        columns.append(
            DescribedColumn(
                position=column.position,
                code=column.code,
                name=column.name,
                type=column.type,
                title=text.title,
                unit=column.unit if text.unit is None else text.unit,
                meaning=text.meaning,
                draft="" if text.meaning else draft,
                draft_from="" if text.meaning else source,
            )
        )
    return DescriptionView(
        title=description.title,
        summary=description.summary,
        tags=description.tags,
        update_cycle=description.update_cycle,
        sharing_condition=description.sharing_condition,
        sharing_way=description.sharing_way,
        opening_condition=description.opening_condition,
        related_resource_code=description.related_resource_code,
        licence=description.licence,
        columns=tuple(columns),
    )


def draft_meanings(session: Session, version: Version) -> dict[str, tuple[str, str]]:
    """Return header → (meaning, where it comes from) for columns nobody has described.

    First what the same agency says of a column of this name in what it has published (newest first), then the usual
    meaning of such a header. A draft is a proposal: it is public only once a person has saved it.
    """
    wanted = [one.name for one in version.columns if not one.meaning]
    found = {name: (meaning, _STANDARD) for name in wanted if (meaning := standard_meaning(name))}
    query = (
        select(VersionColumn.name, VersionColumn.meaning, Release.title)
        .join(Version, Version.id == VersionColumn.version_id)
        .join(Release, Release.version_id == Version.id)
        .join(Dataset, Dataset.id == Version.dataset_id)
        .where(
            Dataset.agency_id == version.dataset.agency_id,
            Release.state == ReleaseState.PUBLISHED,
            VersionColumn.meaning != "",
            VersionColumn.name.in_(wanted),
        )
        .order_by(Release.published_at)
    )
    if wanted:
        for name, meaning, title in session.execute(query):
            found[name] = (meaning, _SAME_AGENCY.format(title=title))
    return found
