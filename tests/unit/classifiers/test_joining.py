"""Tables of people that can be joined: what counts as a key, and when a join tells more."""

from dataclasses import replace

from classifiers.joining import find_join, join_keys
from classifiers.subject import ColumnFacts, Subject


def column(name: str, *, distinct: int = 20, kind: str = "text", length: float = 8.0) -> ColumnFacts:
    return ColumnFacts(name=name, type=kind, rows=20, nonempty=20, distinct=distinct, length=length)


def people(*columns: ColumnFacts, traits: tuple[str, ...]) -> Subject:
    return Subject(columns=columns, row_count=20, quasi_identifiers=traits, min_group=2)


ONE = people(column("执业证编号"), column("性别", distinct=2), traits=("性别",))
OTHER = people(column("执业证 编号"), column("出生年份", distinct=15), traits=("出生年份",))
ALL = ("执业证编号", "执业证 编号", "性别", "出生年份")


def test_two_registers_with_one_number_join_into_more_than_either_shows() -> None:
    join = find_join(ONE, ALL, OTHER, ALL)
    assert join is not None
    assert (join.keys, join.traits) == (("执业证编号",), ("出生年份", "性别"))


def test_nothing_is_joined_by_what_is_hidden_repeats_or_counts() -> None:
    assert find_join(ONE, ("性别",), OTHER, ALL) is None
    assert join_keys(people(column("乡镇", distinct=3), traits=()), ("乡镇",)) == frozenset()
    assert join_keys(people(column("金额", kind="decimal"), traits=()), ("金额",)) == frozenset()
    assert join_keys(people(column("备注", length=80.0), traits=()), ("备注",)) == frozenset()


def test_a_join_that_adds_nothing_and_tables_of_other_things_are_left_alone() -> None:
    assert find_join(ONE, ALL, ONE, ALL) is None
    assert find_join(replace(ONE, min_group=None), ALL, OTHER, ALL) is None
    assert find_join(ONE, ALL, OTHER, ("执业证 编号",)) is not None  # what the new table adds stands alone there
    assert find_join(ONE, ("执业证编号",), OTHER, ("执业证 编号",)) is None
