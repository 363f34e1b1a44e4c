"""Input made to break or to slow down: no crash, and no time that grows with the square of the length."""

import re
import time
from typing import Any

import polars as pl
import pytest
import regex

from desensitize.recognizers import RULES
from desensitize.recognizers.rule import Rule
from desensitize.scan import scan_table
from desensitize.scanning.judgement import CellContext
from desensitize.scanning.matcher import Matcher

# times are compared: see the marker `timing`
SHORT, LONG = 2_000, 16_000
HOSTILE = (
    *(
        "1",
        "13",
        "0",
        "9",
        "62",
        "1 ",
        "1-",
        "1.",
        "138 ",
        "a",
        "A1",
        "E1",
        "@",
        "a@",
        "a.",
        "a@a.",
        ".",
        "-",
        " ",
        "\\",
        "\\u",
        "%",
    ),
    *(
        "%3",
        "%31",
        "&#",
        "&amp;",
        "一",
        "零 ",
        "=",
        "/",
        "+",
        "_",
        ":",
        "1:",
        "a:",
        "::",
        "AB:",
        "00:",
        "(",
        "(0571)",
        "京",
        "京A",
        "京A1",
    ),
    *(
        "账号",
        "账号:",
        "微信号",
        "密码=",
        "wxid_",
        "L",
        "x",
        "X",
        "0571-",
        "+86",
        "86 1",
        "1.1",
        "\u200b",
        "１",
        "\n",
        '{"a":',
        "QQ",
        "MTM4",
    ),
    *(
        "一二",
        "壹",
        "%E4%BD%A0",
        "110105",
        "110105 ",
        "135-2023-",
        "1.1E+17",
        "sfz1",
        "0x31",
        "313233",
        "[at]",
        "点",
        "<a>",
        '"k":"1",',
        "AB1234567",
        "①",
        "⒈",
        "1️⃣",
    ),
)
TEXTS = ("张三、", "张三,", "王", "姓名：", "地址", "路1号", "市区", "患", "出生", "李四的电话", "阿依·", "Li Lei ")
"""What the readers of names, addresses, births and health might stumble over."""


def _seconds(text: str, matcher: Matcher, context: CellContext) -> float:
    best = 9.0
    for _ in range(2):
        start = time.perf_counter()
        matcher.find(text, context)
        best = min(best, time.perf_counter() - start)
    return best


@pytest.mark.timing
@pytest.mark.parametrize("unit", HOSTILE)
def test_time_grows_with_the_length_not_with_its_square(unit: str) -> None:
    """Eight times the text may take at most 24 times as long (64 would be the square)."""
    matcher, context = Matcher(), CellContext.of(["账号"])
    short, long = unit * (SHORT // len(unit)), unit * (LONG // len(unit))
    matcher.find(short, context)
    assert _seconds(long, matcher, context) < 24 * _seconds(short, matcher, context) + 0.1


@pytest.mark.timing
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_pattern_alone_is_linear(rule: Rule) -> None:
    """Every form on every hostile text, in the engine that presidio uses and in Python's own."""
    for pattern in rule.patterns:
        for compiled in (re.compile(pattern.regex), regex.compile(pattern.regex)):
            for unit in HOSTILE:
                short, long = (unit * (size // len(unit)) + "!" for size in (SHORT, LONG))
                assert _matching(compiled, long) < 24 * _matching(compiled, short) + 0.1, unit


@pytest.mark.timing
@pytest.mark.parametrize("unit", TEXTS)
def test_reading_grows_with_the_length_not_with_its_square(unit: str) -> None:
    """The same for what reads whole texts: names, addresses, dates of birth, health."""
    short, long = (pl.DataFrame({"备注": [unit * (size // len(unit))]}) for size in (SHORT, LONG))
    scan_table(short)
    assert _scanning(long) < 24 * _scanning(short) + 0.1


def _scanning(frame: pl.DataFrame) -> float:
    best = 9.0
    for _ in range(2):
        start = time.perf_counter()
        scan_table(frame)
        best = min(best, time.perf_counter() - start)
    return best


def _matching(compiled: Any, text: str) -> float:
    start = time.perf_counter()
    compiled.findall(text)
    return time.perf_counter() - start


def test_a_cell_of_a_megabyte() -> None:
    text = ("备注没有内容，" * 20 + "电话13800138000；") * 6_000
    start = time.perf_counter()
    result = scan_table(pl.DataFrame({"备注": [text, "无"]}), names=False)
    assert len(text) > 900_000
    assert len(result.spans_of(0)) == 6_000
    assert time.perf_counter() - start < 60


def test_ten_thousand_columns() -> None:
    frame = pl.DataFrame({f"c{place}": ["13800138000" if place % 1000 == 0 else "x"] for place in range(10_000)})
    result = scan_table(frame, names=False)
    assert [column.index for column in result.columns if column.label != "NONE"] == list(range(0, 10_000, 1000))


def test_a_megabyte_of_one_thing_in_one_cell() -> None:
    for unit in ("1", "1 ", "%41", "一", "MTM4"):
        start = time.process_time()
        result = scan_table(pl.DataFrame({"备注": [unit * (1_000_000 // len(unit)), "电话13800138000"]}), names=False)
        assert [row for row, _ in result.spans_of(0)][-1] == 1
        assert time.process_time() - start < 30, unit


def test_lone_surrogates_do_not_crash() -> None:
    assert [f.entity.value for f in Matcher().find("\ud800电话13800138000\udfff")] == ["CN_MOBILE"]
    assert Matcher().find(r"\ud800\udfff\ud83d\u") == ()
