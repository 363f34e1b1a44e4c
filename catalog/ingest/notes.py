"""What the reader met and did not hide: one line a kind, for the uploader and the reviewer."""
# ruff: noqa: E501 -- one note a line reads as the table it is

from collections.abc import Mapping
from dataclasses import dataclass

# code: (needs a person, Chinese, English); {count} and {first} are numbers
NOTES: Mapping[str, tuple[bool, str, str]] = {
    "title_rows": (False, "表头上方有{count}行标题或说明，未作为数据读取。", "{count} title rows above the header."),
    "foot_rows": (False, "表尾有{count}行注释或填表说明，未作为数据读取。", "{count} rows of notes or signatures below the table."),
    "grouped_numbers": (False, "{count}列数值带千分位逗号，已去掉逗号，按数值处理。", "{count} columns hold numbers with commas between thousands; the commas were taken out."),
    "header_joined": (False, "多级表头已合并为一级。", "A header of several rows was joined into one."),
    "header_missing": (True, "没有找到表头，已自动命名各列。", "No header row was found; columns were named by number."),
    "header_empty": (False, "{count}个列名为空，已自动命名。", "{count} columns had no name and were named by number."),
    "header_duplicate": (False, "{count}个列名重复，已加序号区分。", "{count} column names were repeated and numbered."),
    "blank_rows": (False, "略过{count}个空行。", "{count} blank rows were left out."),
    "short_rows": (False, "{count}行的列数不足，缺少的列按空值处理（首见第{first}行）。", "{count} rows were short; missing cells are empty (first at line {first})."),
    "control_characters": (True, "含有{count}个不可见控制字符。", "{count} invisible control characters."),
    "damaged_numbers": (True, "{count}列含16位以上的数值，末位已被电子表格改写，证件号、卡号等可能失真；请将该列设为文本后重新填写。", "{count} columns hold numbers of 16 digits and more, which a spreadsheet rounds: identifiers in them are damaged."),
    "error_cells": (False, "{count}个单元格是公式错误（如#DIV/0!），按空值处理。", "{count} cells hold formula errors and are empty."),
    "merged_cells": (False, "有{count}处合并单元格，只有左上角有值。", "{count} merged ranges; only the first cell has the value."),
    "hidden_rows": (True, "有{count}个隐藏行，已一并读取。", "{count} hidden rows were read too."),
    "hidden_columns": (True, "有{count}个隐藏列，已一并读取。", "{count} hidden columns were read too."),
    "hidden_sheets": (True, "有{count}个隐藏工作表，不会发布，但已检查其内容。", "{count} hidden sheets; not published, but inspected."),
    "other_sheets": (False, "还有{count}个工作表，不会发布，但已检查其内容。", "{count} other sheets; not published, but inspected."),
    "comments": (True, "有{count}条批注，不会发布，但已检查其内容。", "{count} comments; not published, but inspected."),
    "hidden_text": (True, "有{count}处隐藏文字，不会发布，但已检查其内容。", "{count} parts with hidden text; not published, but inspected."),
    "tracked_changes": (True, "有{count}处修订痕迹，不会发布，但已检查其内容。", "{count} tracked changes; not published, but inspected."),
    "embedded_objects": (True, "有{count}个嵌入对象或图片，无法检查其内容，也不会发布。", "{count} embedded objects or pictures that cannot be inspected; not published."),
    "page_not_inspected": (True, "有{count}页没有文字层（可能是扫描件，首见第{first}页），无法检查其内容。", "{count} pages have no text layer (first: {first}) and could not be inspected."),
    "earlier_revisions": (True, "PDF含有{count}个历史修订，原文件不会发布。", "The PDF holds {count} earlier revisions; the file itself is not published."),
    "nested_values": (False, "{count}列含嵌套内容，按JSON文本保留。", "{count} columns hold nested values, kept as JSON text."),
    "missing_fields": (False, "{count}条记录缺少部分字段，按空值处理。", "{count} records lack some fields; those are empty."),
}  # fmt: skip


@dataclass(frozen=True)
class Note:
    """Something the reader met and did not hide.

    Attributes:
        code: key of `NOTES`.
        count: how many.
        first: line, row or page of the first one, from 1; 0 where it has none.
    """

    code: str
    count: int = 1
    first: int = 0

    @property
    def needs_person(self) -> bool:
        """Whether a reviewer has to look before anything is published."""
        return NOTES[self.code][0]

    @property
    def message_zh(self) -> str:
        """Sentence for people, Chinese."""
        return NOTES[self.code][1].format(count=self.count, first=self.first)

    @property
    def message_en(self) -> str:
        """Sentence for people, English."""
        return NOTES[self.code][2].format(count=self.count, first=self.first)

    def to_json(self) -> dict[str, str | int]:
        """As plain JSON values."""
        return {"code": self.code, "count": self.count, "first": self.first}
