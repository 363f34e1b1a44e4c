"""What the benches of search ask: a mixed set of queries, and Chinese ones whose answers are known by looking."""

import random
from collections.abc import Callable, Sequence
from typing import Any, Final

from catalog.search.tokens import runs
from catalog.views import DatasetPage
from tests.bench.catalogue_made import ASPECTS, COLUMNS, OFFICES, PLACES, SECTORS, TAGS

FACETS: Final = ["organization", "groups", "tags", "res_format"]
TYPED: Final = ("小额贷款", "保险", "融资担保机构名录", "平均利率", "贷款 利率", "典当", "营业部", "证券营业部")
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
Params = dict[str, Any]


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
        if number % 10 == 1:
            one: Params = {
                "q": f"{rng.choice(PLACES)}没有的词{number}",
                "fq": f"tags:{rng.choice(TAGS)}",
                "fq_list": ["tier:public"],
            }
        elif number % 3 == 0 or number % 30 == 2:
            one = {"q": rng.choice(BROAD)}
            if number % 2:
                one["fq"] = f"tags:{rng.choice(TAGS)} OR res_format:XLSX"
        else:
            one = kinds[number % len(kinds)]()
        if order := rng.choice(ORDERS):
            one["sort"] = order
        made.append(one | {"start": rng.choice((0, 0, 0, 20, 200)), "rows": 20, "facet.field": FACETS})
    rng.shuffle(made)
    return made


def texts(page: DatasetPage) -> list[str]:
    """Return what a dataset is looked for by: title, agency, sector and column names."""
    assert page.sector is not None
    return [page.title, page.agency.name, page.sector.label, *(field.name for field in page.fields)]


def holding(query: str, pages: Sequence[DatasetPage]) -> set[str]:
    """Return the ids of the datasets in one of whose texts each word of the query stands, found by looking at all."""
    words = query.split()
    return {str(one.id) for one in pages if all(any(word in text for text in texts(one)) for word in words)}


def chinese(pages: Sequence[DatasetPage], count: int, seed: int = 20261123) -> list[str]:
    """Return queries people type, column names, sectors, whole titles, and runs of two to eight characters of names.

    A single character is no word a reader types, and a stock CKAN finds none inside a longer one.
    """
    rng = random.Random(seed)
    columns = sorted({field.name for one in pages for field in one.fields if len(field.name) > 1})
    made = [*TYPED, *rng.sample(columns, min(count // 4, len(columns)))]
    made += [one.title for one in rng.sample(pages, min(count // 12, len(pages)))]
    made += [one.sector.label for one in rng.sample(pages, min(count // 15, len(pages))) if one.sector]
    while len(made) < count:
        one = rng.choice(pages)
        run = rng.choice([run for run in runs(rng.choice(texts(one))) if not run.isascii() and len(run) > 1])
        size = min(rng.randint(2, 8), len(run))
        at = rng.randint(0, len(run) - size)
        made.append(run[at : at + size])
    return list(dict.fromkeys(made))
