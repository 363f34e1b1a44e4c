import pytest

from catalog.actions.ckan_read import (
    ActionNotFound,
    ActionSearchError,
    ActionSearchQueryError,
    ActionValidationError,
)
from tests.unit.catalog.ckan_read.conftest import PAGES


def titles(call, **params):
    return [one["title"] for one in call("package_search", **params)["results"]]


LOAN, GUAR, TAX, BANK = (one.title for one in PAGES)


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({}, [BANK, TAX, GUAR, LOAN]),
        ({"q": "*:*", "sort": "metadata_created asc"}, [LOAN, GUAR, TAX, BANK]),
        ({"q": "小额贷款"}, [LOAN]),
        ({"q": "平均利率"}, [LOAN]),
        ({"q": "title:融资担保"}, [GUAR]),
        ({"q": "title:融资*"}, [GUAR]),
        ({"q": "name:wang_dian"}, [BANK]),
        ({"q": f"id:{PAGES[2].id}"}, [TAX]),
        ({"fq": "groups:sector-loan"}, [LOAN]),
        ({"fq": "+organization:yunchuan-jrj -groups:theme-fin"}, [TAX]),
        ({"fq": 'tags:"名录"', "sort": "title_string asc"}, [GUAR, BANK]),
        ({"fq_list": ["tags:名录", "groups:sector-bank"]}, [BANK]),
        ({"fq": "tier:internal"}, [TAX]),
        ({"fq": "extras_tier:internal"}, [TAX]),
        ({"fq": "(groups:sector-loan OR groups:sector-guar)", "sort": "name asc"}, [GUAR, LOAN]),
        ({"fq": "metadata_modified:[2026-01-03T00:00:00Z TO *]"}, [BANK, TAX]),
        ({"fq": "metadata_modified:[* TO NOW-30DAYS]"}, [GUAR, LOAN]),
        ({"q": "res_format:CSV", "rows": 1}, [BANK]),
        ({"start": 3}, [LOAN]),
        ({"start": 9}, []),
        ({"rows": 0}, []),
        ({"q": "没有这个词"}, []),
        ({"q": "state:active", "rows": 2}, [BANK, TAX]),
    ],
)
def test_search(call, params, expected):
    assert titles(call, **params) == expected


def test_answer_has_ckans_shape(call):
    result = call("package_search", q="名录", facet__field=["tags", "groups", "organization", "nofield"])
    assert result["count"] == 2
    assert result["sort"] == "score desc, metadata_modified desc"
    assert result["facets"]["tags"]["名录"] == 2
    assert result["facets"]["nofield"] == {}
    items = {one["name"]: one["display_name"] for one in result["search_facets"]["groups"]["items"]}
    assert items["sector-guar"] == "融资担保"
    assert result["search_facets"]["organization"]["items"][0]["display_name"] == "云川市地方金融管理局"
    assert result["results"][0] == call("package_show", id=result["results"][0]["name"])


def test_facets_are_limited_and_have_a_least_count(call):
    result = call("package_search", facet__field='["tags"]', facet__limit=1)
    assert result["facets"]["tags"] == {"名录": 2}
    assert call("package_search", facet__field=["tags"], facet__mincount=2)["facets"]["tags"] == {"名录": 2}
    assert call("package_search", facet="false", facet__field=["tags"])["facets"] == {}


def test_chosen_fields_only(call):
    (one,) = call("package_search", q="小额贷款", fl="id,name,tags,extras_tier")["results"]
    assert one == {"id": str(PAGES[0].id), "name": PAGES[0].slug, "tags": ["利率", "小额贷款"], "tier": "public"}


def test_scores_fall_with_the_order(call):
    for q in ("名录", "云川 OR 名录", "*:*", "res_format:CSV"):
        results = call("package_search", q=q, fl="name,score", sort="score desc")["results"]
        scores = [one["score"] for one in results]
        assert len(scores) > 1
        assert scores == sorted(scores, reverse=True)
        assert all(isinstance(one, float) and one > 0 for one in scores)
        assert set(results[0]) == {"name", "score"}
    (by_tag,) = call("package_search", q="theme-tax", fl="score")["results"]
    assert by_tag == {"score": 0.0}
    assert call("package_search", fl="*,score", rows=1)["results"][0]["score"] == 1.0
    assert "score" not in call("package_search", fl="name", rows=1)["results"][0]


