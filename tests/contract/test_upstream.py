"""The portal answers the requests of CKAN's own tests of its read actions as a real CKAN 2.12 does, side by side."""

import os
import re
from typing import Final

import pytest

from catalog.ckan.client import CkanClient
from tests.contract import content, upstream
from tests.contract.conftest import Server
from tests.contract.differential import ask, differences, unordered
from tests.contract.probes import Probe
from tests.contract.probes_upstream import CATALOGUE
from tests.contract.probes_upstream_rows import DATASTORE
from tests.fakes.record import Record

SUITE: Final = CATALOGUE | DATASTORE
# what a CKAN leaves to its database's order: the same things, in any order
UNORDERED: Final = (
    r"GET tag_list",
    r"GET (tag_search|tag_autocomplete) .*\"s\"",
    r"GET resource_search .*(name:\"|size:40)",
    r"GET /api/2/util/resource/format_autocomplete .*\"s\"",
    r"GET package_autocomplete",
)
INTENDED: Final = {
    "a CKAN forgets the order it was asked for": r"GET resource_search .*\"order_by\"",
}


@pytest.fixture(scope="module")
def samples() -> tuple[content.Sample, ...]:
    return upstream.SAMPLES


@pytest.fixture(scope="module")
def pair(portal_site: tuple[Server, Record], real_ckan: Server) -> tuple[str, str, dict[str, str]]:
    """The addresses of both, and what the `$` words of probes stand for."""
    client = CkanClient(os.environ["PORTAL_TEST_CKAN_URL"], os.environ["PORTAL_TEST_CKAN_TOKEN"])
    return portal_site[0].url, real_ckan.url, upstream.names(client)


def _differences(pair: tuple[str, str, dict[str, str]], probe: Probe) -> list[str]:
    ours, theirs, names = pair
    answers = [ask(url, probe, names, site=ours) for url in (ours, theirs)]
    if any(re.match(pattern, str(probe)) for pattern in UNORDERED):
        answers = [unordered(one) for one in answers]
    return differences(*answers)


@pytest.mark.ckan
@pytest.mark.services
@pytest.mark.slow
@pytest.mark.parametrize("file", SUITE)
def test_ckans_own_tests_are_answered_the_same(pair, file):
    found = {}
    for probe in SUITE[file]:
        different = _differences(pair, probe)
        if different and not any(re.match(pattern, str(probe)) for pattern in INTENDED.values()):
            found[str(probe)] = different[:4]
    assert not found, "\n".join(f"{probe}: {places}" for probe, places in found.items())


def test_the_suite_is_large():
    assert sum(len(probes) for probes in SUITE.values()) > 500
