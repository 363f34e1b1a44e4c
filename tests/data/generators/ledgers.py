"""Ledgers: whole tables of people, of institutions and of figures, whose every personal piece is known."""

from collections.abc import Mapping
from random import Random
from types import MappingProxyType
from uuid import UUID

from tests.data.generators import ledger_values as values
from tests.data.generators import places
from tests.data.generators.compose import Marked
from tests.data.generators.ledger_columns import PERSONAL, TIDY, Column, name, plain, templates, whole, words
from tests.data.generators.ledger_hard import HARD, HARD_CLEAN
from tests.data.generators.tables import Table


def _phone_like_amount(rng: Random) -> str:
    return f"13{values.digits(rng, 9)}.{values.digits(rng, 2)}"


def _order(rng: Random) -> str:
    return f"20{rng.randint(15, 25)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}{values.digits(rng, 10)}"


def _uuid(rng: Random) -> str:
    return str(UUID(int=rng.getrandbits(128)))


def _day(rng: Random) -> str:
    return f"{rng.randint(2012, 2025)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"


def _moment(rng: Random) -> str:
    return f"{_day(rng)} {rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}:{rng.randint(0, 59):02d}"


CLEAN: Mapping[str, Column] = MappingProxyType(
    {
        "order": (("订单号", "流水号", "交易流水号", "order_no", "lsh", "trace_no"), plain(_order)),
        "case": (("案号", "文书号"), templates("（2021）浙01民初⟨#4⟩号", "云银保监罚决字〔2020〕⟨#2⟩号")),
        "contract": (("合同编号", "htbh", "借据号"), templates("HT2021⟨#10⟩", "JJ⟨#15⟩", "⟨#16⟩", "⟨#18⟩")),
        "serial": (("编号", "序号", "业务编号"), templates("⟨#11⟩", "⟨#11⟩", "⟨#12⟩")),
        "phone-like serial": (
            ("客户编号", "会员号", "学号", "工号"),
            plain(lambda rng: f"1{rng.choice('0246')}{values.digits(rng, 9)}"),
        ),
        "amount": (
            ("贷款余额", "发放金额(元)", "je", "balance", "保费收入"),
            plain(lambda rng: f"{rng.uniform(100, 9e8):.2f}"),
        ),
        "phone-like amount": (("资产总额", "成交额", "余额"), plain(_phone_like_amount)),
        "gdp": (
            ("地区生产总值(万元)", "GDP", "一般公共预算收入"),
            plain(lambda rng: str(rng.randint(10**9, 2 * 10**10))),
        ),
        "rate": (("利率(%)", "占比", "增速"), plain(lambda rng: f"{rng.uniform(-9, 99):.4f}")),
        "stock": (
            ("证券代码", "股票代码", "基金代码", "债券代码"),
            templates("600⟨#3⟩", "000⟨#3⟩", "300⟨#3⟩", "11⟨#4⟩.SH", "019⟨#3⟩"),
        ),
        "post": (("邮政编码", "yzbm", "postcode", "邮编"), templates("310⟨#3⟩", "1000⟨#2⟩")),
        "region code": (("行政区划代码", "xzqh", "地区代码"), templates("330⟨#3⟩", "1101⟨#2⟩", "33010⟨#7⟩")),
        "licence": (("金融许可证号", "机构编码", "许可证编号"), templates("B00⟨#2⟩H13301⟨#4⟩", "P10⟨#5⟩", "L10⟨#7⟩")),
        "uscc": (("统一社会信用代码", "tyshxydm", "信用代码", "uscc"), whole("USCC", values.uscc)),
        "uscc lying": (("代码", "证照编号"), whole("USCC", values.uscc)),
        "org code": (("组织机构代码", "zzjgdm"), whole("ORG_CODE", values.organisation_code)),
        "cnaps": (("联行号", "支付行号", "lhh"), templates("10233100⟨#4⟩", "30758400⟨#4⟩")),
        "swift": (("SWIFT代码", "swift"), words("ICBKCNBJ", "ABOCCNBJ110", "BKCHCNBJ", "PCBCCNBJZJX")),
        "hotline": (
            ("客服热线", "服务电话", "投诉电话", "hotline"),
            words("95588", "12345", "400-820-8888", "12378", "95533", "4008888888", "0571-12378"),
        ),
        "epoch": (("时间戳", "timestamp", "ts", "create_time"), templates("16⟨#8⟩", "16⟨#11⟩")),
        "moment": (
            ("放款日期", "更新时间", "txn_date", "到期日", "成立日期"),
            plain(lambda rng: rng.choice((_day(rng), _moment(rng), _day(rng).replace("-", "")))),
        ),
        "uuid": (("trace_id", "uuid", "唯一标识"), plain(_uuid)),
        "hash": (("文件摘要", "md5", "hash"), plain(lambda rng: f"{rng.getrandbits(128):032x}")),
        "place": (("经度", "纬度", "lng", "坐标"), plain(lambda rng: f"{rng.uniform(73, 135):.6f}")),
        "masked id": (("身份证号", "证件号码"), templates("1101**********⟨#4⟩", "330***********⟨#3⟩X")),
        "masked phone": (("手机号", "联系电话"), templates("138****⟨#4⟩", "1⟨#2⟩****⟨#4⟩")),
        "masked card": (("银行卡号", "卡号"), templates("622202******⟨#4⟩", "**** **** **** ⟨#4⟩")),
        "id count": (
            ("身份证核验笔数", "手机号绑定数", "银行卡发卡量", "账户数"),
            plain(lambda rng: str(rng.randint(1, 10 ** rng.randint(1, 7)))),
        ),
        "barcode": (("商品条码", "条形码"), templates("690⟨#10⟩", "697⟨#10⟩")),
        "invoice": (("发票号码", "发票代码"), templates("⟨#8⟩", "0330019⟨#5⟩", "2433200000⟨#10⟩")),
        "budget": (("科目编码", "预算科目代码"), templates("2010301", "20⟨#5⟩")),
        "version": (("版本", "版本号"), words("3.2.1.4", "10.15.2", "1.0.0.1", "V2.3")),
        "institution": (("机构名称", "企业名称", "单位名称"), plain(places.company)),
        "branch": (("开户行", "经办机构"), plain(places.bank)),
        "region": (("地区", "区县", "region"), plain(places.region)),
        "level": (("五级分类", "状态", "zt"), words("正常", "关注", "次级", "可疑", "损失", "0", "1")),
        "small": (("年龄", "户数", "人数", "笔数"), plain(lambda rng: str(rng.randint(0, 120)))),
        "flag": (("性别", "是否绑定手机", "证件类型"), words("男", "女", "是", "否", "居民身份证", "护照")),
        "note": (("备注", "说明", "摘要"), TIDY),
        "stat title": (
            ("指标", "项目"),
            words("身份证办理量", "手机号实名率", "银行卡在用发卡数量", "人均持卡量", "单位存款", "贷款户数"),
        ),
    }
)
_INSTITUTIONS: Mapping[str, Column] = MappingProxyType(
    {
        "office phone": (("电话", "联系电话", "办公电话", "机构电话"), whole("OFFICE", values.landline)),
        "head": (("负责人", "法定代表人"), whole("PERSON", name)),
    }
)


