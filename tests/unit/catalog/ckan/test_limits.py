import pytest

from catalog.ckan.limits import CkanLimitError, check_extra, check_name, clean_tag, clean_tags, column_names


@pytest.mark.parametrize("name", ["a", "Ab", "小额", "a b", "x" * 101, ""])
def test_names_ckan_would_refuse(name):
    with pytest.raises(CkanLimitError) as caught:
        check_name(name)
    assert caught.value.code == "ckan.name"


@pytest.mark.parametrize(
    ("tag", "kept"),
    [
        ("小额贷款", "小额贷款"),
        ("银", None),
        ("（银行）", "银行"),
        ("a/b", "a b"),
        ("“利率”", "利率"),
        ("x" * 120, "x" * 100),
    ],
)
def test_tags(tag, kept):
    assert clean_tag(tag) == kept


def test_tags_come_once_and_sorted():
    assert clean_tags(("利率", "（利率）", "银", "贷款")) == ["利率", "贷款"]


def test_extras_that_would_break_the_server():
    assert check_extra("k", "值" * 10_000)
    for value in ("值" * 11_000, "a\x00b"):
        with pytest.raises(CkanLimitError):
            check_extra("k", value)


def test_column_names_fit_63_bytes_and_stay_unique():
    long = "二〇二六年第三季度末小额贷款公司贷款余额按担保方式分类合计"
    names = column_names([long, long, "_id", '含"引号', "", "余额"])
    assert len(set(names)) == 6
    assert all(0 < len(name.encode()) <= 63 for name in names)
    assert not any(name.startswith("_") or '"' in name for name in names)
    assert names[-1] == "余额"
