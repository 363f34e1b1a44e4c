"""Data or text, judged from the content; and whether a document is a register that wants to be a table."""

from typing import Final

from classifiers.subject import Subject
from classifiers.tiers import ResourceKind

_LEAST_REGISTER_ROWS: Final = 2


def kind_of(subject: Subject) -> ResourceKind:
    """Rows and columns make data, running text makes text; the file's extension has no say."""
    return ResourceKind.DATA if subject.columns else ResourceKind.TEXT


def is_register(subject: Subject) -> bool:
    """Whether a document is mostly entries of a register (名录) that could be offered as a table."""
    document = subject.document
    return not subject.columns and document is not None and document.register_rows >= _LEAST_REGISTER_ROWS
