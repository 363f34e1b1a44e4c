"""A long CSV read in blocks is the table that the reader of whole files gives, whatever the blocks cut through."""

import csv
import io
import random
from collections.abc import Callable

import pytest

from catalog.ingest import IngestError, TableRead, read_upload, reading
from catalog.ingest import csv_rows as rows_module
from catalog.ingest.csv_rows import CsvRows
from catalog.ingest.limits import Limits

CELLS = (
    "",
    "张三",
    "东湖区,西段",
    'a"b',
    "两\n行",
    "x\r\ny",
    "001",
    "110105194912310021",
    " ",
    "é",
    "，",
    "'=1",
    "\u200b",
)


def made(rng: random.Random, rows: int, *, quoting: int = csv.QUOTE_MINIMAL, ends: str = "\r\n") -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=quoting, lineterminator=ends)
    writer.writerow(["编号", "名称", "说明", "金额", ""])
    for number in range(rows):
        writer.writerow([number, rng.choice(CELLS), rng.choice(CELLS), rng.choice(CELLS), ""])
    return out.getvalue()


def plain(rng: random.Random) -> str:
    return made(rng, 400)


def quoted(rng: random.Random) -> str:
    return made(rng, 300, quoting=csv.QUOTE_ALL, ends="\n")


def stray_quote(rng: random.Random) -> str:
    lines = [f'{n},名{n},五金"店"{n},{n}.5,\n' for n in range(300)]
    return "编号,名称,说明,金额,\n" + "".join(lines[:200]) + made(rng, 50).split("\n", 1)[1] + "".join(lines[200:])


def short_and_blank(rng: random.Random) -> str:
    lines = [f"{n},名{n},说明{n},{n}.5,\n" for n in range(300)]
    for at in rng.sample(range(100, 290), 5):
        lines[at] = f"{at},短\n"
    lines[250:250] = ["\n", ",,,,\n"]
    return "贷款情况表\n编号,名称,说明,金额,\n" + "".join(lines)


def ragged(rng: random.Random) -> str:
    return "编号,名称,说明\n" + "".join(f"{n},a,b\n" for n in range(200)) + f"1,2,3,{rng.random()}\n" + "1,2,3\n" * 90


def unclosed(rng: random.Random) -> str:
    return (
        "编号,名称,说明\n" + "".join(f"{n},a,{rng.random()}\n" for n in range(200)) + '1,"不见了,3\n' + "1,2,3\n" * 90
    )


def one_column(rng: random.Random) -> str:
    return "名称\n" + "".join(rng.choice(("张三\n", "李四\n", '"两\n行"\n')) for _ in range(300)) + "\n\n"


SHAPES = (plain, quoted, stray_quote, short_and_blank, ragged, unclosed, one_column)


def outcome(content: bytes, *, stays_open: bool) -> object:
    try:
        read = read_upload(io.BytesIO(content), name="a.csv", stays_open=stays_open)
    except IngestError as error:
        return error.code, getattr(error, "detail", None)
    assert isinstance(read, TableRead)
    assert isinstance(read.rows, CsvRows) == stays_open
    notes = tuple(note for note in read.notes if note.code != "blank_rows")
    about = (read.encoding, read.delimiter, read.header_row, notes, read.extra_text, read.rows.height)
    return tuple(read.frame.columns), read.frame.rows(), about


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("block", [257, 4_001])
def test_blocks_give_the_same_table(
    shape: Callable[[random.Random], str], encoding: str, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = shape(random.Random(block)).encode(encoding)
    whole = outcome(content, stays_open=False)
    monkeypatch.setattr(reading, "LONG_BYTES", 0)
    monkeypatch.setattr(rows_module, "BLOCK_BYTES", block)
    assert outcome(content, stays_open=True) == whole


def test_limits_hold_for_long_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LONG_BYTES", 0)
    monkeypatch.setattr(rows_module, "BLOCK_BYTES", 500)
    content = plain(random.Random(1)).encode()

    def code(limits: Limits) -> str:
        with pytest.raises(IngestError) as refused:
            read_upload(io.BytesIO(content), name="a.csv", limits=limits, stays_open=True)
        return refused.value.code

    assert code(Limits(rows=300)) == "ingest.too_many_rows"
    assert code(Limits(cells=1_000)) == "ingest.too_many_cells"
    assert code(Limits(cell_chars=5)) == "ingest.cell_too_long"
    assert code(Limits(file_bytes=2_000)) == "ingest.too_large"


@pytest.mark.parametrize("damage", [b"\xff\xfe\xfa", b"\0"])
def test_the_line_of_what_is_no_text_is_told(damage: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    content = plain(random.Random(2)).replace("\r\n", "\n").encode()
    at = content.index(b"\n", 6_000) + 1
    content = content[:at] + damage + content[at:]
    with pytest.raises(IngestError) as whole:
        read_upload(io.BytesIO(content), name="a.csv")
    monkeypatch.setattr(reading, "LONG_BYTES", 0)
    with pytest.raises(IngestError) as long:
        read_upload(io.BytesIO(content), name="a.csv", stays_open=True)
    assert (long.value.code, vars(long.value)) == (whole.value.code, vars(whole.value))
