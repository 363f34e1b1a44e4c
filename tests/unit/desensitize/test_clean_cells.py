"""Cells that look like somebody's and are not: what a table of a public body is full of."""

from random import Random

import polars as pl
import pytest

from desensitize.findings import no_spans
from desensitize.masking.guard import guarded_rows
from desensitize.masking.recipe import GUARD_SHAPE, ColumnPlan
from desensitize.places.finder import find_addresses
from desensitize.scan import scan_table
from desensitize.scanning.judgement import lexicon
from desensitize.scanning.matcher import Matcher
from desensitize.scanning.names_around import find_in_names
from tests.data.generators.identifiers import card, mobile

RNG = Random(23)
NONE = "NONE"


def label(name: str, cells: list[str], **others: list[str]) -> str:
    return scan_table(pl.DataFrame({name: cells, **others})).columns[0].label


@pytest.mark.parametrize(
    "text",
    [
        "西湖区公积金中心",
        "三门县人民政府",
        "雷山县红太阳幼儿园",
        "叙州区疾控中心",
        "江宁区科技园",
        "反映徐汇区沿江路路面破损积水严重",
        "标的车在和平区东风东路与三者车追尾",
        "19铁道05",
    ],
)
def test_institutions_and_roads_on_the_way_are_no_addresses(text: str) -> None:
    assert find_addresses([text]) == [()]


@pytest.mark.parametrize(
    "text",
    [
        "家住和平区东风东路",
        "密云区阳光小区",
        "南京市鼓楼区中山北路",
        "宾县马场乡石门村第二村民小组",
        "宾县龙湖滟澜山29-1-1701",
    ],
)
def test_homes_are(text: str) -> None:
    assert len(find_addresses([text])[0]) == 1


def test_figures_are_no_telephones() -> None:
    amounts = [f"{RNG.random() * 10 ** RNG.randint(3, 9):,.2f}" for _ in range(37)]
    assert label("2022年", [*amounts, *(mobile(RNG) for _ in range(3))]) == NONE
    assert label("备注", ["正常"] * 37 + [mobile(RNG) for _ in range(3)]) == "MIXED"


def test_codes_of_twelve_digits_are_no_telephones() -> None:
    assert label("", [f"0{RNG.randrange(10**11):011d}" for _ in range(60)]) == NONE


def test_whole_columns_prove_themselves() -> None:
    passports = [RNG.choice("EG") + f"{RNG.randrange(10**8):08d}" for _ in range(30)]
    landlines = [f"0{RNG.choice((371, 451, 571, 755))}{RNG.randint(2, 8)}{RNG.randrange(10**6):06d}" for _ in range(30)]
    cards = [card(RNG) for _ in range(30)]
    assert label("编号", passports) == "PASSPORT"
    assert label("合同编号", passports) == NONE
    assert label("项目", landlines) == "LANDLINE"
    assert label("监督电话", landlines) == NONE
    assert label("流水号", cards) == "BANK_CARD"


def test_kinds_that_come_again_are_no_names() -> None:
    rooms = ["标准间", "豪华大床房", "商务套房", "云景房", "江景房"] * 8
    assert label("房型", rooms) == NONE
    assert label("影片", ["霍元甲", "叶问", "长津湖", "流浪地球", "唐人街探案", "熊出没"] * 6) == NONE


def test_headers() -> None:
    names = ["林种", "通话时长(秒)", "应发（元）", "余额"]
    assert find_in_names(names, Matcher()) == [()] * 4
    assert all(find_in_names(["张建国", "李丽华", "王秀英", "陈伟"], Matcher()))
    assert lexicon().of_header("帳戶號碼") == lexicon().of_header("帐户号码")
    assert lexicon().of_header("護照號碼") == lexicon().of_header("护照号码")
    assert lexicon().of_header("身份证换领数") == lexicon().of_header("金额")


def test_numbers_of_services_stay_in_a_column_of_telephones() -> None:
    cells = pl.Series(["4008895558", "400-889-5558", "95588", "1381234567"])
    plan = ColumnPlan(
        column="被叫", operator="spans", params={}, entity="CN_MOBILE", clause="", reason="", guard=GUARD_SHAPE
    )
    assert guarded_rows(cells, no_spans(), plan).tolist() == [3]


def test_a_stack_trace_is_no_mail() -> None:
    found = Matcher().find("NullPointerException at com.bank.Loan.pay(Loan.java:128)")
    assert not [one for one in found if one.entity == "EMAIL"]
