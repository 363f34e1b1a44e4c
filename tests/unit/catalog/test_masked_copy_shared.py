"""Several processes on one CSV: the same bytes and the same report as one alone, and nothing half done."""

import multiprocessing
import os
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from catalog.masked_copy import CopyOptions, copying, csv_blocks, masked_copy
from desensitize.entities import Entity
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


PATTERNS = frozenset({Entity.CN_ID, Entity.CN_MOBILE, Entity.BANK_CARD, Entity.EMAIL})


def _alone_and_shared(source: Path, tmp_path: Path, **settings: Any) -> tuple[dict[str, Any], bytes]:
    """The report and the bytes, which are the same with one process and with two."""
    made = {}
    for jobs in (1, 2):
        target = tmp_path / f"out-{jobs}.csv"
        with Workers(jobs, names=False) as workers:
            report = masked_copy(source, target, CopyOptions(keys=KEYS, jobs=jobs, **settings), workers)
        made[jobs] = report, target.read_bytes()
    assert made[1] == made[2]
    assert multiprocessing.active_children() == []
    return made[1]


@pytest.mark.parametrize("is_verified", [True, False])
@pytest.mark.parametrize("entities", [None, PATTERNS])
def test_two_processes_write_the_same_bytes(
    source: Path, tmp_path: Path, entities: frozenset[Entity] | None, is_verified: bool
) -> None:
    report, lines = _alone_and_shared(source, tmp_path, entities=entities, is_verified=is_verified)
    assert report["rows"] == 400
    assert lines.count(b"***") > 400
    assert (report["verification"].get("identifiers", 0) > 1_000) == is_verified


def test_two_processes_shuffle_rows_that_a_later_block_shows_to_be_in_order(source: Path, tmp_path: Path) -> None:
    """The first way through stops at the first block whose rows a hidden column orders, the second shuffles all."""
    rows = loans(400, seed=5)
    numbers = rows["手机号"].to_list()
    rows.with_columns(pl.Series("手机号", [*numbers[:150], *sorted(numbers[150:])])).write_csv(source)
    report, lines = _alone_and_shared(source, tmp_path, entities=PATTERNS)
    assert report["is_shuffled"]
    assert lines.count(b"\n") == 401


def test_what_one_block_gives_away_stands_in_none_that_another_process_copied(source: Path, tmp_path: Path) -> None:
    """An account that its column made known in the first block stands bare in the last."""
    rows = loans(400, seed=5).with_columns(pl.Series("收款账号", [f"3400{n:012d}" for n in range(10**6, 10**6 + 400)]))
    notes = rows["备注"].to_list()
    notes[-1] = "见340000001000007处"
    rows = rows.with_columns(
        pl.Series("备注", notes), pl.Series("收款账号", ["340000001000007", *rows["收款账号"][1:]])
    )
    rows.write_csv(source)
    entities = PATTERNS | {Entity.BANK_ACCOUNT}
    _, lines = _alone_and_shared(source, tmp_path, entities=entities)
    assert b"340000001000007" not in lines


def test_a_block_that_is_irregular_is_so_for_any_process(source: Path, tmp_path: Path) -> None:
    lines = source.read_text(encoding="utf-8").splitlines(keepends=True)
    source.write_text("".join([*lines[:-3], lines[-3].replace(",", "", 1), *lines[-2:]]), encoding="utf-8")
    report, _ = _alone_and_shared(source, tmp_path, entities=PATTERNS)
    assert report["rows"] == 400


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
