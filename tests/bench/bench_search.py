# ruff: noqa: T201 - it prints figures
"""`package_search` with four facets: `python -m tests.bench.bench_search [--datasets 10000] [--database URL] [--ckan N]`.

Queries: a third matches more than a fifth of the catalogue, a tenth matches nothing (words together with filters), the
rest are plain words, phrases and field queries, on different pages and in different orders. Each is asked through the
action itself, as the API does, and timed alone. With `--ckan N` the first N datasets are written to the real CKAN
(PORTAL_TEST_CKAN_URL, _TOKEN), and the same queries are asked of both in turn, of the portal without HTTP.
"""

import argparse
import json
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final
from uuid import NAMESPACE_DNS, uuid5

from sqlalchemy import create_engine, insert, text
from sqlalchemy.orm import Session

from catalog.actions.ckan_read import READS, Reader
from catalog.models import Agency, AgencyKind, Base, Sector, Theme
from catalog.search import SearchDocument, make_index
from catalog.search.index import _terms
from catalog.search.postgres_text import PostgresText
from catalog.search.tables import TEXT_COLUMNS, SearchEntry, SearchFacet, SearchState, create_text_index
from catalog.search.tokens import fold
from portal.database import make_engine
from tests.bench.catalogue_made import (
    ASPECTS,
    COLUMNS,
    OFFICES,
    PLACES,
    SECTORS,
    TAGS,
    THEMES,
    agency,
    made_document,
    made_pages,
)
from tests.data.pages import START

FACETS: Final = ["organization", "groups", "tags", "res_format"]
SITE: Final = "http://127.0.0.1:8000"
BROAD: Final = [
    "市",
    "年",
    "数据",
    "发布",
    "*:*",
    "贷款",
    "金融",
    "机构",
    "统计",
    "余额",
    "金额",
    "局发布的",
    "res_format:CSV",
]
ORDERS: Final = ["", "", "", "metadata_modified desc", "title_string asc", "metadata_created asc"]
DISTINCT: Final = 10_000
Params = dict[str, Any]


def build(session: Session, count: int) -> Any:
    """Index `count` datasets and return the index."""
    index = make_index(session.get_bind().dialect.name)
    session.add_all(AgencyKind(code=code, name=name) for name, code in OFFICES.items())
    session.add_all(Theme(code=code, name=name) for code, name in THEMES.items())
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
    return index


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
                "title_key": fold(one.title),
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
        for number, one in part:
            PostgresText().put(session, number, _terms(one))
        return
    names = ", ".join(TEXT_COLUMNS)
    session.execute(
        text(
            f"INSERT INTO search_text (rowid, {names}) VALUES (:number, {', '.join(f':{one}' for one in TEXT_COLUMNS)})"
        ),
        [{"number": number, **{name: " ".join(terms) for name, terms in _terms(one).items()}} for number, one in part],
    )


def queries(count: int, seed: int = 1) -> list[Params]:
    """Return the mixed set, shuffled."""
    rng = random.Random(seed)
    kinds: list[Callable[[], Params]] = [
        lambda: {"q": rng.choice(rng.choice(list(SECTORS.values()))[1])},
        lambda: {"q": f"{rng.choice(PLACES)} {rng.choice(ASPECTS)}"},
        lambda: {"q": rng.choice(COLUMNS)},
        lambda: {"q": f'"{rng.choice(PLACES)}市{rng.choice(list(OFFICES))}"'},
        lambda: {"q": f"title:{rng.choice(ASPECTS)} AND tags:{rng.choice(TAGS)}"},
        lambda: {"q": f'title:"{rng.choice(PLACES)}市" -groups:theme-tax'},
        lambda: {"q": rng.choice(PLACES), "fq": f"groups:sector-{rng.choice(list(SECTORS)).lower()}"},
        lambda: {"q": f"{rng.choice(TAGS)} OR {rng.choice(TAGS)} {rng.choice(PLACES)}"},
        lambda: {"q": f"metadata_modified:[2024-01-01T00:00:00Z TO *] AND {rng.choice(TAGS)}"},
        lambda: {"q": rng.choice(["xiaoedaikuan", "rongzidanbao", "xedk", "小贷公司利率", "网点", "罚单"])},
    ]
    made: list[Params] = []
    for number in range(count):
        if number % 3 == 0:
            one: Params = {"q": rng.choice(BROAD)}
            if number % 2:
                one["fq"] = f"tags:{rng.choice(TAGS)} OR res_format:XLSX"
        elif number % 10 == 1:
            one = {
                "q": f"{rng.choice(PLACES)}没有的词{number}",
                "fq": f"tags:{rng.choice(TAGS)}",
                "fq_list": ["tier:public"],
            }
        else:
            one = kinds[number % len(kinds)]()
        if order := rng.choice(ORDERS):
            one["sort"] = order
        made.append(one | {"start": rng.choice((0, 0, 0, 20, 200)), "rows": 20, "facet.field": FACETS})
    rng.shuffle(made)
    return made


