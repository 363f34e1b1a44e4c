"""Places in a text that hold things, however like names they look: values of keys of things, lists of one kind."""

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from desensitize.people.cells import Candidate
from desensitize.people.headers import NameEvidence, name_evidence
from desensitize.people.surnames import HAN

_PAIR: Final = re.compile(
    f"(?:(?<=[,;、|&。{{\\s\"'])|^)(?P<key>[{HAN}]{{2,8}})[\"']?\\s*[:=]\\s*[\"']?(?P<value>[{HAN}]{{2,8}})(?=$|[,;、|&。}}\\s\"'])"
)
"""A key and a value without a clause in it: 品牌:白云; type=…"""
_ITEM: Final = f"[{HAN}]{{2,6}}"
_KIND: Final = (
    "街道|社区|乡镇|乡|镇|村(?![民干支主])|道路|路段|路口|地铁站|车站|地区|地(?=[,。;、的]|$)|小区|景区|品牌|商标|"
    "(?:上市|保险|证券|基金|信托)?公司(?![高员职领负法股董监经老的])|企业(?![高员职领负法股董监经家老的])|银行(?![高员职行])|股票|个股|产品"
)
_SOME: Final = "[0-9一二两三四五六七八九十]"
_END: Final = f"(?=$|[^{HAN}]|[开进实完均已将先提]|集体)"
_LIST: Final = re.compile(
    f"(?P<list>{_ITEM}(?:、{_ITEM}){{1,60}})(?:"
    f"等(?:(?:{_SOME}|[几多数]){{1,3}}[个条家只座款])?(?:试点|示范|重点|行政|自然|脱贫|相关)?(?:{_KIND}){_END}|"
    f"{_SOME}{{1,2}}(?:个?(?:街道|社区|乡镇|[镇乡村县])|[只款](?:私募|公募|理财|信托|保险)?(?:产品|基金)){_END}|"
    "等?(?:涨停|跌停|[涨跌]幅居前|领涨|领跌|走强|走弱|跟涨))"
)
"""Things told one by one and then what they all are: 万松、花楼等街道; 安乐、丰收、康宁三镇."""
_NEVER: Final = frozenset(
    {"信息", "简历", "简介", "利益", "关系", "付息日", "周转金", "印鉴", "计票", "南向通", "北向通"}
)
"""Nouns that begin with a surname, bear no other reading, and stand where names do: 被执行人信息, 候选人简历."""
_BEGUN: Final = re.compile(
    '.族(?![兴旺])|.代(?:证|身份证)|.渠(?!道)|.(?:大院|院子)|氏(?:兄弟|家族|集团|宗|食品)|[岗班]["”」]|.(?:故里|剪纸|刺绣|泡馍|豆腐|烧饼)|'
    ".(?:煤矿|铁矿|金矿)|.[0-9]{1,3}(?:个月|天|号|期)(?:定开|持有|封闭|理财|产品)|志愿(?:者|服务)|.(?:数学|物理|经济学?|经济科学|文学|金融|科技|教育)奖"
)
"""What a last character and those behind it may begin: 雷锋|志愿服务队, 华罗庚数学奖, 蒙古族."""
_THING: Final = re.compile(f".{{2,}}矿|.{{3,}}村|[{HAN}][A-Z]")
"""A mine, a village and the head of a plate (云A)."""
_BRANDS: Final = re.compile(
    f'(?P<list>(?:["“「][{HAN}]{{2,8}}["”」]、?){{2,60}})(?:等)[{HAN}]{{0,8}}?(?:品牌|商标|字号|产品|食品|团队|柜组|班组)'
)
"""“马大姐”“王小卤”等消费品牌."""
_SHOWN: Final = frozenset({"text.number", "text.resume"})
"""Rules by which what stands beside a name shows it: 处罚信息：倪海燕，身份证号码…"""
_DIGIT: Final = re.compile("[0-9]")


def without_things(text: str, names: Sequence[Candidate]) -> list[Candidate]:
    """Names but those that are the whole of what is shown to be a thing.

    Args:
        text: The folded text.
        names: Names found in it.

    Returns:
        The others, in the same order.
    """
    names = [
        name for name in names if not (_is_no_name(text[name.start : name.end]) or _BEGUN.match(text, name.end - 1))
    ]
    for denied in (sorted(_values(text)), sorted(_members(text)), sorted(_branded(text))) if names else ():
        names = [name for name in names if name.rule in _SHOWN or not _is_within(name, denied)]
    return list(names)


def _is_within(name: Candidate, places: Sequence[tuple[int, int]]) -> bool:
    """Whether a name lies in one of the places, which are in order and do not overlap."""
    at = bisect_right(places, (name.start, sys.maxsize)) - 1
    return at >= 0 and name.end <= places[at][1]


def _is_no_name(value: str) -> bool:
    """Whether a word names nobody wherever it stands; a court's number (鲁0191) is cut from the number of a case."""
    return value in _NEVER or _THING.fullmatch(value) is not None or _DIGIT.search(value) is not None


def _values(text: str) -> Iterator[tuple[int, int]]:
    if ":" in text or "=" in text:
        for pair in _PAIR.finditer(text):
            if name_evidence(pair.group("key")) is NameEvidence.AGAINST:
                yield pair.span("value")


def _branded(text: str) -> Iterator[tuple[int, int]]:
    if "等" in text:
        for found in _BRANDS.finditer(text):
            yield found.span("list")


def _members(text: str) -> Iterator[tuple[int, int]]:
    """Members of lists of things; the first may have words before it, of which nothing is known."""
    if "、" in text:
        for found in _LIST.finditer(text):
            at = found.start("list")
            for item in found.group("list").split("、"):
                yield at, at + len(item)
                at += len(item) + 1
