"""Mobile and landline numbers. Service numbers (95xxx, 12xxx, 400, 800) fit no form here and stay."""

import re

from desensitize.entities import Entity
from desensitize.recognizers.cn_id import SIDE_BY_SIDE
from desensitize.recognizers.rule import LEFT, LEFT_NAMED, RIGHT, RIGHT_NAMED, Against, Need, Pattern, Rule

# Number segments allotted by 工业和信息化部, first three digits (as of 2026).
MOBILE_PREFIXES: frozenset[int] = frozenset(
    {*range(130, 140), *range(145, 150), *range(150, 154), *range(155, 160), 162, 165, 166, 167, *range(170, 174)}
    | {*range(175, 179), *range(180, 190), *range(190, 194), *range(195, 200)}
)
_SHARED_LABELS = (
    *(
        "电话",
        "联系电话",
        "联系方式",
        "电话号码",
        "联系号码",
        "联系人电话",
        "本人电话",
        "家属电话",
        "致电",
        "紧急联系电话",
        "个人电话",
    ),
    *("号码", "phone", "phone_no", "phone_number", "phoneno", "tel", "telephone", "tel_no", "contact", "contact_no"),
    *("lxdh", "lxfs", "dh", "dhhm", "lianxidianhua", "dianhua", "lxrdh", "jtdh"),
)
MOBILE_LABELS = (
    *(
        "手机",
        "手机号",
        "手机号码",
        "移动电话",
        "预留手机号",
        "注册手机",
        "本机号码",
        "mobile",
        "mobile_no",
        "mobileno",
    ),
    *("cell", "cellphone", "cell_phone", "mobile_phone", "msisdn", "sjh", "sjhm", "sj", "yddh", "shoujihao", "shouji"),
    *_SHARED_LABELS,
)
LANDLINE_LABELS = (
    *("固定电话", "固话", "座机", "座机号", "家庭电话", "住宅电话", "宅电", "家庭固话", "landline", "home_phone"),
    *("home_tel", "gddh", "zjdh", "zzdh", "jtdh", "guhua", *_SHARED_LABELS),
)
UNITS = "元万亿股份%"
_MONEY_BEHIND = f"(?![0-9A-Za-z]|[.][0-9]|[ ]?[{UNITS}])"
_MONEY_BEFORE = "(?<![0-9A-Za-z])(?<![0-9][.])(?<![¥$€£])"
_BREAK = "[ ._~·/-]{1,2}"
# A number of 22 digits is two telephones only when both halves could be one.
_ALLOTTED = f"(?:{'|'.join(str(prefix) for prefix in sorted(MOBILE_PREFIXES))})[0-9]{{8}}"
_PERSON = "[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]"
_LOCAL = "[2-8][0-9]{2,3}[ -]?[0-9]{4}"
_EXTENSION = "(?:[-转]+[0-9]{1,6})?"
_AREA = "(?:010|02[0-57-9]|0[3-9][0-9]{2})"

_AGAINST = frozenset({Against.SERIAL, Against.AMOUNT, Against.CODE, Against.NUMBERING})


def _check_mobile(text: str) -> bool | None:
    digits = "".join(char for char in text if char.isdigit())
    return None if int(digits[-11:-8]) in MOBILE_PREFIXES else False


_NUMBERED = re.compile("1[0-9]{2}[-/._](?:19[89]|20[0-3])[0-9][-/._][0-9]{4}")


def _check_groups(text: str) -> bool | None:
    """135-2023-0412 is the number of a file, its year in the middle, unless a label calls it a telephone."""
    return False if _NUMBERED.fullmatch(text) else _check_mobile(text)


