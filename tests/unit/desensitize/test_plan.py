"""The plan is made for the table: defaults, demands, one operator a kind, no two masks that complete each other."""

import re

import polars as pl
import pytest

from desensitize.findings import TableScan
from desensitize.keys import MaskingKeys
from desensitize.masking.policy import PolicyError, default_policy, load_policy
from desensitize.masking.row_order import ordering_columns, shuffled_order
from desensitize.plan import Demand, MaskingPlan, PlanError, build_plan
from desensitize.scan import scan_table
from tests.fakes.people import loans

TABLE = loans(60)
SCAN = scan_table(TABLE)


def operators(plan: MaskingPlan) -> dict[str, str]:
    return {column.column: column.operator for column in plan.columns}


def test_default_plan_hides_every_personal_kind_and_keeps_the_rest() -> None:
    plan = build_plan(SCAN, [], frame=TABLE)
    made = operators(plan)
    assert {made[name] for name in ("统一社会信用代码", "贷款金额(元)", "放款日期")} == {"keep"}
    assert made["家庭住址"] == "county"
    assert {made[name] for name in ("借款人", "身份证号", "手机号", "还款卡号", "邮箱", "备注")} == {"spans"}
    assert plan.text_entities["CN_ID"] == "redact"
    assert "USCC" not in plan.text_entities
    assert plan.shuffle == ()


def test_a_clause_that_orders_a_notice_gives_the_partial_form_everywhere() -> None:
    plan = build_plan(SCAN, [Demand("身份证号", "CN_ID", "partial", "NL-D13")], frame=TABLE)
    assert plan.text_entities["CN_ID"] == "partial"
    assert plan.text_params["CN_ID"]["left"] == 6
    assert plan.column("身份证号").clause == "NL-D13"


def test_the_strongest_demand_on_a_kind_wins_in_every_column() -> None:
    table = TABLE.with_columns(pl.col("身份证号").alias("担保人证件号"))
    demands = [
        Demand("身份证号", "CN_ID", "partial", "NL-D01"),
        Demand("担保人证件号", "CN_ID", "pseudonymise", "NL-D20"),
    ]
    plan = build_plan(scan_table(table), demands, frame=table)
    assert plan.text_entities["CN_ID"] == "pseudonymise"
    masked = {plan.column(name).operator for name in ("身份证号", "担保人证件号")}
    assert masked <= {"spans", "pseudonymise"}


def test_cards_and_accounts_are_one_family() -> None:
    demands = [
        Demand("还款卡号", "BANK_CARD", "partial", "NL-D04"),
        Demand(None, "BANK_ACCOUNT", "redact", "NL-D04"),
    ]
    plan = build_plan(SCAN, demands, frame=TABLE)
    assert plan.text_entities["BANK_CARD"] == plan.text_entities["BANK_ACCOUNT"] == "redact"
    assert "family_unified" in plan.notes


def test_a_birth_date_beside_a_partial_id_is_a_band() -> None:
    table = TABLE.with_columns(pl.col("身份证号").str.slice(6, 8).alias("出生日期"))
    plan = build_plan(scan_table(table), [Demand("身份证号", "CN_ID", "partial", "NL-D01")], frame=table)
    assert plan.column("出生日期").operator == "age_band"


def test_an_id_is_hidden_whole_where_birth_dates_stay_readable() -> None:
    policy = default_policy()
    shown = type(policy)(
        **{
            **{name: getattr(policy, name) for name in policy.__slots__},
            "may_stay": policy.may_stay | {"DATE_OF_BIRTH"},
        }
    )
    demands = [
        Demand("身份证号", "CN_ID", "partial", "NL-D01"),
        Demand("放款日期", "DATE_OF_BIRTH", "keep", "NL-X04"),
    ]
    plan = build_plan(SCAN, demands, frame=TABLE, policy=shown)
    assert plan.text_entities["CN_ID"] == "redact"
    assert "id_hidden_beside_birth_date" in plan.notes


def test_keep_shows_only_what_may_stay() -> None:
    demands = [Demand(name, None, "keep", "NL-X03") for name in ("借款人", "身份证号")]
    plan = build_plan(SCAN, demands, frame=TABLE)
    assert "PERSON" in plan.column("借款人").visible
    assert "CN_ID" not in plan.column("身份证号").visible
    assert not plan.hides("PERSON", plan.column("借款人"))
    assert plan.hides("CN_ID", plan.column("身份证号"))
    assert plan.hides("PERSON", plan.column("备注"))


def test_office_numbers_stay() -> None:
    table = pl.DataFrame({"办公电话": ["0551-62845555"] * 3, "电话": ["0551-62845555"] * 3})
    plan = build_plan(scan_table(table), [], frame=table)
    assert "LANDLINE" in plan.column("办公电话").visible
    assert "LANDLINE" not in plan.column("电话").visible


@pytest.mark.parametrize(
    ("action", "entity", "expected"),
    [
        ("drop", None, "drop"),
        ("bucket", "PERSON_AMOUNT", "bucket"),
        ("generalise", None, "bucket"),
        ("redact", None, "redact"),
        ("suppress", None, "suppress"),
    ],
)
def test_actions_on_a_column_of_amounts(action: str, entity: str | None, expected: str) -> None:
    plan = build_plan(SCAN, [Demand("贷款金额(元)", entity, action, "NL-D19")], frame=TABLE)
    assert plan.column("贷款金额(元)").operator == expected


def test_only_asked_kinds_are_hidden() -> None:
    from desensitize.entities import Entity

    plan = build_plan(SCAN, [], frame=TABLE, entities={Entity.CN_MOBILE})
    assert set(plan.text_entities) == {"CN_MOBILE"}


