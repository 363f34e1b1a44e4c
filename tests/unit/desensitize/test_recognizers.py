"""What each pattern recognizer takes and what it leaves, one text a line. Numbers are generated, people invented."""

import random

import pytest

from desensitize.checksums import id_check_char, is_luhn
from desensitize.entities import ENTITIES, Entity
from desensitize.recognizers import RULES
from desensitize.scanning.judgement import CellContext
from desensitize.scanning.matcher import Matcher
from desensitize.text import scan_text
from tests.bench import records

RNG = random.Random(11)
ID, MOBILE, CARD, USCC = records.cn_id(RNG), records.mobile(RNG), records.card(RNG), records.uscc(RNG)
MATCHER = Matcher()


def found(text: str, header: str = "备注") -> list[tuple[str, str]]:
    return [(f.entity.value, text[f.start : f.end]) for f in MATCHER.find(text, CellContext.of([header]))]


BEFORE = ("", "身份证", "身份证号：", "客户", "(", '{"idcard":"', "id=", "张三", "\n", "，", "编号", "\u200b")


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize(("value", "entity"), [(ID, "CN_ID"), (CARD, "BANK_CARD"), (USCC, "USCC")])
def test_checked_numbers_need_no_label(before: str, value: str, entity: str) -> None:
    assert found(before + value) == [(entity, value)]


@pytest.mark.parametrize("before", ["sfz", "ID", "No", "NO"])
def test_identity_numbers_are_taken_right_behind_a_latin_word(before: str) -> None:
    assert found(before + ID) == [("CN_ID", ID)]


@pytest.mark.parametrize(
    "text",
    [
        f"{ID[:6]} {ID[6:14]} {ID[14:]}",
        f"{ID[:6]}-{ID[6:14]}-{ID[14:]}",
        " ".join(ID),
        f"{ID[:3]} {ID[3:6]} {ID[6:10]} {ID[10:14]} {ID[14:]}",
        "".join(chr(ord(char) + 0xFEE0) for char in ID),
        ID[:9] + "\u200b" + ID[9:],
        "".join(f"\\u{ord(char):04x}" for char in ID),
        "".join(f"%{ord(char):02X}" for char in ID),
    ],
)
def test_identity_numbers_in_any_spelling(text: str) -> None:
    assert found(text) == [("CN_ID", text)]


def test_identity_number_with_small_x() -> None:
    number = next(n for n in (records.cn_id(RNG) for _ in range(500)) if n.endswith("X"))
    assert found(f"证件{number.lower()}") == [("CN_ID", number.lower())]


@pytest.mark.parametrize(
    "before", ["", "电话", "手机：", "tel:", "phone=", "张三", "联系方式 ", "/", "Tel.", "TEL", "mobile", "sjh"]
)
def test_mobiles(before: str) -> None:
    assert found(before + MOBILE) == [("CN_MOBILE", MOBILE)]


@pytest.mark.parametrize(
    "form",
    [
        *("+86{0}", "+86 {0}", "+86-{0}", "86{0}", "0086{0}", "(+86){0}", "（+86）{0}", "86-{0}", "0{0}"),
        *("{1}-{2}-{3}", "{1} {2} {3}", "+86 {1} {2} {3}", "{1}.{2}.{3}", "{1}  {2}  {3}", "{1}—{2}—{3}"),
    ],
)
def test_mobiles_in_groups_and_with_the_country_code(form: str) -> None:
    text = form.format(MOBILE, MOBILE[:3], MOBILE[3:7], MOBILE[7:])
    assert found(text) == [("CN_MOBILE", text)]


def test_mobiles_read_out_in_chinese_numerals() -> None:
    spoken = MOBILE.translate(str.maketrans("0123456789", "零一二三四五六七八九"))
    assert found(f"电话{spoken}") == [("CN_MOBILE", spoken)]
    assert found(f"张三{MOBILE}") == [("CN_MOBILE", MOBILE)]


