"""Workers: which processes run jobs, and when they last said so."""

import sqlalchemy as sa
from alembic import op

revision = "0002w"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "worker_seen",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_worker_seen")),
    )
    op.create_index(op.f("ix_worker_seen_seen_at"), "worker_seen", ["seen_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_worker_seen_seen_at"), table_name="worker_seen")
    op.drop_table("worker_seen")
