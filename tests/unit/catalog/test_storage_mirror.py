"""A folder in place of a remote storage: only what is new goes back."""

from pathlib import Path

from catalog.storage import get
from catalog.storage.memory import MemoryStorage
from catalog.storage.mirror import Mirror
from catalog.vault import Vault, borrowed_vault
from catalog.vault.keystore import MemoryKeyStore


def test_a_child_works_on_the_folder(tmp_path: Path) -> None:
    remote = MemoryStorage()
    vault = Vault(remote, MemoryKeyStore())
    for upload in ("u1", "u2"):
        vault.new_key(upload)
        vault.put(upload, "raw-0", upload.encode())
    mirror = Mirror(remote, tmp_path / "objects")
    assert mirror.fetch(["staging/u1"]) == 1
    child = borrowed_vault(mirror.local, vault.lend(["u1"]))
    assert child.get("u1", "raw-0") == b"u1"
    child.put("u1", "table-0", b"made")
    child.storage.put("released/r1/data.csv", b"public")
    assert mirror.send_back() == ["released/r1/data.csv", "staging/u1/table-0"]
    assert vault.get("u1", "table-0") == b"made"
    assert get(remote, "released/r1/data.csv") == b"public"
    assert vault.get("u2", "raw-0") == b"u2"


def test_rewritten_and_removed_objects_follow(tmp_path: Path) -> None:
    remote = MemoryStorage()
    for name in ("a/1", "a/2", "a/3"):
        remote.put(name, b"old")
    mirror = Mirror(remote, tmp_path / "objects")
    mirror.fetch(["a"])
    mirror.local.put("a/1", b"new")
    mirror.local.delete("a/2")
    assert mirror.send_back() == ["a/1"]
    assert remote.objects == {"a/1": b"new", "a/3": b"old"}
