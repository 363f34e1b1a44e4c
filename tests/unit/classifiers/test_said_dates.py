"""Days of publication and ends of notices, as titles and descriptions name them."""

from datetime import date

import pytest

from classifiers.said_dates import not_before, notice_end, parse_day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-01", date(2026, 3, 1)),
        ("2026年3月1日 10:00", date(2026, 3, 1)),
        ("20260301", date(2026, 3, 1)),
        ("２０２６年３月", date(2026, 3, 31)),
        ("2026-02", date(2026, 2, 28)),
        ("2026-02-31", None),
        ("2026-13", None),
        ("长期", None),
    ],
)
def test_a_day_is_read(text, day):
    assert parse_day(text) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("定于2027年1月18日10时发布", date(2027, 1, 18)),
        ("发布时间：2027-01-18", date(2027, 1, 18)),
        ("2026年12月1日前不得公开", date(2026, 12, 1)),
        ("自2027年1月1日起向社会公开", date(2027, 1, 1)),
        ("embargo until 2027-02-01", date(2027, 2, 1)),
        ("禁发至20271231", date(2027, 12, 31)),
        ("已于2020年3月1日公布", None),
        ("拟于2027年1月20日举办银企对接会", None),
        ("下次发布时间:2027-01-20", None),
        ("根据2020年3月公布的公告整理", None),
    ],
)
def test_a_day_before_which_nothing_comes_out(text, day):
    assert not_before([text]) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("公示期至2025年6月30日", date(2025, 6, 30)),
        ("公示期:2025年6月1日-2025年6月7日", date(2025, 6, 7)),
        ("按月公示", None),
    ],
)
def test_the_end_of_a_notice(text, day):
    assert notice_end([text]) == day
