"""What a column's header says about personal names in its cells, in Chinese, English and pinyin abbreviations."""

import re
from enum import IntEnum
from functools import lru_cache
from typing import Final

from desensitize.normalise import fold


class NameEvidence(IntEnum):
    """What the header lets us expect of a short bare cell."""

    THINGS = -1
    """The cells themselves show that they name things, whatever the header says (`people.things`)."""
    AGAINST = 0
    """The header names things that are never persons: companies, places, products, codes."""
    SILENT = 1
    """The header says nothing about names."""
    PARTY = 2
    """A party that may be a person or an organisation: 客户名称, 当事人."""
    PERSON = 3
    """A person: 姓名, 法定代表人."""


_PERSON: Final = (
    "姓名|名字|全名|曾用名|别名|化名|法定代表人|法人代表|法人姓名|企业法人|单位法人|负责人|责任人|联系人|联络人|联络员|经办人|经手人|承办人|"
    "主办人|协办人|办理人|受理人|登记人|录入人|制单人|制表人|填表人|填报人|报送人|审核人|复核人|审批人|批准人|签发人|核准人|"
    "持卡人|户主|监护人|法定监护人|共同借款人|配偶|父亲|母亲|子女|家长|学生|老师|教师|患者|病人|职工|员工|柜员|柜员姓名|"
    "客户经理|信贷员|业务员|理赔员|查勘员|调查员|催收员|核保人|代理人姓名|操作员|经纪人|法官|审判长|审判员|书记员|律师|公证员|鉴定人|"
    "董事长|副董事长|董事|独立董事|监事|监事长|总经理|副总经理|行长|副行长|局长|院长|主任|高管|高级管理人员|实际控制人|受益所有人|"
    "收件人|收货人|寄件人|领款人|领取人|签收人|举报人|投诉人|信访人|来访人|来电人|咨询人|证人|被害人|受害人|死者|伤者|亡故人|"
    "被保险人|受益人|被保人|投保农户|农户|农户姓名|贫困户|脱贫户|低保对象|特困人员|补贴对象|发放对象|救助对象|残疾人|优抚对象|"
    "从业人员|执业人员|营销员|驾驶员|驾驶人|司机|车主|房主|业主|产权人|乘客|旅客|嘉宾|专家|评委|评审专家|候选人|拟任人|任职人员|"
    "本人|当事人姓名|查询人|授权人|被授权人|继承人|被继承人|立遗嘱人|作者|编辑|记者|校对|跟进人|处理人|管户人|管户经理|介绍人|推荐人|紧急联系人"
)
_PARTY: Final = (
    "客户|客户名称|客户名|户名|账户名|账户名称|账户户名|用户|用户名称|借款人|贷款人|出借人|借款方|担保人|保证人|抵押人|出质人|质押人|"
    "投保人|投资人|投资者|股东|股东名称|合伙人|发起人|出资人|付款人|收款人|收付款人|汇款人|存款人|开户人|权利人|权属人|所有权人|使用权人|出租人|承租人|出让人|受让人|"
    "转让人|委托人|受托人|代理人|申请人|被申请人|申报人|报告人|当事人|被处罚人|被处罚当事人|处罚对象|行政相对人|行政相对人名称|相对人|被执行人|失信人|失信被执行人|原告|被告|"
    "第三人|上诉人|被上诉人|债务人|债权人|被举报人|被投诉人|被举报对象|被投诉对象|涉案人|嫌疑人|关联人|关联方|受助人|受赠人|捐赠人|"
    "种植户|养殖户|承保户|参保人|缴款人|缴费人|纳税人|欠税人|经营者|经营者姓名|业户|业户名称|受害方|对方户名|交易对手|交易对方|对手方|对手户名|收款方|付款方|被查询人|主体|主体名称|缴存人|中签人|购房人|买受人|出卖人|承包人|承包方|名单|人员"
)
_AGAINST: Final = (
    "企业|公司|单位|机构|部门|行业|产业|科目|项目|产品|品种|品牌|商品|商标|险种|基金|债券|股票|证券|简称|代码|编码|编号|地区|区域|区县|县区|县|市|省|"
    "城市|乡镇|街道|村|社区|地址|住址|住所|坐落|经营场所|地点|位置|籍贯|国籍|民族|学校|院校|专业|学历|职务|职称|职位|岗位|银行|网点|支行|分行|"
    "营业部|监管局|机关|法院|指标|类型|类别|种类|性质|状态|等级|方式|用途|币种|单位名称|性别|依据|"
    "文件|表名|字段|系统|渠道|平台|景区|站|线路|路段|道路|车型|型号|规格|颜色|用地|小区|楼盘|物业|商圈|市场|协会|作物|农作物|票种|税种|费种|频率"
)
ROLES: Final = frozenset(word for words in (_PERSON, _PARTY) for word in words.split("|") if len(word) > 1)
"""Words for persons and parties of two characters and more: as they head a column, they stand before a name."""

