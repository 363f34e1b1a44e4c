"""Resident identity numbers (GB 11643-1999), permits of the same form, and taxpayer numbers made of them."""

from desensitize.checksums import (
    PROVINCES,
    is_area,
    is_birth_date,
    is_cn_id,
    is_cn_id15,
    is_cn_id_body,
    is_damaged_cn_id,
    is_reg_no,
)
from desensitize.entities import Entity
from desensitize.recognizers.rule import LEFT, RIGHT, Against, Need, Pattern, Rule, bare


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


LABELS = (
    *_words(
        "身份 身份证 身份证号 身份证号码 身份证件号码 居民身份证 公民身份号码 公民身份证号码 身份号码 "
        "证件 证件号 证件号码 证件编号 证号 证照号码 法人证件号 法人身份证 户口本 居住证 居住证号 "
        "外国人永久居留 永久居留 永久居留证 永居证 永居证号 身份证明号码 身份识别号 个人证件 "
        "id_no id_number idno idcard id_card identity cert_no cert_id certno citizen_id id_num "
        "card_id sfz sfzh sfzhm sfzhao gmsfhm gmsfzhm zjhm zjh zjbh shenfenzheng shenfenzhenghao "
        "shenfenzhenghaoma zhengjianhao zhengjianhaoma frsfz frzjh"
    ),
    "id card",
    "identity card",
)
_GAP = "[^0-9A-Za-z\u3400-\u9fff]{1,3}"
_LETTERED = "[A-Za-z][1-9][0-9]{11}|[0-9]{12}[A-WYZa-wyz]|[0-9]{5}[Xx][A-Za-z]"
_MISREAD = str.maketrans("OLI", "011")
SIDE_BY_SIDE = "[0-9]{22}|[0-9]{6}[Xx]1[3-9][0-9]"
"""Few counted repetitions: the columnar engine pays for each of them in every cell."""
TAX_LABELS = ("纳税人识别号", "税号", "纳税识别号", "税务登记号", "taxpayer", "tax_no", "tax_id", "nsrsbh", "sh")


def _born_before_2005(text: str) -> bool:
    """Serial numbers carry the day they were given; people in financial records were mostly born before 2005."""
    return int(_digits_only(text)[6:10]) < 2005


def _check18(text: str) -> bool:
    return is_cn_id(bare(text))


def _check_glued(text: str) -> bool:
    """Contract numbers hold an area, the day of signing and a serial behind their letters."""
    return _check18(text) and _born_before_2005(text)


def _digits_only(text: str) -> str:
    return "".join(char for char in text if char.isdigit() or char in "Xx").upper()


def _check_grouped(text: str) -> bool:
    return is_cn_id(_digits_only(text))


def _check_foreigner_old(text: str) -> bool | None:
    """公安部, 2004: three letters of the country, four digits of the region, YYMMDD, two of serial and check."""
    return None if int(text[3:5]) in PROVINCES and is_birth_date("19" + text[7:13]) else False


def _check20(text: str) -> bool:
    return is_cn_id(text[:18].upper())


def _check15(text: str) -> bool | None:
    """Firms' registration numbers begin like one too, and most of those passed off as people born before 1930."""
    digits = bare(text)
    is_firm = len(digits) == 15 and digits[6] in "012" and is_reg_no(digits)
    return None if is_cn_id15(digits[:15]) and not is_firm else False


def _check_damaged(text: str) -> bool | None:
    return None if is_damaged_cn_id(text) else False


def _check_wrong(text: str) -> bool | None:
    return None if is_cn_id_body(text) else False


def _check_misread(text: str) -> bool | None:
    digits = bare(text).translate(_MISREAD)
    return is_cn_id(digits) if len(digits) == 18 else None if is_cn_id15(digits) else False


def _check_scientific(text: str) -> bool | None:
    digits = text.upper().split("E")[0].replace(".", "")
    return None if is_damaged_cn_id(digits.ljust(18, "0")) else False


def _check_powers(text: str) -> bool | None:
    """So few digits hold the area alone, and perhaps a part of the birth date."""
    digits = text.upper().split("E")[0].replace(".", "")
    return None if is_area(digits[:6].ljust(6, "1")) else False


