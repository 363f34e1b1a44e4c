"""Invented people and their numbers: valid in form and check digit, seeded, nobody's."""

import random
from dataclasses import dataclass

import polars as pl

from desensitize.checksums import id_check_char, is_luhn, uscc_check_char

_SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗"
_GIVEN = "雅志浩子春俊雪国若思海文静明建丽晓梦佳玉"
_SECOND = "琴强然涵梅杰莹庆楠源燕博怡辉华娜彤洁瑶峰"
_AREAS = ("110101", "320101", "420106", "440305", "510104")
_PREFIXES = ("138", "139", "150", "186", "199", "177")
_STREETS = ("解放路", "中山大道", "人民街", "学府路", "滨河路")


@dataclass(frozen=True)
class Person:
    """One invented person."""

    name: str
    cn_id: str
    mobile: str
    card: str
    email: str
    address: str
    birth: str


def cn_id(chance: random.Random, birth: str) -> str:
    """An 18-digit number with the right check digit."""
    body = f"{chance.choice(_AREAS)}{birth.replace('-', '')}{chance.randrange(1, 999):03d}"
    return body + id_check_char(body)


def card(chance: random.Random) -> str:
    """A 19-digit card number that passes Luhn."""
    body = "6222" + "".join(str(chance.randrange(10)) for _ in range(14))
    return next(body + str(digit) for digit in range(10) if is_luhn(body + str(digit)))


def uscc(chance: random.Random) -> str:
    """A unified social credit code with the right check character."""
    body = "91320101MA" + "".join(chance.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(7))
    return body + uscc_check_char(body)


def person(chance: random.Random) -> Person:
    """One more person."""
    name = chance.choice(_SURNAMES) + chance.choice(_GIVEN) + chance.choice(_SECOND)
    birth = f"{chance.randrange(1950, 2004)}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}"
    mobile = chance.choice(_PREFIXES) + "".join(str(chance.randrange(10)) for _ in range(8))
    email = "".join(chance.choice("abcdefghijklmnop") for _ in range(8)) + "@example.cn"
    street = chance.choice(_STREETS)
    address = (
        f"云川市东湖区{street}{chance.randrange(1, 300)}号{chance.randrange(1, 30)}栋{chance.randrange(101, 2900)}室"
    )
    return Person(name, cn_id(chance, birth), mobile, card(chance), email, address, birth)


def loans(rows: int, seed: int = 1) -> pl.DataFrame:
    """A table of loans: one person a row, with remarks that hold further numbers in some rows."""
    chance = random.Random(seed)
    people = [person(chance) for _ in range(rows)]
    others = [person(chance) for _ in range(rows)]
    remarks = [
        chance.choice(
            (
                "按期还款，无异常。",
                f"联系电话{other.mobile}，次日回访。",
                f"卡号{other.card}已冻结，改用{other.email}通知",
                f"担保人证件{other.cn_id}；电话：{other.mobile[:3]}-{other.mobile[3:7]}-{other.mobile[7:]}",
                "",
                None,
            )
        )
        for other in others
    ]
    return pl.DataFrame(
        {
            "借款人": [one.name for one in people],
            "身份证号": [one.cn_id for one in people],
            "手机号": [one.mobile for one in people],
            "还款卡号": [one.card for one in people],
            "统一社会信用代码": [uscc(chance) for _ in people],
            "家庭住址": [one.address for one in people],
            "邮箱": [one.email for one in people],
            "贷款金额(元)": [f"{chance.randrange(1000, 900000)}.{chance.randrange(100):02d}" for _ in people],
            "放款日期": [f"2024-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}" for _ in people],
            "备注": remarks,
        },
        schema_overrides={"备注": pl.String},
    )
