# ruff: noqa: T201 - it prints figures
"""`package_search` with four facets: `python -m tests.bench.bench_search [--datasets 10000] [--database URL] [--ckan N]`.

Queries: a third matches more than a fifth of the catalogue, a tenth matches nothing (words together with filters), the
rest are plain words, phrases and field queries, on different pages and in different orders. Each is asked through the
action itself, as the API does, and timed alone. With `--ckan N` the first N datasets are written to the real CKAN
(PORTAL_TEST_CKAN_URL, _TOKEN) too, the same queries are asked of both over HTTP in turn, and Chinese queries are asked
whose answers are known; `--keep` leaves the datasets there for the next run. A `--database` is filled once and kept.
"""

import argparse
import json
import resource
import statistics
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final
from uuid import NAMESPACE_DNS, uuid5

from sqlalchemy import Engine, create_engine, func, insert, select, text
from sqlalchemy.orm import Session

from catalog.actions.ckan_read import READS, Reader
from catalog.models import Agency, AgencyKind, Base, Sector, Theme
from catalog.search import SearchDocument, make_index
from catalog.search.index import _terms
from catalog.search.postgres_text import PostgresText
from catalog.search.tables import TEXT_COLUMNS, SearchEntry, SearchFacet, SearchState, create_text_index
from portal.database import make_engine, make_sessions, reading
from tests.bench.beside_ckan import (
    Ask,
    ckan_address,
    empty,
    fill,
    in_turn,
    over_http,
    processor_ms,
    recall,
    served,
    server_pids,
)
from tests.bench.catalogue_made import (
    OFFICES,
    PLACES,
    SECTORS,
    THEMES,
    agency,
    made_document,
    made_page,
    made_pages,
)
from tests.bench.search_queries import FACETS, Params, chinese, queries
from tests.data.pages import START

SITE: Final = "http://127.0.0.1:8000"
DISTINCT: Final = 10_000


def build(session: Session, count: int) -> None:
    """Index `count` datasets."""
    session.add_all(AgencyKind(code=code, name=name) for name, code in OFFICES.items())
    session.add_all(Theme(code=code, name=name) for code, name in THEMES.items())
    session.flush()
    session.add_all(Sector(code=code, name=label) for code, (label, _) in SECTORS.items())
    session.flush()
    for place in PLACES:
        for office in OFFICES:
            one = agency(place, office)
            session.add(Agency(id=one.id, slug=one.slug, code=one.code, kind_code=one.kind_code, name=one.name))
    session.add(SearchState(id=1, generation=1))
    session.commit()
    numbered = enumerate(_documents(count), 1)
    while part := list(islice(numbered, 1000)):
        _add(session, part)
        session.commit()


def fill_record(url: str, count: int) -> Any:
    """Fill an empty database, without waiting for the disk, and return the index; one that is filled stays."""
    engine = create_engine(url)
    Base.metadata.create_all(engine)
    if not _is_filled(engine, count):
        with engine.begin() as connection:
            create_text_index(connection)
        with Session(engine) as session:
            build(session, count)
    engine.dispose()
    return make_index(engine.dialect.name)


def _documents(count: int) -> Iterator[SearchDocument]:
    """Return `count` documents; after `DISTINCT` ones texts come again, with ids, releases and moments of their own."""
    distinct = [made_document(one) for one in made_pages(min(count, DISTINCT))]
    yield from distinct
    for number in range(DISTINCT, count):
        one = distinct[number % DISTINCT]
        moment = START - timedelta(minutes=number * 7919 % 4_000_000)
        yield replace(
            one,
            dataset_id=uuid5(NAMESPACE_DNS, f"dataset-{number}"),
            slug=f"{one.slug}-{number}",
            facets={**one.facets, "release_id": (str(uuid5(NAMESPACE_DNS, f"release-{number}")),)},
            modified_at=moment,
            created_at=moment,
        )


def _add(session: Session, part: list[tuple[int, SearchDocument]]) -> None:
    """Write the rows that `SearchIndex.index` would, many at once."""
    session.execute(
        insert(SearchEntry),
        [
            {
                "number": number,
                "dataset_id": one.dataset_id,
                "generation": 1,
                "is_live": True,
                "title_key": one.title,
                "slug": one.slug,
                "modified_at": one.modified_at,
                "created_at": one.created_at,
                "body": one.body,
                "usage": 0.0,
            }
            for number, one in part
        ],
    )
    session.execute(
        insert(SearchFacet),
        [
            {"number": number, "field": field, "value": value}
            for number, one in part
            for field, values in one.facets.items()
            for value in values
        ],
    )
    if session.get_bind().dialect.name != "sqlite":
        PostgresText().put_all(session, {number: _terms(one) for number, one in part})
        return
    names = ", ".join(TEXT_COLUMNS)
    session.execute(
        text(
            f"INSERT INTO search_text (rowid, {names}) VALUES (:number, {', '.join(f':{one}' for one in TEXT_COLUMNS)})"
        ),
        [{"number": number, **{name: " ".join(terms) for name, terms in _terms(one).items()}} for number, one in part],
    )


