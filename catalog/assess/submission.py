"""What is known of a dataset beside its content: typed by the uploader, or told by the record."""

from dataclasses import dataclass
from datetime import date

from classifiers.tiers import SecurityLabel


@dataclass(frozen=True, slots=True)
class Submission:
    """Metadata of one dataset.

    `agency_kind` is one of the nine department codes or empty (then it is told from the agency's name).
    `release_at`: not public before this day. `public_until`: the day a notice ends. `hidden_columns`: places of columns
    that were hidden in the file. `hidden_parts`: other parts that readers do not see (sheets, comments, author …).
    `missing` names what could not be read of the entry itself; such a dataset waits for a person.
    """

    title: str = ""
    description: str = ""
    agency: str = ""
    agency_kind: str = ""
    tags: tuple[str, ...] = ()
    file_name: str = ""
    format: str = ""
    update_frequency: str = ""
    catalogue_flag: SecurityLabel | None = None
    release_at: date | None = None
    public_until: date | None = None
    hidden_columns: tuple[int, ...] = ()
    hidden_parts: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """Every typed text with its place, for the secrecy gate and for verification."""
        return (
            ("title", self.title),
            ("description", self.description),
            ("file_name", self.file_name),
            *(("tags", tag) for tag in self.tags),
        )
