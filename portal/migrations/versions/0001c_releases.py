"""Releases with their files, jobs, CKAN links and the search index."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from catalog.search.tables import create_text_index, drop_text_index

revision = "0001"
down_revision = "0001b"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

CURRENT_RELEASE = "fk_dataset_current_release_id"


def upgrade() -> None:
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
    # dataset and release point at each other, so this key comes last
    with op.batch_alter_table("dataset") as dataset:
        dataset.add_column(sa.Column("current_release_id", sa.Uuid(), nullable=True))
        dataset.create_foreign_key(CURRENT_RELEASE, "release", ["current_release_id"], ["id"])
    create_text_index(op.get_bind())


def downgrade() -> None:
    drop_text_index(op.get_bind())
    with op.batch_alter_table("dataset") as dataset:
        dataset.drop_constraint(CURRENT_RELEASE, type_="foreignkey")
        dataset.drop_column("current_release_id")
    op.drop_table("release_file")
    op.drop_table("job")
    op.drop_table("ckan_link")
    op.drop_table("release")
    op.drop_table("search_state")
    op.drop_table("search_facet")
    op.drop_table("search_entry")
