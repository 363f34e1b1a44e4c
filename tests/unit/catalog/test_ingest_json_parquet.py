"""JSON and Parquet as tables of exact text."""

import io
import json

import polars as pl
import pytest

from catalog.ingest import IngestError, Limits, TableRead, read_upload


def table(data: bytes | str, name: str = "x.json", limits: Limits | None = None) -> TableRead:
    raw = data.encode() if isinstance(data, str) else data
    read = read_upload(io.BytesIO(raw), name=name, limits=limits or Limits())
    assert isinstance(read, TableRead)
    return read


def code_of(data: bytes | str, name: str = "x.json", limits: Limits | None = None) -> str:
    with pytest.raises(IngestError) as caught:
        table(data, name, limits)
    return caught.value.code


def parquet(frame: pl.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.write_parquet(out)
    return out.getvalue()


def test_numbers_keep_their_digits() -> None:
    read = table('[{"号": 110105194912310021, "额": 12.50, "科": 1E400, "真": true, "空": null, "文": "001"}]')
    assert read.frame.rows() == [("110105194912310021", "12.50", "1E400", "true", None, "001")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings(encoding: str) -> None:
    data = json.dumps([{"姓名": "张三"}], ensure_ascii=False).encode(encoding)
    assert table(data).frame.rows() == [("张三",)]


def test_records_inside_an_object_and_what_is_around_them() -> None:
    read = table('{"code": 0, "message": "联系人李四", "result": {"total": 2, "records": [{"a": "1"}, {"a": "2"}]}}')
    assert read.frame.rows() == [("1",), ("2",)]
    assert read.extra_text == (("around", '{"code": 0, "message": "联系人李四", "result": {"total": 2}}'),)


def test_lines() -> None:
    read = table('{"a": "1", "b": 2}\n\n{"a": "3"}\n', "x.jsonl")
    assert read.frame.rows() == [("1", "2"), ("3", None)]
    assert [note.code for note in read.notes] == ["missing_fields"]


def test_pairs_and_control_characters() -> None:
    assert table('[{"a": "\\ud842\\udfb7"}]').frame.item() == "𠮷"
    read = table('[{"a": "x\\u0007"}, {"a": "y\\n"}]')
    assert [(note.code, note.count) for note in read.notes] == [("control_characters", 1)]
    assert read.needs_person


def test_an_escaped_backslash_is_no_half_pair() -> None:
    assert table('[{"a": "C:\\\\ud800"}]').frame.item() == "C:\\ud800"


def test_nested_values_stay_in_their_cell() -> None:
    read = table('[{"a": {"手机": 13800138000, "x": [1.0, "y", null]}}]')
    assert read.frame.item() == '{"手机": 13800138000, "x": [1.0, "y", null]}'
    assert [note.code for note in read.notes] == ["nested_values"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("[", "ingest.malformed"),
        ('{"a": 1', "ingest.malformed"),
        ('[{"a": 1, "a": 2}]', "ingest.malformed"),
        ('[{"a": NaN}]', "ingest.malformed"),
        ("[" * 200_000, "ingest.malformed"),
        ('[{"a": "\\ud800"}]', "ingest.malformed"),
        ('[{"\\udc00": "x"}]', "ingest.malformed"),
        ('[{"a": "x\\u0000y"}]', "ingest.nul_bytes"),
        ("[1, 2]", "ingest.not_a_table"),
        ('{"a": 1}', "ingest.not_a_table"),
        ('"text"', "ingest.not_a_table"),
        ("[]", "ingest.no_rows"),
        ("[{}]", "ingest.no_rows"),
        ('[{"a": null}]', "ingest.no_rows"),
    ],
)
def test_json_refusals(data: str, code: str) -> None:
    assert code_of(data) == code


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(rows=1), "ingest.too_many_rows"),
        (Limits(columns=1), "ingest.too_many_columns"),
        (Limits(cells=3), "ingest.too_many_cells"),
        (Limits(cell_chars=3), "ingest.cell_too_long"),
    ],
)
def test_limits_of_both(limits: Limits, code: str) -> None:
    records = [{"a": "12345", "b": "1"}, {"a": "2", "b": "3"}]
    assert code_of(json.dumps(records), limits=limits) == code
    assert code_of(parquet(pl.DataFrame(records)), limits=limits) == code


def test_parquet_types_become_text() -> None:
    from datetime import date, datetime
    from decimal import Decimal

    frame = pl.DataFrame(
        {
            "号": ["001", None],
            "整": [110105194912310021, 5],
            "小": [0.1, None],
            "定": [Decimal("12.50"), Decimal(3)],
            "日": [date(2024, 1, 2), None],
            "时": [datetime(2024, 1, 2, 3, 4, 5), None],
            "真": [True, False],
            "列": [["a", "手机13800138000"], None],
            "构": [{"x": 1}, {"x": 2}],
            "字": [b"\x01\xff", b""],
        }
    )
    read = table(parquet(frame), "x.parquet")
    assert read.format == "parquet"
    assert read.frame.row(0) == (
        *("001", "110105194912310021", "0.1", "12.50", "2024-01-02", "2024-01-02 03:04:05.000000", "true"),
        *('["a", "手机13800138000"]', '{"x": 1}', "01ff"),
    )
    assert read.frame.row(1)[:3] == (None, "5", None)
    assert read.damaged == frozenset()


def test_parquet_identifiers_as_floats_are_damaged() -> None:
    read = table(parquet(pl.DataFrame({"a": [1.5], "号": [110105194912310021.0]})), "x.parquet")
    assert read.damaged == {1}


def test_parquet_refusals() -> None:
    good = parquet(pl.DataFrame({"a": ["1"] * 100}))
    assert code_of(good[:-1]) == "ingest.malformed"
    assert code_of(b"PAR1" + bytes(100) + b"PAR1") == "ingest.malformed"
    assert code_of(good[:40] + bytes(10) + good[50:]) == "ingest.malformed"
    assert code_of(parquet(pl.DataFrame({"a": pl.Series([], dtype=pl.String)}))) == "ingest.no_rows"
