"""What the rest of a table, or of a column, says about values that could be one thing or another."""

from random import Random

import polars as pl
import pytest

from desensitize.checksums import id_check_char
from desensitize.entities import Entity
from desensitize.scan import scan_table
from desensitize.scanning.plain_header import plain_header
from tests.data.generators.identifiers import day, mobile, resident_id

RNG = Random(2026)
MOBILES = [mobile(RNG) for _ in range(60)]
OTHERS = [mobile(RNG) for _ in range(60)]
PASSPORTS = [f"{head}{RNG.randrange(10**7):07d}" for head in ("E1", "EB", "G3", "E5", "G8") for _ in range(4)]
PERMITS = [f"{head}{RNG.randrange(10**8):08d}" for head in "HM" for _ in range(30)]


def labels(**columns: list[str]) -> list[str]:
    return [column.label for column in scan_table(pl.DataFrame(columns)).columns]


@pytest.mark.parametrize("header", ["余额（分）", "总价(元)", "发卡数量", "全年累计（元）"])
def test_a_header_with_a_unit_or_a_count_is_believed(header: str) -> None:
    assert labels(**{header: MOBILES}) == ["NONE"]


def test_a_header_of_quantities_is_one_of_figures() -> None:
    assert labels(手机号实名核验量=MOBILES[:4] + [str(number) for number in range(40)]) == ["NONE"]


def test_short_figures_under_a_header_of_telephones_show_that_it_lies() -> None:
    assert labels(手机号=[str(number % 90) for number in range(60)], 数量=MOBILES) == ["NONE", "CN_MOBILE"]


def test_identity_numbers_prove_themselves_under_a_header_of_orders() -> None:
    bodies = [f"11010520{6 + number % 6:02d}0{1 + number % 9}1{number % 10}{number:03d}" for number in range(30)]
    young = [body + id_check_char(body) for body in bodies]
    assert labels(订单号=young) == ["CN_ID"]


def test_a_few_that_fail_the_check_speak_against_the_rest() -> None:
    cards = [f"62220212{number:08d}" for number in range(12)]
    assert labels(外部编码=cards) == ["NONE"]


def test_codes_of_offices_end_in_zeros() -> None:
    codes = [f"1{area}{number:04d}00" for area in (3301, 3502, 5101, 3702) for number in range(3, 90, 9)]
    assert labels(主管机关=codes) == ["NONE"]


def test_the_telephone_for_objections_is_an_offices() -> None:
    numbers = [f"0571-8{RNG.randrange(10**7):07d}" for _ in range(30)]
    assert labels(供应商=["某甲有限公司"] * 30, 质疑电话=numbers, 评审专家=["张伟民"] * 30)[1] == "NONE"


@pytest.mark.parametrize("header", ["金额", "备注", "状态", "类型", "名称"])
def test_plain_headers_hide_no_telephones(header: str) -> None:
    assert labels(**{header: MOBILES}) == ["CN_MOBILE"]


def test_a_plain_header_is_believed_where_the_telephones_stand_elsewhere() -> None:
    assert labels(手机号=OTHERS, 金额=MOBILES) == ["CN_MOBILE", "NONE"]


def test_no_header_of_figures_is_believed_where_another_header_lies() -> None:
    amounts = [f"{RNG.random() * 9000:.2f}" for _ in range(60)]
    assert labels(**{"手机号": amounts, "金额（元）": MOBILES})[1] == "CN_MOBILE"


def test_a_few_telephones_in_a_column_of_states_are_found() -> None:
    assert labels(状态=["正常"] * 200 + MOBILES[:3]) == ["MIXED"]


def test_documents_of_people_side_by_side() -> None:
    people = [resident_id(RNG) for _ in range(30)]
    frame = pl.DataFrame({"登记号": [*people, *PASSPORTS, *PERMITS[:10], *PERMITS[30:40]]})
    found = scan_table(frame).columns[0].cells
    assert found == {Entity.CN_ID: 30, Entity.PASSPORT: 20, Entity.HMT_PERMIT: 20}


def test_permits_prove_themselves_where_both_regions_occur() -> None:
    assert labels(列1=PERMITS) == ["HMT_PERMIT"]
    assert labels(列1=[f"H{20240000 + number}" for number in range(60)]) == ["NONE"]


def test_a_village_among_addresses_is_one() -> None:
    houses = [f"云川市东湖区柳树镇白石村{number}号" for number in range(1, 21)]
    places = scan_table(pl.DataFrame({"列1": [*houses, "云川市东湖区柳树镇三岔口村"]})).columns[0]
    assert places.cells == {Entity.ADDRESS: 21}
    assert labels(列1=["云川市东湖区柳树镇三岔口村", "正常", "待核"] * 10) == ["NONE"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("*出生日期（必填）", "出生日期"),
        ("【必填】身份证号(18位)", "身份证号"),
        ("★手机号：", "手机号"),
        ("金额（万元）", "金额（万元）"),
        ("CUST_BRTH_DT", "CUST_birth_date"),
        ("***", "***"),
    ],
)
def test_headers_without_the_marks_of_forms(written: str, read: str) -> None:
    assert plain_header(written) == read


def test_marked_headers_are_read() -> None:
    born = [day(RNG) for _ in range(20)]
    assert labels(**{"*出生日期*": born}) == ["DATE_OF_BIRTH"]
    assert labels(BRTH_DT=born) == ["DATE_OF_BIRTH"]


def test_an_illness_among_reasons_of_hardship() -> None:
    column = scan_table(pl.DataFrame({"致贫原因": ["因病：尿毒症", "缺少技能", "因学", "肺癌", "因灾"]})).columns[0]
    assert column.cells == {Entity.HEALTH: 2}


