"""Errors of reading rows: a stable code, two languages, never a value or a column name."""

from catalog.errors import CatalogError


class RowStoreError(CatalogError):
    """Rows could not be read."""

    code = "rowstore.failed"
    message_zh = "数据行暂时无法读取。"
    message_en = "The rows cannot be read at the moment."
    status_hint = 503


class UnknownField(RowStoreError):
    """A column that the table does not have."""

    code = "rowstore.unknown_field"
    message_zh = "查询中的列名不存在。"
    message_en = "The query names a column that does not exist."
    status_hint = 400


class BadQuery(RowStoreError):
    """A query that is too large, or a bound that is not a number."""

    code = "rowstore.bad_query"
    message_zh = "查询条件不合规范或过于复杂。"
    message_en = "The query is not valid or too complex."
    status_hint = 400


class TooSlow(RowStoreError):
    """A query over its time."""

    code = "rowstore.too_slow"
    message_zh = "查询超时，请缩小条件。"
    message_en = "The query took too long; please narrow it."


class NotARowStore(RowStoreError):
    """A file that this version did not write, or a damaged one."""

    code = "rowstore.damaged"
    message_zh = "数据文件损坏或版本不符。"
    message_en = "The data file is damaged or of another version."
