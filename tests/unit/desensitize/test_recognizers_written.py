"""Identifiers in parts, glued, written out, boxed; further documents and plates; and what only looks like them."""

import random

import pytest

from desensitize.checksums import id_check_char
from desensitize.scanning.judgement import CellContext
from desensitize.scanning.matcher import Matcher
from desensitize.text import scan_text
from tests.bench import records

RNG = random.Random(12)
ID, MOBILE = records.cn_id(RNG), records.mobile(RNG)
MATCHER = Matcher()


def found(text: str, header: str = "备注") -> list[tuple[str, str]]:
    return [(f.entity.value, text[f.start : f.end]) for f in MATCHER.find(text, CellContext.of([header]))]


@pytest.mark.parametrize(
    "text",
    [
        f"{ID[:6]}_{ID[6:14]}_{ID[14:]}",
        f"{ID[:6]}/{ID[6:14]}/{ID[14:]}",
        f"{ID[:6]}.{ID[6:14]}.{ID[14:]}",
        f"{ID[:6]}  {ID[6:10]}  {ID[10:14]}  {ID[14:]}",
        f"{ID[:14]}\n{ID[14:]}",
    ],
)
def test_identity_numbers_in_their_parts(text: str) -> None:
    assert found(text) == [("CN_ID", text)]
    assert found(f"经核实证件号{text}有效") == [("CN_ID", text)]


def test_numbers_with_nothing_between_them() -> None:
    other = records.mobile(RNG)
    assert found(ID + MOBILE) == [("CN_ID", ID), ("CN_MOBILE", MOBILE)]
    assert found(MOBILE + ID) == [("CN_MOBILE", MOBILE), ("CN_ID", ID)]
    assert found(MOBILE + other) == [("CN_MOBILE", MOBILE), ("CN_MOBILE", other)]


def test_letters_around_an_identity_number() -> None:
    body = "11010119690307123"
    old = body + id_check_char(body)
    assert found(f"ID{old}A") == [("CN_ID", old)]
    young = "33010620150401001"
    contract = f"HT{young}{id_check_char(young)}A"
    assert found(contract, "合同编号") == []
    assert found(contract, "身份证号") == [("CN_ID", contract[2:20])]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("chen_wei8(at)qq.com", "chen_wei8(at)qq.com"),
        ("lilei76[at]126.com", "lilei76[at]126.com"),
        ("sunlei889 at outlook dot com", "sunlei889 at outlook dot com"),
        ("邮箱hua88艾特yeah点net，请回复", "hua88艾特yeah点net"),
        ("wangwei3 @ sina.com.cn", "wangwei3 @ sina.com.cn"),
        ("k4512@sina点com点cn", "k4512@sina点com点cn"),
        ("xiaoming31@财税.中国", "xiaoming31@财税.中国"),
        ("liu.jun3295#qq.com", "liu.jun3295#qq.com"),
    ],
)
def test_addresses_of_mail_as_people_write_them(text: str, value: str) -> None:
    assert found(text) == [("EMAIL", value)]


@pytest.mark.parametrize("text", ["look at example.com", "见第3点com口", "a#b", "单价@12.5元"])
def test_words_around_at_are_no_mail(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "header", "entity"),
    [
        ("津L2508领", "备注", "PLATE"),
        ("034697使", "备注", "PLATE"),
        ("KA12345", "车牌号", "PLATE"),
        ("临A47340", "车牌号", "PLATE"),
        ("34007724937435667402", "证券账户", "SECURITIES_ACCOUNT"),
        ("240e:49ac::3b85:ef99", "备注", "IP"),
        ("ce68.d4a3.2dfd", "备注", "MAC"),
        ("7346986729", "qq号码", "QQ"),
        ("31891642", "台湾居民来往大陆通行证号码", "HMT_PERMIT"),
        ("FRA440192080725", "永久居留证号码", "CN_ID"),
        ("187~2728~8661", "备注", "CN_MOBILE"),
        ("+86(158)43567891", "备注", "CN_MOBILE"),
        ("（+86）19567333824", "备注", "CN_MOBILE"),
        ("186-2025-0677", "手机号", "CN_MOBILE"),
    ],
)
def test_further_forms(text: str, header: str, entity: str) -> None:
    assert found(text, header) == [(entity, text)]


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("186-2025-0677", "编号"),
        ("KA12345", "备注"),
        ("1234.5678.9012", "备注"),
        ("std::abc", "备注"),
        ("034697使用", "备注"),
    ],
)
def test_near_misses(text: str, header: str) -> None:
    assert found(text, header) == []


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("军字第0123456号", "备注"),
        ("南字第1234567号", "士兵证"),
        ("3301060012345", "社保号"),
        ("012345678", "户口簿号"),
        ("A12345678", "医保卡号"),
    ],
)
def test_other_documents(text: str, header: str) -> None:
    assert found(text, header) == [("OTHER_ID", text)]


