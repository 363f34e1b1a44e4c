"""What each column really is. The name proposes a role; the values confirm, change or refuse it.

A column 身份证 whose cells are counts is a measure; a column 编号 whose cells are identity numbers is one of identity
numbers. Values decide over names, in both directions; where the values say nothing, the name stands (fail closed).
"""

import re
from dataclasses import dataclass
from typing import Final

from classifiers.lexicon import ColumnName, column_name, role_of_name
from classifiers.subject import ColumnFacts

PERSON_ROLES: Final = frozenset(
    {"protected_person", "penalised_person", "official_person", "private_person", "person_name"}
)
IDENTITY_ROLES: Final = frozenset(
    {"id_number", "passport", "mobile", "phone", "account", "email", "social_account", "plate", "vin"}
    | {"security_account", "home_address", "ip_address", "device", "health", "credential"}
)
QUASI_ROLES: Final = frozenset({"birth_date", "age", "gender", "ethnicity", "occupation", "home_address", "village"})
MEASURES: Final = frozenset({"count", "rate", "amount", "number"})
ROLE_OF_ENTITY: Final = {
    "CN_ID": "id_number",
    "PASSPORT": "passport",
    "HMT_PERMIT": "passport",
    "OTHER_ID": "passport",
    "CN_MOBILE": "mobile",
    "BANK_CARD": "account",
    "BANK_ACCOUNT": "account",
    "EMAIL": "email",
    "PLATE": "plate",
    "VIN": "vin",
    "IP": "ip_address",
    "MAC": "device",
    "WECHAT": "social_account",
    "QQ": "social_account",
    "SECURITIES_ACCOUNT": "security_account",
    "DATE_OF_BIRTH": "birth_date",
    "PASSWORD": "credential",
    "CVV": "credential",
    "PERSON": "person_name",
    "ADDRESS": "address",
    "USCC": "uscc",
}
_TOLD_BY_NAME: Final = frozenset({"PASSWORD", "CVV", "BANK_ACCOUNT", "SECURITIES_ACCOUNT", "QQ", "DATE_OF_BIRTH"})
_COUNT_UNITS: Final = frozenset(
    {
        "户",
        "人",
        "件",
        "笔",
        "张",
        "家",
        "次",
        "个",
        "台",
        "宗",
        "份",
        "起",
        "名",
        "人次",
        "户次",
        "项",
        "条",
        "辆",
        "万户",
        "万人",
        "万笔",
        "万件",
        "万张",
    }
)
_RATE: Final = re.compile(r"率|占比|比重|比例|同比|环比|增速|增幅|涨幅|%|‰|bp|倍数|指数|费率|利率|评分|得分|比$")
_COUNT: Final = re.compile(
    r"(?:数|数量|笔数|户数|人数|件数|家数|次数|人次|张数|台数|个数|总量|量|场次|份数|起数|宗数)$|_cnt$|_count$|_num$|^count|count$"
)
_MONEY: Final = re.compile(r"[十百千万亿]{0,2}(?:美|欧|日|港|人民币)?元")
_TERM: Final = re.compile(r"期限|期数|天数|月数|年限|年数|账龄|时长")  # 借款期限(月) is no amount
_AMOUNT: Final = re.compile(
    r"额|元|款|费|收入|支出|资产|负债|利润|规模|资金|余额|价|工资|amt|amount|balance|bal\b|salary|income|je$|ye$|本金|面积|保费|税"
)
_REGION: Final = re.compile(
    r"^(?:地区|区域|区县|县区|县市区|行政区划?|市县|所在区县|所属区县|省份|城市|街道|乡镇|辖区|area|region|city|county|地市|市州)$"
)
_VILLAGE: Final = re.compile(r"村|社区|小组|居委|乡镇")
_CATEGORY: Final = re.compile(r"(?:类型|类别|种类|性质|层级|级别|等级|等次|分类|板块|领域|方式|渠道|口径|状态|名目)$")
_THING: Final = re.compile(r"(?:^|[^人员客户主者方])名称$")  # 展会名称; 纳税人名称 may be somebody's
_NO_FIRM: Final = re.compile(
    rf"{_CATEGORY.pattern}|机关(?:名称)?$"
)  # of what kind it is, or which office keeps the record
_SITE: Final = re.compile("(?:网|站|测|务|样|售|考|款|集|景)点$|[站馆库园场]$|路段$|站点$")
_LONGEST_UNIT: Final = 4.0  # mean length: 亿元, 万人次, 平方公里
_NUMBER_PLATES: Final = frozenset({"plate", "vin"})
_LEAST_PLATE: Final = 6
_NEARLY_ALL: Final = 0.9  # S0570612040017 under cert_no: registrations with 中国证券业协会 are published
_SOME_PEOPLE: Final = 0.2
_SHORTEST: Final = {"mobile": 6.5, "id_number": 10.0, "account": 6.0}  # mean length of cells that may be one
_LEAST_ORG: Final = 4.5  # mean length: 银行 and 小贷公司 are kinds of institutions, not names of one
_SOME_HEALTH: Final = 0.2  # a cause of need is illness for some and drought for others
_PERIOD: Final = re.compile(r"月份|年份|年度|季度|日期|时间|期间|年月|date|month|year|quarter|period|周期|报告期")


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """A column with its role. `nominal` is what the name alone said; `masked` when its cells are already masked;
    `is_of_people` when the rows are about private persons.
    """

    facts: ColumnFacts
    name: ColumnName
    role: str
    nominal: str
    masked: bool = False
    is_of_people: bool = False

    @property
    def has_values(self) -> bool:
        """Whether any cell is filled."""
        return self.facts.nonempty > 0

    @property
    def is_measure(self) -> bool:
        """Whether the cells are counts, rates, amounts or other numbers."""
        return self.role in MEASURES


