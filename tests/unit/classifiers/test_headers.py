"""ASCII headers in Chinese: pinyin initials, pinyin in full, English words; and what they are not."""

import pytest
from pypinyin import Style, lazy_pinyin

from classifiers.headers import header_words, in_chinese
from classifiers.lexicon import column_name, role_of_name
from classifiers.yaml_data import read_yaml


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("nsrsbh", "纳税人识别号"),
        ("YNSE", "应纳税额"),
        ("tzzxm", "投资者姓名"),
        ("frdb_zjhm", "法人代表证件号码"),
        ("zhengjianhaoma", "证件号码"),
        ("tel2", "联系电话"),
        ("policy_no", "保单号"),
        ("taxPayable", "应纳税额"),
        ("claim-amount", "赔付金额"),
        ("bank_name", "银行名称"),
        ("by_rkse", "入库税额"),
        ("bbxr", "被保险人"),
        ("xyz_qq", ""),
        ("gdp", ""),
        ("finance lease", "融资租赁"),
        ("insurance agents", "保险代理人"),
        ("jyzzz", "经营者住址"),
        ("A1", ""),
        ("姓名", ""),
        ("yysj", "营业时间"),
        ("camels_2019", "监管评级"),
        ("usd_share", "美元占比"),
        ("short_name", "简称"),
        ("target_2020", ""),
    ],
)
def test_headers_are_read(header, said):
    assert in_chinese(header) == said


@pytest.mark.parametrize(
    ("header", "role"),
    [("zjhm", "id_number"), ("khsjh", "mobile"), ("insured_name", "private_person"), ("tsrxm", "protected_person")],
)
def test_a_header_gets_the_role_of_what_it_says(header, role):
    assert role_of_name(header) == role


def test_a_header_keeps_its_own_spelling_beside_the_chinese():
    name = column_name("acct_bal")
    assert name.whole.startswith("acct_bal ")
    assert name.base == "账户余额"
    assert {"acct", "bal"} <= name.parts


@pytest.mark.parametrize("block", ["subjects", "attributes", "terms"])
def test_every_spelling_is_the_pinyin_of_its_word(block):
    for word, (initials, full) in read_yaml("headers.yaml")[block].items():
        assert initials == "".join(lazy_pinyin(word, style=Style.FIRST_LETTER)), word
        assert full == "".join(lazy_pinyin(word)), word


def test_common_words_of_statistics_are_nothing_else():
    known = header_words().pinyin
    assert not {"gdp", "cpi", "ppi", "pmi", "lpr", "atm", "sum", "avg", "min", "max", "url", "key"} & set(known)
