"""Resources: the released files."""

import re
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from catalog.actions.ckan_read.errors import ActionNotFound, ActionValidationError
from catalog.actions.ckan_read.packages import find_package
from catalog.actions.ckan_read.reader import Params, Reader, given, required, whole
from catalog.models import Resource

# CKAN searches these as text, `hash` by its beginning, and the rest for what equals them
TEXTS: Final = frozenset(
    ["url", "format", "description", "hash", "name", "resource_type", "mimetype", "mimetype_inner", "cache_url"]
)
SEARCHABLE: Final = TEXTS | {"size", "created", "last_modified", "metadata_modified", "cache_last_updated", "url_type"}
_BLOCK: Final = 500
# fields whose text stands in the index as it is answered, and texts that mean themselves there
_AS_STORED: Final = frozenset({"name", "description", "format", "hash", "mimetype"})
_PLAIN: Final = re.compile(r"[ !#$&-\[\]^`-~\u4e00-\u9fff]+")


def find_resource(reader: Reader, key: str) -> dict[str, Any]:
    """Return a resource of a public dataset.

    Raises:
        ActionNotFound: none, or not public.
    """
    try:
        dataset_id = reader.session.scalar(select(Resource.dataset_id).where(Resource.id == UUID(key)))
    except ValueError:
        raise ActionNotFound from None
    if dataset_id is None:
        raise ActionNotFound
    for resource in find_package(reader, str(dataset_id))["resources"]:
        if resource["id"] == str(UUID(key)):
            found: dict[str, Any] = resource
            return found
    raise ActionNotFound


def resource_show(reader: Reader, params: Params) -> dict[str, Any]:
    """Return one resource."""
    return find_resource(reader, required(params, "id"))


def resource_view_list(reader: Reader, params: Params) -> list[Any]:
    """Return the views of a resource: the portal's own pages show data, so CKAN's are not used."""
    find_resource(reader, required(params, "id"))
    return []


def resource_view_show(reader: Reader, params: Params) -> Any:
    """Return one view: there is none."""
    del reader
    required(params, "id")
    raise ActionNotFound("Resource view not found, cannot check auth.")


def resource_search(reader: Reader, params: Params) -> dict[str, Any]:
    """Return resources whose field holds the text: query is `field:text`, or a list of such, all of which must hold.

    In the order of their making: CKAN reads `order_by`, and then forgets it.
    """
    terms = _terms(params)
    offset, limit = whole(params, "offset", 0) or 0, whole(params, "limit", None)
    found: list[dict[str, Any]] = []
    sets = reader.sets
    ordered = sets.order("created", descending=False)
    likely = sets.live
    for field, text in terms:
        if field in _AS_STORED and _PLAIN.fullmatch(text):
            likely &= sets.with_body_like(f"%{text}%", with_case=False)
    start = 0
    while numbers := sets.page(likely, ordered, start, _BLOCK):
        start += _BLOCK
        for package in reader.packages(numbers):
            found += [_as_found(one) for one in package["resources"] if all(_has(one, *term) for term in terms)]
    return {"count": len(found), "results": found[offset : None if limit is None else offset + limit]}


def _as_found(resource: dict[str, Any]) -> dict[str, Any]:
    """Return a resource as this search gives it: without the mark that it has no rows."""
    return {key: value for key, value in resource.items() if key != "datastore_active" or value}


def _has(resource: dict[str, Any], field: str, text: str) -> bool:
    value = str(resource.get(field) if resource.get(field) is not None else "").lower()
    if field == "hash":
        return value.startswith(text)
    return text in value if field in TEXTS else text == value


def _terms(params: Params) -> list[tuple[str, str]]:
    query = params.get("query")
    if query is None:
        raise ActionValidationError({"query": "Missing value"})
    terms: dict[str, str] = {}
    for one in query if isinstance(query, list) else [query]:
        field, colon, text = str(one).partition(":")
        if not colon:
            raise ActionValidationError({"query": "Must be <field>:<value> pair(s)"})
        terms[field] = text.lower()
    for field in terms:
        if field not in SEARCHABLE:
            raise ActionValidationError({"query": f'Field "{field[:40]}" not recognised in resource_search.'})
    return list(terms.items())


def format_autocomplete(reader: Reader, params: Params) -> list[str]:
    """Return formats that hold the text, the most used first."""
    typed = given(params, "q").lower()
    limit = whole(params, "limit", 5)
    counted = sorted(reader.sets.values("format").items(), key=lambda one: (-one[1].bit_count(), one[0]))
    return [name.lower() for name, _ in counted if typed in name.lower()][:limit]
