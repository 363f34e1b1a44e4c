"""The columnar scan finds what one call a cell to the presidio engine finds: kind, place and score.

Cells are built from the pieces that matter to the kernels and to the prefilters, glued with what may stand between them.
"""

import random
from functools import cache

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from presidio_analyzer import AnalyzerEngine

from desensitize.analyzer import build_analyzer
from desensitize.entities import Entity
from desensitize.recognizers import RULES
from desensitize.scan import scan_table
from desensitize.scanning.columns import scan_column
from desensitize.scanning.judgement import CellContext, disproven, proven
from desensitize.scanning.matcher import Matcher
from tests.bench import records

HEADERS = (
    *(
        "备注",
        "身份证号",
        "zjhm",
        "联系电话",
        "银行卡号",
        "账号",
        "订单号",
        "金额",
        "QQ号",
        "微信",
        "密码",
        "cvv",
        "保单号",
    ),
    *(
        "证券账户",
        "车架号",
        "护照号",
        "港澳通行证",
        "IP地址",
        "mac",
        "注册号",
        "组织机构代码",
        "纳税人识别号",
        "col7",
        "编号",
        "税号",
    ),
)
MARKS = ((), (proven(Entity.CN_ID),), (disproven(Entity.CN_ID),), (disproven(Entity.CN_MOBILE),), ("\x01damaged",))
LABELS = sorted({word for rule in RULES for word in rule.labels[:6]})
GLUE = (
    *(
        "",
        " ",
        "，",
        ",",
        "：",
        ":",
        "。",
        "；",
        "、",
        "/",
        "-",
        ".",
        "(",
        ")",
        "（",
        "）",
        "\n",
        "\t",
        "=",
        '"',
        "'",
        "|",
        "_",
        "+",
    ),
    *(
        "元",
        "万",
        "$",
        "¥",
        "￥",
        "@",
        "%",
        "&",
        "\\",
        "\u200b",
        "　",
        "＊",
        "*",
        "x",
        "X",
        "E",
        "卡",
        "手机",
        "号",
        "是",
        "为",
    ),
    *("订单号", "流水号", "金额", "时间", "客服电话", "证券代码", "股", "0", "1", "9", "86", "+86", "0086", "〇", "三"),
)


@cache
def analyzer() -> AnalyzerEngine:
    return build_analyzer(names=False)


@cache
def matcher() -> Matcher:
    return Matcher()


def _serial(rng: random.Random) -> str:
    return "".join(
        rng.choice("0123456789") for _ in range(rng.choice((3, 5, 8, 9, 10, 11, 12, 15, 16, 17, 18, 19, 20, 22, 24)))
    )