def read_column(facts: ColumnFacts) -> ColumnReading:
    """Give the column its role from its name and what its cells look like."""
    name = column_name(facts.name)
    nominal = role_of_name(facts.name)
    if facts.nonempty == 0:
        return ColumnReading(facts, name, nominal, nominal)
    masked = facts.shape("masked") >= 0.5
    role = _role(facts, name, nominal, masked=masked)
    return ColumnReading(facts, name, role, nominal, masked=masked and role not in MEASURES)


def _role(facts: ColumnFacts, name: ColumnName, nominal: str, *, masked: bool) -> str:
    dominant = _dominant(facts)
    if dominant in _TOLD_BY_NAME and _is_counted(facts, name):
        dominant = None
    if dominant is not None:
        return _of_entity(dominant, nominal)
    if facts.shape("mobile_like") >= 0.9 and not _COUNT.search(name.base) and not _AMOUNT.search(name.whole):
        return "mobile"
    if facts.type in {"integer", "decimal"} and not _numeric_identity(facts, nominal, name):
        return nominal if nominal in {"age", "birth_date", "staff_private"} else _measure(name)
    if nominal in {"birth_date", "age", "gender", "ethnicity", "occupation", "certificate_type", "free_text"}:
        return nominal
    if facts.type == "date":
        return "period"
    if nominal in PERSON_ROLES:
        return _person(facts, nominal, masked=masked)
    if nominal == "id_number" and facts.shape("licence") >= _NEARLY_ALL:
        return "other"
    if nominal in {"account", "mobile", "phone", "id_number", "security_account"}:
        return _number(facts, nominal, masked=masked)
    if nominal == "other":
        return _plain(facts, name)
    if nominal in _NUMBER_PLATES and not masked and not facts.share(nominal.upper()) and facts.length < _LEAST_PLATE:
        return "other"  # 车牌归属地: 浙A
    if nominal == "org_name" and _is_unit_of_measure(facts, name):
        return "other"
    return nominal


def _is_unit_of_measure(facts: ColumnFacts, name: ColumnName) -> bool:
    """Whether a column 单位 says what the figures are counted in (亿元, 万人): few words, short."""
    if name.base not in {"单位", "unit"} or facts.shape("org") > 0:
        return False
    return 0 < facts.length <= _LONGEST_UNIT and facts.distinct <= max(1, 0.75 * facts.nonempty)


def _is_counted(facts: ColumnFacts, name: ColumnName) -> bool:
    """Whether numbers are counts by what the name says: 口令牌发放数(个) holds no passwords."""
    return facts.type in {"integer", "decimal"} and bool(name.unit in _COUNT_UNITS or _COUNT.search(name.base))


def _dominant(facts: ColumnFacts) -> str | None:
    """Entity that most cells are nothing but, if there is one; the one found in the most cells."""
    best, cells = None, 0
    for entity, found in facts.entities.items():
        whole = found.whole / facts.nonempty
        wanted = 0.3 if entity not in {"PERSON", "ADDRESS"} else 0.5
        if entity in ROLE_OF_ENTITY and whole >= wanted and found.whole > cells:
            best, cells = entity, found.whole
    if best == "PERSON" and (facts.shape("org") > facts.share("PERSON") or _is_kind(facts) or _is_site(facts)):
        return None
    return best


