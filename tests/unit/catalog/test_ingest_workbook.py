"""Every sheet of a workbook, its numbers and the formats that hold no words."""

import io

import numpy as np
import pytest
import xlsxwriter

from catalog.ingest.excel_formats import plain_format
from catalog.ingest.excel_scan import SheetFacts, scan_sheet
from catalog.ingest.excel_values import number_cells
from catalog.ingest.limits import Limits
from catalog.ingest.workbook import read_workbook


@pytest.mark.parametrize(
    ("code", "plain"),
    [
        ("General", ""),
        ("@", ""),
        ("0.00", "0.00"),
        ("#,##0.00_);(#,##0.00)", "#,##0.00_);(#,##0.00)"),
        ("0.0%", "0.0%"),
        ("0.00E+00", "0.00E+00"),
        ("yyyy/m/d", "yyyy/m/d"),
        ('yyyy"年"m"月"d"日"', 'yyyy"年"m"月"d"日"'),
        ("[$-804]yyyy-mm-dd;@", "[$-804]yyyy-mm-dd;@"),
        ('0.00"张建国13912345678"', "0.00"),
        ('#,##0"元"', "#,##0"),
        ('"共"#,##0.0"万"', "#,##0.0"),
        ('yyyy"年记账人张建国"', "yyyy-mm-dd"),
        ('"张建国"yyyy-mm-dd hh:mm', "yyyy-mm-dd hh:mm:ss"),
        ('hh"时张"mm', "hh:mm:ss"),
        ("[h]:mm", "[h]:mm:ss"),
        ('"张建国"', ""),
        ("[Red]0.00", "0.00"),
        ('0%"率"', "0%"),
    ],
)
def test_a_format_keeps_no_word(code: str, plain: str) -> None:
    assert plain_format(code) == plain


SHEET = (
    b'<worksheet xmlns="x"><sheetData><row r="2"><c r="B2" t="s"><v>0</v></c><c r="C2" s="3"><v>1.5</v></c></row>'
    b'<row r="3"><c r="B3" t="b"><v>1</v></c><c r="C3"><f>A1&amp;"x"</f><v>-2E-3</v></c><c r="D3" t="str"><v>7</v></c>'
    b'<c r="E3" s="1"/></row></sheetData></worksheet>'
)


@pytest.mark.parametrize("size", [1, 7, 100, 10_000])
@pytest.mark.parametrize("prefix", [b"", b"x:"])
@pytest.mark.parametrize("order", ["usual", "other"])
def test_numbers_are_found_however_the_xml_is_cut_and_written(size: int, prefix: bytes, order: str) -> None:
    data = SHEET
    if order == "other":
        data = data.replace(b'<c r="C2" s="3">', b"<c s='3'  r='C2'>")
    if prefix:
        data = data.replace(b"</", b"\0").replace(b"<", b"<x:").replace(b"\0", b"</x:")
    chunks = [data[at : at + size] for at in range(0, len(data), size)]
    facts = scan_sheet(iter(chunks))
    found = number_cells(iter(chunks), facts)
    assert sorted(found) == [0, 1]
    assert np.array_equal(found[1].values, [1.5, -0.002])
    assert found[1].styles.tolist() == [3, 0]
    assert np.array_equal(found[0].values, [np.nan, 1.0], equal_nan=True)
    assert found[0].is_truth.tolist() == [False, True]


def test_cells_that_do_not_say_where_they_are_give_no_numbers() -> None:
    assert number_cells(iter([SHEET]), SheetFacts(has_bare_cells=True)) == {}
    assert number_cells(iter([b"<worksheet/>"]), SheetFacts()) == {}


def test_a_workbook_is_read_sheet_by_sheet() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        first, second = book.add_worksheet("一"), book.add_worksheet("二")
        first.write_row(1, 1, ["某市名单"])
        first.write_row(2, 1, ["名称", "金额"])
        first.write_row(3, 1, ["甲", 1.25])
        first.write_row(5, 1, ["乙", "待定"])
        first.write_formula(3, 4, "=1", None, "")
        second.hide()
        book.add_chartsheet("图").set_chart(_chart(book))
    read = read_workbook(out, Limits())
    one, two = read.sheets
    assert (one.number, two.number, read.others, read.main) == (1, 2, (3,), 1)
    assert one.table is not None
    assert two.table is None
    assert not two.is_visible
    assert one.table.frame.rows() == [("甲", "1.25"), ("乙", "待定")]
    assert one.above == ((), ("某市名单", None))
    assert one.first_column == 1
    assert np.array_equal(one.numbers[1].values, [1.25, np.nan], equal_nan=True)


def _chart(book: xlsxwriter.Workbook) -> object:
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"values": "=一!$C$4:$C$6"})
    return chart
