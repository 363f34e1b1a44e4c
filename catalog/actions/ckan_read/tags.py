"""Free tags; vocabularies are not used (harvesters drop tags of one)."""

from typing import Any

from catalog.actions.ckan_read.errors import ActionNotFound, ActionValidationError
from catalog.actions.ckan_read.reader import MISSING, Params, Reader, flag, required, whole, words
from catalog.ckan.mapping import tag_dict


def _tag(name: str) -> dict[str, Any]:
    full = tag_dict(name)
    return {key: full[key] for key in ("id", "name", "vocabulary_id", "display_name")}


def _names(reader: Reader, query: list[str] | None) -> list[str]:
    names = sorted(reader.sets.values("tag"))
    if query is None:
        return names
    wanted = [one.lower() for one in query if one]
    return [name for name in names if any(one in name.lower() for one in wanted)]


def _refuse_vocabulary(params: Params) -> None:
    if params.get("vocabulary_id"):
        raise ActionNotFound(f"could not find vocabulary '{params['vocabulary_id']}'"[:120])


def tag_list(reader: Reader, params: Params) -> list[Any]:
    """Return the names (or all fields) of tags."""
    _refuse_vocabulary(params)
    query = params.get("query")
    names = _names(reader, None if not query else [str(query)])
    return [_tag(name) for name in names] if flag(params, "all_fields") else names


def tag_show(reader: Reader, params: Params) -> dict[str, Any]:
    """Return one tag by name or id."""
    key = required(params, "id")
    _refuse_vocabulary(params)
    for name in reader.sets.values("tag"):
        tag = _tag(name)
        if key in (name, tag["id"]):
            if flag(params, "include_datasets"):
                found = reader.sets.values("tag")[name]
                order = reader.sets.order("modified", descending=True)
                tag["packages"] = reader.packages(reader.sets.page(found, order, 0, 1000))
            return tag
    raise ActionNotFound


def tag_search(reader: Reader, params: Params) -> dict[str, Any]:
    """Return tags that hold the text, and how many there are."""
    _refuse_vocabulary(params)
    names = _names(reader, words(params, "query") or words(params, "q") or [])
    offset, limit = whole(params, "offset", 0) or 0, whole(params, "limit", None)
    page = names[offset : None if limit is None else offset + limit]
    tags = [_tag(name) for name in page]
    return {
        "count": len(names),
        "results": [{key: tag[key] for key in ("id", "name", "vocabulary_id")} for tag in tags],
    }


def tag_autocomplete(reader: Reader, params: Params) -> list[str]:
    """Return the names of tags that hold the text."""
    _refuse_vocabulary(params)
    names = _names(reader, words(params, "query") or words(params, "q") or [])
    offset, limit = whole(params, "offset", 0) or 0, whole(params, "limit", None)
    return names[offset : None if limit is None else offset + limit]


def vocabulary_list(reader: Reader, params: Params) -> list[Any]:
    """Return tag vocabularies: none."""
    del reader, params
    return []


def vocabulary_show(reader: Reader, params: Params) -> Any:
    """Return one vocabulary: there is none to show."""
    del reader
    if not params.get("id"):
        raise ActionValidationError({"id": [MISSING]})
    raise ActionNotFound