@pytest.mark.parametrize("q", ["title:(", "title:a AND", 'title:"x', "metadata_modified:[nonsense TO *]"])
def test_what_is_no_query_is_a_search_error(call, q):
    with pytest.raises(ActionSearchError) as caught:
        call("package_search", q=q)
    assert caught.value.status == 409
    assert caught.value.body["__type"] == "Search Error"


@pytest.mark.parametrize(("name", "value"), [("foo", "1"), ("sort", "nope"), ("sort", "name up")])
def test_unknown_parameters_and_orders_are_a_search_query_error(call, name, value):
    with pytest.raises(ActionSearchQueryError) as caught:
        call("package_search", **{name: value})
    assert caught.value.status == 400


@pytest.mark.parametrize(
    ("name", "value"), [("rows", -1), ("rows", "abc"), ("start", "x"), ("facet__field", "notjson")]
)
def test_numbers_and_lists_are_validated(call, name, value):
    with pytest.raises(ActionValidationError):
        call("package_search", **{name: value})


def test_show_by_id_and_name_and_what_is_missing(call):
    assert call("package_show", id=str(PAGES[0].id))["name"] == PAGES[0].slug
    with pytest.raises(ActionNotFound):
        call("package_show", id="nope")
    with pytest.raises(ActionValidationError) as caught:
        call("package_show")
    assert caught.value.body["name_or_id"] == ["Missing value"]


def test_lists(call):
    assert call("package_list") == sorted(one.slug for one in PAGES)
    assert call("package_list", limit="2", offset="1") == sorted(one.slug for one in PAGES)[1:3]
    assert [one["title"] for one in call("current_package_list_with_resources", limit=2)] == [BANK, TAX]
    assert call("package_autocomplete", q="wang_")[0]["match_field"] == "name"
    assert call("package_autocomplete", q="融资")[0]["title"] == GUAR


def test_organizations_groups_and_tags(call):
    assert call("organization_list") == ["yunchuan-jrj"]
    assert call("organization_list", all_fields="true")[0]["package_count"] == 4
    shown = call("organization_show", id="yunchuan-jrj", include_datasets=True)
    assert len(shown["packages"]) == 4
    assert shown["users"] == []
    assert "theme-fin" in call("group_list")
    assert call("group_list", sort="package_count desc")[0] == "theme-fin"
    assert [one["title"] for one in call("group_package_show", id="sector-loan")] == [LOAN]
    assert call("tag_list") == sorted({"利率", "小额贷款", "担保", "名录", "网点"})
    assert call("tag_show", id="名录", include_datasets=True)["packages"]
    assert call("tag_search", query="名")["count"] == 1
    assert call("tag_autocomplete", query="名") == ["名录"]
    for name in ("organization_show", "group_show", "tag_show", "resource_show"):
        with pytest.raises(ActionNotFound):
            call(name, id="nope")
    with pytest.raises(ActionValidationError):
        call("group_list", sort="nope")


def test_withdrawn_is_not_found(call, reader):
    reader.deps.search.remove(reader.session, PAGES[0].id)
    reader.session.commit()
    reader.__dict__.pop("sets", None)
    with pytest.raises(ActionNotFound):
        call("package_show", id=str(PAGES[0].id))
    assert call("package_search", q="小额贷款")["count"] == 0


def test_resource_search(call):
    assert call("resource_search", query="format:csv")["count"] == 4
    assert call("resource_search", query=["format:csv", "name:欠税"])["count"] == 1
    for query in ("foo", "nofield:x"):
        with pytest.raises(ActionValidationError):
            call("resource_search", query=query)
    assert call("format_autocomplete", q="c") == ["csv"]


def test_site(call):
    assert call("status_show")["ckan_version"].startswith("2.12")
    assert call("license_list")[0]["url"].startswith("http://127.0.0.1:8000/")
    assert "dataset" in call("help_show", name="package_show")
    assert call("organization_list_for_user") == []
