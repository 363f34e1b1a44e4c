"""What can be wrong with a file of the negative list, said in Chinese and English: officials write such files."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of mistake; `{0}` in both texts stands for the key, word or clause it is about."""

    zh: str
    en: str


NOT_YAML: Final = Fault("不是有效的 YAML", "not valid YAML")
NOT_YAML_SINCE: Final = Fault(
    "不是有效的 YAML（第 {0} 行起的括号、引号或缩进有误）",
    "not valid YAML (brackets, quotes or indent from line {0} on)",
)
TAB_INDENT: Final = Fault("缩进只能用空格，不能用制表符", "indent with spaces, not with a tab")
UNPRINTABLE: Final = Fault("含有不可见的控制字符", "holds a control character")
NOT_UTF8: Final = Fault("文件不是 UTF-8 编码，请另存为 UTF-8", "the file is not UTF-8; save it as UTF-8")
TOO_LONG: Final = Fault("文件过长，上限为 {0} MB", "the file is too long; at most {0} MB")
TOO_DEEP: Final = Fault("嵌套超过 {0} 层", "nested more than {0} deep")
TWO_DOCUMENTS: Final = Fault("一个文件只能写一版清单（不用 `---` 分隔）", "a file holds one list; no second document")
ALIAS: Final = Fault(
    "不能用锚点、引用或合并键（&、*、<<）；以 & 或 * 开头的词请加引号",
    "no anchors, aliases or merge keys (&, *, <<); quote a word that begins with & or *",
)
TAG: Final = Fault("不能用类型标记（!）；以 ! 开头的词请加引号", "no type tags (!); quote a word that begins with !")
BAD_KEY: Final = Fault("键须是文字", "a key must be text")
KEY_TWICE: Final = Fault("`{0}` 写了两次，另见第 {1} 行", "`{0}` is written twice; also on line {1}")
NO_PARTS: Final = Fault("须有 `edition` 和列表 `clauses`", "needs `edition` and a list `clauses`")
NO_CLAUSE: Final = Fault("至少要有一个条款", "needs at least one clause")
NO_ID: Final = Fault("条款须有 `id`", "a clause needs an `id`")
BAD_ID: Final = Fault(
    "`id` 须以字母或数字开头，由字母、数字、点、横线组成，不超过 16 个字符，不能是 new",
    "`id` begins with a letter or digit and has letters, digits, dots and dashes, at most 16 in all; not `new`",
)
NOT_CLAUSE: Final = Fault("条款须是带 `id` 的键值表", "a clause is a mapping with an `id`")
SHARED_LINE: Final = Fault(
    "写在同一行的多个条款只能按整个文件修改", "clauses that share a line can only be changed as a file"
)
MISSING: Final = Fault("缺少 `{0}`", "`{0}` is missing")
PART_MISSING: Final = Fault("缺少这一部分", "is missing")
UNKNOWN_KEY: Final = Fault("没有 `{0}` 这一项", "unknown key `{0}`")
NOT_WORD_LISTS: Final = Fault("须是名称到词表的键值表", "must be a mapping of names to lists of words")
NOT_WORDS: Final = Fault("须是词的列表", "must be a list of words")
NOT_TEXT: Final = Fault(
    "`{0}` 须是文字（数字、日期、是否请加引号）", "`{0}` must be text (quote numbers, dates, yes and no)"
)
NOT_LIST: Final = Fault("`{0}` 须是列表", "`{0}` must be a list")
NOT_DATE: Final = Fault("`{0}` 须是日期", "`{0}` must be a date")
ENDS_EARLY: Final = Fault("失效日期早于施行日期", "ends before it begins")
APPROVED_LATE: Final = Fault("施行日期早于批准日期", "is in force before it was approved")
NOT_NUMBER: Final = Fault("`number` 须是正整数", "`number` must be a whole number above 0")
BAD_CONSEQUENCE: Final = Fault(
    "`consequence` 须是 REFUSE、SHARE、CONDITIONAL、MASK、ALLOW 之一",
    "`consequence` must be REFUSE, SHARE, CONDITIONAL, MASK or ALLOW",
)
BAD_LEVEL: Final = Fault("`level` 须是 1 至 5", "`level` must be 1 to 5")
BAD_MASK: Final = Fault("脱敏须有 `entity` 和已知的 `action`", "a mask needs `entity` and a known `action`")
MASKS_ELSEWHERE: Final = Fault("只有 MASK 条款可以脱敏", "only a MASK clause may mask")
BAD_QUESTION: Final = Fault("`question` 须有 `zh` 和 `en` 两段文字", "`question` needs two texts, `zh` and `en`")
NO_EXAMPLES: Final = Fault("`examples.{0}` 至少要有一个数据集", "`examples.{0}` needs at least one dataset")
BAD_EXAMPLE: Final = Fault("样例没有 `{0}` 这一项", "an example has no `{0}`")
BAD_FACT: Final = Fault("样例的 `{0}` 写得不对：{1}", "`{0}` of an example is not right: {2}")
TWICE: Final = Fault("与第 {0} 行重复", "is also on line {0}")
CANCELS_NOTHING: Final = Fault("取消的条款 `{0}` 不存在", "cancels unknown clause `{0}`")
CANCELS_ELSEWHERE: Final = Fault("只有 ALLOW 条款可以取消别的条款", "only an ALLOW clause may cancel others")
NOT_RULES: Final = Fault("规则须是列表", "rules must be a list")
NOT_RULE: Final = Fault("规则须是条件的键值表", "a rule is a mapping of conditions")
UNKNOWN_MATCHER: Final = Fault("没有 `{0}` 这种条件；可用：{1}", "unknown matcher `{0}`; known: {1}")
NO_PARAMETERS: Final = Fault("`{0}` 须有参数的键值表", "`{0}` needs a mapping of parameters")
UNKNOWN_PARAMETER: Final = Fault("`{0}` 没有参数 `{1}`", "`{0}` has no parameter `{1}`")
NOT_FLAG: Final = Fault("须是 true 或 false", "must be true or false")
NOT_A_NUMBER: Final = Fault("须是数", "must be a number")
NEEDS_ONE: Final = Fault("`{0}` 须写明 {1}", "`{0}` needs {1}")
UNKNOWN_NAME: Final = Fault("没有 `{0}` 这个名称；可用：{1}", "unknown name `{0}`; known: {1}")
EMPTY_WORD: Final = Fault("有一个词是空的", "a word is empty")
BAD_GAP: Final = Fault(
    "`{0}` 的间隔（*）须在两段文字之间，至多 {1} 处", "gaps (*) in `{0}` stand between words, at most {1} of them"
)
WORDS_IN_WORDS: Final = Fault("词表里不能再引用词表 `{0}`", "a list of words cannot refer to another (`{0}`)")
NO_SUCH_WORDS: Final = Fault("没有名为 `{0}` 的词表", "no list of words is called `{0}`")
MUST_HIT: Final = Fault("应当命中而没有命中", "must hit and does not")
MUST_NOT_HIT: Final = Fault("不应命中而命中了", "must not hit and does")
