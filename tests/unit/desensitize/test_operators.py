"""Each operator: what it leaves readable, its declared output domain, and that chunks do not matter."""

import hashlib
import hmac

import polars as pl
import pytest

from desensitize.keys import MaskingKeys, MissingMaskingKey
from desensitize.masking.policy import default_policy
from desensitize.operators import BLANK_DOMAIN, OPERATORS, How

KEYS = MaskingKeys({"release": b"k" * 32, "share": b"s" * 32})


def how(entity: str, operator: str = "partial", **params: object) -> How:
    return How(entity, {**default_policy().settings(operator, entity), **params}, "release", KEYS)


def apply(operator: str, values: list[str], circumstances: How) -> list[str]:
    series = pl.Series("x", values, dtype=pl.String)
    made = OPERATORS[operator].apply(series, circumstances)
    assert made.name == "x"
    assert len(made) == len(values)
    assert made.str.contains(OPERATORS[operator].domain(circumstances)).all()
    halves = pl.concat([OPERATORS[operator].apply(half, circumstances) for half in (series[:1], series[1:])])
    assert halves.to_list() == made.to_list()
    return made.to_list()


@pytest.mark.parametrize(
    ("entity", "value", "expected"),
    [
        ("CN_ID", "110101199003078515", "110101************"),
        ("CN_ID", "11010119900307851x", "110101************"),
        ("CN_ID", "１１０１０１１９９００３０７８５１５", "110101************"),
        ("CN_ID", "110101900307851", "110101*********"),
        ("CN_ID", "1101019003", "***"),
        ("CN_MOBILE", "13800138000", "138****8000"),
        ("CN_MOBILE", "+86 138-0013-8000", "138****8000"),
        ("CN_MOBILE", "008613800138000", "138****8000"),
        ("CN_MOBILE", "138001380001", "***"),
        ("BANK_CARD", "6222 0212 3456 7890 123", "***************0123"),
        ("BANK_ACCOUNT", "12345678901", "***"),
        ("LANDLINE", "0551-62845555", "055*********"),
        ("EMAIL", "zhangsan@example.cn", "z***@example.cn"),
        ("EMAIL", "not one", "***"),
        ("PLATE", "京A·12345", "京A*****"),
        ("PERSON", "张三丰", "张**"),
        ("PERSON", "欧阳修远", "欧阳**"),
        ("PERSON", "欧阳", "欧*"),
        ("PERSON", "买买提·艾力", "买****"),
        ("PERSON", "王", "***"),
        ("IP", "10.20.30.40", "10.20.*.*"),
        ("PASSPORT", "E12345678", "E********"),
    ],
)
def test_partial(entity: str, value: str, expected: str) -> None:
    assert apply("partial", [value, value], how(entity)) == [expected, expected]


def test_an_id_hides_at_least_positions_7_to_17() -> None:
    (made,) = set(apply("partial", ["42010119850203456X"] * 2, how("CN_ID")))
    assert set(made[6:17]) == {"*"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1990-03-07", "35-39岁"),
        ("19900307", "35-39岁"),
        ("1990年3月7日", "35-39岁"),
        ("1991-11-23", "35-39岁"),  # the very day
        ("1991-11-24", "30-34岁"),  # the day before the birthday
        ("78", "75-79岁"),
        ("92岁", "85岁及以上"),
        ("2020/1/1", "14岁以下"),
        ("2030-01-01", "***"),
        ("甲", "***"),
    ],
)
def test_age_band(value: str, expected: str) -> None:
    assert apply("age_band", [value, "***"], how("DATE_OF_BIRTH", "age_band", as_of="2026-11-23"))[0] == expected


