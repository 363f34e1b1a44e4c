"""The fake's DataStore: tables with typed columns, filters, sort, paging, dumps."""

import csv
import io
import json
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from tests.fakes.ckan.store import ADMIN_TOKEN, Store, Table, invalid, not_found

CAP = 32_000
KNOWN = {
    "resource_id", "id", "filters", "q", "distinct", "plain", "language", "limit", "offset", "fields", "sort",
    "include_total", "total_estimation_threshold", "records_format", "include_next_page",
}  # fmt: skip
COMPARE = {
    "lt": lambda left, right: left < right,
    "lte": lambda left, right: left <= right,
    "gt": lambda left, right: left > right,
    "gte": lambda left, right: left >= right,
    "eq": lambda left, right: left == right,
}


def create(store: Store, params: dict[str, Any]) -> dict[str, Any]:
    """Create a table, or add columns and rows to it; names over 63 bytes are cut without a word."""
    key = str(params.get("resource_id"))
    store.resource(key, to=ADMIN_TOKEN)
    with store.lock:
        table = store.tables.setdefault(key, Table([]))
        known = {one["id"] for one in table.fields}
        for one in params.get("fields") or ():
            name = one["id"].encode()[:63].decode(errors="ignore")
            if name not in known:
                table.fields.append({**one, "id": name})
        _append(table, params.get("records") or ())
    return {"resource_id": key, "fields": table.fields, "method": "insert"}


def upsert(store: Store, params: dict[str, Any]) -> dict[str, Any]:
    """Insert rows; a column that does not exist refuses them all."""
    table = _table(store, params.get("resource_id"))
    with store.lock:
        _append(table, params.get("records") or ())
    return {"resource_id": params["resource_id"], "method": "insert"}


def delete(store: Store, params: dict[str, Any]) -> dict[str, Any]:
    """Drop a table."""
    _table(store, params.get("resource_id"))
    with store.lock:
        del store.tables[str(params["resource_id"])]
    return {"resource_id": params["resource_id"]}


def info(store: Store, params: dict[str, Any], to: str) -> dict[str, Any]:
    """Describe a table."""
    if "id" not in params and "resource_id" not in params:
        raise invalid(id="Missing value")
    key = params.get("id") or params.get("resource_id")
    table = _table(store, key)
    store.resource(key, to=to)
    return {"meta": {"id": key, "count": len(table.rows), "table_type": "BASE TABLE"}, "fields": table.fields}


def search(store: Store, params: dict[str, Any], to: str) -> dict[str, Any]:
    """Answer `datastore_search`; rows of a resource that was only dropped are still there."""
    if "resource_id" not in params and "id" not in params:
        raise invalid(resource_id="Missing value")
    if unknown := set(params) - KNOWN:
        raise invalid(**{name: f'invalid value "{params[name]}"' for name in unknown})
    key = params.get("resource_id") or params.get("id")
    if key == "_table_metadata":
        rows = [{"_id": number, "name": one, "alias_of": None} for number, one in enumerate(sorted(store.tables), 1)]
        offset = int(params.get("offset", 0))
        return {"records": rows[offset : offset + int(params.get("limit", 100))], "fields": []}
    table = _table(store, key)
    if any(one["id"] == key for package in store.packages.values() for one in package["resources"]):
        store.resource(key, to=to)
    names = ["_id", *(one["id"] for one in table.fields)]
    wanted = params.get("fields") or names
    wanted = wanted.split(",") if isinstance(wanted, str) else wanted
    limit, offset = _whole(params, "limit", 100), _whole(params, "offset", 0)
    if unknown := [one for one in wanted if one not in names]:
        raise invalid(fields=f'field "{unknown[0]}" not in table')
    rows = [one for one in table.rows if _fits(one, _read(params.get("filters")) or {}, names)]
    rows = _sorted(rows, params.get("sort") or "_id", names)
    rows = [{name: one[name] for name in wanted} for one in rows]
    if _truth(params.get("distinct")):
        rows = list({json.dumps(one): one for one in rows}.values())
    page = rows[offset : offset + min(limit, CAP)]
    form = params.get("records_format", "objects")
    types = {"_id": "int", **{one["id"]: one.get("type", "text") for one in table.fields}}
    answer = {"resource_id": key, "fields": [{"id": one, "type": types[one]} for one in wanted], "limit": limit}
    answer |= {"records_format": form, "include_total": _truth(params.get("include_total", True)), "offset": offset}
    answer["records"] = _formed(page, wanted, form)
    if answer["include_total"]:
        answer |= {"total": len(rows), "total_was_estimated": False}
    if _truth(params.get("include_next_page")) and page:
        answer["next_page"] = {"_id": {"gt": page[-1]["_id"]}}
    return answer