@pytest.mark.parametrize(
    ("text", "header", "entity"),
    [
        ("0571-87654321", "联系电话", "LANDLINE"),
        ("(0571)87654321", "电话", "LANDLINE"),
        ("057187654321", "家庭电话", "LANDLINE"),
        ("87654321", "住宅电话", "LANDLINE"),
        ("0571-87654321-8001", "联系电话", "LANDLINE"),
        ("0571-8765 4321", "lxdh", "LANDLINE"),
        ("1234567890123", "银行账号", "BANK_ACCOUNT"),
        ("3300 1616 7810 5300 1234", "yhzh", "BANK_ACCOUNT"),
        ("120202250990001", "acct_no", "BANK_ACCOUNT"),
        ("E12345678", "护照号码", "PASSPORT"),
        ("K1234567A", "护照号", "PASSPORT"),
        ("G12345678", "护照", "PASSPORT"),
        ("H1234567801", "港澳通行证", "HMT_PERMIT"),
        ("H12345678", "证件号码", "HMT_PERMIT"),
        ("CA1234567", "证件号码", "HMT_PERMIT"),
        ("12345678", "台胞证", "HMT_PERMIT"),
        ("浙A12345", "x", "PLATE"),
        ("粤B·D12345", "x", "PLATE"),
        ("粤Z1234港", "x", "PLATE"),
        ("A123456789", "股东账号", "SECURITIES_ACCOUNT"),
        ("190012345678", "一码通", "SECURITIES_ACCOUNT"),
        ("PDAA202333010000012345", "保单号", "POLICY_NUMBER"),
        ("123456789", "QQ", "QQ"),
        ("zhangsan_88", "微信号", "WECHAT"),
        ("192.168.1.100", "登录IP", "IP"),
        ("8.10.135.85", "备注", "IP"),
        ("li.wei_88", "微信号", "WECHAT"),
        ("00:1A:2B:3C:4D:5E", "设备", "MAC"),
        ("LSVAA4182E2184847", "x", "VIN"),
        ("a.b-c@mail.example.cn", "x", "EMAIL"),
        ("330106540301123", "sfzh", "CN_ID"),
        ("abc123!!", "登录密码", "PASSWORD"),
        ("123", "CVV", "CVV"),
        ("110108000000016", "注册号", "REG_NO"),
    ],
)
def test_a_header_names_what_has_no_check_of_its_own(text: str, header: str, entity: str) -> None:
    assert found(text, header) == [(entity, text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("持护照号EA1234567入境", "EA1234567"),
        ("通行证H12345678", "H12345678"),
        ("QQ：12345678", "12345678"),
        ("微信号：zhang_san88", "zhang_san88"),
        ("账号1202022509900012345已冻结", "1202022509900012345"),
        ("股东账号A123456789", "A123456789"),
        ("家庭电话0571-87654321", "0571-87654321"),
        ("身份证330106540301123", "330106540301123"),
        ("330106540301123（身份证）", "330106540301123"),
        ('{"account": "1234567890123"}', "1234567890123"),
        ("密码:abc123!!", "abc123!!"),
    ],
)
def test_a_label_in_the_text_names_it_too(text: str, value: str) -> None:
    assert [piece for _, piece in found(text)] == [value]


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("20231105123456789012", "订单号"),
        (f"{MOBILE}.00", "金额"),
        (MOBILE, "金额"),
        (f"共{MOBILE}元", "备注"),
        (f"${MOBILE}", "备注"),
        (f"订单号{MOBILE}", "备注"),
        ("600519", "证券代码"),
        ("2023-11-05 12:30:00", "日期"),
        ("1699171200000", "时间戳"),
        ("d41d8cd98f00b204e9800998ecf8427e", "hash"),
        ("550e8400-e29b-41d4-a716-446655440000", "uuid"),
        ("3.45%", "利率"),
        ("102100099996", "行号"),
        ("ICBKCNBJXXX", "SWIFT"),
        *((number, "联系电话") for number in ("95588", "12366", "400-800-8888", "4008008888", "12345")),
        ("120.123456,30.123456", "坐标"),
        ("138****5678", "手机号"),
        ("330106********1234", "身份证"),
        ("3301061975****0123", "证件号码"),
        ("6222 **** **** 1234", "卡号"),
        ("6222021234567890***", "卡号"),
        ("密码：******", "备注"),
        ("国发〔2023〕15号", "文号"),
        ("(2023)浙01民初1234号", "案号"),
        ("咨询电话010-66195566", "备注"),
        ("010-66195566", "办公电话"),
        ("1234", "身份证办理数量"),
        ("12", "身份证号"),
        ("1000000000000", "贷款余额"),
        ("123456789012", "合同编号"),
        ("版本1.2.3.4", "备注"),
        ("粤B2-20040089", "许可"),
        ("京ICP备12345678号", "备案"),
        ("微信扫码支付500元", "备注"),
        ("账户余额12345678901.23", "备注"),
        ("14012345678", "手机"),
        ("0.13812345678", "x"),
    ],
)
def test_what_only_looks_like_it_stays(text: str, header: str) -> None:
    assert found(text, header) == []


