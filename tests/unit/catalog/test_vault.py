"""Vault: what is written can be read, nothing else can; a destroyed key ends it."""

import io
import secrets
from pathlib import Path

import pytest

from catalog.storage import get
from catalog.storage.errors import (
    BadMasterKey,
    BadObjectKey,
    CiphertextDamaged,
    KeyMissing,
    ObjectMissing,
    StorageError,
    WrongMasterKey,
)
from catalog.storage.local import LocalStorage
from catalog.storage.memory import MemoryStorage
from catalog.vault import Vault, borrowed_vault
from catalog.vault.frames import FRAME_BYTES, HEADER_BYTES, TAG_BYTES
from catalog.vault.keystore import FileKeyStore, MemoryKeyStore

MASTER = bytes(range(32))
SEALED = FRAME_BYTES + TAG_BYTES


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    made = Vault(LocalStorage(tmp_path / "objects"), FileKeyStore(tmp_path / "keys", MASTER))
    made.new_key("u1")
    return made


@pytest.mark.parametrize("size", [0, 1, FRAME_BYTES - 1, FRAME_BYTES, FRAME_BYTES + 1, 2 * FRAME_BYTES])
def test_round_trip_and_size(vault: Vault, size: int) -> None:
    data = secrets.token_bytes(size)
    vault.put("u1", "raw-0", data)
    assert vault.get("u1", "raw-0") == data
    assert vault.plain_size("u1", "raw-0") == size
    frames = max(1, -(-size // FRAME_BYTES))
    assert vault.storage.size("staging/u1/raw-0") == HEADER_BYTES + size + frames * TAG_BYTES


def test_seek_over_frames_and_parts(vault: Vault) -> None:
    first, second = secrets.token_bytes(FRAME_BYTES + 10), secrets.token_bytes(2 * FRAME_BYTES + 3)
    vault.put("u1", "raw-0", first)
    vault.put("u1", "raw-1", b"")
    vault.put("u1", "raw-2", second)
    whole = first + second
    with vault.open_reader("u1", ["raw-0", "raw-1", "raw-2"]) as source:
        assert source.seekable()
        for at in (0, FRAME_BYTES - 1, FRAME_BYTES + 9, FRAME_BYTES + 10, len(whole) - 1, len(whole)):
            source.seek(at)
            assert source.read(20) == whole[at : at + 20]
        source.seek(-5, io.SEEK_END)
        assert source.read() == whole[-5:]
        source.seek(0)
        assert source.read() == whole


def test_same_bytes_twice_are_different_ciphertext(vault: Vault) -> None:
    vault.put("u1", "raw-0", b"same")
    one = get(vault.storage, "staging/u1/raw-0")
    vault.put("u1", "raw-0", b"same")
    assert get(vault.storage, "staging/u1/raw-0") != one
    assert b"same" not in one


def _tampered(data: bytes, how: str) -> bytes:
    body = data[HEADER_BYTES:]
    frames = [body[i : i + SEALED] for i in range(0, len(body), SEALED)]
    match how:
        case "cut at a frame":
            frames.pop()
        case "cut inside a frame":
            frames[-1] = frames[-1][:-1]
        case "exchanged":
            frames[0], frames[1] = frames[1], frames[0]
        case "repeated":
            frames.insert(1, frames[0])
        case "appended":
            frames.append(frames[-1])
        case "flipped":
            frames[1] = bytes([frames[1][0] ^ 1]) + frames[1][1:]
        case "header only":
            frames = []
        case "salt":
            return data[: HEADER_BYTES - 1] + bytes([data[HEADER_BYTES - 1] ^ 1]) + body
        case "magic":
            return b"XXXX" + data[4:]
    return data[:HEADER_BYTES] + b"".join(frames)


@pytest.mark.parametrize(
    "how",
    [
        "cut at a frame",
        "cut inside a frame",
        "exchanged",
        "repeated",
        "appended",
        "flipped",
        "header only",
        "salt",
        "magic",
    ],
)
def test_damage_is_noticed(vault: Vault, how: str) -> None:
    vault.put("u1", "raw-0", secrets.token_bytes(2 * FRAME_BYTES + 5))
    name = "staging/u1/raw-0"
    vault.storage.put(name, _tampered(get(vault.storage, name), how))
    with pytest.raises(CiphertextDamaged):
        vault.get("u1", "raw-0")


def test_truncation_is_noticed_on_opening(vault: Vault) -> None:
    vault.put("u1", "raw-0", secrets.token_bytes(3 * FRAME_BYTES))
    name = "staging/u1/raw-0"
    vault.storage.put(name, _tampered(get(vault.storage, name), "cut at a frame"))
    with pytest.raises(CiphertextDamaged):
        vault.open_reader("u1", "raw-0")


def test_objects_cannot_be_exchanged(vault: Vault) -> None:
    vault.put("u1", "raw-0", b"0")
    vault.put("u1", "raw-1", b"1")
    vault.storage.put("staging/u1/raw-0", get(vault.storage, "staging/u1/raw-1"))
    with pytest.raises(CiphertextDamaged):
        vault.get("u1", "raw-0")


def test_text_is_sealed_for_its_upload(vault: Vault) -> None:
    vault.new_key("u2")
    sealed = vault.seal_text("u1", "关于机密事项的名单.xlsx")
    assert "机密".encode() not in sealed
    assert vault.open_text("u1", sealed) == "关于机密事项的名单.xlsx"
    assert sealed != vault.seal_text("u1", "关于机密事项的名单.xlsx")
    for upload, bad in (("u2", sealed), ("u1", sealed[:-1]), ("u1", b""), ("u1", b"FODT1")):
        with pytest.raises(CiphertextDamaged):
            vault.open_text(upload, bad)


def test_a_destroyed_key_ends_everything(vault: Vault, tmp_path: Path) -> None:
    vault.put("u1", "raw-0", b"data")
    sealed = vault.seal_text("u1", "title")
    vault.destroy_key("u1")
    vault.destroy_key("u1")
    for act in (lambda: vault.get("u1", "raw-0"), lambda: vault.open_text("u1", sealed), lambda: vault.lend(["u1"])):
        with pytest.raises(KeyMissing):
            act()
    assert [p for p in (tmp_path / "keys").rglob("*") if p.is_file()] == []
    assert vault.forget("u1") == 1
    assert list(vault.storage.list()) == []


def test_the_key_file_is_overwritten_not_only_unlinked(vault: Vault, tmp_path: Path) -> None:
    (key_file,) = (tmp_path / "keys").rglob("*.key")
    before = key_file.read_bytes()
    with key_file.open("rb") as still_open:
        vault.destroy_key("u1")
        after = still_open.read()
    assert len(after) == len(before)
    assert after != before


def test_an_aborted_write_leaves_nothing(vault: Vault) -> None:
    def fail() -> None:
        with vault.open_writer("u1", "raw-0") as out:
            out.write(b"x" * (FRAME_BYTES * 2))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert list(vault.parts("u1")) == []
    with pytest.raises(ObjectMissing):
        vault.get("u1", "raw-0")


def test_parts_are_listed_by_upload(vault: Vault) -> None:
    vault.new_key("u11")
    vault.put("u1", "raw-1", b"")
    vault.put("u1", "raw-0", b"")
    vault.put("u11", "raw-0", b"")
    assert list(vault.parts("u1")) == ["raw-0", "raw-1"]
    vault.delete_part("u1", "raw-0")
    assert list(vault.parts("u1")) == ["raw-1"]


def test_a_child_reads_with_lent_keys_and_makes_none(vault: Vault) -> None:
    vault.put("u1", "raw-0", b"data")
    child = borrowed_vault(vault.storage, vault.lend(["u1"]))
    assert child.get("u1", "raw-0") == b"data"
    child.put("u1", "table-0", b"made by the child")
    assert vault.get("u1", "table-0") == b"made by the child"
    with pytest.raises(KeyMissing):
        child.new_key("u2")
    with pytest.raises(KeyMissing):
        child.get("u2", "raw-0")
    with pytest.raises(StorageError):
        child.destroy_key("u1")


@pytest.mark.parametrize("bad", [b"", b"short", bytes(32), b"change-me-change-me-change-me-ch"[:31], b"a" * 32])
def test_a_weak_master_key_is_refused(tmp_path: Path, bad: bytes) -> None:
    with pytest.raises(BadMasterKey):
        FileKeyStore(tmp_path, bad)


def test_another_master_key_is_named(tmp_path: Path) -> None:
    FileKeyStore(tmp_path, MASTER).new("u1")
    with pytest.raises(WrongMasterKey):
        FileKeyStore(tmp_path, MASTER[::-1]).get("u1")


def test_key_files_cannot_be_exchanged_or_cut(tmp_path: Path) -> None:
    store = FileKeyStore(tmp_path, MASTER)
    one, two = store.new("u1"), store.new("u2")
    assert one != two
    assert store.new("u1") == one
    files = {p.stem: p for p in tmp_path.rglob("*.key")}
    files["u1"].write_bytes(files["u2"].read_bytes())
    files["u2"].write_bytes(b"FODK1")
    for upload in ("u1", "u2"):
        with pytest.raises(WrongMasterKey):
            store.get(upload)


@pytest.mark.parametrize("upload_id", ["../x", "", "a/b", ".a", "名"])
def test_ids_from_outside_are_refused(upload_id: str) -> None:
    vault = Vault(MemoryStorage(), MemoryKeyStore())
    with pytest.raises(BadObjectKey):
        vault.new_key(upload_id)
