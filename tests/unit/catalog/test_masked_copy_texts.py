"""Documents and delimited texts: what is written keeps encoding, mark, line ends; what cannot be masked says so."""

import io
from pathlib import Path

import docx
import pytest

from catalog.ingest.errors import OldFormat, UnknownFormat
from catalog.masked_copy import CopyOptions, UnknownTarget, UnsupportedInput, masked_copy, text_copy
from desensitize.entities import Entity
from desensitize.keys import MaskingKeys
from desensitize.text import scan_text
from tests.fakes.people import loans

MOBILE = Entity.CN_MOBILE
OPTIONS = CopyOptions(keys=MaskingKeys({"release": b"k" * 32}))
TABLE = loans(12, seed=77)
NAME, CN_ID, PHONE = TABLE["借款人"][0], TABLE["身份证号"][0], TABLE["手机号"][0]
PROSE = f"关于{NAME}贷款的说明\r\n\r\n借款人{NAME}，身份证号{CN_ID}，\r\n手机{PHONE}。\n第二行\r第三行\f第二页\r\n"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark_is_masked_and_gets_one(tmp_path: Path, encoding: str) -> None:
    source, target = tmp_path / "in.txt", tmp_path / "out.txt"
    source.write_bytes(PROSE.encode(encoding))
    masked_copy(source, target, OPTIONS)
    text = target.read_bytes().decode("utf-16")
    assert "贷款的说明" in text
    assert not [value for value in (NAME, CN_ID, PHONE) if value in text]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_keeps_encoding_mark_and_every_line_end(tmp_path: Path, encoding: str) -> None:
    source, target = tmp_path / "in.txt", tmp_path / "out.txt"
    source.write_bytes(PROSE.encode(encoding))
    report = masked_copy(source, target, OPTIONS)
    assert target.read_bytes()[:2] == source.read_bytes()[:2] or encoding == "gb18030"
    text = target.read_bytes().decode(encoding)
    assert [part.count("\r\n") for part in text.split("\f")] == [3, 1]
    assert text.endswith("。\n第二行\r第三行\f第二页\r\n")
    assert not [value for value in (NAME, CN_ID, PHONE) if value in text]
    assert report["encoding"].startswith(encoding)
    assert report["verification"] == {"checked": True, "passed": True, "pages": 2}


def test_what_stands_between_the_pieces_is_the_very_same(tmp_path: Path) -> None:
    source, target = tmp_path / "in.txt", tmp_path / "out.txt"
    source.write_bytes(("\r\n" * 5 + f"甲\r\n电话{PHONE}，\r\n乙\r\n" * 40).encode())
    masked_copy(source, target, OPTIONS)
    assert target.read_bytes().decode() == "\r\n" * 5 + "甲\r\n电话***，\r\n乙\r\n" * 40


def test_what_only_the_proof_finds_is_masked_in_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_copy, "scan_text", lambda text, entities: scan_text(text, entities=frozenset({MOBILE})))
    source, target = tmp_path / "in.txt", tmp_path / "out.txt"
    source.write_bytes(f"甲\r\n乙\r\n电话{PHONE}\r\n身份证号{CN_ID}，\r\n丙\r\n".encode())
    masked_copy(source, target, OPTIONS)
    made = target.read_bytes().decode().split("\r\n")
    assert [*made[:3], *made[4:]] == ["甲", "乙", "电话***", "丙", ""]
    assert made[3].startswith("身份证号")
    assert made[3].endswith("，")
    assert CN_ID[6:] not in made[3]


def test_a_name_hidden_on_one_page_is_hidden_on_all(tmp_path: Path) -> None:
    source, target = tmp_path / "in.txt", tmp_path / "out.txt"
    source.write_text("客户黎明退回利息。\f黎明前完成升级。", encoding="utf-8")
    masked_copy(source, target, OPTIONS)
    assert target.read_text(encoding="utf-8") == "客户黎*退回利息。\f黎*前完成升级。"


def test_a_table_in_running_text_stays_in_it(tmp_path: Path) -> None:
    lines = [
        "# 名单",
        "",
        "| 姓名 | 手机 |",
        "|---|---|",
        *(f"| {n} | {p} |" for n, p in TABLE.select("借款人", "手机号").rows()),
    ]
    (tmp_path / "in.md").write_text("\n".join(lines), encoding="utf-8")
    masked_copy(tmp_path / "in.md", tmp_path / "out.md", OPTIONS)
    made = (tmp_path / "out.md").read_text(encoding="utf-8").split("\n")
    assert made[:4] == lines[:4]
    assert len(made) == len(lines)
    assert not [value for column in ("借款人", "手机号") for value in TABLE[column] if value in "\n".join(made)]


