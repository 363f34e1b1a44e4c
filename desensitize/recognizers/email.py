"""E-mail addresses, without the Chinese word in front of them."""

from desensitize.entities import Entity
from desensitize.recognizers.rule import Pattern, Rule

RULES = (
    Rule(
        name="email",
        entity=Entity.EMAIL,
        patterns=(
            Pattern(
                "address",
                r"(?<![0-9A-Za-z._%+-])[0-9A-Za-z._%+-]{1,64}@(?:[0-9A-Za-z-]{1,63}[.]){1,4}[A-Za-z]{2,12}(?![0-9A-Za-z])",
            ),
        ),
        score=0.95,
        trigger="@[0-9A-Za-z-]{1,63}[.]",
        labels=(
            "邮箱",
            "电子邮箱",
            "电子邮件",
            "邮件",
            "email",
            "e-mail",
            "mail",
            "email_address",
            "dzyx",
            "yx",
            "youxiang",
        ),
        explanation="a local part, @ and a domain",
    ),
)