_PINYIN: Final = {
    NameEvidence.PERSON: "xm|xingming|ygxm|jkrxm|lxr|lxrxm|lianxiren|fr|frdb|"
    "frxm|fddbr|fddbrxm|fadingdaibiaoren|fzr|fzrxm|fuzeren|jbr|"
    "jbrxm|jingbanren|hz|huzhu|khjl|khjlxm|bbxr|bbr|beibaoren|syr|shouyiren|ckr|chikaren|jhr|tsr|tousuren|jbrxm|shr|fhr|spr|zgxm|xsxm|hzxm|"
    "poxm|peiou|gyxm|tbrxm|dbrxm|sqrxm|czrxm|nhxm|cbrxm|gdxm|khxm|kehuxingming|yhxm|zwr|"
    "name|fullname|personname|realname|customername|custname|clientname|username|contact|contactname|contactperson|contacts|legalperson|"
    "legalrepresentative|representative|borrower|borrowername|guarantor|guarantorname|applicant|applicantname|insured|insuredname|"
    "policyholder|beneficiary|beneficiaryname|cardholder|cardholdername|holder|holdername|owner|ownername|employee|employeename|"
    "staffname|student|studentname|patient|patientname|manager|managername|director|handler|payee|payeename|payer|payername|spouse|"
    "firstname|lastname|givenname|surname|familyname|parentname|guardian|operator|teller|familyhead|agentname|principal|complainant",
    NameEvidence.PARTY: "khmc|kehumingcheng|hm|huming|zhmc|zhanghumingcheng|jkr|jiekuanren|"
    "dkr|dbr|danbaoren|bzr|dyr|tbr|toubaoren|tzr|"
    "gd|gudong|gdmc|skr|shoukuanren|fkr|fukuanren|sqr|shenqingren|dsr|dangshiren|bcfr|bzxr|zwr|zqr|dfhm|skrmc|fkrmc|nsr|nsrmc|yhmc|cbr|zhm|"
    "accountname|acctname|customer|client|party|partyname|counterparty|debtor|creditor|shareholder|investor|payeeaccountname",
}
_QUALIFIED: Final = (
    "(?:证件|证照|身份证|号码?|电话|手机|联系方式|地址|住址|住所|类型|类别|种类|性质|编号|编码|代码|时间|日期|数量?|人数|户数|人次|笔数|金额|余额|"
    "比例|占比|增速|性别|年龄|生日|学历|职务|职称|职位|单位|公司|企业|机构|部门|行业|评分|等级|评级|状态|账号|帐号|账户|卡号|邮箱|微信|"
    "标志|标识|是否|年限|收入|工资|薪酬|费用?|率|额|签字时间|国籍|民族|籍贯|银行|开户行|邮编|传真|关系|ID|id|序号|密码|次数|持股|股数|信息|资料|承诺)$"
)
_PERSON_END: Final = re.compile(f"(?:{_PERSON})(?:姓名|名字|名称|名单|签名|签字|签章|签收)?$")
_PARTY_END: Final = re.compile(f"(?:{_PARTY})(?:姓名|名字|名称|全称|户名|名单)?$")
_AGAINST_END: Final = re.compile(f"(?:{_AGAINST})(?:名称|全称|名|名录|简称)?$")
_QUALIFIED_END: Final = re.compile(_QUALIFIED)
_NAME_END: Final = re.compile("(?:姓名|名字)$")
_ABOUT_SOMEBODY: Final = re.compile(
    "(?:收[货件]|寄件|联系|联络|客户|用户|户主|业主|农户|员工|学生|家庭|成员|个人|人)(?:基本|详细)?(?:信息|资料)$"
)
"""All that is known of somebody in one cell, the name first."""
_AND: Final = re.compile("及其?|和|与|、")
_PERSON_SUFFIX: Final = re.compile(
    "(?:(?<!会)员|师|家属|亲属|(?<![增时成延全周])长|董监高|法人|经理|代表|(?:中文|英文|真|本)名)$|^(?:经办|复核|审核|审批|制单|录入|主办|协办|记账|签收|制表)$"
)
_PARTY_SUFFIX: Final = re.compile("(?:人|者|方|户|人员|成员|会员|主体|对象)$")
"""Endings of words for persons and parties that no list holds whole: 派件员, 申购人, 承租方."""
_BRACKETS: Final = re.compile(r"[(\[{（【〔<《][^)\]}）】〕>》]*[)\]}）】〕>》]?")
_NOISE: Final = re.compile(r"[\s_\-./*:：、,#|]+|\d+$")
_ORDINAL: Final = re.compile("^(?:第?[一二三四五六七八九十0-9]+|[甲乙丙丁])|[一二三四五六七八九十0-9甲乙丙丁]+$")
_LATIN: Final = {word: kind for kind, words in _PINYIN.items() for word in words.split("|")}
_THINGS: Final = frozenset(
    {"company", "product", "file", "bank", "org", "dept", "project", "table", "item", "brand", "city", "prod", "branch"}
)
_WHO: Final = re.compile(
    "my|his|her|our|user|usr|cust|customer|client|member|person|people|personal|human|"
    "individual|full|real|true|first|last|given|middle|family|nick|emp|employee|staff|"
    "worker|stu|student|pupil|teacher|doctor|nurse|patient|farmer|driver|owner|holder|legal|"
    "rep|contact|sender|receiver|recipient|consignee|seller|buyer|vendee|payer|payee|lender|"
    "borrower|debtor|creditor|applicant|insured|agent|operator|manager|leader|boss|chief|head|"
    "host|hostess|guest|visitor|passenger|tenant|landlord|lessee|lessor|parent|father|mother|"
    "husband|wife|spouse|son|daughter|child|kid|guardian|author|editor|auditor|reviewer|"
    "checker|approver|maker|signer|judge|lawyer|witness|victim|expert|voter|player|singer|"
    "actor|nominee|trustee|heir|donor|donee|respondent|plaintiff|defendant|hz|xs|yg|kh|cn|"
    "chinese|zh|english|en|old|former"
)
"""Words before `name` by which it is somebody's; before another (chapter_name, short_name) the cells have to tell."""
_TRADITIONAL: Final = str.maketrans(
    "聯繫絡負責貸擔證戶賬帳員經辦處審覈錄單職務號碼電話機構稱對債務權舉報訴請執繳納稅業險監護領處長會計總見簽書記師專家農補貼發學歷",
    "联系络负责贷担证户账账员经办处审核录单职务号码电话机构称对债务权举报诉请执缴纳税业险监护领处长会计总见签书记师专家农补贴发学历",
)


