"""How a workbook shows its numbers: the format of each cell style, as far as it holds no words of its author.

A format is free text (`"张三"0.00`), so only codes made of placeholders and signs are handed on (ECMA-376, part 1,
18.8.30 and 18.8.31); what only they say in another way becomes the plain code of the same kind.
"""

import re
from collections.abc import Mapping
from typing import Final

from catalog.ingest.archive import Archive, feed, new_parser

DATE: Final = "yyyy-mm-dd"
MOMENT: Final = "yyyy-mm-dd hh:mm:ss"
TIME: Final = "hh:mm:ss"
DURATION: Final = "[h]:mm:ss"

_PART: Final = "xl/styles.xml"
_MOST: Final = 10_000
_BUILT_IN: Final[Mapping[int, str]] = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    **dict.fromkeys((14, 15, 16, 17, *range(27, 32), 36, *range(50, 59)), DATE),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 47), TIME),
    22: MOMENT,
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    46: DURATION,
}
_NUMBER: Final = re.compile(r"[0#?,.%;()_\-+ *¥￥$]{1,60}|[0#?]{1,9}(?:\.[0#?]{1,15})?E[+-]0{1,3}")
_DAY: Final = re.compile(
    r'(?:\[\$-[0-9A-Fa-f]{1,6}\])?(?:y{1,4}|m{1,2}|d{1,2}|h{1,2}|s{1,2}|\\?[-/:., ]|"?[年月日时分秒]"?){1,30}(?:;@)?'
)
_LITERAL: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_ELAPSED: Final = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)


def number_formats(archive: Archive) -> tuple[str, ...]:
    """The format of each cell style, by the style's number; empty for the general one."""
    if _PART not in archive.names:
        return ()
    codes: dict[str, str] = {}
    styles: list[str] = []
    depth: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        depth.append(name)
        if name == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "xf" and "cellXfs" in depth and len(styles) < _MOST:
            styles.append(attributes.get("numFmtId", "0"))

    def end(_: str) -> None:
        depth.pop()

    parser = new_parser()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    feed(parser, archive.chunks(_PART))
    return tuple(
        plain_format(codes[number]) if number in codes else _BUILT_IN.get(int(number), "") if number.isdigit() else ""
        for number in styles
    )


def plain_format(code: str) -> str:
    """A format without words: the code itself when it has none, else the plain code of its kind; empty for general."""
    if code.lower() in ("general", "@", ""):
        return ""
    if _NUMBER.fullmatch(code) or (_DAY.fullmatch(code) and re.search("[ymdhs]", code)):
        return code
    bare = _LITERAL.sub("", code.split(";", maxsplit=1)[0]).lower()
    if _ELAPSED.search(bare):
        return DURATION
    has_day, has_time = re.search("[yd]", bare) or re.fullmatch("[^hs]*m[^hs]*", bare), re.search("[hs]", bare)
    if has_day and not re.search("[0#]", bare.replace("general", "")):
        return MOMENT if has_time else DATE
    if has_time and not re.search("[#]", bare):
        return TIME
    decimals = re.search(r"\.(0+)", bare)
    if not re.search("[0#?]", bare):
        return ""
    whole = "#,##0" if "," in bare else "0"
    return whole + (f".{decimals[1]}" if decimals else "") + ("%" if "%" in bare else "")
