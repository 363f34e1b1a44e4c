"""Columns of a ledger: whole identifiers, cells that hide them among other things, and clean look-alikes."""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from random import Random
from types import MappingProxyType
from urllib.parse import quote

from tests.data.generators import ledger_values as values
from tests.data.generators import places
from tests.data.generators.compose import Marked, Span

Maker = Callable[[Random], Marked]
Column = tuple[Sequence[str], Maker]

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜谢邹喻苏潘葛范彭鲁马方袁柳唐薛雷贺汤罗郝安常傅康伍余顾孟黄萧尹姚邵汪毛戴宋庞熊纪舒屈项祝董梁杜阮蓝闵季贾路江童郭梅林钟徐邱骆高夏蔡田胡凌霍虞万柯卢莫房解应丁邓洪崔龚程邢裴陆"
_GIVEN = "建国秀兰志强桂英海燕文博思雨子涵宇轩佳怡晓明丽华国庆淑芬立新美玲振华雪梅卫东红霞俊杰婷婷浩然欣怡德胜玉珍永福金凤少华慧敏长青月娥一诺梓萱"


def name(rng: Random) -> str:
    """An invented name."""
    at = rng.randrange(0, len(_GIVEN) - 1, 2)
    return rng.choice(_SURNAMES) + (_GIVEN[at : at + 2] if rng.random() < 0.8 else _GIVEN[at])


MAKERS: Mapping[str, Callable[[Random], str]] = MappingProxyType(
    {
        "PERSON": name,
        "CN_ID": values.id18,
        "CN_MOBILE": values.mobile,
        "LANDLINE": values.landline,
        "BANK_CARD": values.card,
        "BANK_ACCOUNT": values.account,
        "EMAIL": values.email,
        "PASSPORT": values.passport,
        "PLATE": values.plate,
        "WECHAT": values.wechat,
        "IP": values.ip,
        "USCC": values.uscc,
        "ADDRESS": places.address,
        "DATE_OF_BIRTH": values.birthday,
        "POLICY_NUMBER": values.policy,
    }
)


def whole(entity: str, make: Callable[[Random], str]) -> Maker:
    """Cells that are one piece."""

    def cell(rng: Random) -> Marked:
        text = make(rng)
        return Marked(text, (Span(0, len(text), entity),))

    return cell


def plain(make: Callable[[Random], str]) -> Maker:
    """Cells with nothing personal."""
    return lambda rng: Marked(make(rng))


def words(*choices: str) -> Maker:
    """Cells out of a list."""
    return lambda rng: Marked(rng.choice(choices))


def some(*weighted: tuple[float, Maker]) -> Maker:
    """One of several makers by weight."""
    return lambda rng: rng.choices([m for _, m in weighted], [w for w, _ in weighted])[0](rng)


def filled(rng: Random, template: str) -> Marked:
    """A template in which ⟨CN_ID⟩ stands for a value; ⟨#6⟩ for six digits of no meaning."""
    text, spans = "", []
    for part in template.replace("⟩", "⟨").split("⟨"):
        if part in MAKERS:
            value = MAKERS[part](rng)
            spans.append(Span(len(text), len(text) + len(value), part))
            text += value
        elif part.startswith("#"):
            text += rng.choice("123456789") + values.digits(rng, int(part[1:]) - 1)
        else:
            text += part
    return Marked(text, tuple(spans))


def templates(*choices: str) -> Maker:
    """Cells made of templates."""
    return lambda rng: filled(rng, rng.choice(choices))


def _encoded(rng: Random) -> Marked:
    """A sentence in base64, hexadecimal or percent signs: the whole run hides what is in it."""
    kind = rng.choice(("base64", "hex", "percent"))
    if kind == "percent":
        inner = f"手机{values.mobile(rng)}"
        text = f"remark={quote(inner)}"
        return Marked(text, (Span(len(text) - 11, len(text), "CN_MOBILE"),))
    entity, value = rng.choice((("CN_ID", values.id18(rng)), ("CN_MOBILE", values.mobile(rng))))
    raw = f"{'证件' if entity == 'CN_ID' else '手机'}:{value}".encode()
    run = base64.b64encode(raw).decode() if kind == "base64" else raw.hex()
    return Marked(
        f"payload={run}" if kind == "hex" else run, (Span(8 * (kind == "hex"), 8 * (kind == "hex") + len(run), entity),)
    )