@pytest.mark.parametrize(
    "demand", [Demand("没有", None, "drop", ""), Demand("备注", None, "fake", ""), Demand(None, "CN_ID", "", "")]
)
def test_demands_that_do_not_fit_are_refused(demand: Demand) -> None:
    with pytest.raises(PlanError):
        build_plan(SCAN, [demand], frame=TABLE)


def test_unknown_purpose_is_refused() -> None:
    with pytest.raises(PlanError):
        build_plan(SCAN, [], purpose="sell")


def test_json_gives_the_same_plan_back() -> None:
    plan = build_plan(SCAN, [Demand("身份证号", "CN_ID", "partial", "NL-D13")], frame=TABLE.sort("身份证号"))
    assert plan.shuffle
    assert MaskingPlan.from_json(plan.to_json()) == plan
    with pytest.raises(PlanError):
        MaskingPlan.from_json("{}")
    with pytest.raises(PlanError):
        plan.column("没有")


def test_a_hidden_column_that_orders_the_rows_makes_them_shuffled() -> None:
    for name in ("身份证号", "手机号"):
        for descending in (False, True):
            table = TABLE.sort(name, descending=descending)
            assert build_plan(scan_table(table), [], frame=table).shuffle == (name,)
    kept = TABLE.sort("放款日期")
    assert build_plan(scan_table(kept), [], frame=kept).shuffle == ()


def test_orders_of_numbers_text_and_names() -> None:
    assert ordering_columns(pl.DataFrame({"a": [str(n) for n in range(5, 200)]})) == ("a",)
    names = sorted((f"{a}{b}" for a in "陈李王张赵" for b in "安邦成达恩"), key=lambda name: name.encode("gb18030"))
    assert ordering_columns(pl.DataFrame({"a": names})) == ("a",)
    assert ordering_columns(pl.DataFrame({"a": ["1"] * 50})) == ()
    mixed = [f"34000000000000{n:04d}" for n in (5, 3, 9, 1, 7, 2, 8, 4, 6, 11, 10, 12)]
    assert ordering_columns(pl.DataFrame({"a": mixed})) == ()
    assert ordering_columns(pl.DataFrame({"a": [None] * 50}, schema={"a": pl.String})) == ()
    assert ordering_columns(pl.DataFrame({"a": [str(n % 7) for n in range(99)]})) == ()


def test_the_shuffle_is_keyed_and_repeatable() -> None:
    keys = MaskingKeys({"release": b"k" * 32})
    first = shuffled_order(100, keys, "release", "1")
    assert sorted(first) == list(range(100))
    assert (first == shuffled_order(100, keys, "release", "1")).all()
    other = shuffled_order(100, MaskingKeys({"release": b"x" * 32}), "release", "1")
    assert (first != other).any()


def test_personal_data_in_a_header_is_renamed() -> None:
    table = pl.DataFrame({"张伟13900139123": ["a", "b"], "备注": ["c", "d"]})
    plan = build_plan(scan_table(table), [], frame=table)
    assert plan.columns[0].name_out == "数据项1"
    assert plan.columns[1].name_out == "备注"


def test_a_scan_without_columns_plans_a_document() -> None:
    plan = build_plan(TableScan(0, ()), [Demand(None, "PERSON", "keep", "NL-X03")])
    assert plan.columns == ()
    assert not plan.hides("PERSON")
    assert plan.hides("CN_ID")


GOOD = """version: 1
purposes: {release: 发布}
entities:
%s
params: {partial: {CN_ID: {left: 6}}}
may_stay: [PERSON]
office_words: [办公]
families: []
small_cell_below: 3
dominant_share_above: 85
"""
ENTITIES = "\n".join(
    f"  {entity}: {{release: {{default: redact}}}}"
    for entity, purpose, clause in default_policy().operators
    if purpose == "release" and clause == "default"
)


def test_a_minimal_policy_loads() -> None:
    policy = load_policy(GOOD % ENTITIES)
    assert policy.operator("CN_ID", "release", "NL-D01") == "redact"
    assert policy.version.startswith("1.")


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("version: 1", "version: one", 1, "whole number"),
        ("  CN_ID: {release: {default: redact}}", "  CN_ID: {release: {default: blur}}", 4, "unknown operator"),
        ("  CN_ID: {release: {default: redact}}", "  CN_ID: {release: {NL-D01: redact}}", 4, "default is missing"),
        ("  CN_ID:", "  CN_IDD:", 4, "unknown kind"),
        ("may_stay: [PERSON]", "may_stay: PERSON", None, "a list is expected"),
        ("may_stay: [PERSON]", "may_stay: [PERSON]\nmay_stay: [PERSON]", None, "given twice"),
        ("office_words: [办公]", "office_words: [办公]\nextra: 1", None, "unknown key extra"),
        ("{left: 6}", "{leftt: 6}", None, "unknown key leftt"),
        ("families: []", "families: [[CN]]", None, "unknown kind CN"),
        ("version: 1", "version: [1", 2, "not YAML"),
    ],
)
def test_a_wrong_policy_says_where(old: str, new: str, line: int | None, problem: str) -> None:
    text = GOOD % ENTITIES
    assert old in text
    with pytest.raises(PolicyError, match=re.escape(problem)) as caught:
        load_policy(text.replace(old, new, 1))
    if line is not None:
        assert caught.value.line == line


def test_an_empty_policy_is_refused() -> None:
    with pytest.raises(PolicyError, match="empty"):
        load_policy("")


def test_every_personal_kind_has_an_operator_for_every_purpose() -> None:
    from desensitize.entities import PERSONAL

    policy = default_policy()
    for entity in PERSONAL:
        for purpose in policy.purposes:
            assert (entity.value, purpose, "default") in policy.operators
