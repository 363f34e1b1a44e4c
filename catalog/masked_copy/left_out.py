"""What a masked copy does not have of its original: told in the report, because nobody sees what is missing."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from catalog.ingest.notes import Note

_SENTENCES: Final[Mapping[str, str]] = {
    "other_sheets": "{count}个工作表未写入（图表、宏表，或目标格式只能容纳一张表）。",
    "comments": "{count}条批注未写入。",
    "embedded_objects": "{count}个图片或嵌入对象未写入，其内容未经检查。",
    "title_rows": "表头上方{count}行标题或说明未写入。",
    "header_missing": "原表没有表头，各列按序号命名。",
    "header_joined": "多级表头已合并为一级。",
    "blank_rows": "{count}个空行未写入。",
    "error_cells": "{count}个公式错误单元格按空值写入。",
    "merged_cells": "{count}处合并单元格已拆开，只有左上角有值。",
    "hidden_rows": "{count}个隐藏行已脱敏并写入，不再隐藏。",
    "hidden_columns": "{count}个隐藏列已脱敏并写入，不再隐藏。",
    "hidden_text": "{count}处隐藏文字未写入。",
    "tracked_changes": "{count}处修订痕迹未写入，正文为修订后的文字。",
    "earlier_revisions": "{count}个历史修订未写入。",
    "page_not_inspected": "{count}页没有文字层（可能是扫描件，首见第{first}页），其内容未写入。",
}


def left_out(notes: Iterable[Note]) -> list[dict[str, Any]]:
    """The notes of a reader as a copy has to tell them: code, count and sentence."""
    return [
        {
            "code": note.code,
            "count": note.count,
            "message": _SENTENCES[note.code].format(count=note.count, first=note.first)
            if note.code in _SENTENCES
            else note.message_zh,
        }
        for note in notes
    ]
