"""Files that are read whole are refused before the memory is gone, and say what the limit was."""

import json
from pathlib import Path

import pytest

from catalog.ingest.errors import TooLarge
from catalog.masked_copy import CopyOptions, copying, masked_copy
from catalog.masked_copy.limits import LIMITS, fitting, free_memory
from desensitize.keys import MaskingKeys
from tests.fakes.people import loans

OPTIONS = CopyOptions(keys=MaskingKeys({"release": b"k" * 32}))


def test_limits_follow_the_memory_there_is() -> None:
    assert fitting(LIMITS, None) == LIMITS
    assert fitting(LIMITS, 1 << 50) == LIMITS
    small = fitting(LIMITS, 1_000_000_000)
    assert (small.file_bytes, small.unpacked_bytes, small.cells) == (100_000_000, 125_000_000, 15_625_000)
    assert (small.columns, small.rows) == (LIMITS.columns, LIMITS.rows)


@pytest.mark.parametrize(
    ("available", "most", "used", "free"),
    [
        ("MemTotal: 9 kB\nMemAvailable:   2000 kB\n", "", "", 2_048_000),
        ("MemAvailable:   2000 kB\n", "max\n", "5\n", 2_048_000),
        ("MemAvailable:   2000 kB\n", "1000\n", "400\n", 600),
        ("MemAvailable:   2000 kB\n", "1000\n", "1400\n", 0),
        ("", "", "", None),
    ],
)
def test_free_memory(tmp_path: Path, available: str, most: str, used: str, free: int | None) -> None:
    for name, text in (("meminfo", available), ("memory.max", most), ("memory.current", used)):
        if text:
            (tmp_path / name).write_text(text, encoding="ascii")
    assert free_memory(tmp_path / "meminfo", tmp_path) == free


@pytest.mark.parametrize("ending", ["json", "xlsx", "parquet"])
def test_a_file_that_would_not_fit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str) -> None:
    table, source, target = loans(80, seed=9), tmp_path / f"loans.{ending}", tmp_path / f"out.{ending}"
    if ending == "json":
        source.write_text(json.dumps(table.to_dicts(), ensure_ascii=False), encoding="utf-8")
    elif ending == "xlsx":
        table.write_excel(source)
    else:
        table.write_parquet(source)
    monkeypatch.setattr(copying, "free_memory", lambda: 20_000)
    with pytest.raises(TooLarge) as refused:
        masked_copy(source, target, OPTIONS)
    assert str(refused.value.detail["limit"]) in refused.value.message_zh
    assert not target.exists()
    monkeypatch.setattr(copying, "free_memory", lambda: 200_000_000)
    masked_copy(source, target, OPTIONS)
    assert target.exists()
