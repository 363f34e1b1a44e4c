"""Sentences of official, legal and news Chinese put together at random; most name nobody, a few name a person.

Records over-represent names: every fifth piece of theirs is one. In what authorities publish it is one in a hundred,
and words that look like names stand everywhere. Skeletons carry the grammar, `official_words` the vocabulary.
"""

import re
from random import Random
from typing import Final

from tests.data.generators import text_places, wide_names
from tests.data.generators.compose import Marked, Span
from tests.data.generators.dictionary import PARTS, words_of
from tests.data.generators.official_words import SLOTS
from tests.data.generators.text_names import any_name

_SLOT: Final = re.compile("[NVADLTPOB#]")
_NAMED: Final = 0.12
"""Share of sentences that name somebody."""

_FROM_DICTIONARY: Final = 0.25
"""Share of words taken from a dictionary: no list of ours is as wide as what authorities write about."""
_NAME_LIKE: Final = 0.5
"""Share of these that begin like a name."""

_CLEAN: Final = """
为V和VN，AN，V《NV办法》，T起V。
关于V《NVN办法》的通知
关于D做好TNVN工作的通知
关于VLAN的意见
L人民政府办公室关于印发《LNVN方案》的通知
现将《NVN管理办法》V给你们，请D遵照执行。
经L政府常务会议审定同意，现V如下。
第#条 本办法所称N，是指D用于VNN的AN。
第#条 VN应当D遵循A、A、A的原则。
第#条 V单位应当D建立NVN，D对N进行V。
第#条 有下列情形之一的，D予以V：（一）DVN的；（二）VAN的；（三）NN不V的。
第#条 违反本规定VN的，由L以上N主管部门责令V；情节A的，D处以#万元以下罚款。
第#条 NV完毕后，D应于十日内将NVN报送N部门，D不得VN。
任何单位和个人D不得VNN。
T，LDVN#项，VN#万元，同比增长百分之#。
T，L实现NN#亿元，其中N#亿元，N#亿元，N降幅A。
N、N、N等N纳入NV范围。
N、N和N工作DV。
要DVN，DVN，D把NN抓实抓细。
会议指出，要DVN，DVAN，为VNN打好N。
会议强调，VN对NN至关重要，D要VN，确保NNV到位。
会议听取了关于VLNN情况的汇报。
各级各部门D要V，形成N、N、N联动的NN。
受N影响，LNNV，N比上年DV#个百分点。
由于N和NV，LN大幅V，NNA。
NN与NNDV，N差距继续缩小。
由LN负责V，N配合V。
向NVNN，向NVA服务。
从NN看，N仍然A，NN依然A。
通过VN、VN等方式，DVNN。
包括但不限于N、N、N以及NV。
经查明，NN存在以下问题：VN不A，N未D执行，VNN。
该企业NNA，N不足，D存在VN的风险。
公司主要从事N、N、N的研发、生产和V，N位于L。
报告期内，公司NN#万元，D较上年VN，主要系NN以及N波动所致。
本公司及董事会全体成员保证NA、A和A，不存在虚假记载、误导性陈述或者重大遗漏。
本次NV不构成重大资产重组，D无需VN部门批准。
问：如何VN？答：D持NN到LN窗口VN。
解读：什么是NN？VNN有哪些N？
温馨提示：请DVN，谨防NN。
一是VN；二是VNN；三是DVAN。
（一）VN。D要VNN，VN。
一、VNN
（一）NN情况
附件：NNV表
N N N N N
NN（万元） N N N 备注
N：A；N：A；N：#
NV日期 NVN NVN V记事 VN
编号 名称 N NN VN NN 状态
表#　LNNV情况
应发（元）
应发（元） 实发（元） 应缴（元） 应退（元） 合计（元）
应收（万元） 实收（万元） NV（%）
应到（人） 实到（人） 应付（元） 已付（元）
单价（元） N（台） 成本（元） N（亩）
NV（元） AN（次） VN（户）
籍贯：L 住址：L L 邮编 #
L、L、L等地DV。
在L经营N生意，已与L的NV。
从L到L，N#公里。
L地处AN腹地，境内NA，N交错，是N、N和N的主要产区。
LNN资源A，盛产N、N、N，素有“NN之乡”之称。
L下辖#个乡镇，NN#平方公里，N#万人。
这种N比AN更管用，从源头VNN。
以前有些NVN，VN不A，群众意见较大。
想想看，NNV了，N会V，NN也A了。
专家认为，NA，N有望DV，但NN仍需V。
记者从LN部门获悉，TLDVN。
这里的N，D已经VN，N就近VN。
走进LNN，N整齐，N飘香，NVN。
不少N表示，NNA了，VN更A。
据统计，TLVN#件，V率达到百分之#。
依据NN的有关规定，L法院DVN，DV判决如下。
判决生效后，N未DVN，申请强制V。
被告N辩称，NN已经V，D不应VN。
本院认为，NN合法A，D应予V。
职责：DVN；VNN；承办L交办的其他N。
任职条件：具有N、N或者A及以上学历，D具备NN，五年以上NN经验。
采购需求：N#套，NN#台，V期#天。
该项目总V#万元，资金来源为N和N，V期#个月。
研究表明，NN对NN具有A影响，且NA程度越高，N越A。
摘要：本文以LN为样本，考察NN对NV的影响，发现NDVN。
关键词：N；NN；NV；A
揭牌仪式上，V了“NN标识”，启动“NVN”活动。
BVN，DV#万元，B与BDVN。
B（以下简称“O”）DVN，O不服，向L法院提起诉讼。
由O出资#万元V，O持股百分之#，N由OD承担。
O、O、O等企业纷纷VN。
O公告称，TDVN，NNA。
status: "NV"， type: "N"
"N": "NN"， "NV": #， "N": "A"
N# NV# N# 合计#
N#元，NN#元，N#.#分。
大写N，N#.#分，V#次。
N、N、N V：#
（#.L大学N学院 L #；#.L市A乡N站 L #）
L N L N L
组长：N 成员：NN
NN表（单位：万元） N V N 合计 备注
"""

