"""Storage: all or nothing, durable, generated names only."""

import errno
import os
from pathlib import Path

import obstore
import pytest
from obstore.store import MemoryStore

from catalog.storage import Storage, get
from catalog.storage import local as storage_local
from catalog.storage.address import BadStorageAddress, open_storage
from catalog.storage.errors import BadObjectKey, ObjectMissing, StorageError, StorageFull
from catalog.storage.local import LocalStorage
from catalog.storage.memory import MemoryStorage
from catalog.storage.s3 import ObjectStorage, s3_storage


@pytest.fixture(params=["local", "memory", "obstore", "obstore with prefix"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    match request.param:
        case "local":
            return LocalStorage(tmp_path / "objects")
        case "memory":
            return MemoryStorage()
        case "obstore":
            return ObjectStorage(MemoryStore())
        case _:
            store = MemoryStore()
            obstore.put(store, "other/a/x", b"not ours")
            return ObjectStorage(store, "/portal/objects/")


def _fail_while_writing(storage: Storage) -> None:
    with storage.writer("a/b") as out:
        out.write(b"half")
        raise RuntimeError


def test_put_get_list_delete(storage: Storage) -> None:
    storage.put("staging/a/raw-0", b"one")
    storage.put("staging/b/raw-0", b"two")
    assert get(storage, "staging/a/raw-0") == b"one"
    assert storage.size("staging/b/raw-0") == 3
    assert list(storage.list()) == ["staging/a/raw-0", "staging/b/raw-0"]
    assert list(storage.list("staging/a")) == ["staging/a/raw-0"]
    storage.delete("staging/a/raw-0")
    storage.delete("staging/a/raw-0")
    assert not storage.exists("staging/a/raw-0")
    with pytest.raises(ObjectMissing):
        storage.open("staging/a/raw-0")
    with pytest.raises(ObjectMissing):
        storage.size("staging/a/raw-0")


def test_prefix_is_a_folder_not_a_string_start(storage: Storage) -> None:
    storage.put("staging/a/x", b"1")
    storage.put("staging/ab/x", b"2")
    assert storage.delete_prefix("staging/a") == 1
    assert list(storage.list()) == ["staging/ab/x"]
    assert storage.delete_prefix("staging/nothing") == 0


def test_an_exception_keeps_nothing(storage: Storage) -> None:
    with pytest.raises(RuntimeError):
        _fail_while_writing(storage)
    assert list(storage.list()) == []


def test_a_failed_rewrite_keeps_the_old_object(storage: Storage) -> None:
    storage.put("a/b", b"old")
    with pytest.raises(RuntimeError):
        _fail_while_writing(storage)
    assert get(storage, "a/b") == b"old"


@pytest.mark.parametrize(
    "key", ["", "/etc/passwd", "a/../b", "..", "a//b", ".hidden", "a/.b", "a\\b", "名.csv", "a/" * 300 + "a", "a\n"]
)
def test_names_from_outside_are_refused(storage: Storage, key: str) -> None:
    with pytest.raises(BadObjectKey):
        storage.put(key, b"")


def test_what_a_killed_writer_left_is_swept_and_a_living_one_is_not(tmp_path: Path) -> None:
    storage = LocalStorage(tmp_path / "objects")
    storage.put("a/b", b"1")
    dead = tmp_path / "objects" / "a" / ".partial-dead"
    dead.write_bytes(b"half")
    os.utime(dead, (0, 0))
    with storage.writer("a/c") as living:
        living.write(b"2")
        assert storage.sweep(3600) == 1
    assert list(storage.list()) == ["a/b", "a/c"]
    assert not dead.exists()


def test_memory_capacity_is_a_full_disk() -> None:
    storage = MemoryStorage(capacity=5)
    storage.put("a", b"1234")
    with pytest.raises(StorageFull):
        storage.put("b", b"12")
    assert list(storage.list()) == ["a"]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_full_disk_while_writing_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    storage = LocalStorage(tmp_path / "objects")
    real_write = os.write

    def refuse(fd: int, data: bytes) -> int:
        if len(data) > 3:
            return real_write(fd, bytes(data[:2]))
        raise OSError(code, "the path of a person's file")

    monkeypatch.setattr(storage_local.os, "write", refuse)
    with pytest.raises(StorageFull) as caught, storage.writer("a/b") as out:
        out.write(b"abcdefgh")
    assert "person" not in repr(caught.value)
    assert [p for p in (tmp_path / "objects").rglob("*") if p.is_file()] == []


def test_file_and_folder_are_synced_before_the_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage = LocalStorage(tmp_path / "objects")
    synced: list[str] = []
    real = os.fsync
    monkeypatch.setattr(
        storage_local.os, "fsync", lambda fd: (synced.append(str(Path(f"/proc/self/fd/{fd}").readlink())), real(fd))
    )
    storage.put("a/b", b"1")
    root = str(tmp_path / "objects")
    assert synced[0] == root  # the new folder's name
    assert synced[1].startswith(f"{root}/a/.partial-")
    assert synced[2] == f"{root}/a"


def test_files_are_private(tmp_path: Path) -> None:
    storage = LocalStorage(tmp_path / "objects")
    storage.put("a/b", b"1")
    assert storage.path("a/b").stat().st_mode & 0o777 == 0o600
    assert storage.path("a/b").parent.stat().st_mode & 0o777 == 0o700


def test_partial_files_are_not_objects_and_are_removed_with_the_prefix(tmp_path: Path) -> None:
    storage = LocalStorage(tmp_path / "objects")
    storage.put("a/b", b"1")
    (tmp_path / "objects" / "a" / ".partial-dead").write_bytes(b"left by a kill")
    assert list(storage.list("a")) == ["a/b"]
    assert storage.delete_prefix("a") == 1
    assert not (tmp_path / "objects" / "a").exists()


def test_large_objects_are_read_by_position(storage: Storage) -> None:
    data = os.urandom(3 << 20)
    with storage.writer("a/big") as out:
        for start in range(0, len(data), 100_000):
            out.write(data[start : start + 100_000])
    with storage.open("a/big") as source:
        for at in (0, 1, (1 << 20) - 3, 2 << 20, len(data) - 5):
            source.seek(at)
            assert source.read(10) == data[at : at + 10]


def test_a_dead_store_is_an_error_with_a_code_and_without_its_address() -> None:
    storage = s3_storage("bucket", endpoint="http://127.0.0.1:9", access_key="AKIDEXAMPLE", secret_key="hidden")
    for act in (lambda: storage.put("a", b""), lambda: storage.size("a"), lambda: list(storage.list())):
        with pytest.raises(StorageError) as caught:
            act()
        assert caught.value.code == "storage.failed"
        assert caught.value.__cause__ is None
        assert "127.0.0.1" not in str(caught.value)


def test_a_missing_bucket_is_a_failure_with_a_code(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object, **__: object) -> None:
        raise FileNotFoundError("Object at location secret-name not found")

    for name in ("put", "list"):
        monkeypatch.setattr(obstore, name, missing)
    storage = ObjectStorage(MemoryStore())
    for act in (lambda: storage.put("a", b""), lambda: storage.list("a"), lambda: storage.writer("a").commit()):
        with pytest.raises(StorageError) as caught:
            act()
        assert caught.value.code == "storage.failed"


def test_addresses(tmp_path: Path) -> None:
    folder = open_storage((tmp_path / "对象 1").as_uri())
    assert isinstance(folder, LocalStorage)
    assert folder.root == tmp_path / "对象 1"
    bucket = open_storage("s3://b/p/q?endpoint=http://127.0.0.1:9&region=x", access_key="a", secret_key="s")
    assert isinstance(bucket, ObjectStorage)
    for address in ("", "ftp://x/y", "file://host/x", "s3://", "/tmp/x"):
        with pytest.raises(BadStorageAddress):
            open_storage(address, access_key="a", secret_key="s")
    with pytest.raises(BadStorageAddress):
        open_storage("s3://b/p")
