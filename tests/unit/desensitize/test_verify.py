"""Verification: what it proves, what it raises, and that it needs no help from the plan to see a leak."""

import json
from dataclasses import replace

import polars as pl
import pytest

from desensitize.entities import Entity
from desensitize.findings import TableScan
from desensitize.keys import MaskingKeys
from desensitize.mask import mask_table, mask_text
from desensitize.masking.row_numbers import counts_rows
from desensitize.masking.row_order import shuffled_order
from desensitize.masking.settle import settle
from desensitize.plan import Demand, build_plan
from desensitize.proof.residual import ResidualPii
from desensitize.proved import mask_and_prove, masked_rows
from desensitize.scan import scan_table
from desensitize.text import scan_text
from desensitize.verify import verify_table, verify_text
from tests.fakes.people import loans

KEYS = MaskingKeys({"release": b"k" * 32})
TABLE = loans(120, seed=5)
SCAN = scan_table(TABLE)
PLAN = build_plan(SCAN, [], frame=TABLE)
RELEASED = mask_table(TABLE, PLAN, scan=SCAN, keys=KEYS)


def checks(released: pl.DataFrame, **more: object) -> set[tuple[str, str | None, str]]:
    """What verification raises, as (check, column, kind)."""
    with pytest.raises(ResidualPii) as caught:
        verify_table(TABLE, released, PLAN, scan=SCAN, **more)
    summary = json.dumps(caught.value.summary(), ensure_ascii=False)
    for column in ("身份证号", "手机号", "借款人"):
        assert not any(value in summary for value in TABLE[column])
    return {(place.check, place.column, place.kind) for place in caught.value.places}


def with_cell(column: str, row: int, text: str | None) -> pl.DataFrame:
    cells = RELEASED[column].to_list()
    cells[row] = text
    return RELEASED.with_columns(pl.Series(column, cells, dtype=pl.String))


def test_a_masked_table_passes_and_says_what_was_checked() -> None:
    report = verify_table(TABLE, RELEASED, PLAN, scan=SCAN, metadata=("贷款发放明细", "2024 年"))
    assert report.rows == 120
    assert report.identifiers > 400
    assert report.words >= 240
    assert report.domain_cells == 120
    assert report.as_dict()["passed"] is True


@pytest.mark.parametrize("column", ["身份证号", "手机号", "还款卡号", "邮箱"])
@pytest.mark.parametrize("target", ["备注", "统一社会信用代码", "贷款金额(元)"])
def test_an_identifier_anywhere_is_found(column: str, target: str) -> None:
    found = checks(with_cell(target, 7, f"见 {TABLE[column][90]}。"), names=False)
    assert any(check == "identifier" and place == target for check, place, _ in found)


@pytest.mark.parametrize(
    "written",
    ["{0}", "tel{0}", "号码{0}号", "+86{0}", "{1}-{2}-{3}", "{1} {2} {3}", "{wide}", "86{0}", "{1}\u200b{2}{3}"],
)
def test_other_ways_of_writing_a_mobile_are_found(written: str) -> None:
    mobile = TABLE["手机号"][3]
    wide = mobile.translate({ord("0") + i: 0xFF10 + i for i in range(10)})
    text = written.format(mobile, mobile[:3], mobile[3:7], mobile[7:], wide=wide)
    found = checks(with_cell("备注", 60, text), names=False)
    assert any(check == "identifier" for check, *_ in found)


def test_a_number_inside_a_longer_one_does_not_stand() -> None:
    verify_table(TABLE, with_cell("备注", 60, f"流水77{TABLE['手机号'][3]}99"), PLAN, scan=SCAN, names=False)


def test_identifiers_in_headers_and_metadata_are_found() -> None:
    number = TABLE["身份证号"][11]
    assert ("metadata", None, "CN_ID") in checks(RELEASED, metadata=(f"关于{number}的说明",), names=False)
    mobile = TABLE["手机号"][0]
    renamed = TABLE.rename({"放款日期": f"电话{mobile}"})
    scan = scan_table(renamed, names=False)
    plan = build_plan(scan, [])
    released = mask_table(renamed, plan, scan=scan, keys=KEYS)
    assert not any(mobile in name for name in released.columns)
    verify_table(renamed, released, plan, scan=scan, names=False)


def test_a_hidden_name_in_its_own_row_is_found_and_in_another_is_left_to_the_rescan() -> None:
    name = TABLE["借款人"][20]
    assert ("own_row", "备注", "PERSON") in checks(with_cell("备注", 20, f"已通知{name}还款。"), names=False)


def test_a_full_name_in_free_text_of_another_row_is_found() -> None:
    name = TABLE["借款人"][20]
    found = checks(with_cell("备注", 21, f"该户由{name}代为办理。"), names=False)
    assert ("free_text", "备注", "PERSON") in found
    assert ("metadata", None, "PERSON") in checks(RELEASED, metadata=(f"含{name}等人",), names=False)


