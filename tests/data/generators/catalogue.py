"""A second set of labelled datasets in the form of the catalogue samples: other wordings, other traps, seeded.

A dataset is a line of `tests/data/catalogue_cases_*.jsonl`: department, title, description, content, outcome, themes,
sectors, columns to hide, extra keys. Content is `NAME:MAKER` or `NAME=one/two` (the cells themselves) for each column,
or `{"prose": template}`. Outcomes: O open, M open after masking, C conditional, S share only, R refuse; several letters
are all right. The extra key `clause` names a clause that must be among those that were hit, `cells` holds single cells
as [row, column, content] that differ from the rest of their column.
"""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from typing import Any

from tests.data.generators import identifiers as ids
from tests.data.generators import persons

SETS = (
    *("open", "closed", "hard", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh"),
    *("twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth"),
    *("eighteenth", "nineteenth", "twentieth", "twentyfirst", "twentysecond", "twentythird", "twentyfourth"),
    *("twentyfifth", "twentysixth", "twentyseventh", "twentyeighth", "twentyninth", "thirtyfirst", "thirtysecond"),
    "thirtyfourth",
)
OUTCOMES = {
    "O": ("public", "open"),
    "M": ("internal", "open_after_masking"),
    "C": ("internal", "conditional"),
    "S": ("internal", "share_only"),
    "R": ("classified", "refuse"),
}
AGENCIES = {
    "CZ": "澄江市财政局",
    "SW": "国家税务总局澄江市税务局",
    "SWJ": "澄江市商务局",
    "JRJ": "澄江市地方金融管理局",
    "RH": "中国人民银行澄江市分行",
    "YBJ": "国家金融监督管理总局澄江监管分局",
    "ZJJ": "澄江证监局",
    "SCJG": "澄江市市场监督管理局",
    "TJ": "澄江市统计局",
    "": "澄江市人力资源和社会保障局",
}
REGIONS = ("城东区", "城西区", "南陵县", "北河县", "高新区", "石桥县", "江口区", "云台县")
VILLAGES = ("杏林村", "柳河村", "新丰村", "石桥村", "双桥村", "东岭村")
MASKED_ID = "{}**********{}"


def _masked_id(rng: Random) -> str:
    value = ids.resident_id(rng)
    return value[:4] + "*" * 10 + value[-4:]


def _name(rng: Random) -> str:
    return persons.plain(rng)


def _variant_id(rng: Random) -> str:
    value = ids.resident_id(rng)
    return rng.choice(
        ("".join(chr(0xFF10 + int(c)) if c.isdigit() else c for c in value), f"{value[:6]} {value[6:14]} {value[14:]}")
    )


def _child_id(rng: Random) -> str:
    body = f"330106{rng.randint(2015, 2019)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}{rng.randint(1, 999):03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]


def _choice(*values: object) -> Any:
    return lambda rng: rng.choice(values)


MAKERS: Mapping[str, Any] = {
    "P": _name,
    "PM": lambda rng: _name(rng)[0] + "**",
    "ID": ids.resident_id,
    "IDM": _masked_id,
    "IDV": _variant_id,
    "IDC": _child_id,
    "TEL": ids.mobile,
    "CARD": ids.card,
    "ACCT": lambda rng: f"3{rng.randint(10**17, 10**18 - 1)}",
    "USCC": ids.credit_code,
    "MAIL": ids.email,
    "LAND": lambda rng: f"0{rng.randint(551, 579)}-6{rng.randint(1000000, 9999999)}",
    "HOT": _choice("95588", "12378", "400-820-1234", "95519", "12363"),
    "ADDR": lambda rng: (
        f"澄江市{rng.choice(REGIONS)}{rng.choice(('人民路', '滨江大道', '解放街'))}{rng.randint(1, 300)}号"
    ),
    "HOME": lambda rng: f"澄江市{rng.choice(REGIONS)}{rng.choice(VILLAGES)}{rng.randint(1, 9)}组{rng.randint(1, 60)}号",
    "ORG": lambda rng: (
        f"澄江{rng.choice('鸿博瑞启恒禾万松青沐')}{rng.choice('渚闻棠衡岳信象澜禾阳')}{rng.choice(('商贸', '科技', '制造', '建材'))}有限公司"
    ),
    "BANK": lambda rng: rng.choice(
        ("澄江农村商业银行", "临江银行澄江分行", "安河村镇银行", "澄江城市信用社", "江州银行澄江支行")
    ),
    "INSCO": lambda rng: rng.choice(
        ("临江财产保险澄江中心支公司", "瑞棠人寿保险澄江中心支公司", "恒岳养老保险澄江支公司")
    ),
    "REG": _choice(*REGIONS),
    "VIL": _choice(*VILLAGES),
    "MON": lambda rng: f"{rng.randint(2019, 2025)}-{rng.randint(1, 12):02d}",
    "QTR": lambda rng: f"{rng.randint(2019, 2025)}Q{rng.randint(1, 4)}",
    "YEAR": lambda rng: rng.randint(2015, 2025),
    "DAY": ids.day,
    "BIRTH": lambda rng: f"{rng.randint(1950, 2000)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}",
    "AGE": lambda rng: rng.randint(20, 75),
    "SEX": _choice("男", "女"),
    "JOB": _choice("农民", "个体", "教师", "工人", "医生"),
    "amt": lambda rng: round(rng.uniform(500, 90000), 2),
    "AMT": lambda rng: round(rng.uniform(5000, 900000), 2),
    "pct": lambda rng: round(rng.uniform(0.5, 20), 2),
    "cnt": lambda rng: rng.randint(50, 9000),
    "few": lambda rng: rng.choice((1, 2, 2, 15, 40, 88)),
    "bigcnt": lambda rng: rng.randint(10_000_000, 99_000_000),
    "code": lambda rng: f"{rng.choice('ABHJ')}{rng.randint(100000, 999999)}",
    "d18": ids.serial18,
    "d22": lambda rng: "".join(rng.choice("0123456789") for _ in range(22)),
    "PLATE": lambda rng: f"浙{rng.choice('ABCD')}{rng.choice('ABCDEFGHJK')}{rng.randint(1000, 9999)}",
    "IP": lambda rng: f"10.{rng.randint(0, 255)}.{rng.randint(0, 255)}.{rng.randint(1, 254)}",
    "PWD": lambda rng: rng.choice("abcdefgh") + "".join(rng.choice("0123456789abcdef") for _ in range(9)),
    "HEX": lambda rng: "".join(rng.choice("0123456789abcdef") for _ in range(64)),
    "CVV": lambda rng: f"{rng.randint(100, 999)}",
    "GRADE": _choice("A", "B", "C", "D"),
    "IND": _choice("制造业", "批发零售业", "建筑业", "农林牧渔业", "住宿餐饮业"),
    "CAT": _choice("银行卡", "贷款", "理财", "保险销售", "支付"),
    "STAT": _choice("正常", "停业", "注销"),
    "DIS": _choice("因病", "因残", "因灾", "缺劳力"),
    "ILL": _choice("高血压", "糖尿病", "肺炎", "骨折"),
    "DOC": lambda rng: f"澄金罚决字〔{rng.randint(2019, 2024)}〕{rng.randint(1, 90)}号",
    "LAW": _choice("银行业监督管理法第四十六条", "保险法第一百七十条", "证券法第一百九十七条"),
    "FACT": _choice("贷款三查不尽职", "未按规定报送报表", "虚列费用", "未按规定披露信息"),
    "FINE": _choice("罚款20万元", "警告", "警告并处罚款3万元", "责令改正"),
    "TYPE": _choice("字符型", "数值型", "日期型"),
    "WORD": _choice("借款人姓名", "证件号码", "贷款金额", "放款日期"),
    "USE": _choice("经营周转", "购买农资", "装修", "教育"),
    "NOTE": lambda rng: f"客户{_name(rng)}来电{ids.mobile(rng)}要求回访,已记录并转办处理",
    "NOTE0": _choice("资料齐全,已办结", "已电话告知,无异议", "按规定程序办理完毕", "材料已归档"),
    "SUE": lambda rng: f"来电人{_name(rng)}反映被多收手续费,请回电{ids.mobile(rng)}核实处理",
    "SUBJ": _choice("教育支出", "科学技术支出", "农林水支出", "卫生健康支出"),
    "EMPTY": lambda rng: None,
    "MIXID": lambda rng: _masked_id(rng) if rng.random() < 0.6 else ids.resident_id(rng),
    "TELM": lambda rng: ids.mobile(rng)[:3] + "****" + f"{rng.randint(0, 9999):04d}",
    "VIN": lambda rng: "LSV" + "".join(rng.choice("ABCDEFGHJKLMNPRSTUVWXYZ0123456789") for _ in range(14)),
    "SECR": _choice("机密级", "秘密级"),
    "OLD": lambda rng: f"20{rng.randint(15, 22)}-0{rng.randint(1, 9)}-10",
    "ID20": lambda rng: ids.resident_id(rng) + "L1" if rng.random() < 0.5 else ids.credit_code(rng),
    "GEO": lambda rng: f"{rng.uniform(117, 121):.6f},{rng.uniform(28, 32):.6f}",
    "TIME": lambda rng: (
        f"2026-0{rng.randint(1, 9)}-{rng.randint(10, 28)} {rng.randint(8, 20):02d}:{rng.randint(0, 59):02d}"
    ),
    "JSONP": lambda rng: json.dumps({"name": _name(rng), "tel": ids.mobile(rng)}, ensure_ascii=False),
    "JSONN": lambda rng: json.dumps({"tax": rng.randint(1, 99), "type": "A"}),
    "NOTEC": lambda rng: f"款项已转至{ids.card(rng)},经核对无误",
    "NOTEI": lambda rng: f"{_name(rng)}(身份证{ids.resident_id(rng)})于当日到场签字确认",
    "PASSP": lambda rng: f"E{rng.randint(10000000, 99999999)}",
    "MAC": lambda rng: ":".join(f"{rng.randint(0, 255):02X}" for _ in range(6)),
    "WX": lambda rng: "wxid_" + "".join(rng.choice("abcdefghjkmnpq23456789") for _ in range(12)),
    "RATIO": lambda rng: f"{rng.uniform(0.5, 20):.2f}%",
    "ACCT10": lambda rng: f"A{rng.randint(100000000, 999999999)}",
}


def cases(name: str) -> list[list[Any]]:
    """Read the lines of one file of cases (open, closed, hard …)."""
    path = Path(__file__).parents[1] / f"catalogue_cases_{name}.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def datasets(name: str, seed: int = 20260101) -> list[dict[str, Any]]:
    """Build the datasets of a file of cases; the same seed gives the same ones."""
    prefix = name[0].upper()
    return [dataset(Random(f"{seed}:{name}:{n}"), f"{prefix}{n:03d}", *case) for n, case in enumerate(cases(name), 1)]


def dataset(  # noqa: PLR0917 - the order is that of a case's line
    rng: Random,
    key: str,
    kind: str,
    title: str,
    description: str,
    content: Any,
    outcome: str,
    theme: str,
    sector: str,
    hide: str = "",
    extra: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    extra = dict(extra or {})
    rows_wanted = extra.pop("rows", 6)
    unseen = extra.pop("hide", None)
    clause = extra.pop("clause", None)
    lone = extra.pop("cells", [])
    fields: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    text: str | None = None
    spans: list[dict[str, str]] = []
    if isinstance(content, str):
        columns = [_column(part) for part in content.split()]
        fields = [{"name": name, "type": "string"} for name, _ in columns]
        fields = [{**f, "hidden": True} if f["name"] == unseen else f for f in fields]
        rows = [{name: make(rng, row) for name, make in columns} for row in range(rows_wanted)]
        for row, column, cell in lone:
            rows[row][column] = cell
    else:
        text, spans = prose(content["prose"], rng)
    hidden = dict([*part.rsplit(":", 1), "partial"][:2] for part in hide.split()) if hide else {}
    sectors = [s if s != "-" else None for s in sector.split("|")]
    accept = [list(OUTCOMES[letter]) for letter in outcome]
    return {
        "id": key,
        "title": title,
        "department": extra.pop("department", AGENCIES[kind]),
        "department_kind": kind,
        "description": description,
        "format": extra.pop("format", "csv" if fields else "docx"),
        "update_frequency": extra.pop("update_frequency", "月"),
        "tags": extra.pop("tags", []),
        "fields": fields,
        "rows": rows,
        "text": text,
        **extra,
        "expected": {
            "accept": accept,
            "clauses": [clause] if clause else [],
            "accept_themes": theme.split("|"),
            "accept_sectors": sectors,
            "resource_kind": "data" if fields else "text",
            "masking": [{"column": c, "type": "", "action": a} for c, a in hidden.items()],
            "must_keep": [f["name"] for f in fields if f["name"] not in hidden],
            "text_spans": spans,
            "cell_spans": [],
        },
    }


def _column(part: str) -> tuple[str, Callable[[Random, int], Any]]:
    """Read `NAME:MAKER` or `NAME=one/two`; a row gets the maker's value, or the literals in turn."""
    if "=" in part:
        name, literals = part.split("=", 1)
        cells = literals.split("/")
        return name, lambda _, row: cells[row % len(cells)]
    name, key = part.rsplit(":", 1)
    make = MAKERS[key]
    return name, lambda rng, _: make(rng)


def prose(template: str, rng: Random) -> tuple[str, list[dict[str, str]]]:
    """Running text from a template: {-P} is a piece to hide, {+P} one to keep, {P} neither; {P1} repeats {+P1}."""
    spans: list[dict[str, str]] = []
    known: dict[str, str] = {}

    def fill(match: re.Match[str]) -> str:
        mark, make, number = match[1], match[2], match[3]
        value = known.get(make + number) if number else None
        value = value if value is not None else str(MAKERS[make](rng))
        known[make + number] = value
        if mark:
            spans.append({"type": make, "value": value, "action": "hide" if mark == "-" else "keep"})
        return value

    return re.sub(r"\{([+-]?)([A-Z]+)(\d*)\}", fill, template), spans
