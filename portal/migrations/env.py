"""What Alembic runs: the connection that `portal.migrations` opened, and the metadata of every room."""

import importlib

from alembic import context

import catalog.models
import catalog.search.tables
import portal.jobs.models
from portal.migrations import include_name

for accounts in ("portal.accounts.models", "portal.accounts.tokens"):
    importlib.import_module(accounts)

assert catalog.search.tables is not None
assert portal.jobs.models is not None

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
