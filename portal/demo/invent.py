"""Invented people, companies and numbers from a seeded generator: right in form, of nobody.

Identity numbers carry a right check digit (GB 11643-1999), credit codes too (GB 32100-2015), cards a Luhn digit; mobile
numbers stay in the 0000 exchange of the samples.
"""

import random

SURNAMES = "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛奚范彭郎鲁韦马苗方俞任袁柳"
GIVEN = (
    "明远 立新 雅琴 静怡 晓峰 思源 春梅 秀兰 海燕 国庆 若楠 佳宁 志强 丽华 文博 子涵 永康 浩然 玉珍 宏伟 雪莹 俊杰 "
    "建国 淑芬 一鸣 梓萱 嘉豪 诗雨 振东 慧敏 启明 书瑶 德胜 婉清 立群 晨曦 兴旺 月娥 敬之 亦凡"
).split()
STEMS = "恒岳 禾信 青禾 鸿渚 松澜 启衡 云帆 澄江 博闻 万象 瑞棠 沐阳 远岫 鼎川 致和 长汀 映岚 泽川 丰穗 望舒".split()
DISTRICTS = "东湖区 北麓区 安河县 白石县 高新区 临港新区".split()
# ruff: noqa: SIM905 - lists of words read better as text
AREAS = ("110101", "310101", "320101", "330101", "340101", "350101", "370101", "420101", "440301")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def person(dice: random.Random) -> str:
    """A name."""
    return dice.choice(SURNAMES) + dice.choice(GIVEN)


def identity_number(dice: random.Random) -> str:
    """An 18-character identity number with its check character (GB 11643-1999)."""
    day = f"{dice.randint(1950, 2004)}{dice.randint(1, 12):02d}{dice.randint(1, 28):02d}"
    body = f"{dice.choice(AREAS)}{day}{dice.randint(1, 999):03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _ID_WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def credit_code(dice: random.Random) -> str:
    """A unified social credit code with its check character (GB 32100-2015)."""
    body = f"91{dice.choice(AREAS)}MA" + "".join(dice.choice(_CREDIT_ALPHABET) for _ in range(7))
    total = sum(_CREDIT_ALPHABET.index(sign) * weight for sign, weight in zip(body, _CREDIT_WEIGHTS, strict=True))
    return body + _CREDIT_ALPHABET[(31 - total % 31) % 31]


def mobile(dice: random.Random) -> str:
    """A mobile number in the 0000 exchange."""
    return f"{dice.choice(('137', '138', '139', '159', '186'))}0000{dice.randint(0, 9999):04d}"


def card(dice: random.Random) -> str:
    """A bank card number with its Luhn digit (ISO/IEC 7812-1)."""
    body = f"6222020000{dice.randint(0, 99_999_999):08d}"
    doubled = (int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return body + str(-sum(value - 9 if value > 9 else value for value in doubled) % 10)


def landline(dice: random.Random) -> str:
    """An office number."""
    return f"0551-6{dice.randint(0, 9_999_999):07d}"


def address(dice: random.Random) -> str:
    """An office address of the invented city."""
    return f"云川市{dice.choice(DISTRICTS)}{dice.choice(('人民路', '滨湖大道', '创新大道'))}{dice.randint(1, 999)}号"
