"""Who a person in running text is."""

import pytest

from classifiers.document_facts import read_document, register_rows
from classifiers.span_roles import roles_of
from classifiers.terms import Vocabulary
from classifiers.text_span import TextSpan


def role(text: str, piece: str, entity: str = "PERSON", natures: frozenset[str] = frozenset()) -> str:
    start = text.index(piece)
    return roles_of(text, [TextSpan(entity, start, start + len(piece))], natures)[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("法定代表人：李文博，地址", "official"),
        ("负责人李文博出席", "official"),
        ("联系人：李文博，电话", "official"),
        ("李文博局长主持会议", "official"),
        ("当事人：李文博，男", "penalised"),
        ("投诉人李文博来电", "protected"),
        ("客户李文博反映", "private"),
        ("李文博，时任某公司董事长；", "official"),
        ("李文博（现任总经理）签字", "official"),
        ("李文博，男，1975年5月出生，住址：某处，时任财务总监。", "official"),
        ("李文博，男，1975年5月出生。王海时任财务总监", "private"),
        ("李文博同志：您家被抽中为调查户", "private"),
        ("表彰李文博同志", "official"),
        ("1.惠民超市，业主李文博，", "official"),
        ("小区业主李文博，", "private"),
        ("使用“李文博”证券账户", "private"),
        ("李文博（身份证号：1101…）：\n因采用其他方式无法送达，现公告送达税务事项通知书。", "penalised"),
        ("李文博：\n你的申请已收悉。另有公告送达事项，见附件。", "private"),
    ],
)
def test_person(text, expected):
    assert role(text, "李文博") == expected


def test_the_same_name_has_one_role_everywhere():
    text = "当事人：李文博。经查，李文博指使王海燕转账。"
    spans = [TextSpan("PERSON", i, i + 3) for i in (4, 11, 16)]
    assert roles_of(text, spans, {"penalty"}) == ("penalised", "penalised", "private")


def test_a_protected_name_stays_protected_even_with_a_title():
    text = "举报人：李文博。李文博经理称"
    assert roles_of(text, [TextSpan("PERSON", 4, 7), TextSpan("PERSON", 8, 11)]) == ("protected", "protected")


def test_addresses_and_mail():
    assert role("住址：澄江市东湖区新丰村4组", "澄江市东湖区新丰村4组", "ADDRESS") == "home"
    assert role("经营地点：澄江市东湖区人民路12号", "澄江市东湖区人民路12号", "ADDRESS") == "office"
    assert role("张某，男，住所：澄江市北河县", "澄江市北河县", "ADDRESS") == "home"
    assert role("邮箱 jrj@chengjiang.gov.cn", "jrj@chengjiang.gov.cn", "EMAIL") == "office"
    assert role("邮箱 abc@example.com", "abc@example.com", "EMAIL") == "private"
    notice = "意见请于12月1日前反馈，电子邮箱：abc@example.com"
    assert role(notice, "abc@example.com", "EMAIL") == "office"
    assert role("意见反馈联系人姓名王立新，邮箱：abc@example.com", "abc@example.com", "EMAIL") == "private"


def test_a_flat_is_a_home_where_its_sentence_names_somebody_and_no_firm():
    flat = "澄江市锦绣花园3幢2单元601室"
    for text, expected in {
        f"债务人李文博，抵押物位于{flat}，本金86万元。": "home",
        f"你于2021年转让位于{flat}的房产。": "home",
        f"拍卖标的：位于{flat}的房产，面积90平方米。李文博监拍。": "office",
        f"李文博的公司设在{flat}。": "office",
    }.items():
        at, name = text.index(flat), text.find("李文博")
        spans = [TextSpan("ADDRESS", at, at + len(flat))]
        spans += [TextSpan("PERSON", name, name + 3)] if name >= 0 else []
        assert roles_of(text, spans)[0] == expected, text


def test_an_address_right_behind_a_name_is_that_person_s_home():
    for text, expected in {
        "经营者李文博住所：澄江市白石县人民路9号": "home",
        "李文博公司住所：澄江市白石县人民路9号": "office",
    }.items():
        at, name = text.index("澄江"), text.index("李文博")
        spans = [TextSpan("PERSON", name, name + 3), TextSpan("ADDRESS", at, len(text))]
        assert roles_of(text, spans)[1] == expected, text


def test_to_write_to_somebody_s_own_mail_is_no_invitation():
    text = "你将资料发送至你配偶的邮箱abc@example.com"
    assert role(text, "abc@example.com", "EMAIL") == "private"
    assert role("意见请发送至我局的邮箱abc@example.com", "abc@example.com", "EMAIL") == "office"


