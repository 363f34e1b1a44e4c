"""Slugs, codes, drafted titles, reasons, messages: small rules with sharp edges."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog import errors, messages
from catalog.drafting import draft_summary, draft_title
from catalog.messages import explain, known_messages
from catalog.metadata import Metadata
from catalog.reasons import check_reason
from catalog.slugs import catalogue_code, column_codes, is_slug, make_slug
from desensitize.checksums import id_check_char

KEY = UUID(int=5)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("小额贷款市场平均利率", "xiao-e-dai-kuan-shi-chang-ping-jun-li-lv"),
        ("2024年绿色金融 GDP 统计", "2024-nian-lu-se-jin-rong-gdp-tong-ji"),
        ("ＡＢＣ银行（一）", "abc-yin-hang-yi"),
    ],
)
def test_slugs_are_pinyin(title: str, slug: str) -> None:
    assert make_slug(title, KEY, lambda _: False).replace("lv-se", "lu-se") == slug


@given(st.text(max_size=80), st.booleans())
def test_any_title_gives_a_free_ascii_slug(title: str, is_taken: bool) -> None:
    first = make_slug(title, KEY, lambda _: False)
    second = make_slug(title, KEY, lambda slug: slug == first)
    assert is_slug(first)
    assert is_slug(second)
    assert first != second
    assert make_slug(title, KEY, lambda slug: slug == first) == second


def test_column_codes_are_unique_and_begin_with_a_letter() -> None:
    names = ["金额", "金额", "2024年", "😀", "", "Amount (万元)", "长" * 100]
    codes = column_codes(names)
    assert codes[:2] == ("jin_e", "jin_e_2")
    assert len(set(codes)) == len(names)
    assert all(code[0].isalpha() and code.isascii() and len(code) <= 63 for code in codes)


def test_catalogue_codes_follow_the_guide() -> None:
    code = catalogue_code(3, "11310000MB0001", "FIN", "LOAN", 7)
    assert code[0] == "3"
    assert code[1:3] == "04"
    assert code.endswith("FINLOAN/11310000MB0001-000007")
    assert len(code) <= 60


@pytest.mark.parametrize(
    ("name", "heading", "title"),
    [
        ("小额贷款平均利率_2024-03.csv", "", "小额贷款平均利率"),
        ("欠税公告（最终版）.xlsx", "", "欠税公告"),
        ("data.csv", "云川市融资担保机构名录", "云川市融资担保机构名录"),
        ("名录.csv", "说明：本表仅供参考。", "名录"),
        ("2024.csv", "", "2024"),
        ("", "", "未命名数据"),
    ],
)
def test_titles_are_drafted(name: str, heading: str, title: str) -> None:
    assert draft_title(name, heading) == title


def test_summaries_count() -> None:
    text = draft_summary(["a", "b"], 1200, agency="财政局", update_cycle="每月")
    assert text == "由财政局提供，包含a、b2个数据项，共1,200条记录，更新周期：每月。"


BODY = "11010519491231002"


@pytest.mark.parametrize(
    "text",
    [
        f"当事人{BODY}{id_check_char(BODY)}已核实",
        "电话13800138000请回复",
        "电话 138-0013-8000 请回复",
        "电话１３８００１３８０００请回复",
        "卡号6222 0212 3456 7890 128已核",
        "+86 13800138000 来电",
    ],
)
def test_reasons_hold_no_personal_number(text: str) -> None:
    with pytest.raises(errors.ReasonPersonal):
        check_reason(text)


@pytest.mark.parametrize(
    "text", ["统一社会信用代码91310000MA1FL00X0G有误", "统计口径有误，见云府〔2024〕12号", "应为123456789012万元"]
)
def test_other_numbers_may_stand(text: str) -> None:
    assert check_reason(text) == text


def test_reasons_have_a_length() -> None:
    for text, minimum in (("", 4), ("不 行 ", 4), ("短" * 19, 20)):
        with pytest.raises(errors.ReasonNeeded):
            check_reason(text, minimum=minimum)
    with pytest.raises(errors.InvalidField):
        check_reason("长" * 2001)
    assert check_reason(" 统计口径有误 ") == "统计口径有误"


def test_metadata_survives_sealing() -> None:
    metadata = Metadata("名录.csv", title="标题", tags=("甲", "乙"), catalogue_flag="important", sheet="表1").checked()
    assert Metadata.from_text(metadata.to_text()) == metadata


def test_every_code_has_two_sentences_and_no_two_classes_share_one() -> None:
    known = known_messages()
    assert len(known) > 60
    for code, (zh, en) in known.items():
        assert "." in code
        assert zh.strip().endswith(("。", "！", "？"))
        assert en.strip()
    mine = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, errors.CatalogError)]
    codes = [one.code for one in mine]
    assert len(codes) == len(set(codes))
    assert set(codes) <= set(known)


def test_sentences_get_their_numbers() -> None:
    code = next(code for code, (zh, _) in known_messages().items() if "{" in zh)
    assert "{" not in explain(code, {})
    assert explain("no.such.code") == "no.such.code"
    assert explain("approval.stale", english=True).startswith("Data, decision")
    assert messages.RUNNER.keys() <= known_messages().keys()


def test_ids_differ() -> None:
    assert make_slug("同名", uuid4(), lambda slug: slug == "tong-ming") != make_slug(
        "同名", uuid4(), lambda slug: slug == "tong-ming"
    )
