"""Numbers cut over several columns: no cell is an identifier, every row holds one."""

from random import Random

import polars as pl
import pytest

from desensitize.analyzer import build_analyzer
from desensitize.keys import MaskingKeys
from desensitize.plan import build_plan
from desensitize.proved import mask_and_prove
from desensitize.scan import scan_table
from tests.data.generators.identifiers import card, day, mobile, resident_id

RNG = Random(11)
IDS = [resident_id(RNG) for _ in range(30)]
PHONES = [mobile(RNG) for _ in range(30)]
CARDS = [card(RNG) for _ in range(30)]
NONE = "NONE"


def labels(columns: dict[str, list[str]]) -> list[str]:
    return [column.label for column in scan_table(pl.DataFrame(columns)).columns]


@pytest.mark.parametrize("rows", [3, 30])
def test_area_birth_and_serial(rows: int) -> None:
    parts = {"前六位": [i[:6] for i in IDS], "中段": [i[6:14] for i in IDS], "末四位": [i[14:] for i in IDS]}
    assert labels({name: cells[:rows] for name, cells in parts.items()}) == ["CN_ID"] * 3


def test_a_date_of_birth_stays_one_and_a_spreadsheet_may_take_zeros() -> None:
    tails = [i[14:].lstrip("0") for i in IDS]
    days = [f"{i[6:10]}-{int(i[10:12])}-{int(i[12:14])}" for i in IDS]
    assert labels({"区划": [i[:6] for i in IDS], "出生日期": days, "尾号": tails}) == [
        "CN_ID",
        "DATE_OF_BIRTH",
        "CN_ID",
    ]


def test_halves_of_a_telephone_need_its_name() -> None:
    halves = [[p[:7] for p in PHONES], [p[7:] for p in PHONES]]
    assert labels({"手机前7位": halves[0], "手机后4位": halves[1]}) == ["CN_MOBILE"] * 2
    assert labels({"数量": halves[0], "指标": halves[1]}) == [NONE] * 2


def test_a_card_in_two_columns() -> None:
    assert labels({"甲": [c[:6] for c in CARDS], "乙": [c[6:] for c in CARDS]}) == ["BANK_CARD"] * 2


def test_codes_and_days_side_by_side_are_none() -> None:
    columns = {
        "行政区划代码": [i[:6] for i in IDS],
        "登记日期": [day(RNG).replace("-", "") for _ in IDS],
        "编号": [f"{RNG.randint(0, 9999):04d}" for _ in IDS],
    }
    assert labels(columns) == [NONE] * 3


def test_pieces_are_hidden_and_the_release_is_proved() -> None:
    """The area of a piece may stand in another column: it is no identifier by itself."""
    frame = pl.DataFrame(
        {
            "前六位": [i[:6] for i in IDS],
            "中段": [i[6:14] for i in IDS],
            "末四位": [i[14:] for i in IDS],
            "指标": ["贷款"] * 30,
            "登记地": [i[:6] for i in IDS],
        }
    )
    scan = scan_table(frame)
    plan = build_plan(scan, (), frame=frame)
    keys = MaskingKeys({"release": b"k" * 32})
    released = mask_and_prove(frame, plan, scan=scan, keys=keys, written=lambda table: table).released
    for name in ("前六位", "中段", "末四位"):
        assert set(released[name]) == {"***"}
    assert sorted(released["登记地"]) == sorted(frame["登记地"])


def test_the_engine_finds_the_same_pieces() -> None:
    frame = pl.DataFrame({"甲": [i[:10] for i in IDS], "乙": [i[10:] for i in IDS]})
    engine = build_analyzer(names=False)
    for column, cells in zip(scan_table(frame, names=False).columns, frame.iter_columns(), strict=True):
        for cell in cells:
            found = engine.analyze(cell, language="zh", context=list(column.context))
            assert [(one.entity_type, one.start, one.end) for one in found] == [("CN_ID", 0, len(cell))]
