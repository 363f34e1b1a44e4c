"""Names that their surroundings prove: keys, roles, numbers, titles, dots, the form of a CV."""

import re
from collections.abc import Iterator
from typing import Final

from desensitize.people.cells import Candidate, names_in_bare_cell
from desensitize.people.company import OF_A_PERSON
from desensitize.people.edges import FOLLOWING
from desensitize.people.headers import NameEvidence, name_evidence
from desensitize.people.surnames import (
    DOTS,
    DOTS_OR_STOP,
    HAN,
    SOUNDS,
    SurnameTier,
    likeness,
    surname_class,
    surname_of,
)
from desensitize.people.words import ROLE, is_minority_like, is_thing, is_word, name_score
from desensitize.tagger import VERBAL, Reading

_ANY_SURNAME: Final = surname_class(SurnameTier.RARE)
_DOTTED: Final = re.compile(
    f"[{SOUNDS}]{{1,8}}(?:[{DOTS}][{SOUNDS}]{{1,8}}){{1,4}}|[{SOUNDS}]{{2,8}}[.][{SOUNDS}]{{2,8}}"
)
_LOSER: Final = re.compile(
    f"(?<![{HAN}{DOTS}])(?P<name>[{HAN}]{{2,4}})(?=不慎(?:将|遗失|丢失)|遗失[^。\\n]{{0,16}}声明)"
)
_DOT: Final = re.compile(f"[{DOTS_OR_STOP}]")
_ROLE: Final = re.compile(f"(?:{'|'.join(word for word in ROLE.split('|') if len(word) > 1)})(?:姓名|名称)?")
_PARTY: Final = re.compile(
    "(?:借款|贷款|投保|被保险|担保|保证|受益|持卡|领款|受害|被害|求助|报案|举报|投诉|来访|来电|反映|申请|委托|受托|代办|经办|承办|联系|负责|被告|辩护|"
    "代理|监护|参保|承包|转让|受让|出租|承租|出借|见证|当事|责任)人|(?:查勘|协管|专管|安全|联络|业务|信贷|网格|监督|记账)员|其(?:母亲|父亲|妻子|丈夫|儿子|女儿|[子女妻夫父母弟兄姐妹])|"
    "(?:储|农|贫困|当)户|户主|车主|死者|伤者|客户|投资者|老人|我(?:先生|太太|爱人|老公|老婆|丈夫|妻子|儿子|女儿|父亲|母亲)"
)
"""Words that are always somebody: what begins like a name right behind one, and ends before what people do, is one."""
_TITLED: Final = re.compile(
    f"(?<![{HAN}{DOTS}])(?P<name>{surname_class(SurnameTier.USUAL)}[{HAN}]{{1,2}})(?:同志|先生|女士|小姐)(?![{HAN}]?[们行])"
)
"""A name that a form of address ends, at the start of a clause: 褚遂年|同志."""
_MARK: Final = re.compile("[\\s\"'“”「(]{0,4}[:=]?[\\s\"'“”「]{0,4}")
_LABEL: Final = re.compile(r"\)\s?[:=]")
"""What shows that a bracket behind a role belongs to a label: 汇款人姓名(英文):"""
_RUN: Final = re.compile(f"[{HAN}][{HAN}{DOTS}]{{1,14}}(?=$|[^{HAN}{DOTS}])")
_HAN_NAME: Final = re.compile(f"{_ANY_SURNAME}[{HAN}]{{1,2}}")
_PARTY_SCORE: Final = 0.6
_PARTY_END: Final = {2: re.compile("[,(，。;、]"), 3: re.compile("[,(，。;、]|的|[于在][0-9]")}
"""What may stand behind a name of so many characters right behind such a word: 申请人储时健|的材料."""
_UNSURNAMED: Final = re.compile(f"[{HAN}]{{3,6}}(?=[,(，。;、])")
"""What may be a name without a surname there: 参保人|才让东主."""
_HARDLY: Final = 1
"""Highest level of the tagger's belief in a person where it all but rules one out."""
_RESUME_SIGN: Final = re.compile(
    "[男女岁籍]|[0-9]年|出生|生于|大学|本科|硕士|博士|研究生|高级|中共|汉族|无境外|中国公民|曾用名"
)
_RESUME: Final = re.compile(
    rf"(?:^|[\n。;!?]|[0-9][.、)])\s*(?P<name>{_ANY_SURNAME}[{HAN}]{{1,2}})(?:先生|女士|同志)?\s*(?:\([^()]{{1,14}}\))?\s*[,:、\s]\s*"
    "(?:男|女|汉族?|[0-9]{4}[年./-]|[0-9]{2}岁|中国国籍|中国公民|中国籍|无境外|生于|出生|大学|本科|硕士|博士|研究生|高级|中共|籍贯|曾用名)"
)
_NUMBER: Final = re.compile(
    r"[\s,:()/、;|-]{0,3}(?:(?:\+?[0-9]{2}[- ]?)?[0-9]{11}|[0-9]{15}|[0-9]{17}[Xx]|[0-9]{16,19})(?![0-9])|"
    r"[\s,:]?\(?(?:身份证|证件号|手机号?|联系电话|电话[:号0-9]|男[,\s)、]|女[,\s)、])"
)
_KIN_OR_POST: Final = "人户主方员偶计纳理师表妻夫父母子女儿弟兄姐妹友"
_BEFORE_NUMBER: Final = re.compile(
    f"(?:(?<![{HAN}{DOTS}])|(?<=[{_KIN_OR_POST}]))(?P<name>{_ANY_SURNAME}[{HAN}]{{1,2}})$"
)
_NUMBER_SIGN: Final = re.compile("[0-9]{11}|身份证|证件号|手机|电话|[男女][,\\s)、]")
_PAIR: Final = re.compile(
    r"[\"']?(?P<key>[^\s:=,;\"'{}\[\]()、。]{1,16})[\"']?\s*[:=]\s*[\"']?(?P<value>[^,;\"'{}\[\]\n&|。\\]{2,40})"
)
PLACE_AFTER: Final = re.compile(
    f"[(][{HAN}][)][{HAN}]{{0,4}}字|(?:商贸|贸易|建材|物流|实业|食品|电器|机械)(?![{HAN}])|[(](?:集团|控股|中国|有限合伙)|[(][{HAN}]{{2,6}}[)][{HAN}]{{2,16}}?(?:公司|集团|银行|合伙企业)|(?:固收|固定收益|纯债|短债|净值型)|"
    "(?:银行|股份|证券|基金|保险)(?!" + OF_A_PERSON + ")|"
    "(?:路|街|镇|乡|村|区|县|寺|庙|庄|故居|纪念馆|大学|中学|小学|杯|奖|牌|公司|集团|支行|医院|药业|酒业|大厦|广场|大道|机场|港|湾|桥|大桥|有限|实业|"
    "文化(?:讲座|节|园|馆|公司|广场|街|艺术|研究|遗产)|精神(?:教育|传承|宣讲|学习|研讨|展|报告)|心学|学说|思想研|文学(?!学)|诗词|书院|书法|志愿服务队|志愿者协会|"
    "诞辰|旅游节|艺术节|电影节|音乐节|读书节|专场|基金会|研究会|讲坛|陈列馆|"
    "品牌|大酒店|酒店|商城|商场|超市|小区|花园|社区|街道|开发区|高新区|新区|科技园|产业园|工业园|火车站|高铁站|水库|水闸|船闸|泵站|水电站|电站|煤矿)|"
    '记[”"」]|'
    r"(?:[银保监证金税财]{0,4}(?:罚?决?字|监|发|办|函|规|复)?){0,2}[〔(\[【][0-9]{4}[〕)\]】]"
)
"""What follows a word that only looks like a person's name: a road, a company, the year of a document's number."""