def test_age_band_without_a_day_is_a_band_of_years() -> None:
    assert apply("age_band", ["1990-03-07", "1994"], how("DATE_OF_BIRTH", "age_band")) == ["1990-1994年"] * 2


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("云川市东湖区新丰村4组8号", "云川市东湖区"),
        ("广东省深圳市南山区科技园路1号", "广东省深圳市南山区"),
        ("内蒙古自治区锡林郭勒盟多伦县会盟大街1号", "内蒙古自治区锡林郭勒盟多伦县"),
        ("北京市海淀区中关村大街1号", "北京市海淀区"),
        ("云川市阳光小区3栋", "云川市"),
        ("解放路12号", "***"),
        ("杏花村3组", "***"),
        ("河北省石家庄市长安区", "河北省石家庄市长安区"),
        ("湖南省永州市道县濂溪街道", "湖南省永州市道县"),
        ("人民路东城区9号", "***"),
    ],
)
def test_county(value: str, expected: str) -> None:
    assert apply("county", [value, value], how("ADDRESS", "county"))[0] == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0", "0"),
        ("0.5", "0～1"),
        ("1", "1～2"),
        ("999.99", "500～1000"),
        ("1000", "1000～2000"),
        ("12,345.67", "10000～20000"),
        ("¥ 4999元", "2000～5000"),
        ("-45", "-50～-20"),
        ("约一万", "***"),
    ],
)
def test_bucket(value: str, expected: str) -> None:
    assert apply("bucket", [value, "7"], How()) == [expected, "5～10"]


def test_bucket_with_edges() -> None:
    made = apply("bucket", ["5", "100", "99999"], How(params={"edges": [100, 1000]}))
    assert made == ["100以下", "100～1000", "1000及以上"]


def test_pseudonyms_join_within_a_purpose_and_only_there() -> None:
    first, spaced, other = apply("pseudonymise", ["13800138000", "138 0013 8000", "13900139000"], how("CN_MOBILE"))
    assert first == spaced != other
    shared = OPERATORS["pseudonymise"].apply(pl.Series(["13800138000"]), How("CN_MOBILE", {}, "share", KEYS))[0]
    assert shared != first
    as_account = OPERATORS["pseudonymise"].apply(pl.Series(["13800138000"]), How("BANK_ACCOUNT", {}, "release", KEYS))
    assert as_account[0] != first


def test_pseudonyms_are_keyed_hmac_and_hold_no_digit() -> None:
    made = apply("pseudonymise", ["E12345678"], how("PASSPORT"))[0]
    expected = hmac.digest(b"k" * 32, b"PASSPORT\0E12345678", hashlib.sha256)[:12].hex()
    assert made == expected.translate(str.maketrans("0123456789abcdef", "abcdefghijklmnop"))
    assert not any(letter.isdigit() for letter in made)


def test_sm3_gives_other_pseudonyms() -> None:
    keys = MaskingKeys({"release": b"k" * 32}, algorithm="sm3")
    assert keys.digest("release", "A", "x") != KEYS.digest("release", "A", "x")
    assert len(keys.digest("release", "A", "x")) == 32


def test_keys_are_needed_long_and_never_shown() -> None:
    with pytest.raises(MissingMaskingKey):
        apply("pseudonymise", ["1"], How("CN_ID"))
    with pytest.raises(MissingMaskingKey):
        MaskingKeys({"release": b"short"})
    assert "kkk" not in repr(KEYS)


@pytest.mark.parametrize("operator", sorted(OPERATORS))
@pytest.mark.parametrize("value", ["张三", "13800138000", "x" * 1000, "\u200b", "  ", "🙂", "$1$2", "\n", "9" * 400])
def test_any_value_lands_in_the_declared_domain(operator: str, value: str) -> None:
    for entity in ("PERSON", "CN_MOBILE", "EMAIL", "ADDRESS", "DATE_OF_BIRTH", "IP", "HEALTH"):
        apply(operator, [value, value], how(entity, operator))


@pytest.mark.parametrize("blank", ["", " ", "-", "—", "无", "null", "N/A", "/", "同上", "待补", "未提供", "〃"])
def test_blank_cells(blank: str) -> None:
    assert pl.Series([blank]).str.contains(BLANK_DOMAIN)[0]


@pytest.mark.parametrize("filled", ["0", "张三", "无锡", "--1", "NULLA"])
def test_not_blank_cells(filled: str) -> None:
    assert not pl.Series([filled]).str.contains(BLANK_DOMAIN)[0]
