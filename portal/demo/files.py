"""Write a sample as the file an agency would send: CSV in UTF-8 or GB18030, XLSX, or plain text."""

import csv
import io
from dataclasses import dataclass

import xlsxwriter

from portal.demo.extend import extend
from portal.demo.samples import Sample


@dataclass(frozen=True, slots=True)
class DemoFile:
    """A file ready to be uploaded, with the metadata that goes along; `rows` is None for a document."""

    sample: Sample
    file_name: str
    encoding: str
    content: bytes
    rows: int | None


def make_file(sample: Sample, position: int, *, rows: int, seed: int) -> DemoFile:
    """Make the file of one sample.

    Args:
        sample: what to write.
        position: its place in the list; even ones are written in UTF-8, odd ones in GB18030, as agencies do both.
        rows: rows wanted of a table.
        seed: of the generator.
    """
    encoding = "utf-8" if position % 2 == 0 else "gb18030"
    if sample.text is not None:
        return DemoFile(sample, f"{sample.title}.txt", encoding, sample.text.encode(encoding), None)
    table = extend(sample, rows, seed)
    if sample.format == "xlsx":
        return DemoFile(sample, f"{sample.title}.xlsx", "xlsx", _xlsx(sample, table), len(table))
    return DemoFile(sample, f"{sample.title}.csv", encoding, _csv(sample, table).encode(encoding), len(table))


def _csv(sample: Sample, table: list[list[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(sample.fields)
    writer.writerows(table)
    return out.getvalue()


def _xlsx(sample: Sample, table: list[list[object]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Sheet1")
    sheet.write_row(0, 0, sample.fields)
    for at, row in enumerate(table, start=1):
        for place, value in enumerate(row):
            # text stays text: an identity number kept as a number would lose its last digits
            (sheet.write_string if isinstance(value, str) else sheet.write)(at, place, value)
    book.close()
    return out.getvalue()
