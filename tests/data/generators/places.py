"""Invented addresses, regions, institutions, departments and brands."""

from random import Random

from tests.data.generators import place_words as words


def _room(rng: Random) -> str:
    kind = rng.randint(0, 5)
    if kind == 0:
        return f"{rng.randint(1, 30)}栋{rng.randint(1, 4)}单元{rng.randint(1, 33)}0{rng.randint(1, 4)}室"
    if kind == 1:
        return f"{rng.randint(1, 20)}号楼{rng.randint(101, 2904)}"
    if kind == 2:
        return f"{rng.randint(1, 20)}-{rng.randint(1, 4)}-{rng.randint(101, 2904)}"
    if kind == 3:
        return f"{rng.choice('ABC')}座{rng.randint(3, 30)}层"
    if kind == 4:
        return f"{rng.randint(1, 20)}幢{rng.randint(101, 2904)}室"
    return ""


def address(rng: Random) -> str:
    """A postal address, with or without house number, in town or village."""
    head = rng.choice(("", "", rng.choice(words.PROVINCES))) + rng.choice(words.CITIES) + rng.choice(words.COUNTIES)
    kind = rng.random()
    if kind < 0.45:
        return (
            head
            + rng.choice(words.ROADS)
            + f"{rng.randint(1, 999)}号"
            + (rng.choice(words.ESTATES) + _room(rng) if rng.random() < 0.5 else "")
        )
    if kind < 0.6:
        return (
            head
            + rng.choice(words.TOWNS)
            + rng.choice(words.VILLAGES)
            + rng.choice(
                (f"{rng.randint(1, 12)}组", f"{rng.randint(1, 9)}组{rng.randint(1, 99)}号", f"{rng.randint(1, 120)}号")
            )
        )
    if kind < 0.75:
        return (
            rng.choice(words.COUNTIES)
            + rng.choice(words.ROADS)
            + f"{rng.randint(1, 400)}号"
            + rng.choice(("", rng.choice(words.TOWERS) + _room(rng)))
        )
    if kind < 0.9:
        return (
            rng.choice(("", head))
            + rng.choice(words.ESTATES)
            + f"{rng.randint(1, 30)}栋{rng.randint(1, 4)}单元{rng.randint(1, 33)}0{rng.randint(1, 4)}室"
        )
    return head + rng.choice(words.ROADS)


def region(rng: Random) -> str:
    """An administrative area: never an address."""
    return rng.choice(
        (
            rng.choice(words.COUNTIES),
            rng.choice(words.CITIES),
            rng.choice(words.CITIES) + rng.choice(words.COUNTIES),
            rng.choice(words.PROVINCES),
        )
    )


def township(rng: Random) -> str:
    """A town and village as a statistic's unit."""
    return rng.choice(words.TOWNS) + rng.choice(words.VILLAGES)


def company(rng: Random) -> str:
    """A company's full name."""
    city = rng.choice(("云川", "临江", "北京", "深圳市", "云川市", "江苏", ""))
    return city + rng.choice(words.STEMS) + rng.choice(words.TRADES) + rng.choice(words.FORMS)


def bank(rng: Random) -> str:
    """A bank, sometimes a branch named after a road or place."""
    return rng.choice(words.BANKS) + rng.choice(("", rng.choice(words.BRANCHES)))


def desk(rng: Random) -> str:
    """A department inside an institution."""
    return rng.choice(words.DESKS)


def brand(rng: Random) -> str:
    """A brand that looks like a name."""
    return rng.choice(words.BRANDS)


def authority(rng: Random) -> str:
    """A public authority."""
    return rng.choice(words.AUTHORITIES)


def industry(rng: Random) -> str:
    """A division of GB/T 4754."""
    return rng.choice(words.INDUSTRIES)
