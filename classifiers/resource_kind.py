"""Data or text, judged from the content; and whether a document is a register that wants to be a table."""

import re
from typing import Final

from classifiers.subject import ColumnFacts, Subject
from classifiers.tiers import ResourceKind

_LEAST_REGISTER_ROWS: Final = 2
_PARAGRAPH: Final = 30.0  # mean length of a cell, in characters, from which it is running text
# columns that only count the paragraphs of a text laid out as a table
_COUNTS: Final = re.compile(
    r"^(?:序号|编号|行号|行|段落?号?|段落|页码?|章|章节(?:名称?)?|节|条|条目|条次|条款号?|项目?号|目|款|篇|层级|部分|标题|小标题|"
    r"no\.?|line|page|paragraph|section|article|id)$",
    re.IGNORECASE,
)
# 问答 laid out in two columns: a question is short, and belongs to the text of its answer
_QUESTION: Final = re.compile(r"^(?:问|问题|提问|常见问题|question|q)$", re.IGNORECASE)
_ANSWER: Final = re.compile(r"^(?:答|答案|解答|回答|答复|answer|a)$", re.IGNORECASE)

# what the column of a text is called; or else the text's own first line stands where the name would
_BODY: Final = re.compile(
    r"正文|内容|全文|原文|文本|文章|段落|条文|通知|公告|text|content|body|paragraph", re.IGNORECASE
)
_FIRST_LINE: Final = 12  # characters
_CODES: Final = 0.5  # share of cells that are codes: digests, keys, serial numbers


def kind_of(subject: Subject) -> ResourceKind:
    """Rows and columns make data, running text makes text; the file's extension has no say.

    A table of one column of paragraphs (a text that was saved as CSV) is text.
    """
    columns = [column for column in subject.columns if not _COUNTS.match(column.name.strip())]
    if len(columns) > 1:
        columns = [column for column in columns if not _QUESTION.match(column.name.strip())]
    is_prose = len(columns) == 1 and _is_running_text(columns[0])
    return ResourceKind.DATA if subject.columns and not is_prose else ResourceKind.TEXT


def _is_running_text(column: ColumnFacts) -> bool:
    is_body = bool(_BODY.search(column.name) or _ANSWER.match(column.name.strip())) or len(column.name) >= _FIRST_LINE
    is_long = column.type == "text" and column.nonempty > 0 and column.length >= _PARAGRAPH
    return is_body and is_long and column.shape("code") < _CODES


def is_register(subject: Subject) -> bool:
    """Whether a document is mostly entries of a register (名录) that could be offered as a table."""
    document = subject.document
    return not subject.columns and document is not None and document.register_rows >= _LEAST_REGISTER_ROWS
