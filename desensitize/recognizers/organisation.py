"""Codes of organisations: listed, never masked. A sole proprietor's identity number is the business of `cn_id`."""

from desensitize.checksums import is_org_code, is_reg_no, is_uscc, is_uscc_form
from desensitize.entities import Entity
from desensitize.recognizers.rule import LEFT, RIGHT, Need, Pattern, Rule

_USCC = "[1-9ANYany][0-9A-HJ-NP-RTUWXYa-hj-np-rtuwxy][0-9]{6}[0-9A-HJ-NP-RTUWXYa-hj-np-rtuwxy]{10}"


def _check_uscc(text: str) -> bool | None:
    """Some genuine codes fail the check: it raises the score, and refuses only what is digits throughout."""
    code = text.upper()
    if is_uscc(code):
        return True
    return None if is_uscc_form(code) and not code.isdigit() else False


def _check_org(text: str) -> bool | None:
    return None if is_org_code(text.replace("-", "").upper()) else False


def _check_reg(text: str) -> bool | None:
    return None if is_reg_no(text) else False


RULES = (
    Rule(
        name="uscc",
        entity=Entity.USCC,
        patterns=(Pattern("18", LEFT + _USCC + RIGHT),),
        score=0.6,
        trigger="[0-9A-Za-z]{18}",
        check=_check_uscc,
        labels=(
            "统一社会信用代码",
            "社会信用代码",
            "信用代码",
            "统一代码",
            "uscc",
            "usci",
            "credit_code",
            "tyshxydm",
            "shxydm",
        ),
        explanation="eighteen characters of the form of GB 32100-2015",
    ),
    Rule(
        name="org_code",
        entity=Entity.ORG_CODE,
        patterns=(Pattern("9", LEFT + "[0-9A-Za-z]{8}-?[0-9Xx]" + RIGHT),),
        score=0.3,
        trigger="[0-9A-Za-z]{8}-?[0-9Xx]",
        check=_check_org,
        need=Need.LABEL,
        labels=("组织机构代码", "组织机构代码证", "组织机构代码证号", "zzjgdm"),
        explanation="nine characters with the check of GB 11714, called an organisation code by a label",
    ),
    Rule(
        name="reg_no",
        entity=Entity.REG_NO,
        patterns=(Pattern("15", LEFT + "[0-9]{15}" + RIGHT),),
        score=0.35,
        trigger="[0-9]{15}",
        check=_check_reg,
        need=Need.LABEL,
        labels=("注册号", "工商注册号", "营业执照注册号", "营业执照号", "登记注册号", "reg_no", "zch", "gszch"),
        explanation="fifteen digits with the check of a business registration number",
    ),
)
