"""Words around and against personal names: what is never a person, what follows one, what precedes one."""

import re
from functools import cache
from typing import Final

from desensitize.people.surnames import ALL_HAN, SurnameTier, likeness, lines_of, surname_of

ORG_END: Final = re.compile(
    "(?:公司|集团|企业|工厂|银行|支行|分行|总行|农商行|信用社|信用联社|联社|村镇行|合作社|经营部|门市部|营业部|营业厅|营业所|业务部|事业部|"
    "分部|总部|本部|商行|商店|超市|商场|药店|药房|书店|酒店|饭店|宾馆|餐厅|餐馆|火锅店|火锅|拉面|水饺|烧烤|小吃|米粉|奶茶|五金|百货|批发部|理发店|美容院|服装|鞋业|家具|家电|装饰|汽修|修理部|打印社|农家乐|驾校|面馆|茶楼|网吧|诊所|卫生室|医院|卫生院|学校|大学|学院|中学|"
    "小学|幼儿园|研究院|研究所|设计院|实验室|委员会|管委会|居委会|村委会|办公室|办事处|司法所|派出所|税务所|事务所|交易所|"
    "中心|协会|学会|商会|联合会|基金会|基金|信托|证券|期货|保险|财险|寿险|人寿|租赁|担保|小贷|典当|典当行|保理|资管|工会|党委|党支部|支部|法院|检察院|公安局|"
    "政府|人大|政协|联盟|俱乐部|工作室|服务部|服务站|供销社|合伙企业|个体工商户|农场|林场|牧场|养殖场|基地|园区|开发区|高新区|新区|工业园|大厦|广场|"
    "大道|大街|街道|社区|小区|花园|家园|公寓|产业园|新村|地块|项目|工程|计划|产品|系列|品牌|专户|账户|资金|款项|本级|本部|机构|部门|网点|平台|系统|支公司|分公司|营销服务部|"
    "金融|科技|实业|投资|贸易|商贸|建材|建设|物流|医药|食品|服饰|电子|机械|化工|能源|地产|置业|餐饮|传媒|文化|教育|农业|生物|材料|股份|控股|电力|水务|环保|理财|酒业|乳业|面业|药业|矿业|钢铁|航空|重工)$"
)
"""Ends of what an organisation, a place or a thing is called; a name of three characters and more has none of these."""

_GIVEN_TOO: Final = frozenset({"建设", "文化", "教育"})
"""Of these words those that are given names as well: behind a surname alone they are (王建设), behind a place they end
what a firm is called."""

_BUREAU_END: Final = re.compile("[厂办局厅处科署部股室所站院社店行村镇乡区县市省街]$")
_DESK: Final = re.compile(
    "(?:财务|计财|计划|人事|人力|信贷|业务|综合|办公|会计|稽核|审计|法规|法制|征管|税政|国库|预算|农业|企业|金融|行政|监管|经建|社保|风控|风险|合规|运营|营业|市场|销售|客服|科技|信息|"
    "资产|保全|审批|授信|个贷|公司|零售|国际|投资|理财|保卫|安保|纪检|党群|宣传|组织|统战|档案|技术|研发|采购|生产|质检|仓储|物流|后勤|工程|基建|规划|统计|调查|监察|支付|结算|货币|外汇|征信|反洗钱|消保|普惠|三农|小微)"
    "[一二三四0-9]?(?:科|处|股|室|部|办|局|厅|组|岗|中心)$"
)
"""Offices inside an institution; the single characters they end in also end given names (王登科)."""

_NEVER_GIVEN: Final = frozenset("记氏姓办厅局委")
"""Characters that end no name of two: 王姓, 董办."""
_FORM: Final = re.compile(r"\((?:有限合伙|普通合伙|特殊普通合伙|集团|[^()]{2,6})\)$")
_HAMLET: Final = re.compile("^.家[村庄屯沟堡寨湾营店铺桥坪岭洼河台坡塘坝垭咀]$")

MASKED: Final = re.compile(r"[某*＊×✱＃#Xx□○〇]")
"""A character that stands for a hidden one: 王某某, 张*, 李××."""

TITLE: Final = (
    "先生|女士|小姐|同志|老师|医生|大夫|护士|律师|法官|检察官|警官|教授|博士|院士|经理|总经理|副总经理|主任|副主任|局长|副局长|处长|副处长|科长|副科长|股长|"
    "行长|副行长|行助|董事长|副董事长|董事|监事长|监事|主席|副主席|总裁|副总裁|总监|会计|出纳|书记|副书记|镇长|乡长|县长|区长|市长|省长|部长|司长|厅长|村长|村支书|支书|"
    "队长|组长|站长|所长|院长|校长|会长|秘书长|秘书|师傅|老板|总|工|审判长|审判员|书记员|客户经理|大队长|委员|代表|参赞|大使|上校|将军|校友|教练|班长|社长|理事长|理事|"
    "阿姨|大爷|大妈|奶奶|爷爷|伯伯|叔叔|姐姐|哥哥|太太|夫人|师兄|师姐|主管|专员|柜员|主播|导演|记者|编辑"
)
"""Forms of address and offices that follow a name."""

TITLE_AFTER: Final = re.compile(
    f"(?:{TITLE})(?<![总工])|总(?![会行部公体计结额量数产值署局队站院店监裁])|工(?![作程资业商厂具期地业])"
)
_TITLES: Final = frozenset(word for word in TITLE.split("|") if len(word) > 1)
TITLE_END: Final = re.compile(
    "(?:先生|女士|小姐|同志|老师|医生|大夫|律师|法官|警官|教授|博士|院士|经理|主任|局长|处长|科长|行长|董事长|书记|老板|总|"
    "主席|总统|总理|阿姨|大爷|大妈|奶奶|爷爷|太太|夫人|师傅|校长|院长|所长|村长|镇长|县长|市长|部长|组长|队长|站长|股长|会长|厂长|班长|社长|乡长|区长|"
    "省长|厅长|司长|总监|总裁|会计|出纳|秘书|干事|专员|主管|副总|老总)$"
)
"""Address forms that the tagger takes into the name."""

