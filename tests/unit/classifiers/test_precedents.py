"""Corrections of theme and sector that are applied again: to like datasets, and to no other."""

from datetime import date

import pytest

from classifiers.engine import decide
from classifiers.negative_list import current_edition
from classifiers.precedents import Precedent, candidates, find_precedent, shape_of, skeleton, with_precedent
from classifiers.subject import ColumnFacts, Subject
from classifiers.taxonomy import taxonomy

DAY = date(2026, 6, 1)
NAMES = ("机构名称", "地区", "余额(万元)")


def dataset(title: str, names: tuple[str, ...] = NAMES) -> Subject:
    columns = tuple(ColumnFacts(name, at, "text", 20, 20, 20) for at, name in enumerate(names))
    return Subject(title=title, columns=columns, row_count=20)


def kept(title: str, names: tuple[str, ...] = NAMES, sector: str | None = "GUAR", at: str = "2026-01-01") -> Precedent:
    return Precedent(*shape_of(dataset(title, names)), "FIN" if sector else "FISC", sector, at)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2025年三季度机构情况表", "2026年一季度机构情况表"),
        ("机构情况(2025年12月)", "机构情况 2026-01"),
        ("机构情况表第3期", "机构情况表（第十二期）"),
        ("截至2025年底机构情况", "截至2026年底机构情况"),
    ],
)
def test_a_title_without_what_changes(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other) != ""
    found = find_precedent(dataset(other), [kept(one)])
    assert found is not None
    assert found.sector == "GUAR"


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("全市典当行名录", NAMES),
        ("2026年一季度机构情况表", ("姓名", "职务", "电话")),
        ("机构", ("机构名称",)),
        ("", NAMES),
    ],
)
def test_another_dataset_is_left_alone(title: str, names: tuple[str, ...]) -> None:
    assert find_precedent(dataset(title, names), [kept("2025年三季度机构情况表")]) is None


def test_the_same_columns_under_a_like_title_count() -> None:
    assert find_precedent(dataset("全市机构情况统计表"), [kept("全市机构情况统计表(修订)")]) is not None


def test_the_newest_correction_wins() -> None:
    said = [kept("机构情况表", sector="GUAR", at="2026-01-01"), kept("机构情况表", sector="LEASE", at="2026-02-01")]
    found = find_precedent(dataset("机构情况表"), said)
    assert found is not None
    assert found.sector == "LEASE"


def test_the_decision_says_that_an_earlier_correction_decided() -> None:
    subject = dataset("机构情况表")
    plain = decide(subject, current_edition(), today=DAY)
    changed = with_precedent(plain, subject, [kept("2025年机构情况表")])
    assert (changed.theme, changed.sector) == ("FIN", "GUAR")
    assert changed.sector_words[0].place == "precedent"
    assert "theme" not in {one.code for one in changed.questions}
    assert (changed.release, changed.clauses, changed.masking) == (plain.release, plain.clauses, plain.masking)
    assert with_precedent(plain, subject, []) == plain
    assert with_precedent(plain, subject, [Precedent(*shape_of(subject), "FIN", "NOPE")]) == plain
    again = with_precedent(changed, subject, [kept("机构情况表", sector="LEASE")])
    assert [one.place for one in again.sector_words].count("precedent") == 1


def test_candidates_are_ranked_by_their_words() -> None:
    found = candidates(dataset("小额贷款公司贷款余额", ("典当行", "贷款余额")))
    assert "LOAN" in found[:2]
    assert set(found) <= {*taxonomy().sectors, *taxonomy().themes}
    assert candidates(dataset("某表", ("甲", "乙"))) == ()
