"""Written reasons: long enough, and free of numbers that identify a person, for they are shown and audited."""

import re
import unicodedata
from typing import Final

from catalog.errors import InvalidField, ReasonNeeded, ReasonPersonal
from desensitize.checksums import is_cn_id, is_cn_id15, is_luhn

MIN_REASON: Final = 4
MIN_REASON_LOOSER: Final = 20  # nobody lowers a tier without a written reason
MAX_REASON: Final = 2000
_NUMBER: Final = re.compile(r"(?<![0-9A-Za-z])[0-9](?:[ \-]?[0-9]){9,21}[Xx]?(?![0-9A-Za-z])")
_MOBILE: Final = re.compile(r"(?:86)?1[3-9][0-9]{9}")


def check_reason(text: str, *, minimum: int = MIN_REASON) -> str:
    """Return the reason, stripped.

    Args:
        text: as typed.
        minimum: least number of characters that are not blank.

    Raises:
        ReasonNeeded: too short. InvalidField: too long. ReasonPersonal: an identity, card or mobile number in it.
    """
    reason = check_text("reason", text, MAX_REASON)
    if len("".join(reason.split())) < minimum:
        raise ReasonNeeded({"minimum": minimum})
    refuse_numbers(reason)
    return reason


def check_text(field: str, text: str, limit: int) -> str:
    """Return typed text without control characters at its ends.

    Raises:
        InvalidField: longer than `limit` characters, or with characters no database keeps (NUL, lone surrogates).
    """
    text = text.strip()
    if len(text) > limit or any(unicodedata.category(char) in ("Cc", "Cs") and char not in "\t\n\r" for char in text):
        raise InvalidField({"field": field, "limit": limit})
    return text


def refuse_numbers(text: str) -> None:
    """Return when no number in `text` identifies a person.

    Raises:
        ReasonPersonal: an identity number, bank card or mobile number stands there.
    """
    for match in _NUMBER.finditer(unicodedata.normalize("NFKC", text)):
        number = re.sub(r"[ \-]", "", match.group()).upper()
        is_card = len(number) in range(16, 20) and number.isdigit() and is_luhn(number)
        if is_cn_id(number) or is_cn_id15(number) or is_card or _MOBILE.fullmatch(number):
            raise ReasonPersonal
