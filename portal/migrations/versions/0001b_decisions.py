"""What was decided of a version, found in it, planned for it and said of it; grants."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001b"
down_revision = "0001a"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "grant",
        sa.Column("dataset_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("legal_basis", sa.String(), nullable=False),
        sa.Column("fields", JSON, nullable=False),
        sa.Column("granted_by", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_grant_actor_id")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_grant_agency_id")),
        sa.ForeignKeyConstraint(["dataset_id"], ["dataset.id"], name=op.f("fk_grant_dataset_id")),
        sa.ForeignKeyConstraint(["granted_by"], ["actor.id"], name=op.f("fk_grant_granted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grant")),
    )
    op.create_index(op.f("ix_grant_actor_id"), "grant", ["actor_id"], unique=False)
    op.create_index(op.f("ix_grant_agency_id"), "grant", ["agency_id"], unique=False)
    op.create_index(op.f("ix_grant_dataset_id"), "grant", ["dataset_id"], unique=False)
    op.create_table(
        "decision",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.String(length=64), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("tier", sa.String(length=12), nullable=False),
        sa.Column("release", sa.String(length=20), nullable=False),
        sa.Column("rules_release", sa.String(length=20), nullable=False),
        sa.Column("deciding_clause", sa.String(length=16), nullable=True),
        sa.Column("theme_code", sa.String(length=8), nullable=True),
        sa.Column("sector_code", sa.String(length=8), nullable=True),
        sa.Column("resource_kind", sa.String(length=8), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("override_reason", sa.String(), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("facts_version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["actor.id"], name=op.f("fk_decision_decided_by")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_decision_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index(op.f("ix_decision_edition_id"), "decision", ["edition_id"], unique=False)
    op.create_index(op.f("ix_decision_version_id"), "decision", ["version_id"], unique=False)
    op.create_index(
        "uq_decision_current",
        "decision",
        ["version_id"],
        unique=True,
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )
    op.create_table(
        "finding",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("entity", sa.String(length=24), nullable=False),
        sa.Column("place_kind", sa.String(length=12), nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("first_row", sa.Integer(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_finding_version_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    op.create_index(op.f("ix_finding_entity"), "finding", ["entity"], unique=False)
    op.create_index(op.f("ix_finding_version_id"), "finding", ["version_id"], unique=False)
    op.create_table(
        "masking_plan",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("recipe_version", sa.String(length=40), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("preview", JSON, nullable=False),
        sa.Column("risk", JSON, nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["actor.id"], name=op.f("fk_masking_plan_made_by")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_masking_plan_version_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_masking_plan")),
    )
    op.create_index(op.f("ix_masking_plan_version_id"), "masking_plan", ["version_id"], unique=False)
    op.create_index(
        "uq_masking_plan_current",
        "masking_plan",
        ["version_id"],
        unique=True,
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )
    op.create_table(
        "approval",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("uploader_id", sa.Uuid(), nullable=False),
        sa.Column("approver_id", sa.Uuid(), nullable=False),
        sa.Column("verdict", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("answered", JSON, nullable=False),
        sa.Column("comments", JSON, nullable=False),
        sa.Column("typed_hash", sa.String(length=64), nullable=False),
        sa.Column("edition_id", sa.String(length=64), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("approver_id <> uploader_id", name=op.f("ck_approval_two_people")),
        sa.ForeignKeyConstraint(["approver_id"], ["actor.id"], name=op.f("fk_approval_approver_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_approval_decision_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["masking_plan.id"], name=op.f("fk_approval_plan_id")),
        sa.ForeignKeyConstraint(["uploader_id"], ["actor.id"], name=op.f("fk_approval_uploader_id")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_approval_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
    )
    op.create_index(op.f("ix_approval_version_id"), "approval", ["version_id"], unique=False)
    op.create_table(
        "clause_hit",
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("clause_id", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("consequence", sa.String(length=12), nullable=False),
        sa.Column("matcher", sa.String(length=40), nullable=False),
        sa.Column("evidence", JSON, nullable=False),
        sa.Column("legal_basis", sa.String(), nullable=False),
        sa.Column("overruled_by", sa.String(length=16), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_clause_hit_decision_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause_hit")),
    )
    op.create_index(op.f("ix_clause_hit_clause_id"), "clause_hit", ["clause_id"], unique=False)
    op.create_index(op.f("ix_clause_hit_decision_id"), "clause_hit", ["decision_id"], unique=False)


def downgrade() -> None:
    op.drop_table("clause_hit")
    op.drop_table("approval")
    op.drop_table("masking_plan")
    op.drop_table("finding")
    op.drop_table("decision")
    op.drop_table("grant")
