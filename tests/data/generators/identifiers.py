"""Invented identifiers with valid check digits, and look-alikes without."""

from random import Random

_AREAS = [
    "110101",
    "310104",
    "320102",
    "330106",
    "340103",
    "350102",
    "370102",
    "410105",
    "420106",
    "430102",
    "440305",
    "510104",
    "610103",
    "650102",
    "150102",
    "450103",
]
_MOBILE = [
    "130",
    "131",
    "132",
    "133",
    "135",
    "136",
    "137",
    "138",
    "139",
    "147",
    "150",
    "151",
    "152",
    "155",
    "156",
    "157",
    "158",
    "159",
    "166",
    "170",
    "173",
    "176",
    "177",
    "178",
    "180",
    "181",
    "182",
    "183",
    "185",
    "186",
    "187",
    "188",
    "189",
    "191",
    "193",
    "198",
    "199",
]
_ISSUERS = ["622202", "622848", "621700", "622588", "621661", "622262", "623058", "621226"]
_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def birth(rng: Random) -> tuple[int, int, int]:
    """Year, month and day of an adult's birth."""
    return rng.randint(1945, 2004), rng.randint(1, 12), rng.randint(1, 28)


def resident_id(rng: Random) -> str:
    """18 characters by GB 11643-1999."""
    year, month, day = birth(rng)
    body = f"{rng.choice(_AREAS)}{year:04d}{month:02d}{day:02d}{rng.randint(1, 999):03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]


def mobile(rng: Random) -> str:
    """Eleven digits with an allotted prefix."""
    return rng.choice(_MOBILE) + f"{rng.randint(0, 99999999):08d}"


def card(rng: Random) -> str:
    """19 digits with a known issuer and Luhn's digit."""
    body = rng.choice(_ISSUERS) + f"{rng.randint(0, 10**12 - 1):012d}"
    total = sum(d if i % 2 else (2 * d - 9 if d > 4 else 2 * d) for i, d in enumerate(map(int, reversed(body))))
    return body + str(-total % 10)


def credit_code(rng: Random) -> str:
    """18 characters by GB 32100-2015: an organisation's, not personal."""
    body = "91" + rng.choice(_AREAS) + "MA" + "".join(rng.choice(_USCC) for _ in range(7))
    total = sum(_USCC.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + _USCC[-total % 31]


def email(rng: Random) -> str:
    """A mailbox of a made-up person."""
    user = "".join(rng.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(rng.randint(4, 9)))
    return f"{user}{rng.randint(1, 999)}@{rng.choice(('example.com', 'mail.example.cn', 'example.org'))}"


def serial18(rng: Random) -> str:
    """An order number of 18 digits that is no identity number."""
    return f"20{rng.randint(18, 24)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}{rng.randint(0, 10**10 - 1):010d}"


def day(rng: Random) -> str:
    """A day of business."""
    return f"{rng.randint(2015, 2024)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"


def amount(rng: Random) -> str:
    """Money with two decimals."""
    return f"{rng.uniform(100, 5_000_000):.2f}"