def test_subsidy_and_arrears_lists_name_people_by_law():
    assert role("1. 李文博，面积12亩", "李文博", natures=frozenset({"subsidy"})) == "official"
    assert role("1. 李文博，欠税", "李文博", natures=frozenset({"arrears"})) == "penalised"


def test_document_facts_hold_counts_and_no_text():
    text = "客户李文博，不含身份证号。登录密码：Xk29ab77\n签名：________"
    facts = read_document([text, ""], [TextSpan("PERSON", 2, 5)], Vocabulary.of(["身份证", "登录密码"]))
    assert facts.entities == {"PERSON": 1}
    assert facts.roles == {"PERSON:private": 1}
    assert facts.denied == {"身份证": 1}
    assert facts.terms == {"登录密码": 1}
    assert (facts.credentials, facts.blanks, facts.pages, facts.unread_pages) == (1, 1, 2, 1)
    assert "李文博" not in repr(facts)
    assert "Xk29" not in repr(facts)


def test_register_lines():
    assert register_rows("名录\n1. 甲公司，许可证：A1，电话：1\n2. 乙公司，许可证：A2，电话：2") == 2
    assert register_rows("一、总则。\n二、附则。") == 0


@pytest.mark.parametrize(
    ("text", "natures", "expected"),
    [
        ("李文博：经查，你在任职期间未勤勉尽责，现责令改正。", {"penalty"}, "penalised"),
        ("李文博（身份证号110101199003070011）：本机关对你作出罚款决定。", {"penalty"}, "penalised"),
        ("李文博：经查，你反映的问题不实。", {"complaint"}, "private"),
        ("李文博：经查，你反映的问题不实。", {"penalty", "complaint"}, "private"),
        ("客户李文博：经查，你行多收费用。", {"penalty"}, "private"),
        ("副市长李文博到银行调研", set(), "official"),
        ("李文博，男，1979年出生，系某某配偶，住址同上。", {"penalty"}, "penalised"),
        ("证人李文博，男，1979年出生，证实上述事实。", {"penalty"}, "private"),
        ("客户李文博请到柜台核对", {"practitioner"}, "private"),
        ("客户王海（电话13800138000）、李文博请到柜台核对", {"practitioner"}, "private"),
        ("代理人李文博已失联", {"practitioner"}, "official"),
        ("李文博 秘书长 5月7日 市信访局", set(), "official"),
    ],
)
def test_the_one_a_decision_speaks_to_is_named_and_the_one_an_answer_goes_to_is_not(text, natures, expected):
    assert role(text, "李文博", natures=frozenset(natures)) == expected


@pytest.mark.parametrize(
    ("text", "natures", "expected"),
    [
        ("法定代表人(主要负责人)姓名：李文博", {"penalty"}, "official"),
        ("法定代表人由王海变更为李文博，", set(), "official"),
        ("李文博，东湖市水利局财务科科长，从业多年", set(), "official"),
        ("证人李文博，东湖市水利局财务科科长，证明上述事实", {"penalty"}, "private"),
        ("客户经理李文博代为保管", {"penalty"}, "private"),
        ("通过公司负责人李文博的账户收款", {"penalty"}, "private"),
        ("李文博（身份证号110101199003070000；住址：东湖市某村）：\n经查，你在任职期间", {"penalty"}, "penalised"),
        ("予以行政处罚：李文博、王海", {"penalty"}, "penalised"),
        ("小吃店（经营者：李文博，", set(), "official"),
        ("李文博，面积三亩，补贴九十元", {"subsidy"}, "official"),
        ("李文博，患重病，救助三千元", {"subsidy"}, "private"),
        ("统计员李文博提供不真实资料", {"penalty", "practitioner"}, "private"),
    ],
)
def test_a_person_of_a_record_of_its_kind(text, natures, expected):
    assert role(text, "李文博", natures=frozenset(natures)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("法定代表人王海，公司登记住所云川市东湖区人民路8号", "office"),
        ("当事人王海，护照号E12345678，住所云川市东湖区新丰村4组8号", "home"),
    ],
)
def test_an_address_that_begins_with_the_end_of_its_label(text, expected):
    assert role(text, text[text.index("所云川") :], "ADDRESS") == expected


@pytest.mark.parametrize("between", ["，", "\n"])
def test_an_address_behind_the_head_of_a_firm_is_the_firms(between: str):
    text = f"临江担保有限公司，法定代表人：李文博{between}地址：临江市东湖区滨湖大道88号"
    person, address = "李文博", "临江市东湖区滨湖大道88号"
    spans = [
        TextSpan(kind, text.index(piece), text.index(piece) + len(piece))
        for kind, piece in (("PERSON", person), ("ADDRESS", address))
    ]
    assert roles_of(text, spans) == ("official", "office")


