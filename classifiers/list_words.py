"""What can be wrong with a file of the negative list, said in Chinese and English: officials write such files."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of mistake; `{0}` in both texts stands for the key, word or clause it is about."""

    zh: str
    en: str


NOT_YAML: Final = Fault("不是有效的 YAML", "not valid YAML")
NO_PARTS: Final = Fault("须有 `edition` 和列表 `clauses`", "needs `edition` and a list `clauses`")
NO_CLAUSE: Final = Fault("至少要有一个条款", "needs at least one clause")
NO_ID: Final = Fault("条款须有 `id`", "a clause needs an `id`")
NOT_CLAUSE: Final = Fault("条款须是带 `id` 的键值表", "a clause is a mapping with an `id`")
SHARED_LINE: Final = Fault(
    "写在同一行的多个条款只能按整个文件修改", "clauses that share a line can only be changed as a file"
)
MISSING: Final = Fault("缺少 `{0}`", "`{0}` is missing")
PART_MISSING: Final = Fault("缺少这一部分", "is missing")
UNKNOWN_KEY: Final = Fault("没有 `{0}` 这一项", "unknown key `{0}`")
NOT_WORD_LISTS: Final = Fault("须是名称到词表的键值表", "must be a mapping of names to lists of words")
NOT_WORDS: Final = Fault("须是词的列表", "must be a list of words")
NOT_DATE: Final = Fault("`{0}` 须是日期", "`{0}` must be a date")
ENDS_EARLY: Final = Fault("失效日期早于施行日期", "ends before it begins")
APPROVED_LATE: Final = Fault("施行日期早于批准日期", "is in force before it was approved")
NOT_NUMBER: Final = Fault("`number` 须是整数", "`number` must be a whole number")
BAD_CONSEQUENCE: Final = Fault(
    "`consequence` 须是 REFUSE、SHARE、CONDITIONAL、MASK、ALLOW 之一",
    "`consequence` must be REFUSE, SHARE, CONDITIONAL, MASK or ALLOW",
)
BAD_LEVEL: Final = Fault("`level` 须是 1 至 5", "`level` must be 1 to 5")
BAD_MASK: Final = Fault("脱敏须有 `entity` 和已知的 `action`", "a mask needs `entity` and a known `action`")
MASKS_ELSEWHERE: Final = Fault("只有 MASK 条款可以脱敏", "only a MASK clause may mask")
NO_EXAMPLES: Final = Fault("`examples.{0}` 至少要有一个数据集", "`examples.{0}` needs at least one dataset")
BAD_EXAMPLE: Final = Fault("样例没有 `{0}` 这一项", "an example has no `{0}`")
TWICE: Final = Fault("与第 {0} 行重复", "is also on line {0}")
CANCELS_NOTHING: Final = Fault("取消的条款 `{0}` 不存在", "cancels unknown clause `{0}`")
NOT_RULES: Final = Fault("规则须是列表", "rules must be a list")
NOT_RULE: Final = Fault("规则须是条件的键值表", "a rule is a mapping of conditions")
UNKNOWN_MATCHER: Final = Fault("没有 `{0}` 这种条件；可用：{1}", "unknown matcher `{0}`; known: {1}")
NO_PARAMETERS: Final = Fault("`{0}` 须有参数的键值表", "`{0}` needs a mapping of parameters")
UNKNOWN_PARAMETER: Final = Fault("`{0}` 没有参数 `{1}`", "`{0}` has no parameter `{1}`")
NOT_FLAG: Final = Fault("须是 true 或 false", "must be true or false")
NOT_A_NUMBER: Final = Fault("须是数", "must be a number")
NO_SUCH_WORDS: Final = Fault("没有名为 `{0}` 的词表", "no list of words is called `{0}`")
MUST_HIT: Final = Fault("应当命中而没有命中", "must hit and does not")
MUST_NOT_HIT: Final = Fault("不应命中而命中了", "must not hit and does")
