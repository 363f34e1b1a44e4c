"""JR/T 0197-2020 levels of datasets and columns, JR/T 0171-2020 classes, JR/T 0158-2018 for securities."""

from datetime import date

import pytest

from classifiers.engine import decide
from classifiers.negative_list import current_edition
from classifiers.subject import ColumnFacts, EntityFacts, MarkFacts, Subject
from classifiers.tiers import SecurityLabel, Tier

ROWS = 6
WORDS = current_edition().vocabulary.fingerprint


def column(name: str, entity: str = "", **more) -> ColumnFacts:
    entities = {entity: EntityFacts(ROWS, 1.0, ROWS)} if entity else {}
    return ColumnFacts(name, 0, "text", ROWS, ROWS, ROWS, entities=entities, **more)


def judged(title: str, *columns: ColumnFacts, **more):
    subject = Subject(title=title, agency_kind="YBJ", columns=columns, row_count=ROWS, vocabulary=WORDS, **more)
    return decide(subject, current_edition(), today=date(2026, 11, 23))


@pytest.mark.parametrize(
    ("decision", "tier", "level"),
    [
        (judged("保费收入统计", column("月份"), column("保费(万元)")), Tier.PUBLIC, 1),
        (judged("代理人名册", column("姓名", "PERSON"), column("证件号码", "CN_ID")), Tier.INTERNAL, 3),
        (judged("人员名册", column("姓名", "PERSON"), column("健康状况")), Tier.INTERNAL, 4),
        (judged("保费收入统计", column("月份"), marks=(MarkFacts("机密", "top"),)), Tier.CLASSIFIED, 5),
    ],
)
def test_the_level_goes_with_the_tier(decision, tier, level):
    assert (decision.tier, decision.jr0197_level) == (tier, level)


def test_no_column_of_internal_data_is_above_its_dataset():
    decision = judged("投诉台账", column("投诉人", "PERSON"), column("联系电话", "CN_MOBILE"), column("病种"))
    assert decision.jr0197_level >= max(one.level for one in decision.column_levels)


def test_columns_of_securities_data_go_by_their_own_standard():
    decision = judged("投资者开户信息", column("姓名", "PERSON"), column("证券账户"), column("口令"))
    by_name = {one.column: one for one in decision.column_levels}
    assert {one.standard for one in by_name.values()} == {"JR/T 0158-2018"}
    assert by_name["口令"].c_class == "C3"
    assert max(one.level for one in by_name.values()) <= 4


def test_identity_numbers_under_a_harmless_name_are_graded_by_their_cells():
    (number,) = judged("名册", column("编号", "CN_ID")).column_levels
    assert (number.level, number.c_class) == (3, "C2")


def test_what_a_single_person_owes_is_of_class_c2():
    loan = ColumnFacts("贷款金额(元)", 1, "decimal", ROWS, ROWS, ROWS, length=8.0)
    by_name = {one.column: one for one in judged("贷款发放清单", column("借款人", "PERSON"), loan).column_levels}
    assert (by_name["贷款金额(元)"].level, by_name["贷款金额(元)"].c_class) == (3, "C2")
    (total,) = judged("贷款统计", loan).column_levels
    assert (total.level, total.c_class) == (1, "")


@pytest.mark.parametrize("flag", list(SecurityLabel))
def test_the_label_of_general_important_and_core_data_is_the_catalogue_s(flag):
    assert judged("统计", column("月份"), catalogue_flag=flag).gbt43697 is flag


def test_what_could_not_be_read_is_internal_without_a_clause():
    assert judged("保费收入统计", column("月份"), missing=("rows",)).jr0197_level == 3
