"""The record: agencies, datasets, versions, decisions, releases, jobs, audit chain, search index."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from catalog.search.tables import create_text_index, drop_text_index

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

APPEND_ONLY_SQLITE = """
CREATE TRIGGER audit_event_no_{verb} BEFORE {VERB} ON audit_event
BEGIN SELECT RAISE(ABORT, 'audit_event is append-only'); END
"""
APPEND_ONLY_POSTGRESQL = (
    """
CREATE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'audit_event is append-only'; END $$
""",
    """
CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE ON audit_event
FOR EACH ROW EXECUTE FUNCTION audit_event_refuse()
""",
    """
CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event
FOR EACH STATEMENT EXECUTE FUNCTION audit_event_refuse()
""",
)


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.create_table(
        "agency_kind",
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_agency_kind")),
    )
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "search_entry",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("dataset_id", sa.Uuid(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("is_live", sa.Boolean(), nullable=False),
        sa.Column("title_key", sa.String(length=400), nullable=False),
        sa.Column("slug", sa.String(length=100), nullable=True),
        sa.Column("modified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("usage", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_search_entry")),
        sa.UniqueConstraint("dataset_id", name=op.f("uq_search_entry_dataset_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_search_entry_generation"), "search_entry", ["generation"], unique=False)
    op.create_index(op.f("ix_search_entry_slug"), "search_entry", ["slug"], unique=False)
    op.create_table(
        "search_facet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=24), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_facet")),
    )
    op.create_index("ix_search_facet_number", "search_facet", ["number"], unique=False)
    op.create_table(
        "search_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_state")),
    )
    op.create_table(
        "theme",
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_theme")),
    )
    op.create_table(
        "agency",
        sa.Column("slug", sa.String(length=100), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("kind_code", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("successor_id", sa.Uuid(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["kind_code"], ["agency_kind.code"], name=op.f("fk_agency_kind_code")),
        sa.ForeignKeyConstraint(["successor_id"], ["agency.id"], name=op.f("fk_agency_successor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
        sa.UniqueConstraint("code", name=op.f("uq_agency_code")),
        sa.UniqueConstraint("slug", name=op.f("uq_agency_slug")),
    )
    op.create_index(op.f("ix_agency_kind_code"), "agency", ["kind_code"], unique=False)
    op.create_table(
        "sector",
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("theme_code", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["theme_code"], ["theme.code"], name=op.f("fk_sector_theme_code")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_sector")),
    )
    op.create_table(
        "actor",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_actor_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actor")),
    )
    op.create_index(op.f("ix_actor_agency_id"), "actor", ["agency_id"], unique=False)
    op.create_table(
        "agency_name",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_agency_name_agency_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_name")),
    )
    op.create_index(op.f("ix_agency_name_agency_id"), "agency_name", ["agency_id"], unique=False)
    op.create_table(
        "dataset",
        sa.Column("slug", sa.String(length=100), nullable=True),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("catalogue_code", sa.String(length=60), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=True),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("tags", JSON, nullable=False),
        sa.Column("update_cycle", sa.String(length=20), nullable=False),
        sa.Column("sharing", sa.String(length=20), nullable=True),
        sa.Column("sharing_condition", sa.String(), nullable=False),
        sa.Column("sharing_way", sa.String(), nullable=False),
        sa.Column("opening", sa.String(length=20), nullable=True),
        sa.Column("opening_condition", sa.String(), nullable=False),
        sa.Column("related_resource_code", sa.String(length=60), nullable=True),
        sa.Column("theme_code", sa.String(length=8), nullable=True),
        sa.Column("sector_code", sa.String(length=8), nullable=True),
        sa.Column("also_sectors", JSON, nullable=False),
        sa.Column("resource_kind", sa.String(length=8), nullable=True),
        sa.Column("tier", sa.String(length=12), nullable=True),
        sa.Column("current_release_id", sa.Uuid(), nullable=True),
        sa.Column("modified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_dataset_agency_id")),
        sa.ForeignKeyConstraint(
            ["current_release_id"], ["release.id"], name="fk_dataset_current_release_id", use_alter=True
        ),
        sa.ForeignKeyConstraint(["sector_code"], ["sector.code"], name=op.f("fk_dataset_sector_code")),
        sa.ForeignKeyConstraint(["theme_code"], ["theme.code"], name=op.f("fk_dataset_theme_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dataset")),
        sa.UniqueConstraint("catalogue_code", name=op.f("uq_dataset_catalogue_code")),
        sa.UniqueConstraint("slug", name=op.f("uq_dataset_slug")),
    )
    op.create_index(op.f("ix_dataset_agency_id"), "dataset", ["agency_id"], unique=False)
    op.create_index(op.f("ix_dataset_sector_code"), "dataset", ["sector_code"], unique=False)
    op.create_index(op.f("ix_dataset_theme_code"), "dataset", ["theme_code"], unique=False)
    op.create_index(op.f("ix_dataset_tier"), "dataset", ["tier"], unique=False)
    op.create_table(
        "actor_role",
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_actor_role_actor_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actor_role")),
        sa.UniqueConstraint("actor_id", "role", name=op.f("uq_actor_role_actor_id_role")),
    )
    op.create_index(op.f("ix_actor_role_actor_id"), "actor_role", ["actor_id"], unique=False)
    op.create_table(
        "audit_event",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("verb", sa.String(length=40), nullable=False),
        sa.Column("object_kind", sa.String(length=24), nullable=False),
        sa.Column("object_id", sa.String(length=64), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=True),
        sa.Column("detail", JSON, nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_audit_event_actor_id")),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_audit_event")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_event_hash")),
        sa.UniqueConstraint("previous_hash", name=op.f("uq_audit_event_previous_hash")),
    )
    op.create_index(op.f("ix_audit_event_actor_id"), "audit_event", ["actor_id"], unique=False)
    op.create_index(op.f("ix_audit_event_object_id"), "audit_event", ["object_id"], unique=False)
    op.create_index(op.f("ix_audit_event_verb"), "audit_event", ["verb"], unique=False)
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
        "negative_list_edition",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("approver", sa.String(length=100), nullable=False),
        sa.Column("approval_number", sa.String(length=100), nullable=False),
        sa.Column("enacted_by", sa.Uuid(), nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["enacted_by"], ["actor.id"], name=op.f("fk_negative_list_edition_enacted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_negative_list_edition")),
        sa.UniqueConstraint("number", name=op.f("uq_negative_list_edition_number")),
    )
    op.create_table(
        "resource",
        sa.Column("dataset_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("format", sa.String(length=12), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["dataset_id"], ["dataset.id"], name=op.f("fk_resource_dataset_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource")),
    )
    op.create_index(op.f("ix_resource_dataset_id"), "resource", ["dataset_id"], unique=False)
    op.create_table(
        "version",
        sa.Column("dataset_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("uploader_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("parts", JSON, nullable=False),
        sa.Column("bytes_received", sa.BigInteger(), nullable=False),
        sa.Column("keyed_digest", sa.String(length=64), nullable=True),
        sa.Column("refused_clauses", JSON, nullable=False),
        sa.Column("gate_passed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("described", JSON, nullable=True),
        sa.Column("file_name", sa.String(length=255), nullable=True),
        sa.Column("format", sa.String(length=12), nullable=True),
        sa.Column("encoding", sa.String(length=20), nullable=True),
        sa.Column("header_row", sa.Integer(), nullable=True),
        sa.Column("sheet", sa.String(length=100), nullable=True),
        sa.Column("notes", JSON, nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=True),
        sa.Column("typed_hash", sa.String(length=64), nullable=True),
        sa.Column("typed_ref", JSON, nullable=True),
        sa.Column("error_code", sa.String(length=60), nullable=True),
        sa.Column("error_detail", JSON, nullable=True),
        sa.Column("processed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dataset_id"], ["dataset.id"], name=op.f("fk_version_dataset_id")),
        sa.ForeignKeyConstraint(["uploader_id"], ["actor.id"], name=op.f("fk_version_uploader_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version")),
        sa.UniqueConstraint("dataset_id", "number", name=op.f("uq_version_dataset_id_number")),
    )
    op.create_index(op.f("ix_version_dataset_id"), "version", ["dataset_id"], unique=False)
    op.create_index(op.f("ix_version_state"), "version", ["state"], unique=False)
    op.create_index(op.f("ix_version_uploader_id"), "version", ["uploader_id"], unique=False)
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
        "version_column",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=63), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("type", sa.String(length=12), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("meaning", sa.String(), nullable=False),
        sa.Column("label", sa.String(length=24), nullable=False),
        sa.Column("jr0197_level", sa.Integer(), nullable=True),
        sa.Column("c_class", sa.String(length=4), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_version_column_version_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version_column")),
        sa.UniqueConstraint("version_id", "position", name=op.f("uq_version_column_version_id_position")),
    )
    op.create_index(op.f("ix_version_column_version_id"), "version_column", ["version_id"], unique=False)
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
    op.create_table(
        "release",
        sa.Column("dataset_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("approval_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("tier", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("tags", JSON, nullable=False),
        sa.Column("theme_code", sa.String(length=8), nullable=True),
        sa.Column("sector_code", sa.String(length=8), nullable=True),
        sa.Column("also_sectors", JSON, nullable=False),
        sa.Column("resource_kind", sa.String(length=8), nullable=False),
        sa.Column("fields", JSON, nullable=False),
        sa.Column("hidden", JSON, nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=True),
        sa.Column("bytes_cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("content_hash", sa.String(length=64), nullable=True),
        sa.Column("row_store_key", sa.String(length=200), nullable=True),
        sa.Column("edition_id", sa.String(length=64), nullable=False),
        sa.Column("recipe_version", sa.String(length=40), nullable=False),
        sa.Column("described", JSON, nullable=False),
        sa.Column("verification", JSON, nullable=False),
        sa.Column("licence", sa.String(length=40), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawal_reason", sa.String(), nullable=False),
        sa.Column("withdrawal_clause", sa.String(length=16), nullable=True),
        sa.Column("replaced_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["approval_id"], ["approval.id"], name=op.f("fk_release_approval_id")),
        sa.ForeignKeyConstraint(["dataset_id"], ["dataset.id"], name=op.f("fk_release_dataset_id")),
        sa.ForeignKeyConstraint(["replaced_by_id"], ["dataset.id"], name=op.f("fk_release_replaced_by_id")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_release_version_id")),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["actor.id"], name=op.f("fk_release_withdrawn_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sa.UniqueConstraint("version_id", name=op.f("uq_release_version_id")),
    )
    op.create_index(op.f("ix_release_dataset_id"), "release", ["dataset_id"], unique=False)
    op.create_index(op.f("ix_release_published_at"), "release", ["published_at"], unique=False)
    op.create_index(op.f("ix_release_sector_code"), "release", ["sector_code"], unique=False)
    op.create_index(op.f("ix_release_state"), "release", ["state"], unique=False)
    op.create_index(op.f("ix_release_theme_code"), "release", ["theme_code"], unique=False)
    op.create_index(op.f("ix_release_version_id"), "release", ["version_id"], unique=False)
    op.create_index(
        "uq_release_published",
        "release",
        ["dataset_id"],
        unique=True,
        sqlite_where=sa.text("state = 'published'"),
        postgresql_where=sa.text("state = 'published'"),
    )
    op.create_table(
        "ckan_link",
        sa.Column("dataset_id", sa.Uuid(), nullable=False),
        sa.Column("package_id", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=True),
        sa.Column("release_id", sa.Uuid(), nullable=True),
        sa.Column("metadata_modified", sa.String(length=40), nullable=True),
        sa.Column("evidence", JSON, nullable=False),
        sa.Column("error_code", sa.String(length=60), nullable=True),
        sa.Column("synced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dataset_id"], ["dataset.id"], name=op.f("fk_ckan_link_dataset_id")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_ckan_link_release_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ckan_link")),
        sa.UniqueConstraint("dataset_id", name=op.f("uq_ckan_link_dataset_id")),
        sa.UniqueConstraint("package_id", name=op.f("uq_ckan_link_package_id")),
    )
    op.create_table(
        "job",
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("effect_key", sa.String(length=160), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("run_after", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("worker", sa.String(length=80), nullable=True),
        sa.Column("agency_id", sa.Uuid(), nullable=True),
        sa.Column("dataset_id", sa.Uuid(), nullable=True),
        sa.Column("version_id", sa.Uuid(), nullable=True),
        sa.Column("release_id", sa.Uuid(), nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("part", sa.Integer(), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("step", sa.String(length=24), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("steps", JSON, nullable=False),
        sa.Column("outcome", JSON, nullable=True),
        sa.Column("error_code", sa.String(length=60), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["actor.id"], name=op.f("fk_job_actor_id")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_job_agency_id")),
        sa.ForeignKeyConstraint(["dataset_id"], ["dataset.id"], name=op.f("fk_job_dataset_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["job.id"], name=op.f("fk_job_parent_id")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_job_release_id")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_job_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("effect_key", name=op.f("uq_job_effect_key")),
    )
    op.create_index(op.f("ix_job_agency_id"), "job", ["agency_id"], unique=False)
    op.create_index(op.f("ix_job_dataset_id"), "job", ["dataset_id"], unique=False)
    op.create_index(op.f("ix_job_parent_id"), "job", ["parent_id"], unique=False)
    op.create_index("ix_job_ready", "job", ["state", "priority", "run_after"], unique=False)
    op.create_index(op.f("ix_job_release_id"), "job", ["release_id"], unique=False)
    op.create_index(op.f("ix_job_version_id"), "job", ["version_id"], unique=False)
    op.create_table(
        "release_file",
        sa.Column("release_id", sa.Uuid(), nullable=False),
        sa.Column("resource_id", sa.Uuid(), nullable=False),
        sa.Column("format", sa.String(length=12), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("storage_key", sa.String(length=200), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_release_file_release_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_release_file_resource_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_file")),
    )
    op.create_index(op.f("ix_release_file_release_id"), "release_file", ["release_id"], unique=False)
    op.create_index(op.f("ix_release_file_resource_id"), "release_file", ["resource_id"], unique=False)
    if is_sqlite:
        for verb in ("update", "delete"):
            op.execute(APPEND_ONLY_SQLITE.format(verb=verb, VERB=verb.upper()))
    else:
        # dataset and release point at each other; SQLite takes the key with the table
        op.create_foreign_key("fk_dataset_current_release_id", "dataset", "release", ["current_release_id"], ["id"])
        for statement in APPEND_ONLY_POSTGRESQL:
            op.execute(statement)
    op.execute(sa.text("INSERT INTO audit_head (id, sequence, hash) VALUES (1, 0, :hash)").bindparams(hash="0" * 64))
    create_text_index(op.get_bind())


def downgrade() -> None:
    drop_text_index(op.get_bind())
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if is_sqlite:
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER audit_event_no_{verb}")
    else:
        op.drop_constraint("fk_dataset_current_release_id", "dataset", type_="foreignkey")
        op.execute("DROP TRIGGER audit_event_no_change ON audit_event")
        op.execute("DROP TRIGGER audit_event_no_truncate ON audit_event")
        op.execute("DROP FUNCTION audit_event_refuse()")
    op.drop_table("release_file")
    op.drop_table("job")
    op.drop_table("ckan_link")
    op.drop_table("release")
    op.drop_table("clause_hit")
    op.drop_table("approval")
    op.drop_table("version_column")
    op.drop_table("masking_plan")
    op.drop_table("finding")
    op.drop_table("decision")
    op.drop_table("version")
    op.drop_table("resource")
    op.drop_table("negative_list_edition")
    op.drop_table("grant")
    op.drop_table("audit_event")
    op.drop_table("actor_role")
    op.drop_table("dataset")
    op.drop_table("agency_name")
    op.drop_table("actor")
    op.drop_table("sector")
    op.drop_table("agency")
    op.drop_table("theme")
    op.drop_table("search_state")
    op.drop_table("search_facet")
    op.drop_table("search_entry")
    op.drop_table("audit_head")
    op.drop_table("agency_kind")