@lru_cache(maxsize=4096)
def name_evidence(header: str | None) -> NameEvidence:
    """What a header says about names.

    Args:
        header: The column's own name, as written; None when there is none.

    Returns:
        The evidence. A header that qualifies a person by something else (借款人电话) is AGAINST.
    """
    if not header or not header.strip():
        return NameEvidence.SILENT
    folded = fold(header).translate(_TRADITIONAL).strip()
    bracket = "".join(_BRACKETS.findall(folded)).strip("()[]{}（）【】 ")
    core = _NOISE.sub("", _BRACKETS.sub("", folded)) or _NOISE.sub("", bracket)
    latin = _LATIN.get(core.lower())
    if latin is not None:
        return latin
    if core.isascii():
        return _latin_evidence(folded)
    core = _ORDINAL.sub("", core) or core
    if _NAME_END.search(core) and not re.search("(?:企业|公司|单位|机构|项目|产品|品牌|学校|银行)姓?名字?$", core):
        return NameEvidence.PERSON
    if _ABOUT_SOMEBODY.search(core):
        return NameEvidence.SILENT
    if _QUALIFIED_END.search(core):
        parts = _AND.split(core)
        return max(name_evidence(part) for part in parts[:-1]) if len(parts) > 1 else NameEvidence.AGAINST
    if _PERSON_END.search(core):
        return NameEvidence.PERSON
    if _PARTY_END.search(core):
        return NameEvidence.PERSON if _NAME_END.search(bracket) else NameEvidence.PARTY
    if _AGAINST_END.search(core):
        return NameEvidence.PERSON if _NAME_END.search(bracket) else NameEvidence.AGAINST
    if _PERSON_SUFFIX.search(core):
        return NameEvidence.PERSON
    if _PARTY_SUFFIX.search(core):
        return NameEvidence.PARTY
    return NameEvidence.SILENT


def _latin_evidence(folded: str) -> NameEvidence:
    """For customer_name, contactPerson, legal-rep-name: the words, not the letters."""
    words = re.findall("[A-Z]+(?![a-z])|[A-Z]?[a-z]+", folded)
    joined = ["name" if word.lower() in {"nm", "mc"} else word.lower() for word in words]
    if _THINGS & set(joined):
        return NameEvidence.AGAINST
    for size in (3, 2, 1):
        kind = _LATIN.get("".join(joined[-size:])) if len(joined) >= size else None
        if kind is not None:
            is_open = size == 1 < len(joined) and joined[-1] == "name" and _WHO.fullmatch(joined[-2]) is None
            return NameEvidence.SILENT if is_open else kind
    return NameEvidence.SILENT


@lru_cache(maxsize=4096)
def is_latin(header: str) -> bool:
    """Whether a header is in Latin letters: its words for persons are words for things as well (name, contact)."""
    return fold(header).isascii()
