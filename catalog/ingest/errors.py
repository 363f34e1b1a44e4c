"""Why an upload could not be read: stable codes, two languages, positions and never a value."""

from collections.abc import Iterable
from typing import Self

from catalog.errors import CatalogError


class IngestError(CatalogError):
    """The upload could not be read.

    Args:
        **positions: whole numbers for the message (line, row, column, page, limit).

    Attributes:
        code: stable identifier for logs, API and documentation.
        zh, en: sentences with places for the positions; `message_zh`, `message_en` have them filled in.
        detail: the positions.
    """

    code = "ingest.unreadable"
    zh = "文件无法读取，可能已损坏。"
    en = "The file cannot be read; it may be damaged."
    status_hint = 422

    def __init__(self, **positions: int) -> None:
        super().__init__(positions)
        self.message_zh = self.zh.format(**positions)
        self.message_en = self.en.format(**positions)


class EmptyUpload(IngestError):
    """No byte, or no cell or character that is not white space."""

    code = "ingest.empty"
    zh = "文件为空，没有可读取的内容。"
    en = "The file is empty."


class HeaderOnly(IngestError):
    """A header row and no data.

    Attributes:
        names: the header where it could be read, for who wants it copied; no part of the message.
    """

    names: tuple[str, ...] = ()

    @classmethod
    def of(cls, names: Iterable[str]) -> Self:
        """The error of a table with these columns."""
        error = cls()
        error.names = tuple(names)
        return error

    code = "ingest.no_rows"
    zh = "表格只有表头，没有数据行。"
    en = "The table has a header and no data rows."


class UnknownFormat(IngestError):
    """Not a format the portal reads."""

    code = "ingest.unknown_format"
    zh = "无法识别的文件格式。支持CSV、XLSX、JSON、Parquet、TXT、DOCX和PDF。"
    en = "Unknown file format. CSV, XLSX, JSON, Parquet, TXT, DOCX and PDF are supported."


class OldFormat(IngestError):
    """A binary Office file of before 2007."""

    code = "ingest.old_format"
    zh = "不支持旧版Office格式（.xls、.doc等），请另存为XLSX或DOCX后重新上传。"
    en = "Old Office formats (.xls, .doc) are not supported; please save as XLSX or DOCX."


class EncryptedUpload(IngestError):
    """Protected by a password."""

    code = "ingest.encrypted"
    zh = "文件设有打开密码，请去除密码后重新上传。"
    en = "The file is protected by a password; please remove it."


class TooLarge(IngestError):
    """Over the limit of bytes."""

    code = "ingest.too_large"
    zh = "文件过大：解压或读取后超过{limit}字节的上限。"
    en = "The file is too large: over {limit} bytes when read or unpacked."


class TooManyRows(IngestError):
    """Over the limit of rows."""

    code = "ingest.too_many_rows"
    zh = "表格行数超过上限{limit}行，请拆分后上传。"
    en = "The table has more than {limit} rows; please split it."


class TooManyColumns(IngestError):
    """Over the limit of columns."""

    code = "ingest.too_many_columns"
    zh = "表格列数超过上限{limit}列。"
    en = "The table has more than {limit} columns."


class TooManyCells(IngestError):
    """Over the limit of cells, most of them empty as a rule."""

    code = "ingest.too_many_cells"
    zh = "表格范围超过上限{limit}个单元格，可能有内容误写在很远的单元格里。"
    en = "The table spans more than {limit} cells; something may have been typed far away by mistake."


class CellTooLong(IngestError):
    """One cell over the limit of characters."""

    code = "ingest.cell_too_long"
    zh = "单元格内容超过上限{limit}个字符。"
    en = "A cell is longer than {limit} characters."


class TooMuchText(IngestError):
    """Over the limit of characters or pages."""

    code = "ingest.too_much_text"
    zh = "文档内容超过上限{limit}。"
    en = "The document is over the limit of {limit}."


class ArchiveBomb(IngestError):
    """An archive that unpacks to far more than it is, or holds too many members."""

    code = "ingest.archive_bomb"
    zh = "压缩内容异常：解压后体积或文件数远超正常范围。"
    en = "The compressed content is abnormal: it unpacks to far more than it should."


class BadEncoding(IngestError):
    """Neither UTF-8 nor GB18030 nor UTF-16."""

    code = "ingest.bad_encoding"
    zh = "第{line}行附近的字符编码无法识别，请另存为UTF-8或GB18030后重新上传。"
    en = "The character encoding near line {line} is not valid; please save as UTF-8 or GB18030."


class NulBytes(IngestError):
    """A NUL character in text."""

    code = "ingest.nul_bytes"
    zh = "第{line}行含有空字符（NUL），文件可能不是文本或已损坏。"
    en = "Line {line} contains a NUL character; the file may be damaged or not text."


class RaggedRow(IngestError):
    """A record with more cells than the header, and something in them."""

    code = "ingest.ragged_row"
    zh = "第{line}行有{cells}列，表头只有{columns}列；请检查是否有未加引号的分隔符。"
    en = "Line {line} has {cells} cells but the header has {columns}; look for an unquoted delimiter."


class UnclosedQuote(IngestError):
    """A quotation mark that is never closed."""

    code = "ingest.unclosed_quote"
    zh = "第{line}行开始的引号没有配对，无法确定后面的列。"
    en = "The quotation mark opened at line {line} is never closed."


class Malformed(IngestError):
    """The format's own rules are broken."""

    code = "ingest.malformed"
    zh = "文件内容不符合其格式，可能已损坏。"
    en = "The file breaks the rules of its format; it may be damaged."


class NoSuchSheet(IngestError):
    """The chosen sheet is not in the workbook."""

    code = "ingest.no_such_sheet"
    zh = "工作簿中没有所选的工作表。请撤销后重新报送：写准表名，或不填，由系统选取。"
    en = "The workbook has no sheet of that name. Give it up and upload again: with the right name, or with none."


class NotATable(IngestError):
    """JSON that is not a list of records."""

    code = "ingest.not_a_table"
    zh = "JSON内容不是记录列表，无法作为表格读取。"
    en = "The JSON is not a list of records."


INGEST_ERRORS: tuple[type[IngestError], ...] = (IngestError, *IngestError.__subclasses__())
