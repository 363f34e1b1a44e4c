"""Corrections of what is public, and Chinese names of columns beside their headers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005b"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("version_column", sa.Column("title", sa.String(length=100), nullable=False, server_default=""))
    op.add_column("version", sa.Column("authors", _JSON, nullable=False, server_default="[]"))
    op.create_table(
        "correction",
        sa.Column("release_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("proposer_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("base", sa.String(length=64), nullable=False),
        sa.Column("body", _JSON, nullable=True),
        sa.Column("changed", _JSON, nullable=False),
        sa.Column("found", _JSON, nullable=False),
        sa.Column("problem", sa.String(length=60), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("decided_by IS NULL OR decided_by <> proposer_id", name=op.f("ck_correction_two_people")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_correction_release_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["proposer_id"], ["actor.id"], name=op.f("fk_correction_proposer_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["actor.id"], name=op.f("fk_correction_decided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    op.create_index(op.f("ix_correction_release_id"), "correction", ["release_id"])
    op.create_index(op.f("ix_correction_state"), "correction", ["state"])
    op.create_index(
        "uq_correction_open",
        "correction",
        ["release_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('checking', 'waiting')"),
        postgresql_where=sa.text("state IN ('checking', 'waiting')"),
    )


def downgrade() -> None:
    op.drop_table("correction")
    op.drop_column("version", "authors")
    op.drop_column("version_column", "title")
