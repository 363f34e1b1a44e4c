"""Tables about a matter, which are not the matter: lists of its rules, its counters, courses, what was bought for it.

A clause is looked for by words, and the title of such a table has them (案卷评查培训课程, 征信查询窗口): its columns
say that a row is a document, a counter, a lesson, a question with its answer, an item of the list of powers, a
contract awarded. What the rows are weighs more than what the title mentions. Pure; no value of a cell is read.
"""

import re
from typing import Final

from classifiers.column_roles import IDENTITY_ROLES, PERSON_ROLES, ColumnReading

# What one row is (first), and what is told of it (second): both must stand among the columns' names.
_KINDS: Final = tuple(
    (re.compile(row), re.compile(told))
    for row, told in (
        # published documents
        (
            r"^(?:文件|法规|政策|制度|标准|规范性文件|公告|新闻|信息|政策文件|法律法规)(?:名称|标题)$|^标题$|^新闻标题$",
            r"文号|发布(?:日期|时间|机关|单位|机构)|公布日期|印发|施行|实施日期|生效|链接|网址|发文",
        ),
        # counters and whom to call there
        (
            r"窗口|服务(?:点|厅|大厅|网点)|(?:受理|办理|查询|咨询|代办|兑换|接待)(?:点|单位|地点|网点|机构|处)|^网点|办税厅",
            r"地址|地点|电话|热线|时间",
        ),
        # lessons and events
        (
            r"课程|课题名称|讲座|培训(?:内容|主题|班|科目)|活动(?:名称|主题|形式|内容)|宣传(?:主题|内容|形式)|展区",
            r"日期|时间|地点|主讲|主办|承办|承担|学时|课时|立项|经费|组织单位",
        ),
        # questions and answers
        (r"^(?:问题?|提问|常见问题|问题名称)$", r"^(?:解?答|解答内容|答案|回答|答复口径)$"),
        # what was bought
        (r"^(?:项目|采购项目|标段|采购包|包组|采购内容)(?:名称)?$", r"^(?:中标|成交)(?:供应商|单位|人|金额|结果|公司)"),
        # items of the list of powers
        (r"事项(?:名称)?$|^检查事项", r"(?:设定|检查|法律|实施|执法|抽查)依据|办理(?:时限|流程|条件)|承诺时限"),
    )
)
_HUSH: Final = re.compile(
    r"内部|讨论稿|送审|过程稿|请示|纪要|不得|请勿|严禁|未公|尚未|未发布|未经|待发布|拟[^任聘录]|知悉|仅限|限于|仅供|不对外|密|转供"
)
_SECRET_TALK: Final = re.compile(r"保密|密码|密钥|工作秘密|商业秘密")
_OFFICE: Final = frozenset({"official_person"})
_PLAIN: Final = frozenset({"LANDLINE", "ADDRESS", "ORG", "URL", "USCC"})


def is_about(columns: tuple[ColumnReading, ...], typed: str) -> bool:
    """Tell whether a table only speaks about a matter.

    columns: as read. typed: folded title, summary and tags; what is said to be internal or not yet out is never about.
    """
    if not columns or is_hushed(typed):
        return False
    names = [column.name.base for column in columns]
    if not any(any(map(row.search, names)) and _another(row, told, names) for row, told in _KINDS):
        return False
    return all(_is_plain(column) for column in columns)


def is_hushed(typed: str) -> bool:
    """Tell whether a folded text says that something is internal, a draft or not yet out; talk of secrecy says not."""
    return _HUSH.search(_SECRET_TALK.sub("", typed)) is not None


def _another(row: re.Pattern[str], told: re.Pattern[str], names: list[str]) -> bool:
    """Whether a column beside the one that names the row tells of it."""
    first = next(at for at, name in enumerate(names) if row.search(name))
    return any(told.search(name) for at, name in enumerate(names) if at != first)


def _is_plain(column: ColumnReading) -> bool:
    """Whether a column holds nobody and no secret: names of office holders and office numbers are plain."""
    if column.role in (PERSON_ROLES - _OFFICE) | IDENTITY_ROLES - {"phone"}:
        return False
    if column.role in {"security_setting", "minor_sign", "birth_date", "staff_private", "named_person"}:
        return False
    return column.role in _OFFICE or _PLAIN.issuperset(column.facts.entities)
