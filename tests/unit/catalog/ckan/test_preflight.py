"""The check before the first write: identity, rights, version, plugins, and what answers at the address."""

import pytest

from catalog.ckan.client import CkanClient
from catalog.ckan.errors import UNFIT, CkanAmbiguous, CkanDown, CkanUnfit
from catalog.ckan.preflight import WARNINGS, check_server, is_fit
from tests.fakes.ckan import ADMIN_TOKEN, PLAIN_TOKEN


def refusal(url, token=ADMIN_TOKEN, **more):
    with pytest.raises(CkanUnfit) as caught:
        check_server(CkanClient(url, token, read_seconds=2), **more)
    assert caught.value.message_zh == UNFIT[caught.value.code]
    return caught.value.code


def test_a_fit_server(fake):
    found = check_server(CkanClient(fake.url, ADMIN_TOKEN), needs_datastore=True)
    assert (found.version, found.user, found.has_datastore, found.warnings) == ("2.12.0", "admin", True, ())


@pytest.mark.parametrize("token", ["", "not-a-token"])
def test_a_bad_token_reads_on_and_is_noticed(fake, token):
    assert CkanClient(fake.url, token).read("package_search")["count"] == 0
    assert refusal(fake.url, token) == "ckan.identity"


def test_rights_version_plugins(fake):
    assert refusal(fake.url, PLAIN_TOKEN) == "ckan.rights"
    fake.store.plugins = []
    assert refusal(fake.url, needs_datastore=True) == "ckan.no_datastore"
    assert check_server(CkanClient(fake.url, ADMIN_TOKEN)).warnings == ("no_datastore",)
    fake.store.plugins = ["datastore", "activity", "xloader"]
    warnings = check_server(CkanClient(fake.url, ADMIN_TOKEN)).warnings
    assert set(warnings) == {"activity_on", "loader_on"} <= set(WARNINGS)
    fake.store.version = "2.11.4"
    assert refusal(fake.url) == "ckan.version"


def test_something_else_at_the_address(fake):
    assert refusal(f"{fake.url}/dataset") == "ckan.no_ckan"
    with pytest.raises(CkanDown):
        check_server(CkanClient("http://127.0.0.1:9", ADMIN_TOKEN))
    fake.faults["status_show"] = ["500"] * 9  # a read is tried three times, and asked in other words after that
    with pytest.raises(CkanAmbiguous):
        check_server(CkanClient(fake.url, ADMIN_TOKEN))


@pytest.mark.parametrize("version", ["2.10.10", "2.11.5", "2.12.0", "2.12.1", "2.13.0a0", "3.0"])
def test_fit_versions(version):
    assert is_fit(version)


@pytest.mark.parametrize("version", ["2.9.9", "2.10.9", "2.11.4", "unknown", ""])
def test_unfit_versions(version):
    assert not is_fit(version)
