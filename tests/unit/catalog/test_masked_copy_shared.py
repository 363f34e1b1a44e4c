"""Several processes on one CSV: the same bytes and the same report as one alone, and nothing half done."""

import multiprocessing
import os
from pathlib import Path

import pytest

from catalog.masked_copy import CopyOptions, copying, csv_blocks, masked_copy
from desensitize.findings import Finding
from desensitize.keys import MaskingKeys
from desensitize.scanning import shares
from desensitize.scanning.workers import Workers, jobs_worth
from tests.fakes.people import loans

KEYS = MaskingKeys({"release": b"k" * 32})


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A CSV of several blocks, each of several pieces, that is held to be worth sharing."""
    monkeypatch.setattr(copying, "jobs_worth", lambda size, jobs, *, names: jobs if size and names else 1)
    monkeypatch.setattr(csv_blocks, "BLOCK_BYTES", 24_000)
    monkeypatch.setattr(shares, "_BYTES", 2_000)
    monkeypatch.setattr(shares, "_CHARACTERS", 500)
    path = tmp_path / "loans.csv"
    loans(400, seed=5).write_csv(path)
    assert path.stat().st_size > 3 * 24_000
    return path


def test_two_processes_write_the_same_bytes(source: Path, tmp_path: Path) -> None:
    made = {}
    for jobs in (1, 2):
        target = tmp_path / f"out-{jobs}.csv"
        report = masked_copy(source, target, CopyOptions(keys=KEYS, jobs=jobs))
        made[jobs] = report, target.read_bytes()
    assert made[1] == made[2]
    assert multiprocessing.active_children() == []


def test_a_short_table_is_not_shared() -> None:
    sizes = (0, 100_000, 5_000_000, 50_000_000)
    assert [jobs_worth(size, 4, names=True) for size in sizes] == [1, 1, 4, 4]
    assert [jobs_worth(size, 4, names=False) for size in sizes] == [1, 1, 1, 4]


def test_an_interrupt_leaves_no_file_and_no_process(source: Path, tmp_path: Path) -> None:
    def stop(rows: int) -> None:
        assert rows
        raise KeyboardInterrupt

    target = tmp_path / "out.csv"
    with pytest.raises(KeyboardInterrupt):
        masked_copy(source, target, CopyOptions(keys=KEYS, jobs=2, progress=stop))
    assert list(tmp_path.iterdir()) == [source]
    assert multiprocessing.active_children() == []


def test_a_process_that_dies_leaves_its_work_to_this_one() -> None:
    with Workers(2, names=False) as workers:
        (fatal,) = workers.begin(os._exit, [(1,)])
        assert fatal.future is not None
        with pytest.raises(Exception, match="terminated"):
            fatal.future.result(timeout=60)
        pieces = workers.begin(divmod, [(7, 2), (9, 4)])
        assert workers.results(pieces) == [(3, 1), (2, 1)]


def test_pieces_come_back_in_order_whoever_did_them() -> None:
    with Workers(2, names=False) as workers:
        assert workers.results(workers.begin(pow, [(2, number) for number in range(300)])) == [
            2**number for number in range(300)
        ]
    with Workers(1) as alone:
        assert alone.results(alone.begin(pow, [(2, 3)])) == [8]


def test_texts_of_this_block_are_kept_when_too_many_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    import polars as pl

    from desensitize.scan import Survey

    frame = pl.DataFrame({"备注": ["联系人王小明来电", "无", "客户李建国已还款"]})
    survey = Survey(frame.columns)
    survey.add(frame)
    finders = survey.state().columns[0].finders
    assert finders.names is not None
    known: dict[str, tuple[Finding, ...]] = finders.names.seen
    known.update({f"旧{number}": () for number in range(10)} | {"联系人王小明来电": ()})
    monkeypatch.setattr(shares, "_REMEMBERED", 11)
    with Workers(1) as alone:
        (asked,) = (one for one in finders.asked(frame["备注"]) if one.finder.entity == "PERSON")
        begun = shares.begin_texts(finders, asked, alone)
        assert begun is not None
        assert list(known) == ["联系人王小明来电"]
        shares.keep(begun, alone.results(begun.pieces))
    assert [len(known[text]) for text in ("联系人王小明来电", "客户李建国已还款")] == [0, 1]
