"""Result lines: releases as cards, in the order given, names of themes and sectors looked up once."""

from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from catalog.models import Release, Sector, Theme
from catalog.presenting import choice, names_of
from catalog.views import DatasetCard
from classifiers.tiers import Release as Outcome
from classifiers.tiers import Tier


def cards_of(session: Session, releases: Iterable[Release]) -> tuple[DatasetCard, ...]:
    """Return cards for releases the caller has found visible."""
    themes, sectors = names_of(session, Theme), names_of(session, Sector)
    return tuple(view_card(one, themes, sectors) for one in releases)


def view_card(
    release: Release, themes: Mapping[str, str], sectors: Mapping[str, str], score: float = 0.0
) -> DatasetCard:
    """Return one release as a line of a result list."""
    dataset = release.dataset
    return DatasetCard(
        id=dataset.id,
        slug=dataset.slug or str(dataset.id),
        title=release.title,
        summary=release.summary,
        agency_name=dataset.agency.name,
        agency_slug=dataset.agency.slug,
        theme=choice(themes, release.theme_code) if release.theme_code else None,
        sector=choice(sectors, release.sector_code) if release.sector_code else None,
        tier=release.tier,
        tier_label=Tier(release.tier).label,
        outcome=release.outcome,
        outcome_label=Outcome(release.outcome).label,
        resource_kind=release.resource_kind,
        formats=tuple(sorted({file.format for file in release.files})),
        update_cycle=release.described.get("update_cycle", ""),
        row_count=release.row_count,
        modified_at=dataset.modified_at or release.published_at or release.created_at,
        score=score,
    )
