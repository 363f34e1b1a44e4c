"""Free tags; vocabularies are not used (harvesters drop tags of one)."""

from collections.abc import Mapping
from typing import Any

from catalog.actions.ckan_read.errors import ActionNotFound, ActionValidationError
from catalog.actions.ckan_read.reader import Params, Reader, flag, required, whole
from catalog.ckan.mapping import tag_dict

_SEARCHED = ("id", "name", "vocabulary_id")


def _tag(name: str) -> dict[str, Any]:
    full = tag_dict(name)
    return {key: full[key] for key in (*_SEARCHED, "display_name")}


def _terms(params: Params) -> list[str]:
    asked = params.get("query") or params.get("q") or []
    fields = params.get("fields")  # the older form, which CKAN still reads
    more = [fields[name] for name in ("tag", "tags") if name in fields] if isinstance(fields, Mapping) else []
    terms = [*([asked] if isinstance(asked, str) else asked), *more]
    return [str(one).strip().lower() for one in terms if str(one).strip()]


def _found(reader: Reader, params: Params) -> tuple[list[str], int]:
    """Return a page of the tags that hold every term, and how many do; without terms none does."""
    terms = _terms(params)
    offset, limit = whole(params, "offset", 0) or 0, whole(params, "limit", None)
    names = [] if not terms or "vocabulary_id" in params else sorted(reader.sets.values("tag"))
    names = [name for name in names if all(term in name.lower() for term in terms)]
    return names[offset : None if limit is None else offset + limit], len(names)


def _vocabulary(params: Params) -> None:
    """Refuse a vocabulary: there is none."""
    asked = params.get("vocabulary_id")
    if asked:
        raise ActionNotFound(f"could not find vocabulary '{str(asked)[:100]}'")


def tag_list(reader: Reader, params: Params) -> list[Any]:
    """Return the names (or all fields) of tags: query, all_fields."""
    if _terms(params):
        names, _ = _found(reader, params)
    else:
        _vocabulary(params)
        names = sorted(reader.sets.values("tag"))
    return [_tag(name) for name in names] if params.get("all_fields") else names


def tag_show(reader: Reader, params: Params) -> dict[str, Any]:
    """Return one tag by name or id: include_datasets."""
    key = required(params, "id")
    if params.get("vocabulary_id"):
        raise ActionNotFound
    for name in reader.sets.values("tag"):
        tag = _tag(name)
        if key in (name, tag["id"]):
            if flag(params, "include_datasets"):
                found = reader.sets.values("tag")[name]
                tag["packages"] = reader.packages(reader.sets.page_by(found, "modified", 0, 1000, descending=False))
            return tag
    raise ActionNotFound


def tag_search(reader: Reader, params: Params) -> dict[str, Any]:
    """Return tags that hold the text (or all of several), and how many there are: query, limit, offset."""
    names, count = _found(reader, params)
    return {"count": count, "results": [{key: _tag(name)[key] for key in _SEARCHED} for name in names]}


def tag_autocomplete(reader: Reader, params: Params) -> list[str]:
    """Return the names of tags that hold the text: query, limit, offset."""
    return _found(reader, params)[0]


def vocabulary_list(reader: Reader, params: Params) -> list[Any]:
    """Return tag vocabularies: none."""
    del reader, params
    return []


def vocabulary_show(reader: Reader, params: Params) -> Any:
    """Return one vocabulary: there is none to show."""
    del reader
    asked = params.get("id")
    if not asked:
        raise ActionValidationError({"id": "id not in data"})
    raise ActionNotFound(f'Could not find vocabulary "{str(asked)[:100]}"')
