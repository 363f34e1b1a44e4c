"""New tags: one thread at a time brings one, others with other tags do not wait."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from catalog.actions.tag_turns import TagTurns
from catalog.ckan.client import CkanClient
from catalog.ckan.errors import CkanBusy
from catalog.ckan.publisher import CkanPublisher
from catalog.ckan.tags import NewTags, unclaimed
from catalog.models import CkanTagTurn
from tests.bench.catalogue_made import made_page
from tests.bench.ckan_site import package
from tests.fakes.ckan import ADMIN_TOKEN
from tests.fakes.record import make_record


def test_a_new_tag_is_brought_by_one_at_a_time_and_known_then():
    tags, order = NewTags(), []
    entered, leave = threading.Event(), threading.Event()

    def first():
        with tags.bringing(["利率", "月度"]):
            entered.set()
            leave.wait(5)
            order.append("first")

    def second():
        with tags.bringing(["月度", "担保"]):
            order.append("second")

    with ThreadPoolExecutor(2) as pool:
        pool.submit(first)
        assert entered.wait(5)
        waiting = pool.submit(second)
        with tags.bringing(["保险"]):
            order.append("other")
        leave.set()
        waiting.result(5)
    assert order == ["other", "first", "second"]
    with tags.bringing(["月度"]), tags.bringing(["月度"]):  # known: nobody waits
        order.append("both")


def test_a_write_that_failed_leaves_the_tag_to_the_next():
    tags = NewTags()
    with pytest.raises(ValueError, match="lost"), tags.bringing(["利率"]):
        raise ValueError("lost")
    with tags.bringing(["利率"]):
        pass


def test_datasets_at_once_with_the_same_new_tags_leave_each_there_once(fake):
    fake.store.pause = 0.05  # between looking for a tag and writing it
    client = CkanClient(fake.url, ADMIN_TOKEN, read_seconds=20)
    publisher = CkanPublisher(client, CkanClient(fake.url))
    made = [package(made_page(number, tags=("利率", "月度"))) for number in range(6)]
    publisher.prepare(made)
    with ThreadPoolExecutor(6) as pool:
        assert {one.state for one in pool.map(publisher.publish, made)} == {"created"}
    names = [name for _, name in fake.store.tags]
    assert sorted(names) == ["利率", "月度"]


@pytest.fixture
def sessions(tmp_path):
    record = make_record(f"sqlite:///{tmp_path / 'record.db'}")
    yield record.deps.sessions
    record.engine.dispose()


def held(sessions):
    with sessions() as session:
        return session.scalar(select(func.count()).select_from(CkanTagTurn))


@pytest.mark.parametrize("is_claimed", [True, False])
def test_two_processes_with_the_same_new_tags_leave_each_there_once(fake, sessions, is_claimed):
    """Publishers share nothing in memory, as two processes; without the record's turns the fake doubles tags as CKAN."""
    fake.store.pause = 0.3
    server = CkanClient(fake.url, ADMIN_TOKEN, read_seconds=20)
    made = [package(made_page(number, tags=("利率", "月度"))) for number in range(3)]
    CkanPublisher(server, CkanClient(fake.url)).prepare(made)

    def publish(one):
        turns = TagTurns(sessions, lease_seconds=30) if is_claimed else unclaimed
        client = CkanClient(fake.url, ADMIN_TOKEN, read_seconds=20)
        return CkanPublisher(client, CkanClient(fake.url), claim_tags=turns).publish(one).state

    with ThreadPoolExecutor(3) as pool:
        assert set(pool.map(publish, made)) == {"created"}
    names = sorted(name for _, name in fake.store.tags)
    assert (names == ["利率", "月度"]) is is_claimed
    assert held(sessions) == 0


def test_a_turn_is_waited_for_and_others_are_not(sessions):
    holder, other = (TagTurns(sessions, lease_seconds=300, wait_seconds=0.1) for _ in range(2))
    with holder(frozenset({"利率"})):
        with other(frozenset({"担保"})):
            assert held(sessions) == 2
        with pytest.raises(CkanBusy), other(frozenset({"担保", "利率"})):
            pytest.fail("two hold one tag")
        assert held(sessions) == 1
    with other(frozenset({"利率"})):
        assert held(sessions) == 1


def test_the_turn_of_one_who_died_is_taken_over_when_its_lease_has_run_out(sessions):
    dead = TagTurns(sessions, lease_seconds=0)
    with dead(frozenset({"利率"})):
        with TagTurns(sessions, lease_seconds=300)(frozenset({"利率"})):
            assert held(sessions) == 1
        assert held(sessions) == 0


def test_a_write_that_failed_gives_its_turn_back(sessions):
    with pytest.raises(ValueError, match="lost"), TagTurns(sessions, lease_seconds=30)(frozenset({"利率"})):
        raise ValueError("lost")
    assert held(sessions) == 0
