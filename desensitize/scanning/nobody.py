"""Columns that name nobody: securities beside their tickers, and numbers of documents.

Short names of listed firms and funds are made like those of people (three characters, a surname first), so that one
cell cannot tell them apart; the column of codes beside it can. The words in a document's number
(杭政储出〔2024〕19号) are the same from row to row, as names are not.
"""

import re
from collections.abc import Sequence
from typing import Final

from desensitize.entities import Entity
from desensitize.normalise import fold
from desensitize.scanning.judgement import disproven

_CODES: Final = re.compile(
    "(?:证券|股票|债券|基金|指数|转债|合约|期货|期权|挂牌公司|标的)代码$|^(?:ts|stock|sec|security|securities|fund|bond|index|cb|opt|fut|con)_?code$|"
    "^(?:symbol|ticker|stock_?id|stock_?no)$"
)
_PERHAPS: Final = re.compile("^(?:code|代码)$")
_TICKER: Final = re.compile(
    "(?i)(?:(?:sh|sz|bj|hk|of)[.:]?)?[0-9]{5,6}|[0-9a-z]{1,8}[.](?:sh|sz|bj|hk|of|ss|tw|csi|si|ci|nh|mi|ib|o|n)"
)
_SYMBOL: Final = re.compile("(?i)[0-9a-z][0-9a-z.:-]{2,11}")
_NAMES: Final = re.compile(
    "^(?:(?:stock|sec|security|securities|fund|bond|index|short|full|cn|en|csrc)_?)?(?:name|abbr)$|(?:简称|扩位简称|证券全称)$|"
    "^(?:证券|股票|债券|基金|指数|转债|合约|期货|期权|标的)?(?:中文)?(?:名称|名)$"
)
_PERSONAL: Final = re.compile(
    "gender|sex|birth|edu|resume|national|title|phone|mobile|address|age$|holder|manager|"
    "性别|出生|生日|年龄|学历|简历|国籍|民族|职务|职位|电话|手机|住址|证件|身份|持股人|股东"
)
_NUMBERED: Final = re.compile("(?:[^0-9]*[0-9]){3}")
_WORDS: Final = re.compile("[^\u4e00-\u9fffA-Za-z]+")
_OF_NUMBERS: Final = re.compile("(?:[号证照码]|no|code|number)$")
_FEW_WORDS: Final = 0.2
_LOOK: Final = 200
_FEWEST: Final = 4
_MOST: Final = 0.9


def nobody_marks(names: Sequence[str], samples: Sequence[Sequence[str]]) -> list[frozenset[str]]:
    """The mark that nobody is named in a column.

    names: all headers. samples: cells of each column's beginning. Returns a set a column.
    """
    nobody = frozenset({disproven(Entity.PERSON)})
    return [
        nobody if _OF_NUMBERS.search(fold(name).strip().lower()) and _are_documents(sample) else marks
        for name, sample, marks in zip(names, samples, securities_marks(names, samples), strict=True)
    ]


def _are_documents(sample: Sequence[str]) -> bool:
    cells = {cell.strip() for cell in sample[:_LOOK]} - {""}
    if len(cells) < 2 * _FEWEST or sum(_NUMBERED.match(cell) is not None for cell in cells) < _MOST * len(cells):
        return False
    return len({_WORDS.sub(" ", cell) for cell in cells}) <= max(_FEWEST, _FEW_WORDS * len(cells))


def securities_marks(names: Sequence[str], samples: Sequence[Sequence[str]]) -> list[frozenset[str]]:
    """The mark that a column's cells are names of securities and of nobody.

    names: all headers. samples: cells of each column's beginning. Returns a set a column: empty in tables that speak of
    people as well (managers, holders), and where no column holds tickers.
    """
    plain = [fold(name).strip().lower() for name in names]
    nothing: list[frozenset[str]] = [frozenset() for _ in names]
    if any(map(_PERSONAL.search, plain)) or not any(
        _holds_tickers(name, sample) for name, sample in zip(plain, samples, strict=True)
    ):
        return nothing
    nobody = frozenset({disproven(Entity.PERSON)})
    return [nobody if _NAMES.search(name) else none for name, none in zip(plain, nothing, strict=True)]


def _holds_tickers(name: str, sample: Sequence[str]) -> bool:
    form = _SYMBOL if _CODES.search(name) else _TICKER if _PERHAPS.search(name) else None
    if form is None:
        return False
    cells = {cell.strip() for cell in sample[:_LOOK]} - {""}
    return len(cells) >= _FEWEST and sum(form.fullmatch(cell) is not None for cell in cells) >= _MOST * len(cells)
