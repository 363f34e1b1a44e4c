"""Chinese search inside a stock CKAN: every dataset whose title, agency, sector or column names hold a query is found.

CKAN keeps a run of Han characters as one word, so by itself it answers a third of such queries; the words we send along
make the rest words of its index. Queries: three that people type, column names, sectors, and runs out of titles.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from catalog.ckan.client import CkanClient
from catalog.ckan.publisher import CkanPublisher
from catalog.views import DatasetPage, FieldView
from tests.bench.catalogue_made import made_page
from tests.bench.ckan_site import clients, first_sync, package, purge
from tests.bench.search_queries import chinese, holding

pytestmark = [pytest.mark.ckan, pytest.mark.services]

CASES = Path("tests/data/catalogue_cases_open.jsonl")
COUNT = 48
QUERIES = 120


@dataclass(frozen=True)
class Shelf:
    """What CKAN holds, and who asks it."""

    pages: list[DatasetPage]
    anybody: CkanClient

    def expected(self, query: str) -> set[str]:
        return holding(query, self.pages)

    def found(self, query: str) -> set[str]:
        return {one["id"] for one in self.anybody.read("package_search", q=query, rows=1000, fl="id")["results"]}


def pages() -> list[DatasetPage]:
    made = []
    for number, line in enumerate(CASES.read_text(encoding="utf-8").splitlines()[:COUNT]):
        _, title, _, columns, *_ = json.loads(line)
        fields = tuple(FieldView(f"c{at}", one.partition(":")[0], "text") for at, one in enumerate(columns.split()))
        made.append(made_page(7000 + number, title=title, fields=fields))
    titles = ("小额贷款公司平均利率", "融资担保机构名录", "财产保险公司保费收入")
    return [*made, *(made_page(7900 + number, title=title) for number, title in enumerate(titles))]


@pytest.fixture(scope="module")
def shelf() -> Iterator[Shelf]:
    server, anybody = clients()
    made = pages()
    packages = {str(one.id): package(one) for one in made}
    first_sync(CkanPublisher(server, anybody), packages)
    yield Shelf(made, anybody)
    purge(server, packages)


def test_every_dataset_that_holds_the_words_is_found(shelf: Shelf) -> None:
    asked = chinese(shelf.pages, QUERIES)
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