_BEHIND_DOTTED: Final = frozenset("于因")
"""Characters of foreign names that behind one are words: 艾合买提江|于5月."""
_HAN_OR_DIGIT: Final = re.compile(f"[{HAN}0-9]")
_ADDRESSED: Final = re.compile("^.(?:总|工|姐|哥|先生|女士|小姐|经理|主任|老师|老板|阿姨|大爷)$")
_SAYING: Final = frozenset("说称讲问答谈指认告表介回写要到曾已将被把对从为是在于")


def proven_names(text: str, reading: Reading) -> Iterator[Candidate]:
    """Names that stand in a fixed form: alone behind a role, in parts with dots, before a number.

    Args:
        text: The folded text.
        reading: What the tagger made of it.

    Returns:
        Candidates, the surest form first.
    """
    yield from _behind_roles(text, reading)
    yield from _behind_parties(text, reading)
    for match in _TITLED.finditer(text):
        if not is_thing(match.group("name")):
            yield Candidate(*match.span("name"), 0.8, "text.title")
    if _DOT.search(text) is not None:
        for match in _DOTTED.finditer(text):
            start, end = _on_edges(reading, *match.span())
            end -= text[end - 1] in _BEHIND_DOTTED and _HAN_OR_DIGIT.match(text, end) is not None
            if text[start - 1 : start] != "《" and PLACE_AFTER.match(text, end) is None:
                yield Candidate(start, end, 0.9, "text.dotted")
    if _NUMBER_SIGN.search(text) is not None:
        yield from _before_numbers(text)


def names_in_resumes(text: str, reading: Reading) -> Iterator[Candidate]:
    """Names that a CV's form shows: 司增勤,男,汉族.

    Args:
        text: The folded text.
        reading: What the tagger made of it.

    Returns:
        Candidates from left to right.
    """
    if _RESUME_SIGN.search(text) is not None:
        for match in _RESUME.finditer(text):
            yield from _if_free(text, reading, *match.span("name"), "text.resume")


def could_be(reading: Reading, start: int, end: int, score: float) -> bool:
    """Whether the tagger's words leave room for a name: it begins and ends with words, and holds no ordinary one."""
    if not reading.is_edge(start) or not reading.is_edge(end):
        return False
    common = reading.longest_common_word(start, end)
    return common < 2 or (common == end - start > 2 and score >= 0.9)


