"""Publishing to a CKAN with its traps: faults, lost answers, hand edits, files, rows, and what a reader sees meanwhile."""

import hashlib
import io

import pytest

from catalog.ckan.client import CkanClient
from catalog.ckan.datastore import TableRows, load_rows
from catalog.ckan.errors import (
    CkanAmbiguous,
    CkanConflict,
    CkanDenied,
    CkanDown,
    CkanDrift,
    CkanMissing,
    CkanUploadRefused,
)
from catalog.ckan.mapping import at_site, package_json
from catalog.ckan.options import CkanOptions, UploadFile, shaped
from catalog.ckan.publisher import CkanPublisher
from catalog.ckan.uploads import file_address
from catalog.fields import Field, FieldType
from tests.bench.catalogue_made import made_page
from tests.fakes.ckan import ADMIN_TOKEN, PLAIN_TOKEN

SITE = "http://127.0.0.1:8000"


def package_of(number=0, options=None, **more):
    return shaped(at_site(package_json(made_page(number, **more)), SITE), options or CkanOptions())


def rows_of(total, content_hash="a" * 64):
    return TableRows(
        (Field("序号", FieldType.INTEGER), Field("说明")),
        total,
        content_hash,
        lambda start: ((str(one), f"第{one}行") for one in range(start, total)),
        SITE,
    )


def with_files(**more):
    """A package whose files are uploaded, and those files."""
    package, files = package_of(options=CkanOptions(upload_bytes=1 << 20), **more), {}
    for one in package["resources"]:
        content = f"a,b\n1,{one['format']}\n".encode()
        sha256 = hashlib.sha256(content).hexdigest()
        one |= {"hash": f"sha256:{sha256}", "size": len(content)}
        files[one["id"]] = UploadFile(
            one["url"], one["mimetype"], len(content), sha256, lambda content=content: io.BytesIO(content)
        )
    return package, files


def shown(fake, package):
    return CkanClient(fake.url).read("package_show", id=package["id"])


@pytest.mark.parametrize("action", ["package_create", "package_revise", "organization_create", "group_create"])
@pytest.mark.parametrize("fault", ["500", "lost"])
def test_a_write_without_an_answer_is_settled_by_looking(fake, publisher, action, fault):
    publisher.publish(package_of())
    fake.store.__init__()
    fake.faults[action] = [fault, fault]
    again = CkanPublisher(publisher.client, CkanClient(fake.url))
    first = again.publish(package_of())
    done = again.publish(package_of(title="另一个标题"), known_modified=first.metadata_modified)
    assert done.state == "updated"
    assert len(fake.store.packages) == 1
    assert len(fake.store.owners["organization"]) == 1
    assert shown(fake, package_of())["title"] == "另一个标题"


def test_unchanged_is_one_read(fake, publisher):
    mark = publisher.publish(package_of()).metadata_modified
    fake.calls.clear()
    assert publisher.publish(package_of(), known_modified=mark).state == "unchanged"
    assert dict(fake.calls) == {"package_show": 1}


def test_a_hand_edit_is_drift_until_it_is_forced(fake, publisher):
    mark = publisher.publish(package_of()).metadata_modified
    publisher.client.write("package_patch", id=package_of()["id"], notes="改过")
    for package in (package_of(), package_of(title="新标题")):
        with pytest.raises(CkanDrift):
            publisher.publish(package, known_modified=mark)
    assert shown(fake, package_of())["notes"] == "改过"
    assert publisher.publish(package_of(), known_modified=mark, force=True).state == "updated"
    assert shown(fake, package_of())["notes"] != "改过"


def test_somebody_who_saved_without_a_change_is_no_drift(fake, publisher):
    mark = publisher.publish(package_of()).metadata_modified
    publisher.client.write("package_patch", id=package_of()["id"])
    done = publisher.publish(package_of(), known_modified=mark)
    assert done.state == "unchanged"
    assert done.metadata_modified != mark


def test_no_reader_sees_half_a_dataset(fake, publisher):
    package = package_of()
    seen = []

    def look(action):
        if action in {"datastore_create", "datastore_upsert"}:
            seen.append(fake.store.packages[package["id"]]["private"])

    fake.before = look
    resource = package["resources"][0]["id"]
    publisher.publish(package, rows={resource: rows_of(25_000)})
    assert seen == [True, True, True]
    assert shown(fake, package)["private"] is False
    assert len(fake.store.tables[resource].rows) == 25_000


def test_rows_of_an_older_release_go_with_it(fake, publisher):
    package = package_of()
    resource = package["resources"][0]["id"]
    mark = publisher.publish(package, rows={resource: rows_of(5)}).metadata_modified
    publisher.publish(package_of(title="没有表格了"), known_modified=mark)
    assert resource not in fake.store.tables


@pytest.mark.parametrize("faults", [["lost"], ["500", "lost", "500"], ["slow"]])
def test_rows_are_exactly_those_of_the_release_whatever_is_lost(fake, faults):
    package = package_of()
    fake.slow_seconds = 1.5
    client = CkanClient(fake.url, ADMIN_TOKEN, read_seconds=1.0)
    CkanPublisher(client, client).publish(package)
    resource = package["resources"][0]["id"]
    fake.faults["datastore_upsert"] = list(faults)
    load_rows(client, resource, rows_of(25), chunk_rows=10)
    assert [one["序号"] for one in fake.store.tables[resource].rows] == list(range(25))


