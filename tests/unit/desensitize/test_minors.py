"""Rows about minors keep nothing of what other rows may keep the end of."""

import random
from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from desensitize.checksums import id_check_char
from desensitize.keys import MaskingKeys
from desensitize.mask import mask_table
from desensitize.masking.minors import minor_rows
from desensitize.masking.recipe import MaskingPlan
from desensitize.plan import Demand, build_plan
from desensitize.proof.residual import ResidualPii
from desensitize.scan import scan_table
from desensitize.verify import verify_table

TODAY = date(2026, 11, 23)
KEYS = MaskingKeys.throwaway("release")


def made_id(born: str, rng: random.Random) -> str:
    body = f"330106{born}{rng.randint(100, 999)}"
    return body + id_check_char(body)


def rows_about_minors(**columns: list[str | None]) -> list[bool]:
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    return minor_rows(frame, scan_table(frame), TODAY).tolist()


def test_identity_numbers_tell_the_age_on_the_day() -> None:
    rng = random.Random(1)
    born = ["20081123", "20081124", "19800101", "20200229"]
    assert rows_about_minors(身份证号=[made_id(one, rng) for one in born]) == [False, True, False, True]


@pytest.mark.parametrize("written", ["2015-03-02", "2015/3/2", "2015年3月2日", "20150302", "2015.03.02"])
def test_dates_of_birth_are_read_as_tables_write_them(written: str) -> None:
    assert rows_about_minors(出生日期=[written, "1985-03-02", None]) == [True, False, False]


def test_ages_count_only_where_the_header_means_one() -> None:
    assert rows_about_minors(年龄=["12", "17岁", "18", "40"]) == [True, True, False, False]
    assert rows_about_minors(账龄=["12", "17", "18", "40"]) == [False] * 4


def test_headers_that_speak_of_minors() -> None:
    assert rows_about_minors(监护人=["王小明", "李大年"], 金额=["3", "4"]) == [True, True]
    assert rows_about_minors(学号=["1001", "1002"], 出生日期=["2001-05-06", ""]) == [False, True]
    assert rows_about_minors(客户=["王小明"], 金额=["3"]) == [False]


def _table() -> tuple[pl.DataFrame, MaskingPlan]:
    rng = random.Random(2)
    born = ["19800101", "20150607", "19750808"]
    frame = pl.DataFrame(
        {
            "姓名": ["陈志强", "林晓雨", "郑国华"],
            "证件号码": [made_id(one, rng) for one in born],
            "手机号": ["13800138001", "13900139002", "13700137003"],
            "备注": ["电话13800138001", "其父电话13900139002", "无"],
            "余额": ["120.50", "3.00", "9.10"],
        }
    )
    demands = [Demand("证件号码", "CN_ID", "partial", "NL-D01"), Demand("手机号", "CN_MOBILE", "partial", "NL-D03")]
    return frame, build_plan(scan_table(frame), demands, frame=frame, today=TODAY)


def test_a_minor_s_row_keeps_nothing_and_the_others_what_the_clause_allows() -> None:
    frame, plan = _table()
    assert plan.minors_on == "2026-11-23"
    assert MaskingPlan.from_json(plan.to_json()) == plan
    masked = mask_table(frame, plan, scan=scan_table(frame), keys=KEYS)
    assert masked.row(1) == ("***", "***", "***", "其父电话***", "3.00")
    assert masked.row(0)[1].startswith("330106")
    assert masked.row(2)[2] == "137****7003"
    assert masked["余额"].to_list() == frame["余额"].to_list()
    verify_table(frame, masked, plan, scan=scan_table(frame))


def test_chunks_masked_apart_equal_the_whole() -> None:
    frame, plan = _table()
    whole = mask_table(frame, plan, scan=scan_table(frame), keys=KEYS)
    parts = [mask_table(frame[i : i + 1], plan, scan=scan_table(frame[i : i + 1]), keys=KEYS) for i in range(3)]
    assert pl.concat(parts).equals(whole)


@pytest.mark.parametrize("column", ["姓名", "证件号码", "手机号"])
def test_a_minor_s_row_masked_as_the_others_are_is_refused(column: str) -> None:
    frame, plan = _table()
    alike = replace(plan, minors_on="")
    lenient = mask_table(frame, alike, scan=scan_table(frame), keys=KEYS)
    strict = mask_table(frame, plan, scan=scan_table(frame), keys=KEYS)
    verify_table(frame, lenient, alike, scan=scan_table(frame))
    with pytest.raises(ResidualPii) as refused:
        verify_table(frame, strict.with_columns(lenient[column]), plan, scan=scan_table(frame))
    assert {(place.check, place.column, place.row) for place in refused.value.places} == {("minor", column, 1)}


def test_of_a_minor_neither_county_nor_age_band_is_left() -> None:
    frame = pl.DataFrame({"学生姓名": ["林晓雨"], "出生日期": ["2015-06-07"], "家庭住址": ["宁波市鄞州区文昌街18号"]})
    scan = scan_table(frame)
    plan = build_plan(scan, [], frame=frame, today=TODAY)
    strict = mask_table(frame, plan, scan=scan, keys=KEYS)
    verify_table(frame, strict, plan, scan=scan)
    lenient = mask_table(frame, replace(plan, minors_on=""), scan=scan, keys=KEYS)
    with pytest.raises(ResidualPii) as refused:
        verify_table(frame, lenient, plan, scan=scan)
    assert {place.column for place in refused.value.places if place.check == "minor"} == set(frame.columns)
