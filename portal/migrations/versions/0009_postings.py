"""PostgreSQL: which entries of the search index hold a term, as bitmaps in rows of their own."""

import sqlalchemy as sa
from alembic import op

from catalog.search.postings import rebuild
from catalog.search.tables import create_postings

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        create_postings(connection)
        rebuild(connection)


def downgrade() -> None:
    op.get_bind().execute(sa.text("DROP TABLE IF EXISTS search_posting"))
