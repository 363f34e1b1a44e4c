"""Scanning tables: every cell, columns' own evidence, labels, headers, chunks, cancellation, processes."""

import random

import numpy as np
import polars as pl
import pytest

from desensitize.entities import Entity, parse_entities
from desensitize.errors import ScanCancelled
from desensitize.findings import ColumnScan, Finding, TableScan
from desensitize.scan import CHUNK_ROWS, Survey, scan_chunk, scan_table
from desensitize.scanning.evidence import ColumnEvidence
from desensitize.scanning.judgement import CellContext, disproven, proven
from desensitize.scanning.labels import column_label
from desensitize.scanning.shadow import sample_shadow
from tests.bench import records

RNG = random.Random(5)


def scan(**columns: list[str | None]) -> TableScan:
    return scan_table(pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)), names=False)


def kinds(column: ColumnScan) -> dict[str, int]:
    return {entity.value: count for entity, count in column.cells.items()}


def test_places_are_rows_and_code_points() -> None:
    number = records.cn_id(RNG)
    result = scan(备注=[None, "", f"客户😀身份证{number}，\n电话13800138000", "无"])
    assert list(result.spans_of(0)) == [
        (2, Finding(Entity.CN_ID, 6, 24, 1.0)),
        (2, Finding(Entity.CN_MOBILE, 28, 39, 0.85)),
    ]
    assert result.columns[0].nonempty == 1


def test_rare_and_tail_only_values_are_found() -> None:
    cells: list[str | None] = ["资料齐全"] * 3000
    for row in (17, 1500, 2999):
        cells[row] = f"已联系{records.mobile(RNG)}"
    result = scan(备注=cells)
    assert sorted({row for row, _ in result.spans_of(0)}) == [17, 1500, 2999]
    assert result.columns[0].label == "MIXED"


def test_values_decide_over_headers_that_lie() -> None:
    result = scan(
        编号=[records.cn_id(RNG) for _ in range(40)],
        身份证=[str(RNG.randint(1, 99999)) for _ in range(40)],
        流水号=[records.mobile(RNG) for _ in range(40)],
        col7=[records.cn_id(RNG)[:6] + records.cn_id(RNG)[8:17] for _ in range(40)],
    )
    assert [column.label for column in result.columns] == ["CN_ID", "NONE", "CN_MOBILE", "CN_ID"]


@pytest.mark.parametrize("header", ["贷款余额", "合计", "农户贷款统计表"])
def test_a_header_of_figures_does_not_hide_a_telephone_in_a_note(header: str) -> None:
    notes: list[str | None] = [f"制表人 {records.mobile(RNG)}", f"联系{records.mobile(RNG)}找他", "单位：万元"]
    assert kinds(scan(**{header: notes}).columns[0]) == {"CN_MOBILE": 2}


@pytest.mark.parametrize(("header", "found"), [("贷款余额", {}), ("农户贷款统计表", {"CN_MOBILE": 1})])
def test_a_bare_number_is_what_the_header_says_unless_it_is_the_title_of_a_table(
    header: str, found: dict[str, int]
) -> None:
    assert kinds(scan(**{header: [records.mobile(RNG), "128"]}).columns[0]) == found


def test_serial_numbers_that_pass_a_check_by_chance_are_left() -> None:
    cases = [
        f"330106{day:%Y%m%d}{RNG.randint(0, 9999):04d}"
        for day in pl.date_range(pl.date(2016, 1, 1), pl.date(2020, 1, 1), eager=True)
    ]
    cards = ["62" + "".join(RNG.choice("0123456789") for _ in range(17)) for _ in range(500)]
    serials = [f"138{number:08d}" for number in range(500)]
    result = scan(案件=cases, 编码=cards + [None] * (len(cases) - 500), 序号=serials + [None] * (len(cases) - 500))
    assert [column.label for column in result.columns] == ["NONE", "NONE", "NONE"]


def test_the_survey_speaks_by_marks() -> None:
    evidence = ColumnEvidence(CellContext.of(["订单号"]).meaning)
    evidence.add(pl.Series([records.mobile(RNG) for _ in range(60)]))
    assert evidence.marks() == {proven(Entity.CN_MOBILE)}
    evidence = ColumnEvidence(CellContext.of(["x"]).meaning)
    evidence.add(pl.Series([f"1{RNG.randint(0, 10**10 - 1):010d}" for _ in range(300)]))
    assert disproven(Entity.CN_MOBILE) in evidence.marks()