def _wide(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def _spaced(text: str, rng: random.Random) -> str:
    return "".join(char + (rng.choice(" -") if rng.random() < 0.3 else "") for char in text)


PIECES = (
    records.cn_id,
    records.mobile,
    records.card,
    records.uscc,
    records.email,
    records.amount,
    records.day,
    _serial,
    lambda rng: records.cn_id(rng)[:17] + "x",
    lambda rng: records.cn_id(rng)[:6] + records.cn_id(rng)[8:17],
    lambda rng: records.card(rng)[:16],
    lambda rng: records.cn_id(rng) + rng.choice(("00", "A1", "0")),
    lambda rng: f"0{rng.choice(('10', '21', '571', '755'))}-{rng.randint(2000000, 88888888)}",
    lambda rng: f"{rng.choice('京浙粤川')}{rng.choice('ABC')}{rng.randint(10000, 99999)}",
    lambda rng: f"E{rng.randint(10**7, 10**8 - 1)}",
    lambda rng: f"H{rng.randint(10**7, 10**8 - 1)}",
    lambda rng: ".".join(str(rng.randint(1, 255)) for _ in range(4)),
    lambda rng: ":".join(f"{rng.randint(0, 255):02X}" for _ in range(6)),
    lambda rng: "LSVAA4182E2184847",
    lambda rng: f"1.{rng.randint(10**13, 10**14)}E+17",
    lambda rng: records.mobile(rng).encode().hex(),
    lambda rng: __import__("base64").b64encode(records.mobile(rng).encode()).decode(),
    lambda rng: "".join(f"\\u{ord(char):04x}" for char in records.mobile(rng)),
    lambda rng: "".join(f"%{ord(char):02X}" for char in records.mobile(rng)),
    lambda rng: records.mobile(rng).translate(str.maketrans("0123456789", "零一二三四五六七八九")),
    lambda rng: _wide(records.mobile(rng)),
    lambda rng: _spaced(records.mobile(rng), rng),
    lambda rng: _spaced(records.cn_id(rng), rng),
    lambda rng: _spaced(records.card(rng), rng),
    records.wording,
    lambda rng: rng.choice(LABELS),
    lambda rng: rng.choice(LABELS).upper(),
    lambda rng: rng.choice(("tel", "TEL", "mobile", "Mobile", "sjh", "phone", "sfz", "id", "a")) + records.mobile(rng),
    lambda rng: rng.choice(("sfz", "ID", "No", "T")) + records.cn_id(rng),
    lambda rng: "{0[0]}{0[1]}{0[2]}{1}{2}{3}".format(
        records.mobile(rng), rng.choice(". -"), *(records.mobile(rng)[3:7],) * 2
    ),
    lambda rng: "0" + records.mobile(rng),
    lambda rng: rng.choice(GLUE),
    lambda rng: "".join(rng.choice("0123456789abcdefABCDEFxyzXYZ") for _ in range(rng.randint(1, 40))),
)


def cell(rng: random.Random) -> str:
    """A cell of one to seven pieces."""
    parts = []
    for _ in range(rng.choice((1, 1, 2, 3, 5, 7))):
        parts.append(rng.choice(PIECES)(rng))
        parts.append(rng.choice(GLUE) if rng.random() < 0.8 else "")
    return "".join(parts if rng.random() < 0.6 else parts[:-1])


def _plain(found) -> list[tuple[str, int, int, int]]:
    return sorted((str(f.entity), f.start, f.end, round(f.score * 100)) for f in found)


def _differences(texts: list[str], context: CellContext) -> list[tuple[str, object, object]]:
    scanned: dict[int, list] = {}
    for row, finding in scan_column(pl.Series(texts, dtype=pl.String), context, matcher()):
        scanned.setdefault(row, []).append(finding)
    pairs = [
        (text, _plain(matcher().find(text, context)), _plain(scanned.get(row, ()))) for row, text in enumerate(texts)
    ]
    return [pair for pair in pairs if pair[1] != pair[2]]


@pytest.mark.parametrize("header", HEADERS)
def test_kernels_and_prefilters_find_what_the_matcher_finds(header: str) -> None:
    rng = random.Random(header)
    for marks in MARKS:
        texts = [cell(rng) for _ in range(400)]
        assert _differences(texts, CellContext.of([header, *marks])) == []


def test_the_matcher_finds_what_the_presidio_engine_finds() -> None:
    rng = random.Random(7)
    for _ in range(700):
        text = cell(rng)
        context = CellContext.of([rng.choice(HEADERS), *rng.choice(MARKS)])
        expected = [
            (r.entity_type, r.start, r.end, round(r.score * 100))
            for r in analyzer().analyze(text, "zh", context=context.as_list())
        ]
        assert sorted(expected) == _plain(matcher().find(text, context)), (text, context.header)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    texts=st.lists(
        st.one_of(
            st.text(max_size=30),
            st.text(alphabet="0123456789Xx+-. ()（）：:,，@EeLl京A元%\\u零一二三", max_size=40),
            st.randoms(use_true_random=False).map(cell),
        ),
        min_size=13,  # fewer cells would not reach the kernels
        max_size=20,
    ),
    header=st.sampled_from(HEADERS),
    marks=st.sampled_from(MARKS),
)
def test_any_text_is_scanned_as_the_matcher_reads_it(texts: list[str], header: str, marks: tuple[str, ...]) -> None:
    texts = [text.encode("utf-8", "ignore").decode() for text in texts]
    assert _differences(texts, CellContext.of([header, *marks])) == []


def test_a_table_is_scanned_as_one_call_a_cell() -> None:
    """End to end, with the context the scan reports: findings of every cell of a generated table."""
    frame = pl.DataFrame(list(records.rows(250)), schema=list(records.HEADER), orient="row")
    scan = scan_table(frame, names=False)
    for column in scan.columns:
        by_row: dict[int, list] = {}
        for row, finding in column.spans:
            by_row.setdefault(row, []).append(finding)
        for row, text in enumerate(frame[column.name].head(60)):
            expected = analyzer().analyze(text, "zh", context=list(column.context))
            assert [(r.entity_type, r.start, r.end, r.score) for r in expected] == [
                (str(f.entity), f.start, f.end, f.score) for f in by_row.get(row, [])
            ]
    assert sum(len(column.spans) for column in scan.columns) > 1000


def test_names_and_addresses_are_found_as_one_call_a_cell() -> None:
    """The finders too: with the marks of the column's profile one cell is judged as the whole column is."""
    frame = pl.DataFrame(list(records.rows(120)), schema=list(records.HEADER), orient="row")
    scan = scan_table(frame)
    engine = build_analyzer()
    for column in scan.columns:
        by_row: dict[int, list] = {}
        for row, finding in column.spans:
            by_row.setdefault(row, []).append(finding)
        for row, text in enumerate(frame[column.name].head(25)):
            expected = engine.analyze(text, "zh", context=list(column.context))
            assert [(r.entity_type, r.start, r.end, r.score) for r in expected] == [
                (str(f.entity), f.start, f.end, f.score) for f in by_row.get(row, [])
            ], (column.name, text)
    assert {"PERSON", "ADDRESS"} <= {str(entity) for column in scan.columns for entity in column.cells}