def test_a_delimited_text_stays_one(tmp_path: Path) -> None:
    rows = TABLE.select("借款人", "手机号", "贷款金额(元)").rows()
    lines = ["姓名|手机|金额", *("|".join(map(str, row)) for row in rows)]
    (tmp_path / "in.txt").write_bytes("\r\n".join([*lines, ""]).encode("gb18030"))
    report = masked_copy(tmp_path / "in.txt", tmp_path / "out.txt", OPTIONS)
    made = (tmp_path / "out.txt").read_bytes().decode("gb18030").split("\r\n")
    assert [line.split("|")[1:] for line in made[1:-1]] == [["***", str(row[2])] for row in rows]
    assert report["encoding"] == "gb18030"
    masked_copy(tmp_path / "in.txt", tmp_path / "out.tsv", OPTIONS)
    assert (tmp_path / "out.tsv").read_bytes().decode("gb18030").startswith("姓名\t手机\t金额\r\n")


@pytest.mark.parametrize(
    "content",
    [
        "<!DOCTYPE html><html><body><p>张<b>建国</b></p></body></html>",
        "\ufeff\n<HTML><table><tr><td>张建国</td></tr></table></HTML>",
        '<?xml version="1.0"?><a>张建国</a>',
    ],
)
@pytest.mark.parametrize("name", ["a.html", "a.xls", "a.txt"])
def test_markup_is_refused_whatever_it_is_called(tmp_path: Path, content: str, name: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(UnsupportedInput) as caught:
        masked_copy(tmp_path / name, tmp_path / "out.txt", OPTIONS)
    assert caught.value.code == "masked_copy.input"
    assert not (tmp_path / "out.txt").exists()


def test_a_document_becomes_text_and_says_what_is_left_out(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph(f"借款人{NAME}，手机{PHONE}。")
    document.add_comment(paragraph.runs, text=f"找{NAME}核实", author=NAME)
    document.save(str(tmp_path / "in.docx"))
    report = masked_copy(tmp_path / "in.docx", tmp_path / "out.txt", OPTIONS)
    made = (tmp_path / "out.txt").read_text(encoding="utf-8")
    assert made.startswith("借款人")
    assert NAME not in made
    assert [one["code"] for one in report["left_out"]] == ["comments"]
    for name in ("out.docx", "out.pdf", "out.xlsx", "out.csv"):
        with pytest.raises(UnknownTarget):
            masked_copy(tmp_path / "in.docx", tmp_path / name, OPTIONS)


def test_a_scanned_page_is_told(tmp_path: Path) -> None:
    (tmp_path / "in.pdf").write_bytes(_pdf_with_a_picture_page())
    report = masked_copy(tmp_path / "in.pdf", tmp_path / "out.txt", OPTIONS)
    assert report["pages"] == 1
    assert "page_not_inspected" in {one["code"] for one in report["left_out"]}


@pytest.mark.parametrize(
    ("head", "error"),
    [(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OldFormat), (b"\x89PNG", UnknownFormat), (b"7z\xbc\xaf", UnknownFormat)],
)
def test_other_files_are_refused_with_their_code(tmp_path: Path, head: bytes, error: type[Exception]) -> None:
    (tmp_path / "in.xlsx").write_bytes(head + bytes(600))
    with pytest.raises(error):
        masked_copy(tmp_path / "in.xlsx", tmp_path / "out.xlsx", OPTIONS)


def _pdf_with_a_picture_page() -> bytes:
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, NumberObject

    writer = PdfWriter()
    page = writer.add_blank_page(100, 100)
    picture = DecodedStreamObject()
    picture.set_data(b"\x00")
    for name, value in (("/Subtype", NameObject("/Image")), ("/Type", NameObject("/XObject"))):
        picture[NameObject(name)] = value
    for name in ("/Width", "/Height", "/BitsPerComponent"):
        picture[NameObject(name)] = NumberObject(1)
    picture[NameObject("/ColorSpace")] = NameObject("/DeviceGray")
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/XObject"): DictionaryObject({NameObject("/P"): writer._add_object(picture)})}
    )
    content = DecodedStreamObject()
    content.set_data(b"/P Do")
    page[NameObject("/Contents")] = writer._add_object(content)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