def _picked(rng: Random, columns: Mapping[str, Column], kinds: list[str], rows: int) -> Table:
    headers, cells = [], []
    for kind in kinds:
        names, make = columns[kind]
        headers.append(rng.choice(names))
        cells.append(tuple(_blanked(rng, make(rng)) for _ in range(rows)))
    return Table("|".join(kinds), tuple(headers), tuple(cells))


def _blanked(rng: Random, cell: Marked) -> Marked:
    return Marked("") if rng.random() < 0.02 else cell


def people(rng: Random, rows: int) -> Table:
    """A table about people: three to six personal columns among clean ones; now and then two headers are the same."""
    personal, clean = {**PERSONAL, **HARD}, {**CLEAN, **HARD_CLEAN}
    kinds = rng.sample(sorted(personal), rng.randint(3, 6))
    if "name" not in kinds and rng.random() < 0.6:
        kinds.append("name")
    kinds += rng.sample(sorted(clean), rng.randint(2, 5))
    rng.shuffle(kinds)
    table = _picked(rng, {**personal, **clean}, kinds, rows)
    same = [at for at, kind in enumerate(kinds) if kind.endswith(" lying")]
    if same and rng.random() < 0.3:
        headers = list(table.headers)
        headers[same[0]] = rng.choice(("备注", "字段", "值", "备用", ""))
        headers[same[-1]] = headers[same[0]]
        return Table(table.kind, tuple(headers), table.columns)
    return table


def institutions(rng: Random, rows: int) -> Table:
    """A register of institutions: its telephones are offices', its heads are named."""
    kinds = [
        "institution",
        *rng.sample(["uscc", "licence", "branch", "region", "hotline", "org code", "amount"], 3),
        "office phone",
    ]
    if rng.random() < 0.5:
        kinds.append("head")
    table = _picked(rng, {**CLEAN, **_INSTITUTIONS}, kinds, rows)
    columns = [
        tuple(Marked(c.text) for c in cells) if kind == "office phone" else cells
        for kind, cells in zip(kinds, table.columns, strict=True)
    ]
    return Table(table.kind, table.headers, tuple(columns))


def figures(rng: Random, rows: int) -> Table:
    """Statistics, codes, amounts: nothing personal."""
    clean = {**CLEAN, **HARD_CLEAN}
    return _picked(rng, clean, rng.sample(sorted(clean), rng.randint(5, 10)), rows)


def ledger(rng: Random, rows: int) -> Table:
    """Any of them."""
    return rng.choices((people, institutions, figures), (6, 1, 3))[0](rng, rows)
