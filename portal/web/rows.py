"""What a reader asks of a release's rows in the address of the page, turned into the action's query."""

from dataclasses import dataclass
from typing import Final

from werkzeug.datastructures import MultiDict

from catalog.actions.rows import RowQuery
from catalog.rowstore.query import And, Contains
from catalog.views import DatasetPage

MAX_WORDS: Final = 60
MAX_FILTERS: Final = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """Filters (column, text it contains), words anywhere in the row, and the order (column, descending)."""

    filters: tuple[tuple[str, str], ...]
    words: str
    sort: tuple[tuple[str, bool], ...]

    def query(self, *, start: int = 0, rows: int = 100) -> RowQuery:
        """Return the action's query for one page of these rows."""
        parts = tuple(Contains(name, value) for name, value in self.filters)
        return RowQuery(And(parts) if parts else None, self.words, self.sort, start, rows)

    @property
    def arguments(self) -> list[tuple[str, str]]:
        """The same as arguments of an address."""
        pairs = [pair for name, value in self.filters for pair in (("column", name), ("value", value))]
        if self.words:
            pairs.append(("q", self.words))
        return pairs + [("sort", f"-{name}" if down else name) for name, down in self.sort]

    @property
    def is_filtered(self) -> bool:
        """Whether anything is left out."""
        return bool(self.filters or self.words)


def read_asked(page: DatasetPage, arguments: "MultiDict[str, str]") -> Asked:
    """Read `column`/`value` pairs, `q` and `sort`; names of columns that the release lacks are left out."""
    names = {field.name for field in page.fields}
    pairs = zip(arguments.getlist("column"), arguments.getlist("value"), strict=False)
    filters = tuple((name, value.strip()[:MAX_WORDS]) for name, value in pairs if name in names and value.strip())
    sort = []
    for one in arguments.getlist("sort")[:1]:
        name = one.removeprefix("-")
        if name in names:
            sort.append((name, one.startswith("-")))
    return Asked(filters[:MAX_FILTERS], arguments.get("q", "").strip()[:MAX_WORDS], tuple(sort))
