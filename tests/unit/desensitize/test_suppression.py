"""Small cells: suppressed, protected against every sum in sight, and refused by verification when they are not."""

import itertools
import random
from collections.abc import Sequence

import numpy as np
import polars as pl
import pytest

from desensitize.findings import TableScan
from desensitize.keys import MaskingKeys
from desensitize.masking.suppression import SUPPRESSED, suppress_cells
from desensitize.plan import Demand, MaskingPlan, PlanError, build_plan
from desensitize.proof.residual import ResidualPii
from desensitize.proved import mask_and_prove, masked_rows
from desensitize.scan import scan_table
from desensitize.verify import verify_table

KEYS = MaskingKeys({"release": b"k" * 32})


def planned(frame: pl.DataFrame, *columns: str) -> tuple[MaskingPlan, TableScan]:
    scan = scan_table(frame, names=False)
    demands = [Demand(column, "SMALL_CELL", "suppress", "NL-D17") for column in columns]
    return build_plan(scan, demands, frame=frame), scan


def released(frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
    plan, scan = planned(frame, *columns)
    return mask_and_prove(frame, plan, scan=scan, keys=KEYS, written=lambda made: made, names=False).released


def table(**columns: Sequence[object]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            name: pl.Series([None if v is None else str(v) for v in values], dtype=pl.String)
            for name, values in columns.items()
        }
    )


def test_a_small_cell_takes_a_second_one_with_it() -> None:
    made = released(table(区县=["甲", "乙", "丙", "丁"], 户数=[120, 1, 15, 40]), "户数")
    assert made["户数"].to_list() == ["120", None, None, "40"]
    assert made["户数_status"].to_list() == [None, SUPPRESSED, SUPPRESSED, None]
    assert made.columns == ["区县", "户数", "户数_status"]


def test_zero_and_large_counts_stay() -> None:
    frame = table(区县=["甲", "乙", "丙"], 户数=[0, 3, 500])
    made = released(frame, "户数")
    assert made["户数"].to_list() == ["0", "3", "500"]
    assert made["户数_status"].null_count() == 3


def test_two_ones_need_a_third() -> None:
    made = released(table(区县=["甲", "乙", "丙", "丁"], 户数=[1, 1, 9, 30]), "户数")
    assert made["户数"].to_list() == [None, None, None, "30"]


def test_totals_are_not_cells_and_stay() -> None:
    made = released(table(区县=["甲", "乙", "丙", "合计"], 户数=[2, 8, 30, 40]), "户数")
    assert made["户数"].to_list() == [None, None, "30", "40"]


def test_subtotals_protect_each_group() -> None:
    frame = table(
        区县=["甲", "乙", "丙", "东片小计", "丁", "戊", "西片小计", "合计"], 户数=[1, 20, 30, 51, 7, 2, 9, 60]
    )
    made = released(frame, "户数")["户数"].to_list()
    assert made[0] is None
    assert made[1] is None
    assert made[4:6] == [None, None]
    assert made[3] == "51"


def test_a_sum_over_columns_gives_nothing_back() -> None:
    frame = table(区县=["甲", "乙", "丙"], 男户数=[1, 20, 30], 女户数=[9, 25, 35], 总户数=[10, 45, 65])
    made = released(frame, "男户数", "女户数", "总户数")
    assert made.row(0)[1] is None
    assert made["女户数"][0] is None


def test_what_is_no_number_stays() -> None:
    made = released(table(区县=["甲", "乙", "丙"], 户数=["…", "2", "1,200"]), "户数")
    assert made["户数"].to_list() == ["…", None, None]


def test_a_status_column_never_takes_an_existing_name() -> None:
    frame = table(区县=["甲", "乙"], 户数=[1, 50], 户数_status=["a", "b"])
    assert released(frame, "户数").columns == ["区县", "户数", "户数_status_", "户数_status"]


