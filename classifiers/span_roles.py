"""Who a person in running text is, and whose address it is: what decides between keeping and hiding a span.

Officials acting in office and persons whom a law orders to be named stay (征信业管理条例 art. 13, 政府信息公开条例
art. 20, 行政处罚公示规则); everybody else is private. Looks only at the words around a span; sees no list of names.
"""

import re
from collections.abc import Container, Iterable, Sequence
from typing import Final

from classifiers.beside_parties import SERVED_BEFORE, SERVED_BY_NOTICE, is_proxy
from classifiers.contact_roles import PRIVATE, address_role, mail_role, telephone_role
from classifiers.span_labels import form_label, stands_beside
from classifiers.text_span import CLAUSE_END, TextSpan, line_of

OFFICIAL: Final = "official"
PENALISED: Final = "penalised"
PROTECTED: Final = "protected"

# One character for one, so that offsets stay: full-width punctuation to ASCII.
_FOLD: Final = str.maketrans("\uff0c\uff1a\uff08\uff09\uff1b\uff5c\u3000", ",:();|" + " ")
# 法定代表人(主要负责人)姓名: and the cells of a laid out table: 当事人姓名或名称 | 个人姓名 |
_JOIN: Final = (
    r"(?:[^()\n]{0,8}[)]|\([^()\n]{1,8}\))?[\s|]{0,2}(?:姓名(?:(?:或|/|、|\()名称[)]?)?)?(?:变更|更换|调整)?"
    r"(?:[\s|]{1,4}(?:个人)?姓名)?[\s::为是系由((|]{0,4}$"
)
# 甲、乙(采购人代表)、丙
_LIST: Final = r"(?:[\u4e00-\u9fff·]{2,4}(?:\([^()\n]{1,24}\))?[、,,和及]){0,6}$"
_OFFICIAL: Final = (
    r"(?:法定代表人?|法人代表|法人|委派代表|(?:主要)?负责人|执行董事|独立董事|董事长?|监事长?|总经理|副总经理|经理|行长|副行长|"
    r"联系人|发言人|新闻发言人|经办人|承办人|签发人?|审核人?|审批人?|局长|副局长|主任|副主任|处长|科长|厅长|书记|理事长|会长|市长|县长|区长|镇长|乡长|省长|部长|司长|署长|秘书|"
    r"秘书长?|董事会秘书|财务总监|总监|会计师|评估师|律师|代理人|审计组长|组长|执法人员|检查人员|审理人员|审理人|复核人|合议人员|审判长|审判员|仲裁员|民警|警官|法官|检察官|书记员|执行员|公证员|"
    r"专家|评委|(?:评标|评审|磋商|谈判|询价)(?:委员会|小组)|主持(?:人|(?=[:：]))|出席|讲师|主讲人?|专员|联络员|调查员|普查员|采价员|(?:小组|委员会|清算组|检查组|调查组)成员|校对|拟稿人?|撰稿人?|记者|编辑|合伙人|受托人|委托代理人|高级管理人员|保荐代表人|"
    r"项目负责人|咨询人?|受理人|值班领导|站长|所长|院长|校长|支行长|店长|厂长|支书|"
    r"(?:经办|受理|调解|报账|制表|填报|核算|会计|出纳)[人员]?(?=[:(])|记录[人员](?=[:(]))"
)
_OFFICIAL_BEFORE: Final = re.compile(
    f"{_OFFICIAL}(?:{_JOIN}|(?:\\([^()\\n]{{1,16}}\\))?(?:名单|成员)?[\\s::为是]{{0,3}}{_LIST})"
)
_TITLE_AFTER: Final = re.compile(
    r"^\s{0,4}(?:同志(?!\s?[:,]\s?[您你])|[((][^))]{0,12}(?:局长|主任|董事|经理|行长|处长)[))]|(?:副)?(?:局长|行长|主任|处长|科长|书记|市长|县长|厅长|"
    r"董事长|总经理|理事长|会长|总监|委员|常委|代表(?!人)|校长|院长|律师|教授|研究员|秘书长|法官|警官|检察官))|"
    r"^,\s?(?:(?:Deputy|Vice|Executive|Managing|Assistant|Acting|General)[ -]){0,2}"
    r"(?:Director|Governor|President|Chair(?:man|woman|person)?|Chief|Commissioner|Secretary|Mayor|Minister|Spokes(?:man|woman|person))\b"
)
# 甲,男,1975年5月出生,身份证号…,时任某公司财务总监: a party is described before the post is named
_OFFICE_AFTER: Final = re.compile(
    r"^[,(]?\s?(?:[男女][,、](?:(?!时任|现任)[^。;\n]){0,110})?(?:时任|现任|曾任|历任)(?!何)"
)
# 马某,云川市水利局财务科科长,从事……: office and post behind the name
_POST_AFTER: Final = re.compile(
    r"^[,(](?![男女])[\u4e00-\u9fff]{2,24}(?:局|科|处|室|部|办|行|司|所|院|会|中心)(?:副)?"
    r"(?:局长|科长|处长|主任|部长|行长|董事长|总经理|经理|书记|所长|院长|会长|秘书长)(?=[,。;)])"
)
# The one a decision speaks to: 张某（身份证号…）：经查，你在……
_ADDRESSED: Final = re.compile(r"^(?:\([^)\n]{0,90}\))?\s?[::]\s{0,4}[^\n]{0,60}?[你您]")
_PENALISED_BEFORE: Final = re.compile(
    r"(?:当事人|被处罚人|被处罚当事人|受处罚人|处罚对象|违法当事人|违法行为人|失信被执行人|被执行人|欠税人|纳税人(?:名称|姓名)?|"
    r"业主(?:姓名)?|经营者(?:姓名)?|责任人员?|被采取监管措施人|行政相对人|相对人|被告知人|违法人员|被罚款人|法定代表人或负责人|对|给予|责令)"
    rf"(?:{_JOIN}|[((][^))]{{0,8}}[))][::]?$)"
)
# 对3名注册会计师予以行政处罚:甲、乙、丙
_PUNISHED_LIST: Final = re.compile(r"(?:处罚|警告|处分|惩戒|谴责|警示函|监管措施)(?:如下)?:\s?" + _LIST)
# 案例2:浙江籍甲(证件号…)非法买卖外汇案: a case is called after whom it was brought against
_CASE_BEFORE: Final = re.compile(
    r"^\s*(?:(?:典型)?案例)?\s?\(?[0-9一二三四五六七八九十]{1,3}\)?[.、:\s]{1,2}(?:[\u4e00-\u9fff]{2,8}籍|(?:自然人|个人))?$"
)
_CASE_AFTER: Final = re.compile(r"^(?:\([^)\n]{0,60}\))?(?!被)[^。;,:\n]{2,24}案(?![件情例])")
# 乙,男,1979年出生,…: at the head of a line, one more party of the decision
_PARTY_AFTER: Final = re.compile(r"^[,、]\s?[男女][,、][^。;\n]{0,30}(?:出生|生于|生,|身份证)")
_PROTECTED_BEFORE: Final = re.compile(r"(?:举报人|投诉人|信访人|检举人|来信人|来访人|反映人|申诉人)" + _JOIN)
# 云财保〔2020〕1号: the mark of an office, taken for a name
_DOCUMENT_NUMBER: Final = re.compile(r"^(?:字|函|发|办)?\s?[〔\[【((]\s?(?:19|20)\d{2}\s?[〕\]】))]")
# Who deals with customers is no officer; a decision names such people only as witnesses (行政处罚公示规则).
_STAFF_BEFORE: Final = re.compile(r"(?:客户|大堂|理财|业务|项目|信贷|产品)经理[\s::]{0,2}$")
# Who acts for a party is named for that party's sake; a lawyer acts in office, but no decision has to name one.
_AGENT_BEFORE: Final = re.compile(r"(?<![险利务券个销])代理人(?:系|为)?[\s::]{0,2}$")
_LAWYER_AFTER: Final = re.compile(r"^[^。;\n]{0,24}律师")
# 通过负责人许某的账户收款: whose account was used is a third party, whatever the post
_OWN_ACCOUNT_AFTER: Final = re.compile(
    r"^(?:\([^)\n]{0,40}\))?(?:个人|本人)?(?:的|名下)(?:个人|银行|证券|微信|支付宝|资金|私人){0,2}(?:账户|账号|卡|卡号)"
)
# 投诉事项2:评审专家甲与其存在利害关系: what somebody is accused of does not make his name public
_ACCUSED_EXPERT: Final = re.compile(r"(?:投诉|质疑|举报)事项[^。\n]{0,44}(?:专家|评委)[\s::]{0,2}$")
# 联系人:办公室甲
_AT_OFFICE: Final = re.compile(
    r"(?:联系人|咨询人|受理人|经办人)[\s::]{0,2}[\u4e00-\u9fff]{1,8}(?:室|科|处|部|局|股|办|中心)\s?$"
)
# 法定代表人由甲变更为乙
_CHANGED_TO: Final = re.compile(f"{_OFFICIAL}[^。;\\n]{{0,16}}(?:变更|更换|调整|改)为$")
# 核准甲(身份证号…)任某公司董事长
_APPOINTED_AFTER: Final = re.compile(
    r"^(?:\([^)\n]{0,40}\))?(?:同志)?(?:担?任|为)(?!何)[^。,;\n]{2,30}(?:董事|监事|经理|行长|主任|总监|负责人|秘书|"
    r"[局处科厅司部院所站]长|书记|调研员)|^(?:同志)?的?[^。,;\n]{0,30}任职资格|^(?:同志)?不再(?:担任|兼任)"
)
# 任命甲为…; 免去乙…职务
_APPOINTED_BEFORE: Final = re.compile(r"(?:任命|聘任|免去|提名|选举|续聘)$")
# 顺发理发店,业主甲: whoever runs a shop is named with it; the owner of a flat is not
_OPERATOR_BEFORE: Final = re.compile(
    r"(?:经营者|(?:[店部行厂坊户馆吧铺社所]|超市)[)]?[,、(]\s?业主)(?:姓名)?[\s::]{0,2}$"
)
_ILLNESS: Final = re.compile(r"患[有上]?|残疾|伤残|癌|瘤|病(?!虫)|瘫|截肢|透析|手术|住院|抑郁|失能|失独|重度")
_WINDOW: Final = 60
_DOCUMENTS: Final = frozenset({"CN_ID", "PASSPORT", "HMT_PERMIT"})
_REACH: Final = 170  # characters behind a name: an identity number in brackets and the beginning of the sentence
_AGAINST: Final = frozenset({"penalty", "arrears", "dishonest"})
NAMING: Final = frozenset({"practitioner", "subsidy", "honour"})
"""Kinds of record whose names are published: everybody in one is named, but who is ill."""


