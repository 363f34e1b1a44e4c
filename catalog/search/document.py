"""What of a release is searchable, and the JSON kept with it."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """Public, verified text and facet values of one dataset's current release.

    `facets` maps a field (theme, sector, agency, agency_kind, opening, resource_kind, update_cycle, format, year, tier,
    tag) to its values for this dataset.
    """

    dataset_id: UUID
    slug: str
    title: str
    summary: str = ""
    agency_names: tuple[str, ...] = ()
    sector_names: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    column_names: tuple[str, ...] = ()
    facets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    modified_at: datetime | None = None
    published_at: datetime | None = None
    usage: int = 0
    created_at: datetime | None = None  # of the dataset's first release
    body: str = ""  # the dataset as the Action API shows it, JSON without the site's address


def ascii_json(text: str) -> str:
    """Return JSON text with `\\u` escapes for what is not ASCII, without reading it: a fifth of the time.

    Escaped as a string of its own, its quotes and backslashes get one backslash each, which are taken away again.
    """
    return text if text.isascii() else json.dumps(text)[1:-1].replace('\\"', '"').replace("\\\\", "\\")