@pytest.mark.parametrize("bad", [["120", "1", None, "40"], ["120", None, "15", "40"]])
def test_a_cell_shown_or_open_is_refused(bad: list[str | None]) -> None:
    frame = table(区县=["甲", "乙", "丙", "丁"], 户数=[120, 1, 15, 40])
    plan, scan = planned(frame, "户数")
    good = masked_rows(frame, plan, scan=scan, keys=KEYS)
    verify_table(frame, good, plan, scan=scan, names=False)
    with pytest.raises(ResidualPii) as caught:
        verify_table(frame, good.with_columns(pl.Series("户数", bad)), plan, scan=scan, names=False)
    assert {place.check for place in caught.value.places} == {"small_cell"}
    with pytest.raises(ResidualPii):
        verify_table(frame, good.drop("户数_status"), plan, scan=scan, names=False)


@pytest.mark.parametrize("seed", range(25))
def test_no_hidden_cell_can_be_worked_out_from_the_sum(seed: int) -> None:
    """Exhaustive attacker: every way to fill the hidden cells so that the sum is right leaves each of them open."""
    chance = random.Random(seed)
    counts = [chance.choice([0, 1, 2, 3, 4, 5, 8, 13]) for _ in range(chance.randrange(3, 7))]
    frame = table(区县=[f"区{i}" for i in range(len(counts))] + ["合计"], 户数=[*counts, sum(counts)])
    plan, scan = planned(frame, "户数")
    made = suppress_cells(masked_rows(frame, plan, scan=scan, keys=KEYS).drop("户数_status"), plan)
    hidden = [i for i, cell in enumerate(made["户数"][:-1]) if cell is None]
    assert {i for i, n in enumerate(counts) if 0 < n < 3} <= set(hidden)
    if len(hidden) < 2 or not [n for i, n in enumerate(counts) if n > 0 and i not in hidden]:
        return  # nothing left to hide behind
    total = sum(counts[i] for i in hidden)
    ways = [way for way in itertools.product(range(1, total + 1), repeat=len(hidden)) if sum(way) == total]
    for place in range(len(hidden)):
        assert len({way[place] for way in ways}) >= 2


def test_a_column_nobody_named_takes_part_where_it_adds_up() -> None:
    """The clause names the column with the small cell; the total and the other part stand beside it."""
    frame = table(区县=["甲", "乙", "丙"], 男户数=[1, 20, 30], 女户数=[9, 25, 35], 全部=[10, 45, 65])
    plan, _ = planned(frame, "男户数")
    assert [column.operator for column in plan.columns] == ["keep", "suppress", "suppress", "suppress"]
    assert [column.params.get("below") for column in plan.columns[1:]] == [3, 0, 0]
    made = released(frame, "男户数")
    assert made.row(0, named=True)["女户数"] is None
    assert made.row(0, named=True)["全部"] == "10"


def test_columns_that_add_up_to_nothing_are_left_alone() -> None:
    frame = table(区县=["甲", "乙", "丙"], 户数=[1, 20, 30], 年份=[2023, 2024, 2025], 金额=["7.5", "3.1", "9.9"])
    assert released(frame, "户数").columns == ["区县", "户数", "户数_status", "年份", "金额"]


def test_a_plan_that_forgets_a_partner_is_refused() -> None:
    frame = table(区县=["甲", "乙", "丙"], 男户数=[1, 20, 30], 女户数=[9, 25, 35], 全部=[10, 45, 65])
    scan = scan_table(frame, names=False)
    plan = build_plan(scan, [Demand("男户数", "SMALL_CELL", "suppress", "NL-D17")])  # without the table itself
    assert [column.operator for column in plan.columns].count("suppress") == 1
    with pytest.raises(ResidualPii) as caught:
        mask_and_prove(frame, plan, scan=scan, keys=KEYS, written=lambda made: made, names=False)
    assert {place.check for place in caught.value.places} == {"small_cell"}


def test_totals_of_a_long_table_are_known_by_their_labels() -> None:
    frame = table(
        区县=["甲", "甲", "甲", "乙", "乙", "乙"], 类别=["男", "女", "合计"] * 2, 户数=[1, 20, 21, 30, 40, 70]
    )
    assert released(frame, "户数")["户数"].to_list() == [None, None, "21", "30", "40", "70"]


