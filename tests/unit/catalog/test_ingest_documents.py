"""DOCX and PDF: the text, what hides beside it, and pages nobody could read."""

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pypdf import PdfReader, PdfWriter

from catalog.ingest import IngestError, Limits, TextRead, read_upload
from catalog.ingest.pdf import fold_look_alikes


def text_of(data: bytes, name: str, limits: Limits | None = None) -> TextRead:
    read = read_upload(io.BytesIO(data), name=name, limits=limits or Limits())
    assert isinstance(read, TextRead)
    return read


def code_of(data: bytes, name: str = "x", limits: Limits | None = None) -> str:
    with pytest.raises(IngestError) as caught:
        text_of(data, name, limits)
    return caught.value.code


def notes(read: TextRead) -> dict[str, int]:
    return {note.code: note.count for note in read.notes}


def rich_document() -> bytes:
    document = docx.Document()
    document.core_properties.author = "作者甲"
    document.core_properties.comments = "说明乙"
    document.sections[0].header.paragraphs[0].text = "机密★10年"
    document.add_paragraph("第一段\t有制表符")
    table = document.add_table(2, 2)
    for row, values in zip(table.rows, (["姓名", "电话"], ["张三", "13800138000"]), strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    paragraph = document.add_paragraph("修订：")
    space = nsdecls("w")
    paragraph._p.append(
        parse_xml(f'<w:del {space} w:id="1" w:author="a"><w:r><w:delText>删去的证件号</w:delText></w:r></w:del>')
    )
    paragraph._p.append(parse_xml(f'<w:ins {space} w:id="2" w:author="a"><w:r><w:t>加上的字</w:t></w:r></w:ins>'))
    paragraph._p.append(parse_xml(f"<w:r {space}><w:rPr><w:vanish/></w:rPr><w:t>隐藏的字</w:t></w:r>"))
    paragraph._p.append(parse_xml(f"<w:r {space}><w:instrText>HYPERLINK mailto:x@y.cn</w:instrText></w:r>"))
    run = document.add_paragraph("末段").runs[0]
    document.add_comment(run, text="批注里的电话", author="审阅人", initials="审")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf(*pages: str, linearised: bool = False) -> bytes:
    """A minimal PDF 1.4, one line of ASCII a page; an empty string is a page that draws a line and has no text."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for text in pages:
        stream = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode() if text else b"0 0 m 100 100 l S"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            b"/Contents %d 0 R >>" % len(objects)
        )
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (
        len(kids),
        b" ".join(b"%d 0 R" % kid for kid in kids),
    )
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def test_document_text_and_tables() -> None:
    read = text_of(rich_document(), "a.docx")
    assert read.format == "docx"
    assert read.text == "第一段\t有制表符\n姓名\t电话\n张三\t13800138000\n修订：加上的字\n末段"


def test_what_hides_in_a_document_is_inspected_and_not_published() -> None:
    read = text_of(rich_document(), "a.docx")
    places = dict(read.extra_text)
    assert places["deleted"] == "删去的证件号"
    assert places["hidden"] == "隐藏的字"
    assert "x@y.cn" in places["codes"]
    assert "机密★10年" in "".join(text for place, text in read.extra_text if place == "header")
    assert "批注里的电话" in places["comments"]
    words = "\n".join(text for place, text in read.extra_text if place == "properties")
    assert "作者甲" in words
    assert "说明乙" in words
    assert notes(read) == {"tracked_changes": 2, "hidden_text": 1, "comments": 1}
    assert read.needs_person


def test_text_of_a_fallback_is_read_once() -> None:
    document = docx.Document()
    space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    document.add_paragraph()._p.append(
        parse_xml(
            f"<w:r {nsdecls('w')} {space}><mc:AlternateContent><mc:Choice Requires='wps'><w:t>一次</w:t></mc:Choice>"
            "<mc:Fallback><w:p><w:r><w:t>一次</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    out = io.BytesIO()
    document.save(out)
    assert text_of(out.getvalue(), "a.docx").text == "一次"


def test_document_refusals() -> None:
    out = io.BytesIO()
    docx.Document().save(out)
    assert code_of(out.getvalue()) == "ingest.empty"
    assert code_of(rich_document()[:500]) == "ingest.malformed"
    assert code_of(rich_document(), limits=Limits(text_chars=10)) == "ingest.too_much_text"
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("a.txt", "x")
    assert code_of(other.getvalue()) == "ingest.unknown_format"


def test_pdf_pages() -> None:
    read = text_of(pdf("Hello 13800138000", "second"), "a.pdf")
    assert [(page.number, page.text, page.is_inspected) for page in read.pages] == [
        (1, "Hello 13800138000", True),
        (2, "second", True),
    ]
    assert read.notes == ()


def test_a_page_without_text_layer_is_not_inspected() -> None:
    read = text_of(pdf("text", ""), "a.pdf")
    assert [page.is_inspected for page in read.pages] == [True, False]
    assert notes(read) == {"page_not_inspected": 1}
    assert read.notes[0].first == 2
    assert read.needs_person
    assert text_of(pdf("", ""), "a.pdf").needs_person


def test_pdf_properties_annotations_attachments_and_revisions() -> None:
    writer = PdfWriter(PdfReader(io.BytesIO(pdf("text"))))
    writer.add_metadata({"/Author": "作者甲", "/Title": "题目"})
    writer.add_attachment("名单.csv", b"x")
    writer.add_outline_item(title="书签", page_number=0)
    writer.add_uri(0, "mailto:x@y.cn", [0, 0, 10, 10])
    out = io.BytesIO()
    writer.write(out)
    read = text_of(out.getvalue() + b"\n%%EOF\n", "a.pdf")
    words = "\n".join(text for _, text in read.extra_text)
    for expected in ("作者甲", "题目", "名单.csv", "书签", "mailto:x@y.cn"):
        assert expected in words, expected
    assert notes(read) == {"embedded_objects": 1, "earlier_revisions": 1}


def test_encrypted_pdf() -> None:
    writer = PdfWriter(PdfReader(io.BytesIO(pdf("text"))))
    writer.encrypt("open sesame", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    assert code_of(out.getvalue()) == "ingest.encrypted"
    owner = PdfWriter(PdfReader(io.BytesIO(pdf("text"))))
    owner.encrypt("", owner_password="owner only", algorithm="AES-256")
    out = io.BytesIO()
    owner.write(out)
    assert text_of(out.getvalue(), "a.pdf").text == "text"


def test_pdf_refusals() -> None:
    whole = pdf("text")
    assert code_of(b"%PDF-1.4\ngarbage") == "ingest.malformed"
    assert code_of(whole, limits=Limits(pages=0)) == "ingest.too_much_text"
    assert code_of(whole, limits=Limits(text_chars=2)) == "ingest.too_much_text"
    assert code_of(whole, limits=Limits(file_bytes=100)) == "ingest.too_large"
    assert code_of(whole.replace(b"/Pages 2 0 R", b"/Pages 9 0 R")) == "ingest.malformed"


def test_the_library_says_nothing_about_the_file(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    whole = pdf("secret text")
    text_of(whole.replace(b"startxref\n", b"startxref\n1"), "a.pdf")
    code_of(whole.replace(b"/Contents", b"/Con\xfftents <<").replace(b"/Root", b"/Toor"))
    assert caplog.records == []
    assert capfd.readouterr() == ("", "")


def test_look_alikes_are_folded_and_punctuation_is_not() -> None:
    assert fold_look_alikes("⾝份证号、⼿机（ａ）：ﬁ") == "身份证号、手机（ａ）：fi"
    assert fold_look_alikes("⻢⻰，⻓江⻔户") == "马龙，长江门户"  # NFKC alone leaves these
