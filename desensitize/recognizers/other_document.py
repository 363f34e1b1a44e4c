"""Documents of a person without a check of their own: of soldiers and officers, of insurance, school, hospital.

Their numbers have many forms, so a label must name them; only the words on a soldier's card speak for themselves.
"""

from desensitize.entities import Entity
from desensitize.recognizers.rule import LEFT_NAMED, RIGHT_NAMED, Need, Pattern, Rule


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


LABELS = _words(
    "军官证 军官证号 军官证号码 士官证 士官证号 士兵证 士兵证号 文职干部证 军人证 军人证号 警官证 警官证号 警察证 "
    "警察证号 退役军人证 退役证 退役证号 退役军人证号 优待证 优待证号 社保号 社保卡号 社保卡 社保编号 社会保障号 "
    "社会保障号码 社会保障卡号 社会保障卡 个人编号 个人社保编号 社保个人编号 个人社保号 "
    "医保号 医保卡号 医保编号 医疗证号 户口簿号 户口簿 户口本号 户籍编号 残疾证号 "
    "残疾人证号 残疾证 残疾人证 驾驶证号 驾驶证档案编号 驾驶证档案号 驾照号 驾照 学籍号 出生证号 "
    "出生医学证明编号 病历号 住院号 门诊号 就诊卡号 sbkh ybkh sbzh shbzhm jgzh military_id social_security_no ssn "
    "medical_card_no driver_license driving_licence_no"
)


def _check(text: str) -> bool | None:
    """One digit repeated is a filler."""
    return None if len({char for char in text if char.isdigit()}) > 1 else False


RULES = (
    Rule(
        name="soldiers_card",
        entity=Entity.OTHER_ID,
        patterns=(Pattern("words", "[军武空海政后装参]字第[0-9]{6,8}号?"),),
        score=0.8,
        trigger="字第[0-9]{6}",
        labels=LABELS,
        explanation="the words and digits of an officer's or a soldier's card",
    ),
    Rule(
        name="other_document",
        entity=Entity.OTHER_ID,
        patterns=(
            Pattern("words", "[\u4e00-\u9fff]{1,2}字第?[0-9]{5,10}号?"),
            Pattern("digits", LEFT_NAMED + "[A-Za-z]{0,3}[0-9]{6,20}[A-Za-z]?" + RIGHT_NAMED),
        ),
        score=0.3,
        trigger="[0-9]{5}",
        check=_check,
        need=Need.LABEL,
        labels=LABELS,
        explanation="a number that a label calls that of a person's document",
    ),
)
