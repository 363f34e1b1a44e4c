"""Fills templates and remembers where each piece of personal information came to stand."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.data.generators import identifiers, persons, places

_SLOT = re.compile(r"\{([A-Z_]+)\}")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of known kind. start, end: code points."""

    start: int
    end: int
    entity: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A text and what is personal in it."""

    text: str
    spans: tuple[Span, ...] = ()


def spoken_birth(rng: Random) -> str:
    """1985年3月2日 or 1985年3月."""
    year, month, day = identifiers.birth(rng)
    return rng.choice((f"{year}年{month}月{day}日", f"{year}年{month}月"))


def written_birth(rng: Random) -> str:
    """A birth date as tables hold it."""
    year, month, day = identifiers.birth(rng)
    return rng.choice(
        (
            f"{year}-{month:02d}-{day:02d}",
            f"{year}/{month}/{day}",
            f"{year}{month:02d}{day:02d}",
            f"{year}.{month:02d}.{day:02d}",
        )
    )


_ILLNESSES = [
    "高血压",
    "糖尿病",
    "冠心病",
    "脑梗死",
    "肺癌",
    "乳腺癌",
    "尿毒症",
    "慢性肾炎",
    "精神分裂症",
    "抑郁症",
    "乙型肝炎",
    "股骨头坏死",
    "白血病",
    "肝硬化",
    "类风湿性关节炎",
    "肢体残疾二级",
]


def illness(rng: Random) -> str:
    """An illness or disability."""
    return rng.choice(_ILLNESSES)


PERSONAL: dict[str, tuple[str, Callable[[Random], str]]] = {
    "PERSON": ("PERSON", persons.text_name),
    "ANYNAME": ("PERSON", persons.any_name),
    "CN_ID": ("CN_ID", identifiers.resident_id),
    "CN_MOBILE": ("CN_MOBILE", identifiers.mobile),
    "BANK_CARD": ("BANK_CARD", identifiers.card),
    "EMAIL": ("EMAIL", identifiers.email),
    "ADDRESS": ("ADDRESS", places.address),
    "BIRTH": ("DATE_OF_BIRTH", spoken_birth),
    "BIRTHDATE": ("DATE_OF_BIRTH", written_birth),
    "ILLNESS": ("HEALTH", illness),
    "USCC": ("USCC", identifiers.credit_code),
}
OTHER: dict[str, Callable[[Random], str]] = {
    "COMPANY": places.company,
    "BANK": places.bank,
    "REGION": places.region,
    "DESK": places.desk,
    "BRAND": places.brand,
    "AUTHORITY": places.authority,
    "DAY": identifiers.day,
    "AMOUNT": identifiers.amount,
    "SERIAL": identifiers.serial18,
    "NUMBER": lambda rng: str(rng.randint(1, 5000)),
    "TITLE": lambda rng: rng.choice(("先生", "女士", "经理", "主任", "老师", "同志", "律师", "行长")),
    "SEX": lambda rng: rng.choice("男女"),
    "ORGS": lambda rng: "、".join(places.company(rng) for _ in range(2)),
}


def compose(rng: Random, template: str) -> Marked:
    """Fill one template; slots of `PERSONAL` are remembered."""
    text: list[str] = []
    spans: list[Span] = []
    at = length = 0
    for slot in _SLOT.finditer(template):
        text.append(template[at : slot.start()])
        length += slot.start() - at
        at = slot.end()
        name = slot.group(1)
        if name in PERSONAL:
            entity, make = PERSONAL[name]
            value = make(rng)
            spans.append(Span(length, length + len(value), entity))
        else:
            value = OTHER[name](rng)
        text.append(value)
        length += len(value)
    text.append(template[at:])
    return Marked("".join(text), tuple(spans))
