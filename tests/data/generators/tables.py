"""Tables of financial records whose every personal piece is known."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from tests.data.generators import identifiers, persons, places, remarks
from tests.data.generators.compose import Marked, Span, compose, illness, written_birth

Maker = Callable[[Random], Marked]


@dataclass(frozen=True, slots=True)
class Table:
    """One table. cells: by column, then row. kind: what the columns test."""

    kind: str
    headers: tuple[str, ...]
    columns: tuple[tuple[Marked, ...], ...]


def whole(entity: str, make: Callable[[Random], str]) -> Maker:
    """Cells that are one piece of this entity."""

    def cell(rng: Random) -> Marked:
        value = make(rng)
        return Marked(value, (Span(0, len(value), entity),))

    return cell


def clean(make: Callable[[Random], str]) -> Maker:
    """Cells without anything personal."""
    return lambda rng: Marked(make(rng))


def mixed(*weighted: tuple[float, Maker]) -> Maker:
    """One of several makers by weight."""

    def cell(rng: Random) -> Marked:
        return rng.choices([maker for _, maker in weighted], [weight for weight, _ in weighted])[0](rng)

    return cell


def template(*templates: str) -> Maker:
    """Cells made of templates."""
    return lambda rng: compose(rng, rng.choice(templates))


def choice(*values: str) -> Maker:
    """Cells out of a small list."""
    return lambda rng: Marked(rng.choice(values))


def _spaced(rng: Random) -> Marked:
    name = persons.plain(rng)
    if len(name) == 2:
        name = name[0] + " " * rng.choice((2, 4)) + name[1] if rng.random() < 0.5 else name
    return Marked(name, (Span(0, len(name), "PERSON"),))


def _listed(rng: Random) -> Marked:
    mark = rng.choice("、，,;/")
    parts = [persons.any_name(rng) for _ in range(rng.randint(2, 5))]
    spans, at = [], 0
    for part in parts:
        spans.append(Span(at, at + len(part), "PERSON"))
        at += len(part) + 1
    return Marked(mark.join(parts), tuple(spans))


NAME = whole("PERSON", persons.any_name)
REMARK = mixed((0.35, template(*remarks.PERSONAL)), (0.65, template(*remarks.CLEAN)))
CLEAN_REMARK = template(*remarks.CLEAN)
_PLACEHOLDERS = choice("", "无", "不详", "—", "合计", "张*", "王某某", "李**")

NAME_HEADERS = [
    "姓名",
    "借款人",
    "借款人姓名",
    "客户姓名",
    "法定代表人",
    "负责人",
    "联系人",
    "经办人",
    "投保人",
    "被保险人",
    "户主",
    "持卡人",
    "xm",
    "lxr",
    "fddbr",
    "jkrxm",
    "customer_name",
    "投诉人",
    "举报人",
    "姓",
    "名",
    "员工姓名",
    "代理人姓名",
    "担保人",
    "股东姓名",
    "客户经理",
    "contact_name",
    "申请人",
    "收款人",
    "受益人",
    "被执行人",
    "纳税人姓名",
    "审核人",
    "监护人",
]
PARTY_HEADERS = [
    "客户名称",
    "khmc",
    "户名",
    "当事人",
    "被处罚当事人",
    "借款人",
    "股东名称",
    "债务人",
    "收款人",
    "供应商/个人",
    "权利人",
    "债权人",
    "投资者名称",
    "行政相对人名称",
]
LYING_HEADERS = ["编号", "列3", "字段A", "备用1", "col_7", "说明", "类别", "项目", "原因", "F12"]

SENSITIVE: dict[str, tuple[Sequence[str], Maker]] = {
    "name": (tuple(NAME_HEADERS), mixed((0.97, NAME), (0.03, _PLACEHOLDERS))),
    "name spaced": (("姓名", "户主", "负责人"), _spaced),
    "name list": (("共同借款人", "股东", "联系人", "参会人员", "担保人", "成员名单"), _listed),
    "name lying": (tuple(LYING_HEADERS), whole("PERSON", persons.plain)),
    "party": (tuple(PARTY_HEADERS), mixed((0.5, NAME), (0.35, clean(places.company)), (0.15, clean(places.bank)))),
    "name with number": (
        ("联系人", "联系方式", "经办人"),
        template("{PERSON} {CN_MOBILE}", "{PERSON}/{CN_MOBILE}", "{PERSON}（{CN_MOBILE}）", "{PERSON}，{CN_ID}"),
    ),
    "name titled": (("联系人", "经办人"), template("{PERSON}{TITLE}", "{PERSON}（{DESK}）", "{PERSON}")),
    "latin": (("姓名", "customer_name"), mixed((0.5, whole("PERSON", persons.latin)), (0.5, NAME))),
    "address": (
        [
            "家庭住址",
            "住址",
            "户籍地址",
            "联系地址",
            "经营场所",
            "zz",
            "address",
            "通讯地址",
            "注册地址",
            "住所",
            "房屋坐落",
            "jtzz",
        ],
        whole("ADDRESS", places.address),
    ),
    "address lying": (("列5", "备用2", "其他"), whole("ADDRESS", places.address)),
    "birth": (
        ["出生日期", "生日", "csrq", "birth_date", "出生年月日", "被保险人出生日期", "date_of_birth"],
        whole("DATE_OF_BIRTH", written_birth),
    ),
    "illness": (["病种", "疾病名称", "残疾类别", "诊断结果", "病史", "出险疾病"], whole("HEALTH", illness)),
    "remark": (
        ["备注", "说明", "诉求内容", "线索摘要", "处理意见", "摘要", "用途", "remark", "bz", "跟进记录"],
        REMARK,
    ),
    "rare remark": (("备注", "摘要"), mixed((0.01, template(*remarks.PERSONAL)), (0.99, CLEAN_REMARK))),
}
CLEAN: dict[str, tuple[Sequence[str], Maker]] = {
    "company": (
        [
            "企业名称",
            "公司名称",
            "机构名称",
            "单位名称",
            "qymc",
            "债券发行人",
            "授信银行",
            "供应商",
            "被投诉机构",
            "company_name",
            "挂牌企业",
        ],
        clean(places.company),
    ),
    "company lying": (("列2", "名称", "对象"), clean(places.company)),
    "company as person": (("借款人", "户名", "客户名称", "申请人"), clean(places.company)),
    "bank": (["开户行", "授信银行", "经办机构", "网点名称", "受理机构"], clean(places.bank)),
    "region": (["地区", "区县", "所属区域", "辖区", "行政区划", "region", "所在地"], clean(places.region)),
    "township": (["乡镇村", "所属村", "行政村"], clean(places.township)),
    "desk": (["部门", "承办部门", "责任部门", "科室", "负责人"], clean(places.desk)),
    "brand": (["品牌", "产品名称", "商标", "简称"], clean(places.brand)),
    "authority": (("处罚机关", "作出处罚决定的机关名称", "登记机关", "主管税务机关"), clean(places.authority)),
    "industry": (("所属行业", "行业分类"), clean(places.industry)),
    "state": (
        ("状态", "五级分类", "登记状态"),
        choice("正常", "关注", "次级", "可疑", "损失", "存续", "注销", "时任", "应收", "方便"),
    ),
    "masked": (("姓名", "客户名称"), choice("张*", "王某某", "李**", "赵某", "欧阳**", "陈××")),
    "remark": (("备注", "说明", "处理结果", "摘要"), CLEAN_REMARK),
    "business day": (("放款日期", "成立日期", "到期日", "登记时间", "生日期限"), clean(identifiers.day)),
    "serial": (("订单号", "案号", "业务编号"), clean(identifiers.serial18)),
    "amount": (("金额(元)", "贷款余额", "保费"), clean(identifiers.amount)),
    "document": (
        ("文号", "许可证号", "决定书文号"),
        template("云金监〔2020〕{NUMBER}号", "云银保监罚决字〔2021〕{NUMBER}号"),
    ),
    "statistics": (("身份证核查笔数", "姓名匹配率", "手机号核验数"), clean(lambda rng: str(rng.randint(1, 9999)))),
    "project": (
        ("项目名称", "贷款用途", "险种", "科目"),
        choice(
            "高速公路扩建",
            "万亩良田改造",
            "马铃薯种植保险",
            "农业保险",
            "金融扶贫",
            "平安综治",
            "白内障复明工程",
            "王家沟水库除险",
            "张村人饮工程",
            "林权抵押贷款",
            "温室种植",
            "黄桃种植",
            "石料采购",
        ),
    ),
}


def make_table(rng: Random, rows: int) -> Table:
    """One table of three to five personal and three to five clean columns in any order."""
    picked = [(kind, SENSITIVE[kind]) for kind in rng.sample(sorted(SENSITIVE), rng.randint(3, 5))]
    picked += [("clean " + kind, CLEAN[kind]) for kind in rng.sample(sorted(CLEAN), rng.randint(3, 5))]
    rng.shuffle(picked)
    headers, columns = [], []
    for _, (names, maker) in picked:
        headers.append(rng.choice(names))
        columns.append(tuple(maker(rng) for _ in range(rows)))
    return Table("|".join(kind for kind, _ in picked), tuple(headers), tuple(columns))


def columns_of(rng: Random, rows: int) -> list[tuple[str, str, tuple[Marked, ...]]]:
    """Every kind of column once: kind, header, cells."""
    made = []
    for prefix, kinds in (("", SENSITIVE), ("clean ", CLEAN)):
        for kind, (names, maker) in kinds.items():
            made.append((prefix + kind, rng.choice(names), tuple(maker(rng) for _ in range(rows))))
    return made
