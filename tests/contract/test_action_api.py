"""One contract: a CKAN client works the same against the portal's own Action API and against a real CKAN 2.12.

Every test runs on both; what it asserts was first seen on the real one.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import requests
from ckanapi import NotAuthorized, NotFound, RemoteCKAN, ValidationError

from tests.contract.conftest import Server
from tests.contract.content import DATASETS, TITLES

JSON = "application/json;charset=utf-8"


@pytest.fixture
def ckan(server: Server):
    with RemoteCKAN(server.url) as remote:
        yield remote


def ask(server: Server, name: str, **params) -> requests.Response:
    return requests.get(f"{server.url}/api/3/action/{name}", params=params, timeout=30)


def table_of(ckan) -> str:
    package = ckan.action.package_search(q="贷款市场", rows=1)["results"][0]
    return next(one["id"] for one in package["resources"] if one["datastore_active"])


def test_envelope_and_content_type(server):
    answer = ask(server, "package_list")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == JSON
    body = answer.json()
    assert set(body) == {"help", "success", "result"}
    assert body["help"].endswith("/api/3/action/help_show?name=package_list")
    assert requests.get(f"{server.url}/api/action/package_list", timeout=30).json()["result"] == body["result"]
    assert requests.head(f"{server.url}/api/3/action/package_list", timeout=30).status_code == 200


def test_errors_have_ckans_forms(server):
    missing = ask(server, "package_show", id="nope")
    assert (missing.status_code, missing.json()["error"]["__type"]) == (404, "Not Found Error")
    assert missing.json()["success"] is False
    invalid = ask(server, "package_show")
    assert (invalid.status_code, invalid.json()["error"]["__type"]) == (409, "Validation Error")
    assert "name_or_id" in invalid.json()["error"]
    for params, status, kind in [
        ({"q": "title:("}, 409, "Search Error"),
        ({"foo": "1"}, 400, "Search Query Error"),
        ({"sort": "nope"}, 400, "Search Query Error"),
        ({"rows": "-1"}, 409, "Validation Error"),
        ({"rows": "abc"}, 409, "Validation Error"),
        ({"facet.field": "notjson"}, 409, "Validation Error"),
    ]:
        answer = ask(server, "package_search", **params)
        assert (answer.status_code, answer.json()["error"]["__type"]) == (status, kind), params
    unknown = ask(server, "nope")
    assert unknown.status_code == 400
    assert isinstance(unknown.json(), str)
    bad = requests.post(
        f"{server.url}/api/3/action/package_show",
        data="{not json",
        headers={"Content-Type": "application/json"},
        timeout=30,
    )
    assert bad.status_code == 400
    assert isinstance(bad.json(), str)
    for method in ("PUT", "DELETE"):
        assert requests.request(method, f"{server.url}/api/3/action/package_list", timeout=30).status_code == 405


def test_parameters_come_in_every_way(server, ckan):
    name = ckan.action.package_list()[0]
    expected = ckan.action.package_show(id=name)
    address = f"{server.url}/api/3/action/package_show"
    for answer in (
        requests.get(address, params={"id": name}, timeout=30),
        requests.post(address, json={"id": name}, timeout=30),
        requests.post(
            address,
            data=json.dumps({"id": name}),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            timeout=30,
        ),
    ):
        assert answer.status_code == 200, answer.text[:200]
        assert answer.json()["result"] == expected
    padded = requests.get(address, params={"id": name, "callback": "got"}, timeout=30)
    assert padded.text.startswith("got(")
    assert padded.headers["Content-Type"].startswith("application/javascript")


def test_search_shape_and_facets(ckan):
    found = ckan.action.package_search(**{"facet.field": ["tags", "groups", "organization", "res_format"], "rows": 2})
    assert found["count"] == len(DATASETS)
    assert len(found["results"]) == 2
    assert found["sort"] == "score desc, metadata_modified desc"
    assert {name: count for name, count in found["facets"]["tags"].items() if count > 1} == {
        "统计": 3,
        "利率": 2,
        "名录": 2,
    }
    shown = [item["display_name"] for item in found["search_facets"]["tags"]["items"]]
    assert shown == sorted(shown, reverse=True)
    item = found["search_facets"]["organization"]["items"][0]
    assert set(item) == {"name", "display_name", "count"}
    assert item["count"] == len(DATASETS)
    assert found["results"][0] == ckan.action.package_show(id=found["results"][0]["id"])
    assert ckan.action.package_search(start=100)["results"] == []
    assert ckan.action.package_search(rows=0)["results"] == []


ALL = {row[0] for row in DATASETS}


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"q": "小额贷款"}, set(TITLES)),  # the sector of all three
        ({"q": "贷款市场"}, {TITLES[0]}),
        ({"q": "平均利率"}, {TITLES[0]}),
        ({"q": "担保机构"}, {TITLES[1]}),
        ({"q": "业务统计"}, {TITLES[2]}),
        ({"q": "金融监督管理"}, ALL),
        ({"q": "没有这个词"}, set()),
        ({"q": "*:*", "fq": "tags:机构"}, {TITLES[1]}),
        ({"fq": "-tags:名录 +groups:sector-loan"}, {TITLES[0], TITLES[2]}),
        ({"fq": "(tags:机构 OR tags:利率)"}, set(TITLES)),
        ({"fq": "+tags:利率 +tags:统计"}, {TITLES[0], TITLES[2]}),
        ({"fq_list": ["tags:利率", "organization:jinrong"]}, {TITLES[0], TITLES[2]}),
        ({"fq": "tier:public"}, ALL),
        ({"fq": "tier:internal"}, set()),
        ({"fq": "res_format:CSV"}, ALL),
        ({"fq": "metadata_modified:[2000-01-01T00:00:00Z TO *]"}, ALL),
        ({"fq": "metadata_modified:[* TO 2000-01-01T00:00:00Z]"}, set()),
        ({"q": "sector:LOAN AND NOT tags:名录"}, {TITLES[0], TITLES[2]}),
    ],
)
def test_queries(ckan, params, expected):
    assert {one["title"] for one in ckan.action.package_search(**params)["results"]} == expected


def test_order_is_total_and_names_are_listed(ckan):
    names = ckan.action.package_list()
    assert names == sorted(names)
    assert ckan.action.package_list(limit=1, offset=1) == names[1:2]
    by_name = [one["name"] for one in ckan.action.package_search(sort="name asc")["results"]]
    assert by_name == names
    assert [one["name"] for one in ckan.action.package_search(sort="name desc")["results"]] == names[::-1]


def test_a_package_has_the_same_fields_everywhere(ckan):
    package = ckan.action.package_search(q="小额贷款")["results"][0]
    assert {
        "author", "id", "isopen", "license_id", "license_title", "maintainer", "metadata_created", "metadata_modified",
        "name", "notes", "num_resources", "num_tags", "organization", "owner_org", "private", "state", "title", "type",
        "url", "version", "extras", "groups", "resources", "tags", "relationships_as_subject",
    } <= set(package)  # fmt: skip
    assert package["private"] is False
    resource = package["resources"][0]
    assert {"id", "url", "format", "mimetype", "size", "hash", "name", "position", "state", "package_id"} <= set(
        resource
    )
    assert resource["hash"].startswith("sha256:")
    assert resource["url"].rsplit(".", 1)[1].upper() == resource["format"]
    assert ckan.action.resource_show(id=resource["id"])["package_id"] == package["id"]


def test_organizations_groups_tags(ckan):
    assert ckan.action.organization_list() == ["jinrong"]
    assert ckan.action.organization_list(all_fields=True)[0]["package_count"] == len(DATASETS)
    shown = ckan.action.organization_show(id="jinrong", include_datasets=True)
    assert len(shown["packages"]) == len(DATASETS)
    assert "theme-fin" in ckan.action.group_list()
    assert ckan.action.group_show(id="sector-loan")["package_count"] == 3
    assert {"利率", "统计", "名录"} <= set(ckan.action.tag_list())
    assert ckan.action.tag_show(id="名录")["vocabulary_id"] is None
    assert ckan.action.tag_autocomplete(query="名") == ["名录"]
    for action in ("organization_show", "group_show", "tag_show", "resource_show"):
        with pytest.raises(NotFound):
            ckan.call_action(action, {"id": "nope"})
        with pytest.raises(ValidationError):
            ckan.call_action(action, {})
    with pytest.raises(ValidationError):
        ckan.action.group_list(sort="nope")


def test_rows(ckan):
    table = table_of(ckan)
    found = ckan.action.datastore_search(resource_id=table)
    assert found["total"] == 5
    assert found["limit"] == 100
    assert [field["id"] for field in found["fields"]] == ["_id", "年份", "地区", "余额", "日期"]
    assert {field["id"]: field["type"] for field in found["fields"]}["余额"] == "numeric"
    assert found["records"][0] == {"_id": 1, "年份": 2023, "地区": "东湖区", "余额": 9, "日期": "2023-01-31"}
    assert found["records"][2] == {"_id": 3, "年份": 2024, "地区": None, "余额": None, "日期": None}

    def ids(**params):
        return [one["_id"] for one in ckan.action.datastore_search(resource_id=table, **params)["records"]]

    assert ids(limit=2, offset=1) == [2, 3]
    assert ids(filters={"年份": 2024}) == [2, 3]
    assert ids(filters={"年份": [2023, 2025]}) == [1, 4, 5]
    assert ids(filters={"_id": [2, 4]}) == [2, 4]
    assert ids(filters={"_id": {"gt": 1}, "年份": 2024}) == [2, 3]
    assert ids(filters={"地区": None}) == []
    assert ids(filters={"年份": {"lt": 2024}}) == [1]
    assert ids(filters={"余额": {"gte": 10, "lt": 100}}) == [2]
    assert ids(filters={"$or": [{"年份": 2023}, {"地区": "安河县"}]}) == [1, 4]
    assert ids(sort="年份 desc, _id") == [4, 5, 2, 3, 1]
    assert ids(sort="余额 desc") == [3, 4, 2, 1, 5]
    assert ids(sort="余额 desc nulls last") == [4, 2, 1, 5, 3]
    assert ckan.action.datastore_search(resource_id=table, limit=0, include_total=False).get("total") is None
    assert ckan.action.datastore_search(resource_id=table, fields=["年份"], distinct=True)["total"] == 3
    lists = ckan.action.datastore_search(resource_id=table, records_format="lists")["records"]
    assert lists[0] == [1, 2023, "东湖区", 9, "2023-01-31"]
    csv = ckan.action.datastore_search(resource_id=table, records_format="csv")["records"]
    assert csv.splitlines()[0] == "1,2023,东湖区,9,2023-01-31"
    page = ckan.action.datastore_search(resource_id=table, limit=2, include_next_page=True)
    assert page["next_page"] == {"_id": {"gt": 2}}
    assert ids(filters=page["next_page"]) == [3, 4, 5]


@pytest.mark.parametrize(
    "params",
    [
        {"filters": {"nope": 1}},
        {"sort": "nope desc"},
        {"fields": ["nope"]},
        {"limit": -1},
        {"limit": "x"},
        {"foo": 1},
    ],
)
def test_rows_refuse_what_ckan_refuses(ckan, params):
    with pytest.raises(ValidationError):
        ckan.action.datastore_search(resource_id=table_of(ckan), **params)


def test_rows_of_nothing_are_not_found(ckan):
    with pytest.raises(NotFound):
        ckan.action.datastore_search(resource_id="99999999-9999-4999-8999-999999999999")
    with pytest.raises(ValidationError):
        ckan.action.datastore_search()
    info = ckan.action.datastore_info(id=table_of(ckan))
    assert info["meta"]["count"] == 5
    assert [field["id"] for field in info["fields"]] == ["年份", "地区", "余额", "日期"]


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml"])
def test_dump(server, ckan, form):
    answer = requests.get(f"{server.url}/datastore/dump/{table_of(ckan)}?format={form}&limit=2", timeout=30)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "东湖区" in text
    assert "安河县" not in text
    if form == "csv":
        assert text.splitlines()[:2] == ["_id,年份,地区,余额,日期", "1,2023,东湖区,9,2023-01-31"]
    if form == "json":
        assert json.loads(text)["records"] == [
            [1, 2023, "东湖区", 9, "2023-01-31"],
            [2, 2024, "北麓区", 10.5, "2024-02-29"],
        ]
    assert (
        requests.get(f"{server.url}/datastore/dump/{table_of(ckan)}?bom=true", timeout=30).content[:3]
        == b"\xef\xbb\xbf"
    )


def test_writes_are_refused_to_strangers(ckan):
    for action in ("package_create", "package_update", "organization_create", "resource_create", "datastore_create"):
        with pytest.raises((NotAuthorized, ValidationError, NotFound)):
            ckan.call_action(action, {"id": "x", "name": "xx", "resource_id": "x"})
    with pytest.raises(NotAuthorized):
        ckan.call_action("package_create", {"name": "xx"})


def test_a_bad_token_reads_as_anybody(server):
    with RemoteCKAN(server.url, apikey="not-a-token") as remote:
        assert len(remote.action.package_list()) == len(DATASETS)
        assert remote.action.organization_list_for_user() == []


def test_the_command_line_client_dumps_everything_with_three_workers(server, tmp_path: Path):
    scripts = str(Path(sys.executable).parent)  # its workers look for `ckanapi` on the path
    command = [f"{scripts}/ckanapi", "dump", "datasets", "--all", "-p", "3", "-r", server.url]
    done = subprocess.run(command, capture_output=True, timeout=120, cwd=tmp_path, check=False, env={"PATH": scripts})
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    names = sorted(json.loads(line)["title"] for line in done.stdout.splitlines())
    assert names == sorted(ALL)