def dump(store: Store, key: str, params: dict[str, Any], to: str) -> tuple[str, bytes]:
    """Return a table as a file: its type and its bytes."""
    form = params.get("format", "csv")
    found = search(store, {"resource_id": key, "limit": params.get("limit", CAP), "records_format": "lists"}, to)
    names, rows = [one["id"] for one in found["fields"]], found["records"]
    if form == "json":
        return "application/json", json.dumps({"fields": found["fields"], "records": rows}, ensure_ascii=False).encode()
    if form == "xml":
        cells = ["".join(f"<{n}>{escape(str(c))}</{n}>" for n, c in zip(names, row, strict=True)) for row in rows]
        return "text/xml", f"<data>{''.join(f'<row>{one}</row>' for one in cells)}</data>".encode()
    text = _csv([names, *rows], "\t" if form == "tsv" else ",")
    return "text/csv", (b"\xef\xbb\xbf" if _truth(params.get("bom")) else b"") + text.encode()


def _append(table: Table, records: Any) -> None:
    types = {one["id"]: one.get("type", "text") for one in table.fields}
    made = []
    for one in records:
        if unknown := set(one) - set(types):
            raise invalid(records=f'row has extra keys "{", ".join(sorted(unknown))}"')
        made.append({name: _typed(one.get(name), kind) for name, kind in types.items()})
    start = table.rows[-1]["_id"] if table.rows else 0
    table.rows += [{"_id": number, **one} for number, one in enumerate(made, start + 1)]


def _typed(value: Any, kind: str) -> Any:
    if value is None or kind in {"text", "date"}:
        return value
    try:
        number = int(value) if kind.startswith("int") else Decimal(str(value))
    except (ValueError, ArithmeticError):
        raise invalid(data=f"invalid input syntax for type {kind}") from None
    return number if isinstance(number, int) else int(number) if number == number.to_integral() else float(number)


def _fits(row: dict[str, Any], filters: Any, names: list[str]) -> bool:
    for name, wanted in filters.items():
        if name == "$or":
            if not any(_fits(row, one, names) for one in wanted):
                return False
        elif name == "$and":
            if not all(_fits(row, one, names) for one in wanted):
                return False
        elif name not in names:
            raise invalid(filters=f'field "{name}" not in table')
        elif isinstance(wanted, dict):
            if row[name] is None or not all(COMPARE[how](row[name], value) for how, value in wanted.items()):
                return False
        elif row[name] is None or row[name] not in (wanted if isinstance(wanted, list) else [wanted]):
            return False
    return True


def _sorted(rows: list[dict[str, Any]], sort: Any, names: list[str]) -> list[dict[str, Any]]:
    parts = sort.split(",") if isinstance(sort, str) else sort
    for part in reversed(parts):
        name, *order = part.split()
        if name not in names:
            raise invalid(sort=f'field "{name}" not in table')
        is_down = "desc" in order
        nulls_last = "last" in order if "nulls" in order else not is_down  # as PostgreSQL does
        some = [one for one in rows if one[name] is not None]
        none = [one for one in rows if one[name] is None]
        some.sort(key=lambda one: one[name], reverse=is_down)
        rows = [*some, *none] if nulls_last else [*none, *some]
    return rows


def _formed(rows: list[dict[str, Any]], names: list[str], form: str) -> Any:
    lists = [[one[name] for name in names] for one in rows]
    if form == "lists":
        return lists
    return _csv(lists, ",") if form == "csv" else rows


def _csv(rows: list[list[Any]], comma: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=comma, lineterminator="\n").writerows(rows)
    return out.getvalue()


def _table(store: Store, key: Any) -> Table:
    if str(key) not in store.tables:
        raise not_found()
    return store.tables[str(key)]


def _whole(params: dict[str, Any], name: str, default: int) -> int:
    try:
        number = int(params.get(name, default))
    except ValueError:
        raise invalid(**{name: "Invalid integer"}) from None
    if number < 0:
        raise invalid(**{name: "Must be a natural number"})
    return number


def _read(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _truth(value: Any) -> bool:
    return value is True or str(value).lower() in {"true", "1", "yes", "t"}
