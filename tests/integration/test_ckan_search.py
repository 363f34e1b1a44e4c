"""Chinese search inside a stock CKAN: every dataset whose title, agency, sector or column names hold a query is found.

CKAN keeps a run of Han characters as one word, so by itself it answers a third of such queries; the words we send along
make the rest words of its index. Queries: three that people type, column names, sectors, and runs out of titles.
"""

import json
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from catalog.ckan.client import CkanClient
from catalog.ckan.mapping import at_site, package_json
from catalog.ckan.parallel import write_all
from catalog.ckan.publisher import CkanPublisher
from catalog.search.tokens import runs
from catalog.views import DatasetPage, FieldView
from tests.bench.catalogue_made import made_page

pytestmark = [pytest.mark.ckan, pytest.mark.services]

CASES = Path("tests/data/catalogue_cases_open.jsonl")
TYPED = ("小额贷款", "保险", "融资担保机构名录", "平均利率", "贷款 利率", "典当", "营业部")
SITE = "http://127.0.0.1:8000"
COUNT = 48
QUERIES = 120


@dataclass(frozen=True)
class Shelf:
    """What CKAN holds, and who asks it."""

    pages: list[DatasetPage]
    anybody: CkanClient

    def expected(self, query: str) -> set[str]:
        words = query.split()
        return {str(one.id) for one in self.pages if all(any(word in text for text in texts(one)) for word in words)}

    def found(self, query: str) -> set[str]:
        return {one["id"] for one in self.anybody.read("package_search", q=query, rows=1000, fl="id")["results"]}


def texts(page: DatasetPage) -> list[str]:
    assert page.sector is not None
    return [page.title, page.agency.name, page.sector.label, *(field.name for field in page.fields)]


def pages() -> list[DatasetPage]:
    made = []
    for number, line in enumerate(CASES.read_text(encoding="utf-8").splitlines()[:COUNT]):
        _, title, _, columns, *_ = json.loads(line)
        fields = tuple(FieldView(f"c{at}", one.partition(":")[0], "text") for at, one in enumerate(columns.split()))
        made.append(made_page(7000 + number, title=title, fields=fields))
    titles = ("小额贷款公司平均利率", "融资担保机构名录", "财产保险公司保费收入")
    return [*made, *(made_page(7900 + number, title=title) for number, title in enumerate(titles))]


def queries(shelf: list[DatasetPage]) -> list[str]:
    """Columns, sectors, whole titles, and runs of two to eight characters out of titles and agencies."""
    rng = random.Random(20261123)
    # a single character is no word a reader types, and a stock CKAN finds none inside a longer one
    columns = sorted({field.name for one in shelf for field in one.fields if len(field.name) > 1})
    made = [*TYPED, *rng.sample(columns, 30)]
    made += [one.title for one in rng.sample(shelf, 10)] + [
        one.sector.label for one in rng.sample(shelf, 8) if one.sector
    ]
    while len(made) < QUERIES:
        one = rng.choice(shelf)
        found = [run for run in runs(rng.choice((one.title, one.agency.name))) if not run.isascii() and len(run) > 1]
        run = rng.choice(found)
        size = min(rng.randint(2, 8), len(run))
        at = rng.randint(0, len(run) - size)
        made.append(run[at : at + size])
    return list(dict.fromkeys(made))


@pytest.fixture(scope="module")
def shelf() -> Iterator[Shelf]:
    url = os.environ["PORTAL_TEST_CKAN_URL"]
    server, anybody = CkanClient(url, os.environ["PORTAL_TEST_CKAN_TOKEN"]), CkanClient(url)
    publisher, made = CkanPublisher(server, anybody), pages()
    packages = {str(one.id): at_site(package_json(one), SITE) for one in made}
    write_all(
        publisher,
        packages,
        lambda one, is_missing: publisher.publish(packages[one], is_missing=is_missing),
        missing=list(packages),
        present=[],
        tell=lambda *_: None,
    )
    yield Shelf(made, anybody)
    for one in packages:
        server.write("dataset_purge", id=one)
    for kind in ("organization", "group"):
        for name in server.read(f"{kind}_list"):
            server.write(f"{kind}_purge", id=name)


def test_every_dataset_that_holds_the_words_is_found(shelf: Shelf) -> None:
    asked = queries(shelf.pages)
    assert len(asked) >= 100
    wanted = there = 0
    missed = []
    for query in asked:
        expected, found = shelf.expected(query), shelf.found(query)
        wanted, there = wanted + len(expected), there + len(expected & found)
        if expected - found:
            missed.append(query)
    print(f"{len(asked)} queries, {there} of {wanted} datasets found, missed in {missed}")  # noqa: T201 - a figure
    assert missed == []
    assert wanted > len(asked)


def test_a_word_that_is_nowhere_finds_nothing(shelf: Shelf) -> None:
    assert shelf.found("没有这个词") == set()
    assert shelf.found("海洋渔业捕捞") == set()
