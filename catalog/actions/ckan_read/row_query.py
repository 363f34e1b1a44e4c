"""What `datastore_search` and the dump were asked, read against the columns of one row store."""

import csv
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from catalog.actions.ckan_read.errors import ActionValidationError
from catalog.actions.ckan_read.reader import Params, flag, whole
from catalog.actions.ckan_read.row_filters import ID, NOT_QUERYABLE, RowFilters
from catalog.actions.ckan_read.row_words import LANGUAGES, Sought, plain_words, syntax_words
from catalog.fields import Field
from catalog.rowstore.query import ROW, And, Condition, SortKey
from catalog.rowstore.words import ENGLISH

DEFAULT_LIMIT: Final = 100
MAX_LIMIT: Final = 32_000
RANK: Final = "rank"
_SORT: Final = re.compile(r'\s*(?:"([^"]+)"|([^"]*?))(?:\s+(asc|desc))?(?:\s+nulls\s+(first|last))?\s*', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RowQuestion:
    """One question: which columns and rows, in which order, and which page.

    Attributes:
        columns: asked columns in order, `_id` and ranks among them; empty when an empty list was asked for.
        named: those that the answer describes: with `full_text` a CKAN gives more than it names.
        condition: which rows; None for all.
        ranks: columns that say how well a row matched, by name: the words looked for.
        sort: as the row store takes it.
        filterops: CKAN's own form of the filters, repeated in the answer.
    """

    columns: tuple[str, ...]
    named: tuple[str, ...]
    condition: Condition | None
    ranks: Mapping[str, Sought]
    sort: tuple[SortKey, ...]
    limit: int | None
    offset: int
    filterops: dict[str, Any] | None
    by_id: bool | None  # ordered by `_id` alone: True upwards, False downwards


def json_or_text(params: Params, name: str) -> Any:
    """Return a parameter, its JSON read where text holds an object.

    Raises:
        ActionValidationError: text that begins like an object and is none.
    """
    value = params.get(name)
    if isinstance(value, str) and (name == "filters" or value.strip().startswith("{")):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            raise ActionValidationError({name: ["Cannot parse JSON"]}) from None
    return value


def read_question(fields: Sequence[Field], params: Params, *, default_limit: int | None = DEFAULT_LIMIT) -> RowQuestion:
    """Read the parameters of `datastore_search`.

    Raises:
        ActionValidationError: an unknown column, a wrong type, a page that cannot be.
    """
    names = [field.name for field in fields]
    limit = whole(params, "limit", default_limit, also=True)
    offset = str(params.get("offset") or 0)
    skip = whole({"offset": offset.removeprefix("-")}, "offset", 0) or 0
    if offset.startswith("-") and skip:
        raise ActionValidationError({"offset": [f'invalid value "{offset[:20]}"']})
    filters = json_or_text(params, "filters") if params.get("filters") is not None else None
    row_filters = RowFilters({one.name: one for one in fields})
    condition, filterops = row_filters.read(filters)
    conditions = [condition] if condition is not None else []
    ranks = _words(params, names)
    conditions += [one.condition for one in ranks.values()]
    named = _named(params, names, list(ranks))
    columns = _columns(params, named, names, list(ranks))
    sort = _sort(params, names)
    row_filters.check()
    if flag(params, "distinct"):
        _check_distinct(columns, sort, ranks)
    by_id = None
    if not sort and not ranks:
        by_id = True
    elif len(sort) == 1 and sort[0][0] == ROW:
        by_id = not sort[0][1]
    return RowQuestion(
        columns=columns,
        named=named,
        condition=conditions[0] if len(conditions) == 1 else And(tuple(conditions)) if conditions else None,
        ranks=ranks,
        sort=sort,
        limit=limit if limit is None else min(limit, MAX_LIMIT),
        offset=skip,
        filterops=filterops,
        by_id=by_id,
    )


def _check_distinct(columns: Sequence[str], sort: Sequence[SortKey], ranks: Mapping[str, Sought]) -> None:
    """Refuse an order by what is not among the columns, as SQL does of distinct rows."""
    needed = [ID if key[0] == ROW else key[0] for key in sort] if sort else list(ranks)
    if any(name not in columns for name in needed):
        raise ActionValidationError(NOT_QUERYABLE)


def listed(value: Any, name: str) -> list[str]:
    """Return a parameter that is a list, or text with commas.

    Raises:
        ActionValidationError: neither.
    """
    if isinstance(value, str):
        return [one.strip() for one in next(csv.reader([value.strip()], skipinitialspace=True), [""])]
    if not isinstance(value, list):
        raise ActionValidationError({name: ["Not a list"]})
    for one in value:
        if not isinstance(one, str):
            raise ActionValidationError({name: [f"Neither a string nor a list: {str(one)[:100]}"]})
    return [one.strip() for one in value]


def _named(params: Params, names: Sequence[str], ranks: list[str]) -> tuple[str, ...]:
    asked = params.get("fields")
    if not asked and not isinstance(asked, Mapping):
        return (ID, *names, *ranks)
    columns = listed(asked, "fields")
    for name in columns:
        if name != ID and name not in names and name not in ranks:
            raise ActionValidationError({"fields": [f'invalid value "{name[:63]}"']})
    return tuple(columns)


def _columns(params: Params, named: tuple[str, ...], names: Sequence[str], ranks: list[str]) -> tuple[str, ...]:
    """Return the columns of the rows: with `full_text` every one of the table, and its rank where that is named."""
    if not params.get("fields") or not params.get("full_text"):
        return named
    return (ID, *names, *[one for one in ranks if one != RANK or RANK in named])


def _sort(params: Params, names: Sequence[str]) -> tuple[SortKey, ...]:
    asked = params.get("sort")
    if not asked:
        return ()
    keys: list[SortKey] = []
    # not by the csv reader: quotes around a column's name belong to the clause
    clauses = [one.strip() for one in asked.split(",")] if isinstance(asked, str) else listed(asked, "sort")
    for clause in clauses:
        match = _SORT.fullmatch(clause)
        name = (match[1] or match[2]) if match else None
        if match is None or not name or (name != ID and name not in names):
            raise ActionValidationError({"sort": [f'invalid value "{clause[:63]}"']})
        is_down = (match[3] or "").lower() == "desc"
        is_empty_first = match[4].lower() == "first" if match[4] else is_down  # as PostgreSQL has it
        keys.append((ROW, is_down) if name == ID else (name, is_down, is_empty_first))
    return tuple(keys)


def _words(params: Params, names: Sequence[str]) -> dict[str, Sought]:
    """Return what is looked for, each under the name of the column that says how well a row matched."""
    asked, whole_text = json_or_text(params, "q"), params.get("full_text")
    language = str(params.get("language") or ENGLISH).lower()
    if (asked or whole_text) and language not in LANGUAGES:
        raise ActionValidationError(NOT_QUERYABLE)
    read = plain_words if flag(params, "plain", default=True) else syntax_words
    found: dict[str, Sought] = {}
    if whole_text or (asked and not isinstance(asked, Mapping)):
        # with both, a CKAN looks for `full_text` alone
        found[RANK] = read(str(whole_text or asked), names, column=None, languages=(language, ENGLISH))
    if isinstance(asked, Mapping):
        for name, text in asked.items():
            if name not in names or not isinstance(text, str):
                raise ActionValidationError({"q": [f'invalid value "{str(name)[:63]}"']})
            one = read(text, names, column=str(name), languages=(language, language))
            if read is syntax_words:  # a CKAN narrows by the whole row first, which a `!` feels
                whole = read(text, names, column=None, languages=(language, ENGLISH))
                one = replace(one, condition=And((whole.condition, one.condition)))
            found[f"{RANK} {name}"] = one
    return found
