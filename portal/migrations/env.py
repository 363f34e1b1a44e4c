"""What Alembic runs: the connection that `portal.migrations` opened, and the metadata of every room."""

import importlib

from alembic import context

import catalog.models
from portal.migrations import include_name

# every module with tables, so that the metadata is whole
for tables in ("catalog.search.tables", "portal.jobs.models", "portal.accounts.models", "portal.accounts.tokens"):
    importlib.import_module(tables)

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=catalog.models.Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    include_name=include_name,
    compare_type=True,
    transaction_per_migration=False,
)
context.run_migrations()
