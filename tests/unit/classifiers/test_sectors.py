"""Theme and sector from words, places and department; negatives beat positives; "not finance" is possible."""

from datetime import date

import pytest

from classifiers.engine import decide
from classifiers.negative_list import current_edition
from classifiers.reading import read_subject
from classifiers.sectors import find_sector
from classifiers.subject import ColumnFacts, Subject
from classifiers.taxonomy import agency_kind, department_of, taxonomy

WORDS = current_edition().vocabulary.fingerprint


def find(title: str, kind: str = "", columns: str = "", description: str = ""):
    facts = tuple(ColumnFacts(n, i, "text", 5, 5, 5) for i, n in enumerate(columns.split()))
    subject = Subject(title=title, agency_kind=kind, columns=facts, row_count=5, description=description)
    return find_sector(read_subject(subject, current_edition().vocabulary, date(2026, 1, 1)))


@pytest.mark.parametrize(
    ("title", "kind", "columns", "theme", "sector"),
    [
        ("小额贷款市场平均利率", "JRJ", "月份 平均利率(%)", "FIN", "LOAN"),
        ("社会保险基金预算收支表", "CZ", "项目 收入(万元)", "FISC", None),
        ("存款保险投保机构名单", "YBJ", "机构名称", "FIN", "BANK"),
        ("积分银行兑换网点", "", "网点名称 地址", "OTHER", None),
        ("血库库存", "", "血型 库存", "OTHER", None),
        ("金融业增加值", "TJ", "季度 金融业增加值(亿元)", "ECON", None),
        ("国库集中支付业务量", "CZ", "月份 支付金额", "FISC", None),
        ("公租房租赁补贴标准", "", "档次 标准", "OTHER", None),
        ("纳税信用A级名单", "SW", "纳税人名称", "TAX", None),
        ("政策性农业保险保费补贴到户清单", "CZ", "投保农户 险种 投保数量 财政补贴金额(元)", "FIN", "INS"),
        ("专项债券项目", "CZ", "项目 发行金额", "FISC", None),
        ("企业债券发行", "ZJJ", "发行人 规模", "FIN", "SEC"),
        ("住房公积金贷款统计", "", "月份 贷款金额", "OTHER", None),
        ("小额贷款公司贷款发放情况", "JRJ", "月份 贷款发放额(万元) 贷款余额(万元) 放款户数", "FIN", "LOAN"),
        ("融资租赁公司银行授信情况", "JRJ", "公司 授信额度(万元) 贷款余额(万元)", "FIN", "LEASE"),
        ("保险公司代收车船税", "SW", "公司 代收税额(万元)", "TAX", None),
        ("汽车租赁公司名单", "SWJ", "企业 地址", "OTHER", None),
    ],
)
def test_theme_and_sector(title, kind, columns, theme, sector):
    found = find(title, kind, columns)
    assert (found.theme, found.sector) == (theme, sector)


def test_the_words_that_decided_are_told_with_their_places():
    words = find("融资担保机构名录", "JRJ", "机构名称 在保余额(万元)").words
    assert ("融资担保", "title") in {(w.word, w.place) for w in words}
    assert ("在保余额", "columns") in {(w.word, w.place) for w in words}


def test_cross_listing():
    found = find("银行保险机构理赔与贷款情况", "YBJ", "机构名称 保费收入 贷款余额 理赔件数 不良贷款")
    assert {found.sector, *found.also} >= {"BANK", "INS"}


def test_old_and_new_names_of_departments():
    assert department_of("云川银保监分局") == "YBJ"
    assert department_of("国家金融监督管理总局云川监管分局") == "YBJ"
    assert department_of("中国人民银行云川市中心支行") == "RH"
    assert department_of("云川市地方税务局") == "SW"
    assert department_of("云川市金融工作办公室") == "JRJ"
    assert department_of("云川市某某局") == ""


