"""Places where somebody is named if anything like a name stands there: behind a word for a person, before an action.

What such a word is shows in its last character: one who does something (报案|人, 查勘|员), a relation (岳|母, 表|弟), a
post (科|长, 主|任). No list of such words is ever whole.
"""

import re
from typing import Final

from desensitize.people.edges import FOLLOWING
from desensitize.people.headers import ROLES
from desensitize.people.surnames import HAN
from desensitize.people.words import ROLE, TITLE_AFTER
from desensitize.tagger import UNREAD, VERBAL, Reading

_ROLES: Final = ROLES | {word for word in ROLE.split("|") if len(word) > 1}
_LONGEST: Final = max(map(len, _ROLES))
_LAST: Final = frozenset(word[-1] for word in _ROLES)
_DOER: Final = frozenset("人员师者官")
_KIN: Final = frozenset("父母妻夫女儿弟兄哥姐妹叔婶伯姑姨舅爷奶侄媳婿孙友")
_POST: Final = frozenset("长主工户手生商客任记理监总岗书护纳计代表民")
_NOBODY: Final = frozenset(
    re.findall(
        "..",
        "个人主人他人别人本人等人两人二人三人无人有人法人人员官员全员动员或者前者后者笔者再者编者增长成长延长生长特长"
        "民主自主为主施工用工加工手工完工开工竣工账户开户手续发生产生民生卫生协商招商工商外商任何责任信任担任管理"
        "办理处理受理清理监管书面保护维护缴纳统计合计共计审计设计预计累计年代报表图表人民子女妇女男女",
    )
)
"""Words that end like one for somebody and are none, or are everybody."""

_GROUP: Final = re.compile("[0-9一二三四五六七八九十](?:班|组|队|社|连|排|岗|栋|号楼|车间|门市|小队)$")
"""A numbered group, of which a member is named next: 会计2103班|秘晓彤."""
_GROUP_LAST: Final = frozenset("班组队社连排岗栋楼间市")
_SIGNS: Final = frozenset(":“\"'( =")
_ROLE_LIKE: Final = re.compile(
    f"(?<=[{HAN}])[{''.join(sorted(_DOER | _KIN | _POST))}](?=[:“\"'( =]{{0,2}}[{HAN}])|"
    f"其[父母妻夫子女弟兄姐妹](?=[{HAN}])"
)


def left_of(text: str, start: int, reading: Reading) -> str:
    """What kind of word for somebody a piece stands behind.

    Args:
        text: The folded text.
        start: First character of the piece.
        reading: What the tagger made of the text.

    Returns:
        `R` listed, `d` one who does, `k` kin, `p` a post, `g` a numbered group, with `:` behind it where a sign stands
        between; empty for none.
    """
    at = start
    while at and start - at < 3 and text[at - 1] in _SIGNS:
        at -= 1
    if at < 2:
        return ""
    sign = ":" if at < start else ""
    last = text[at - 1]
    if last in _GROUP_LAST and _GROUP.search(text, max(0, at - 4), at):
        return f"g{sign}"
    kind = "d" if last in _DOER else "k" if last in _KIN else "p" if last in _POST else ""
    if not kind and last not in _LAST:
        return ""
    tail = text[max(0, at - _LONGEST) : at]
    if any(tail[place:] in _ROLES for place in range(len(tail) - 1)):
        return f"R{kind}{sign}"
    if not kind or text[at - 2 : at] in _NOBODY or not (sign or reading.is_edge(start)):
        return ""
    return kind + sign


def right_of(text: str, end: int, reading: Reading) -> str:
    """What a piece ends before: a sign or the end (`e`), a mark of lists (`l`), a title, an action, another word."""
    if end >= len(text) or not "\u3400" <= text[end] <= "\u9fff":
        return "l" if text[end : end + 1] in {"、", "/"} else "e"
    if text[end : end + 2] in FOLLOWING:
        return "F"
    if TITLE_AFTER.match(text, end):
        return "t"
    if not reading.is_edge(end):
        return "c"
    label = reading.labels[end]
    return "e" if label == UNREAD else "v" if label in VERBAL else "n"


def open_places(text: str) -> frozenset[int]:
    """Places behind a word for somebody. text: folded."""
    found = []
    for match in _ROLE_LIKE.finditer(text):
        if text[match.end() - 2 : match.end()] in _NOBODY:
            continue
        at = match.end()
        while text[at] in _SIGNS:
            at += 1
        found.append(at)
    return frozenset(found)
