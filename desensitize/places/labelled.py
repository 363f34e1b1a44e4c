"""Addresses that a word before them announces (住址：老粮站院内东二排), whatever they are made of."""

import re
from collections.abc import Iterator
from typing import Final

from desensitize.people.surnames import HAN
from desensitize.places.parts import KNOWN, MARK, REGION, TOWN

_LABEL: Final = re.compile(
    "(?:(?:家庭|户籍|居住|通讯|通信|联系|详细|现|常住|暂住|收货|邮寄|送达|寄送)?(?:地址|住址)|居住地|户籍地|户籍所在地|现住址|住所|收货地|(?:不动产|房屋|房产|房地产)?坐落(?:地址|地)?)"
    r"[\"']?[ ]?(?:[:=为是][\"' ]{0,2}|变更为|改为)"
    f"|(?:租住地|户籍地)(?=[{HAN}]{{2,9}}[省市县区镇乡州盟旗])"
    "|户[籍口](?:已)?迁[出入往]?至"
    "|(?:现|暂|常|长期|目前|一直)?(?:居住|租住|借住|暂住|家住|现住|住)(?:于|在)"
    "|(?i:(?<![a-z])(?:dz|zz|jtzz|jtdz|txdz|addr|address)[\"']?[ ]?[:=>][\"' ]{0,2})"
)
_VALUE: Final = re.compile(rf"[{HAN}0-9A-Za-z·#()\-—–~/ ]{{4,60}}")
_CUT: Final = re.compile(
    "(?:[ ]?(?:电话|手机|联系|邮编|身份证|姓名|单位|收件)|走访|入户|上门|核查|的(?!尔)|后未"
    "|[(](?:电|手|联|邮|张|王|李|已|未)|无固定|已于|期间)"
)
_HOME: Final = re.compile(
    r"(?i:\b(?:home|home address|residential address|residence)[ ]?[:=][ ]?|\bresid(?:es|ing) at )"
)
_ENGLISH: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z .,#/'&-]{14,140}")
_STREET: Final = re.compile(
    r"(?i:\b(?:room|rm|flat|unit|apartment|apt|suite|building|block|floor|no|road|rd|street|st|avenue|ave|lane|district|city|village)\b)"
)
_ANY_DIGIT: Final = re.compile("[0-9]")
_PLACE_LIKE: Final = re.compile(rf"{MARK}|对面|旁边?$|隔壁|[东西南北]侧|[往向][东西南北]|附近|后面|前面|交叉口")
_ONLY_REGIONS: Final = re.compile(f"(?:{REGION}|{TOWN}|{KNOWN}|[ ,/\\-]){{1,8}}")
_HOME_TOWN: Final = re.compile(f"(?:{REGION}[ ,/\\-]?){{1,4}}{TOWN}")
_TAIL: Final = re.compile(
    "[街路巷弄里委]?(?:[0-9一二三四五六七八九十]{1,4}(?:号院|号楼|号|栋|幢|单元|层|楼|室|组|弄|委)[-之]?){1,6}(?:[0-9]{1,4}室?)?(?![0-9])"
)
"""Houses right behind an address."""
NO_HOME: Final = re.compile(
    r"\*|某|不详|同上|同户籍|同前|同左|未知|未填|未登记|未提供|变更|核实|"
    r"(?:公司|银行|支行|分行|营业部|分理处|合作社|事务所|税务局|分局|财政局|研究院|政府|工程|项目)$"
)
"""What stands where an address should, and is none of a person's."""


def is_only_regions(text: str) -> bool:
    """Whether the text names administrative regions and towns alone."""
    return _ONLY_REGIONS.fullmatch(text) is not None


def is_home_town(text: str) -> bool:
    """Whether the text names a town with its county or more: as fine as many homes in the country are written."""
    return _HOME_TOWN.fullmatch(text) is not None


def end_of_houses(text: str, at: int, end: int) -> int:
    """The end of the houses right behind an address whose road the structure cut: 桃园南路西里|街12号院3号楼.

    text: folded. at: where the structure ended. end: where the clause does.
    """
    tail = _TAIL.match(text, at, end)
    return at if tail is None else tail.end()


def may_hold_english(text: str) -> bool:
    """Whether an address in English may stand in a text."""
    return _HOME.search(text) is not None


def english_homes(text: str) -> Iterator[tuple[int, int]]:
    """Places of addresses in English that a label calls somebody's home. text: folded."""
    for label in _HOME.finditer(text):
        value = _ENGLISH.match(text, label.end())
        if value and _ANY_DIGIT.search(value.group()) and len(_STREET.findall(value.group())) > 1:
            yield value.start(), label.end() + len(value.group().rstrip(" .,"))


def announced_values(text: str) -> Iterator[tuple[int, int]]:
    """Places of values that a label calls an address: first character and the one after the last, in folded text."""
    for label in _LABEL.finditer(text):
        value = _VALUE.match(text, label.end())
        if value is None:
            continue
        found = value.group()
        cut = _CUT.search(found, 1)
        found = (found[: cut.start()] if cut else found).rstrip(" -/(")
        fine = is_home_town(found) or (_PLACE_LIKE.search(found) is not None and not is_only_regions(found))
        if len(found) >= 4 and fine and not NO_HOME.search(found):
            yield label.end(), label.end() + len(found)
