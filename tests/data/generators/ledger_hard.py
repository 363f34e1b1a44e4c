"""More columns of a ledger: what programs leave behind (floats, escapes, markup), headers that lie, and clean codes."""

from collections.abc import Mapping
from random import Random
from types import MappingProxyType

from tests.data.generators import ledger_values as values
from tests.data.generators import places
from tests.data.generators.compose import Marked, Span
from tests.data.generators.ledger_columns import Column, Maker, plain, some, templates, whole, words


def _inside(entity: str, before: str, make: Maker, behind: str) -> Maker:
    """A whole value between characters that are none of it."""

    def cell(rng: Random) -> Marked:
        text = make(rng).text
        return Marked(f"{before}{text}{behind}", (Span(len(before), len(before) + len(text), entity),))

    return cell


def _escaped(rng: Random) -> Marked:
    """JSON with its Chinese escaped: the digits stand as they are."""
    number = values.mobile(rng)
    before = '{"\\u624b\\u673a":"'
    return Marked(f'{before}{number}","n":{rng.randint(1, 9)}}}', (Span(len(before), len(before) + 11, "CN_MOBILE"),))


def _joined(entity: str, make: Maker, *marks: str) -> Maker:
    """Two or three values in one cell."""

    def cell(rng: Random) -> Marked:
        mark, text, spans = rng.choice(marks), "", []
        for number in range(rng.randint(2, 3)):
            text += mark if number else ""
            value = make(rng).text
            spans.append(Span(len(text), len(text) + len(value), entity))
            text += value
        return Marked(text, tuple(spans))

    return cell


def _sole(rng: Random) -> str:
    return values.id18(rng) + rng.choice(("00", "A1", "L0"))


def _mistyped(rng: Random) -> str:
    value = values.id18(rng)
    return value[:17] + rng.choice([char for char in "0123456789" if char != value[17]])


_ID, _MOBILE = whole("CN_ID", values.id18), whole("CN_MOBILE", values.mobile)
_CARD, _EMAIL = whole("BANK_CARD", values.card), whole("EMAIL", values.email)

