"""Whatever a workbook carries beside its cells, a masked copy has none of it: values planted in every part, none found."""

import io
import random
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from catalog.masked_copy import CopyOptions, masked_copy
from desensitize.keys import MaskingKeys
from tests.fakes.people import Person, loans, person

OPTIONS = CopyOptions(keys=MaskingKeys({"release": b"k" * 32}))
PIXEL = b"\x89PNG\r\n\x1a\n" + bytes.fromhex(
    "0000000d49484452000000010000000108060000001f15c4890000000a49444154789c63000100000500010d0a2db40000000049454e44ae426082"
)

Plant = Callable[[Workbook, Person], None]


def properties(book: Workbook, who: Person) -> None:
    book.set_properties({"author": who.name, "manager": who.mobile, "comments": who.cn_id, "title": who.email})
    book.set_custom_property("经办人", who.name + who.cn_id)


def comments(book: Workbook, who: Person) -> None:
    book.worksheets()[0].write_comment(1, 1, f"找{who.name}核实，{who.mobile}", {"author": who.name})


def page_texts(book: Workbook, who: Person) -> None:
    book.worksheets()[0].set_header(f"&L{who.cn_id}")
    book.worksheets()[0].set_footer(f"&R{who.name}{who.mobile}")


def defined_names(book: Workbook, who: Person) -> None:
    book.define_name(f"N_{who.mobile}", "=表!$A$1")
    book.define_name("卡号", f'="{who.card}"')


def links(book: Workbook, who: Person) -> None:
    book.worksheets()[0].write_url(2, 4, f"mailto:{who.email}", string="邮件", tip=who.mobile)


def drawings(book: Workbook, who: Person) -> None:
    sheet = book.worksheets()[0]
    sheet.insert_textbox(9, 9, f"{who.name}{who.cn_id}")
    sheet.insert_image(
        12, 9, f"{who.mobile}.png", {"image_data": io.BytesIO(PIXEL), "description": who.name + who.card}
    )


def validations(book: Workbook, who: Person) -> None:
    book.worksheets()[0].data_validation(
        1, 5, 9, 5, {"validate": "list", "source": [who.name, who.mobile], "input_message": who.cn_id}
    )


def conditions(book: Workbook, who: Person) -> None:
    sheet = book.worksheets()[0]
    sheet.conditional_format(0, 0, 9, 9, {"type": "text", "criteria": "containing", "value": who.cn_id})
    sheet.autofilter(0, 0, 9, 3)
    sheet.filter_column(3, f"x == {who.mobile}")


def formats(book: Workbook, who: Person) -> None:
    book.worksheets()[0].write_number(3, 3, 12.5, book.add_format({"num_format": f'0.00"{who.name}{who.cn_id}"'}))


def formulas(book: Workbook, who: Person) -> None:
    book.worksheets()[0].write_formula(4, 3, f'=LEN("{who.cn_id}")', None, 18)


def charts(book: Workbook, who: Person) -> None:
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"values": "=表!$D$2:$D$4", "name": who.name + who.mobile})
    chart.set_title({"name": who.cn_id})
    book.add_chartsheet("图").set_chart(chart)


def hidden_rows(book: Workbook, who: Person) -> None:
    sheet = book.worksheets()[0]
    sheet.write_string(5, 0, who.name)
    sheet.write_string(5, 1, who.cn_id)
    sheet.set_row(5, None, None, {"hidden": True})
    sheet.set_column(1, 1, None, None, {"hidden": True})


def hidden_sheet(book: Workbook, who: Person) -> None:
    sheet = book.add_worksheet("底稿")
    sheet.write_column(0, 0, ["客户", who.name])
    sheet.write_column(0, 1, ["卡号", who.card])
    sheet.very_hidden()


def sheet_name(book: Workbook, who: Person) -> None:
    sheet = book.add_worksheet(f"{who.mobile}贷款")
    sheet.write_column(0, 0, ["项目", "存款", "贷款"])


def title(book: Workbook, who: Person) -> None:
    sheet = book.add_worksheet("附表")
    sheet.write_string(0, 0, f"填报人：{who.name}，身份证号{who.cn_id}")
    for row, cells in enumerate((["项目", "金额"], ["存款", "1"], ["贷款", "2"]), 1):
        sheet.write_row(row, 0, cells)


def rich_text(book: Workbook, who: Person) -> None:
    bold = book.add_format({"bold": True})
    book.worksheets()[0].write_rich_string(6, 4, "电话", bold, who.mobile[:5], who.mobile[5:], "，请回拨")


PLANTS: tuple[Plant, ...] = (
    *(properties, comments, page_texts, defined_names, links, drawings, validations, conditions, formats, formulas),
    *(charts, hidden_rows, hidden_sheet, sheet_name, title, rich_text),
)
PARTS = (
    "customXml/item1.xml",
    "xl/pivotCache/pivotCacheRecords1.xml",
    "xl/externalLinks/externalLink1.xml",
    "xl/persons/person.xml",
    "xl/threadedComments/threadedComment1.xml",
    "xl/queryTables/queryTable1.xml",
    "xl/connections.xml",
    "docProps/custom2.xml",
    "xl/printerSettings/printerSettings1.bin",
    "xl/media/image9.png",
)


@settings(max_examples=25, deadline=None)
@given(st.sets(st.sampled_from(PLANTS), min_size=1), st.sets(st.sampled_from(PARTS)), st.integers(1, 10_000))
def test_nothing_planted_is_found(plants: set[Plant], extra: set[str], seed: int) -> None:
    chance = random.Random(seed)
    people = {plant.__name__: person(chance) for plant in sorted(plants, key=lambda plant: plant.__name__)}
    strangers = {part: person(chance) for part in sorted(extra)}
    with tempfile.TemporaryDirectory() as name:
        source, target = Path(name) / "in.xlsx", Path(name) / "out.xlsx"
        _write(source, plants, people, strangers, seed)
        planted = "".join(_unpacked(source).values())
        report = masked_copy(source, target, OPTIONS)
        made = _unpacked(target)
    for who in (*people.values(), *strangers.values()):
        values = (who.cn_id, who.mobile, who.card, who.email, who.name)
        assert any(value in planted for value in values)
        assert not [(value, part) for value in values for part, text in made.items() if value in part + text]
        assert not [value for value in values if value in str(report)]


def _write(path: Path, plants: set[Plant], people: dict[str, Person], strangers: dict[str, Person], seed: int) -> None:
    packed = io.BytesIO()
    with Workbook(packed, {"in_memory": True}) as book:
        sheet = book.add_worksheet("表")
        sheet.write_row(0, 0, ["借款人", "身份证号", "手机号", "金额", "备注"])
        table = loans(20, seed=seed).select("借款人", "身份证号", "手机号")
        for row, cells in enumerate(table.rows(), 1):
            sheet.write_row(row, 0, cells)
            sheet.write_number(row, 3, row * 10)
        for plant in sorted(plants, key=lambda plant: plant.__name__):
            plant(book, people[plant.__name__])
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        for name, who in strangers.items():
            new.writestr(name, f"<x a='{who.mobile}'>{who.name}{who.cn_id}{who.card}{who.email}</x>")


def _unpacked(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
