"""`package_search`: whole texts as fields (name, title_string, id): found, ordered, counted; the score; ckanr's requests.

ckanr sends reads as POST with an empty body of JSON, its parameters in the query string; others as forms.
"""

from typing import Final

from tests.contract.probes import FORM, JSON, Probe, get, post

SEARCH: Final = "package_search"
FIELDS: Final = [
    *(
        get(SEARCH, sort=f"{field} {way}", rows="100", fl="id,name")
        for field in ("title_string", "name", "id", "metadata_created")
        for way in ("asc", "desc")
    ),
    get(SEARCH, sort="title_string desc, name asc", fl="name"),
    get(SEARCH, sort="organization asc, title_string asc", fl="name"),
    get(SEARCH, sort="num_resources desc, name asc", fl="name"),
    *(
        get(SEARCH, q=q, sort="name asc", fl="name")
        for q in (
            'title_string:"County revenue statistics"',
            'title_string:"county revenue statistics"',
            "title_string:County*",
            "title_string:county*",
            "title_string:*statistics",
            "title_string:小额贷款市场平均利率",
            "title_string:小额*",
            "title_string:小额",
            "title_string:[A TO D]",
            "title_string:[* TO 融]",
            "title_string:*",
            "name:[a TO m]",
            "name:{county TO *]",
            "id:[0 TO 9]",
            "name:coun?y*",
            "title_string:C?unty*",
            "NOT title_string:C*",
        )
    ),
    *(get(SEARCH, facet__field=[field], rows="0") for field in ("name", "title_string", "id")),
    get(SEARCH, facet__field=["name"], facet__limit="2", rows="0"),
    get(SEARCH, facet__field=["num_tags", "num_resources"], rows="0"),
    get(SEARCH, sort="num_tags desc, name asc", fl="name"),
    *(
        get(SEARCH, fq=fq, sort="name asc", fl="name")
        for fq in ("num_tags:2", "num_tags:[1 TO *]", "num_tags:{2 TO *]", "num_resources:[* TO 10]", "num_resources:*")
    ),
    get(SEARCH, q="county", facet__field=["title_string", "name"], rows="0"),
    *(
        get(SEARCH, q=q, sort="name asc", fl=fl)
        for q in ("*:*", "county", "title:county", "利率")
        for fl in (
            "score",
            "name,score",
            "score,name",
            "nosuch,score",
        )
    ),
    post(SEARCH, q="county", fl=["id", "score"]),
]


def _ckanr(path: str, **params: str) -> Probe:
    """A read as ckanr's `ds_search` sends it."""
    return Probe(path, params, "", JSON, "POST")


def _form(path: str, body: str) -> Probe:
    return Probe(path, {}, body, FORM, "POST")


