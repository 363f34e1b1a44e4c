from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from catalog.models import Base
from catalog.search import SearchDocument, SearchQuery, make_index
from catalog.search.bitmaps import FacetBitmaps
from catalog.search.pinyin import split_syllables
from catalog.search.query import Sort
from catalog.search.tables import create_text_index
from catalog.search.tokens import index_terms, query_phrases

RATE, GUAR, TAX = uuid4(), uuid4(), uuid4()


@pytest.fixture
def session():
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with engine.begin() as connection:
        create_text_index(connection)
    with Session(engine) as one:
        yield one
    engine.dispose()


@pytest.fixture
def index(session):
    made = make_index("sqlite")
    for place, (dataset_id, title, sector, columns) in enumerate(
        [
            (RATE, "小额贷款市场平均利率", "LOAN", ("加权平均年化利率", "贷款余额")),
            (GUAR, "融资担保机构名录", "GUAR", ("机构名称", "统一社会信用代码")),
            (TAX, "欠税公告（2026年第三季度）", "", ("纳税人名称", "欠税余额")),
        ]
    ):
        facets = {"theme": ("FIN" if sector else "TAX",), "tag": ()}
        if sector:
            facets["sector"] = (sector,)
        made.index(
            session,
            SearchDocument(
                dataset_id=dataset_id,
                slug=f"d{place}",
                title=title,
                agency_names=("云川市地方金融管理局",),
                column_names=columns,
                facets=facets,
                modified_at=datetime(2026, 1, 1 + place, tzinfo=UTC),
            ),
        )
    session.commit()
    return made


def found(index, session, typed, **more) -> list[UUID]:
    return [hit.dataset_id for hit in index.search(session, SearchQuery(typed, **more)).hits]


def test_han_run_is_bigrams_and_its_last_character():
    assert index_terms("小额贷款 LPR 3.85") == ["小额", "额贷", "贷款", "款", "lpr", "3.85"]
    assert query_phrases("贷款")[0].terms == ("贷款",)
    assert query_phrases("，。") == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("平均利率", [RATE]),
        ("市场", [RATE]),
        ("小额贷款", [RATE]),
        ("小額貸款", [RATE]),
        ("小贷利率", [RATE]),
        ("xiaodai", [RATE]),
        ("xedk", [RATE]),
        ("xiaoedaikuan", [RATE]),
        ("担保 名录", [GUAR]),
        ("融资担保机构", [GUAR]),
        ("信用代码", [GUAR]),
        ("录", [GUAR]),
        ("欠税", [TAX]),
        ("2026", [TAX]),
        ("不存在的词", []),
        ('"', []),
        ("NEAR(", []),
    ],
)
def test_query_finds_exactly_the_texts_that_contain_it(index, session, typed, expected):
    assert found(index, session, typed) == expected


def test_literal_search_leaves_synonyms_aside(index, session):
    assert found(index, session, "小贷利率", is_literal=True) == []


def test_facets_count_with_their_own_filter_left_aside(index, session):
    result = index.search(session, SearchQuery(filters={"theme": ("FIN",)}, facets=("theme", "sector")))
    assert result.total == 2
    assert {one.value: one.count for one in result.facets["theme"]} == {"FIN": 2, "TAX": 1}
    assert {one.value: one.count for one in result.facets["sector"]} == {"LOAN": 1, "GUAR": 1}


def test_order_and_paging_are_total(index, session):
    newest = found(index, session, "", sort=Sort.MODIFIED)
    assert newest == [TAX, GUAR, RATE]
    assert found(index, session, "", sort=Sort.MODIFIED, start=1, rows=1) == [GUAR]
    assert found(index, session, "", start=9) == []


def test_reindexing_replaces_and_removal_leaves_no_word(index, session):
    index.index(session, SearchDocument(dataset_id=RATE, slug="d0", title="典当行名录"))
    session.commit()
    assert found(index, session, "小额贷款") == []
    assert found(index, session, "典当") == [RATE]
    index.remove(session, RATE)
    session.commit()
    assert found(index, session, "典当") == []
    assert index.search(session, SearchQuery()).total == 2
    pages = b"".join(bytes(row[0]) for row in session.execute(text("SELECT block FROM search_text_data")))
    assert pages
    assert "典当".encode() not in pages


def test_a_second_process_follows_by_generation(index, session):
    other = make_index("sqlite")
    assert other.search(session, SearchQuery()).total == 3
    index.remove(session, TAX)
    session.commit()
    assert other.search(session, SearchQuery()).total == 2


@pytest.mark.parametrize(
    ("letters", "expected"),
    [("xiaoedaikuan", ("xiao", "e", "dai", "kuan")), ("fangan", ("fang", "an")), ("xyz", None)],
)
def test_syllables(letters, expected):
    assert split_syllables(letters) == expected


def test_many_matches_are_titles_first_then_the_newest_and_pages_do_not_overlap(session, monkeypatch):
    monkeypatch.setattr("catalog.search.index.MOST_RANKED", 3)
    monkeypatch.setattr("catalog.search.sets.MOST_RANKED", 3)
    made = make_index("sqlite")
    ids = [uuid4() for _ in range(12)]
    for place, one in enumerate(ids):
        made.index(
            session,
            SearchDocument(
                dataset_id=one,
                slug=f"d{place}",
                title="贷款余额" if place % 3 == 0 else "机构名录",
                summary="与贷款有关",
                modified_at=datetime(2026, 1, 1 + place, tzinfo=UTC),
            ),
        )
    pages = [made.search(session, SearchQuery("贷款", start=start, rows=5)) for start in (0, 5, 10)]
    assert [one.total for one in pages] == [12, 12, 12]
    titled = [one for place, one in enumerate(ids) if place % 3 == 0]
    rest = [one for place, one in enumerate(ids) if place % 3]
    assert [hit.dataset_id for page in pages for hit in page.hits] == titled[::-1] + rest[::-1]


def test_an_answer_kept_does_not_outlive_a_change(session, index):
    found = index.search(session, SearchQuery("利率")).total
    index.index(
        session,
        SearchDocument(dataset_id=uuid4(), slug="new", title="利率新表", modified_at=datetime(2026, 2, 1, tzinfo=UTC)),
    )
    assert index.search(session, SearchQuery("利率")).total == found + 1
    index.remove(session, RATE)
    assert index.search(session, SearchQuery("利率")).total == found


def test_titles_are_asked_for_once_while_the_index_stays_as_it_is():
    bitmaps, asked = FacetBitmaps(), []

    def ask():
        asked.append("organization")
        return {"jrj": f"第{len(asked)}个名称"}

    assert [bitmaps.titles(1, "organization", ask)["jrj"] for _ in range(2)] == ["第1个名称"] * 2
    assert bitmaps.titles(2, "organization", ask)["jrj"] == "第2个名称"
    assert len(asked) == 2
