"""Commas between thousands go where a whole column is numbers, and nowhere else."""

from io import BytesIO

import pytest

from catalog.ingest import TableRead, read_upload
from catalog.ingest.grouped import without_grouping


def read(*cells: str) -> TableRead:
    lines = "\n".join(f'甲,"{cell}"' for cell in cells)
    made = read_upload(BytesIO(f"行业,余额\n{lines}\n".encode()), name="t.csv")
    assert isinstance(made, TableRead)
    return without_grouping(made)


def test_a_column_of_numbers_loses_its_commas() -> None:
    made = read("3,450.50", "980", " -1,234,567.8 ", "")
    assert made.rows.get_column("余额").to_list() == ["3450.50", "980", "-1234567.8", None]
    assert [note.code for note in made.notes] == ["grouped_numbers"]


@pytest.mark.parametrize(
    "cells",
    [
        ("980", "1020"),
        ("3,450.50", "约1,000"),
        ("1,23", "4,567"),
        ("12,3456", "4,567"),
        ("1,234", "—"),
        ("330,102,198,702,153,418", "1,234"),
        ("1，234", "2，345"),
    ],
)
def test_what_is_not_all_numbers_stays(cells: tuple[str, ...]) -> None:
    made = read(*cells)
    assert made.rows.get_column("余额").to_list() == list(cells)
    assert made.notes == ()