def _json(rng: Random) -> Marked:
    keys = [("xm", "PERSON"), ("sfzh", "CN_ID"), ("sjh", "CN_MOBILE"), ("yhkh", "BANK_CARD"), ("email", "EMAIL")]
    if rng.random() < 0.5:
        keys = [("姓名", "PERSON"), ("身份证号", "CN_ID"), ("手机号", "CN_MOBILE"), ("卡号", "BANK_CARD")]
    chosen = rng.sample(keys, rng.randint(2, len(keys)))
    marks = {key: f"⟨{entity}⟩" for key, entity in chosen}
    marks["seq"] = "⟨#6⟩"
    return filled(rng, json.dumps(marks, ensure_ascii=False))


MESSY = templates(
    "客户⟨PERSON⟩于柜台办理挂失，预留手机⟨CN_MOBILE⟩",
    "身份证⟨CN_ID⟩已过期，需补录",
    "卡⟨BANK_CARD⟩被吞，已联系本人⟨CN_MOBILE⟩",
    "邮箱⟨EMAIL⟩退信",
    "证件号⟨CN_ID⟩手机⟨CN_MOBILE⟩卡号⟨BANK_CARD⟩",
    "第一行：流水⟨#8⟩\n第二行：联系电话：⟨CN_MOBILE⟩\n第三行：证件号码：⟨CN_ID⟩",
    "sfzh=⟨CN_ID⟩;sjh=⟨CN_MOBILE⟩;je=⟨#5⟩",
    "sjh:⟨CN_MOBILE⟩|yx:⟨EMAIL⟩",
    "护照号⟨PASSPORT⟩办理开户",
    "车辆⟨PLATE⟩抵押登记完成，评估价⟨#6⟩元",
    "加微信号⟨WECHAT⟩沟通还款",
    "登录IP：⟨IP⟩，设备异常",
    "付款账号：⟨BANK_ACCOUNT⟩，金额⟨#5⟩.00元",
    "生日：⟨DATE_OF_BIRTH⟩，资料待核",
    "家庭电话：⟨LANDLINE⟩，无人接听",
    "保单号：⟨POLICY_NUMBER⟩，已退保",
)
TIDY = templates(
    "订单⟨#18⟩已完成，金额⟨#8⟩.50元",
    "如有疑问请拨打95588或12345热线",
    "客服热线400-⟨#3⟩-⟨#4⟩",
    "授信额度138⟨#5⟩万元，期限36个月",
    "合同编号HT2021⟨#8⟩，放款完毕",
    "利率由4.35%调整为3.85%",
    "统一社会信用代码⟨USCC⟩",
    "合计13⟨#9⟩.00元已入账",
    "凭证号⟨#16⟩，摘要：结息",
    "手机号核验通过⟨#5⟩笔，身份证核验失败⟨#2⟩笔",
    "系统版本3.2.1.4，批次20210305⟨#6⟩",
    "尾号⟨#4⟩的卡已到期",
    "身份证号1101**********123X已脱敏",
    "138****⟨#4⟩来电咨询",
    "股票600519涨2.1%，基金⟨#6⟩净值1.0231",
    "注册资本⟨#4⟩万元，员工⟨#3⟩人",
)

