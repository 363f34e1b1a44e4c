"""Drafts of the negative list, runs over the whole record, examples of sectors; a version may be released again."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005b"
down_revision = "0004f"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
STANDING = sa.text("state <> 'withdrawn'")


def upgrade() -> None:
    op.create_table(
        "edition_draft",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("based_on", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("drafted_by", sa.Uuid(), nullable=False),
        sa.Column("editors", JSON, nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approver", sa.String(length=100), nullable=False),
        sa.Column("approval_number", sa.String(length=100), nullable=False),
        sa.Column("approved_at", sa.Date(), nullable=True),
        sa.Column("enacted_by", sa.Uuid(), nullable=True),
        sa.Column("enacted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edition_id", sa.String(length=64), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "enacted_by <> changed_by AND enacted_by <> proposed_by", name=op.f("ck_edition_draft_two_people")
        ),
        *(
            sa.ForeignKeyConstraint([name], ["actor.id"], name=op.f(f"fk_edition_draft_{name}"))
            for name in ("drafted_by", "changed_by", "proposed_by", "enacted_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition_draft")),
    )
    op.create_index(op.f("ix_edition_draft_state"), "edition_draft", ["state"])
    op.create_table(
        "edition_run",
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("edition_id", sa.String(length=64), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Uuid(), nullable=True),
        sa.Column("block", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error_code", sa.String(length=60), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["edition_draft.id"], name=op.f("fk_edition_run_draft_id")),
        sa.ForeignKeyConstraint(["made_by"], ["actor.id"], name=op.f("fk_edition_run_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition_run")),
    )
    for name in ("kind", "edition_id", "draft_id"):
        op.create_index(op.f(f"ix_edition_run_{name}"), "edition_run", [name])
    op.create_table(
        "edition_change",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("direction", sa.String(length=12), nullable=False),
        sa.Column("tier_before", sa.String(length=12), nullable=False),
        sa.Column("tier_after", sa.String(length=12), nullable=False),
        sa.Column("release_before", sa.String(length=20), nullable=False),
        sa.Column("release_after", sa.String(length=20), nullable=False),
        sa.Column("deciding_before", sa.String(length=16), nullable=True),
        sa.Column("deciding_after", sa.String(length=16), nullable=True),
        sa.Column("clauses_added", JSON, nullable=False),
        sa.Column("clauses_removed", JSON, nullable=False),
        sa.Column("needs_scan", JSON, nullable=False),
        sa.Column("masks", JSON, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["edition_run.id"], name=op.f("fk_edition_change_run_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_edition_change_version_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["settled_by"], ["actor.id"], name=op.f("fk_edition_change_settled_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition_change")),
        sa.UniqueConstraint("run_id", "version_id", name=op.f("uq_edition_change_run_id_version_id")),
    )
    for name in ("run_id", "version_id", "state"):
        op.create_index(op.f(f"ix_edition_change_{name}"), "edition_change", [name])
    op.create_table(
        "sector_example",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("columns", JSON, nullable=False),
        sa.Column("words", JSON, nullable=False),
        sa.Column("theme_before", sa.String(length=8), nullable=True),
        sa.Column("sector_before", sa.String(length=8), nullable=True),
        sa.Column("theme_code", sa.String(length=8), nullable=False),
        sa.Column("sector_code", sa.String(length=8), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_sector_example_agency_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_sector_example_version_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["theme_code"], ["theme.code"], name=op.f("fk_sector_example_theme_code")),
        sa.ForeignKeyConstraint(["sector_code"], ["sector.code"], name=op.f("fk_sector_example_sector_code")),
        sa.ForeignKeyConstraint(["made_by"], ["actor.id"], name=op.f("fk_sector_example_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sector_example")),
    )
    for name in ("agency_id", "version_id"):
        op.create_index(op.f(f"ix_sector_example_{name}"), "sector_example", [name])
    with op.batch_alter_table("release") as batch:
        batch.drop_constraint("uq_release_version_id", type_="unique")
    op.create_index(
        "uq_release_standing",
        "release",
        ["version_id"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )


def downgrade() -> None:
    op.drop_index("uq_release_standing", "release")
    # of a version's releases the newest stays: the older ones were taken down before it
    op.execute(
        "DELETE FROM release WHERE state = 'withdrawn' AND EXISTS (SELECT 1 FROM release AS newer"
        " WHERE newer.version_id = release.version_id AND newer.created_at > release.created_at)"
    )
    with op.batch_alter_table("release") as batch:
        batch.create_unique_constraint("uq_release_version_id", ["version_id"])
    for name in ("sector_example", "edition_change", "edition_run", "edition_draft"):
        op.drop_table(name)
