"""New rows in the place of old ones: what readers are given meanwhile, hand edits, and tables left behind."""

import pytest

from catalog.ckan.errors import CkanDrift
from tests.unit.catalog.ckan.test_publisher import package_of, rows_of, shown


def watch(fake, package, resource):
    """Keep, at each call, whether readers have the dataset and how many rows they are given (None: no table)."""
    seen = []

    def look(action):
        table = fake.store.tables.get(resource)
        seen.append((not fake.store.packages[package["id"]]["private"], len(table.rows) if table else None))

    fake.before = look
    return seen


def test_new_rows_take_the_place_of_the_old_ones_while_readers_keep_the_dataset(fake, publisher):
    package = package_of()
    resource = package["resources"][0]["id"]
    mark = publisher.publish(package, rows={resource: rows_of(5)}).metadata_modified
    seen = watch(fake, package, resource)
    newer = package_of(title="第二版")
    done = publisher.publish(newer, known_modified=mark, rows={resource: rows_of(7, "b" * 64)})
    assert {is_open for is_open, _ in seen} == {True}
    assert {count for _, count in seen} == {5, None, 7}
    assert shown(fake, newer)["title"] == "第二版"
    assert done.metadata_modified == shown(fake, newer)["metadata_modified"]


def test_rows_too_many_for_one_call_close_the_dataset_and_the_same_rows_do_not(fake, publisher):
    package = package_of()
    resource = package["resources"][0]["id"]
    mark = publisher.publish(package, rows={resource: rows_of(10_001)}).metadata_modified
    seen = watch(fake, package, resource)
    publisher.publish(package_of(title="只改标题"), known_modified=mark, rows={resource: rows_of(10_001)})
    assert set(seen) == {(True, 10_001)}
    seen.clear()
    publisher.publish(package_of(title="第二版"), rows={resource: rows_of(10_002, "b" * 64)})
    assert not [one for one in seen if one[0] and one[1] not in {10_001, 10_002}]
    assert (False, 10_000) in seen
    assert len(fake.store.tables[resource].rows) == 10_002


def test_a_hand_edit_while_rows_come_in_is_drift(fake, publisher):
    package = package_of()
    resource = package["resources"][0]["id"]
    mark = publisher.publish(package, rows={resource: rows_of(5)}).metadata_modified

    def edit(action):
        if action == "datastore_create":
            fake.before = None
            publisher.client.write("package_patch", id=package["id"], notes="手工改过")

    fake.before = edit
    with pytest.raises(CkanDrift):
        publisher.publish(package_of(title="第二版"), known_modified=mark, rows={resource: rows_of(7, "b" * 64)})
    assert shown(fake, package)["notes"] == "手工改过"
    publisher.client.write("dataset_purge", id=package["id"])
    fake.before = edit
    with pytest.raises(CkanDrift):
        publisher.publish(package, rows={resource: rows_of(5)}, is_missing=True)
    assert fake.store.packages[package["id"]]["private"] is True


@pytest.mark.parametrize("total", [5, 0])
def test_a_table_that_a_purge_left_behind_is_filled_anew(fake, publisher, total):
    package = package_of()
    resource = package["resources"][0]["id"]
    publisher.publish(package, rows={resource: rows_of(total, "b" * 64)})
    publisher.client.write("dataset_purge", id=package["id"])
    assert resource in fake.store.tables
    publisher.publish(package, rows={resource: rows_of(3)}, is_missing=True)
    assert [one["序号"] for one in fake.store.tables[resource].rows] == [0, 1, 2]
    assert fake.store.tables[resource].fields[0]["info"]["release"] == "a" * 64
