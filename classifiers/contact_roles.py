"""Whose address, telephone or mailbox it is in running text: at home and private, or of an office.

Looks only at the words around a span. What an office publishes to be reached by stays (政府信息公开条例 art. 20).
"""

import re
from collections.abc import Container, Sequence
from typing import Final

from classifiers.text_span import CLAUSE_END, TextSpan, line_of

PRIVATE: Final = "private"
HOME: Final = "home"
OFFICE: Final = "office"
_HOME_BEFORE: Final = re.compile(
    r"(?:住址|家庭(?:住址|地址)|户籍(?:地|所在地|地址)?|现住址?|居住地?(?:址)?|居住信息\s?[0-9]{0,2}|[常租]住地(?:址)?|(?:配送|收货|送货|派送)地址(?:还|就|仍)?|住处|家(?:住|在)|"
    r"户[籍口](?:已)?迁[出入往]?至|住在|居住在|身份证(?:住址|地址)|住|<(?:jt)?zz>|"
    r"[Hh]ome(?: address)?|家[,,])[\s::为是在于]{0,3}$"
)
_COLLATERAL_BEFORE: Final = re.compile(
    r"(?:抵押物|抵押房产|抵押房屋|房产|房屋|不动产)(?:所在地|所在|地址|坐落地?|位置)[\s::为是在于]{0,3}$"
)
_DOMICILE_BEFORE: Final = re.compile(r"(?:住所地?|地址|住所地址|通讯地址|联系地址)[\s::为是在于]{0,3}$")
_PERSON_LINE: Final = re.compile(r"(?:身份证|公民身份号码|护照|通行证|证件号|出生|[,,]\s*[男女][,,]|性别)")
_FIRM_WORD: Final = re.compile("公司|信用代码|营业|经营|机构|单位|合作社|银行|事务所")
_FIRM_LINE: Final = re.compile(f"法定代表|{_FIRM_WORD.pattern}")
# What tells that an address is where work is done, before it, in it or right behind it
_OFFICE_WORD: Final = re.compile(
    f"{_FIRM_LINE.pattern}|[局厅部]|(?<![属大小住号])院|办公|办事|委员会|管委会|中心|[大分主]厅|大厦|广场|商城|市场|窗口|柜台|注册|政府|学校|协会|"
    "[总支大]队|派出所|地点|集合|会议|开标|评标|我[所行司处]|本[所行司处]|工地|项目|经营|店|厂|摊|门市|公告|公示|寄[至送往到][我本]"
)
_NEAR: Final = 150  # characters before an address in which somebody is named
_AROUND: Final = 40
_VILLAGE_HOUSE: Final = re.compile(r"村[^,。\n]{0,6}组[^,。\n]{0,4}号")
# A flat is somebody's home where the sentence names a person and no firm: 甲位于某小区3幢2单元601室的房产
_FLAT: Final = re.compile(r"[0-9一二三四五六七八九十]+(?:[幢栋号]楼?|座)[^,。\n]{0,6}(?:单元|[0-9]{3,4}室?$)")
_ADDRESSEE: Final = re.compile("[你您](?![局行司单们公中院校所部厂社店会厅委办企机])")
_LABEL_ENDS: Final = "所址"  # 住所云川市…: the label's last character taken for the address's first
_LABEL_LENGTH: Final = 8  # a line that holds hardly more than 地址: or 住所地:
# of an authority, or of a desk: ir@…, service@…
_OFFICE_MAIL: Final = re.compile(
    r"@(?:[\w-]+\.)*(?:gov|org|edu)\.cn$|"
    r"^(?:ir|dsh|zqb|info|services?|customer|kefu|office|admin|contact|support|hr|pr|webmaster|public)[0-9]{0,2}@",
    re.IGNORECASE,
)
# 宅电:…; …(宅)
_HOME_PHONE_BEFORE: Final = re.compile(
    r"(?:宅电|(?:住宅|家庭|家中|家里|家)的?(?:固定)?(?:电话|固话|座机))(?:号码)?[\s::为是]{0,3}$"
)
_HOME_PHONE_AFTER: Final = re.compile(r"^\s?\((?:宅|住宅|家|家里|家中)\)")
# 敲门无应答,拨打座机…
_LINE_BEFORE: Final = re.compile(r"(?:座机|固话)(?:号码?)?[\s::为是]{0,3}$")
# 投诉人甲,联系电话:…
_THEIR_PHONE: Final = re.compile(
    r"^(?:先生|女士)?[,、;\s(]{0,3}(?:的|其)?(?:联系)?(?:电话|固话|座机|联系方式)(?:号码)?[\s::为是]{0,3}$"
)
# 意见可于12月1日前反馈,电子邮箱:…: the public is told to write there
_MAIL_TO: Final = re.compile(
    r"(?:反馈|意见|征求|征集|截止|投稿|报送|发送|发至|寄至|咨询|受理|监督|举报电|单位|官方|公开|我[局行委])(?:(?!联系人|姓名|手机)[^\n]){0,24}"
    r"(?<![^局行委会司处科院所]的)(?<![人偶其])(?:邮箱|邮件|e-?mail)[\s::为至到]{0,3}$",
    re.IGNORECASE,
)
_WINDOW: Final = 30


