"""Parts of a document's text, read one by one, are the whole text, whatever its lines and characters are."""

from types import SimpleNamespace
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from catalog.actions import read_text
from catalog.actions.read_text import read_text_part
from catalog.storage.memory import MemoryStorage

_TEXT = st.text(alphabet="aé中𠮷\n\f。 ", max_size=200)


def _read(text: str, window: int) -> list[tuple[str, ...]]:
    storage, raw = MemoryStorage(), text.encode()
    storage.put("released/aa/file.txt", raw)
    page = SimpleNamespace(files=(SimpleNamespace(format="TXT", bytes=len(raw), storage_key="released/aa/file.txt"),))
    deps = SimpleNamespace(storage=storage)
    with patch.object(read_text, "WINDOW_BYTES", window):
        first = read_text_part(page, 1, deps=deps)
        parts = [read_text_part(page, number, deps=deps) for number in range(1, first.total + 1)]
        assert read_text_part(page, first.total + 9, deps=deps) == parts[-1]
    assert [part.number for part in parts] == list(range(1, first.total + 1))
    return [part.pages for part in parts]


@given(_TEXT, st.integers(8, 40))
def test_parts_joined_are_the_text(text: str, window: int) -> None:
    assert "".join("\f".join(pages) for pages in _read(text, window)) == text


@given(_TEXT, st.integers(8, 40))
def test_no_part_is_longer_than_two_windows(text: str, window: int) -> None:
    assert all(len("\f".join(pages).encode()) <= 2 * window for pages in _read(text, window))


@given(_TEXT.filter(bool), st.integers(8, 40))
def test_no_part_is_empty(text: str, window: int) -> None:
    assert all("\f".join(pages) for pages in _read(text, window))


def test_a_part_ends_with_a_line() -> None:
    assert _read("一二三四\n五六七八\n九十\n", 20) == [("一二三四\n五六七八\n",), ("九十\n",)]


def test_no_text_file_is_no_part() -> None:
    assert read_text_part(SimpleNamespace(files=()), 1, deps=SimpleNamespace(storage=MemoryStorage())) is None
