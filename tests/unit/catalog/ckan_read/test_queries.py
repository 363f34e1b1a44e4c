"""Query language: nearly the same words, addresses, inner parts of names, words of every script, what is refused."""

import pytest

from catalog.actions.ckan_read import ActionSearchError
from catalog.ckan.near import is_near
from tests.data.pages import page
from tests.unit.catalog.ckan_read.conftest import PAGES, document

EXTRA = (
    page(11, "County revenue statistics", tags=("revenue", "Flexible. ア"), slug="county-revenue-statistics"),
    page(12, "Crédit agricole 2024", tags=("credit",), slug="credit-agricole-2024"),
)


@pytest.fixture
def names(call, reader):
    for one in EXTRA:
        reader.deps.search.index(reader.session, document(one))
    reader.session.commit()

    def run(q="*:*", **params):
        found = call("package_search", q=q, sort="name asc", **params)["results"]
        return [one["name"] for one in found]

    return run


@pytest.mark.parametrize(
    ("word", "other", "edits", "is_one"),
    [
        ("county", "county", 0, True),
        ("countt", "county", 1, True),
        ("conuty", "county", 1, True),  # two letters swapped are one edit
        ("cuonyt", "county", 1, False),
        ("cuonyt", "county", 2, True),
        ("cnty", "county", 2, True),
        ("cnt", "county", 2, False),
        ("", "ab", 2, True),
        ("abc", "", 2, False),
    ],
)
def test_words_that_are_nearly_the_same(word, other, edits, is_one):
    assert is_near(word, other, edits) is is_one
    assert is_near(other, word, edits) is is_one


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("title:countt~", ["county-revenue-statistics"]),
        ("title:countt~1", ["county-revenue-statistics"]),
        ("title:cuontt~1", []),
        ("title:statistcs~1", []),  # a CKAN keeps the stem of a word, which is two letters away
        ('title_string:"County revenue statistics"', ["county-revenue-statistics"]),
        ('title_string:"county revenue statistics"', []),
        ("title_string:County*", ["county-revenue-statistics"]),
        ("title_string:county*", []),
        ("title_string:[C TO D]", ["county-revenue-statistics", "credit-agricole-2024"]),
        ("id:[* TO *]", ["county-revenue-statistics", "credit-agricole-2024", *sorted(one.slug for one in PAGES)]),
        ("title:reveneu~1 AND title:statistics", ["county-revenue-statistics"]),
        ("tags:revenu~1", ["county-revenue-statistics"]),
        ("tags:revenu~0.5", ["county-revenue-statistics"]),
        ("name:county-revenue-statistic~1", ["county-revenue-statistics"]),
        ("title:credit", ["credit-agricole-2024"]),
        ("title:CRÉDIT", ["credit-agricole-2024"]),
        ("crédit", ["credit-agricole-2024"]),
        ("ア", ["county-revenue-statistics"]),
        ("title_ngram:even", ["county-revenue-statistics"]),
        ("title_ngram:xyz", []),
        ("url:*county*", ["county-revenue-statistics"]),
        ('url:"http://127.0.0.1:8000/dataset/credit-agricole-2024"', ["credit-agricole-2024"]),
        ('url:"http://elsewhere/dataset/credit-agricole-2024"', []),
        ("res_url:*county-revenue-statistics.csv", ["county-revenue-statistics"]),
        ("res_url:*nothing-of-this*", []),
    ],
)
def test_queries(names, q, found):
    assert names(q) == found


@pytest.mark.parametrize(
    ("params", "why"),
    [
        ({"q": "{!bool must=x}"}, "Local parameters are not supported in param 'q'."),
        ({"fq": "{!bool must=x} +a:b"}, "Local parameters are not supported in param 'fq'."),
        ({"fq_list": ["+a:b", "{!x}"]}, "Local parameters are not supported in param 'fq_list'."),
        ({"q": "x {!bool must=x}"}, "Local parameters must be defined at the beginning of param 'q'."),
        ({"q": "{!a} {!b}"}, "Query parsers are not supported in param 'q'."),
        ({"q": "\\_q\\u\\ery_:x"}, "Magic fields are not supported in param 'q'."),
        ({"sort": "_val_:1 asc"}, "Magic fields are not supported in param 'sort'."),
    ],
)
def test_another_parser_is_refused_in_ckans_words(call, params, why):
    with pytest.raises(ActionSearchError) as refused:
        call("package_search", **params)
    assert refused.value.body["message"] == f"Search error: {why!r}"


@pytest.mark.parametrize("q", ["_query_store", "dataset_query_:x", "new_val_store name:x"])
def test_names_that_only_look_so_are_read(call, q):
    assert call("package_search", q=q)["count"] == 0


def test_names_are_completed_by_their_inner_parts(call, names):
    names()
    found = call("package_autocomplete", q="even")
    assert [(one["name"], one["match_field"]) for one in found] == [("county-revenue-statistics", "name")]
    assert [one["name"] for one in call("package_autocomplete", q="资担")] == ["rong-zi-dan-bao"]


def test_titles_are_counted_by_words(call, names):
    names()
    facets = call("package_search", facet__field=["title"], facet__mincount=1)["facets"]["title"]
    assert facets["revenue"] == 1
    assert facets[PAGES[1].title] == 1


def test_chosen_fields_are_those_a_ckan_keeps(call):
    asked = ["id", "metadata_modified", "res_format", "extras_tier", "owner_org", "private", "num_tags", "entity_type"]
    [found] = call("package_search", q=f"id:{PAGES[0].id}", fl=asked)["results"]
    assert set(found) == {"id", "metadata_modified", "res_format", "tier", "entity_type"}
    assert found["metadata_modified"].endswith("Z")
    assert found["res_format"] == [one.format for one in PAGES[0].files]


def test_values_of_extras_are_words_too(call):
    assert call("package_search", q="internal")["count"] == 1


def test_tags_by_the_older_parameter(call):
    assert call("tag_search", fields={"tags": "名"})["count"] == 1
    assert call("tag_search", query="名", fields={"tag": "网"})["count"] == 0


def test_titles_are_ordered_letter_by_letter_as_they_are_written(call, reader, names):
    for number, title in enumerate(("zebra", "Zulu", "apple", "２０２３ 年")):
        reader.deps.search.index(reader.session, document(page(20 + number, title, slug=f"t{number}")))
    reader.session.commit()
    for is_down in (False, True):
        order = "desc" if is_down else "asc"
        found = call("package_search", sort=f"title_string {order}", rows=100)["results"]
        titles = [one["title"] for one in found]
        assert titles == sorted(titles, reverse=is_down)
    assert titles[-3:] == ["Zulu", "Crédit agricole 2024", "County revenue statistics"]


def test_names_titles_and_ids_are_counted_as_wholes(call, names):
    facets = call("package_search", q="title:county", facet__field=["name", "title_string", "id"])["facets"]
    assert facets == {
        "name": {"county-revenue-statistics": 1},
        "title_string": {"County revenue statistics": 1},
        "id": {str(EXTRA[0].id): 1},
    }