def address_role(
    text: str, span: TextSpan, people: Sequence[TextSpan], line: str, known: Container[int] = frozenset()
) -> str:
    """Tell whose address it is: home or office.

    text: the whole, full-width punctuation as ASCII. span: the address. people: findings of people and of their
    documents. line: what stands before the address in its line, or close before it. known: where the names end of those
    who act in office.
    """
    before = line + (text[span.start] if text[span.start] in _LABEL_ENDS else "")
    if _is_home_of(text, span, people) or _is_domicile_of(text, span, people, before):
        return HOME
    if _HOME_BEFORE.search(before):
        return HOME
    if _COLLATERAL_BEFORE.search(before) and _is_of_person(text, span, people):
        return HOME
    if _DOMICILE_BEFORE.search(before):
        start = max(text.rfind("。", 0, span.start), text.rfind(";", 0, span.start))
        lines = text[start + 1 : span.start].split("\n")
        whose = _whose_address(lines[-1], lines[-2] if len(lines) > 1 else "")
        if whose == HOME or _FIRM_LINE.search("".join(lines[-2:])):
            return whose
    if _VILLAGE_HOUSE.search(text[span.start : span.end]) and not _FIRM_LINE.search(line_of(text, span)):
        return HOME
    return HOME if _is_near_private(text, span, people, known) else OFFICE


def _is_near_private(text: str, span: TextSpan, people: Sequence[TextSpan], known: Container[int]) -> bool:
    """Whether the last who is named or numbered before it is somebody private, and no word tells of an office."""
    if _is_at_office(text, span):
        return False
    last = max((who.end for who in people if 0 <= span.start - who.end <= _NEAR), default=None)
    return last is not None and last not in known


def _is_at_office(text: str, span: TextSpan) -> bool:
    """Whether a word in the line before the span, in it or right behind it tells of an office."""
    head = max(text.rfind("\n", 0, span.start) + 1, span.start - _AROUND)
    behind = CLAUSE_END.split(text[span.end : span.end + _LABEL_LENGTH], maxsplit=1)[0]
    return _OFFICE_WORD.search(text[head : span.end] + behind) is not None


def _is_of_person(text: str, span: TextSpan, people: Sequence[TextSpan]) -> bool:
    """Whether the line tells of somebody and of no firm."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    end = len(text) if end < 0 else end
    return any(start <= who.start < end for who in people) and not _FIRM_WORD.search(text[start:end])


def _is_home_of(text: str, span: TextSpan, people: Sequence[TextSpan]) -> bool:
    """Whether a flat stands in a sentence with somebody's name and no firm's."""
    if not _FLAT.search(text[span.start : span.end]):
        return False
    start = max(text.rfind(end, 0, span.start) for end in "。;\n") + 1
    stop = CLAUSE_END.search(text, span.end)
    end = stop.start() if stop else len(text)
    is_named = (
        any(start <= who.start < end for who in people) or _ADDRESSEE.search(text[start : span.start]) is not None
    )
    return is_named and not _FIRM_WORD.search(text[start:end])


def _is_domicile_of(text: str, span: TextSpan, people: Sequence[TextSpan], before: str) -> bool:
    """Whether the label stands right behind somebody's name, with nothing between: 经营者甲住所:…"""
    label = _DOMICILE_BEFORE.search(before)
    if label is None:
        return False
    at = span.start - (len(before) - label.start())
    return any(-1 <= at - who.end <= 0 and "公司" not in text[who.start : at] for who in people)


def _whose_address(line: str, line_above: str) -> str:
    """An address with a bare label is of whoever its line, or else the line above, speaks of or to."""
    said = line if len(line) > _LABEL_LENGTH else line_above + line
    is_somebodys = _PERSON_LINE.search(said) or _ADDRESSEE.search(line)
    return HOME if is_somebodys and not _FIRM_LINE.search(said) else OFFICE


def telephone_role(text: str, span: TextSpan, private: Container[int]) -> str:
    """A line at home, or right behind the name of somebody private (who ends at one of these places)."""
    before, after = line_of(text, span)[-_WINDOW:], text[span.end : span.end + _LABEL_LENGTH]
    if _HOME_PHONE_BEFORE.search(before) or _HOME_PHONE_AFTER.search(after):
        return HOME
    if _LINE_BEFORE.search(before) and not _is_at_office(text, span):
        return HOME if any(at in private for at in range(max(0, span.start - _NEAR), span.start)) else OFFICE
    ends = (at for at in range(span.start, span.start - len(before), -1) if at in private)
    name = next(ends, None)
    return HOME if name is not None and _THEIR_PHONE.search(text[name : span.start]) else OFFICE


def mail_role(address: str, line: str) -> str:
    """Tell whose mail address it is: office or private. line: what stands before it in its line."""
    return OFFICE if _OFFICE_MAIL.search(address) or _MAIL_TO.search(line) else PRIVATE
