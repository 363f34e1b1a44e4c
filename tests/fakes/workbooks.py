"""Workbooks for tests: written as programs write them, and taken apart."""

import datetime as dt
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import fastexcel
from xlsxwriter import Workbook

Rows = list[list[Any]]


def book(path: Path, sheets: Mapping[str, Rows], more: Callable[[Workbook], None] = lambda _: None) -> Path:
    """A workbook as a program writes it: numbers, days, moments and truth values are such."""
    with Workbook(path, {"default_date_format": "yyyy/m/d"}) as made:
        moment = made.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, dt.datetime):
                        sheet.write_datetime(number, place, cell, moment)
                    elif isinstance(cell, dt.date):
                        sheet.write_datetime(number, place, cell)
                    elif cell is not None:
                        sheet.write(number, place, cell)
        more(made)
    return path


def texts(path: Path) -> dict[str, list[tuple[str | None, ...]]]:
    """Every sheet as text."""
    reader = fastexcel.read_excel(path)
    loaded = {name: reader.load_sheet(name, header_row=None, dtypes="string") for name in reader.sheet_names}
    return {name: sheet.to_polars().rows() if sheet.width else [] for name, sheet in loaded.items()}


def parts(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}
