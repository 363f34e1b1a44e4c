"""The portal's own Action API and a real CKAN 2.12 are asked the same, hundreds of times, and answer the same.

What differs on purpose stands in `INTENDED`, each with its reason.
"""

import os
import re
from collections.abc import Iterable
from typing import Final

import pytest

from catalog.ckan.client import CkanClient
from tests.contract import content
from tests.contract.conftest import Server
from tests.contract.differential import Answer, ask, differences, unordered
from tests.contract.probes import Probe
from tests.contract.probes_calls import CALLS
from tests.contract.probes_fields import CKANR, FIELDS
from tests.contract.probes_others import OTHERS, WRITTEN
from tests.contract.probes_places import PLACES
from tests.contract.probes_rows import DUMPS, TABLES
from tests.contract.probes_search import SEARCHES
from tests.contract.probes_words import QUERIES
from tests.fakes.record import Record

GROUPS: Final = {
    "calls": CALLS,
    "searches": SEARCHES,
    "fields": FIELDS,
    "ckanr": CKANR,
    "queries": QUERIES,
    "places": PLACES,
    "others": OTHERS,
    "written": WRITTEN,
    "tables": TABLES,
    "dumps": DUMPS,
}
# reason → probes, whole
INTENDED: Final = {
    "people are nobody's business: users are never shown": [
        r"GET user_list \{(|\"all_fields.*|\"q.*)\}",
        r"GET user_show \{\"id\": \"admin\"\}",
        r"GET (user_autocomplete|/api/util/user/autocomplete) \{\"q\": \"adm\"\}",
        r"GET (\w+_)?followee_count \{\"id\": \"admin\"\}",
        r"GET am_following_user \{\"id\": \"admin\"\}",
        r"GET member_list \{\"id\": \"(jinrong|sector-loan)\"(, \"object_type\": \"user\")?\}",
    ],
    "of names in any order the first one is anybody's": [
        r"GET tag_list \{\"limit\": \"1\"\}",
        r"GET package_autocomplete \{\"q\": \"t\", \"limit\": \"1\"\}",
        r"GET resource_search \{.*\"limit\": \"1\".*\}",
        r"GET resource_search \{\"query\": \"format:CSV\", \"limit\": \"2\"\}",
        r"POST resource_search \{\} application/json \{\"query\": \"name:County\"\}",
    ],
    "ids of tags are each server's own": [r"GET tag_show \{\"id\": \"\$tag_id\"\}"],
    "the site is another one, with its own licences and its own words": [
        r"GET (status_show|license_list) \{(|\"id\": \"x\")\}",
        r"GET help_show \{\"name\": \"package_(search|create)\"\}",
    ],
    "names are completed by any part of them, one letter and several words too": [
        r"GET package_autocomplete \{\"q\": \"revenue stat\"\}",
    ],
    "a boost of a word among words is read as one": [r"GET package_search \{\"q\": \"county\^2\"\}"],
    "titles are ordered as wholes, and counted by words as they are written": [
        r"GET package_search \{\"sort\": \"title asc\"\}",
        r"GET package_search \{\"facet.field\": \"\[\\\"title\\\", \\\"name\\\"\]\", \"rows\": \"0\"\}",
    ],
    "a beginning finds the word as it is written, not only its stem": [
        r"GET package_search \{\"q\": \"title:county\*\", \"rows\": \"20\"\}"
    ],
    "whole datasets instead of Solr's own documents": [r"POST package_search .*\"fl\": \[\"\*\"\].*"],
    "tables of PostgreSQL's own are not served": [
        r"(GET|POST) (/api/action/)?datastore_search \{\"resource_id\": \"_table_metadata\".*"
    ],
    "a refused value is not said again": [r"GET datastore_search .*\{\\\"(nin|ne|nope)\\\": .*"],
    "nobody writes functions, members or scans owners here": [
        r"POST (datastore_function_(create|delete)|file_owner_scan) \{\} application/json \{\}",
        r"POST member_create .*\"object\": \"x\".*",
    ],
}
# what a CKAN leaves to its database's order: the same things, in any order
UNORDERED: Final = (
    r"(GET|POST) tag_list .*",
    r"GET tag_show .*include_datasets.*",
    r"GET member_list .*",
    r"GET (group_autocomplete|/api/util/group/autocomplete) .*",
    r"(GET|POST) resource_search .*",
    r"GET package_autocomplete .*",
    r"GET datastore_search .*\"distinct\": \"true\"\}",
)


def _is_one(probe: Probe, patterns: Iterable[str]) -> bool:
    return any(re.fullmatch(pattern, str(probe)) for pattern in patterns)


def _is_intended(probe: Probe) -> bool:
    return any(_is_one(probe, patterns) for patterns in INTENDED.values())


def _compared(ours: Answer, theirs: Answer, probe: Probe) -> list[str]:
    if _is_one(probe, UNORDERED):
        ours, theirs = unordered(ours), unordered(theirs)
    return differences(ours, theirs)


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
        different = _compared(ask(ours, probe, names, site=ours), ask(theirs, probe, names, site=ours), probe)
        if different and not _is_intended(probe):
            found[str(probe)] = different[:4]
    assert not found, "\n".join(f"{probe}: {places}" for probe, places in found.items())


def test_the_comparison_sees_every_kind_of_difference():
    one = {"a": [1, {"b": "x"}], "c": 1}
    assert differences(one, one) == []
    for other in ({"a": [1, {"b": "y"}], "c": 1}, {"a": [1], "c": 1}, {"a": [1, {"b": "x"}]}, {**one, "d": 1}):
        assert len(differences(one, other)) == 1, other
    assert differences(True, 1) != []
    assert sum(len(group) for group in GROUPS.values()) > 800


def test_every_intended_difference_names_probes_that_are_asked():
    asked = [str(probe) for group in GROUPS.values() for probe in group]
    for patterns in INTENDED.values():
        for pattern in patterns:
            assert any(re.fullmatch(pattern, one) for one in asked), pattern
    assert sum(_is_intended(probe) for group in GROUPS.values() for probe in group) <= 60
