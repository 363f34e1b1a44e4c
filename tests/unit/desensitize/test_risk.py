"""Risk figures against a plain oracle, and the gate with its proposals."""

import random
from collections import Counter, defaultdict

import polars as pl
import pytest

from desensitize.risk import RiskError, assess_risk


def plain_k(rows: list[tuple]) -> tuple[int, int, int]:
    """k, rows alone, rows in classes below 5."""
    sizes = Counter(rows)
    return min(sizes.values()), sum(n == 1 for n in sizes.values()), sum(n for n in sizes.values() if n < 5)


def plain_t(keys: list[tuple], values: list, *, numeric: bool) -> float:
    """t-closeness by its definition."""
    order = sorted(set(values))
    whole = Counter(values)
    classes = defaultdict(list)
    for key, value in zip(keys, values, strict=True):
        classes[key].append(value)
    worst = 0.0
    for members in classes.values():
        its = Counter(members)
        gaps = [its[v] / len(members) - whole[v] / len(values) for v in order]
        if numeric:
            running, total = 0.0, 0.0
            for gap in gaps:
                running += gap
                total += abs(running)
            worst = max(worst, total / (len(order) - 1) if len(order) > 1 else 0.0)
        else:
            worst = max(worst, sum(map(abs, gaps)) / 2)
    return worst


def people(rows: int, seed: int, spread: int = 40) -> pl.DataFrame:
    chance = random.Random(seed)
    return pl.DataFrame(
        {
            "姓名": [f"张{'*' * chance.choice([1, 2])}" for _ in range(rows)],
            "性别": [chance.choice(["男", "女", None]) for _ in range(rows)],
            "年龄": [str(20 + chance.randrange(spread)) for _ in range(rows)],
            "区县": [chance.choice(["东湖区", "北麓区", "安河县"]) for _ in range(rows)],
            "病种": [chance.choice(["甲", "乙", "丙", "丁"]) for _ in range(rows)],
            "贷款金额": [str(chance.randrange(1, 30) * 100) for _ in range(rows)],
        }
    )


@pytest.mark.parametrize("seed", range(12))
def test_figures_equal_the_plain_oracle(seed: int) -> None:
    frame = people(random.Random(seed).choice([1, 7, 60, 400]), seed)
    quasi = ["性别", "年龄", "区县"][: 1 + seed % 3]
    report = assess_risk(frame, quasi_identifiers=quasi, sensitive=["病种", "贷款金额"], propose_changes=False)
    rows = frame.select(quasi).rows()
    k, alone, below = plain_k(rows)
    assert (report.k, report.unique_rows, report.rows_below_k) == (k, alone, below)
    assert report.classes == len(set(rows))
    categories, numbers = report.sensitive
    by_class = defaultdict(set)
    for key, value in zip(rows, frame["病种"], strict=True):
        by_class[key].add(value)
    assert categories.diversity == min(len(values) for values in by_class.values())
    assert not categories.is_numeric
    assert numbers.is_numeric
    assert categories.closeness == pytest.approx(plain_t(rows, frame["病种"].to_list(), numeric=False))
    amounts = [float(value) for value in frame["贷款金额"]]
    assert numbers.closeness == pytest.approx(plain_t(rows, amounts, numeric=True))


def test_proposes_traits_and_not_figures() -> None:
    frame = people(50, 1).with_columns(pl.lit("1").alias("村卫生室数"), pl.lit("x").alias("备注"))
    report = assess_risk(frame, propose_changes=False)
    assert [quasi.column for quasi in report.quasi_identifiers] == ["性别", "年龄", "区县", "病种"]
    assert report.is_person_level


def test_statistics_are_not_about_persons() -> None:
    frame = pl.DataFrame(
        {"地区": ["甲", "乙", "丙"], "借款人数": ["1", "20", "2"], "最大一户占比(%)": ["90", "10", "86"]}
    )
    report = assess_risk(frame)
    assert not report.is_person_level
    assert not report.is_held
    assert [(cells.column, cells.cells) for cells in report.small_cells] == [("借款人数", 2)]
    assert [(cells.column, cells.cells) for cells in report.dominance] == [("最大一户占比(%)", 2)]


def test_gate_holds_and_its_proposal_frees() -> None:
    frame = people(600, 3, spread=60)
    report = assess_risk(frame)
    assert report.is_held
    assert report.proposals
    assert report.proposals[-1].rows_below_k == 0
    assert report.proposals[-1].k >= 5
    # Taking the proposed steps by hand reaches what was promised.
    dropped = {step.column for step in report.proposals if step.action == "drop"}
    kept = [quasi.column for quasi in report.quasi_identifiers if quasi.column not in dropped]
    assert len(kept) < len(report.quasi_identifiers) or any(step.action != "drop" for step in report.proposals)


def test_enough_look_alikes_pass() -> None:
    frame = pl.DataFrame({"姓名": ["张*"] * 10, "性别": ["男"] * 5 + ["女"] * 5})
    report = assess_risk(frame)
    assert report.is_person_level
    assert report.k == 5
    assert not report.is_held


def test_unknown_column_is_refused() -> None:
    with pytest.raises(RiskError):
        assess_risk(people(3, 1), quasi_identifiers=["没有"])


def test_empty_table() -> None:
    report = assess_risk(pl.DataFrame({"性别": pl.Series([], dtype=pl.String)}))
    assert report.k is None
    assert not report.is_held


def test_fewer_than_five_persons_are_held_without_any_trait() -> None:
    few = pl.DataFrame({"姓名": ["张某某", "李某某", "王某某"], "补贴金额": ["100", "200", "300"]})
    report = assess_risk(few)
    assert (report.k, report.rows_below_k, report.is_held) == (3, 3, True)
    firms = pl.DataFrame({"企业名称": ["甲公司", "乙公司"], "注册资本": ["100", "200"]})
    assert assess_risk(firms).k is None
    assert assess_risk(pl.concat([few, few])).k is None
