"""Whatever is written comes back from any position; whatever is done to the ciphertext is noticed."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.storage import get
from catalog.storage.errors import CiphertextDamaged
from catalog.storage.memory import MemoryStorage
from catalog.vault import Vault
from catalog.vault import frames as vault_frames
from catalog.vault.frames import HEADER_BYTES, TAG_BYTES
from catalog.vault.keystore import MemoryKeyStore

FRAME = 64
NAME = "staging/u/raw-0"


@pytest.fixture(autouse=True, scope="module")
def small_frames():
    """Frames of 64 bytes, so that small examples have many of them."""
    patch = pytest.MonkeyPatch()
    patch.setattr(vault_frames, "FRAME_BYTES", FRAME)
    patch.setattr(vault_frames, "_SEALED_BYTES", FRAME + TAG_BYTES)
    yield
    patch.undo()


def made(pieces: list[bytes]) -> Vault:
    vault = Vault(MemoryStorage(), MemoryKeyStore())
    vault.new_key("u")
    with vault.open_writer("u", "raw-0") as out:
        for piece in pieces:
            out.write(piece)
    return vault


@given(st.lists(st.binary(max_size=200), max_size=5), st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 300))))
def test_any_write_can_be_read_from_anywhere(pieces: list[bytes], reads: list[tuple[int, int]]) -> None:
    vault = made(pieces)
    whole = b"".join(pieces)
    assert vault.plain_size("u", "raw-0") == len(whole)
    with vault.open_reader("u", "raw-0") as source:
        assert source.read() == whole
        for start, size in reads:
            source.seek(start)
            assert source.read(size) == whole[start : start + size]
        if whole:
            source.seek(-1, io.SEEK_END)
            assert source.read() == whole[-1:]


@given(st.lists(st.binary(max_size=200), min_size=1, max_size=5))
def test_parts_read_as_one(pieces: list[bytes]) -> None:
    vault = made([])
    names = [f"p-{number}" for number, _ in enumerate(pieces)]
    for name, piece in zip(names, pieces, strict=True):
        vault.put("u", name, piece)
    with vault.open_reader("u", names) as source:
        assert source.read() == b"".join(pieces)


@given(st.binary(max_size=300), st.data())
def test_any_truncation_is_noticed(plain: bytes, data: st.DataObject) -> None:
    vault = made([plain])
    sealed = get(vault.storage, NAME)
    vault.storage.put(NAME, sealed[: data.draw(st.integers(0, len(sealed) - 1))])
    with pytest.raises(CiphertextDamaged):
        vault.get("u", "raw-0")


@given(st.binary(max_size=300), st.data())
def test_any_flipped_bit_is_noticed(plain: bytes, data: st.DataObject) -> None:
    vault = made([plain])
    sealed = bytearray(get(vault.storage, NAME))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    vault.storage.put(NAME, bytes(sealed))
    with pytest.raises(CiphertextDamaged):
        vault.get("u", "raw-0")


@settings(max_examples=200)
@given(st.integers(2, 6), st.integers(0, FRAME), st.data())
def test_any_other_order_of_frames_is_noticed(frames: int, last: int, data: st.DataObject) -> None:
    plain = bytes((frames - 1) * FRAME + last)  # equal frames: only their numbers tell them apart
    vault = made([plain])
    sealed = get(vault.storage, NAME)
    size = FRAME + TAG_BYTES
    body = [sealed[start : start + size] for start in range(HEADER_BYTES, len(sealed), size)]
    order = data.draw(st.lists(st.integers(0, len(body) - 1), max_size=8).filter(lambda o: o != [*range(len(body))]))
    vault.storage.put(NAME, sealed[:HEADER_BYTES] + b"".join(body[number] for number in order))
    with pytest.raises(CiphertextDamaged):
        vault.get("u", "raw-0")


@given(st.text(), st.text())
def test_texts_come_back_and_only_to_their_upload(one: str, other: str) -> None:
    vault = made([])
    vault.new_key("v")
    try:
        sealed = vault.seal_text("u", one)
    except UnicodeEncodeError:
        return  # lone surrogates are no text
    assert vault.open_text("u", sealed) == one
    with pytest.raises(CiphertextDamaged):
        vault.open_text("v", sealed)
    assert vault.seal_text("u", one) != sealed or one == other
