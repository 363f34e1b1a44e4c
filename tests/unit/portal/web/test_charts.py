"""Lines over time: which tables have them, and where their parts stand."""

import pytest

from catalog.views import FieldView
from portal.web.periods import period_key
from portal.web.plot import plot_of
from portal.web.series import Line, Series, lines_of

YEARS = ("2021年", "2022年", "2023年", "2024年")


def _field(name: str, kind: str = "number", unit: str = "") -> FieldView:
    return FieldView(code=name, name=name, type=kind, unit=unit)


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("2024", (2024, 12, 0)),
        ("2024年度", (2024, 12, 0)),
        ("2024Q3", (2024, 9, 0)),
        ("2024年第二季度", (2024, 6, 0)),
        ("2024年上半年", (2024, 6, 0)),
        ("202405", (2024, 5, 0)),
        ("2024年5月末", (2024, 5, 0)),
        ("2024-05-31", (2024, 5, 31)),
        ("合计", None),
        ("202413", None),
        ("2024-02-99", None),
    ],
)
def test_a_period_is_read_as_statistics_write_it(cell: str, key: tuple[int, int, int] | None) -> None:
    assert period_key(cell) == key


def test_one_row_a_period_draws_the_measures_of_each_unit_together_in_order_of_time() -> None:
    fields = [
        _field("年份", "text"),
        _field("贷款余额(亿元)", unit="亿元"),
        _field("存款余额(亿元)", unit="亿元"),
        _field("不良率", unit="%"),
    ]
    cells = [[year, str(k), str(10 + k), "1.5" if k else None] for k, year in enumerate(YEARS)]
    first, second = lines_of(fields, cells[::-1])
    assert first.periods == YEARS
    assert first.lines == (Line("贷款余额", (0.0, 1.0, 2.0, 3.0)), Line("存款余额", (10.0, 11.0, 12.0, 13.0)))
    assert (first.unit, second.unit) == ("亿元", "%")
    assert second.lines[0].values == (None, 1.5, 1.5, 1.5)


def test_a_period_and_a_category_draw_one_line_a_category_and_never_a_sum() -> None:
    fields = [_field("期间", "text"), _field("地区", "text"), _field("利率", unit="%")]
    cells = [[year, place, value] for year in YEARS for place, value in (("东城", "3.1"), ("西城", "4.2"))]
    (series,) = lines_of(fields, cells)
    assert [line.name for line in series.lines] == ["东城", "西城"]
    assert series.lines[1].values == (4.2,) * 4
    assert lines_of(fields, [*cells, ["2024年", "西城", "9.9"]]) == ()


def test_numbers_that_only_look_like_years_are_no_time() -> None:
    cells = [["2001", "1"], ["2002", "2"], ["2003", "3"], ["2004", "4"]]
    assert lines_of([_field("户数", "integer"), _field("金额")], cells) == ()
    assert len(lines_of([_field("年度", "integer"), _field("金额")], cells)) == 1


def test_lines_stand_inside_the_axes_with_a_gap_where_a_value_is_missing() -> None:
    series = Series(
        "", "亿元", "年", YEARS, (Line("a", (1.0, None, 250.0, 120.0)), Line("b", (None, 3.0, 245.0, 121.0)))
    )
    plot = plot_of(series, width=400, height=200, label=100)
    assert [tick.label for tick in plot.rows] == ["0", "100", "200", "300"]
    assert plot.paths[0].data.count("M") == 2
    assert all(10 <= path.y <= 174 and plot.left <= path.x <= plot.right for path in plot.paths)
    assert abs(plot.paths[0].label_y - plot.paths[1].label_y) >= 15


def test_small_changes_of_a_large_figure_fill_the_height() -> None:
    plot = plot_of(
        Series("", "", "年", YEARS, (Line("a", (100.0, 101.0, 102.5, 103.0)),)), width=400, height=200, label=8
    )
    assert float(plot.rows[0].label) >= 99
    assert len({tick.label for tick in plot.rows}) == len(plot.rows)


def test_a_measure_without_change_is_a_line_as_well() -> None:
    plot = plot_of(Series("", "", "年", YEARS, (Line("a", (5.0,) * 4),)), width=400, height=200, label=8)
    assert plot.paths[0].data.startswith("M")
