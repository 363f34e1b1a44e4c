"""Invented identifiers in every spelling that clerks, systems and spreadsheets give them, and what only looks like one.

Written apart from `identifiers`, so that nothing is measured with the templates it was tuned on.
"""

from random import Random

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_AREAS = [
    "110108",
    "120104",
    "130203",
    "140105",
    "150203",
    "210103",
    "220104",
    "230108",
    "310112",
    "320583",
    "330482",
    "341202",
    "350582",
    "360104",
    "371302",
    "411402",
    "421003",
    "431224",
    "440981",
    "451022",
    "460105",
    "500112",
    "511902",
    "520321",
    "532925",
    "540102",
    "610429",
    "621021",
    "630121",
    "640221",
    "652901",
]
_MOBILE = (
    *range(130, 140),
    *range(145, 150),
    *range(150, 154),
    *range(155, 160),
    *(162, 165, 166, 167),
    *range(170, 174),
    *range(175, 179),
    *range(180, 190),
    *range(190, 194),
    *range(195, 200),
)
_CARD_HEADS = ["622848", "621700", "622202", "621661", "622588", "622262", "623058", "621483", "622909", "620061"]
_CITY_CODES = [
    "010",
    "021",
    "022",
    "025",
    "027",
    "028",
    "0311",
    "0351",
    "0512",
    "0571",
    "0755",
    "0891",
    "0931",
    "0991",
    "0457",
    "0870",
]
_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VIN = "0123456789ABCDEFGHJKLMNPRSTUVWXYZ"
_VIN_VALUE = dict(zip(_VIN, (*range(10), *range(1, 9), *range(1, 6), 7, 9, *range(2, 10)), strict=True))
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"


def digits(rng: Random, count: int) -> str:
    """So many digits."""
    return "".join(rng.choice("0123456789") for _ in range(count))


def day_of_birth(rng: Random) -> tuple[int, int, int]:
    """Year, month, day of people between 3 and 90."""
    return rng.randint(1936, 2022), rng.randint(1, 12), rng.randint(1, 28)


def id18(rng: Random) -> str:
    """A valid resident identity number; one in fifty a permit of Hong Kong, Macau or Taiwan residents, or a foreigner's."""
    year, month, day = day_of_birth(rng)
    kind = rng.random()
    area = rng.choice(_AREAS)
    if kind < 0.01:
        area = rng.choice(("810000", "820000", "830000"))
    elif kind < 0.02:
        area = "9" + rng.choice(("11", "31", "44")) + rng.choice(("840", "392", "410"))
    body = f"{area}{year}{month:02d}{day:02d}{digits(rng, 3)}"
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, _ID_WEIGHTS, strict=True)) % 11]


def id_spelled(rng: Random) -> str:
    """The same in lower case, full width, groups."""
    value = id18(rng)
    return rng.choice(
        (
            value.lower(),
            "".join(chr(ord(c) + 0xFEE0) for c in value),
            f"{value[:6]} {value[6:14]} {value[14:]}",
            f"{value[:6]}-{value[6:14]}-{value[14:]}",
            f"{value[:3]} {value[3:6]} {value[6:10]} {value[10:14]} {value[14:]}",
            f"{value[:17]}\u200b{value[17:]}",
        )
    )


def id15(rng: Random) -> str:
    """A number of the first generation."""
    return f"{rng.choice(_AREAS)}{rng.randint(30, 85)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}{digits(rng, 3)}"


def id_rounded(rng: Random) -> str:
    """What a spreadsheet leaves of a number: three zeros at the end."""
    return id18(rng)[:15] + "000"


def id_powers(rng: Random) -> str:
    """What a spreadsheet shows: 1.10108199003E+17, long or short."""
    value = id18(rng)
    return f"{value[0]}.{value[1 : rng.choice((6, 15, 15))]}E+17"


def mobile(rng: Random) -> str:
    """Eleven digits of an allotted segment."""
    return f"{rng.choice(_MOBILE)}{digits(rng, 8)}"


def mobile_spelled(rng: Random) -> str:
    """The same with country code, blanks, hyphens, full width."""
    v = mobile(rng)
    return rng.choice(
        (
            f"+86{v}",
            f"+86 {v}",
            f"+86-{v}",
            f"0086{v}",
            f"0086-{v}",
            f"86{v}",
            f"(+86){v}",
            f"{v[:3]}-{v[3:7]}-{v[7:]}",
            f"{v[:3]} {v[3:7]} {v[7:]}",
            f"+86 {v[:3]} {v[3:7]} {v[7:]}",
            "".join(chr(ord(c) + 0xFEE0) for c in v),
            f"{v[:3]}－{v[3:7]}－{v[7:]}",
        )
    )


def landline(rng: Random) -> str:
    """A subscriber's number with its area code."""
    area = rng.choice(_CITY_CODES)
    local = rng.choice("2345678") + digits(rng, 7 if len(area) == 3 or rng.random() < 0.4 else 6)
    return rng.choice(
        (f"{area}-{local}", f"{area}-{local}", f"({area}){local}", f"（{area}）{local}", f"{area} {local}")
    )


def luhn(body: str) -> str:
    """Body with Luhn's digit."""
    total = sum(d if i % 2 else (2 * d - 9 if d > 4 else 2 * d) for i, d in enumerate(map(int, reversed(body))))
    return body + str(-total % 10)


