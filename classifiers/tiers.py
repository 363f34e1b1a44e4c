"""The closed vocabularies of a decision: tier, release, consequence, opening, sharing and kind of resource.

Sources: 数据安全法 art. 21 (graded protection), 上海市数据条例 art. 41 (three kinds of opening), 政务数据共享条例
(three kinds of sharing), 政务信息资源目录编制指南(试行) (text and data resources).
"""

from enum import StrEnum
from typing import Final


class Tier(StrEnum):
    """Raw tier of what was uploaded; it says nothing yet about what the public sees."""

    PUBLIC = "public"
    INTERNAL = "internal"
    CLASSIFIED = "classified"

    @property
    def label(self) -> str:
        """Chinese name."""
        return _TIER_LABELS[self]

    @property
    def severity(self) -> int:
        """0 for public, 2 for classified; a larger number is stricter."""
        return list(Tier).index(self)


class Release(StrEnum):
    """What the public gets."""

    OPEN = "open"
    OPEN_AFTER_MASKING = "open_after_masking"
    CONDITIONAL = "conditional"
    SHARE_ONLY = "share_only"
    REFUSE = "refuse"

    @property
    def label(self) -> str:
        """Chinese name."""
        return _RELEASE_LABELS[self]

    @property
    def severity(self) -> int:
        """0 for open, 4 for refuse; a larger number is stricter."""
        return list(Release).index(self)


class Consequence(StrEnum):
    """What one clause of the negative list leads to."""

    ALLOW = "ALLOW"
    MASK = "MASK"
    CONDITIONAL = "CONDITIONAL"
    SHARE = "SHARE"
    REFUSE = "REFUSE"

    @property
    def label(self) -> str:
        """Chinese name."""
        return _CONSEQUENCE_LABELS[self]

    @property
    def severity(self) -> int:
        """0 for ALLOW, 4 for REFUSE (拒收 > 内部 > 申请 > 脱敏 > 放行)."""
        return list(Consequence).index(self)

    @property
    def tier(self) -> Tier:
        """Raw tier that this consequence gives."""
        return _OUTCOME[self][0]

    @property
    def release(self) -> Release:
        """Public outcome that this consequence gives."""
        return _OUTCOME[self][1]


class Opening(StrEnum):
    """开放属性: whether and how the public may have the data."""

    UNCONDITIONAL = "unconditional"
    AFTER_MASKING = "after_masking"
    CONDITIONAL = "conditional"
    NONE = "none"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """Chinese name, as the catalogue prints it."""
        return _OPENING_LABELS[self]


class Sharing(StrEnum):
    """共享属性: whether and how other departments may have the data."""

    UNCONDITIONAL = "unconditional"
    CONDITIONAL = "conditional"
    NONE = "none"

    @property
    def label(self) -> str:
        """Chinese name, as the catalogue prints it."""
        return _SHARING_LABELS[self]


class ResourceKind(StrEnum):
    """资源类型: rows and columns, or running text; judged from the content, never from the file's extension."""

    DATA = "data"
    TEXT = "text"

    @property
    def label(self) -> str:
        """Chinese name."""
        return "数据类" if self is ResourceKind.DATA else "文本类"


class SecurityLabel(StrEnum):
    """General, important or core data (数据安全法 art. 21, GB/T 43697-2024)."""

    GENERAL = "general"
    IMPORTANT = "important"
    CORE = "core"

    @property
    def label(self) -> str:
        """Chinese name."""
        return {"general": "一般数据", "important": "重要数据", "core": "核心数据"}[self.value]


_TIER_LABELS: Final = {Tier.PUBLIC: "公开", Tier.INTERNAL: "内部", Tier.CLASSIFIED: "涉密"}
_RELEASE_LABELS: Final = {
    Release.OPEN: "直接开放",
    Release.OPEN_AFTER_MASKING: "脱敏后开放",
    Release.CONDITIONAL: "依申请开放",
    Release.SHARE_ONLY: "仅部门共享",
    Release.REFUSE: "拒收",
}
_CONSEQUENCE_LABELS: Final = {
    Consequence.ALLOW: "放行",
    Consequence.MASK: "脱敏",
    Consequence.CONDITIONAL: "申请",
    Consequence.SHARE: "内部",
    Consequence.REFUSE: "拒收",
}
_OUTCOME: Final = {
    Consequence.ALLOW: (Tier.PUBLIC, Release.OPEN),
    Consequence.MASK: (Tier.INTERNAL, Release.OPEN_AFTER_MASKING),
    Consequence.CONDITIONAL: (Tier.INTERNAL, Release.CONDITIONAL),
    Consequence.SHARE: (Tier.INTERNAL, Release.SHARE_ONLY),
    Consequence.REFUSE: (Tier.CLASSIFIED, Release.REFUSE),
}
_OPENING_LABELS: Final = {
    Opening.UNCONDITIONAL: "无条件开放",
    Opening.AFTER_MASKING: "脱敏后无条件开放",
    Opening.CONDITIONAL: "有条件开放",
    Opening.NONE: "不予开放(部门共享)",
    Opening.REFUSED: "不予开放(拒收)",
}
_SHARING_LABELS: Final = {
    Sharing.UNCONDITIONAL: "无条件共享",
    Sharing.CONDITIONAL: "有条件共享",
    Sharing.NONE: "不予共享",
}
OPENING_OF: Final[dict[Release, Opening]] = {
    Release.OPEN: Opening.UNCONDITIONAL,
    Release.OPEN_AFTER_MASKING: Opening.AFTER_MASKING,
    Release.CONDITIONAL: Opening.CONDITIONAL,
    Release.SHARE_ONLY: Opening.NONE,
    Release.REFUSE: Opening.REFUSED,
}
SHARING_OF: Final[dict[Release, Sharing]] = {
    Release.OPEN: Sharing.UNCONDITIONAL,
    Release.OPEN_AFTER_MASKING: Sharing.UNCONDITIONAL,
    Release.CONDITIONAL: Sharing.CONDITIONAL,
    Release.SHARE_ONLY: Sharing.CONDITIONAL,
    Release.REFUSE: Sharing.NONE,
}
