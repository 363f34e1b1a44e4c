"""What one row is: a person, an institution, an aggregate, an entry of a template … The key to nearly every clause."""

from enum import StrEnum
from typing import Final

from classifiers.column_roles import QUASI_ROLES, ColumnReading
from classifiers.subject import Subject

_DICTIONARY_NAMES: Final = (
    ("字段名", "字段", "数据项", "信息项", "指标名称", "列名", "英文名", "中文名", "项目名称", "数据元"),
    ("类型", "数据类型", "字段类型", "长度", "格式"),
    ("说明", "是否必填", "含义", "备注", "必填", "取值范围", "填报要求", "填报说明", "释义", "描述", "示例"),
)
_RECORD_IDS: Final = (
    "编号",
    "流水号",
    "流水",
    "单号",
    "案号",
    "序列号",
    "文号",
    "id",
    "凭证号",
    "登记号",
    "工单号",
    "业务号",
    "批次号",
)
# A key of this kind in every row: the row is one person's, named or not.
_PERSON_KEYS: Final = (
    *(
        "个人",
        "人员",
        "职工",
        "员工",
        "参保人",
        "缴存人",
        "被保险人",
        "投保人",
        "借款人",
        "学员",
        "学生",
        "居民",
        "患者",
    ),
    *("会员", "用户", "持卡人", "储户", "农户", "住户", "客户", "投资者"),
)
_KEY_ENDS: Final = ("编号", "编码", "代码", "标识", "id", "号")
_LONGEST_MIXED: Final = 36.0  # mean length of a name with a number or two
_SPARSE: Final = 0.3  # numbers of people in fewer rows than this say nothing of what a row is
_SAMPLE_ROWS: Final = 3  # rows that show how a form is filled in
_OWNER_OF_ORG: Final = ("法定代表", "法人", "负责人", "法代", "frdb", "高管", "董事", "联系人", "经办", "执业")


class Grain(StrEnum):
    """What one row stands for."""

    TEMPLATE = "template"
    PERSON = "person"
    ORG = "org"
    AGGREGATE = "aggregate"
    RECORD = "record"
    DOCUMENT = "document"


def find_grain(subject: Subject, columns: tuple[ColumnReading, ...], natures: frozenset[str]) -> Grain:
    """Tell what one row is, from the roles of the columns (values first, names second)."""
    if not columns:
        return Grain.DOCUMENT
    if subject.row_count == 0 or _is_dictionary(columns):
        return Grain.TEMPLATE
    filled = [c for c in columns if c.has_values and not c.is_measure]
    has_org = any(c.role in {"org_name", "uscc", "accused"} for c in filled)
    if any(_is_private(c) for c in filled):
        return Grain.PERSON
    holds = any(c.facts.entities or (c.role == "credential" and c.has_values) for c in columns)
    if "template" in natures and not holds and subject.row_count <= _SAMPLE_ROWS:
        return Grain.TEMPLATE
    if any(_is_identity(c) and c.facts.nonempty >= _SPARSE * subject.row_count for c in filled) and not has_org:
        return Grain.PERSON
    if any(_is_mixed_identity(c) for c in filled) and not has_org:
        return Grain.PERSON
    if has_org or any(c.role in {"official_person", "penalised_person"} for c in filled):
        return Grain.ORG
    if is_quasi_person(columns) or ("practitioner" not in natures and any(_is_person_key(c) for c in filled)):
        return Grain.PERSON
    if any(_is_record_id(c) for c in filled):
        return Grain.RECORD
    return Grain.AGGREGATE if any(c.is_measure for c in columns) else Grain.RECORD


def _is_record_id(column: ColumnReading) -> bool:
    """Whether a column numbers the rows one by one: a table of entries, not of sums."""
    facts = column.facts
    if not any(column.name.base.endswith(word) for word in _RECORD_IDS) or facts.nonempty < 2:
        return False
    return facts.distinct >= 0.9 * facts.nonempty


def _is_person_key(column: ColumnReading) -> bool:
    """Whether a column numbers people: 个人编号, 参保人编号, 用户id, another one in nearly every row."""
    facts, base = column.facts, column.name.base
    if facts.nonempty < 2 or facts.distinct < 0.5 * facts.nonempty:
        return False
    return any(base.endswith(f"{who}{end}") for who in _PERSON_KEYS for end in _KEY_ENDS)


def _is_private(column: ColumnReading) -> bool:
    return column.role in {"private_person", "protected_person", "named_person"}


def _is_identity(column: ColumnReading) -> bool:
    if column.role not in {"id_number", "passport", "mobile", "account", "security_account", "taxpayer_id"}:
        return False
    if column.role == "taxpayer_id" and column.facts.share("CN_ID") == 0:
        return False
    return not any(word in column.name.whole for word in _OWNER_OF_ORG)


def _is_mixed_identity(column: ColumnReading) -> bool:
    """Whether cells give a name and a number in one (某人/139…): short ones, not remarks in which both occur."""
    facts = column.facts
    numbers = sum(facts.share(kind) for kind in ("CN_ID", "CN_MOBILE", "BANK_CARD"))
    return (
        column.nominal != "free_text" and facts.length <= _LONGEST_MIXED and min(facts.share("PERSON"), numbers) >= 0.5
    )


def is_quasi_person(columns: tuple[ColumnReading, ...]) -> bool:
    """Whether rows describe single people without naming them: birth or age with two more traits
    (one, where rows are numbered), and no counts.
    """
    filled = [c for c in columns if c.has_values]
    traits = {c.role for c in filled if c.role in QUASI_ROLES}
    if any(c.role == "count" for c in filled):
        return False
    least = 2 if any(_is_record_id(c) for c in filled) else 3
    return bool(traits & {"birth_date", "age"}) and len(traits) >= least


def _is_dictionary(columns: tuple[ColumnReading, ...]) -> bool:
    """Whether the table describes fields instead of holding data (数据字典)."""
    names = [c.name.base for c in columns]
    kinds = sum(any(n in group or n.endswith(group[0]) for n in names) for group in _DICTIONARY_NAMES)
    return kinds >= 2 and any(c.facts.shape("typeword") >= 0.5 for c in columns)