RULES = (
    Rule(
        name="cn_id",
        entity=Entity.CN_ID,
        patterns=(Pattern("18", LEFT + "[1-9][0-9]{16}[0-9Xx]" + RIGHT),),
        score=0.9,
        trigger="[0-9]{17}[0-9Xx]",
        check=_check18,
        labels=LABELS,
        against=frozenset({Against.SERIAL}),
        excuse=_born_before_2005,
        explanation="eighteen characters with area, birth date and the check character of GB 11643-1999",
    ),
    Rule(
        name="cn_id_glued",
        entity=Entity.CN_ID,
        patterns=(
            Pattern("behind", "(?<=[A-Za-z])[1-9][0-9]{16}[0-9Xx]" + RIGHT),
            Pattern("before", "(?<![0-9])[1-9][0-9]{16}[0-9Xx](?=[A-Za-z])"),
        ),
        score=0.9,
        trigger=_LETTERED,
        check=_check_glued,
        explanation="an identity number right behind a Latin word or before one (sfz1101…)",
    ),
    Rule(
        name="cn_id_glued_named",
        entity=Entity.CN_ID,
        patterns=(Pattern("18", "(?<=[A-Za-z])[1-9][0-9]{16}[0-9Xx]" + RIGHT),),
        score=0.45,
        trigger=_LETTERED,
        check=_check18,
        need=Need.LABEL,
        label_gap="",
        cover=2.0,
        explanation="an identity number right behind a Latin word that names it, of whatever age",
    ),
    Rule(
        name="cn_id_lettered",
        entity=Entity.CN_ID,
        patterns=(
            Pattern("behind", "(?<=[A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9])"),
            Pattern("before", "(?<![0-9])[1-9][0-9]{16}[0-9Xx](?=[A-Za-z])"),
        ),
        score=0.4,
        trigger=_LETTERED,
        check=_check18,
        need=Need.LABEL,
        labels=LABELS,
        explanation="an identity number between letters of its own, in a place that a label calls one",
    ),
    Rule(
        name="cn_id_and_mobile",
        entity=Entity.CN_ID,
        patterns=(
            Pattern("first", LEFT + "[1-9][0-9]{16}[0-9Xx](?=1[3-9][0-9]{9}" + RIGHT + ")"),
            Pattern("second", "(?<=(?<![0-9A-Za-z])1[3-9][0-9]{9})[1-9][0-9]{16}[0-9Xx]" + RIGHT),
            Pattern("twice", LEFT + "[1-9][0-9]{16}[0-9Xx](?=[1-9][0-9]{16}[0-9Xx]" + RIGHT + ")"),
            Pattern("again", "(?<=(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx])[1-9][0-9]{16}[0-9Xx]" + RIGHT),
        ),
        score=0.9,
        trigger=SIDE_BY_SIDE,
        check=_check18,
        explanation="an identity number with a mobile number or another one right beside it",
    ),
    Rule(
        name="cn_id_grouped",
        entity=Entity.CN_ID,
        patterns=(
            Pattern(
                "parts",
                LEFT + f"[1-9][0-9]{{5}}{_GAP}[0-9]{{4}}(?:{_GAP})?[0-9]{{2}}(?:{_GAP})?[0-9]{{2}}{_GAP}"
                "[0-9]{3}[ -]?[0-9Xx]" + RIGHT,
            ),
            Pattern("head", LEFT + f"[1-9][0-9]{{13}}{_GAP}[0-9]{{3}}[ -]?[0-9Xx]" + RIGHT),
            Pattern("tail", LEFT + f"[1-9][0-9]{{5}}{_GAP}[0-9]{{11}}[0-9Xx]" + RIGHT),
        ),
        score=0.9,
        trigger=f"(?:^|[^0-9])[1-9][0-9]{{5}}{_GAP}(?:18|19|20)[0-9]{{2}}|(?:^|[^0-9])[1-9][0-9]{{13}}{_GAP}[0-9]{{3}}",
        check=_check_grouped,
        against=frozenset({Against.SERIAL}),
        excuse=_born_before_2005,
        explanation="an identity number in its parts: area, birth date, serial",
    ),
    Rule(
        name="cn_id_foreigner_old",
        entity=Entity.CN_ID,
        patterns=(Pattern("15", LEFT + "[A-Z]{3}[0-9]{12}" + RIGHT),),
        score=0.3,
        trigger="[A-Z]{3}[0-9]{12}",
        check=_check_foreigner_old,
        need=Need.LABEL,
        labels=LABELS,
        explanation="a foreigner's permanent residence number of before 2023: country, region, birth date, serial",
    ),
    Rule(
        name="cn_id_spaced",
        entity=Entity.CN_ID,
        patterns=(Pattern("18", LEFT + "[1-9](?:[ -]?[0-9]){16}[ -]?[0-9Xx]" + RIGHT),),
        score=0.9,
        trigger="[0-9][ -][0-9]",
        check=_check18,
        against=frozenset({Against.SERIAL}),
        excuse=_born_before_2005,
        explanation="an identity number written in groups",
    ),
    Rule(
        name="cn_id_taxpayer",
        entity=Entity.CN_ID,
        patterns=(Pattern("20", LEFT + "[1-9][0-9]{16}[0-9Xx][0-9A-Za-z]{2}" + RIGHT),),
        score=0.9,
        trigger="[0-9]{17}[0-9Xx][0-9A-Za-z]{2}",
        check=_check20,
        against=frozenset({Against.SERIAL}),
        excuse=_born_before_2005,
        explanation="a sole proprietor's taxpayer number: the owner's identity number and two characters",
    ),
    Rule(
        name="cn_id_old",
        entity=Entity.CN_ID,
        patterns=(
            Pattern("15", LEFT + "[1-9][0-9]{14}" + RIGHT),
            Pattern("15_spaced", LEFT + "[1-9][0-9]{5}[ -][0-9]{6}[ -][0-9]{3}" + RIGHT),
        ),
        score=0.3,
        trigger="[0-9]{15}|[0-9]{6}[ -][0-9]{6}[ -][0-9]{3}",
        check=_check15,
        need=Need.LABEL,
        labels=LABELS,
        explanation="fifteen digits with area and birth date, called an identity number by a label",
    ),
    Rule(
        name="cn_id_misread",
        entity=Entity.CN_ID,
        patterns=(
            Pattern("15", LEFT + "[1-9lI](?:[ -]?[0-9OolI]){14}" + RIGHT),
            Pattern("18", LEFT + "[1-9lI](?:[ -]?[0-9OolI]){16}[ -]?[0-9OolIXx]" + RIGHT),
        ),
        score=0.3,
        trigger="[0-9][OolI]",
        check=_check_misread,
        need=Need.LABEL,
        labels=LABELS,
        explanation="an identity number under a label with letters for digits: O for 0, l or I for 1",
    ),
    Rule(
        name="cn_id_old_taxpayer",
        entity=Entity.CN_ID,
        patterns=(Pattern("17", LEFT + "[1-9][0-9]{14}[0-9A-Za-z]{2}" + RIGHT),),
        score=0.3,
        trigger="[0-9]{15}[0-9A-Za-z]{2}",
        check=_check15,
        need=Need.LABEL,
        labels=TAX_LABELS,
        explanation="a sole proprietor's taxpayer number: the owner's old identity number and two characters",
    ),
    Rule(
        name="cn_id_damaged",
        entity=Entity.CN_ID,
        patterns=(Pattern("18", LEFT + "[1-9][0-9]{17}(?![0-9A-Za-z.])"),),
        score=0.9,
        trigger="[0-9]{18}",
        check=_check_damaged,
        need=Need.DAMAGED,
        explanation="eighteen digits that a spreadsheet rounded, with area and birth date intact",
    ),
    Rule(
        name="cn_id_wrong",
        entity=Entity.CN_ID,
        patterns=(Pattern("18", LEFT + "[1-9][0-9]{16}[0-9Xx]" + RIGHT),),
        score=0.3,
        trigger="[0-9]{17}[0-9Xx]",
        check=_check_wrong,
        need=Need.LABEL,
        labels=LABELS,
        explanation="area and birth date under a label, though the check character is wrong: mistyped, or rounded",
    ),
    Rule(
        name="cn_id_powers",
        entity=Entity.CN_ID,
        patterns=(Pattern("17", LEFT + r"[1-9]\.[0-9]{4,12}[Ee]\+?17" + RIGHT),),
        score=0.3,
        trigger=r"\.[0-9]{4,12}[Ee]\+?17",
        check=_check_powers,
        need=Need.LABEL,
        labels=LABELS,
        explanation="what a narrow cell of a spreadsheet shows of a number that a label calls an identity number",
    ),
    Rule(
        name="cn_id_scientific",
        entity=Entity.CN_ID,
        patterns=(Pattern("17", LEFT + r"[1-9]\.[0-9]{13,17}[Ee]\+?17" + RIGHT),),
        score=0.8,
        trigger=r"\.[0-9]{13,17}[Ee]\+?17",
        check=_check_scientific,
        explanation="an identity number a spreadsheet wrote in powers of ten, with area and birth date intact",
    ),
)