def test_a_serial_number_with_a_recent_day_is_no_person() -> None:
    """The day in a case number is the day it was given; nobody is refused who was born before 2005."""
    recent, older = ("3301062023110500" + "1", "3301061985110500" + "1")
    case, person = recent + id_check_char(recent), older + id_check_char(older)
    assert found(f"案件编号：{case}") == []
    assert found(f"案件编号：{person}") == [("CN_ID", person)]
    assert found(f"幼儿{case}") == [("CN_ID", case)]


def test_the_stronger_kind_wins() -> None:
    both = next(
        n for n in (records.cn_id(RNG) for _ in range(20_000)) if n.isdigit() and is_luhn(n) and n.startswith("62"[:1])
    )
    assert found(both, "银行卡号")[0][0] == "CN_ID"
    assert found(f"{MOBILE}@139.com") == [("EMAIL", f"{MOBILE}@139.com")]
    assert found(CARD, "银行账号") == [("BANK_CARD", CARD)]


def test_damaged_numbers_are_judged_without_the_check_digit() -> None:
    rounded = "110105194912310016"
    assert found(rounded, "编码") == []
    assert found(rounded, "证件") == [("CN_ID", rounded)]
    context = CellContext.of(["证件", "\x01damaged"])
    assert [f.entity for f in MATCHER.find(rounded, context)] == [Entity.CN_ID]
    assert [f.entity for f in MATCHER.find("1.10105194912310E+17")] == [Entity.CN_ID]


def test_a_header_cannot_pass_for_a_mark() -> None:
    assert [f.entity for f in MATCHER.find(ID, CellContext.of(["\x01-CN_ID"]))] == [Entity.CN_ID]


def test_every_rule_explains_itself_and_knows_its_kind() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.explanation
        assert rule.entity in ENTITIES
        assert 0 < rule.score < 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("英国国籍，护照号码537182904，1959年生", [("PASSPORT", "537182904")]),
        ("普查员证号537182904", []),
        ("遗失护照，号码C7719206，声明作废", [("PASSPORT", "C7719206")]),
        ("社保证明（个人编号3756462377）", [("OTHER_ID", "3756462377")]),
        ("救助金额6200元，病种：终末期肾病，", [("HEALTH", "终末期肾病")]),
        ("保障病种：终末期肾病，", []),
        ("抢救费用三万元（特重型颅脑损伤，某医院）", [("HEALTH", "特重型颅脑损伤")]),
    ],
)
def test_documents_and_illnesses_in_notices(text: str, expected: list[tuple[str, str]]) -> None:
    kinds = {"PASSPORT", "OTHER_ID", "HEALTH"}
    told = [(f.entity.value, text[f.start : f.end]) for f in scan_text(text)]
    assert [one for one in told if one[0] in kinds] == expected


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("从IP172.16.205.18登录", [("IP", "172.16.205.18")]),
        ("登录IP2409:8a1a:dd7a:2e5f:468e:7e30:50bd:2", [("IP", "2409:8a1a:dd7a:2e5f:468e:7e30:50bd:2")]),
        ("VIP2409:8a1a:dd7a:2e5f:468e:7e30:50bd:2", []),
        ("持有股票账户A461194420", [("SECURITIES_ACCOUNT", "A461194420")]),
        ("账户21-834546284465411被多收利息", [("BANK_ACCOUNT", "21-834546284465411")]),
        ("退保证金至800072381551563781（云川银行城东支行）", [("BANK_ACCOUNT", "800072381551563781")]),
        ("序号升至800072381551563781（见附件）", []),
        ("另有QQ群389765318用于发布进度", [("QQ", "389765318")]),
        ("VIP172.16.205.18", []),
        ("交换机MAC00:1A:2B:3C:4D:5E。", [("MAC", "00:1A:2B:3C:4D:5E")]),
        ("寿险保单P2024000173520投保人变更", [("POLICY_NUMBER", "P2024000173520")]),
        ("新增保单2000件，共有保单1234567件", []),
    ],
)
def test_a_label_may_touch_what_it_names(text: str, wanted: list[tuple[str, str]]) -> None:
    assert found(text) == wanted
