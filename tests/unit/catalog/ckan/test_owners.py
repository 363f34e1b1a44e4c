"""Organizations and groups: few calls for many of them, and right whatever was there or went wrong."""

import pytest

from catalog.ckan.client import CkanClient
from catalog.ckan.errors import CkanAmbiguous
from catalog.ckan.mapping import at_site, package_json
from catalog.ckan.owners import Owners
from tests.bench.catalogue_made import made_page
from tests.fakes.ckan import ADMIN_TOKEN

SITE = "http://127.0.0.1:8000"


def packages(count=40):
    return [at_site(package_json(made_page(number)), SITE) for number in range(count)]


def names_of(made):
    return {one["organization"]["name"] for one in made}


@pytest.fixture
def client(fake):
    return CkanClient(fake.url, ADMIN_TOKEN, read_seconds=5)


def test_many_new_ones_cost_one_call_each(fake, client):
    made = packages()
    owners = Owners(client)
    owners.bring(made)
    assert {one["name"] for one in fake.store.owners["organization"].values()} == names_of(made)
    assert fake.calls["organization_create"] == len(names_of(made))
    assert (fake.calls["organization_show"], fake.calls["group_show"]) == (0, 0)
    fake.calls.clear()
    owners.bring(made)
    assert not fake.calls


def test_those_that_are_there_are_looked_at_and_put_right(fake, client):
    made = packages()
    Owners(client).bring(made)
    one = next(iter(fake.store.owners["organization"].values()))
    one["title"] = "旧名称"
    deleted = list(fake.store.owners["organization"].values())[-1]
    deleted["state"] = "deleted"  # not listed any more, and its id is taken
    Owners(client).bring(made)
    titles = {package["organization"]["id"]: package["organization"]["title"] for package in made}
    assert one["title"] == titles[one["id"]]
    assert deleted["state"] == "active"
    assert len(fake.store.owners["organization"]) == len(titles)


@pytest.mark.parametrize("fault", ["500", "lost"])
def test_an_answer_that_was_lost_makes_no_second_one(fake, client, fault):
    made = packages()
    fake.faults = {"organization_create": [fault] * 5, "group_create": [fault] * 2}
    Owners(client).bring(made)
    assert len(fake.store.owners["organization"]) == len(names_of(made))


def test_a_server_that_never_answers_is_said_and_asked_again_later(fake, client):
    made = packages(1)
    owners = Owners(client)
    fake.faults = {"organization_create": ["500"] * 4}
    with pytest.raises(CkanAmbiguous):
        owners.bring(made)
    owners.bring(made)
    assert len(fake.store.owners["organization"]) == 1
