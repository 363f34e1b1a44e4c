"""Authentication data (C3 of JR/T 0171-2020): passwords and card verification values, by label only."""

from desensitize.entities import Entity
from desensitize.recognizers.rule import LEFT, RIGHT, Need, Pattern, Rule

_GAP = r"[\"')）]?[ ]?[:：=是为][ ]?[\"'(（]?"


def _check_password(text: str) -> bool | None:
    """Stars alone are a password that is hidden already."""
    return None if any(char.isalnum() for char in text) else False


RULES = (
    Rule(
        name="password",
        entity=Entity.PASSWORD,
        patterns=(Pattern("any", LEFT + "[0-9A-Za-z!@#$%^&*._+~?-]{4,64}"),),
        score=0.35,
        trigger="[0-9A-Za-z!@#$%^&*._+~?-]{4}",
        check=_check_password,
        need=Need.LABEL,
        labels=(
            *(
                "密码",
                "口令",
                "登录密码",
                "交易密码",
                "查询密码",
                "支付密码",
                "取款密码",
                "初始密码",
                "password",
                "passwd",
                "pwd",
            ),
            *("pin_code", "密码哈希", "password_hash", "mima", "dlmm", "jymm", "zfmm", "cxmm", "密钥", "secret_key"),
        ),
        label_gap=_GAP,
        explanation="characters that a label calls a password",
    ),
    Rule(
        name="cvv",
        entity=Entity.CVV,
        patterns=(Pattern("three", LEFT + "[0-9]{3,4}" + RIGHT),),
        score=0.35,
        trigger="[0-9]{3}",
        need=Need.LABEL,
        labels=(
            "cvv",
            "cvv2",
            "cvc",
            "cvn",
            "cvn2",
            "cvc2",
            "安全码",
            "卡片安全码",
            "卡验证码",
            "卡片验证码",
            "验证值",
        ),
        label_gap=_GAP,
        explanation="three or four digits that a label calls a card verification value",
    ),
)
