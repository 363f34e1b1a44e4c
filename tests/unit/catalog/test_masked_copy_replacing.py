"""The file of a masked copy: whole or not there, whatever happens while it is written."""

import os
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from catalog.masked_copy import replacing as module
from catalog.masked_copy.replacing import replacing


@pytest.fixture(params=[True, False], ids=["without-name", "named"])
def _way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Systems without unnamed files write beside the target."""
    if not request.param:
        monkeypatch.setattr(module, "_UNNAMED", 0)


@pytest.mark.usefixtures("_way")
def test_the_new_file_takes_the_place_of_the_old(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_bytes(b"old")

    def write(out: BinaryIO) -> dict[str, Any]:
        assert not target.exists()
        out.write(b"new")
        out.seek(0)
        return {"read": out.read()}

    assert replacing(target, write) == {"read": b"new"}
    assert target.read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


@pytest.mark.usefixtures("_way")
@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_nothing_is_left_of_a_file_that_was_not_finished(tmp_path: Path, error: type[BaseException]) -> None:
    target = tmp_path / "out.csv"
    target.write_bytes(b"old")

    def write(out: BinaryIO) -> dict[str, Any]:
        out.write(b"half")
        raise error

    with pytest.raises(error):
        replacing(target, write)
    assert not list(tmp_path.iterdir())


def test_no_name_stands_in_the_folder_while_it_is_written(tmp_path: Path) -> None:
    """What ends the process without asking leaves nothing either."""

    def write(out: BinaryIO) -> dict[str, Any]:
        out.write(b"half")
        out.flush()
        return {"seen": [path.name for path in tmp_path.iterdir()]}

    assert replacing(tmp_path / "out.csv", write) == {"seen": []}


def test_a_system_without_such_files_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> int:
        raise OSError(95, "not supported")

    monkeypatch.setattr(os, "open", refused)
    assert module._without_name(tmp_path) is None
