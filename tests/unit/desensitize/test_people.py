"""Personal names: in cells by header and characters, in texts by tagger and surroundings, and never in look-alikes."""

import pytest

from desensitize.people.finder import NameColumn, find_people, profile_names
from desensitize.people.headers import NameEvidence, name_evidence
from desensitize.people.surnames import likeness


def names(texts: list[str], header: str | None = None, *, surnames: bool = False) -> list[list[str]]:
    """What was found, as strings."""
    return [
        [text[f.start : f.end] for f in found]
        for text, found in zip(texts, find_people(texts, header=header, surnames=surnames), strict=True)
    ]


@pytest.mark.parametrize(
    ("header", "evidence"),
    [
        ("姓名", NameEvidence.PERSON),
        ("姓 名", NameEvidence.PERSON),
        ("借款人姓名", NameEvidence.PERSON),
        ("法定代表人（负责人）", NameEvidence.PERSON),
        ("負責人", NameEvidence.PERSON),
        ("xm", NameEvidence.PERSON),
        ("contact_name", NameEvidence.PERSON),
        ("contactPerson", NameEvidence.PERSON),
        ("khmc", NameEvidence.PARTY),
        ("被处罚当事人", NameEvidence.PARTY),
        ("股东名称2", NameEvidence.PARTY),
        ("借款人电话", NameEvidence.AGAINST),
        ("法定代表人证件号码", NameEvidence.AGAINST),
        ("企业名称", NameEvidence.AGAINST),
        ("公司名称", NameEvidence.AGAINST),
        ("company_name", NameEvidence.AGAINST),
        ("乡镇村", NameEvidence.AGAINST),
        ("备注", NameEvidence.SILENT),
        ("列3", NameEvidence.SILENT),
        ("", NameEvidence.SILENT),
        (None, NameEvidence.SILENT),
    ],
)
def test_headers_say_what_cells_are(header, evidence):
    assert name_evidence(header) is evidence


@pytest.mark.parametrize(
    "name",
    [
        "王小明",
        "欧阳娜娜",
        "禤国维",
        "麴文泰",
        "水若楠",
        "买买提·艾力",
        "扎西次仁",
        "古丽娜尔",
        "张伟",
        "王登科",
        "爱新觉罗启星",
        "翟翀",
        "陈方安生",
    ],
)
def test_a_column_of_persons_yields_every_name(name):
    assert names([name], "姓名") == [[name]]


@pytest.mark.parametrize(
    "cell",
    [
        "云川恒岳商贸有限公司",
        "合计",
        "无",
        "不详",
        "张*",
        "王某某",
        "欧阳**",
        "财务科",
        "办公室",
        "东湖区税务局",
        "",
        "—",
        "12",
        "金石企业管理合伙企业(有限合伙)",
    ],
)
def test_a_column_of_persons_leaves_what_is_no_person(cell):
    assert names([cell], "姓名") == [[]]


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("张三、李四", ["张三", "李四"]),
        ("欧阳修文/王丽,陈静", ["欧阳修文", "王丽", "陈静"]),
        ("王  明", ["王  明"]),
        ("李秀兰（已故）", ["李秀兰"]),
        ("曹思源先生", ["曹思源"]),
        ("黎乐琼行长", ["黎乐琼"]),
        ("1. 马雅琴", ["马雅琴"]),
        ("Zhang San", ["Zhang San"]),
        ("姚三 13364102878", ["姚三"]),
        ("孔建军/13741425720", ["孔建军"]),
        ("努尔买买提·吾买尔（15194860615）", ["努尔买买提·吾买尔"]),
        ("李伟等3人", ["李伟"]),
    ],
)
def test_cells_of_names_with_something_beside(cell, found):
    assert names([cell], "联系人") == [found]


def test_parties_are_persons_or_organisations():
    cells = ["周明远", "云川农村商业银行", "瑞棠人寿保险云川中心支公司", "吴立新", "云川万象典当有限责任公司"]
    assert names(cells, "被处罚当事人") == [["周明远"], [], [], ["吴立新"], []]


@pytest.mark.parametrize("header", ["企业名称", "名称", "列2", None])
def test_a_column_of_companies_holds_no_person(header):
    cells = [
        "云川张小泉医药合伙企业(有限合伙)",
        "临江陈李济典当有限公司",
        "方正科技集团有限公司",
        "马应龙股权投资管理合伙企业(有限合伙)",
        "云川李渡建筑工程有限责任公司",
        "安河村镇银行",
        "平安银行王府井支行",
    ]
    assert names(cells, header) == [[]] * len(cells)


