"""Each page of rows names the release it belongs to, and `release=` holds a reader to that one."""

from uuid import uuid4

import pytest
import requests

from tests.contract import content


@pytest.fixture(scope="module")
def samples():
    return content.SAMPLES[:1]


@pytest.fixture(scope="module")
def table(portal_site):
    address = portal_site[0].url
    answer = requests.get(f"{address}/api/3/action/package_search", timeout=30).json()
    (package,) = answer["result"]["results"]
    return address, next(one for one in package["resources"] if one["datastore_active"])


def rows(table, **params):
    address, resource = table
    params = {"resource_id": resource["id"], "limit": 2, **params}
    return requests.get(f"{address}/api/3/action/datastore_search", params=params, timeout=30)


def test_pages_name_their_release_and_are_held_to_it(table):
    first = rows(table)
    assert first.headers["X-Release-Id"] == table[1]["release_id"]
    assert first.headers["Access-Control-Expose-Headers"] == "X-Release-Id"
    assert "release_id" not in first.json()["result"]  # a CKAN's answer, to the letter
    second = rows(table, offset=2, release=first.headers["X-Release-Id"])
    assert second.status_code == 200
    assert second.json()["result"]["records"][0]["_id"] == 3
    other = rows(table, release=str(uuid4()))
    assert other.status_code == 409
    assert other.json()["error"]["release"][0].endswith(first.headers["X-Release-Id"])


def test_dumps_name_it_too_and_other_answers_do_not(table):
    address, resource = table
    dump = requests.get(f"{address}/datastore/dump/{resource['id']}", timeout=30)
    assert dump.headers["X-Release-Id"] == resource["release_id"]
    assert "X-Release-Id" not in requests.get(f"{address}/api/3/action/package_list", timeout=30).headers
    missing = rows(table, resource_id=str(uuid4()))
    assert missing.status_code == 404
    assert "X-Release-Id" not in missing.headers
