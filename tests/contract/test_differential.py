"""The portal's own Action API and a real CKAN 2.12 are asked the same, hundreds of times, and answer the same.

What differs on purpose stands in `INTENDED`, each with its reason.
"""

import os
import re
from typing import Final

import pytest

from catalog.ckan.client import CkanClient
from tests.contract import content
from tests.contract.conftest import Server
from tests.contract.differential import ask, differences
from tests.contract.probes import Probe
from tests.contract.probes_calls import CALLS
from tests.contract.probes_others import OTHERS, WRITTEN
from tests.contract.probes_places import PLACES
from tests.contract.probes_rows import DUMPS, TABLES
from tests.contract.probes_search import SEARCHES
from tests.contract.probes_words import QUERIES
from tests.fakes.record import Record

GROUPS: Final = {
    "calls": CALLS,
    "searches": SEARCHES,
    "queries": QUERIES,
    "places": PLACES,
    "others": OTHERS,
    "written": WRITTEN,
    "tables": TABLES,
    "dumps": DUMPS,
}
# reason → probes, as their text begins
INTENDED: Final = {
    "people are nobody's business: users are never shown": [
        r"GET user_(list|show|autocomplete)",
        r"GET /api/util/user/",
        r"GET (\w+_)?followee_count",
        r"GET am_following_user",
        r"GET member_list .*(user|loan\"}|jinrong\"})",
    ],
    "a CKAN leaves this order to its database; here it is by name": [
        r"(GET|POST) tag_list",
        r"GET tag_show .*include_datasets",
        r"GET member_list",
        r"GET group_autocomplete|GET /api/util/group",
        r"GET resource_search",
    ],
    "ids of tags are each server's own": [r"GET tag_show .*tag_id"],
    "the site is another one": [r"GET status_show", r"GET license_list", r"GET help_show"],
    "words are found inside Chinese text and by any beginning, which a stock CKAN does not do": [
        r"GET package_autocomplete",
        r"GET datastore_search .*\"q\": \"lak\"",
        r"POST datastore_search .*\"q\": 12",
    ],
    "no English stemming of cells": [r"GET datastore_search .*\"lakes\""],
    "no fuzzy search, no boosts inside words, no sorting or faceting by single words of a title": [
        r"GET package_search .*(countt~|county\^2|\"title asc\"|title_ngram|\[\\\"title)",
        r"GET package_search .*title:county\*",
    ],
    "fields that say nothing about a dataset are not indexed": [r"GET package_search .*(res_url:|version:)"],
    "the words of file names and addresses are not indexed": [r"GET package_search .*\"open data\""],
    "whole datasets instead of Solr's own documents": [r"POST package_search .*\"\*\""],
    "the order of distinct rows is that of the table": [r"GET datastore_search .*distinct"],
    "one clause in `$or` is not wrapped": [r"GET datastore_search .*\\\"\$or\\\": \[\{\\\"\$and"],
    "tables of PostgreSQL's own are not served": [r"GET datastore_search .*_table_metadata"],
    "a refused value is named by column and operator": [r"GET datastore_search .*(nin|ne|nope)\\\": "],
    "a dump has no column of ranks": [r"GET /datastore/dump/.*\"q\""],
    "nobody writes functions or scans owners here": [r"POST (datastore_function_|file_owner_scan|member_create)"],
}


def _is_intended(probe: Probe) -> bool:
    return any(re.match(pattern, str(probe)) for patterns in INTENDED.values() for pattern in patterns)


@pytest.fixture(scope="module")
def pair(portal_site: tuple[Server, Record], real_ckan: Server) -> tuple[str, str, dict[str, str]]:
    """The addresses of both, and what the `$` words of probes stand for."""
    client = CkanClient(os.environ["PORTAL_TEST_CKAN_URL"], os.environ["PORTAL_TEST_CKAN_TOKEN"])
    return portal_site[0].url, real_ckan.url, content.names(client)


@pytest.mark.ckan
@pytest.mark.services
@pytest.mark.slow
@pytest.mark.parametrize("group", GROUPS)
def test_both_answer_the_same(pair, group):
    ours, theirs, names = pair
    found: dict[str, list[str]] = {}
    for probe in GROUPS[group]:
        different = differences(ask(ours, probe, names, site=ours), ask(theirs, probe, names, site=ours))
        if different and not _is_intended(probe):
            found[str(probe)] = different[:4]
    assert found == {}


def test_the_comparison_sees_every_kind_of_difference():
    one = {"a": [1, {"b": "x"}], "c": 1}
    assert differences(one, one) == []
    for other in ({"a": [1, {"b": "y"}], "c": 1}, {"a": [1], "c": 1}, {"a": [1, {"b": "x"}]}, {**one, "d": 1}):
        assert len(differences(one, other)) == 1, other
    assert differences(True, 1) != []
    assert sum(len(group) for group in GROUPS.values()) > 800