def test_an_identity_number_stays_one_under_the_label_of_another_document() -> None:
    assert found(ID, "社会保障号码") == [("CN_ID", ID)]
    assert found("浙字第1234567号") == []
    assert found("12345678", "社保卡发放数量") == []


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"{char}\ufe0f\u20e3" for char in "13912345678"),
        "".join(f"{char}\u0336" for char in "13912345678"),
        "".join(chr(0x2487 + int(char)) if char != "0" else char for char in "13912345678"),
        "0x" + b"13912345678".hex(),
    ],
)
def test_boxed_struck_and_enumerated_digits(text: str) -> None:
    ((entity, value),) = found(text)
    assert entity == "CN_MOBILE"
    assert value.rstrip() == text.rstrip("\u20e3\ufe0f\u0336")


@pytest.mark.parametrize(
    "number", ["3201O2780312123", "3201027803l2l23", "32O102 780312 123", ID.replace("1", "l", 1).replace("0", "O", 1)]
)
def test_letters_written_for_digits_of_an_identity_number(number: str) -> None:
    assert found(f"身份证号：{number}，已核") == [("CN_ID", number)]
    assert found(f"编号{number}已核") == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("把钱打到6217001234567890123这个账户了", "6217001234567890123"),
        ("资金转到了62170028700123456这个账号上", "62170028700123456"),
        ("款项汇入1202021909900123456，请查收", "1202021909900123456"),
        ("汇给她的1202021909900123456户头", "1202021909900123456"),
        ("请退到招行6225880112345670", "6225880112345670"),
    ],
)
def test_accounts_that_money_is_sent_to(text: str, number: str) -> None:
    assert found(text) == [("BANK_ACCOUNT", number)]


@pytest.mark.parametrize(
    "text",
    [
        "尾号6217的账户已冻结",
        "转入1234567890123元",
        "转入120000000000",
        "流水号202403150000123456的账户变动",
        "下沉到202403151234567号文件",
        "订单号202403151234567这个已退",
    ],
)
def test_other_numbers_beside_words_of_payment(text: str) -> None:
    assert found(text) == []


def test_permits_that_residents_of_hong_kong_and_macau_hold() -> None:
    assert found("澳门居民黄某持M12345678入境，另一人持H01234567") == [
        ("HMT_PERMIT", "M12345678"),
        ("HMT_PERMIT", "H01234567"),
    ]
    assert found("港澳居民陈某M12345678申请开户") == [("HMT_PERMIT", "M12345678")]
    assert found("型号M12345678设备维修") == []


def test_a_batch_of_a_month_is_no_passport() -> None:
    assert found("护照类业务JK202409已归档") == found("护照业务批次JK20240915已归档") == []
    assert found("护照号码JK2024995，已核") == [("PASSPORT", "JK2024995")]


@pytest.mark.parametrize("text", ["持 EA1234567 入境", "黄某持E12345678", "EJ7654321出境", "凭EC1234567登机"])
def test_passports_in_few_words(text: str) -> None:
    assert [kind for kind, _ in found(text)] == ["PASSPORT"]
    assert found("设备E12345678故障") == found("型号EA1234567") == found("E12345678的订单") == []


@pytest.mark.parametrize(
    ("text", "value", "entity"),
    [
        ("D.O.B.: 12 March 1988 | Passport", "12 March 1988", "DATE_OF_BIRTH"),
        ("born on March 12, 1988.", "March 12, 1988", "DATE_OF_BIRTH"),
        ("鞠明远|1990.05.17生|汉族", "1990.05.17", "DATE_OF_BIRTH"),
        ("游小满（2018-06-21，未成年）护照", "2018-06-21", "DATE_OF_BIRTH"),
        ("终端MAC 3C7C-3F91-0B6A。", "3C7C-3F91-0B6A", "MAC"),
        ("上海A股账户A203846175测评", "A203846175", "SECURITIES_ACCOUNT"),
        ("保险合同号P0902 0011 7846 35，险种", "P0902 0011 7846 35", "POLICY_NUMBER"),
        ("团单号 GA-2025-3301-0047182 保全", "GA-2025-3301-0047182", "POLICY_NUMBER"),
        ("活期一本通 4402048830476836843，余额", "4402048830476836843", "BANK_ACCOUNT"),
        ("登录地址为10.1.2.3，", "10.1.2.3", "IP"),
    ],
)
def test_forms_met_in_documents(text: str, value: str, entity: str) -> None:
    assert (value, entity) in {(text[one.start : one.end], one.entity.value) for one in scan_text(text)}


@pytest.mark.parametrize("text", ["csrq=19000101", "批号2024-0001-0233", "1990.05.17生效", "Born in 1988"])
def test_forms_that_tell_nothing(text: str) -> None:
    assert scan_text(text) == ()
