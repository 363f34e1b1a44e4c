"""Which columns an outsider may know of a person, and whether rows are about persons at all."""

import re
from dataclasses import dataclass

import polars as pl

from desensitize.table import Table

MOST = 8
"""Columns taken together at most: more of them make every row unique and say nothing."""

# Column names that tell a person apart without naming one; the reason is shown to the reviewer.
_KINDS = (
    ("birth", r"出生|生日|年龄|birth|^age|_age$|csrq|nl$"),
    ("sex", r"性别|^sex$|gender|xb$"),
    ("place", r"地区|区县|县区|乡镇|街道|社区|村|籍贯|户籍|住址|地址|邮编|所在地|address|region|village|city"),
    ("origin", r"民族|国籍|政治面貌|宗教|ethnic|nation"),
    ("education", r"学历|学位|毕业|education|degree"),
    ("work", r"职业|职务|岗位|工作单位|就业|单位性质|occupation|job"),
    ("family", r"婚姻|家庭人口|子女|marital"),
    ("health", r"残疾|病种|健康|致贫"),
    ("date", r"日期|时间|date$"),
)

_PERSON = re.compile(
    r"姓名|借款人|贷款人|投保人|被保险人|受益人|农户|户主|申请人|投诉人|举报人|当事人|代理人|持卡人|客户|职工|员工|居民|学生|患者"
    r"|身份证|证件号|手机|公民|个人|name$|person|sfz|zjhm|khmc|xm$",
    re.IGNORECASE,
)
_COUNT = re.compile(r"数|率|额|比|量|占|%|％|平均|合计|企业|公司|机构|单位|银行|法定代表|负责人|办公")

_MASKED_SHARE = 0.5
_DISTINCT_SHARE = 0.5
_HIDDEN = r"^\*+$"


@dataclass(frozen=True, slots=True)
class Quasi:
    """A quasi-identifier. why: birth, sex, place, origin, education, work, family, health, date or named."""

    column: str
    why: str


@dataclass(frozen=True, slots=True)
class Found:
    """columns: proposed, in the order of the table. is_person_level: whether rows are about persons."""

    columns: tuple[Quasi, ...]
    is_person_level: bool


def propose(frame: Table) -> Found:
    """Propose quasi-identifiers by the names of columns and by whether their values tell rows apart.

    frame: any types. A column of one value, or with everything hidden, tells nothing and is left out.
    """
    named = [Quasi(name, why) for name in frame.columns if (why := _why(name))]
    chosen = [quasi for quasi in named if _tells_apart(frame.get_column(quasi.column))]
    order = {why: place for place, (why, _) in enumerate(_KINDS)}
    kept = {quasi.column for quasi in sorted(chosen, key=lambda quasi: order[quasi.why])[:MOST]}
    is_person = any(_may_name_persons(name) and _names_persons(frame.get_column(name)) for name in frame.columns)
    return Found(tuple(quasi for quasi in chosen if quasi.column in kept), is_person)


def _why(name: str) -> str:
    for why, pattern in _KINDS:
        if re.search(pattern, name, re.IGNORECASE):
            # "平均年龄", "村卫生室数": a figure about many, not a trait of one.
            return "" if re.search(r"数$|率|平均|合计|占比|金额|余额", name) else why
    return ""


def _tells_apart(values: pl.Series) -> bool:
    filled = values.drop_nulls()
    if filled.dtype == pl.String:
        filled = filled.filter(~filled.str.contains(_HIDDEN))
    return filled.n_unique() > 1


def _may_name_persons(name: str) -> bool:
    return bool(_PERSON.search(name)) and not _COUNT.search(name)


def _names_persons(values: pl.Series) -> bool:
    filled = values.drop_nulls()
    if not len(filled):
        return False
    if filled.dtype == pl.String and float(str(filled.str.contains("*", literal=True).mean())) >= _MASKED_SHARE:
        return True
    return filled.n_unique() >= _DISTINCT_SHARE * len(filled)