def _is_kind(facts: ColumnFacts) -> bool:
    """Whether a few words return again and again under the name of a kind: 板块 标准, 成长, 标准 … is nobody."""
    base = column_name(facts.name).base
    return facts.distinct <= facts.nonempty / 2 and bool(_CATEGORY.search(base) or _THING.search(base))


def _is_site(facts: ColumnFacts) -> bool:
    """Whether the name says a place and words return under it: 监测点 东湖, 安河, 东湖 …"""
    return facts.distinct <= facts.nonempty / 2 and bool(_SITE.search(column_name(facts.name).base))


def _of_entity(entity: str, nominal: str) -> str:
    role = ROLE_OF_ENTITY[entity]
    if entity == "PERSON":
        return nominal if nominal in PERSON_ROLES else "person_name"
    if entity == "ADDRESS":
        return (
            nominal if nominal in {"home_address", "office_address", "address", "org_name", "free_text"} else "address"
        )
    if entity == "CN_ID" and nominal == "taxpayer_id":
        return "taxpayer_id"
    if entity in {"BANK_ACCOUNT", "SECURITIES_ACCOUNT", "DATE_OF_BIRTH", "QQ"} and nominal in {"other", "uscc"}:
        return "other"
    if entity == "USCC":
        return "taxpayer_id" if nominal == "taxpayer_id" else "uscc"
    if entity == "EMAIL" and nominal == "office_email":
        return nominal
    if entity == "IP" and nominal == "security_setting":
        return nominal
    if entity in {"PASSWORD", "CVV"} and nominal != "credential":
        return nominal
    if entity == "BANK_CARD" and nominal == "security_account":
        return nominal
    return role


def _numeric_identity(facts: ColumnFacts, nominal: str, name: ColumnName) -> bool:
    """Whether a column of digits may still be what its name says: long enough, or a code by nature."""
    if facts.type == "decimal" or name.unit in _COUNT_UNITS or _COUNT.search(name.base) or _RATE.search(name.base):
        return False
    least = {"id_number": 14, "account": 8, "mobile": 10.5, "phone": 6.5, "security_account": 7, "taxpayer_id": 14}
    if nominal in least:
        return facts.length >= least[nominal]
    if nominal == "credential":
        return facts.length >= 3
    return nominal in {"uscc", "social_account", "device", "hotline", "certificate_type", "gender", "occupation"}


def _measure(name: ColumnName) -> str:
    if _MONEY.fullmatch(name.unit) and not _RATE.search(name.base):
        return "amount"  # 预算数(万元) counts nothing
    if name.unit in _COUNT_UNITS or _COUNT.search(name.base):
        return (
            "rate" if _RATE.search(name.base) and "率数" not in name.base and not _COUNT.search(name.base) else "count"
        )
    if _RATE.search(name.whole):
        return "rate"
    if _TERM.search(name.base):
        return "number"
    if _AMOUNT.search(name.whole):
        return "amount"
    if _PERIOD.search(name.whole):
        return "period"
    return "number"


def _person(facts: ColumnFacts, nominal: str, *, masked: bool) -> str:
    if facts.shape("org") >= 0.5 and facts.share("PERSON") < _SOME_PEOPLE:
        return "org_name"  # 云帆科技 begins like a name
    if masked or facts.share("PERSON") > 0 or facts.shape("name_like") >= 0.5:
        return nominal
    if facts.shape("org") >= 0.5:
        return "org_name"
    return "other"


def _number(facts: ColumnFacts, nominal: str, *, masked: bool) -> str:
    if masked:
        return nominal
    if facts.share("USCC") >= 0.5 and nominal == "id_number":
        return "uscc"
    if facts.share("LANDLINE") >= 0.5 or facts.shape("hotline") >= 0.5:
        return "phone" if nominal != "mobile" else "hotline"
    if facts.shape("han") >= 0.5 or facts.shape("org") >= 0.5 or facts.length < _SHORTEST.get(nominal, 0.0):
        return "other"  # 开户银行 under 卡号; sj that is 时间 (2020Q1), not 手机
    return nominal


def _plain(facts: ColumnFacts, name: ColumnName) -> str:
    if _PERIOD.search(name.base) and facts.type != "text":
        return "period"
    if _REGION.match(name.base):
        return "village" if _VILLAGE.search(name.base) else "region"
    if _VILLAGE.search(name.base) and facts.shape("region") >= 0.5:
        return "village"
    if facts.shape("health") >= _SOME_HEALTH:
        return "health"
    if facts.shape("org") >= 0.6 and facts.length >= _LEAST_ORG and not _NO_FIRM.search(name.base):
        return "org_name"
    if facts.length >= 20 and facts.shape("han") < 0.5:
        return "free_text" if facts.shape("code") < 0.5 else "other"
    return "other"