RULES = (
    Rule(
        name="cn_mobile",
        entity=Entity.CN_MOBILE,
        patterns=(Pattern("11", _MONEY_BEFORE + "1[3-9][0-9]{9}" + _MONEY_BEHIND),),
        score=0.85,
        trigger="1[3-9][0-9]{9}",
        check=_check_mobile,
        labels=MOBILE_LABELS,
        against=_AGAINST,
        explanation="eleven digits of an allotted segment",
    ),
    Rule(
        name="cn_mobile_spaced",
        entity=Entity.CN_MOBILE,
        patterns=(
            Pattern("prefixed", r"(?<![0-9A-Za-z+])(?:\+|00)?86[ -]{0,2}1[3-9][0-9](?:[ -]?[0-9]){8}" + _MONEY_BEHIND),
            Pattern("bracketed", r"[(]\+?86[)][ -]?1[3-9][0-9](?:[ -]?[0-9]){8}" + _MONEY_BEHIND),
            Pattern(
                "head_bracketed",
                r"(?<![0-9A-Za-z+])(?:(?:\+|00)?86[ -]?)?[(]1[3-9][0-9][)][ -]?[0-9]{4}[ -]?[0-9]{4}" + _MONEY_BEHIND,
            ),
            Pattern("groups", _MONEY_BEFORE + f"1[3-9][0-9]{_BREAK}[0-9]{{4}}{_BREAK}[0-9]{{4}}" + _MONEY_BEHIND),
            Pattern("head", _MONEY_BEFORE + "1[3-9][0-9][ -][0-9]{8}" + _MONEY_BEHIND),
            Pattern("halves", _MONEY_BEFORE + "1[3-9][0-9]{5}[ -][0-9]{4}" + _MONEY_BEHIND),
            Pattern("fours", _MONEY_BEFORE + "1[3-9][0-9]{2}[ -][0-9]{4}[ -][0-9]{3}" + _MONEY_BEHIND),
            Pattern("threes", _MONEY_BEFORE + "1[3-9][0-9][ -][0-9]{3}[ -][0-9]{5}" + _MONEY_BEHIND),
            Pattern("trunk", _MONEY_BEFORE + "01[3-9][0-9]{9}" + _MONEY_BEHIND),
            Pattern("single", _MONEY_BEFORE + "1[ -][3-9](?:[ -][0-9]){9}" + _MONEY_BEHIND),
        ),
        score=0.85,
        trigger=(
            "(?:^|[^0-9A-Za-z])(?:00)?86[)）]?[ -]{0,2}1[3-9][0-9]"
            f"|1[3-9][0-9]{_BREAK}[0-9]{{4}}{_BREAK}[0-9]{{4}}|1[3-9][0-9][ -][0-9]{{8}}"
            "|[(（]1[3-9][0-9][)）][ -]?[0-9]{4}"
            "|1[3-9][0-9]{5}[ -][0-9]{4}|1[3-9][0-9]{2}[ -][0-9]{4}[ -][0-9]{3}|1[3-9][0-9][ -][0-9]{3}[ -][0-9]{5}"
            "|(?:^|[^0-9A-Za-z])01[3-9][0-9]{9}|1[ -][3-9][ -][0-9]"
        ),
        check=_check_groups,
        against=_AGAINST,
        explanation="a mobile number with the country's code or in groups",
    ),
    Rule(
        name="cn_mobile_like_a_file",
        entity=Entity.CN_MOBILE,
        patterns=(Pattern("year", _MONEY_BEFORE + "1[3-9][0-9][-/._](?:19|20)[0-9]{2}[-/._][0-9]{4}" + _MONEY_BEHIND),),
        score=0.4,
        trigger="1[3-9][0-9][-/._](?:19|20)[0-9]{2}[-/._][0-9]{4}",
        check=_check_mobile,
        need=Need.LABEL,
        labels=MOBILE_LABELS,
        explanation="a mobile number whose middle group could be a year, called a telephone by a label",
    ),
    Rule(
        name="cn_mobile_spreadsheet",
        entity=Entity.CN_MOBILE,
        patterns=(
            Pattern("10", LEFT + r"1\.[3-9][0-9]{3,9}[Ee]\+?10" + RIGHT),
            Pattern("float", LEFT + r"1[3-9][0-9]{9}(?=\.0(?![0-9A-Za-z]))"),
        ),
        score=0.3,
        trigger=r"1\.[3-9][0-9]{3,9}[Ee]\+?10|1[3-9][0-9]{9}\.0",
        need=Need.LABEL,
        labels=MOBILE_LABELS,
        explanation="what a spreadsheet shows of a number that a label calls a telephone",
    ),
    Rule(
        name="cn_mobile_glued",
        entity=Entity.CN_MOBILE,
        patterns=(Pattern("11", "(?<=[A-Za-z])1[3-9][0-9]{9}" + _MONEY_BEHIND),),
        score=0.45,
        trigger="[A-Za-z]1[3-9][0-9]{9}",
        check=_check_mobile,
        need=Need.LABEL,
        label_gap="",
        cover=2.0,
        explanation="a mobile number right behind a Latin word that names it (tel138…)",
    ),
    Rule(
        name="cn_mobile_lettered",
        entity=Entity.CN_MOBILE,
        patterns=(
            Pattern("behind", "(?<=[A-Za-z])1[3-9][0-9]{9}(?![0-9])"),
            Pattern("before", "(?<![0-9])1[3-9][0-9]{9}(?=[A-Za-z])"),
        ),
        score=0.3,
        trigger="[A-Za-z]1[3-9][0-9]{9}|1[3-9][0-9]{9}[A-Za-z]",
        check=_check_mobile,
        need=Need.LABEL,
        labels=MOBILE_LABELS,
        explanation="a mobile number between letters of its own, in a place that a label calls a telephone",
    ),
    Rule(
        name="cn_mobile_twice",
        entity=Entity.CN_MOBILE,
        patterns=(
            Pattern("first", LEFT + f"1[3-9][0-9]{{9}}(?={_ALLOTTED}{RIGHT})"),
            Pattern("second", f"(?<={LEFT}{_ALLOTTED})1[3-9][0-9]{{9}}" + RIGHT),
            Pattern("behind_id", f"(?<={LEFT}{_PERSON})1[3-9][0-9]{{9}}" + RIGHT),
            Pattern("before_id", LEFT + f"1[3-9][0-9]{{9}}(?={_PERSON}{RIGHT})"),
        ),
        score=0.6,
        trigger=SIDE_BY_SIDE,
        check=_check_mobile,
        against=_AGAINST,
        explanation="a mobile number with another one or an identity number right beside it",
    ),
    Rule(
        name="landline",
        entity=Entity.LANDLINE,
        patterns=(
            Pattern("area", r"(?<![0-9A-Za-z.+-])" + f"{_AREA}-{_LOCAL}{_EXTENSION}" + RIGHT),
            Pattern("brackets", f"[(]{_AREA}[)][ -]?{_LOCAL}{_EXTENSION}" + RIGHT),
            Pattern(
                "country", rf"(?<![0-9A-Za-z+])\+?86-(?:10|2[0-57-9]|[3-9][0-9]{{2}})-{_LOCAL}{_EXTENSION}" + RIGHT
            ),
        ),
        score=0.75,
        trigger="0[0-9]{2,3}[)）-][ -]?[2-8][0-9]{2,3}[ -]?[0-9]{4}|86-[0-9]{2,3}-[2-8][0-9]{2,3}[ -]?[0-9]{4}",
        labels=LANDLINE_LABELS,
        against=frozenset({Against.OFFICE, Against.SERIAL, Against.AMOUNT, Against.CODE}),
        explanation="an area code, a hyphen or brackets, and seven or eight digits",
    ),
    Rule(
        name="landline_plain",
        entity=Entity.LANDLINE,
        patterns=(
            Pattern("digits", LEFT_NAMED + f"{_AREA}[ ]?{_LOCAL}{_EXTENSION}" + RIGHT_NAMED),
            Pattern("local", "(?<![0-9A-Za-z*)-])[2-8][0-9]{6,7}(?![0-9A-Za-z*]|[.][0-9])"),
        ),
        score=0.3,
        trigger="[2-8][0-9]{6}|0[0-9]{2,3}[ ]?[2-8][0-9]{2,3}[ -]?[0-9]{4}",
        cover=0.3,
        need=Need.LABEL,
        labels=LANDLINE_LABELS,
        explanation="digits with or without area code that a label calls a telephone",
    ),
)
