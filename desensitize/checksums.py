"""Check digits and plausibility of Chinese identifiers: plain Python on normalised ASCII, the kernels' reference.

Every function takes text without separators, letters in upper case, and raises nothing on odd input: it answers False.
"""

from calendar import monthrange

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
# GB/T 2260 province codes, and 81 / 82 / 83 of the residence permits for Hong Kong, Macau and Taiwan residents (2018).
PROVINCES: frozenset[int] = frozenset(
    {*range(11, 16), 21, 22, 23, *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83}
)
PERMIT_PROVINCES: frozenset[int] = frozenset({81, 82, 83})
FIRST_BIRTH_YEAR = 1900
LAST_BIRTH_YEAR = 2035
"""Pure rules have no clock: years after this are no birth years in the life of this edition."""

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_VALUE = {char: value for value, char in enumerate(USCC_ALPHABET)}
_USCC_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
# GB 32100-2015, table 1: registering department (1 编办, 5 民政, 9 市场监管 …) and kind of organisation.
_USCC_KINDS_OF = {"1": "1239", "2": "19", "3": "123459", "4": "19", "5": "1239", "6": "129", "7": "129", "8": "19"}
_USCC_KINDS_OF |= {"9": "123", "A": "19", "N": "1239", "Y": "1"}
USCC_KINDS: frozenset[str] = frozenset(first + kind for first, kinds in _USCC_KINDS_OF.items() for kind in kinds)
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_VIN_VALUES = dict(
    zip("0123456789ABCDEFGHJKLMNPRSTUVWXYZ", (*range(10), *range(1, 9), *range(1, 6), 7, 9, *range(2, 10)), strict=True)
)
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def is_date(year: int, month: int, day: int) -> bool:
    """Whether the calendar has this day."""
    return 1 <= month <= 12 and 1 <= year <= 9999 and 1 <= day <= monthrange(year, month)[1]


def is_birth_date(text: str) -> bool:
    """Whether YYYYMMDD is a day on which a living person, or one on record, may have been born."""
    if len(text) != 8 or not _digits(text):
        return False
    year = int(text[:4])
    return FIRST_BIRTH_YEAR <= year <= LAST_BIRTH_YEAR and is_date(year, int(text[4:6]), int(text[6:]))


def is_area(text: str) -> bool:
    """Whether six digits can be an area of GB/T 2260: a province, and not 00 twice behind it.

    Old counties keep their codes in the numbers they issued, so the list of today's counties would be too strict.
    The residence permits of 2018 (国办发〔2018〕81号) all bear 810000, 820000 or 830000.
    """
    if len(text) != 6 or not _digits(text) or int(text[:2]) not in PROVINCES:
        return False
    return text[2:] != "0000" or int(text[:2]) in PERMIT_PROVINCES


def id_check_char(first17: str) -> str:
    """The 18th character for 17 digits (GB 11643-1999, MOD 11-2)."""
    return _ID_CHECKS[sum(int(char) * weight for char, weight in zip(first17, _ID_WEIGHTS, strict=True)) % 11]


def is_foreigner_id_body(text: str) -> bool:
    """Whether 17 digits look like the permanent residence number of 2023: 9, province, country (ISO 3166-1), birth."""
    return text[0] == "9" and int(text[1:3]) in PROVINCES and 4 <= int(text[3:6]) <= 894 and is_birth_date(text[6:14])


def is_cn_id_body(text: str) -> bool:
    """Whether the first 17 digits are plausible: area and birth date, of residents or of foreigners."""
    if len(text) < 17 or not _digits(text[:17]):
        return False
    return (is_area(text[:6]) and is_birth_date(text[6:14])) or is_foreigner_id_body(text[:17])


def is_cn_id(text: str) -> bool:
    """Whether 18 characters are a resident identity number, permit of the same form, or foreigner's number."""
    return len(text) == 18 and is_cn_id_body(text) and id_check_char(text[:17]) == text[17]


def is_cn_id15(text: str) -> bool:
    """Whether 15 digits may be a number of the first generation: area and birth date YYMMDD; no check digit exists."""
    return len(text) == 15 and _digits(text) and is_area(text[:6]) and is_birth_date("19" + text[6:12])


def is_damaged_cn_id(text: str) -> bool:
    """Whether 18 digits that went through a float may have been an identity number: the last two are not trusted."""
    return len(text) == 18 and is_cn_id_body(text) and _digits(text)


def uscc_check_char(first17: str) -> str:
    """The 18th character of a unified social credit code (GB 32100-2015, MOD 31)."""
    total = sum(_USCC_VALUE[char] * weight for char, weight in zip(first17, _USCC_WEIGHTS, strict=True))
    return USCC_ALPHABET[(31 - total % 31) % 31]


def is_uscc_form(text: str) -> bool:
    """Whether 18 characters have the form: department and kind, six digits of area, then the alphabet without IOZSV."""
    return (
        len(text) == 18
        and text[:2] in USCC_KINDS
        and all(char in _USCC_VALUE for char in text)
        and _digits(text[2:8])
        and int(text[2:4]) in PROVINCES | {10}
    )


def is_uscc(text: str) -> bool:
    """Whether form and check character of a unified social credit code hold."""
    return is_uscc_form(text) and uscc_check_char(text[:17]) == text[17]


def is_org_code(text: str) -> bool:
    """Whether nine characters are an organisation code (GB 11714-1997, MOD 11)."""
    if len(text) != 9 or not (text.isascii() and text[:8].isalnum()) or text != text.upper():
        return False
    total = sum(int(char, 36) * weight for char, weight in zip(text[:8], _ORG_WEIGHTS, strict=True))
    return text[8] == "0123456789X0"[11 - total % 11]


def is_reg_no(text: str) -> bool:
    """Whether 15 digits are a business registration number (GS 15-2006, MOD 11,10)."""
    if len(text) != 15 or not _digits(text):
        return False
    product = 10
    for char in text[:14]:
        product = ((product + int(char)) % 10 or 10) * 2 % 11
    return (product + int(text[14])) % 10 == 1


def is_luhn(text: str) -> bool:
    """Whether the Luhn sum (ISO/IEC 7812-1) is a multiple of ten."""
    if not text or not _digits(text):
        return False
    total = 0
    for place, char in enumerate(reversed(text)):
        value = int(char) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_vin(text: str) -> bool:
    """Whether 17 characters pass the check digit of GB 16735-2019 (place 9)."""
    if len(text) != 17 or any(char not in _VIN_VALUES for char in text):
        return False
    total = sum(_VIN_VALUES[char] * weight for char, weight in zip(text, _VIN_WEIGHTS, strict=True))
    return text[8] == "0123456789X"[total % 11]