@dataclass
class Taken:
    """Milliseconds a query, on the clock and of this process's processor time, and how many datasets were found."""

    clock: list[float]
    processor: list[float]
    counts: list[int]


def timed(ask: Callable[[Params], dict[str, Any]], asked: Iterable[Params]) -> Taken:
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


def _against_ckan(count: int, asked: list[Params], ask: Callable[[Params], dict[str, Any]]) -> dict[str, Any]:
    from catalog.ckan.publisher import CkanPublisher
    from tests.bench.bench_ckan import clients, first_sync, packages_of, purge

    server, anybody = clients()
    packages = packages_of(count)
    try:
        first_sync(CkanPublisher(server, anybody), packages)
        theirs = timed(lambda one: dict(anybody.read("package_search", **one)), asked)
        ours = timed(ask, asked)
    finally:
        purge(server, packages)
    words = [at for at, count in enumerate(ours.counts) if count]
    return {
        "portal": spread(ours.clock),
        "ckan": spread(theirs.clock),
        "answered_by_both": sum(1 for at in words if theirs.counts[at]),
        "answered_by_portal": len(words),
    }


def main() -> None:
    """Build, ask, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--datasets", type=int, default=10_000)
    options.add_argument("--queries", type=int, default=300)
    options.add_argument(
        "--database", default="", help="empty PostgreSQL database; SQLite in a folder of its own without"
    )
    options.add_argument("--ckan", type=int, default=0, help="also ask the real CKAN, of so many datasets")
    options.add_argument("--slowest", type=int, default=0)
    given = options.parse_args()
    count = given.ckan or given.datasets
    with tempfile.TemporaryDirectory() as folder:
        url = given.database or f"sqlite:///{Path(folder) / 'search.db'}"
        with_speed = create_engine(url)  # built without waiting for the disk; asked with the portal's own settings
        Base.metadata.create_all(with_speed)
        with with_speed.begin() as connection:
            create_text_index(connection)
        began = time.perf_counter()
        with Session(with_speed) as session:
            index = build(session, count)
        built = time.perf_counter() - began
        with_speed.dispose()
        engine = make_engine(url)
        deps = SimpleNamespace(search=index, extras={})

        def ask(params: Params) -> dict[str, Any]:
            with Session(engine) as session:
                answer: dict[str, Any] = READS["package_search"](Reader(session, deps, SITE, START), params)
                return answer

        began = time.perf_counter()
        ask({"q": "*:*", "rows": 0})
        loaded = time.perf_counter() - began
        asked = queries(given.queries)
        taken = timed(ask, asked)
        result: dict[str, Any] = {
            "datasets": count,
            "queries": len(asked),
            "over_a_fifth": sum(1 for one in taken.counts if one > count / 5),
            "empty": sum(1 for one in taken.counts if not one),
            "clock_ms": spread(taken.clock),
            "processor_ms": spread(taken.processor),
            "build_s": round(built, 1),
            "first_load_s": round(loaded, 2),
            "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }
        slowest = sorted(zip(taken.processor, taken.counts, asked, strict=True), key=lambda one: -one[0])
        for spent, found, one in slowest[: given.slowest]:
            print(f"{spent:8.1f} ms {found:7} {one['q']} {one.get('fq', '')} {one.get('sort', '')}")
        if given.ckan:
            result["beside_ckan"] = _against_ckan(given.ckan, asked, ask)
        engine.dispose()
    for name, value in result.items():
        print(f"{name:14} {value}")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
