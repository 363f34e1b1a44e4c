"""Titles stand in the search index as they are written, and how many tags and resources a dataset has.

All of it is read from the JSON that each entry keeps.
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_CHUNK = 500


_FIELDS = ("num_tags", "num_resources")
_ENTRY = sa.table("search_entry", sa.column("number"), sa.column("is_live"), sa.column("body"), sa.column("title_key"))
_FACET = sa.table("search_facet", sa.column("number"), sa.column("field"), sa.column("value"))


def upgrade() -> None:
    connection = op.get_bind()
    last = 0
    while True:
        page = sa.select(_ENTRY.c.number, _ENTRY.c.body).where(_ENTRY.c.number > last, _ENTRY.c.is_live)
        rows = connection.execute(page.order_by(_ENTRY.c.number).limit(_CHUNK)).all()
        if not rows:
            return
        for number, body in rows:
            package = _read(body)
            if title := package.get("title"):
                change = sa.update(_ENTRY).where(_ENTRY.c.number == number)
                connection.execute(change.values(title_key=str(title)[:400]))
            facets = [(field, package[field]) for field in _FIELDS if package.get(field) is not None]
            if facets:
                values = [{"number": number, "field": field, "value": str(value)[:200]} for field, value in facets]
                connection.execute(sa.insert(_FACET), values)
        last = rows[-1][0]


def _read(body: str) -> dict[str, Any]:
    """Return the dataset that an entry's JSON gives; nothing where it holds none."""
    try:
        package = json.loads(body)
    except ValueError:
        return {}
    return package if isinstance(package, dict) else {}


def downgrade() -> None:
    """Take the counts out; titles stay, since an older index folds each one when its dataset comes again."""
    op.get_bind().execute(sa.delete(_FACET).where(_FACET.c.field.in_(_FIELDS)))