def test_what_two_loaders_doubled_is_filled_anew(fake, publisher):
    package = package_of()
    publisher.publish(package)
    resource = package["resources"][0]["id"]
    load_rows(publisher.client, resource, rows_of(5))
    fake.store.tables[resource].rows *= 2
    load_rows(publisher.client, resource, rows_of(5))
    assert len(fake.store.tables[resource].rows) == 5


@pytest.mark.parametrize("fault", ["500", "lost"])
def test_files_are_uploaded_named_and_read_back(fake, publisher, fault):
    package, files = with_files()
    fake.faults["resource_patch"] = [fault]
    publisher.publish(package, files=files)
    for one in shown(fake, package)["resources"]:
        assert one["url"].isascii()
        assert one["url"].endswith(one["format"].lower())
        assert one["name"].endswith(one["format"].lower())
        assert one["hash"] == f"sha256:{hashlib.sha256(fake.store.files[one['id']]).hexdigest()}"
        assert one["url_type"] == "upload"


def test_a_file_that_is_there_is_not_sent_again(fake, publisher):
    package, files = with_files()
    mark = publisher.publish(package, files=files).metadata_modified
    fake.calls.clear()
    newer, files = with_files(title="只改标题")
    assert publisher.publish(newer, files=files, known_modified=mark, force=True).state == "updated"
    assert fake.calls["resource_patch"] == 0


def test_a_file_too_large_for_the_server_says_so_and_stays_private(fake, publisher):
    fake.store.max_file_bytes = 3
    package, files = with_files()
    with pytest.raises(CkanUploadRefused):
        publisher.publish(package, files=files)
    with pytest.raises(CkanDenied):
        shown(fake, package)


def test_links_instead_of_uploads_take_the_bytes_away(fake, publisher):
    package, files = with_files()
    mark = publisher.publish(package, files=files).metadata_modified
    assert len(fake.store.files) == 2
    publisher.publish(package_of(), known_modified=mark)
    assert fake.store.files == {}
    assert all(one["url"].startswith(SITE) for one in shown(fake, package)["resources"])


@pytest.mark.parametrize("is_upload", [False, True])
def test_a_withdrawal_leaves_nothing_to_read(fake, publisher, is_upload):
    package, files = with_files() if is_upload else (package_of(), {})
    ids = [one["id"] for one in package["resources"]]
    publisher.publish(package, rows={ids[0]: rows_of(3)}, files=files)
    fake.faults = {"datastore_delete": ["500"], "resource_delete": ["lost"], "dataset_purge": ["lost"]}
    for _ in range(4):
        try:
            evidence = publisher.withdraw(package["id"], ids, name=package["name"])
            break
        except CkanAmbiguous:
            continue
    assert not any(row["is_open"] for row in evidence)
    surfaces = {"package_show", "package_search", "page", "resource_show", "datastore_search", "dump", "file"}
    assert {row["surface"] for row in evidence} == surfaces
    assert (fake.store.packages, fake.store.tables, fake.store.files) == ({}, {}, {})
    assert CkanClient(fake.url).status_of(file_address(package["id"], ids[0])) == 404


def test_what_a_person_dropped_before_the_withdrawal_is_found_by_the_record(fake, publisher):
    package = package_of()
    ids = [one["id"] for one in package["resources"]]
    publisher.publish(package, rows={ids[0]: rows_of(3)})
    publisher.client.write("resource_delete", id=ids[0])
    assert CkanClient(fake.url).read("datastore_search", resource_id=ids[0])["records"]  # the trap: rows are still read
    assert not any(row["is_open"] for row in publisher.withdraw(package["id"], ids))


def test_a_write_is_never_repeated_blindly(fake):
    client = CkanClient(fake.url, ADMIN_TOKEN, read_seconds=5)
    fake.faults = {"organization_create": ["500"]}
    with pytest.raises(CkanAmbiguous):
        client.write("organization_create", name="org")
    assert fake.calls["organization_create"] == 1


def test_every_call_has_an_end(fake):
    fake.slow_seconds = 5
    fake.faults = {"package_show": ["slow"] * 9}
    with pytest.raises(CkanAmbiguous):
        CkanClient(fake.url, read_seconds=0.3).read("package_show", id="x")


def test_errors_carry_no_text_of_the_server(fake):
    client = CkanClient(fake.url, ADMIN_TOKEN)
    with pytest.raises(CkanConflict) as refused:
        client.write("package_create", name="坏名字 13800138000")
    assert "13800138000" not in str(refused.value)
    with pytest.raises(CkanMissing):
        client.read("package_show", id="nope")
    with pytest.raises(CkanDenied):
        CkanClient(fake.url, PLAIN_TOKEN).write("package_create", name="xx")
    with pytest.raises(CkanDown):
        CkanClient("http://127.0.0.1:9").read("status_show")


def test_a_ghost_is_given_a_body_to_be_taken_down(fake, publisher):
    package = package_of()
    publisher.publish(package)
    fake.store.ghost(package["id"])
    assert CkanClient(fake.url).read("package_search")["count"] == 1
    assert not any(row["is_open"] for row in publisher.withdraw(package["id"], ()))
    assert fake.store.index == {}
