"""CKAN: who is writing a dataset there now, and how often it failed in a row."""

import sqlalchemy as sa
from alembic import op

revision = "0004f"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("ckan_link", sa.Column("busy_by", sa.String(length=40), nullable=True))
    op.add_column("ckan_link", sa.Column("busy_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("ckan_link", sa.Column("failures", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("ckan_link", "failures")
    op.drop_column("ckan_link", "busy_until")
    op.drop_column("ckan_link", "busy_by")
