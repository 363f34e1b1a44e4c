"""Why a column is treated as it is: one Chinese sentence for each way, for the reviewer (English: the pages' messages).

A table of its own, so that pages can list the sentences without loading the masking engine.
"""

from collections.abc import Mapping
from typing import Final

BY_CLAUSE: Final = "按条款处理。"
BESIDE_SUPPRESSED: Final = "与被抑制的数据项有加总关系，一并做二次抑制。"
BESIDE_SMALL: Final = "该行说明的单位过少，或一家占比过高，随之一并抑制，并做二次抑制。"
LARGE_SHARE: Final = "抑制一家占比过高的单元格，并做二次抑制。"
ROW_NUMBERS: Final = "行序已打乱，序号会还原原来的顺序，整列删除。"
BY_OPERATOR: Final[Mapping[str, str]] = {
    "drop": "整列删除。",
    "keep": "未发现须隐去的个人信息，保持原样。",
    "spans": "只隐去识别出的个人信息片段。",
    "suppress": "抑制小单元格，并做二次抑制。",
    "redact": "整格遮蔽。",
    "partial": "部分掩码。",
    "pseudonymise": "以密钥生成假名，同一用途内可关联。",
    "age_band": "泛化为年龄段。",
    "county": "泛化到县级。",
    "bucket": "金额分档。",
}
ALL: Final = (*BY_OPERATOR.values(), BY_CLAUSE, ROW_NUMBERS, BESIDE_SUPPRESSED, BESIDE_SMALL, LARGE_SHARE)
