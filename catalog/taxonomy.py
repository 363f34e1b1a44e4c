"""Words of the catalogue that are lists: update cycles, steps of a job, labels of verbs and operators."""

from typing import Final

from desensitize.entities import ENTITIES, ENTITY_INDEX, Entity

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
MASKED_AS: Final = {
    "redact": ("遮蔽", "hidden"),
    "partial": ("打码", "partly hidden"),
    "pseudonymise": ("假名化", "pseudonymised"),
    "age_band": ("改为年龄段", "as an age band"),
    "county": ("只到区县", "down to the county only"),
    "bucket": ("分档", "in ranges"),
    "surname": ("只留姓氏", "surname only"),
    "spans": ("遮蔽", "hidden"),
}
"""What is done to a piece of one kind, in Chinese and English; `masking_label` puts the kind before it."""
NOTE_LABELS: Final = {
    "rows_shuffled": "行的顺序会透露被隐去的内容，发布时打乱行序",
    "family_unified": "同一类号码统一采用更严格的脱敏方式",
    "id_hidden_beside_birth_date": "表中另有出生日期，证件号整体隐去",
}


def label_of(table: dict[str, str], code: str | None) -> str:
    """Return the Chinese label of a code, or the code itself when the table does not know it."""
    return "" if code is None else table.get(code, code)


def masking_label(operator: str | None, entity: str | None, masked_as: str | None = None) -> str:
    """Say what happens to a column: 姓名打码, 手机号遮蔽; for several kinds in free text, only that pieces are hidden.

    Args:
        operator: of the column's plan. entity: the kind it holds, if one. masked_as: the operator for pieces of that
            kind, where the column's is `spans`.
    """
    info = ENTITIES[Entity(entity)] if entity and entity in ENTITY_INDEX else None
    action = MASKED_AS.get((masked_as or operator or "") if operator == "spans" else operator or "")
    if info is None or action is None:
        return label_of(OPERATOR_LABELS, operator or "keep")
    return info.name_zh + action[0]


def masking_labels() -> dict[str, str]:
    """Every label of `masking_label` that names a kind, with its English."""
    return {
        info.name_zh + zh: f"{info.name_en[:1].upper()}{info.name_en[1:]}: {en}"
        for info in ENTITIES.values()
        for zh, en in MASKED_AS.values()
    }
