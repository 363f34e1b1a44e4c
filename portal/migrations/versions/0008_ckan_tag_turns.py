"""CKAN: who is bringing a tag there for the first time, over all workers."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ckan_tag_turn",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("busy_by", sa.String(length=40), nullable=False),
        sa.Column("busy_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_ckan_tag_turn")),
    )


def downgrade() -> None:
    op.drop_table("ckan_tag_turn")
