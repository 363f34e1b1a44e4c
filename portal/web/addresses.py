"""Addresses that templates build: pages of a list, and the same rows in another order or as a file."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from flask import Flask, url_for

from portal.web.rows import Asked


def paged(endpoint: str, **given: str | None) -> Callable[[int], str]:
    """Return a function from page number to address; `given`: parts of the path and of the query, empty ones go."""
    kept: dict[str, Any] = {name: value for name, value in given.items() if value}
    return lambda number: url_for(endpoint, **kept, page=str(number))


def rows_address(endpoint: str, key: object, query: Asked, **more: str) -> str:
    """Return the address of the same rows at another endpoint."""
    pairs = [*query.arguments, *more.items()]
    return url_for(endpoint, key=str(key)) + (f"?{urlencode(pairs)}" if pairs else "")


def sort_address(endpoint: str, key: object, query: Asked, column: str) -> str:
    """Return the address of the same rows ordered by a column; asked again, the other way round."""
    is_down = (column, False) in query.sort
    return rows_address(endpoint, key, Asked(query.filters, query.words, ((column, is_down),)))


def rows_pager(key: object, query: Asked) -> Callable[[int], str]:
    """Return a function from page number to the address of that page of rows."""
    return lambda number: rows_address("pages.dataset_rows", key, query, page=str(number))


def init_addresses(app: Flask) -> None:
    """Register for templates."""
    app.jinja_env.globals.update(
        paged=paged, rows_address=rows_address, sort_address=sort_address, rows_pager=rows_pager
    )
