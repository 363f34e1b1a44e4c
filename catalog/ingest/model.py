"""What reading gives: a table or the pages of a document, with notes for the uploader and the reviewer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Self

from catalog.ingest.notes import Note
from catalog.ingest.rows import RenamedRows, Rows, WholeRows

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class TableRead:
    """One table.

    Attributes:
        rows: its header and its cells.
        format: `csv`, `xlsx`, `json`, `parquet`.
        encoding: `utf-8`, `utf-8-sig`, `gb18030`, `utf-16-le`, `utf-16-be`; empty for binary formats.
        delimiter: of a delimited file, else empty.
        header_row: row of the header in the file, from 1; None when there was none.
        sheet: name of the sheet read; None outside spreadsheets.
        sheets: names of all sheets, in order.
        notes: what the uploader and the reviewer should know.
        damaged: indices of columns with spreadsheet numbers of 16 digits and more, which lost their last digits.
        extra_text: (place, text) of everything outside the cells: titles above the header, comments, properties,
            other sheets. Must be scanned like cells.
        dtypes: types of the columns that were not text, where the format has types.
        bare: columns of text and other values, where the format has types: which cells were not text.
        nested: columns with objects and lists, kept as JSON text: which cells are such.
        blanks: columns of JSON in which a cell without a value may be more than null: `null`, `""`, or null itself
            where the record has no such field.
    """

    rows: Rows
    format: str
    encoding: str = ""
    delimiter: str = ""
    header_row: int | None = 1
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    damaged: frozenset[int] = frozenset()
    extra_text: tuple[tuple[str, str], ...] = ()
    dtypes: "Mapping[str, pl.DataType]" = field(default_factory=dict)
    bare: "Mapping[str, pl.Series]" = field(default_factory=dict)
    nested: "Mapping[str, pl.Series]" = field(default_factory=dict)
    blanks: "Mapping[str, pl.Series]" = field(default_factory=dict)

    @property
    def frame(self) -> "pl.DataFrame":
        """The table in one piece: for tables that are known to be short."""
        if isinstance(self.rows, WholeRows):
            return self.rows.frame
        import polars as pl

        return pl.concat([*self.rows.blocks()])

    def renamed(self, names: Sequence[str]) -> Self:
        """The same table under other column names."""
        return replace(self, rows=RenamedRows(self.rows, tuple(names)))

    @property
    def needs_person(self) -> bool:
        """Whether any note asks for a reviewer."""
        return any(note.needs_person for note in self.notes)


@dataclass(frozen=True)
class Page:
    """One page of a document; formats without pages have a single one.

    Attributes:
        number: from 1.
        text: its text.
        is_inspected: False when the page has no text layer: nothing may be concluded from its empty text.
    """

    number: int
    text: str
    is_inspected: bool = True


@dataclass(frozen=True)
class TextRead:
    """A document.

    Attributes:
        pages: in order.
        format: `txt`, `docx`, `pdf`.
        encoding: as in `TableRead`; empty for binary formats.
        notes: what the uploader and the reviewer should know.
        extra_text: (place, text) outside the pages: comments, deleted text, properties. Must be scanned like pages.
    """

    pages: tuple[Page, ...]
    format: str
    encoding: str = ""
    notes: tuple[Note, ...] = ()
    extra_text: tuple[tuple[str, str], ...] = field(default=())

    @property
    def text(self) -> str:
        """All pages, separated by a form feed."""
        return "\f".join(page.text for page in self.pages)

    @property
    def needs_person(self) -> bool:
        """Whether any note asks for a reviewer, or a page could not be inspected."""
        return any(note.needs_person for note in self.notes) or not all(page.is_inspected for page in self.pages)
