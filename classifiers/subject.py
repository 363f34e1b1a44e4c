"""The facts a decision is made from: what is known about a dataset, without any of its values.

A `Subject` is stored with the decision, so that another edition of the negative list can be tried on the whole
record without the raw data. Cells appear only as counts and shares; the words found in them are words of a
negative list's vocabulary, never text of the cell.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from classifiers.errors import FactsError
from classifiers.tiers import SecurityLabel

FACTS_VERSION: Final = 1

NO_ENTITIES: Final[Mapping[str, "EntityFacts"]] = {}
NO_NUMBERS: Final[Mapping[str, float]] = {}
NO_COUNTS: Final[Mapping[str, int]] = {}


@dataclass(frozen=True, slots=True)
class EntityFacts:
    """How often one kind of personal data was found in a column.

    `cells` cells hold it, `share` is cells / non-empty cells (0..1), `whole` cells are nothing but it.
    """

    cells: int
    share: float
    whole: int = 0


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """One column: its name, what its cells look like, and what was found in them.

    `type` is one of text, integer, decimal, date, boolean, empty. `shapes` gives the share (0..1) of non-empty cells
    of a form (see `catalog.ingest.profile`: org, region, date, masked, small, template …). `terms` counts the cells
    that hold a word of the vocabulary. `length` is the mean number of characters of a non-empty cell.
    """

    name: str
    index: int = 0
    type: str = "text"
    rows: int = 0
    nonempty: int = 0
    distinct: int = 0
    entities: Mapping[str, EntityFacts] = field(default_factory=lambda: NO_ENTITIES)
    shapes: Mapping[str, float] = field(default_factory=lambda: NO_NUMBERS)
    terms: Mapping[str, int] = field(default_factory=lambda: NO_COUNTS)
    length: float = 0.0
    hidden: bool = False

    def share(self, *entities: str) -> float:
        """Largest share of non-empty cells that hold one of the entities."""
        return max((self.entities[e].share for e in entities if e in self.entities), default=0.0)

    def cells(self, *entities: str) -> int:
        """Cells that hold one of the entities (the largest count among them)."""
        return max((self.entities[e].cells for e in entities if e in self.entities), default=0)

    def shape(self, name: str) -> float:
        """Share (0..1) of non-empty cells of this form."""
        return self.shapes.get(name, 0.0)


@dataclass(frozen=True, slots=True)
class MarkFacts:
    """A secrecy mark: grade (绝密, 机密, 秘密), where it stands, and whether the text says it was lifted."""

    level: str
    place: str
    declassified: bool = False


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """Running text: its size, what was found in it and who the people in it are.

    `entities` counts findings; `roles` counts people and addresses by role (`PERSON:official`, `ADDRESS:home` …, see
    `classifiers.span_roles`); `likeness`, `likeness_size` and `secrecy` tell what the text resembles
    (`classifiers.likeness`); `terms` counts vocabulary words that stand affirmed, `denied` those under a negation,
    `heading` those in the first lines; `register_rows` counts lines that look like entries of a register; `blanks`
    empty fields of a form.
    """

    characters: int = 0
    pages: int = 1
    entities: Mapping[str, int] = field(default_factory=lambda: NO_COUNTS)
    roles: Mapping[str, int] = field(default_factory=lambda: NO_COUNTS)
    terms: Mapping[str, int] = field(default_factory=lambda: NO_COUNTS)
    denied: Mapping[str, int] = field(default_factory=lambda: NO_COUNTS)
    heading: Mapping[str, int] = field(default_factory=lambda: NO_COUNTS)
    register_rows: int = 0
    blanks: int = 0
    credentials: int = 0
    unread_pages: int = 0
    likeness: float = 0.0
    likeness_size: int = 0
    secrecy: float = 0.0


@dataclass(frozen=True, slots=True)
class Subject:
    """Everything `decide` may know about a dataset.

    `agency_kind` is one of the nine department codes (CZ, SW, SWJ, JRJ, RH, YBJ, ZJJ, SCJG, TJ) or empty.
    `release_at` is the day the content may be published at the earliest, `public_until` the day a notice ends.
    `vocabulary` tells the words that were looked for in cells and text (`Vocabulary.fingerprint`): a clause with
    another word needs a new scan. `around` counts its words in what stands above and below the table in its file: they
    are heard as words of cells, and are not released.
    `missing` names facts that could not be established; a clause that needs one counts as stricter.
    """

    title: str = ""
    description: str = ""
    agency: str = ""
    agency_kind: str = ""
    tags: tuple[str, ...] = ()
    file_name: str = ""
    format: str = ""
    update_frequency: str = ""
    columns: tuple[ColumnFacts, ...] = ()
    row_count: int = 0
    document: DocumentFacts | None = None
    marks: tuple[MarkFacts, ...] = ()
    catalogue_flag: SecurityLabel | None = None
    release_at: date | None = None
    public_until: date | None = None
    hidden_parts: tuple[str, ...] = ()
    quasi_identifiers: tuple[str, ...] = ()
    min_group: int | None = None
    vocabulary: str = ""
    missing: tuple[str, ...] = ()
    around: Mapping[str, int] = field(default_factory=dict)
    version: int = FACTS_VERSION

    def to_json(self) -> dict[str, Any]:
        """Give a JSON-ready mapping, empty fields left out."""
        from classifiers.codec import subject_to_json

        return subject_to_json(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Subject":
        """Read what `to_json` gave.

        Raises:
            FactsError: another version of the facts, or damaged ones.
        """
        from classifiers.codec import subject_from_json

        if data.get("version") != FACTS_VERSION:
            raise FactsError
        try:
            return subject_from_json(data)
        except (KeyError, TypeError, ValueError, AttributeError):
            raise FactsError from None
