"""0007: titles and counts of what is in the index already are read from the JSON kept with them."""

import json
from collections.abc import Iterator
from uuid import uuid4

import pytest
from sqlalchemy import Engine, func, insert, select

from catalog.search.tables import SearchEntry, SearchFacet
from portal.database import make_engine
from portal.migrations import downgrade, upgrade


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = make_engine(database_url)
    yield made
    made.dispose()


def test_titles_come_back_as_they_were_written(engine: Engine) -> None:
    upgrade(engine, "0006")
    live = [("county 1", json.dumps({"title": f"County {number}", "num_tags": number % 3})) for number in range(1, 700)]
    rows = [*live, ("旧", "no JSON"), ("空", "[]"), ("长", json.dumps({"title": "长" * 500}, ensure_ascii=False))]
    entry, facet = SearchEntry.__table__, SearchFacet.__table__
    with engine.begin() as connection:
        connection.execute(
            insert(entry),
            [
                {"dataset_id": uuid4(), "generation": 1, "is_live": True, "title_key": key, "body": body, "usage": 0.0}
                for key, body in rows
            ],
        )
        gone = {"dataset_id": uuid4(), "generation": 1, "is_live": False, "title_key": "", "body": "", "usage": 0.0}
        connection.execute(insert(entry).values(**gone))
    upgrade(engine, "0007")
    with engine.connect() as connection:
        titles = [row[0] for row in connection.execute(select(entry.c.title_key).order_by(entry.c.number))]
        assert titles == [*(f"County {number}" for number in range(1, 700)), "旧", "空", "长" * 400, ""]
        query = select(facet.c.value, func.count()).where(facet.c.field == "num_tags").group_by(facet.c.value)
        assert dict(connection.execute(query).all()) == {"0": 233, "1": 233, "2": 233}
    downgrade(engine, "0006")
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(facet)) == 0