def card(rng: Random) -> str:
    """A debit card of 19 or 16 digits, or a credit card of 16."""
    kind = rng.random()
    if kind < 0.7:
        return luhn(rng.choice(_CARD_HEADS) + digits(rng, 12))
    return luhn(
        (rng.choice(_CARD_HEADS) if kind < 0.85 else rng.choice(("436742", "518710", "356868"))) + digits(rng, 9)
    )


def card_spelled(rng: Random) -> str:
    """A card in groups of four."""
    value = card(rng)
    mark = rng.choice((" ", "-", " "))
    return mark.join(value[at : at + 4] for at in range(0, len(value), 4))


def account(rng: Random) -> str:
    """An account of a bank, 12 to 22 digits, no check."""
    return rng.choice("12347890") + digits(rng, rng.choice((11, 13, 14, 16, 17, 20, 21)))


def uscc(rng: Random) -> str:
    """A valid unified social credit code."""
    body = rng.choice(("91", "92", "93", "12", "51", "52", "11")) + rng.choice(_AREAS)
    body += rng.choice(("MA", "", "")) or digits(rng, 2)
    body += "".join(rng.choice(_USCC if "MA" in body else "0123456789") for _ in range(7))
    return body + _USCC[-sum(_USCC.index(c) * pow(3, i, 31) for i, c in enumerate(body)) % 31]


def organisation_code(rng: Random) -> str:
    """A valid code of GB 11714, with its hyphen."""
    body = digits(rng, 8)
    rest = 11 - sum(int(d) * w for d, w in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    return f"{body}-{'0123456789X0'[rest]}"


def passport(rng: Random) -> str:
    """Ordinary, old or official."""
    return rng.choice(
        (
            f"E{digits(rng, 8)}",
            f"E{rng.choice(_LETTERS)}{digits(rng, 7)}",
            f"G{digits(rng, 8)}",
            f"{rng.choice('DSP')}E{digits(rng, 7)}",
        )
    )


def permit(rng: Random) -> str:
    """Hong Kong, Macau and Taiwan travel permits."""
    return rng.choice(
        (f"H{digits(rng, 8)}", f"M{digits(rng, 10)}", f"C{digits(rng, 8)}", f"L{digits(rng, 8)}", digits(rng, 8))
    )


def plate(rng: Random) -> str:
    """An ordinary or a new-energy plate."""
    head = rng.choice(_PROVINCES) + rng.choice("ABCDEFGHJK")
    if rng.random() < 0.4:
        tail = rng.choice("DF") + rng.choice(_LETTERS + "0123456789") + digits(rng, 4)
    else:
        tail = "".join(rng.choice("0123456789" * 3 + _LETTERS) for _ in range(3)) + digits(rng, 2)
    return head + rng.choice(("", "", "·", " ")) + tail


def vin(rng: Random) -> str:
    """A maker in China, with the check digit."""
    body = "L" + "".join(rng.choice(_LETTERS.replace("Q", "") + "0123456789") for _ in range(12)) + digits(rng, 4)
    weights = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
    check = "0123456789X"[sum(_VIN_VALUE[c] * w for c, w in zip(body, weights, strict=True)) % 11]
    return body[:8] + check + body[9:]


def email(rng: Random) -> str:
    """A mailbox."""
    user = "".join(rng.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(rng.randint(3, 8)))
    user += rng.choice(("", f".{rng.choice('abcd')}ong", f"_{digits(rng, 3)}", digits(rng, 4)))
    return f"{user}@{rng.choice(('qq.com', '163.com', 'foxmail.com', 'gov.example.cn', 'vip.sina.com', 'example.org'))}"


def ip(rng: Random) -> str:
    """An address of version 4, one in six of version 6."""
    if rng.random() < 1 / 6:
        return ":".join(f"{rng.randint(0, 65535):x}" for _ in range(8))
    return f"{rng.choice((10, 36, 58, 61, 114, 172, 192, 211, 223))}.{rng.randint(0, 255)}.{rng.randint(0, 255)}.{rng.randint(1, 254)}"


def mac(rng: Random) -> str:
    """Six octets."""
    return rng.choice(":-").join(f"{rng.randint(0, 255):02X}" for _ in range(6))


def wechat(rng: Random) -> str:
    """An id that WeChat gave, or a chosen one."""
    if rng.random() < 0.5:
        return "wxid_" + "".join(rng.choice("abcdefghijkmnpqrstuvwxyz0123456789") for _ in range(14))
    return (
        rng.choice("abcdefgh")
        + "".join(rng.choice("aeioulmnst") for _ in range(5))
        + rng.choice(("_", ""))
        + digits(rng, 3)
    )


def policy(rng: Random) -> str:
    """A policy's number."""
    return rng.choice(("P", "PDAA", "ASHH", "A", "")) + "20" + digits(rng, rng.choice((12, 16, 18)))


def securities(rng: Random) -> str:
    """Shanghai, Shenzhen, one-code account."""
    return rng.choice((f"A{digits(rng, 9)}", f"0{digits(rng, 9)}", f"1{digits(rng, 11)}"))


def birthday(rng: Random) -> str:
    """A date of birth as tables write it."""
    y, m, d = day_of_birth(rng)
    return rng.choice(
        (f"{y}-{m:02d}-{d:02d}", f"{y}/{m}/{d}", f"{y}{m:02d}{d:02d}", f"{y}年{m}月{d}日", f"{y}.{m:02d}.{d:02d}")
    )
