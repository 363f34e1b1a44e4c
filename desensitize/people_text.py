"""Names in sentences: what the tagger saw, cleaned, and what roles, titles, lists and neighbours prove."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from desensitize.people_cells import Candidate, names_in_bare_cell
from desensitize.people_company import is_in_company
from desensitize.people_headers import NameEvidence, name_evidence
from desensitize.people_shape import compound_names, names_by_shape
from desensitize.people_surnames import DOTS, HAN, SurnameTier, given_characters, surname_class, surname_of
from desensitize.people_words import MASKED, ROLE, TITLE_END, is_masked, is_minority_like, is_thing, name_score
from desensitize.tagger import VERBAL, Reading, Tagged

_SURE: Final = 0.65
"""Likeness from which characters alone make a name likely."""

_SURNAME: Final = surname_class(SurnameTier.USUAL)
_ANY_SURNAME: Final = surname_class(SurnameTier.RARE)
_SOUNDS: Final = (
    "阿埃艾爱安昂奥巴拜邦保贝本比彼宾波伯博布查达戴丹道德登迪蒂丁杜顿多厄恩尔法凡范菲费芬夫弗福盖甘冈戈格根贡古圭哈海汉豪赫亨胡华霍基吉加贾简杰金卡凯坎康考柯科克肯孔库奎昆拉莱兰朗劳勒雷里理利莉连列林琳"
    "卢鲁路伦罗洛吕马玛迈曼芒梅门蒙米密明摩莫姆穆拿纳娜南瑙内能尼妮纽农努诺欧帕派潘庞佩彭皮珀平珀普奇齐恰钱乔切琴琼让热日荣萨塞赛桑瑟森沙山尚舍圣施什石史舒朔丝司斯思松苏索塔泰坦汤唐陶特腾提田廷汀通图托瓦万威韦维魏温沃乌武西希锡夏香肖谢辛欣休许雅亚延扬耶叶伊依易因英尤于约赞泽扎詹张珍治朱卓兹宗佐"
    "吾买斯克孜依提不都玉义再敏甫刘孜尼亚木合塞德吐尔逊玉卜沙洪库班热肉孜古丽艾合麦力别汗江尤娃婭莎茜珊妲"
)
"""Characters that spell foreign and minority names."""
_DOTTED: Final = re.compile(f"[{_SOUNDS}]{{1,8}}(?:[{DOTS}][{_SOUNDS}]{{1,8}}){{1,4}}")

_STRONG_ROLE: Final = "|".join(word for word in ROLE.split("|") if len(word) > 1)
_ROLED: Final = tuple(
    re.compile(
        rf"(?:{_STRONG_ROLE})(?:姓名|名称)?(?:[\s:=\"'“”「(]{{0,4}}|为|是|系|由)(?P<name>{_SURNAME}[{HAN}]{{{given}}})"
    )
    for given in (2, 1)
)
_ROLED_CLOSED: Final = re.compile(
    rf"(?:{_STRONG_ROLE})(?:姓名|名称)?(?P<mark>[\s\"'“”「]*[:=]?[\s\"'“”「]*)(?P<name>[{HAN}][{HAN}{DOTS}]{{1,14}})(?=$|[^{HAN}{DOTS}])"
)
_TITLED: Final = re.compile(
    rf"(?P<name>{_SURNAME}[{HAN}]{{1,2}})(?=(?:先生|女士|小姐|同志|老师|律师|法官|医生|教授|博士|总经理|经理|主任|局长|处长|科长|行长|董事长|书记|主席)(?![{HAN}]{{0,2}}(?:制|室)))"
)
_RESUME: Final = re.compile(
    rf"(?:^|[\n。;!?]|[0-9][.、)])\s*(?P<name>{_ANY_SURNAME}[{HAN}]{{1,2}})(?:先生|女士|同志)?\s*(?:\([^()]{{1,14}}\))?\s*[,:、\s]\s*"
    "(?:男|女|汉族?|[12][0-9]{3}[年./-]|[0-9]{2}岁|中国国籍|中国公民|中国籍|无境外|生于|出生|大学|本科|硕士|博士|研究生|高级|中共|籍贯|曾用名)"
)
_NUMBERED: Final = re.compile(
    rf"(?:(?<![{HAN}{DOTS}])|(?<=[人户主方员偶]))(?P<name>{_ANY_SURNAME}[{HAN}]{{1,2}})(?=[\s,:()/、;|-]{{0,3}}(?:\+?86[- ]?)?(?:1[3-9][0-9]{{9}}|[1-9][0-9]{{16}}[0-9Xx]|62[0-9]{{14,17}})(?![0-9]))|"
    rf"(?:(?<![{HAN}{DOTS}])|(?<=[人户主方员偶]))(?P<name2>{_ANY_SURNAME}[{HAN}]{{1,2}})(?=[\s,:]?\(?(?:身份证|证件号|手机号?|联系电话|电话[:号0-9]|男[,\s)、]|女[,\s)、]))"
)
_PAIR: Final = re.compile(
    r"[\"']?(?P<key>[^\s:=,;\"'{}\[\]()、。]{1,16})[\"']?\s*[:=]\s*[\"']?(?P<value>[^,;\"'{}\[\]\n&|。\\]{2,40})"
)
_LISTED: Final = re.compile(rf"[{HAN}{DOTS}]{{2,12}}(?:\s*[、/]\s*[{HAN}{DOTS}]{{2,12}}){{1,60}}")
_PLACE_AFTER: Final = re.compile(
    "(?:路|街|镇|乡|村|区|县|寺|庙|庄|故居|纪念馆|大学|中学|小学|杯|奖|牌|公司|集团|银行|支行|医院|药业|酒业|大厦|广场|大道|机场|港|湾|桥|大桥|股份|有限|证券|基金|保险|实业|"
    "品牌|大酒店|酒店|商城|商场|超市|小区|花园|社区|街道|开发区|高新区|新区|科技园|产业园|工业园|火车站|高铁站|水库|水电站|电站|煤矿)|"
    r"(?:[银保监证金税财]{0,4}(?:罚?决?字|监|发|办|函|规|复)?){0,2}[〔(\[【][0-9]{4}[〕)\]】]"
)
_INVENTED_START: Final = re.compile(f"任(?=[{HAN}]{{3}})")
_ADDRESSED: Final = re.compile("^.(?:总|工|姐|哥|先生|女士|小姐|经理|主任|老师)$")
_POLITE: Final = re.compile("先生|女士")
_SAYING: Final = frozenset("说称讲问答谈指认告表介回写要到曾已将被把对从为是在于")
_PREPOSITIONS: Final = frozenset("由与向和对给被将把经让请找因为从由但")
_LAST: Final = given_characters() - frozenset(
    "同和在来有用方向长干学多大太里进通运可生言立定常当并至由从与及为等已被将把对要会能还称说叫让给找问得着过又再也都只就很最更年月日时元人名户号家一上下中金本"
)
_LEAST_SURE: Final = 0.2
_LEAST_UNSURE: Final = 0.5
_HAN: Final = re.compile(f"[{HAN}]")


def names_in_text(text: str, reading: Reading, *, surnames: bool = False) -> tuple[Candidate, ...]:
    """Names in one text.

    Args:
        text: The folded text.
        reading: What the tagger made of it.
        surnames: Whether 马 of 马先生 counts as well: in documents it does, in a cell it names nobody.

    Returns:
        Names from left to right, none overlapping.
    """
    found = _Found(len(text))
    found.take(_by_labels(text, reading))
    found.take(compound_names(text, reading))
    found.take(_by_tagger(text, reading, surnames=surnames))
    found.take(_by_neighbours(text, reading))
    found.take(names_by_shape(text, reading))
    found.take(_by_lists(text, tuple(found.names)))
    found.take(_repeated(text, found.names))
    return tuple(sorted(found.names, key=lambda name: name.start))


class _Found:
    """Names taken so far; the first to claim a character keeps it."""

    def __init__(self, length: int) -> None:
        self.names: list[Candidate] = []
        self._taken = bytearray(length)

    def take(self, candidates: Iterable[Candidate]) -> None:
        for name in candidates:
            if 1 not in self._taken[name.start : name.end]:
                self._taken[name.start : name.end] = b"\1" * (name.end - name.start)
                self.names.append(name)


def _by_labels(text: str, reading: Reading) -> Iterator[Candidate]:
    """Values of keys that name persons, and names that stand alone behind a role and a colon."""
    for match in _PAIR.finditer(text):
        evidence = name_evidence(match.group("key"))
        if evidence >= NameEvidence.PARTY:
            at = match.start("value")
            for name in names_in_bare_cell(match.group("value").rstrip(), evidence) or ():
                yield Candidate(name.start + at, name.end + at, name.score, "text.pair")
    for match in _ROLED_CLOSED.finditer(text):
        value, marked = match.group("name"), match.group("mark")
        score = name_score(value)
        if _ADDRESSED.search(value):
            continue
        if marked:
            sure = (len(value) <= 4 and score >= 0.25) or (score > 0 and is_minority_like(value))
        else:
            sure = score >= 0.75 and value[-1] not in _SAYING and _could_be(reading, *match.span("name"), score)
        if sure:
            yield Candidate(*match.span("name"), 0.85, "text.role")
    for match in _DOTTED.finditer(text):
        start, end = _on_edges(reading, *match.span())
        if text[start - 1 : start] != "《" and _PLACE_AFTER.match(text, end) is None:
            yield Candidate(start, end, 0.9, "text.dotted")
    for match in _NUMBERED.finditer(text):
        group = "name" if match.group("name") else "name2"
        if name_score(match.group(group)) >= 0.4:
            yield Candidate(*match.span(group), 0.85, "text.number")


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


def _by_neighbours(text: str, reading: Reading) -> Iterator[Candidate]:
    """Names that the form of a CV, a title or a role shows where the tagger saw none."""
    rules = (("resume", _RESUME), ("title", _TITLED), *(("role", pattern) for pattern in _ROLED))
    for rule, pattern in rules:
        for match in pattern.finditer(text):
            start, end = match.span("name")
            score = name_score(text[start:end])
            if score >= 0.4 and _could_be(reading, start, end, score):
                yield Candidate(start, end, 0.85, "text." + rule)


def _could_be(reading: Reading, start: int, end: int, score: float) -> bool:
    """Whether the tagger's words leave room for a name here: it begins and ends with words, and holds no ordinary one."""
    if not reading.is_edge(start) or not reading.is_edge(end):
        return False
    common = reading.longest_common_word(start, end)
    return common < 2 or (common == end - start and score >= 0.85)


