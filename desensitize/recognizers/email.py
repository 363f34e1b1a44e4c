"""E-mail addresses, without the Chinese word in front of them, and as people write them to hide them from machines."""

import re

from desensitize.entities import Entity
from desensitize.recognizers.rule import Pattern, Rule

_LOCAL = "(?<![0-9A-Za-z._%+-])[0-9A-Za-z._%+-]{1,64}"
_HAN = "\u4e00-\u9fff"
# Top domains in Chinese that CNNIC and ICANN delegated.
_HAN_TOP = "中国|公司|网络|网址|在线|中文网|商城|集团|政务|公益|信息|商标|网店|我爱你|香港|台湾|新加坡|移动|佛山|广东"
_DOT = r"(?:[.]|[ ]?[(\[{【]?[ ]?(?:dot|DOT|点)[ ]?[)\]}】]?[ ]?|。)"
_TOP = f"(?:[A-Za-z]{{2,12}}|{_HAN_TOP})(?![0-9A-Za-z])"
_AT = r"(?:[ ]?@[ ]?|[ ]?[(\[{<【][ ]?(?:at|AT|At|艾特|圈|@)[ ]?[)\]}>】][ ]?|[ ]?艾特[ ]?|[ ]圈[ ]|[ ](?:at|AT)[ ])"
_OPENING = "[(（\\[{<【] ?"
_HOSTS = "(?:163|126|139|189|188|qq|vip[.]qq|sina|sohu|gmail|outlook|hotmail|foxmail|yeah|aliyun|icloud|yahoo|live|tom)"


def _check_written(text: str) -> bool | None:
    """Two words around " at " are English unless the first looks like an account: it has a digit or a sign."""
    if "@" in text or "艾特" in text or " dot " in text.lower() or re.search(r"[(\[{<【]", text):
        return None
    local = re.split(r"[ #]", text, maxsplit=1)[0]
    if "#" not in text and _USUAL_TOP.search(text) is None:
        return False
    return None if re.search("[0-9._+-]", local) or "#" in text else False


_USUAL_TOP = re.compile("[.](?:com|cn|net|org|edu|gov|hk|tw|mo|io|cc|me|info|top|vip|biz|xyz)$", re.IGNORECASE)
"""Behind a bare " at " only these: a stack trace reads "Exception at com.bank.Loan.pay"."""

_LABELS = (
    *("邮箱", "电子邮箱", "电子邮件", "邮件", "email", "e-mail", "mail", "email_address", "dzyx", "yx", "youxiang"),
    *("邮箱地址", "邮箱账号"),
)

RULES = (
    Rule(
        name="email",
        entity=Entity.EMAIL,
        patterns=(Pattern("address", _LOCAL + r"@(?:[0-9A-Za-z-]{1,63}[.]){1,4}[A-Za-z]{2,12}(?![0-9A-Za-z])"),),
        score=0.95,
        trigger="@[0-9A-Za-z-]{1,63}[.]",
        labels=_LABELS,
        explanation="a local part, @ and a domain",
    ),
    Rule(
        name="email_written",
        entity=Entity.EMAIL,
        patterns=(
            Pattern(
                "words", f"(?:{_LOCAL}(?:点|[ ]dot[ ])){{0,2}}{_LOCAL}{_AT}(?:[0-9A-Za-z-]{{1,63}}{_DOT}){{1,4}}{_TOP}"
            ),
            Pattern("chinese", f"{_LOCAL}@(?:[0-9A-Za-z{_HAN}-]{{1,30}}[.。]){{1,4}}{_TOP}"),
            Pattern("sign", f"{_LOCAL}#{_HOSTS}[.](?:com|net|cn|com[.]cn)(?![0-9A-Za-z])"),
        ),
        score=0.8,
        trigger=(
            f"[0-9A-Za-z](?: ?@ | @|@[0-9A-Za-z-]{{0,40}}[{_HAN}。\\[( {{]| ?{_OPENING}(?:at|AT|At|艾特|圈|@)"
            f"| ?艾特| 圈 | at | AT |#{_HOSTS}[.])"
        ),
        check=_check_written,
        explanation="an address whose @ or dots are words, stand apart, or whose domain is Chinese",
    ),
)
