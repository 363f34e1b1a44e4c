"""Running texts of finance whose every personal piece is known: templates in `tests/data/texts/`, filled at random.

A template file has one text a line; `# kind` begins a block, `\\n` is a line break. Slots in braces are filled by the
makers below; `{PERSON=马洪亮}` marks a piece that is written out, `{SAME}` repeats the text's first person. A kind that ends in `繁` is turned into traditional
characters when it is filled.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from tests.data.generators import identifiers, text_names, thing_names, unseen_names, wide_names
from tests.data.generators.compose import Marked, Span, illness, spoken_birth
from tests.data.generators.text_places import (
    branch,
    company,
    company_of_name,
    home,
    rural,
    street,
    town_region,
)

FOLDER = Path(__file__).parents[1] / "texts"
_SLOT = re.compile(r"\{([A-Z_0-9]+)(?:=([^{}]*))?\}")
_ABROAD = ("E", "G")


def _pick(*values: str) -> Callable[[Random], str]:
    return lambda rng: rng.choice(values)


def _number(low: int, high: int) -> Callable[[Random], str]:
    return lambda rng: str(rng.randint(low, high))


def _landline(rng: Random) -> str:
    return rng.choice(("010", "021", "0571", "0755", "0871")) + "-" + str(rng.randint(20000000, 88999999))


def _passport(rng: Random) -> str:
    return rng.choice(_ABROAD) + f"{rng.randint(10000000, 99999999)}"


def _plate(rng: Random) -> str:
    return (
        rng.choice("京沪苏浙粤川鲁豫云桂")
        + rng.choice("ABCDEFGH")
        + rng.choice("ABCDEFGHJKLMNPQRSTUVWXYZ0123456789")
        + str(rng.randint(100, 999))
        + str(rng.randint(0, 9))
    )


def _minor_birth(rng: Random) -> str:
    return f"{rng.randint(2011, 2020)}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日"


def _spaced(rng: Random) -> str:
    name = text_names.plain(rng)
    return rng.choice((" ", "  ", "\u3000")).join(name) if len(name) == 2 else name[0] + " " + name[1:]


MARKED: dict[str, tuple[str, Callable[[Random], str]]] = {
    "P": ("PERSON", text_names.any_name),
    "PLAIN": ("PERSON", text_names.plain),
    "WORD": ("PERSON", text_names.wordlike),
    "MIN": ("PERSON", text_names.minority),
    "COMP": ("PERSON", text_names.compound),
    "ENG": ("PERSON", text_names.english),
    "SPACED": ("PERSON", _spaced),
    "Q": ("PERSON", wide_names.any_name),
    "QN": ("PERSON", wide_names.plain),
    "QW": ("PERSON", wide_names.wordlike),
    "QC": ("PERSON", wide_names.compound),
    "QD": ("PERSON", wide_names.doubled),
    "QM": ("PERSON", wide_names.minority),
    "QF": ("PERSON", wide_names.foreign),
    "QL": ("PERSON", wide_names.latin),
    "QS": ("PERSON", wide_names.spaced),
    "U": ("PERSON", unseen_names.any_name),
    "UN": ("PERSON", unseen_names.plain),
    "UW": ("PERSON", unseen_names.wordlike),
    "UC": ("PERSON", unseen_names.compound),
    "UD": ("PERSON", unseen_names.doubled),
    "UH": ("PERSON", unseen_names.married),
    "UM": ("PERSON", unseen_names.minority),
    "UF": ("PERSON", unseen_names.foreign),
    "UP": ("PERSON", unseen_names.latin),
    "US": ("PERSON", unseen_names.spaced),
    "A": ("ADDRESS", home),
    "AV": ("ADDRESS", rural),
    "AS": ("ADDRESS", street),
    "ORG": ("ORG", company),
    "ORGN": ("ORG", company_of_name),
    "BANK": ("ORG", branch),
    "LOC": ("LOCATION", town_region),
    "ID": ("CN_ID", identifiers.resident_id),
    "M": ("CN_MOBILE", identifiers.mobile),
    "TEL": ("LANDLINE", _landline),
    "CARD": ("BANK_CARD", identifiers.card),
    "MAIL": ("EMAIL", identifiers.email),
    "PASS": ("PASSPORT", _passport),
    "PLATE": ("PLATE", _plate),
    "BORN": ("DATE_OF_BIRTH", spoken_birth),
    "MBORN": ("DATE_OF_BIRTH", _minor_birth),
    "ILL": ("HEALTH", illness),
    "USCC": ("USCC", identifiers.credit_code),
}
FREE: dict[str, Callable[[Random], str]] = {
    "DAY": lambda rng: f"{rng.randint(2016, 2026)}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日",
    "DATE": identifiers.day,
    "AMT": lambda rng: rng.choice(
        (f"{rng.uniform(100, 900000):.2f}", f"{rng.randint(1, 900)}万", f"{rng.randint(1, 99)},000.00")
    ),
    "SERIAL": identifiers.serial18,
    "N": _number(1, 99),
    "YEAR": _number(2012, 2025),
    "SEX": _pick("男", "女"),
    "DESK": _pick(
        "信贷管理部", "财务科", "综合部", "个人金融部", "风险合规部", "办公室", "营业部", "征管科", "稽查局二科"
    ),
    "GOODS": _pick(
        "货款",
        "工资",
        "房租",
        "借款",
        "还款",
        "运费",
        "材料费",
        "生活费",
        "保证金",
        "劳务费",
        "彩礼",
        "学费",
        "押金",
        "定金",
    ),
    "JOB": _pick("经理", "主任", "副行长", "科长", "会计", "客户经理", "总经理", "董事", "柜员", "书记"),
    "ETHNIC": _pick("汉族", "回族", "维吾尔族", "藏族", "满族", "壮族"),
    "BRAND": thing_names.brand,
    "CROP": thing_names.crop,
    "PLACE": thing_names.place,
    "OLD": thing_names.long_dead,
    "SCHOLAR": thing_names.scholar,
    "PRODUCT": thing_names.product,
    "SCHOOL": _pick("清华大学", "西南财经大学", "云南大学", "中央财经大学", "郑州大学"),
}


def fill(rng: Random, kind: str, template: str) -> Marked:
    """One text. kind: the block's; template: a line. Returns the text with its marked pieces."""
    spans: list[Span] = []
    text, at = "", 0
    for slot in _SLOT.finditer(template):
        text += template[at : slot.start()].replace("\\n", "\n")
        at = slot.end()
        name, written = slot.groups()
        if name == "SAME":
            first = next(span for span in spans if span.entity == "PERSON")
            name, written = "PERSON", text[first.start : first.end]
        entity, make = MARKED.get(name, (name if written else "", FREE.get(name)))
        value = written if written is not None else make(rng)  # type: ignore[misc]  # a slot is one or the other
        if entity:
            spans.append(Span(len(text), len(text) + len(value), entity))
        text += value
    text += template[at:].replace("\\n", "\n")
    return Marked(_traditional(text) if kind.endswith("繁") else text, tuple(spans))


def _traditional(text: str) -> str:
    turned = "".join(_converter().convert(character) for character in text)
    return turned if len(turned) == len(text) else text


@cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("s2t")


def templates(batch: str) -> Iterator[tuple[str, str]]:
    """Kinds and templates of one file of `tests/data/texts/`, by its name without ending."""
    kind = ""
    for line in (FOLDER / f"{batch}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            kind = line[2:].strip()
        elif line.strip():
            yield kind, line


def texts(batch: str, each: int, seed: int = 1) -> Iterator[tuple[str, str, Marked]]:
    """Every template of a batch, filled several times: kind, template, text."""
    rng = Random(f"{batch}{seed}")
    for kind, template in templates(batch):
        for _ in range(each):
            yield kind, template, fill(rng, kind, template)