def test_brands_and_regions_are_no_persons():
    assert names(["李宁", "王老吉", "方正", "周大福", "张裕"], "品牌") == [[]] * 5
    assert names(["东湖区", "王府井", "马鞍山", "张江", "高新区", "金华", "安康"], "地区") == [[]] * 7


def test_a_header_that_lies_is_overruled_by_the_cells():
    cells = ["张伟", "王芳", "李秀英", "刘洋", "陈静", "杨磊", "赵敏", "黄丽娟"]
    assert profile_names(cells, header="备用1").evidence is NameEvidence.PARTY
    assert names(cells, "备用1") == [[cell] for cell in cells]
    things = [
        "信贷部",
        "财务部",
        "风险管理部",
        "计财科",
        "办公室",
        "国库处",
        "征管股",
        "法规科",
        "稽核处",
        "人力资源部",
    ]
    assert profile_names(things, header="负责人").evidence is NameEvidence.SILENT
    assert names(things, "负责人") == [[]] * len(things)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("客户张宏伟来电反映扣费，电话13800009731", ["张宏伟"]),
        ("已与借款人窦玉珍（配偶韦志强）联系，承诺3月还款", ["窦玉珍", "韦志强"]),
        ("由何晓峰、金静怡、窦明远共同担保", ["何晓峰", "金静怡", "窦明远"]),
        ('{"姓名":"任明远","手机":"13800009731"}', ["任明远"]),
        ("xm=任明远&sjh=13800009731", ["任明远"]),
        ("联系人：次仁旺姆", ["次仁旺姆"]),
        ("本人申胜银承诺以上情况属实", ["申胜银"]),
        ("请联系上官福仓行长核实", ["上官福仓"]),
        ("该户由库尔班江·买买提代为签收", ["库尔班江·买买提"]),
        ("当事人:朱雅琴,男,1975年5月出生", ["朱雅琴"]),
        ("经查,当事人控制使用“陶子涵”证券账户", ["陶子涵"]),
        ("司增勤，男，汉族，大学学历", ["司增勤"]),
        ("曹思源 13800001111", ["曹思源"]),
        ("李雪莹转账至王府井支行账户", ["李雪莹"]),
    ],
)
def test_names_in_remarks(text, found):
    assert names([text], "备注") == [found]


@pytest.mark.parametrize(
    "text",
    [
        "方案已通过高新区审批，请财务部尽快办理",
        "平安银行王府井支行代理业务",
        "云金监〔2020〕530号",
        "张某某因逾期未还被起诉",
        "客户王**来电咨询",
        "高经理确认",
        "马上到期，请及时办理展期手续",
        "沈阳、郑州、徐州、常州四地网点调整",
        "张江高科技园区企业，王府井商圈门店",
        "全部结清，解除抵押",
        "123456789012345678",
        "",
    ],
)
def test_look_alikes_in_remarks(text):
    assert names([text], "备注") == [[]]


def test_offsets_are_those_of_the_raw_text():
    raw = "联系人：\u200b张\u200b宏伟，手机１３８００００９７３１"
    found = find_people([raw], header="备注")[0]
    assert [raw[f.start : f.end].replace("\u200b", "") for f in found] == ["张宏伟"]


def test_parts_of_a_column_give_what_the_whole_gives():
    cells = ["张伟", "王芳", "李秀英", "刘洋", "陈静", "杨磊", "赵敏", "备注：正常"]
    column = profile_names(cells, header="列9")
    whole = find_people(cells, header="列9", column=column)
    parts = [find_people([cell], header="列9", column=column)[0] for cell in cells]
    assert whole == parts
    assert isinstance(column, NameColumn)


def test_a_surname_before_a_title_counts_in_documents_alone():
    text = "马先生1978年毕业于云川大学"
    assert names([text], surnames=True) == [["马"]]
    assert names([text]) == [[]]


@pytest.mark.parametrize(
    ("text", "low", "high"), [("王小明", 0.7, 1), ("费耶诺德", 0, 0.4), ("高速路段", 0, 0.5), ("a", 0, 0)]
)
def test_likeness_orders_names_before_words(text, low, high):
    assert low <= likeness(text) <= high


@pytest.mark.parametrize(
    "text",
    ["张" * 20000, "王小明、" * 5000, "联系人" * 5000, "·" * 10000, "张·" * 8000, "姓名:" * 5000, "\ud800张三\udfff"],
)
def test_adversarial_texts_end(text):
    assert len(find_people([text], header="备注")) == 1