def roles_of(text: str, spans: Sequence[TextSpan], natures: Iterable[str] = ()) -> tuple[str, ...]:
    """Tell the role of every span, in the order given.

    text: the whole text. natures: kinds of record of the document (`penalty`, `subsidy`, `practitioner` …).
    Returns for PERSON official, penalised, protected or private; for ADDRESS and LANDLINE home or office; for EMAIL
    office or private; an empty string for every other entity.
    """
    kinds = frozenset(natures)
    text = text.translate(_FOLD)
    people = tuple(s for s in spans if s.entity == "PERSON")
    whoever = tuple(s for s in spans if s.entity == "PERSON" or s.entity in _DOCUMENTS)
    of_people = {span: _role(text, span, kinds, whoever, frozenset()) for span in people}
    named = {span.end for span, role in of_people.items() if role == OFFICIAL}
    roles = [of_people[s] if s in of_people else _role(text, s, kinds, whoever, named) for s in spans]
    kept = {
        text[s.start : s.end]: r
        for s, r in zip(spans, roles, strict=True)
        if s.entity == "PERSON" and r in {OFFICIAL, PENALISED}
    }
    protected = {
        text[s.start : s.end] for s, r in zip(spans, roles, strict=True) if s.entity == "PERSON" and r == PROTECTED
    }
    told = [
        _same_everywhere(text[s.start : s.end], r, kept, protected) if s.entity == "PERSON" else r
        for s, r in zip(spans, roles, strict=True)
    ]
    private = {s.end for s, r in zip(spans, told, strict=True) if s.entity == "PERSON" and r in {PRIVATE, PROTECTED}}
    return tuple(
        telephone_role(text, s, private) if s.entity == "LANDLINE" else r for s, r in zip(spans, told, strict=True)
    )