def test_a_word_that_happens_to_be_a_name_does_not_stop_a_release() -> None:
    table = pl.DataFrame(
        {
            "姓名": ["万元整", *TABLE["借款人"][1:40]],
            "备注": [f"贷款金额壹拾{'万元整' if i % 2 else '元'}，按期" for i in range(40)],
        }
    )
    scan = scan_table(table)
    plan = build_plan(scan, [Demand("姓名", "PERSON", "partial", "NL-D07")], frame=table)
    proved = mask_and_prove(table, plan, scan=scan, keys=KEYS, written=lambda frame: frame)
    assert sum("万元整" in cell for cell in proved.released["备注"]) >= 19


def test_an_address_in_its_row_and_a_cell_outside_the_domain_are_found() -> None:
    found = checks(with_cell("家庭住址", 4, TABLE["家庭住址"][4]), names=False)
    assert ("domain", "家庭住址", "ADDRESS") in found
    assert ("own_row", "备注", "ADDRESS") in checks(with_cell("备注", 4, f"寄{TABLE['家庭住址'][4]}"), names=False)


@pytest.mark.parametrize(
    ("column", "entity", "action", "bad"),
    [
        ("贷款金额(元)", None, "bucket", "123456.78"),
        ("放款日期", "DATE_OF_BIRTH", "generalise", "1990-03-07"),
        ("手机号", "CN_MOBILE", "pseudonymise", "pqrst"),
        ("备注", None, "redact", "已还款"),
    ],
)
def test_every_output_domain_is_checked(column: str, entity: str | None, action: str, bad: str) -> None:
    plan = build_plan(SCAN, [Demand(column, entity, action, "NL-D19")], frame=TABLE)
    released = mask_table(TABLE, plan, scan=SCAN, keys=KEYS)
    verify_table(TABLE, released, plan, scan=SCAN, names=False)
    cells = released[column].to_list()
    cells[9] = bad
    with pytest.raises(ResidualPii) as caught:
        verify_table(TABLE, released.with_columns(pl.Series(column, cells)), plan, scan=SCAN, names=False)
    assert any(place.check in {"domain", "unchanged"} and place.row == 9 for place in caught.value.places)


def test_a_cell_that_a_clause_hides_and_came_through_is_found() -> None:
    plan = build_plan(SCAN, [Demand("身份证号", "CN_ID", "partial", "NL-D01")], frame=TABLE)
    odd = TABLE.with_columns(pl.Series("身份证号", ["旧证第七号", *TABLE["身份证号"][1:]]))
    scan = scan_table(odd)
    released = mask_table(odd, plan, scan=scan, keys=KEYS)
    verify_table(odd, released, plan, scan=scan, names=False)
    cells = ["旧证第七号", *released["身份证号"][1:]]
    with pytest.raises(ResidualPii) as caught:
        verify_table(odd, released.with_columns(pl.Series("身份证号", cells)), plan, scan=scan, names=False)
    assert {place.check for place in caught.value.places} >= {"unchanged"}


def test_something_never_scanned_is_found_by_the_rescan() -> None:
    found = checks(with_cell("备注", 2, "新增 13987654321"), names=False)
    assert ("rescan", "备注", "CN_MOBILE") in found


def test_rows_and_columns_must_be_the_plans() -> None:
    assert ("columns", None, "") in checks(RELEASED.head(5))
    assert ("columns", None, "") in checks(RELEASED.with_columns(pl.lit("x").alias("多出")))
    assert ("columns", None, "") in checks(RELEASED.drop("备注"))


def test_rows_in_the_order_of_a_hidden_column_are_refused() -> None:
    table = TABLE.sort("身份证号")
    scan = scan_table(table)
    careless = build_plan(scan, [])  # without the table the plan cannot see its order
    released = mask_table(table, careless, scan=scan, keys=KEYS)
    with pytest.raises(ResidualPii) as caught:
        verify_table(table, released, careless, scan=scan, names=False)
    assert {place.check for place in caught.value.places} == {"row_order"}
    plan = build_plan(scan, [], frame=table)
    order = shuffled_order(table.height, KEYS, plan.purpose, plan.recipe_version)
    shuffled = masked_rows(table, plan, scan=scan, keys=KEYS)
    verify_table(table, shuffled, plan, scan=scan, order=order, names=False)
    assert sorted(shuffled["统一社会信用代码"]) == sorted(table["统一社会信用代码"])
    assert shuffled["统一社会信用代码"].to_list() != table["统一社会信用代码"].to_list()
    # A name in its own row is found in the shuffled table too.
    at = 17
    cells = shuffled["备注"].to_list()
    cells[at] = f"已通知{table['借款人'][int(order[at])]}"
    with pytest.raises(ResidualPii) as caught:
        verify_table(table, shuffled.with_columns(pl.Series("备注", cells)), plan, scan=scan, order=order, names=False)
    assert ("own_row", at) in {(place.check, place.row) for place in caught.value.places}


def test_only_asked_kinds_have_to_be_hidden() -> None:
    asked = {Entity.CN_MOBILE}
    scan = scan_table(TABLE, entities=asked, names=False)
    plan = build_plan(scan, [], frame=TABLE, entities=asked)
    released = mask_table(TABLE, plan, scan=scan, keys=KEYS)
    report = verify_table(TABLE, released, plan, scan=scan, entities=asked, names=False)
    assert report.words == 0
    with pytest.raises(ResidualPii):
        verify_table(TABLE, released, plan, scan=scan, names=False)


