"""Take any one operator or any one recognizer away: verification must fail on a table that holds every kind.

Permanent: a change that lets one of these through has broken the proof, whatever else still passes.
"""

import random
from dataclasses import replace

import polars as pl
import pytest

from desensitize.entities import PERSONAL, Entity
from desensitize.keys import MaskingKeys
from desensitize.mask import mask_table
from desensitize.operators import OPERATORS, How
from desensitize.plan import Demand, MaskingPlan, build_plan
from desensitize.proof.residual import ResidualPii
from desensitize.scan import scan_table
from desensitize.verify import verify_table
from tests.fakes.people import cn_id, loans, person

KEYS = MaskingKeys({"release": b"k" * 32})


def every_kind(rows: int = 12) -> pl.DataFrame:
    """One column for each personal kind, and a remark that holds several."""
    chance = random.Random(11)

    def digits(count: int) -> str:
        return "".join(str(chance.randrange(10)) for _ in range(count))

    people = [person(chance) for _ in range(rows)]
    others = [person(chance) for _ in range(rows)]
    return loans(rows, seed=11).with_columns(
        pl.Series("收款账号", [f"3400{digits(16)}" for _ in people]),
        pl.Series("家庭电话", [f"0551-6{digits(7)}" for _ in people]),
        pl.Series("护照号", [f"E{digits(8)}" for _ in people]),
        pl.Series("港澳居民来往内地通行证号", [f"H{digits(8)}" for _ in people]),
        pl.Series("军官证号", [f"军字第{digits(8)}号" for _ in people]),
        pl.Series("车牌号", [f"京A{digits(5)}" for _ in people]),
        pl.Series("车架号", [_vin(chance) for _ in people]),
        pl.Series(
            "登录IP",
            [f"{chance.randrange(11, 200)}.{digits(2)}.{digits(2)}.{digits(2)}".replace(".0", ".1") for _ in people],
        ),
        pl.Series("设备MAC", [":".join(f"{chance.randrange(256):02X}" for _ in range(6)) for _ in people]),
        pl.Series("微信号", [f"wx_{one.email[:8]}{digits(3)}" for one in people]),
        pl.Series("QQ号", [f"{chance.randrange(1, 10)}{digits(8)}" for _ in people]),
        pl.Series("证券账户", [f"A{digits(9)}" for _ in people]),
        pl.Series("保单号", [f"P{digits(15)}" for _ in people]),
        pl.Series("出生日期", [one.birth for one in people]),
        pl.Series("病种", [chance.choice(("高血压", "糖尿病", "冠心病", "肺癌")) for _ in people]),
        pl.Series("密码", [f"Qw{digits(6)}!" for _ in people]),
        pl.Series("CVV", [digits(3) for _ in people]),
        pl.Series("说明", [f"担保人{o.name}，电话{o.mobile}，证件{cn_id(chance, o.birth)}" for o in others]),
    )


def _vin(chance: random.Random) -> str:
    from desensitize.checksums import is_vin

    letters = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
    while True:
        head, tail = (
            "LSV" + "".join(chance.choice(letters) for _ in range(5)),
            "".join(chance.choice(letters) for _ in range(4)),
        )
        for check in "0123456789X":
            vin = f"{head}{check}{tail}{chance.randrange(10000):04d}"
            if is_vin(vin):
                return vin


TABLE = every_kind()
SCAN = scan_table(TABLE)
DEMANDS = (
    Demand("身份证号", "CN_ID", "partial", "NL-D13"),
    Demand("手机号", "CN_MOBILE", "pseudonymise", "NL-D03"),
    Demand("贷款金额(元)", None, "bucket", "NL-D19"),
    Demand("护照号", "PASSPORT", "redact", "NL-D02"),
    Demand("病种", None, "drop", "NL-D10"),
)
PLAN = build_plan(SCAN, DEMANDS, frame=TABLE)
FOUND = sorted({entity for column in SCAN.columns for entity in column.cells if entity in PERSONAL})
HIDDEN_COLUMNS = [column.column for column in PLAN.columns if column.operator != "keep"]


def fails(plan: MaskingPlan, released: pl.DataFrame, scan: object = SCAN) -> bool:
    try:
        verify_table(TABLE, released, plan, scan=scan)
    except ResidualPii:
        return True
    return False


def test_the_table_holds_every_kind_and_the_whole_plan_passes() -> None:
    assert set(FOUND) == PERSONAL
    assert not fails(PLAN, mask_table(TABLE, PLAN, scan=SCAN, keys=KEYS))
    assert set(PLAN.text_entities.values()) >= {"redact", "partial", "pseudonymise", "county"}


@pytest.mark.parametrize("name", HIDDEN_COLUMNS)
def test_a_column_whose_operator_is_taken_away_fails(name: str) -> None:
    released = mask_table(TABLE, PLAN, scan=SCAN, keys=KEYS)
    if name in released.columns:
        leaked = released.with_columns(TABLE.get_column(name))
    else:
        leaked = released.with_columns(TABLE.get_column(name)).select(
            column for column in TABLE.columns if column == name or column in released.columns
        )
    assert fails(PLAN, leaked)


@pytest.mark.parametrize("name", HIDDEN_COLUMNS)
def test_a_plan_that_forgets_a_column_fails_even_against_itself(name: str) -> None:
    forgetful = replace(
        PLAN,
        columns=tuple(
            replace(column, operator="keep", entity="", guard="") if column.column == name else column
            for column in PLAN.columns
        ),
    )
    released = mask_table(TABLE, PLAN, scan=SCAN, keys=KEYS)
    cells = TABLE.get_column(name)
    released = released.with_columns(cells).select(
        column for column in TABLE.columns if column == name or column in released.columns
    )
    # An amount is no identifier: that it is to be put in ranges is known to the plan alone.
    assert fails(forgetful, released) == (name != "贷款金额(元)")


@pytest.mark.parametrize("entity", FOUND)
def test_a_plan_without_one_kind_fails_even_against_itself(entity: Entity) -> None:
    kinds = {kind: operator for kind, operator in PLAN.text_entities.items() if kind != entity.value}
    columns = tuple(
        replace(column, operator="keep", entity="", guard="") if column.entity == entity.value else column
        for column in PLAN.columns
    )
    plan = replace(PLAN, text_entities=kinds, columns=columns)
    assert fails(plan, mask_table(TABLE, plan, scan=SCAN, keys=KEYS))


@pytest.mark.parametrize("operator", sorted({*PLAN.text_entities.values(), "bucket"}))
def test_an_operator_that_does_nothing_fails(operator: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(self: object, values: pl.Series, how: How) -> pl.Series:
        del self, how
        return values

    monkeypatch.setattr(type(OPERATORS[operator]), "apply", nothing)
    assert fails(PLAN, mask_table(TABLE, PLAN, scan=SCAN, keys=KEYS))


@pytest.mark.parametrize("entity", FOUND)
def test_a_scan_without_one_recognizer_fails(entity: Entity) -> None:
    blind = scan_table(TABLE, entities=set(Entity) - {entity})
    plan = build_plan(blind, (), frame=TABLE)
    released = mask_table(TABLE, plan, scan=blind, keys=KEYS)
    assert fails(plan, released, scan=blind)