def test_passports_of_all_series_under_a_serial_number() -> None:
    assert labels(业务单号=PASSPORTS * 2) == ["PASSPORT"]
    assert labels(业务单号=[f"E{20240000 + number}" for number in range(60)]) == ["NONE"]


@pytest.mark.parametrize("header", ["birth_date", "微信号", "家庭住址", "护照号"])
def test_telephones_beside_what_only_a_person_has_are_no_offices(header: str) -> None:
    phones = [f"0571-{RNG.randrange(2 * 10**7, 9 * 10**7)}" for _ in range(20)]
    units = ["云川恒岳商贸有限公司"] * 20
    assert labels(单位名称=units, 固话=phones) == ["NONE", "NONE"]
    assert labels(**{"单位名称": units, "固话": phones, header: ["无"] * 20})[1] == "LANDLINE"


def test_the_number_behind_the_code_of_an_invoice() -> None:
    assert labels(摘要=["发票代码033002300111，号码48698707"]) == ["NONE"]
    assert labels(摘要=["订单2024110112，号码13912345678"]) == ["MIXED"]


@pytest.mark.parametrize("plate", ["闽KB7DJW", "渝DLYBH3", "京ABCDEF"])
def test_plates_with_more_letters_than_digits(plate: str) -> None:
    assert labels(车牌号=[plate] * 3) == ["PLATE"]


def test_the_beginning_of_a_period_is_no_birth() -> None:
    assert labels(违法事实=["韩桂生于2023年5月至2024年1月期间未报送资料"])[0] != "DATE_OF_BIRTH"
    assert labels(简介=["韩某某，生于1963年5月，大专文化"]) == ["MIXED"]


def test_a_label_names_somebody_under_a_header_of_things() -> None:
    cells = ["户名：宋泊辰\n账号：待补\n开户行：农行海门支行", "户名：云川恒岳商贸有限公司\n开户行：农行海门支行"]
    column = scan_table(pl.DataFrame({"银行账户信息": cells})).columns[0]
    assert column.cells == {Entity.PERSON: 1}


@pytest.mark.parametrize("header", ["条款", "固件", "章节号"])
def test_four_small_numbers_with_points_are_versions(header: str) -> None:
    sections = [f"{RNG.randint(1, 20)}.{RNG.randint(0, 30)}.{RNG.randint(0, 9)}.{RNG.randint(0, 9)}" for _ in range(9)]
    assert labels(**{header: sections}) == ["NONE"]
    assert labels(**{header: [*sections[:8], "10.20.213.9"]}) != ["NONE"]


def test_numbers_of_drawings_are_no_landlines() -> None:
    drawings = [f"0{RNG.randrange(1000):03d}-{RNG.randrange(10**7):07d}" for _ in range(60)]
    assert labels(图号=drawings) == ["NONE"]
    assert labels(图号=[f"0571-8{RNG.randrange(10**7):07d}" for _ in range(12)]) == ["LANDLINE"]


def test_sixteen_digits_that_mostly_fail_the_check_are_no_cards() -> None:
    numbers = [f"{head}{RNG.randrange(10**14):014d}" for head in ("45", "51", "35") for _ in range(20)]
    assert labels(券码=numbers) == ["NONE"]


@pytest.mark.parametrize("header", ["健康证号", "停车证号", "食品经营证号", "导游证号"])
def test_the_number_of_some_paper_is_nobodys_document(header: str) -> None:
    assert labels(**{header: [f"{number:08d}" for number in range(20240101, 20240131)]}) == ["NONE"]


@pytest.mark.parametrize("header", ["负责人证号", "户主证号", "借款人姓名及证号", "证号"])
def test_the_number_of_somebodys_paper_is(header: str) -> None:
    assert labels(**{header: [resident_id(RNG)[:6] + f"{490101 + number}001" for number in range(20)]}) == ["CN_ID"]


def test_sizes_of_files_are_no_telephones() -> None:
    sizes = [str(10 ** (6 + number % 5) * 3 + 7 * number) for number in range(60)] + MOBILES[:8]
    assert labels(占用空间=sizes) == ["NONE"]


def test_landlines_without_a_hyphen_stand_among_mobiles() -> None:
    lines = [f"0571{RNG.randint(2, 8)}{RNG.randrange(10**7):07d}" for _ in range(14)]
    found = scan_table(pl.DataFrame({"caller": [*MOBILES, *lines]})).columns[0].cells
    assert found == {Entity.CN_MOBILE: 60, Entity.LANDLINE: 14}


@pytest.mark.parametrize("header", ["收件信息", "收货人信息", "联系人基本信息"])
def test_all_that_is_known_of_somebody_in_one_cell(header: str) -> None:
    names = ["陈艺涵", "洪然", "陈知秋", "文来弟", "梁岩磊", "苏久", "汪建军", "谭珍"]
    cells = [
        f"{name}，{number}，云川市东湖区人民路{at}号"
        for at, (name, number) in enumerate(zip(names, MOBILES, strict=False), 1)
    ]
    assert scan_table(pl.DataFrame({header: cells})).columns[0].cells[Entity.PERSON] == len(names)


@pytest.mark.parametrize("header", ["收货地址", "联系电话", "账户信息"])
def test_somebody_before_a_telephone_and_an_address(header: str) -> None:
    names = ["陈艺涵", "洪然", "陈知秋", "文来弟", "梁岩磊", "苏久", "汪建军", "谭珍"]
    pairs = zip(names, MOBILES, strict=False)
    cells = [f"{name}，{number}，云川市东湖区人民路{at}号" for at, (name, number) in enumerate(pairs, 1)]
    assert scan_table(pl.DataFrame({header: cells})).columns[0].cells[Entity.PERSON] == len(names)
