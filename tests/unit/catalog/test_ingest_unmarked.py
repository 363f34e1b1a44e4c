"""UTF-16 without its byte order mark is known by its NULs; damaged files and others with NULs are not taken for it."""

import pytest

from catalog.ingest.unmarked import unmarked_utf16

TABLE = "编号,姓名,金额\r\n001,张三,12.50\r\n002,李四上一,7.00\r\n"
PROSE = "关于一般性存款的说明。\n经查，该行一季度上报的余额一万元有误。\n"
LATIN = "id,name,amount\n001,Zhang San,12.50\n"


@pytest.mark.parametrize("text", [TABLE, PROSE, LATIN, TABLE * 5_000])
@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
def test_both_orders_are_known(text: str, order: str) -> None:
    assert unmarked_utf16(text.encode(order)) == order


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("text", [TABLE, PROSE, LATIN * 20])
def test_a_text_with_stray_nuls_is_none(text: str, encoding: str) -> None:
    raw = text.encode(encoding)
    assert unmarked_utf16(raw) == ""
    for at in (1, 2, 11, len(raw) // 2):
        assert unmarked_utf16(raw[:at] + b"\0" + raw[at:]) == ""
        assert unmarked_utf16(raw[:at] + b"\0\0" + raw[at:]) == ""


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0",
        bytes(4_000),
        bytes(range(256)) * 8,
        LATIN.encode("utf-32-le"),
        TABLE.encode("utf-32-be"),
        b"RIFF\x10\0\0\0",
    ],
)
def test_what_is_no_text_is_none(raw: bytes) -> None:
    assert unmarked_utf16(raw) == ""
