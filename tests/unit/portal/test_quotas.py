"""Quotas of the Action API: free, slower, refused; by address and by token; shared where counts are shared."""

import time

import pytest
from limits.errors import StorageError
from limits.storage import MemoryStorage

from portal.accounts.tokens import issue_token
from portal.api import quotas as module
from portal.api.quotas import Ladder, Quotas
from tests.fakes.record import make_record
from tests.fakes.site import make_site

PATH = "/api/3/action/status_show"
LADDER = Ladder(free=10, most=20, delay=0.5)


@pytest.fixture
def slept(monkeypatch):
    """How long calls slept, without sleeping."""
    times: list[float] = []
    monkeypatch.setattr(module.time, "sleep", times.append)
    monkeypatch.setattr(time, "time", lambda: 1_800_000_030.0)
    return times


@pytest.fixture
def make(tmp_path):
    made = []

    def build(**extra):
        record = make_record(f"sqlite:///{tmp_path / f'record{len(made)}.db'}")
        made.append(record)
        return make_site(record, tmp_path / f"site{len(made)}", **extra)

    yield build
    for record in made:
        record.engine.dispose()


def test_the_ladder_rises_and_ends():
    assert [LADDER.wait(used) for used in (1, 10)] == [0, 0]
    assert 0 < LADDER.wait(11) <= LADDER.wait(15) <= LADDER.wait(20) == 0.5


def test_each_minute_begins_anew_and_says_when():
    now = [1_800_000_000.0 // 60 * 60 + 15]
    counted = Quotas(MemoryStorage(), clock=lambda: now[0])
    steps = [counted.judge("a", LADDER).step for _ in range(25)]
    assert steps == ["free"] * 10 + ["delayed"] * 10 + ["refused"] * 5
    assert 45 <= counted.judge("a", LADDER).retry_after <= 47
    assert counted.judge("b", LADDER).step == "free"
    now[0] += 60
    assert counted.judge("a", LADDER).step == "free"


def test_two_processes_with_one_store_count_together():
    store = MemoryStorage()
    first, second = Quotas(store, clock=lambda: 0.0), Quotas(store, clock=lambda: 0.0)
    for _ in range(10):
        first.judge("a", LADDER)
        second.judge("a", LADDER)
    assert first.judge("a", LADDER).step == second.judge("a", LADDER).step == "refused"


def test_a_store_that_does_not_answer_refuses_nobody(monkeypatch):
    store = MemoryStorage()

    def fail(*_: object, **__: object) -> int:
        raise StorageError(ConnectionError())

    monkeypatch.setattr(store, "incr", fail)
    counted = Quotas(store, clock=lambda: 0.0)
    assert [counted.judge("a", LADDER).step for _ in range(21)][-1] == "refused"  # its own count stands in
    assert counted.judge("b", LADDER).step == "free"


def test_few_calls_sleep_at_a_time_and_no_client_takes_every_bed():
    counted = Quotas(MemoryStorage(), sleepers=6)
    with counted.bed("a") as one, counted.bed("a") as two, counted.bed("a") as three, counted.bed("a") as four:
        assert (one, two, three, four) == (True, True, True, True)
        with counted.bed("a") as five, counted.bed("b") as other, counted.bed("c") as last, counted.bed("d") as full:
            assert (five, other, last, full) == (False, True, True, False)
    with counted.bed("a") as again:
        assert again


def test_calls_are_slowed_down_before_they_are_refused(make, slept):
    site = make(api_calls_free="5", api_calls_most="12", api_delay_ms="200")
    client = site.visitor()
    answers = [client.get(PATH) for _ in range(14)]
    assert [one.status_code for one in answers] == [200] * 12 + [429] * 2
    assert len(slept) == 7
    assert max(slept) == 0.2
    refused = answers[-1]
    assert refused.content_type.startswith("text/plain")
    assert 1 <= int(refused.headers["Retry-After"]) <= 61
    assert client.get("/datastore/dump/99999999-9999-4999-8999-999999999999").status_code == 429
    assert client.get("/").status_code == 200  # pages are not counted


def test_reads_of_the_rest_api_count_too_and_are_refused_in_its_own_form(make, slept):
    site = make(api_calls_free="3", api_calls_most="5", api_delay_ms="200")
    client = site.visitor()
    answers = [client.get(path) for path in (PATH, "/api/v1/datasets", "/api/v1/", "/api/v1/agencies", PATH)]
    assert [one.status_code for one in answers] == [200] * 5
    assert len(slept) == 2
    refused = client.get("/api/v1/datasets/nothing/rows")
    assert (refused.status_code, refused.content_type) == (429, "application/problem+json")
    assert refused.get_json()["code"] == "http.too_many"
    assert 1 <= int(refused.headers["Retry-After"]) <= 61
    assert client.post("/api/v1/datasets").status_code != 429  # writes are limited where they are
    assert client.get("/api/v1/openapi.json").status_code == 200


def test_a_token_has_its_own_larger_quota(make, slept):
    del slept
    site = make(api_calls_free="2", api_calls_most="3", api_token_factor="3")
    with site.record.session() as session:
        _, secret = issue_token(
            session, actor=site.record.actor(session, "developer"), name="t", scopes=("read",), days=1
        )
        session.commit()
    client = site.visitor()
    assert [client.get(PATH).status_code for _ in range(4)][-1] == 429
    mine = [client.get(PATH, headers={"Authorization": secret}).status_code for _ in range(10)]
    assert mine == [200] * 9 + [429]
    assert client.get(PATH, headers={"Authorization": "fodp_nonsense"}).status_code == 429  # counts for the address


def test_a_forwarded_address_counts_only_behind_a_proxy(make, slept):
    del slept
    limits = {"api_calls_free": "1", "api_calls_most": "2"}
    direct = make(**limits).visitor()
    for last in range(3):
        answer = direct.get(PATH, headers={"X-Forwarded-For": f"203.0.113.{last}"})
    assert answer.status_code == 429
    site = make(**limits)
    production = site.settings.model_copy(update={"embedded": False, "public_url": "http://localhost"})
    for hops, status in ((1, 200), (0, 429)):
        app = module_app(production.model_copy(update={"proxy_hops": hops}), site.record)
        client = app.test_client()
        for last in range(3):
            answer = client.get(PATH, headers={"X-Forwarded-For": f"203.0.113.{last}"})
        assert answer.status_code == status, hops


def module_app(settings, record):
    from portal.app import create_app

    return create_app(settings, record.deps)


def test_addresses_of_one_subscriber_count_together(make, slept):
    del slept
    client = make(api_calls_free="1", api_calls_most="2").visitor()
    for last in range(3):
        answer = client.get(PATH, environ_base={"REMOTE_ADDR": f"2001:db8::{last}"})
    assert answer.status_code == 429
    assert client.get(PATH, environ_base={"REMOTE_ADDR": "2001:db8:0:1::1"}).status_code == 200


def test_no_quota_where_it_is_switched_off(make, slept):
    client = make(api_calls_free="0").visitor()
    assert {client.get(PATH).status_code for _ in range(30)} == {200}
    assert slept == []


def test_steps_are_counted(make, slept):
    del slept
    client = make(api_calls_free="1", api_calls_most="2").visitor()
    for _ in range(3):
        client.get(PATH)
    shown = client.get("/metrics").get_data(as_text=True)
    for step in ("free", "delayed", "refused"):
        assert f'portal_api_calls_total{{step="{step}",who="address"}}' in shown
