"""Labelled datasets in disguise: the same content without its title, in another order, under other headers, with more
columns or fewer rows. What must not be released stays back in every one of them.
"""

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from pypinyin import Style, lazy_pinyin

Line = dict[str, Any]


def untitled(line: Line, rng: Random) -> Line:
    return line | {"title": "", "description": "", "tags": []}


def generic(line: Line, rng: Random) -> Line:
    return line | {
        "title": rng.choice(("附件1", "数据表", "Sheet1", "导出数据")),
        "description": "见附件。",
        "tags": [],
    }


def renamed(line: Line, rng: Random) -> Line:
    return line | {"file_name": rng.choice(("公开数据.csv", "统计汇总.xlsx", "名录.csv", "export_2026.csv"))}


def nameless_agency(line: Line, rng: Random) -> Line:
    return line | {"department": "", "department_kind": ""}


def columns_shuffled(line: Line, rng: Random) -> Line:
    return line | {"fields": rng.sample(line["fields"], len(line["fields"]))}


def rows_shuffled(line: Line, rng: Random) -> Line:
    return line | {"rows": rng.sample(line["rows"], len(line["rows"]))}


def rows_doubled(line: Line, rng: Random) -> Line:
    return line | {"rows": [*line["rows"], *line["rows"]]}


def three_rows(line: Line, rng: Random) -> Line:
    return line | {"rows": line["rows"][:3]}


def widened(line: Line, rng: Random) -> Line:
    if not line["rows"]:
        return line
    names = [f"指标{n}(万元)" for n in range(50)]
    fields = [*line["fields"], *({"name": name, "type": "number"} for name in names)]
    return line | {"fields": fields, "rows": [row | {n: rng.randint(100, 9999) for n in names} for row in line["rows"]]}


def spaced_headers(line: Line, rng: Random) -> Line:
    return _with_headers(line, _spaced)


def _spaced(name: str) -> str:
    return name if name.isascii() else f" {name[:1]} {name[1:]}".replace("(", " \uff08").replace(")", "\uff09 ")


def pinyin_headers(line: Line, rng: Random) -> Line:
    return _with_headers(line, _initials)


def _initials(name: str) -> str:
    bare = name.split("(", maxsplit=1)[0]
    return "".join(lazy_pinyin(bare, style=Style.FIRST_LETTER)).lower() if not bare.isascii() else name


def _with_headers(line: Line, rename: Callable[[str], str]) -> Line:
    names: dict[str, str] = {}
    for field in line["fields"]:
        new = rename(field["name"])
        names[field["name"]] = new if new not in names.values() else f"{new}{len(names)}"
    fields = [field | {"name": names[field["name"]]} for field in line["fields"]]
    rows = [{names[name]: value for name, value in row.items()} for row in line["rows"]]
    return line | {"fields": fields, "rows": rows, "expected": _expected(line["expected"], names)}


def _expected(expected: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return dict(expected) | {
        "masking": [m | {"column": names[m["column"]]} for m in expected["masking"] if m["column"] in names],
        "cell_spans": [s | {"column": names[s["column"]]} for s in expected["cell_spans"]],
        "must_keep": [names[name] for name in expected["must_keep"]],
    }


# Nothing that the judgement needs is lost in these.
FAITHFUL: Mapping[str, Callable[[Line, Random], Line]] = {
    "renamed": renamed,
    "columns_shuffled": columns_shuffled,
    "rows_shuffled": rows_shuffled,
    "rows_doubled": rows_doubled,
    "three_rows": three_rows,
    "widened": widened,
    "spaced_headers": spaced_headers,
}
# These lose words: a dataset that only its title gives away may pass for another, but no personal value may get out.
LOSSY: Mapping[str, Callable[[Line, Random], Line]] = {
    "untitled": untitled,
    "generic": generic,
    "nameless_agency": nameless_agency,
    "pinyin_headers": pinyin_headers,
}