CKANR: Final = [
    _ckanr("/api/action/datastore_search", resource_id="$table"),
    _ckanr("/api/action/datastore_search", resource_id="$table", limit="1", offset="1"),
    _ckanr("/api/action/datastore_search", resource_id="$table", q="East"),
    _ckanr("/api/action/datastore_search", resource_id="$table", filters='{"年份": "2024"}'),
    _ckanr("/api/action/datastore_search", resource_id="$table", fields="年份", sort="年份 desc", plain="TRUE"),
    _ckanr("/api/action/datastore_search", resource_id="$table", plain="FALSE", q="East:*", language="english"),
    _ckanr("/api/action/datastore_search", resource_id="nope"),
    _ckanr("/api/action/datastore_search", resource_id="_table_metadata", limit="0"),
    Probe("/api/action/datastore_search_sql", {"sql": 'SELECT * from "$table" LIMIT 2'}, None, JSON),
    Probe("/api/util/status"),
    Probe("/api/3/action/site_read", {}, "", JSON, "POST"),
    Probe("/api/3/action/package_list", {}, "", JSON, "POST"),
    _form("/api/3/action/package_list", "offset=0&limit=31"),
    _form("/api/3/action/package_list", "offset=1&limit=2"),
    Probe("/api/3/action/package_list", {"offset": "0", "limit": "31"}, None, JSON),
    Probe("/api/3/action/package_show", {"id": "$name", "use_default_schema": "FALSE"}, None, JSON),
    Probe("/api/3/action/package_show", {"id": "$id", "use_default_schema": "false"}, None, JSON),
    _form("/api/3/action/package_show", "id=$name"),
    Probe(SEARCH, {"q": "*:*", "facet": "false"}, None, JSON),
    Probe(SEARCH, {"q": "*:*", "rows": "2", "facet": "false", "sort": "name asc"}, None, JSON),
    Probe(SEARCH, {"q": "*:*", "fq": "num_tags:[3 TO *]", "facet": "false"}, None, JSON),
    Probe(SEARCH, {"q": "*:*", "fq": "num_tags:[1 TO *]", "facet": "false", "rows": "0"}, None, JSON),
    Probe(SEARCH, {"q": "*:*", "facet": "true", "facet.field": '["tags"]', "rows": "0"}, None, JSON),
    Probe(SEARCH, {"q": "*:*", "facet": "true", "facet.field": "tags", "rows": "0"}, None, JSON),
    Probe(SEARCH, {"q": "*:*", "facet": "TRUE", "rows": "0"}, None, JSON),
    Probe(SEARCH, {"q": "*:*", "sort": "score asc", "rows": "1", "fl": "state"}, None, JSON),
    Probe("resource_show", {"id": "$table"}, None, JSON),
    _form("resource_show", "id=$table"),
    Probe("resource_search", {"query": "name:County", "limit": "2"}, None, JSON),
    Probe("resource_search", {"query": "name:zzz"}, None, JSON),
    Probe("organization_list", {"order_by": "name", "offset": "0", "limit": "31"}, None, JSON),
    _form("organization_list", "order_by=name&all_fields=TRUE&offset=0&limit=31"),
    _form("organization_list", "sort=name&all_fields=true"),
    _form("organization_list", "order_by=package&all_fields=False"),
    Probe("organization_show", {"id": "$org_id", "include_datasets": "FALSE"}, None, JSON),
    Probe("organization_show", {"id": "$org_id", "include_datasets": "TRUE"}, None, JSON),
    _form("group_list", "order_by=name&all_fields=FALSE&offset=0&limit=31"),
    _form("group_list", "sort=name&all_fields=true&groups=sector-loan"),
    _form("group_show", "id=sector-loan&include_datasets=TRUE"),
    Probe("group_show", {"id": "sector-loan", "include_datasets": "true"}, None, JSON),
    _form("tag_list", "all_fields=FALSE"),
    _form("tag_list", "query=open&all_fields=TRUE"),
    _form("tag_show", "id=revenue&include_datasets=TRUE"),
    Probe("tag_show", {"id": "revenue", "include_datasets": "TRUE"}, None, JSON),
    _form("tag_search", "query=open&offset=0&limit=31"),
    Probe("license_list", {"id": "x"}, None, "text/plain"),
    _form("package_autocomplete", "q=county&limit=5"),
    Probe("current_package_list_with_resources", {"offset": "0", "limit": "1"}, None, JSON),
    _form("current_package_list_with_resources", "offset=0&limit=2"),
    *(
        Probe(name, {}, None, JSON)
        for name in (
            "dashboard_activity_list",
            "dashboard_new_activities_count",
            "package_activity_list",
            "recently_changed_packages_activity_list",
            "user_activity_list",
            "organization_list_for_user",
            "package_revision_list",
            "related_list",
            "revision_list",
        )
    ),
    _form("package_activity_list", "id=$name"),
    _form("user_followee_count", "id=nobody"),
    _form("datastore_info", "resource_id=$table"),
    Probe("datastore_info", {"resource_id": "$table", "include_meta": "FALSE"}, None, JSON),
    Probe("datastore_info", {"resource_id": "$table", "include_fields_schema": "FALSE"}, None, JSON),
    post("datastore_upsert", resource_id="$table", records=[{"a": 1}], method="upsert", force=False),
    post("datastore_delete", resource_id="$table", force=False, calculate_record_count="background"),
    post("datastore_records_delete", resource_id="$table", filters={}, force=False),
]
