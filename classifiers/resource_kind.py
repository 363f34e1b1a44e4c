"""Data or text, judged from the content; and whether a document is a register that wants to be a table."""

import re
from typing import Final

from classifiers.subject import ColumnFacts, Subject
from classifiers.tiers import ResourceKind

_LEAST_REGISTER_ROWS: Final = 2
_PARAGRAPH: Final = 30.0  # mean length of a cell, in characters, from which it is running text
# columns that only count the paragraphs of a text laid out as a table
_COUNTS: Final = re.compile(
    r"^(?:序号|编号|行号|行|段落?号?|段落|页码?|章节|no\.?|line|page|paragraph|id)$", re.IGNORECASE
)


def kind_of(subject: Subject) -> ResourceKind:
    """Rows and columns make data, running text makes text; the file's extension has no say.

    A table of one column of paragraphs (a text that was saved as CSV) is text.
    """
    columns = [column for column in subject.columns if not _COUNTS.match(column.name.strip())]
    is_prose = len(columns) == 1 and _is_running_text(columns[0])
    return ResourceKind.DATA if subject.columns and not is_prose else ResourceKind.TEXT


def _is_running_text(column: ColumnFacts) -> bool:
    return column.type == "text" and column.nonempty > 0 and column.length >= _PARAGRAPH


def is_register(subject: Subject) -> bool:
    """Whether a document is mostly entries of a register (名录) that could be offered as a table."""
    document = subject.document
    return not subject.columns and document is not None and document.register_rows >= _LEAST_REGISTER_ROWS