def test_what_verification_finds_is_masked_and_proved_again() -> None:
    leaky = with_cell("备注", 2, f"新增 13987654321，{TABLE['借款人'][2]}知情")
    with pytest.raises(ResidualPii) as caught:
        verify_table(TABLE, leaky, PLAN, scan=SCAN)
    settled, count = settle(leaky, caught.value, PLAN, keys=KEYS)
    assert count >= 2
    assert settled["备注"][2] == f"新增 ***，{TABLE['借款人'][2][0]}**知情"
    verify_table(TABLE, settled, PLAN, scan=SCAN)


def test_a_fault_of_the_plan_is_not_settled() -> None:
    with pytest.raises(ResidualPii) as caught:
        verify_table(TABLE, RELEASED.head(3), PLAN, scan=SCAN)
    with pytest.raises(ResidualPii):
        settle(RELEASED, caught.value, PLAN, keys=KEYS)


def test_a_writer_that_leaks_every_time_is_given_up() -> None:
    with pytest.raises(ResidualPii):
        mask_and_prove(TABLE, PLAN, scan=SCAN, keys=KEYS, written=lambda _: TABLE, names=False)


def test_an_empty_table_passes() -> None:
    empty = TABLE.head(0)
    scan = scan_table(empty)
    plan = build_plan(scan, [], frame=empty)
    released = mask_table(empty, plan, scan=scan, keys=KEYS)
    assert verify_table(empty, released, plan, scan=scan).rows == 0


TEXT = (
    "当事人：朱雅琴，身份证号320101196308126667，住址：云川市东湖区新丰村4组8号。\n"
    "经查，当事人控制使用“陶子涵”证券账户，银行账号34007724937435667402。联系手机13900139123。"
)


def test_text_passes_when_masked_and_not_otherwise() -> None:
    plan = build_plan(TableScan(0, ()), [])
    findings = scan_text(TEXT)
    released = mask_text(TEXT, findings, plan, keys=KEYS)
    for value in ("朱雅琴", "320101196308126667", "34007724937435667402", "新丰村4组8号", "13900139123"):
        assert value not in released
    verify_text(TEXT, released, plan, findings=findings)
    for leak in ("朱雅琴", "320101196308126667", "1390013 9123", "云川市东湖区新丰村4组8号"):
        with pytest.raises(ResidualPii):
            verify_text(TEXT, f"{released}\n{leak}", plan, findings=findings)
    with pytest.raises(ResidualPii):
        verify_text(TEXT, released, plan, findings=findings, metadata=("朱雅琴案",))
    with pytest.raises(ResidualPii):
        verify_text(TEXT, f"{released}另有手机18612345678", plan, findings=findings)


def test_text_with_surrogates_is_verified() -> None:
    text = "电话13900139123\ud800完"
    plan = build_plan(TableScan(0, ()), [])
    findings = scan_text(text)
    released = mask_text(text, findings, plan, keys=KEYS)
    assert "\ud800" in released
    verify_text(text, released, plan, findings=findings)


def test_names_that_a_clause_shows_stay_in_text() -> None:
    plan = build_plan(TableScan(0, ()), [Demand(None, "PERSON", "keep", "NL-X03")])
    findings = scan_text(TEXT)
    released = mask_text(TEXT, findings, plan, keys=KEYS)
    assert "朱雅琴" in released
    report = verify_text(TEXT, released, plan, findings=findings)
    assert report.rescanned["PERSON"] >= 1


def test_a_column_that_counts_the_rows_does_not_stay_beside_shuffled_rows() -> None:
    table = TABLE.sort("身份证号").with_row_index("序号", offset=1).cast({"序号": pl.String})
    scan = scan_table(table)
    plan = build_plan(scan, [], frame=table)
    assert plan.column("序号").operator == "drop"
    order = shuffled_order(table.height, KEYS, plan.purpose, plan.recipe_version)
    verify_table(table, masked_rows(table, plan, scan=scan, keys=KEYS), plan, scan=scan, order=order, names=False)
    careless = replace(build_plan(scan, []), shuffle=plan.shuffle)
    with pytest.raises(ResidualPii) as caught:
        verify_table(
            table, masked_rows(table, careless, scan=scan, keys=KEYS), careless, scan=scan, order=order, names=False
        )
    assert [(place.check, place.column) for place in caught.value.places] == [("row_order", "序号")]


def test_what_counts_rows() -> None:
    rows = range(10, 40)
    assert counts_rows(pl.Series([f"No.{n:03}" for n in rows]))
    assert counts_rows(pl.Series([str(n) for n in reversed(rows)]))
    assert not counts_rows(pl.Series([str(2 * n) for n in rows]))
    assert not counts_rows(pl.Series([f"{'甲乙'[n % 2]}{n}" for n in rows]))
    assert not counts_rows(pl.Series([str(n) for n in rows] + [None]))
    assert not counts_rows(pl.Series(["1", "2", "3"]))