ROLE: Final = (
    "姓名|名字|曾用名|联系人|联络人|法定代表人|法人代表|法人|负责人|经办人|承办人|借款人|共同借款人|贷款人|担保人|保证人|抵押人|出质人|投保人|被保险人|受益人|持卡人|户名|"
    "账户名|收款人|付款人|汇款人|申请人|被申请人|投诉人|举报人|被举报人|被投诉人|当事人|被处罚人|被执行人|失信人|原告|被告|第三人|委托代理人|代理人|监护人|户主|配偶|其妻|其夫|妻子|丈夫|父亲|母亲|儿子|女儿|"
    "客户|客户经理|信贷员|业务员|柜员|经理|审判长|审判员|书记员|律师|法官|法官助理|复核人|审核人|审批人|制单人|录入人|股东|董事长|董事|监事|总经理|行长|"
    "时任|主任|局长|记者|实际控制人|收货人|收件人|回避董事|关联董事|独立董事|被告人|委托诉讼代理人|其岳父|其岳母|其父|其母|其子|其女|其弟|其兄|其姐|其妹|领款人|嫌疑人|证人|受害人|被害人|死者|伤者|车主|驾驶员|业主|农户|投保农户|贫困户|低保户|债务人|债权人|出租人|承租人|买受人|出卖人|经手人|签字人|签字|签发人|来电人|来访人|信访人|用户|员工|职工|学生|患者|村民|居民|名叫|叫做|系|由|向|与|和|及|给|找|联系|通知|对"
)
"""Words after which a name stands; the last, short ones count only beside other evidence."""


@cache
def _word_lists() -> dict[str, frozenset[str]]:
    lists: dict[str, set[str]] = {}
    for line in lines_of("not_names.txt"):
        if line.startswith("["):
            words = lists.setdefault(line.strip("[]"), set())
        else:
            words.update(line.split())
    for line in lines_of("regions.txt"):
        if not line.startswith("["):
            lists["places"].update(line.split())
    return {name: frozenset(words) for name, words in lists.items()}


def is_placeholder(text: str) -> bool:
    """Whether the text stands for no person at all: a total, an empty mark."""
    return text.strip() in _word_lists()["placeholders"]


def is_word(text: str) -> bool:
    """Whether the text is listed as a word that looks like a name and is none in running text."""
    return text in _word_lists()["words"]


def is_placeholder_or_word(text: str) -> bool:
    """Whether the text is an ordinary word, a total or a placeholder: not a person even under a header of persons."""
    lists = _word_lists()
    return text in lists["words"] or text in lists["placeholders"]


def ordinary_words() -> frozenset[str]:
    """Words that begin like a name and are none."""
    return _word_lists()["words"]


@cache
def dictionary_words() -> frozenset[str]:
    """Words of a dictionary that begin with a surname; many of them are somebody's name as well, their place tells."""
    return frozenset(word for line in lines_of("dictionary_words.txt") for word in line.split())


@cache
def minority_syllables() -> frozenset[str]:
    """Parts of Tibetan, Mongolian, Uyghur, Kazakh and Yi names."""
    return frozenset(word for line in lines_of("minority_syllables.txt") for word in line.split())


@cache
def _minority() -> re.Pattern[str]:
    return re.compile("|".join(sorted(minority_syllables(), key=len, reverse=True)))


def is_minority_like(text: str) -> bool:
    """Whether a Han text of 2 to 10 characters is made of parts of Tibetan, Mongolian, Uyghur, Kazakh or Yi names."""
    if not 2 <= len(text) <= 10 or ALL_HAN.fullmatch(text) is None:
        return False
    left = _minority().sub("", text)
    return len(left) * 2 < len(text) and len(text) - len(left) >= 2


def is_masked(text: str) -> bool:
    """Whether a name has been hidden already: 王某某, 张*, 李××. Nothing is left to protect."""
    return MASKED.search(text) is not None


def is_thing(text: str, *, places: bool = True) -> bool:
    """Whether the text names an organisation, a place or a thing, or is a word that is never a person.

    Args:
        text: The whole name or cell, folded.
        places: Whether places and brands count that are somebody's name elsewhere (王府井, 张江, 李宁).
    """
    if text in _TITLES or is_placeholder_or_word(text) or (places and text in _word_lists()["places"]):
        return True
    if len(text) < 3:
        return text[-1:] in _NEVER_GIVEN
    if text[-1] in "者人员":
        return True
    if len(text) == 3 and text[1:] in _GIVEN_TOO and surname_of(text)[1] >= SurnameTier.USUAL:
        return False
    core = _FORM.sub("", text)
    return ORG_END.search(core) is not None or _DESK.search(core) is not None or _is_bureau(core)


def _is_bureau(text: str) -> bool:
    """东湖区, 税务局: a bureau or place by its last character, unless a surname leaves room for a name (王登科)."""
    if _BUREAU_END.search(text) is None:
        return False
    if _HAMLET.match(text):
        return True
    return len(text) > 4 or text[-1] in "区县市省镇乡局厅" or surname_of(text)[1] < SurnameTier.USUAL


def name_score(text: str, *, places: bool = True) -> float:
    """`likeness` with minority names and words that are never persons taken into account, 0 to 1; see `is_thing`."""
    if is_thing(text, places=places) or is_masked(text):
        return 0.0
    if is_minority_like(text):
        return max(0.85, likeness(text))
    return 0.0 if "的" in text else likeness(text)
