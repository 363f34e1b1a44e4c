"""What a reader asks of a release's rows in the address, turned into conditions of the row store."""

from dataclasses import dataclass
from typing import Any, Final

from flask import current_app
from werkzeug.datastructures import MultiDict

from catalog.rowcache import RowCache
from catalog.rowstore import RowStore
from catalog.rowstore_query import And, Condition, Contains
from portal.extensions import record
from portal.settings import Settings

MAX_WORDS: Final = 60
MAX_FILTERS: Final = 3


@dataclass(frozen=True, slots=True)
class RowQuery:
    """Filters (column, text it contains), words anywhere in the row, and the order."""

    filters: tuple[tuple[str, str], ...]
    words: str | None
    sort: tuple[tuple[str, bool], ...]  # column, descending

    @property
    def condition(self) -> Condition | None:
        """The filters as one condition; None when there are none."""
        return And(tuple(Contains(name, value) for name, value in self.filters)) if self.filters else None

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


def open_rows(key: str) -> RowStore:
    """Open the row store of a release."""
    settings: Settings = current_app.config["PORTAL"]
    return RowCache(record.deps.storage, settings.cache_folder).open(key)


def read_query(store: RowStore, arguments: "MultiDict[str, str] | Any") -> RowQuery:
    """Read `column`/`value` pairs, `q` and `sort`; names of columns that do not exist are left out."""
    names = {field.name for field in store.fields}
    pairs = zip(arguments.getlist("column"), arguments.getlist("value"), strict=False)
    filters = tuple((name, value.strip()[:MAX_WORDS]) for name, value in pairs if name in names and value.strip())
    sort = []
    for one in arguments.getlist("sort")[:1]:
        name = one.removeprefix("-")
        if name in names:
            sort.append((name, one.startswith("-") and one not in names))
    words = arguments.get("q", "").strip()[:MAX_WORDS] or None
    return RowQuery(filters[:MAX_FILTERS], words, tuple(sort))
