"""Titles stand in the search index as they are written, so that they sort and compare as in a CKAN."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_CHUNK = 500


def upgrade() -> None:
    connection = op.get_bind()
    entry = sa.table(
        "search_entry", sa.column("number"), sa.column("is_live"), sa.column("body"), sa.column("title_key")
    )
    last = 0
    while True:
        page = sa.select(entry.c.number, entry.c.body).where(entry.c.number > last, entry.c.is_live)
        rows = connection.execute(page.order_by(entry.c.number).limit(_CHUNK)).all()
        if not rows:
            return
        for number, body in rows:
            if title := _title(body):
                change = sa.update(entry).where(entry.c.number == number)
                connection.execute(change.values(title_key=title[:400]))
        last = rows[-1][0]


def _title(body: str) -> str:
    """Return the title that an entry's JSON gives; empty where it holds none."""
    try:
        package = json.loads(body)
    except ValueError:
        return ""
    return str(package.get("title") or "") if isinstance(package, dict) else ""


def downgrade() -> None:
    """Leave titles as they are: an older index folds them itself where it orders by them anew."""