HARD: Mapping[str, Column] = MappingProxyType(
    {
        "mobile float": (("手机号", "联系电话", "sjh", "mobile"), _inside("CN_MOBILE", "", _MOBILE, ".0")),
        "mobile powers": (
            ("手机号码", "sjh"),
            whole("CN_MOBILE", lambda rng: f"1.{values.mobile(rng)[1 : rng.choice((6, 9, 11))]}E+10"),
        ),
        "id float": (("身份证号", "sfzh"), _inside("CN_ID", "", whole("CN_ID", values.id_rounded), ".0")),
        "card powers": (("银行卡号", "卡号"), whole("BANK_CARD", lambda rng: f"6.2{values.digits(rng, 4)}E+18")),
        "id apostrophe": (
            ("身份证号", "证件号码"),
            some((0.5, _inside("CN_ID", "'", _ID, "")), (0.5, _inside("CN_ID", "\t", _ID, " "))),
        ),
        "id mistyped": (("身份证号码", "公民身份号码"), some((0.05, whole("CN_ID", _mistyped)), (0.95, _ID))),
        "id under mobile": (("手机号", "联系电话"), _ID),
        "mobile under id": (("身份证号", "证件号码"), _MOBILE),
        "card under account": (("账号", "收款账号"), _CARD),
        "mobiles": (
            ("联系电话", "手机号", "备注"),
            _joined("CN_MOBILE", _MOBILE, "/", "、", ";", " ", ",", "，", "\n"),
        ),
        "ids": (("共有人证件", "备注"), _joined("CN_ID", _ID, "、", ";", ",", " ", "\n")),
        "sole": (
            ("纳税人识别号", "nsrsbh", "税号"),
            some((0.5, whole("CN_ID", _sole)), (0.5, whole("USCC", values.uscc))),
        ),
        "document mixed": (
            ("证件号码", "证照号码", "zjhm"),
            some((0.5, _ID), (0.5, whole("USCC", values.uscc))),
        ),
        "local": (
            ("家庭电话", "住宅电话", "固定电话"),
            whole("LANDLINE", lambda rng: rng.choice("2345678") + values.digits(rng, rng.choice((6, 7)))),
        ),
        "extension": (
            ("固话", "家庭电话"),
            whole("LANDLINE", lambda rng: f"0571-8{values.digits(rng, 7)}-{rng.randint(1, 999)}"),
        ),
        "qq": (
            ("QQ", "QQ号", "qq"),
            whole("QQ", lambda rng: rng.choice("12345678") + values.digits(rng, rng.randint(5, 9))),
        ),
        "birth moment": (
            ("出生日期", "birth_date"),
            _inside(
                "DATE_OF_BIRTH",
                "",
                whole(
                    "DATE_OF_BIRTH",
                    lambda rng: f"{rng.randint(1940, 2015)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}",
                ),
                " 00:00:00",
            ),
        ),
        "escaped": (("ext", "原始报文"), _escaped),
        "markup": (
            ("报文", "xml", "内容"),
            templates(
                "<cust><xm>⟨PERSON⟩</xm><sfzh>⟨CN_ID⟩</sfzh><sjh>⟨CN_MOBILE⟩</sjh></cust>",
                "<p>联系手机&#65306;⟨CN_MOBILE⟩</p>",
                '{"data":{"idNo":"⟨CN_ID⟩","cardNo":"⟨BANK_CARD⟩","amt":⟨#4⟩}}',
                "[{'mobile': '⟨CN_MOBILE⟩'}, {'mobile': '⟨CN_MOBILE⟩'}]",
            ),
        ),
        "talk": (
            ("备注", "跟进记录", "remark", "诉求"),
            templates(
                "本人⟨PERSON⟩，身份证号码为⟨CN_ID⟩，联系电话⟨CN_MOBILE⟩，要求核实。",
                "卡号（⟨BANK_CARD⟩）已冻结",
                "转账至⟨BANK_CARD⟩，⟨#4⟩元",
                "请回电⟨CN_MOBILE⟩或发邮件至⟨EMAIL⟩",
                "手机号⟨CN_MOBILE⟩、⟨CN_MOBILE⟩均无法接通",
                "车牌⟨PLATE⟩于2021年3月2日出险，报案号⟨#16⟩",
                "账户⟨BANK_ACCOUNT⟩被司法冻结",
                "客户称2021年3月2日放款⟨#6⟩元未到账",
                "流水号⟨#18⟩，已退款",
                "退票原因：户名不符，凭证⟨#8⟩",
            ),
        ),
    }
)
HARD_CLEAN: Mapping[str, Column] = MappingProxyType(
    {
        "reg no": (("注册号", "工商注册号"), templates("33010000⟨#7⟩")),
        "isbn": (("ISBN", "书号"), templates("9787⟨#9⟩")),
        "meter": (("表号", "用电户号", "户号"), templates("⟨#10⟩", "33⟨#8⟩")),
        "device": (
            ("设备序列号", "机器编号"),
            plain(lambda rng: "".join(rng.choice("ABCDEFGH0123456789") for _ in range(17))),
        ),
        "chain": (("区块哈希", "txhash"), plain(lambda rng: f"0x{rng.getrandbits(256):064x}")),
        "capital": (("注册资本(元)", "实缴资本"), plain(lambda rng: f"1{rng.choice('3589')}{values.digits(rng, 9)}")),
        "fax": (("传真", "公司电话", "服务热线"), plain(values.landline)),
        "estate": (("不动产权证号", "房产证号"), templates("浙（2021）杭州市不动产权第⟨#7⟩号", "杭房权证字第⟨#8⟩号")),
        "engine": (("发动机号", "型号"), templates("⟨#6⟩A", "4G63S4M⟨#5⟩", "G4KE⟨#6⟩")),
        "stock name": (("股票简称", "债券简称"), words("浦发银行", "21国债05", "19恒大01", "万科A", "平安银行")),
        "stamp": (("创建时间", "gmt_create"), templates("2021030⟨#1⟩1200⟨#2⟩", "2021-03-02T12:00:⟨#2⟩.⟨#3⟩Z")),
        "due": (
            ("保险起期", "成立日期", "发证日期", "到期日期"),
            plain(lambda rng: f"{rng.randint(1985, 2030)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"),
        ),
        "grid": (("网格编码", "地块编号"), templates("330106⟨#12⟩", "33010600⟨#9⟩")),
        "batch": (("批次号", "任务编号", "jobId"), templates("2021⟨#14⟩", "B⟨#8⟩-⟨#4⟩")),
        "share": (("持股数(股)", "成交量"), plain(lambda rng: str(rng.randint(10**9, 2 * 10**10)))),
        "pair": (("区间", "分组"), words("0-100", "100-500", "2019-2021", "50万-100万", "12-34")),
        "firm": (("供应商", "中标单位", "承租企业"), plain(places.company)),
    }
)