def names_in_pairs(text: str) -> Iterator[Candidate]:
    """Values of keys that name persons: xm=…, "姓名":"…". text: folded. Yields candidates from left to right."""
    if ":" not in text and "=" not in text:
        return
    for match in _PAIR.finditer(text):
        key = match.group("key")
        # `name` in a record may name anything; in a table the cells around it would tell.
        evidence = NameEvidence.PARTY if key.lower() == "name" else name_evidence(key)
        if evidence >= NameEvidence.PARTY:
            at = match.start("value")
            value = match.group("value").rstrip()
            for name in names_in_bare_cell(value, evidence) or ():
                if _is_plausible(value[name.start : name.end]):
                    yield Candidate(name.start + at, name.end + at, name.score, "text.pair")


def _is_plausible(value: str) -> bool:
    """Whether a value without a column behind it may be a name: 电话 after 联系人: is none."""
    compact = value.replace(" ", "")
    if is_word(compact):
        return likeness(compact) >= 0.75
    return value.isascii() or name_score(compact, places=False) >= 0.4 or is_minority_like(compact)


def _behind_roles(text: str, reading: Reading) -> Iterator[Candidate]:
    for role in _ROLE.finditer(text):
        mark = _MARK.match(text, role.end())
        start = mark.end() if mark else role.end()
        run = _RUN.match(text, start)
        if run is None or _ADDRESSED.search(run.group()) or _LABEL.match(text, run.end()):
            continue
        value, end = run.group(), run.end()
        score = name_score(value)
        if start > role.end():
            sure = (len(value) <= 4 and score >= 0.25) or (score > 0 and is_minority_like(value))
            sure = sure and not _is_common(value, start, end, reading)
        else:
            sure = score >= 0.75 and value[-1] not in _SAYING and could_be(reading, start, end, score)
        if sure:
            yield Candidate(start, end, 0.85, "text.role")


def _is_common(value: str, start: int, end: int, reading: Reading) -> bool:
    """Whether a piece without a surname is an ordinary word: 主任(扩大)会议, 信用农户:建立白名单."""
    if surname_of(value)[1] > SurnameTier.NONE or reading.begins[start] > _HARDLY:
        return False
    return reading.longest_common_word(start, end) == end - start


def _behind_parties(text: str, reading: Reading) -> Iterator[Candidate]:
    """Names between a word for somebody and one of what people do or have: 借款人江立资料缺失, 由其子甄长二代领."""
    for role in _PARTY.finditer(text):
        for length in (3, 2):
            start, end = role.end(), role.end() + length
            name = text[start:end]
            ends = text[end : end + 2] in FOLLOWING or _PARTY_END[length].match(text, end) is not None
            if not ends or not _HAN_NAME.fullmatch(name) or name[-1] in _SAYING:
                continue
            score = name_score(name)
            if score >= _PARTY_SCORE and reading.longest_common_word(start, end) < 2:
                yield Candidate(start, end, 0.85, "text.party")
                break
        else:
            other = _UNSURNAMED.match(text, role.end())
            if other is not None and is_minority_like(other.group()):
                yield Candidate(*other.span(), 0.8, "text.party")


def names_of_losers(text: str) -> Iterator[Candidate]:
    """Who declares a document lost: ▲吉才让不慎遗失保险合同. text: folded. Yields candidates from left to right."""
    if "失" not in text:
        return
    for match in _LOSER.finditer(text):
        name = match.group("name")
        sure = name_score(name) >= _PARTY_SCORE or is_minority_like(name)
        if sure and not is_word(name) and not is_thing(name):
            yield Candidate(*match.span("name"), 0.8, "text.party")


def _before_numbers(text: str) -> Iterator[Candidate]:
    for number in _NUMBER.finditer(text):
        match = _BEFORE_NUMBER.search(text, max(0, number.start() - 5), number.start())
        if match is not None and name_score(match.group("name")) >= 0.4:
            yield Candidate(*match.span("name"), 0.85, "text.number")


def _if_free(
    text: str, reading: Reading, start: int, end: int, rule: str, *, least: float = 0.4
) -> Iterator[Candidate]:
    score = 0.0 if _ADDRESSED.search(text[start:end]) else name_score(text[start:end])
    if score >= least and could_be(reading, start, end, score):
        yield Candidate(start, end, 0.85, rule)


def _on_edges(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """A dotted name moved to the tagger's words: out to the edge of a name or noun, back from a verb."""
    left, right = start, end
    while not reading.is_edge(left) and start - left < 3:
        left -= 1
    while not reading.is_edge(right) and right - end < 3:
        right += 1
    if right > end and reading.labels[right - 1] in VERBAL:
        right = end
        while not reading.is_edge(right) and end - right < 2:
            right -= 1
    return (left if reading.is_edge(left) else start), (right if reading.is_edge(right) else end)