PERSONAL: Mapping[str, Column] = MappingProxyType(
    {
        "id": (
            ("身份证号", "公民身份号码", "证件号码", "zjhm", "sfzh", "id_no", "ID_CARD_NO", "借款人证件号", "IDNumber"),
            some(
                (0.8, whole("CN_ID", values.id18)),
                (0.15, whole("CN_ID", values.id_spelled)),
                (0.05, whole("CN_ID", values.id15)),
            ),
        ),
        "id lying": (("备注1", "字段7", "", "序列", "col_3"), whole("CN_ID", values.id18)),
        "id rounded": (("身份证号", "证件号码", "sfzhm"), whole("CN_ID", values.id_rounded)),
        "id powers": (("身份证号", "zjhm", "身份证号码"), whole("CN_ID", values.id_powers)),
        "mobile": (
            ("手机号", "联系电话", "sjh", "mobile", "phone_no", "移动电话", "预留手机号码", "lxdh", "Tel"),
            some((0.75, whole("CN_MOBILE", values.mobile)), (0.25, whole("CN_MOBILE", values.mobile_spelled))),
        ),
        "mobile lying": (("备用字段", "F9", "", "说明"), whole("CN_MOBILE", values.mobile)),
        "landline": (("家庭电话", "住宅电话", "固话", "home_tel"), whole("LANDLINE", values.landline)),
        "card": (
            ("银行卡号", "卡号", "yhkh", "card_no", "工资卡号", "bankCardNo"),
            some((0.75, whole("BANK_CARD", values.card)), (0.25, whole("BANK_CARD", values.card_spelled))),
        ),
        "card lying": (("扩展1", "", "值"), whole("BANK_CARD", values.card)),
        "account": (("收款账号", "银行账号", "yhzh", "account_no", "还款账户"), whole("BANK_ACCOUNT", values.account)),
        "email": (("邮箱", "电子邮件", "email", "yx"), whole("EMAIL", values.email)),
        "passport": (("护照号", "护照号码", "passport_no", "hzhm"), whole("PASSPORT", values.passport)),
        "permit": (("港澳通行证号", "台胞证号", "回乡证号", "通行证号码"), whole("HMT_PERMIT", values.permit)),
        "plate": (("车牌号", "号牌号码", "cph", "plate_no", "车牌"), whole("PLATE", values.plate)),
        "plate lying": (("标的", "其他"), whole("PLATE", values.plate)),
        "vin": (("车架号", "VIN", "车辆识别代号", "vin_code"), whole("VIN", values.vin)),
        "ip": (("登录IP", "ip", "client_ip", "IP地址"), whole("IP", values.ip)),
        "mac": (("MAC地址", "mac", "设备MAC"), whole("MAC", values.mac)),
        "wechat": (("微信号", "wechat", "wxh", "客户微信"), whole("WECHAT", values.wechat)),
        "policy": (("保单号", "保险单号", "bdh", "policy_no"), whole("POLICY_NUMBER", values.policy)),
        "securities": (
            ("证券账户", "股东账号", "证券账户号码", "gdzh"),
            whole("SECURITIES_ACCOUNT", values.securities),
        ),
        "birthday": (
            ("出生日期", "csrq", "birthday", "生日", "出生年月日", "birth_date"),
            whole("DATE_OF_BIRTH", values.birthday),
        ),
        "name": (("姓名", "客户姓名", "xm", "借款人", "cust_name", "户主姓名"), whole("PERSON", name)),
        "address": (("家庭住址", "联系地址", "jtzz", "address"), whole("ADDRESS", places.address)),
        "document": (
            ("证件号码", "zjhm", "证件号"),
            some(
                (0.8, whole("CN_ID", values.id18)),
                (0.1, whole("PASSPORT", values.passport)),
                (0.1, whole("HMT_PERMIT", lambda rng: "H" + values.digits(rng, 8))),
            ),
        ),
        "contact": (
            ("联系方式", "lxfs", "contact"),
            some(
                (0.6, whole("CN_MOBILE", values.mobile)),
                (0.2, whole("EMAIL", values.email)),
                (0.2, whole("LANDLINE", values.landline)),
            ),
        ),
        "remark": (("备注", "bz", "摘要", "remark", "处理情况"), some((0.35, MESSY), (0.65, TIDY))),
        "rare": (("备注", "附言", "memo"), some((0.02, MESSY), (0.98, TIDY))),
        "json": (("扩展信息", "ext_json", "报文"), _json),
        "encoded": (("报文体", "payload", "token"), some((0.5, _encoded), (0.5, words("", "N/A", "ok", "success")))),
        "kept stray": (
            ("金额", "状态", "数量"),
            some((0.97, plain(lambda rng: str(rng.randint(1, 99999)))), (0.03, whole("CN_ID", values.id18))),
        ),
    }
)