def _by_tagger(text: str, reading: Reading, *, surnames: bool) -> Iterator[Candidate]:
    for name in reading.names:
        if name.kind == "PERSON":
            cleaned = _cleaned(text, name, reading, surnames=surnames)
            if cleaned is not None:
                yield cleaned


def _cleaned(text: str, name: Tagged, reading: Reading, *, surnames: bool) -> Candidate | None:
    """The tagger's name without titles and stray signs, or None when it is no name."""
    start, end = _trimmed(text, name.start, name.end)
    title = TITLE_END.search(text, start, end)
    if title and title.start() > start:
        end = title.start()
    end = _with_last(text, start, end, reading)
    value = text[start:end]
    if not value or is_masked(value) or is_thing(value) or _HAN.search(value) is None or _INVENTED_START.match(value):
        return None
    if title is None and (_PLACE_AFTER.match(text, end) or is_in_company(text, end, reading)):
        return None
    if MASKED.match(text, end) or (start and text[start - 1] == "*"):
        return None
    if len(value) == 1:
        return Candidate(start, end, 0.5, "text.surname") if surnames and _is_subject(text, start, end) else None
    score = name_score(value)
    if name.probability < (_LEAST_SURE if score >= _SURE else _LEAST_UNSURE):
        return None
    return Candidate(start, end, round(min(0.95, (name.probability + max(score, 0.3)) / 2 + 0.1), 2), "text.lac")


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without signs at the ends and without a preposition that the tagger took for a surname."""
    while start < end and not _is_name_character(text[start]):
        start += 1
    while end > start and not _is_name_character(text[end - 1]):
        end -= 1
    if end - start >= 3 and text[start] in _PREPOSITIONS and surname_of(text[start + 1 : end])[1] >= SurnameTier.USUAL:
        start += 1
    return start, end


def _with_last(text: str, start: int, end: int, reading: Reading) -> int:
    """The end of the name with its last character, where the tagger left that outside as a word of its own: 苏浩|源."""
    if end >= len(text) or text[end] not in _LAST or not reading.is_edge(end) or not reading.is_edge(end + 1):
        return end
    length, tier = surname_of(text[start:end])
    return end + 1 if tier >= SurnameTier.USUAL and end - start == length + 1 else end


def _is_subject(text: str, start: int, end: int) -> bool:
    """Whether 马 in 马先生 is what a sentence is about, as in a CV; 福州马先生 of a news story names nobody."""
    known = surname_of(text[start:end] * 2)[1] >= SurnameTier.USUAL
    return known and _POLITE.match(text, end) is not None and (start == 0 or text[start - 1] in ",;。\n ")


def _is_name_character(character: str) -> bool:
    return _HAN.match(character) is not None or character.isalnum()


def _by_lists(text: str, found: Sequence[Candidate]) -> Iterator[Candidate]:
    """The other members of 张三、李四、王五 when one of them is known to be a person."""
    begins = {name.start for name in found}
    for match in _LISTED.finditer(text):
        members = [
            (m.start() + match.start(), m.end() + match.start()) for m in re.finditer(r"[^、/\s]+", match.group())
        ]
        if not any(start in begins for start, _ in members):
            continue
        for start, end in members:
            value = text[start:end]
            if name_score(value) >= 0.5:
                yield Candidate(start, end, 0.75, "text.list")


def _repeated(text: str, found: Sequence[Candidate]) -> list[Candidate]:
    """Further places of the names already found in the same text."""
    again: list[Candidate] = []
    for value in {text[name.start : name.end] for name in found if name.score >= 0.6}:
        if len(value) >= 3 or name_score(value) >= 0.75:
            at = text.find(value)
            while at >= 0:
                again.append(Candidate(at, at + len(value), 0.7, "text.again"))
                at = text.find(value, at + len(value))
    return sorted(again, key=lambda name: name.start)
