"""Words of the catalogue that are lists: update cycles, steps of a job, labels of verbs and operators."""

from typing import Final

# 更新周期 of 政务信息资源目录编制指南(试行), section 4.10
UPDATE_CYCLES: Final = ("实时", "每日", "每周", "每月", "每季度", "每半年", "每年", "不定期", "一次性")
# licences a dataset may be released under; their addresses are in `catalog.ckan.mapping`
LICENCE_NAMES: Final = {"cn-gov-open": "政府数据开放使用许可", "cc-by": "知识共享署名 4.0（CC BY 4.0）"}
DEFAULT_LICENCE: Final = "cn-gov-open"

STEP_LABELS: Final = {
    "": "排队等候",
    "gate": "涉密检查",
    "read": "读取文件",
    "scan": "识别个人信息",
    "classify": "定级",
    "plan": "制定脱敏方案",
    "mask": "脱敏",
    "write": "生成发布文件",
    "verify": "核验无残留",
    "store": "入库",
    "done": "完成",
}
VERDICT_LABELS: Final = {"approve": "审核通过", "send_back": "退回", "stricter": "从严", "looser": "从宽"}
OPERATOR_LABELS: Final = {
    "keep": "保留",
    "mask": "掩码",
    "partial": "部分掩码",
    "hash": "散列",
    "pseudonymise": "假名化",
    "pseudonym": "假名化",
    "generalise": "泛化",
    "bucket": "分档",
    "age_band": "泛化为年龄段",
    "county": "泛化到区县",
    "redact": "遮蔽",
    "drop": "删除",
    "suppress": "抑制",
    "spans": "遮蔽文中个人信息",
    "surname": "只留姓氏",
}
NOTE_LABELS: Final = {
    "rows_shuffled": "行的顺序会透露被隐去的内容，发布时打乱行序",
    "family_unified": "同一类号码统一采用更严格的脱敏方式",
    "id_hidden_beside_birth_date": "表中另有出生日期，证件号整体隐去",
}


def label_of(table: dict[str, str], code: str | None) -> str:
    """Return the Chinese label of a code, or the code itself when the table does not know it."""
    return "" if code is None else table.get(code, code)