@pytest.mark.parametrize(
    ("account", "kind"),
    [
        ("云川财政微信公众服务号", "CZ"),
        ("“云川税务”微信公众号", "SW"),
        ("云川人行发布", "RH"),
        ("云川市场监管(政务微博)", "SCJG"),
        ("云川统计微讯", "TJ"),
        ("云川财政学会", ""),
        ("云川美食发布", ""),
    ],
)
def test_an_agency_is_known_by_its_public_account(account: str, kind: str):
    assert department_of(account) == kind


def test_the_taxonomy_is_complete():
    book = taxonomy()
    assert set(book.themes) == {"FIN", "FISC", "TAX", "ECON", "OTHER"}
    assert len(book.sectors) == 12
    assert len(book.departments) == 9
    assert all(t.name_en for t in (*book.themes.values(), *book.sectors.values()))


def test_a_close_call_is_asked_about_by_the_names_of_both():
    title, columns = "商品房预售资金监管账户", (ColumnFacts("项目"), ColumnFacts("监管银行"), ColumnFacts("账号余额"))
    subject = Subject(title=title, agency="云川市住房和城乡建设局", columns=columns, row_count=5, vocabulary=WORDS)
    questions = {q.code: q for q in decide(subject, current_edition(), today=date(2026, 1, 1)).questions}
    assert "“其他”还是“金融”" in questions["theme"].text_zh
    assert "“Other” or “Finance”" in questions["theme"].text_en


def test_a_financial_agency_s_own_affairs_are_no_finance():
    for title, kind in (("机关食堂菜价公示", "RH"), ("公开招聘岗位表", "YBJ"), ("办公楼维修采购公告", "ZJJ")):
        assert find(title, kind).theme in {"OTHER", "FISC"}, title


def test_the_name_of_an_agency_speaks():
    facts = {"title": "业务办理量", "vocabulary": WORDS}
    for agency, theme in (
        ("云川市住房公积金管理中心", "OTHER"),
        ("云川市发展和改革委员会", "ECON"),
        ("云川市国有资产监督管理委员会", "FISC"),
        ("国家外汇管理局云川市分局", "FIN"),
    ):
        subject = Subject(agency=agency, agency_kind=department_of(agency), **facts)
        found = find_sector(read_subject(subject, current_edition().vocabulary, date(2026, 1, 1)))
        assert found.theme == theme, agency
        assert any(word.place == "agency" for word in found.words)


def test_a_kind_of_agency_is_told_by_code_by_words_or_by_the_name():
    assert agency_kind("cz", "") == agency_kind("财政局", "") == agency_kind("", "云川市财政局") == "CZ"
    assert agency_kind("XX", "云川市税务局") == "SW"
    assert agency_kind("XX", "云川市某局") == ""


@pytest.mark.parametrize(
    ("title", "kind", "columns", "also"),
    [
        ("地方政府债务限额及余额", "CZ", "年度 专项债务限额(亿元)", ("SEC",)),
        ("政策性农业保险保费补贴到户清单", "CZ", "投保农户 险种 财政补贴金额(元)", ("FISC",)),
        ("银税互动贷款统计", "SW", "银行 贷款余额(万元)", ("TAX",)),
        ("银担合作业务统计", "JRJ", "合作银行 担保额(万元)", ()),
        ("小额贷款市场平均利率", "JRJ", "贷款余额(万元) 平均利率(%)", ()),
        ("社会保险基金预算收支表", "CZ", "项目 收入(万元)", ()),
    ],
)
def test_cross_listing_needs_two_themes_that_meet(title, kind, columns, also):
    assert find(title, kind, columns).also == also


def test_columns_that_set_kinds_of_institutions_side_by_side_are_of_no_one_sector():
    assert find("行政许可事项办结", "YBJ", "事项 银行类(件) 保险类(件)").sector == "GEN"
    assert find("辖区保费收入", "YBJ", "月份 财产险保费(万元) 人身险保费(万元)").sector == "INS"


def test_a_summary_weighs_more_than_what_the_initials_of_a_title_may_mean():
    assert find("ykt_baqy", "SWJ", "企业名称", description="单用途预付卡备案企业").sector == "PAY"
    assert find("xdgsmd", "JRJ", "名称 状态").sector == "LOAN"
