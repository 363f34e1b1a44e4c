"""Number plates (GA 36-2018) and vehicle identification numbers (GB 16735-2019)."""

from desensitize.checksums import is_vin
from desensitize.entities import Entity
from desensitize.recognizers.rule import LEFT, RIGHT, Against, Need, Pattern, Rule

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_LETTERS = "A-HJ-NP-Za-hj-np-z"
_HAN = "[\u4e00-\u9fff]"  # what a label calls a plate need not begin with a province of today
_VIN = "[0-9A-HJ-NPR-Za-hj-npr-z]"


_PLATE_LABELS = (
    "车牌",
    "车牌号",
    "车牌号码",
    "号牌",
    "号牌号码",
    "车辆",
    "车号",
    "plate",
    "plate_no",
    "cph",
    "cphm",
    "hphm",
    "chepai",
)


def _check_plate(text: str) -> bool | None:
    """At least two digits, or one among capitals: words such as 新ABCDEF or 云SaaS123 are no plates."""
    digits = sum(map(str.isdigit, text))
    return None if digits >= 2 or (digits and text == text.upper()) else False


def _check_vin(text: str) -> bool | None:
    vin = text.upper()
    return None if is_vin(vin) and not vin.isdigit() and not vin.isalpha() else False


RULES = (
    Rule(
        name="plate",
        entity=Entity.PLATE,
        patterns=(
            Pattern(
                "ordinary",
                f"[{PROVINCES}][{_LETTERS}][ ·•.-]?[{_LETTERS}0-9]{{4}}[{_LETTERS}0-9挂学警港澳试超领使]" + RIGHT,
            ),
            Pattern(
                "new_energy",
                f"[{PROVINCES}][{_LETTERS}][ ·•.-]?(?:[{_LETTERS}][{_LETTERS}0-9][0-9]{{4}}|[0-9]{{5}}[A-Za-z])"
                + RIGHT,
            ),
            Pattern("embassy", "[使领][0-9]{3}[ ·]?[0-9]{3}" + RIGHT),
            Pattern("embassy_new", LEFT + "[0-9]{3}[ ·]?[0-9]{3}使(?![用命得人者节馆团领])"),
            Pattern("emergency", f"[{PROVINCES}][XS][ ·]?[{_LETTERS}0-9]{{4}}应急"),
            Pattern("police", f"WJ[ ·]?[{PROVINCES}][ ·]?[0-9]{{4}}[0-9{_LETTERS}]" + RIGHT),
            Pattern("airport", "民航[ ·]?[A-Z0-9][ ·]?[0-9]{4}" + RIGHT),
        ),
        score=0.8,
        trigger=f"[{PROVINCES}][{_LETTERS}][ ·•.-]?[{_LETTERS}0-9]{{4}}|[使领][0-9]{{3}}[ ·]?[0-9]{{3}}"
        "|[0-9]{3}[ ·]?[0-9]{3}使|应急|WJ|民航",
        check=_check_plate,
        labels=_PLATE_LABELS,
        against=frozenset({Against.SERIAL}),
        explanation="a province, a letter and five or six characters",
    ),
    Rule(
        name="plate_labelled",
        entity=Entity.PLATE,
        patterns=(
            Pattern("lettered", f"{_HAN}[{_LETTERS}][ ·•.-]?[{_LETTERS}0-9]{{5,6}}" + RIGHT),
            Pattern("army", LEFT + "[A-Z][A-Z][ ·-]?[0-9]{5}" + RIGHT),
            Pattern("army_old", "[军空海北沈兰济南广成武][A-Z][ ·-]?[0-9]{5}" + RIGHT),
            Pattern("farm", f"[{PROVINCES}][0-9]{{2}}[ ·-]?[0-9A-Z][0-9]{{4}}" + RIGHT),
        ),
        score=0.3,
        trigger=f"[0-9]{{5}}|{_HAN}[{_LETTERS}][ ·•.-]?[{_LETTERS}0-9]{{5}}",
        need=Need.LABEL,
        labels=_PLATE_LABELS,
        explanation="a plate with more letters than digits, an army's or a farm's vehicle's, named by a label",
    ),
    Rule(
        name="vin",
        entity=Entity.VIN,
        patterns=(Pattern("chinese", LEFT + f"[Ll]{_VIN}{{12}}[0-9]{{4}}" + RIGHT),),
        score=0.8,
        trigger="[Ll][0-9A-Za-z]{12}[0-9]{4}",
        check=_check_vin,
        labels=(
            "车架号",
            "车辆识别代号",
            "车辆识别代码",
            "识别代号",
            "车架",
            "大架号",
            "vin",
            "vin_no",
            "vin_code",
            "cjh",
            "clsbdm",
        ),
        against=frozenset({Against.SERIAL}),
        explanation="seventeen characters of a maker in China with the check digit",
    ),
    Rule(
        name="vin_labelled",
        entity=Entity.VIN,
        patterns=(Pattern("any", LEFT + f"{_VIN}{{17}}" + RIGHT),),
        score=0.3,
        trigger="[0-9A-Za-z]{17}",
        need=Need.LABEL,
        labels=(
            "车架号",
            "车辆识别代号",
            "车辆识别代码",
            "识别代号",
            "车架",
            "大架号",
            "vin",
            "vin_no",
            "vin_code",
            "cjh",
            "clsbdm",
        ),
        explanation="seventeen characters that a label calls a vehicle identification number",
    ),
)