def _same_everywhere(name: str, role: str, kept: dict[str, str], protected: set[str]) -> str:
    if name in protected:
        return PROTECTED
    return kept.get(name, role)


def _role(text: str, span: TextSpan, natures: frozenset[str], people: Sequence[TextSpan], known: Container[int]) -> str:
    before, after = text[max(0, span.start - _WINDOW) : span.start], text[span.end : span.end + _REACH]
    line = (form_label(text, span.start, span.end) if span.entity == "PERSON" else "") or before.rsplit("\n", 1)[-1]
    if span.entity == "PERSON":
        if natures & {"practitioner", "honour"} and SERVED_BEFORE.search(line_of(text, span)):
            return PRIVATE
        return _person_role(line, after, natures)
    if span.entity == "ADDRESS":
        return address_role(text, span, people, line, known)
    if span.entity == "EMAIL":
        return mail_role(text[span.start : span.end], line)
    return ""


def _person_role(before: str, after: str, natures: frozenset[str]) -> str:
    if _DOCUMENT_NUMBER.match(after):
        return OFFICIAL
    if _PROTECTED_BEFORE.search(before):
        return PROTECTED
    if not before.strip() and natures & _AGAINST and "complaint" not in natures and _ADDRESSED.search(after):
        return PENALISED
    if not before.strip() and SERVED_BY_NOTICE.search(after):
        return PENALISED
    if not before.strip() and "penalty" in natures and _PARTY_AFTER.search(after):
        return PENALISED
    if natures & _AGAINST and _PUNISHED_LIST.search(before):
        return PENALISED
    if natures & _AGAINST and _CASE_BEFORE.search(before) and _CASE_AFTER.search(after):
        return PENALISED
    if _PENALISED_BEFORE.search(before):
        if natures & _AGAINST or "当事人" in before:
            return PENALISED
        return OFFICIAL if _OPERATOR_BEFORE.search(before) else PRIVATE
    if "penalty" in natures and (_STAFF_BEFORE.search(before) or _OWN_ACCOUNT_AFTER.search(after)):
        return PRIVATE
    if _ACCUSED_EXPERT.search(before):
        return PRIVATE
    is_agent = "practitioner" not in natures and _AGENT_BEFORE.search(before)
    if is_agent and ("penalty" in natures or not _LAWYER_AFTER.search(after)):
        return PRIVATE
    if (
        _CHANGED_TO.search(before)
        or _AT_OFFICE.search(before)
        or ("penalty" not in natures and (_APPOINTED_AFTER.search(after) or _APPOINTED_BEFORE.search(before)))
    ):
        return OFFICIAL
    if "penalty" not in natures and _POST_AFTER.search(after):
        return OFFICIAL
    if _OFFICIAL_BEFORE.search(before) or _TITLE_AFTER.search(after) or _OFFICE_AFTER.search(after):
        return OFFICIAL
    if natures & NAMING and not natures & (_AGAINST | {"complaint"}):
        if is_proxy(before, after):
            return PRIVATE
        return PRIVATE if _ILLNESS.search(CLAUSE_END.split(after, maxsplit=1)[0]) else OFFICIAL
    if natures & {"arrears", "dishonest"} and "penalty" not in natures and not stands_beside(before):
        return PENALISED
    return PRIVATE
