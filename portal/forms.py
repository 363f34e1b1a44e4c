"""Reading numbers, dates and choices from a query or a form without trusting them."""

from datetime import date
from typing import Final
from uuid import UUID

from flask import request
from werkzeug.exceptions import NotFound

PAGE_ROWS: Final = 20


def page_start(rows: int = PAGE_ROWS) -> int:
    """Return the offset that `?page=` asks for; nonsense means the first page."""
    page = request.args.get("page", 1, type=int)
    return max(0, min(page, 100_000) - 1) * rows


def text(name: str, limit: int = 2000) -> str:
    """Return a typed text without the white space around it, cut at `limit` characters."""
    return request.form.get(name, "").strip()[:limit]


def day_or_none(name: str) -> date | None:
    """Return a typed date, or None when empty or not a date."""
    try:
        return date.fromisoformat(request.form.get(name, ""))
    except ValueError:
        return None


def uuid_or_404(value: str) -> UUID:
    """Return an id from a form.

    Raises:
        NotFound: not an id.
    """
    try:
        return UUID(value)
    except ValueError:
        raise NotFound from None
