"""Draft a title and a summary where the uploader typed none: from the file's name and the table's own shape."""

import re
from collections.abc import Sequence
from typing import Final

_ENDING: Final = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_NOISE: Final = re.compile(
    r"(?:[\s_\-—(（\[【]*(?:\d{4}[-_.年]?\d{0,2}[-_.月]?\d{0,2}日?|v\d+|最终版?|终稿|定稿|副本|copy|new|修改版?|报送版?)"
    r"[)）\]】]*)+$",
    re.IGNORECASE,
)
MAX_TITLE: Final = 60
MAX_NAMED: Final = 8


def draft_title(file_name: str, heading: str = "") -> str:
    """Return a title.

    Args:
        file_name: as uploaded, covered.
        heading: a line that stood above the table's header, covered; it is preferred when it reads like a title.
    """
    heading = heading.strip()
    if 4 <= len(heading) <= MAX_TITLE and not re.search(r"[。；;:：]", heading):
        return heading
    stem = _ENDING.sub("", file_name.strip())
    plain = _NOISE.sub("", stem).strip(" _-—.") or stem
    return re.sub(r"[_\s]+", " ", plain)[:MAX_TITLE] or "未命名数据"


def draft_summary(columns: Sequence[str], rows: int, *, agency: str, update_cycle: str) -> str:
    """Return one or two sentences on a table.

    Args:
        columns: names as they would be published. rows: data rows.
    """
    named = "、".join(columns[:MAX_NAMED]) + ("等" if len(columns) > MAX_NAMED else "")
    cycle = "" if update_cycle in ("", "不定期") else f"，更新周期：{update_cycle}"
    return f"由{agency}提供，包含{named}{len(columns)}个数据项，共{rows:,}条记录{cycle}。"


def draft_text_summary(pages: int, characters: int, *, agency: str) -> str:
    """Return a sentence on a document."""
    return f"由{agency}提供的文本，共{pages}页，约{characters:,}字。"