_PEOPLE: Final = """
L市长P主持V会议，L副市长P、秘书长P参加V。
P指出，要DVN，DVAN。
P强调，VNN至关重要，D要VN。
记者P报道
（记者 P 通讯员 P）T，LDVN。
文/P P
作者：P LNN学院
L法院副院长P、N处处长P陪同V。
会议由P主持，NN局党组成员、副局长P出席会议并讲话。
会上，P代表LN部门作了发言，P汇报了NNV情况。
P和P认为，NN已经V，不应再VN。
P称，其不清楚NN的N，V由P负责。
P自2015年起VN，T起VNN。
T，P因VN被V。
P等#人VN一案，D移送V。
P、P、P三人DVN。
LNN公司法定代表人P早年就与P相识，T调任LN局局长。
本次会议由董事长P先生主持，NVA有效。
公司董事会提名P女士、P先生为N候选人。
首席专家P教授介绍说，NNA。
在P的带领下，NDVN。
P笑着说：“NNA，VN也A了。”
P心头一喜，N终于V了。
P（2011）从NN、NV等方面对N进行了阐述；P则强调N是一个AV过程。
处罚决定书〔20#〕#号（P）
处罚决定书（O、P等#名责任人员）
P作为O的N负责人，VN，情节A。
N总书记P同志与支部书记P签订NN责任书。
供稿 | P、P
摄影：P
责任编辑：P
P妈妈说NA，P老师V。
法官问P：N给谁了？P答：V了。
受LN部门委托，P、P到LVN。
N员PVN，N长P让PVN。
返乡青年PVN，乡亲P、P也DVN。
经与P谈话核实，N由P经手，P保管。
子女P、P
P家VN，P家N已V。
联系人为P，联系电话0551-638#45。
P 1#,948,600 2.66
P 董事长 男 #2
姓名 职务 性别 年龄 P 董事长 男 #2 P 总经理 女 #8
传达贯彻P总书记近期重要讲话精神，VNN。
组长：P 成员：P P P
P心里明白，NN不V。
同志们见P来了，都DVN。
付P N #元；收P N #元
代P还NN
"""


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line]


def _name(rng: Random) -> str:
    """As people are called, names that are words, of two surnames and of other peoples a little more often."""
    chance = rng.random()
    if chance < 0.77:
        return wide_names.plain(rng)
    if chance < 0.83:
        return wide_names.wordlike(rng)
    if chance < 0.86:
        return wide_names.foreign(rng).split("·")[-1]
    return wide_names.any_name(rng) if chance < 0.93 else any_name(rng)


def _short(rng: Random) -> str:
    stem = rng.choice(wide_names.LETTERS) + rng.choice(wide_names.LETTERS)
    return wide_names.surname(rng) + stem[0] if rng.random() < 0.3 else stem + rng.choice(("", "科技", "股份", "集团"))


def sentence(rng: Random) -> Marked:
    """One sentence; persons are marked."""
    skeleton = rng.choice(_lines(_PEOPLE if rng.random() < _NAMED else _CLEAN))
    text, at, spans = "", 0, []
    short = _short(rng)
    for slot in _SLOT.finditer(skeleton):
        text += skeleton[at : slot.start()]
        at = slot.end()
        kind = slot.group()
        if kind == "P":
            name = _name(rng)
            spans.append(Span(len(text), len(text) + len(name), "PERSON"))
            text += name
        elif kind == "#":
            text += str(rng.randint(1, 99))
        elif kind == "O":
            text += short if rng.random() < 0.7 else _short(rng)
        elif kind == "B":
            text += text_places.company(rng) if rng.random() < 0.6 else text_places.branch(rng)
        elif kind in PARTS and rng.random() < _FROM_DICTIONARY:
            text += rng.choice(words_of(kind, name_like=rng.random() < _NAME_LIKE))
        else:
            text += rng.choice(SLOTS[kind])
    return Marked(text + skeleton[at:], tuple(spans))