@dataclass
class Taken:
    """Milliseconds a query, on the clock and of this process's processor time, and how many datasets were found."""

    clock: list[float]
    processor: list[float]
    counts: list[int]


def timed(ask: Ask, asked: Iterable[Params]) -> Taken:
    """Ask one after the other; on a busy machine the processor's time says more than the clock."""
    taken = Taken([], [], [])
    for one in asked:
        began, worked = time.perf_counter(), time.process_time()
        answer = ask(one)
        taken.processor.append((time.process_time() - worked) * 1000)
        taken.clock.append((time.perf_counter() - began) * 1000)
        taken.counts.append(int(answer["count"]))
    return taken


def spread(took: list[float]) -> dict[str, float]:
    """Return p50, p95 and the longest, in milliseconds."""
    cuts = statistics.quantiles(took, n=20)
    return {"p50": round(statistics.median(took), 2), "p95": round(cuts[18], 2), "max": round(max(took), 2)}


def _beside_ckan(
    count: int, asked: list[Params], ask: Ask, *, database: str, folder: Path, given: argparse.Namespace
) -> dict[str, Any]:
    """Ask both sides over HTTP, and the portal's action without it."""
    with served(database, folder) as (portal_address, pid):
        asks = {"portal": over_http(portal_address), "ckan": over_http(ckan_address())}
        for one in asks.values():
            one({"q": "*:*", "rows": 1, "facet.field": FACETS})
        meters = {"portal": [pid], "ckan_and_solr": server_pids(given.services) if given.services else []}
        before = {name: processor_ms(pids) for name, pids in meters.items()}
        taken = in_turn({**asks, "portal_without_http": ask}, asked)
        spent = {name: round((processor_ms(pids) - before[name]) / len(asked), 1) for name, pids in meters.items()}
        print({f"{name}_ms": spread(one.clock) for name, one in taken.items()}, spent, flush=True)
        pages = [made_page(number) for number in range(count)]
        answered = recall(asks, chinese(pages, given.chinese) if given.chinese else [], pages)
    has_some = [at for at, found in enumerate(taken["portal"].counts) if found]
    return {f"{name}_ms": spread(one.clock) for name, one in taken.items()} | {
        "processor_ms_a_query": spent,
        "answered_by_portal": len(has_some),
        "answered_by_both": sum(1 for at in has_some if taken["ckan"].counts[at]),
        "chinese_portal": answered["portal"],
        "chinese_ckan": answered["ckan"],
    }


def _is_filled(engine: Engine, count: int) -> bool:
    with Session(engine) as session:
        return session.scalar(select(func.count()).select_from(SearchEntry)) == count


def main() -> None:
    """Build, ask, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--datasets", type=int, default=10_000)
    options.add_argument("--queries", type=int, default=300)
    options.add_argument("--database", default="", help="database, empty or filled by this bench; SQLite without")
    options.add_argument("--ckan", type=int, default=0, help="also ask the real CKAN, of so many datasets")
    options.add_argument("--chinese", type=int, default=200, help="queries whose answers are known; 8 at least, or 0")
    options.add_argument("--keep", action="store_true", help="leave the datasets in CKAN")
    options.add_argument("--services", type=Path, help="folder of `tests.services`: CKAN's processor time is told too")
    options.add_argument("--slowest", type=int, default=0)
    given = options.parse_args()
    count = given.ckan or given.datasets
    result: dict[str, Any] = {"datasets": count}
    if given.ckan:
        result["into_ckan_s"] = round(fill(count), 1)
    with tempfile.TemporaryDirectory() as folder:
        url = given.database or f"sqlite:///{Path(folder) / 'search.db'}"
        began = time.perf_counter()
        index = fill_record(url, count)
        result["build_s"] = round(time.perf_counter() - began, 1)
        engine = make_engine(url)
        sessions = make_sessions(engine)
        deps: Any = SimpleNamespace(search=index, extras={})

        def ask(params: Params) -> dict[str, Any]:
            with reading(sessions) as session:
                answer: dict[str, Any] = READS["package_search"](Reader(session, deps, SITE, START), params)
                return answer

        began = time.perf_counter()
        ask({"q": "*:*", "rows": 0})
        result["first_load_s"] = round(time.perf_counter() - began, 2)
        asked = queries(given.queries)
        taken = timed(ask, asked)
        result |= {
            "queries": len(asked),
            "over_a_fifth": sum(1 for one in taken.counts if one > count / 5),
            "empty": sum(1 for one in taken.counts if not one),
            "clock_ms": spread(taken.clock),
            "processor_ms": spread(taken.processor),
            "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }
        slowest = sorted(zip(taken.processor, taken.counts, asked, strict=True), key=lambda one: -one[0])
        for spent, found, one in slowest[: given.slowest]:
            print(f"{spent:8.1f} ms {found:7} {one['q']} {one.get('fq', '')} {one.get('sort', '')}")
        if given.ckan:
            deps.search = make_index(engine.dialect.name)  # nothing remembered of the queries before
            result |= _beside_ckan(given.ckan, asked, ask, database=url, folder=Path(folder), given=given)
        engine.dispose()
    if given.ckan and not given.keep:
        empty(count)
    for name, value in result.items():
        print(f"{name:20} {value}")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
