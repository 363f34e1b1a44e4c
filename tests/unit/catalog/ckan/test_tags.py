"""New tags: one thread at a time brings one, others with other tags do not wait."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from catalog.ckan.client import CkanClient
from catalog.ckan.publisher import CkanPublisher
from catalog.ckan.tags import NewTags
from tests.bench.catalogue_made import made_page
from tests.bench.ckan_site import package
from tests.fakes.ckan import ADMIN_TOKEN


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