@pytest.mark.parametrize(
    "text",
    [
        "被处罚当事人姓名或名称 | 个人姓名 | 李文博\n单位 | 名称 | 甲银行",
        "被处罚当事人姓名或名称\n个人姓名\n李文博\n单位名称\n甲银行",
        "法定代表人（主要负责人）姓名 | 李文博",
        "法定代表人（主要负责人）\n姓名\n李文博\n主要违法违规事实",
    ],
)
def test_a_form_names_whom_its_cells_before_say(text):
    assert role(text, "李文博", natures=frozenset({"penalty"})) in {"penalised", "official"}


def test_lines_above_speak_for_a_name_alone_in_its_line_only():
    assert role("负责人\n来电记录：李文博称", "李文博") == "private"
    assert role("本表由经办部门负责人签字后连同附件一并报送\n李文博", "李文博") == "private"
    assert role("借款人姓名\n李文博", "李文博") == "private"


def test_an_agent_in_a_penalty_is_nobody_whom_the_decision_names():
    text = "其委托代理人李文博参加听证"
    assert role(text, "李文博", natures=frozenset({"penalty"})) == "private"
    assert role(text, "李文博") == "private"
    lawyer = "委托代理人李文博，某律师事务所律师"
    assert role(lawyer, "李文博") == "official"
    assert role(lawyer, "李文博", natures=frozenset({"penalty"})) == "private"
    assert role("联系民警：李文博，电话", "李文博") == "official"


def test_an_office_may_stand_between_label_and_name():
    assert role("联系人：办公室李文博，电话", "李文博") == "official"


@pytest.mark.parametrize(
    ("text", "phone", "role"),
    [
        ("家长：闻志强，电话0571-86600123", "0571-86600123", "home"),
        ("闻志强反映，回电0571-86600123（宅）。", "0571-86600123", "home"),
        ("住宅电话：0571-86600123", "0571-86600123", "home"),
        ("经办人：闻志强，电话0571-86600123", "0571-86600123", "office"),
        ("当事人陈述后，咨询电话0571-86600123", "0571-86600123", "office"),
        ("闻志强不服的，向我局申诉，电话：0571-86600123", "0571-86600123", "office"),
    ],
)
def test_a_telephone_behind_somebody_private_is_at_home(text, phone, role):
    spans = [TextSpan("LANDLINE", text.index(phone), text.index(phone) + len(phone))]
    if "闻志强" in text:
        spans.append(TextSpan("PERSON", text.index("闻志强"), text.index("闻志强") + 3))
    assert roles_of(text, spans)[0] == role


@pytest.mark.parametrize(
    "text",
    [
        "评审专家名单：岑志刚、谷丽娟",
        "岑志刚任预算处处长",
        "免去岑志刚国库处处长职务",
        "聘任岑志刚为董事会秘书",
        "核准岑志刚云川村镇银行董事长的任职资格",
        "聘任周雅琴为担保科科长，岑志刚不再担任该职务。",
    ],
)
def test_whoever_is_appointed_or_judges_a_tender_is_named_in_office(text):
    start = text.index("岑志刚")
    assert roles_of(text, [TextSpan("PERSON", start, start + 3)]) == ("official",)


@pytest.mark.parametrize(
    ("text", "natures"),
    [
        ("评审专家名单:王海(采购人代表)、许可、李文博、赵宁", ()),
        ("对下列人员作出行政处罚:注册会计师王海(执业证书编号230100220017)、李文博(执业证书编号230100220035)", ()),
        ("受理人(经办):李文博 受理编号:YC2024", ()),
        ("经办:李文博 电话:0551-62660001", ()),
        ("村支书:李文博 会计:王海", ()),
        ("Contact: Ms. 李文博, Deputy Director, Finance Bureau", ()),
        ("案例2:浙江籍李文博非法买卖外汇案。2020年2月", ("penalty",)),
        ("案例3:中国籍李文博(证件号码330226)私自买卖外汇案,罚款8.1万元", ("penalty",)),
    ],
)
def test_lists_forms_and_cases_name_whom_they_must(text, natures):
    assert role(text, "李文博", natures=frozenset(natures)) in {"official", "penalised"}


def test_victims_of_a_case_and_records_of_calls_stay_private():
    assert role("案例2:李文博被骗案。2020年2月", "李文博", natures=frozenset({"penalty"})) == "private"
    assert role("通话记录:李文博来电", "李文博") == "private"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("附:你登记的住所东湖区新丰村10号,邮寄文书被退回", "home"),
        ("收到您(通讯地址:东湖区新丰村10号,电子邮箱略)的申请", "home"),
        ("你公司登记的住所东湖区新丰村10号无人办公", "office"),
        ("请你单位到地址:东湖区新丰村10号领取", "office"),
    ],
)
def test_an_address_is_of_whom_the_sentence_speaks_to(text, expected):
    assert role(text, "东湖区新丰村10号", "ADDRESS") == expected