def test_lines_together_give_nothing_back() -> None:
    """Two hidden cells in every row and column, and yet (2, 3) would follow: rows 1 and 2 less columns 1 and 2."""
    small = {(0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (2, 2), (2, 3), (3, 2), (3, 3)}
    inner = [[2 if (i, j) in small else 50 for j in range(4)] for i in range(4)]
    rows = [[*line, sum(line)] for line in inner]
    rows.append([sum(line[j] for line in rows) for j in range(5)])
    frame = table(
        区县=["甲", "乙", "丙", "丁", "合计"],
        **{f"{name}户数": [line[j] for line in rows] for j, name in enumerate("东西南北")},
        合计=[line[4] for line in rows],
    )
    made = released(frame, "东户数", "西户数", "南户数", "北户数")
    hidden = {(i, j) for j, name in enumerate("东西南北") for i in range(5) if made[f"{name}户数"][i] is None}
    assert small < hidden
    assert not solved_cells(rows, hidden)


def solved_cells(rows: list[list[int]], hidden: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """The attacker with linear algebra: hidden cells that all row and column sums leave one value for."""
    height, width = len(rows) - 1, len(rows[0]) - 1
    places = sorted(hidden)
    lines = [[(i, j) for j in range(width)] for i in range(height + 1)]
    lines += [[(i, j) for i in range(height)] for j in range(width)]
    sums = [[(place in line) * 1.0 for place in places] for line in lines]
    for j in range(width):
        if (height, j) in hidden:
            sums[height + 1 + j][places.index((height, j))] = -1.0
    _, sizes, turned = np.linalg.svd(np.array(sums))
    free = turned[int((sizes > 1e-9).sum()) :]
    return [place for at, place in enumerate(places) if not len(free) or np.abs(free[:, at]).max() < 1e-9]


@pytest.mark.parametrize("seed", range(40))
def test_linear_algebra_gives_no_cell_back(seed: int) -> None:
    """Tables with sums both ways, of which a clause names some columns only."""
    chance = random.Random(seed)
    height, width = chance.randrange(3, 8), chance.randrange(2, 5)
    inner = [[chance.choice([0, 0, 1, 1, 2, 3, 4, 7, 12, 45, 130]) for _ in range(width)] for _ in range(height)]
    rows = [[*line, sum(line)] for line in inner]
    rows.append([sum(line[j] for line in rows) for j in range(width + 1)])
    names = [f"{name}户数" for name in "东西南北"[:width]]
    frame = table(
        区县=[*(f"区{i}" for i in range(height)), "合计"],
        **{name: [line[j] for line in rows] for j, name in enumerate(names)},
        总户数=[line[width] for line in rows],
    )
    named = chance.sample(names, chance.randrange(1, width + 1))
    made = released(frame, *named)
    hidden = {(i, j) for j, name in enumerate(names) for i in range(height + 1) if made[name][i] is None}
    for name in named:
        assert {(i, names.index(name)) for i, n in enumerate(frame[name].cast(int)) if 0 < n < 3} <= hidden
    if hidden and made["总户数"].null_count() == 0:
        assert not solved_cells(rows, hidden)


def _districts(chance: random.Random, districts: int) -> pl.DataFrame:
    """Districts of four towns with a subtotal each, counts of four classes with a total, and the whole city."""
    rows: list[tuple[str, str, list[int]]] = []
    for district in range(districts):
        towns = [[chance.choice([0, 1, 2]) if chance.random() < 0.2 else chance.randrange(3, 61) for _ in range(4)]
                 for _ in range(4)]  # fmt: skip
        rows += [(f"{district}区", f"{district}-{number}镇", town) for number, town in enumerate(towns)]
        rows.append((f"{district}区", "小计", [sum(cells) for cells in zip(*towns, strict=True)]))
    towns = [cells for _, town, cells in rows if town != "小计"]
    rows.append(("全市", "合计", [sum(cells) for cells in zip(*towns, strict=True)]))
    columns = {f"{name}户数": [cells[at] for _, _, cells in rows] for at, name in enumerate("东西南北")}
    labels = {"区县": [district for district, _, _ in rows], "乡镇": [town for _, town, _ in rows]}
    return table(**labels, **columns, 总户数=[sum(cells) for _, _, cells in rows])


@pytest.mark.parametrize("seed", range(3))
def test_of_sums_both_ways_few_cells_more_are_hidden_and_none_far_away(seed: int) -> None:
    frame = _districts(random.Random(seed), 60)
    counts = [name for name in frame.columns if name.endswith("户数")]
    made = released(frame, *counts)
    hidden = sum(made[name].null_count() for name in counts)
    small = sum(int(frame[name].cast(pl.Int64).is_in([1, 2]).sum()) for name in counts)
    assert small < hidden < 3 * small
    for district in range(60):
        whole = frame.filter(pl.col("区县") == f"{district}区").select(counts).cast(pl.Int64).rows()
        shown = made.filter(pl.col("区县") == f"{district}区").select(counts).rows()
        gone = {(i, j) for i, line in enumerate(shown) for j, cell in enumerate(line) if cell is None}
        inner = {(i, j) for i, j in gone if j < 4}
        if gone == inner:  # the attacker below knows the totals over the classes
            assert not inner or not solved_cells([list(line) for line in whole], inner)


def asked(frame: pl.DataFrame, *demands: Demand) -> tuple[MaskingPlan, TableScan]:
    scan = scan_table(frame, names=False)
    return build_plan(scan, demands, frame=frame), scan


COUNT = Demand("逾期户数", "SMALL_CELL", "suppress", "NL-D17")
AMOUNT = Demand("逾期金额", "SMALL_CELL", "suppress", "NL-D17", ("逾期户数",))
LOANS = {
    "行业": ["甲", "乙", "丙", "丁"],
    "逾期户数": [1, 20, 35, 48],
    "逾期金额": ["0.5", "1.1", "2.2", "3.7"],
    "贷款余额": ["70.1", "80.2", "90.3", "99.9"],
}


def test_the_amount_of_one_household_goes_with_its_count_and_takes_a_partner() -> None:
    frame = table(**LOANS)
    plan, scan = asked(frame, COUNT, AMOUNT)
    made = mask_and_prove(frame, plan, scan=scan, keys=KEYS, written=lambda rows: rows, names=False).released
    assert made["逾期金额"].to_list() == [None, None, "2.2", "3.7"]
    assert made["逾期金额_status"].to_list() == [SUPPRESSED, SUPPRESSED, None, None]
    assert made["贷款余额"].to_list() == LOANS["贷款余额"]


def test_an_amount_of_nought_tells_as_much() -> None:
    frame = table(**{**LOANS, "逾期金额": ["0", "1.1", "2.2", "3.7"]})
    plan, scan = asked(frame, COUNT, AMOUNT)
    assert masked_rows(frame, plan, scan=scan, keys=KEYS)["逾期金额"][0] is None


def test_an_amount_shown_beside_a_small_count_is_refused() -> None:
    frame = table(**LOANS)
    plan, scan = asked(frame, COUNT, AMOUNT)
    good = masked_rows(frame, plan, scan=scan, keys=KEYS)
    verify_table(frame, good, plan, scan=scan, names=False)
    bad = good.with_columns(pl.Series("逾期金额", ["0.5", None, None, "3.7"]))
    with pytest.raises(ResidualPii) as caught:
        verify_table(frame, bad, plan, scan=scan, names=False)
    assert {(place.column, place.row) for place in caught.value.places} == {("逾期金额", 0)}


def test_a_share_that_is_too_large_goes_with_the_amount_beside_it() -> None:
    frame = table(行业=["甲", "乙", "丙"], 最大企业占比=["92.5", "31.0", "12.4"], 营业收入=["500", "700", "900"])
    share = Demand("最大企业占比", None, "suppress_share", "NL-D17")
    amount = Demand("营业收入", None, "suppress", "NL-D17", ("最大企业占比",))
    plan, scan = asked(frame, share, amount)
    made = mask_and_prove(frame, plan, scan=scan, keys=KEYS, written=lambda rows: rows, names=False).released
    assert made["最大企业占比"][0] is None
    assert made["营业收入"].to_list() == [None, None, "900"]


def test_a_demand_beside_an_unknown_column_is_refused() -> None:
    with pytest.raises(PlanError):
        asked(table(**LOANS), Demand("逾期金额", None, "suppress", "", ("户数",)))
