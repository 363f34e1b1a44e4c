"""Any table written as CSV in any encoding of the country is read back to the same cells."""

import contextlib
import csv
import io
import zipfile
from collections.abc import Sequence

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.fields import Field, FieldType
from catalog.ingest import IngestError, TableRead, TextRead, read_upload
from catalog.ingest.csv_structure import structure
from catalog.ingest.encoding import decode_bytes
from catalog.ingest.errors import BadEncoding
from catalog.writers.cells import escape_formula, rows_of, unescape_formula
from catalog.writers.csv import stream_csv
from catalog.writers.json import stream_json_lines
from catalog.writers.xlsx import write_xlsx

ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"])
# Characters of cells: Han, full-width, quotation marks, delimiters, line ends, blanks, rare planes.
CHARS = st.one_of(
    st.sampled_from(list("张三证件号，。：；“”（）\"',;|\t\n\r =+-@０１年月日㐀𠮷䶮'")),
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]),
    st.sampled_from("0123456789.Xx"),
)
CELLS = st.text(CHARS, max_size=12)


def _table(rows: list[list[str]], encoding: str, delimiter: str, quoting: int) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator="\r\n")
    writer.writerows([["编号", "名称", "备注"], *rows])
    return out.getvalue().encode(encoding)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8),
    ENCODINGS,
    st.sampled_from([",", "\t", ";", "|"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_csv_comes_back(cells: list[tuple[str, str]], encoding: str, delimiter: str, quoting: int) -> None:
    rows = [[f"编{number:03d}", *pair] for number, pair in enumerate(cells)]
    read = read_upload(io.BytesIO(_table(rows, encoding, delimiter, quoting)), name="x.csv")
    assert isinstance(read, TableRead)
    assert read.delimiter == delimiter
    assert read.frame.columns == ["编号", "名称", "备注"]
    assert read.frame.rows() == [tuple(cell or None for cell in row) for row in rows]


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_with_a_code(data: bytes) -> None:
    for name in ("x.csv", "x.txt", "x.json", "x.xlsx"):
        with contextlib.suppress(IngestError):
            read = read_upload(io.BytesIO(data), name=name)
            assert isinstance(read, TableRead | TextRead)


@settings(max_examples=500, deadline=None)
@given(st.text(st.sampled_from('a,"\n\r'), max_size=40))
def test_the_structure_tells_when_the_fast_reader_may_be_trusted(text: str) -> None:
    data = text.encode()
    shape = structure(data, ",")
    if not data or not shape.is_regular:
        return
    exact = list(csv.reader(io.StringIO(text, newline="")))
    records = [row for row in exact if row]
    assert shape.separators == sum(len(row) - 1 for row in records)
    assert shape.records >= len(records)


@settings(max_examples=300)
@given(st.text(st.characters(codec="utf-8"), max_size=60), ENCODINGS)
def test_decoding_is_exact_or_refused(text: str, encoding: str) -> None:
    text = f"张{text}"
    # only GB18030 may be refused: when it looks like UTF-8 with a few broken characters
    refusal = contextlib.suppress(BadEncoding) if encoding == "gb18030" else contextlib.nullcontext()
    with refusal:
        assert decode_bytes(text.encode(encoding)).text == text


@given(st.text())
def test_the_formula_escape_can_be_undone(cell: str) -> None:
    escaped = escape_formula(cell)
    assert unescape_formula(escaped) == cell
    assert escaped in (cell, f"'{cell}")


@given(st.text(), st.text())
def test_different_cells_stay_different(one: str, other: str) -> None:
    assert (escape_formula(one) == escape_formula(other)) == (one == other)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.none() | CELLS.filter(bool), st.none() | CELLS.filter(bool)), min_size=1, max_size=6))
def test_what_we_publish_reads_back(rows: list[tuple[str | None, str | None]]) -> None:
    fields = [Field("甲"), Field("乙")]
    data = b"".join(stream_csv(rows, fields))
    back = list(csv.reader(io.StringIO(data.decode(), newline="")))
    assert [[unescape_formula(cell) for cell in row] for row in back[1:]] == [[c or "" for c in row] for row in rows]
    lines = b"".join(stream_json_lines(rows, fields))
    frame = pl.read_ndjson(io.BytesIO(lines), schema={"甲": pl.String, "乙": pl.String})
    assert frame.rows() == rows


PUBLISHED = st.none() | st.text(
    st.one_of(CHARS, st.characters(codec="utf-8"), st.sampled_from("=+-@'&<>_x0041\\\r\n\x00\x1f\ufffe\t")), max_size=12
)
NUMBERS = st.sampled_from(
    ["0", "-1", "12.50", "1e5", "-0.5", "123456789012345", "123456789012345.25", "007", "见附件", ""]
)
DAYS = st.sampled_from(
    ["2024-02-29", "2023-02-29", "1900-02-28", "1900-03-01", "1899-12-31", "2199-12-31", "true", "20240101"]
)
TRUTHS = st.sampled_from(["true", "false", "TRUE", "1", ""])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(PUBLISHED, st.none() | NUMBERS, PUBLISHED), max_size=6), st.integers(1, 3))
def test_columns_at_a_time_are_the_bytes_of_rows_at_a_time(
    rows: list[tuple[str | None, str | None, str | None]], width: int
) -> None:
    fields = [Field("=名", FieldType.TEXT), Field("数", FieldType.NUMBER), Field('"备\\注', FieldType.INTEGER)][:width]
    cells = [row[:width] for row in rows]
    frame = pl.DataFrame(cells, schema={str(i): pl.String for i in range(width)}, orient="row")
    _same_bytes(frame, cells, fields)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.none() | DAYS, st.none() | TRUTHS | PUBLISHED), max_size=6))
def test_so_they_are_for_days_and_truth_values(rows: list[tuple[str | None, str | None]]) -> None:
    fields = [Field("日", FieldType.DATE), Field("否", FieldType.BOOLEAN)]
    _same_bytes(pl.DataFrame(rows, schema={"0": pl.String, "1": pl.String}, orient="row"), rows, fields)


def _same_bytes(frame: pl.DataFrame, cells: Sequence[Sequence[str | None]], fields: Sequence[Field]) -> None:
    for stream in (stream_csv, stream_json_lines):
        assert b"".join(stream(rows_of(frame), fields)) == b"".join(stream(cells, fields))
    one, other = io.BytesIO(), io.BytesIO()
    assert write_xlsx(rows_of(frame), fields, one) == write_xlsx(cells, fields, other)
    assert _sheet(one) == _sheet(other)


def _sheet(workbook: io.BytesIO) -> bytes:
    with zipfile.ZipFile(workbook) as archive:
        return archive.read("xl/worksheets/sheet1.xml")
