"""CKAN's own tests of reading the catalogue, one by one, as requests: file of that test-suite → requests."""

from typing import Final

from tests.contract.probes import FORM, JSON, Probe, get, post

SEARCH: Final = "package_search"


def _searches(words: str, **more: str) -> list[Probe]:
    """One search a line, in the order of names unless said otherwise."""
    return [get(SEARCH, q=q, rows="50", **({"sort": "name asc"} | more)) for q in words.strip("\n").split("\n")]


ACTIONS: Final = [
    *(get("package_show", id="$story", **more) for more in ({}, {"use_default_schema": "true"})),
    post("package_show", id="$story", include_plugin_data=True),
    *(get("group_list", **more) for more in ({}, {"type": "custom"}, {"sort": "name desc", "limit": "1"})),
    *(post("group_list", all_fields=True, **{name: True}) for name in ("x", "include_extras", "include_groups")),
    *(post("group_list", sort="name asc", groups=one) for one in ("theme-fin,theme-tax", ["theme-fin", "theme-tax"])),
    *(
        post("group_list", **more)
        for more in ({"limit": 1}, {"offset": 2}, {"offset": 1, "limit": 1}, {"limit": "1"}, {"limit": "a"})
    ),
    post("group_list", offset="-2"),
    *(post("group_show", id="theme-fisc", include_datasets=one) for one in (True, False, 1)),
    *(post("group_show", id=one) for one in ("does_not_exist", "$org_id")),
    *(get("organization_list", **more) for more in ({}, {"type": "custom"}, {"all_fields": "true"})),
    *(post("organization_show", id=one) for one in ("$org_id", "does_not_exist", "theme-fisc")),
    post("organization_show", id="jinrong", include_datasets=True),
    *(
        post("current_package_list_with_resources", **more)
        for more in ({}, {"limit": 1}, {"offset": 1}, {"limit": 3, "page": 2})
    ),
    *(
        get("package_autocomplete", q=q)
        for q in "war won some bli tuf public riv RIV expenditure 债 v2.0 balance-sheet bank".split()  # noqa: SIM905
    ),
    *_searches(
        "rivers\nRivers\nriver\nlakes\nstuff\nrandom -public\npublic stuff\nanything\nrussian\ntolstoy\nwonderful\n"
        "shared\ngovernment\nspatial\nbarrow\nstory wonderful\ndeep\ncrédit\ncredit\nnaive cafe"
    ),
    *(post(SEARCH, q="rivers", sort="name asc", fl=fl) for fl in (["title", "name"], "title,name", ["id"])),
    post(SEARCH, q="tolstoy", sort="name asc", fl=["id", "extras_tier", "res_name", "res_url", "state", "private"]),
    post(SEARCH, q="tolstoy", sort="name asc", fl=["owner_org", "capacity", "res_description", "num_tags", "isopen"]),
    *(post(SEARCH, **more) for more in ({}, {"weird_param": 1}, {"sort": "metadata_modified"}, {"rows": 5000})),
    *(
        post(SEARCH, rows=0, **{"facet.field": fields, **more})
        for fields in (["organization"], ["groups"], ["tags", "groups", "organization", "res_format", "license_id"])
        for more in ({}, {"facet.limit": 1}, {"facet.limit": -1})
    ),
    *(post(SEARCH, **{"facet.field": text}) for text in ('["tags"]', "notjson")),
    *(
        post(SEARCH, rows=50, sort=sort)
        for sort in ("metadata_created desc", "metadata_created asc", "name desc", "metadata_modified asc, name desc")
    ),
    *(
        post(SEARCH, rows=0, fq=fq)
        for fq in ("capacity:private", "state:draft", "+state:draft", "creator_user_id:x", "creator_user_id:x AND a:b")
    ),
    *(post(SEARCH, rows=0, **{name: one}) for name in ("include_drafts", "include_private") for one in (True, False)),
    get("format_autocomplete"),
    get("format_autocomplete", q="cs"),
    get("user_autocomplete", q="zzzz"),
    *(get("organization_list_for_user", **more) for more in ({}, {"permission": "edit_group"}, {"permission": "no"})),
    *(get("resource_view_show", **more) for more in ({}, {"id": "does_not_exist"})),
    get("help_show", name="unknown_action"),
    *(
        get("tag_show", **more)
        for more in (
            {"id": "russian"},
            {"id": "russian", "include_datasets": "true"},
            {"id": "no-such"},
            {"id": "Flexible. ア", "include_datasets": "true"},
            {"id": "russian", "vocabulary_id": "nope"},
        )
    ),
    *(get("tag_list", **more) for more in ({}, {"all_fields": "true"}, {"vocabulary_id": "does-not-exist"})),
    *(get(name) for name in ("config_option_list", "job_list", "resource_search", "package_list")),
    *(
        get("resource_search", query=query)
        for query in (
            *("name:*", "name:three", "name:rivers", "name:", "size:40", "description:index%", "description:riv_rs"),
            *("url:a b", "created:2020-01-01T00:00:00", "created:abc", "size:abc", "release_id:abc"),
        )
    ),
    post("resource_search", query=["description:riv", "format:csv"]),
    *(get("resource_search", query="url:dataset", order_by="id", limit="2", offset=at) for at in ("0", "2", "4")),
    *(get("group_package_show", id="theme-fisc", **more) for more in ({}, {"limit": "2"})),
    get("package_collaborator_list_for_user", id="x"),
]
API: Final = [
    *(Probe(f"/api/{number}") for number in (1, 2, 3)),
    get(SEARCH, q="russian", sort="name asc"),
    Probe("package_create", {}, '{"type": "dataset", "name": "a-name"}', JSON, "GET"),
    post("tag_delete", id="Delta symbol: Δ"),
    Probe("/api/action/tag_delete", {}, "id=Delta%20%CE%94", FORM, "POST"),
    *(
        Probe(f"/api/2/util/{kind}/autocomplete", {name: text})
        for kind, name, text in (
            ("dataset", "incomplete", "rive"),
            ("dataset", "incomplete", "anna"),
            ("tag", "incomplete", "rs"),
            ("tag", "incomplete", "ア"),
            ("tag", "incomplete", "todo"),
            ("group", "q", "fisc"),
            ("group", "q", "财政"),
            ("organization", "q", "jin"),
            ("organization", "q", "金融"),
        )
    ),
    *(
        Probe("/api/2/util/resource/format_autocomplete", params)
        for params in ({}, {"incomplete": ""}, {"incomplete": "cs"}, {"incomplete": "s"}, {"incomplete": "xls"})
    ),
    get("package_list", callback="my_callback"),
    Probe("package_list", {"callback": "my_callback"}, None, "", "POST"),
]
QUERIES: Final = [
    *_searches(
        'shared\nstuff\ntitle:stuff\nlicense:"OKD::Other (PublicsDomain)"\n"Government Expenditure"\n'
        '"Expenditure Government"\ntodo split\nsplit todo\nCAPITALS\ncapitals\ntags:country-sweden\ntags:"todo split"\n'
        'tags:country-sweden tags:format-pdf\ntags:"todo split" tags:war\ntags:"surprise."\ntags:surprise.\nTolstoy\n'
        'title:Novel\ntitle:wonderful\ntitle:peace\nname:warandpeace\ngroups:theme-fin\ngroups:lenny\ntags:"russian"\n'
        'tags:"Flexible. ア"\nFlexible. ア\nFlexible\nflexible\nア\nsurprise\nsurprise.\ncountry\nsweden\nformat pdf\n'
        "title:rivrs~\ntitle:rivrs~1\ntitle:expendture~\ntags:russain~1\ntitle:xyzzy~2\nversion:1\nversion:9\n"
        "title_ngram:ublic\ntitle_ngram:ubl\nres_url:*download*\nres_url:*nope*\nurl:*warand*"
    ),
    *(get("tag_search", query=text) for text in ("ru", "s", "asdf", "lexible", "Flexible", " ア", "flexible")),
    post("tag_search", query=["ru", "s"]),
    post("tag_search", fields={"tags": "ru"}),
    post("tag_search", fields={"tags": "asdf"}),
    post("tag_search", query="ru", fields={"tags": "s"}),
]
PARSERS: Final = [
    *_searches(
        "{!bool must=test}\n {!bool must=test}\n{!bool must='x y'}solr\n_query_:{!bool must=test}\n"
        "_query_: {!bool must=test}\n_query_ :x\n_query_:x OR name:test\nname:test OR _query_:x\n"
        "name:test OR   _query_  :x\n_val_:x\n_val_:1 OR name:test\n\\_query_:x\n_query\\_:x\n_\\q\\u\\e\\r\\y_:x\n"
        "\\_\\q\\u\\e\\r\\y\\_:x\n+\\_query_:x\n(\\_query_:x)\n(\\  \\_query_:x)\n\\_v\\a\\l\\_ : sum(a,b)\n"
        "dataset_query_:test\n_query_store\n_query_store:true\n_query_store: true\n_query_store : true\n"
        "+new_val_inc name:test\n{!bool a=b} OR name:test {!bool a=b}\n\\\\{!bool a=b}\nxx{!bool a=b}\n"
        "name:test OR {!bool a=b}\n{!something_else a=test}"
    ),
    get(SEARCH, fq="{!bool must=test} +site_id:test"),
    get(SEARCH, fq_list=["+site_id:default", "{!bool must=test}"]),
    *(get(SEARCH, **{name: "{!func}x asc"}) for name in ("sort", "fl", "qf", "bf", "mm", "boost")),
    get(SEARCH, sort="_val_:1 asc"),
]
CATALOGUE: Final = {
    "ckan/tests/logic/action/test_get.py": ACTIONS,
    "ckan/tests/controllers/test_api.py": API,
    "ckan/tests/lib/search/test_query.py": QUERIES,
    "ckan/tests/lib/search/test_search.py": PARSERS,
}