def test_labels() -> None:
    assert column_label(10, {}, {}) == "NONE"
    assert column_label(10, {Entity.CN_ID: 6}, {Entity.CN_ID: 6}) == "CN_ID"
    assert column_label(10, {Entity.CN_ID: 3}, {Entity.CN_ID: 3}) == "MIXED"
    assert column_label(10, {Entity.CN_ID: 9, Entity.CN_MOBILE: 5}, {Entity.CN_ID: 9}) == "MIXED"


def test_words_for_nothing_say_nothing_of_a_column() -> None:
    cells = ["13800138000", "无", "-", " N/A ", None, "不详", "13900139000", "/"]
    assert scan_table(pl.DataFrame({"手机": cells})).columns[0].label == "CN_MOBILE"


def test_headers_are_scanned_too() -> None:
    result = scan(联系人13800138000=["无"], 姓名=["无"])
    assert {place: [f.entity for f in found] for place, found in result.headers.items()} == {0: [Entity.CN_MOBILE]}


def test_damaged_columns() -> None:
    frame = pl.DataFrame({"a": ["110105194912310016"], "b": ["110105194912310016"]})
    result = scan_table(frame, damaged={1}, names=False)
    assert [kinds(column) for column in result.columns] == [{}, {"CN_ID": 1}]


def test_only_some_kinds() -> None:
    frame = pl.DataFrame(list(records.rows(30)), schema=list(records.HEADER), orient="row")
    result = scan_table(frame, entities=parse_entities("cn_id, EMAIL"), names=False)
    assert set().union(*(column.cells for column in result.columns)) == {Entity.CN_ID, Entity.EMAIL}
    with pytest.raises(ValueError, match="unknown entity"):
        parse_entities("CN_ID,NOPE")


def test_chunks_know_nothing_of_each_other() -> None:
    frame = pl.DataFrame(list(records.rows(120)), schema=list(records.HEADER), orient="row")
    whole = scan_table(frame)
    survey = Survey(frame.columns)
    survey.add(frame)
    state = survey.state()
    scanned = [scan_chunk(piece, state) for piece in frame.iter_slices(50)]
    for place, column in enumerate(whole.columns):
        parts = [spans[place].shifted(number * 50) for number, spans in enumerate(scanned)]
        for field in ("rows", "starts", "ends", "entities", "scores"):
            joined = np.concatenate([getattr(part, field) for part in parts])
            assert np.array_equal(joined, getattr(column.spans, field)), (column.name, field)


@pytest.mark.slow
def test_processes_find_the_same() -> None:
    frame = pl.DataFrame(
        [*records.rows(500)] * (CHUNK_ROWS // 1000 + 1), schema=list(records.HEADER), orient="row"
    ).select("身份证号", "备注")
    one, two = scan_table(frame, names=False), scan_table(frame, names=False, jobs=2)
    for first, second in zip(one.columns, two.columns, strict=True):
        assert np.array_equal(first.spans.rows, second.spans.rows)
        assert np.array_equal(first.spans.starts, second.spans.starts)
        assert first.label == second.label


def test_progress_and_cancellation() -> None:
    frame = pl.DataFrame({"a": ["x"] * 10, "b": ["y"] * 10})
    seen: list[tuple[int, int]] = []
    scan_table(frame, names=False, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(10, 20), (20, 20)]
    with pytest.raises(ScanCancelled):
        scan_table(frame, names=False, cancelled=lambda: True)


def test_an_empty_table() -> None:
    result = scan(a=[], b=[])
    assert [column.label for column in result.columns] == ["NONE", "NONE"]


def test_the_shadow_sample_alarms() -> None:
    frame = pl.DataFrame(list(records.rows(30)), schema=list(records.HEADER), orient="row")
    result = scan_table(frame, names=False)
    assert sample_shadow(frame, result, names=False).differences == 0
    numbers = result.columns[1]
    blind = ColumnScan(
        numbers.name, 1, "NONE", 30, {}, {}, numbers.spans.where(numbers.spans.rows < 0), numbers.context
    )
    tampered = TableScan(30, (result.columns[0], blind, *result.columns[2:]))
    sample = sample_shadow(frame, tampered, names=False)
    assert sample.cells >= 40
    assert sample.differences >= 1


def test_the_shadow_sample_has_bounds() -> None:
    frame = pl.DataFrame({"备注": ["手机13800138000" * 2_000, "电话13912345678"]})
    result = scan_table(frame, names=False)
    assert sample_shadow(frame, result, names=False).cells == 1
    ticks = iter(range(0, 1_000, 20))
    assert sample_shadow(frame, result, names=False, clock=lambda: float(next(ticks))).cells == 0
    assert sample_shadow(frame.clear(), scan_table(frame.clear(), names=False)).cells == 0
