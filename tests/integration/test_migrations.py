"""Migrations up and down with data in every table; what they make is what the models say."""

import importlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Column, Engine, MetaData, Table, func, inspect, select
from sqlalchemy.types import Boolean, Date, DateTime, Float, Integer, LargeBinary, String, Uuid

import catalog.models
import catalog.search.tables
from catalog.models.base import UtcTime
from portal.database import make_engine
from portal.migrations import SCRIPTS, BrokenReferences, current, downgrade, head, include_name, upgrade

for _name in ("portal.accounts.models", "portal.accounts.tokens"):
    importlib.import_module(_name)

METADATA: MetaData = catalog.models.Base.metadata
# columns that the database refuses to the person of the others
SECOND_PERSON = {"approval": "approver_id", "edition_draft": "enacted_by"}


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = make_engine(database_url)
    yield made
    made.dispose()


def value_for(column: Column[Any], ids: dict[str, Any]) -> Any:
    """A value that the column takes; a reference points at the row made before."""
    for key in column.foreign_keys:
        target = key.column.table.name
        return ids.get(target)
    kind = column.type
    if isinstance(kind, Uuid):
        return uuid4()
    if isinstance(kind, DateTime | UtcTime):
        return datetime(2026, 3, 2, tzinfo=UTC)
    if isinstance(kind, Date):
        return date(2026, 3, 2)
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, Integer):
        return 7
    if isinstance(kind, Float):
        return 0.5
    if isinstance(kind, LargeBinary):
        return b"x"
    if isinstance(kind, JSON):
        return {"a": ["中"]}
    if isinstance(kind, String):
        return f"{column.name}"[: kind.length or 60]
    raise AssertionError(column)


def fill(engine: Engine) -> dict[str, int]:
    """Put a row into every table that is there; return how many rows each has."""
    there = set(inspect(engine).get_table_names())
    ids: dict[str, Any] = {}
    with engine.begin() as connection:
        for table in METADATA.sorted_tables:
            if table.name not in there or table.name == "audit_head":
                continue
            columns = {one["name"] for one in inspect(connection).get_columns(table.name)}
            row = {one.name: value_for(one, ids) for one in table.columns if one.name in columns}
            if table.name == "correction":
                row["decided_by"] = None  # the second person is not made yet
            if second := SECOND_PERSON.get(table.name):
                row[second] = other_actor(connection, ids)
            connection.execute(table.insert().values(row))
            key = next(iter(table.primary_key.columns))
            ids[table.name] = row[key.name]
        if "release" in ids:
            connection.execute(METADATA.tables["dataset"].update().values(current_release_id=ids["release"]))
    return counts(engine)


def other_actor(connection: Any, ids: dict[str, Any]) -> UUID:
    """A second person: the database refuses an approval by the uploader, an edition by its author."""
    table = METADATA.tables["actor"]
    row = {one.name: value_for(one, ids) for one in table.columns}
    connection.execute(table.insert().values(row))
    return UUID(str(row["id"]))


def counts(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        names = [name for name in inspect(connection).get_table_names() if name in METADATA.tables]
        return {name: connection.scalar(select(func.count()).select_from(METADATA.tables[name])) or 0 for name in names}


def revisions() -> list[str]:
    scripts = ScriptDirectory(str(SCRIPTS))
    return [script.revision for script in reversed(list(scripts.walk_revisions()))]


def test_models_equal_the_newest_revision(engine: Engine) -> None:
    upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_name": include_name, "compare_type": True, "target_metadata": METADATA}
        )
        assert compare_metadata(context, METADATA) == []
    assert current(engine) == head()


def test_there_is_one_line_of_revisions() -> None:
    scripts = ScriptDirectory(str(SCRIPTS))
    assert len(scripts.get_heads()) == 1
    assert revisions()[:3] == ["0001a", "0001b", "0001"]


def test_up_and_down_with_data_in_every_table(engine: Engine) -> None:
    upgrade(engine)
    before = fill(engine)
    assert set(before) == set(METADATA.tables)
    assert all(count >= 1 for count in before.values()), before
    line = revisions()
    for revision in reversed(line[:-1]):
        downgrade(engine, revision)
        assert current(engine) == revision
        kept = counts(engine)
        assert all(kept[name] == before[name] for name in kept)
    upgrade(engine)
    after = counts(engine)
    assert all(after[name] == before[name] for name in kept) if len(line) > 1 else after == before
    upgrade(engine)
    downgrade(engine, "base")
    left = [name for name in inspect(engine).get_table_names() if name != "alembic_version"]
    assert left == []
    upgrade(engine)
    assert current(engine) == head()


def test_every_step_alone_goes_up_on_data(engine: Engine) -> None:
    line = revisions()
    upgrade(engine, line[0])
    before = fill(engine)
    for revision in line[1:]:
        upgrade(engine, revision)
        kept = counts(engine)
        assert {name: kept[name] for name in before} == before


def test_broken_references_undo_the_whole_migration(tmp_path: Any) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'x.db'}")
    upgrade(engine)
    fill(engine)
    raw = engine.raw_connection()
    cursor = raw.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.execute("UPDATE version SET uploader_id = 'nobody'")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()
    raw.close()
    with pytest.raises(BrokenReferences):
        upgrade(engine)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    engine.dispose()


def test_foreign_keys_are_on_again_after_a_migration(tmp_path: Any) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'x.db'}")
    upgrade(engine)
    for _ in range(3):
        with engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    engine.dispose()


def test_no_table_is_left_out(engine: Engine) -> None:
    upgrade(engine)
    there = set(inspect(engine).get_table_names())
    tables: list[Table] = list(METADATA.sorted_tables)
    assert {table.name for table in tables} <= there
