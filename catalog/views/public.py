"""What the public reads: dataset pages, result lists, home; built from verified values alone."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from catalog.views.desk import ReleaseRef
from catalog.views.judgement import AgencyView, Choice


@dataclass(frozen=True, slots=True)
class FieldView:
    """数据项 of a release."""

    code: str
    name: str
    type: str
    unit: str = ""
    meaning: str = ""
    is_masked: bool = False
    operator_label: str = ""
    clause: str | None = None
    title: str = ""  # Chinese name, where a person gave one; the header stays the column's name


@dataclass(frozen=True, slots=True)
class HiddenView:
    """What was hidden, how, and under which clause."""

    column: str | None
    entity: str | None
    entity_label: str
    operator: str
    operator_label: str
    clause: str
    clause_title: str
    basis: str


@dataclass(frozen=True, slots=True)
class FileView:
    """One file of a release; `storage_key` opens it in `deps.storage`."""

    resource_id: UUID
    format: str
    media_type: str
    bytes: int
    sha256: str
    storage_key: str
    file_name: str
    release_id: UUID


@dataclass(frozen=True, slots=True)
class WithdrawalView:
    """The page that stays."""

    at: datetime
    by_agency: str
    reason: str
    clause: str | None
    days_public: int
    replaced_by: ReleaseRef | None


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One release in a dataset's history."""

    release_id: UUID
    number: int
    state: str
    state_label: str
    published_at: datetime | None
    withdrawn_at: datetime | None
    row_count: int | None
    content_hash: str | None


@dataclass(frozen=True, slots=True)
class DatasetPage:
    """The public page of a dataset; a withdrawn one has no files, no rows, no fields."""

    id: UUID
    slug: str
    title: str
    summary: str
    tags: tuple[str, ...]
    state: str  # published, withdrawn
    outcome: str
    outcome_label: str
    tier: str
    tier_label: str
    agency: AgencyView
    theme: Choice | None
    sector: Choice | None
    also_sectors: tuple[Choice, ...]
    resource_kind: str
    catalogue_code: str | None
    update_cycle: str
    sharing_label: str
    sharing_condition: str
    sharing_way: str
    opening_label: str
    opening_condition: str
    related_resource_code: str | None
    licence: str
    licence_label: str
    published_at: datetime
    modified_at: datetime
    first_published_at: datetime
    release_id: UUID
    version_number: int
    row_count: int | None
    row_store_key: str | None
    row_resource_id: UUID | None
    content_hash: str | None
    recipe_version: str
    edition_number: int | None
    fields: tuple[FieldView, ...]
    hidden: tuple[HiddenView, ...]
    files: tuple[FileView, ...]
    history: tuple[HistoryRow, ...]
    withdrawal: WithdrawalView | None


@dataclass(frozen=True, slots=True)
class DatasetCard:
    """One line of a result list."""

    id: UUID
    slug: str
    title: str
    summary: str
    agency_name: str
    agency_slug: str
    theme: Choice | None
    sector: Choice | None
    tier: str
    tier_label: str
    outcome: str
    outcome_label: str
    resource_kind: str
    formats: tuple[str, ...]
    update_cycle: str
    row_count: int | None
    modified_at: datetime
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A facet value with its Chinese label and count."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FacetView:
    """One facet of a result."""

    field: str
    label: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page of results."""

    total: int
    start: int
    rows: int
    cards: tuple[DatasetCard, ...]
    facets: tuple[FacetView, ...]
    expanded: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """A theme or sector with the number of datasets the public may see."""

    code: str
    name: str
    theme_code: str
    count: int


@dataclass(frozen=True, slots=True)
class HomePage:
    """Counts and the newest datasets; finance sectors apart from the other themes."""

    sectors: tuple[Tile, ...]
    themes: tuple[Tile, ...]
    total: int
    agencies: int
    rows: int
    latest: tuple[DatasetCard, ...]
