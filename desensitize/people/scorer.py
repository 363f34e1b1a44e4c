"""Settles what is a name in a text: a linear model weighs every piece that may be one, beside rules and tagger.

The weights are learned by `tests/bench/train_names.py` from texts the project generates, whose names are known. They
are data (`name_weights.tsv`), one named feature a line, so that a person can read why a piece was taken.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from desensitize.people.cells import Candidate
from desensitize.people.company import is_in_company
from desensitize.people.features import evidence
from desensitize.people.pieces import Piece, pieces
from desensitize.people.shape import WORDS_TOO
from desensitize.people.surnames import HAN, lines_of, surname_of
from desensitize.people.words import is_word
from desensitize.tagger import Reading

_LEAST: Final = -1.0
"""Log-odds from which a piece that no rule found is a name. In the texts that are learned from, one piece in five is
one; a lower bound finds more of the names of records, and touches no further clean text, down to here."""

_LEAST_SHOWN: Final = -3.0
"""The same for one that its surroundings show and that begins with a usual surname: 担保人|和平."""

_LEAST_ODD: Final = 0.0
"""The same for two characters without a usual surname: 妥善 is a word, although 妥 is somebody's surname."""

_WORD: Final = "no"
_LEAST_WORD: Final = 0.5
"""The same for an ordinary word that its surroundings do not show."""

_PLAIN: Final = frozenset({"lex", "common=2of2"})
"""Features of a word of two characters that the dictionary has and the tagger read as an ordinary one."""

_SURNAMES: Final = ("COM", "USU")
_ODD: Final = ("RAR1", "SOFT2")

_LEAST_RULE: Final = -4.0
"""Log-odds below which a name of the rules is dropped: they know things the model was not shown."""

_NUMBERED: Final = f"(?:[{HAN}]{{0,4}}[〔\\[【][12][0-9]{{3}}[\\]】〕]|(?:字|发|函)\\([12][0-9]{{3}}\\))"
"""What follows the mark of an office in the number of a document: 云财金|〔2020〕3号, 杭政|储出〔2024〕31号."""
_FIRM: Final = r"\((?:集团|控股|中国)\)"
"""What follows the short name of a firm: 马钢|(集团)."""
_NAMED_AFTER: Final = (
    "(?:定理|定律|效应|模型|曲线|指数|系数|悖论|法则|等价|均衡|最优|公式|分布|矩阵|陷阱|主义|学派|经济学|"
    "期权定价|计划(?=[、,;。)]|$)|奖(?=[0-9]{1,3}项|[、,;。)]|$)|高铁|铁路)"
)
"""What is called after somebody whom it does not name, or after two towns: 马歇尔|计划, 黄炎培|奖, 武广|高铁."""
_UNIT: Final = r"\((?:[百千万亿]{0,2}元|%|亩|公顷|人次?|次|台|套|件|吨|公斤|斤|米|平方米|天|年|月|岁|分)\)"
"""What follows a quantity: 应发|(元)."""
_INSURER: Final = "(?:人寿|财险|产险|农险|寿险)(?=[0-9、,;。)(]|$)|健康(?=[0-9])"
"""What follows the short name of an insurer in a list of them: 鼎川|健康208件."""
_OF_A_THING: Final = re.compile(f"{_NUMBERED}|{_FIRM}|{_NAMED_AFTER}|{_UNIT}|{_INSURER}")
_MEASURE: Final = re.compile("(?<=[0-9])[位项包台支封门间束成户]")
"""A measure behind a number, that is a surname too: 18|位居民."""
_DEGREE: Final = re.compile("学[ ]?(?:博士|硕士|学士|专业|教授|学位|院|系)")
"""What follows a branch of learning that begins like a name: 金融学博士."""
_BUYER: Final = re.compile("(?:采购人|招标人|投标人|采购代理机构|招标代理机构|供应商)[\\s:：]{0,2}$")
_AMOUNT: Final = re.compile("[一二三四五六七八九十两壹贰叁肆伍陆柒捌玖拾佰仟百千万亿零元圆角分整]+")
"""Sums that begin like a name: 伍万元."""
_LEAST_FOREIGN: Final = -12.0
"""The same for names without a surname: foreign ones, which texts of finance seldom hold."""

_DOUBTED: Final = 0.01
"""What such a name weighs against others at its place: any that the model believes in wins."""

_FARTHEST: Final = -4.0
"""Log-odds that a piece may lack and still be made good by the rest of its text."""

_WORK: Final = 11
_PROPER: Final = 12
"""Half the tagger's labels of titles of works and of other proper names."""

_ADVERBIAL: Final = frozenset({1, 3, 4, 13, 15, 18, 20})
"""The same of adverbs, conjunctions, prepositions, pronouns and particles: 被保险人|连续|投保."""

_OURS: Final = frozenset("我贵本该你")
"""Behind these 司 is a firm: 我司|标的车."""
_LIKELY: Final = 0.6
_CERTAIN: Final = 0.93
"""The tagger's probabilities of a place or an organisation."""

_SURNAMES_RATHER: Final = frozenset({"长孙", "司徒", "南宫", "太史", "司空"})

_NONE: Final[Mapping[str, float]] = {}
_FIXED: Final = frozenset({"text.pair", "text.latin", "text.spaced", "text.surname"})
"""Rules whose form the model does not weigh: their names are no plain runs of Han."""


@cache
def weights() -> Mapping[str, float]:
    """Log-odds by feature."""
    return {name: float(value) for name, _, value in (line.rpartition("\t") for line in lines_of("name_weights.tsv"))}


@cache
def _weights_by_worth() -> Mapping[str, Mapping[str, float]]:
    """Log-odds of a feature beside what a piece is worth: `worth&feature` taken apart."""
    parts: dict[str, dict[str, float]] = {}
    for name, value in weights().items():
        worth, mark, feature = name.partition("&")
        if mark and feature:
            parts.setdefault(worth, {})[feature] = value
    return parts


@dataclass(frozen=True, slots=True)
class Settled:
    """What was made of one text.

    Attributes:
        names: Names, none overlapping.
        near: Pieces that fell short of one, with how much log-odds they lack (negative) as their score.
    """

    names: tuple[Candidate, ...]
    near: tuple[Candidate, ...] = ()


def settle(text: str, reading: Reading, rules: Sequence[Candidate], *, doubt: float = 0.0) -> Settled:
    """Names of one text.

    Args:
        text: The folded text.
        reading: What the tagger made of it.
        rules: What the rules took for names, none overlapping.
        doubt: Further log-odds asked of every piece.

    Returns:
        Names, none overlapping: of pieces that overlap the set of highest log-odds in all; and what came near.
    """
    known, by_worth = weights(), _weights_by_worth()
    fixed = [name for name in rules if name.rule in _FIXED]
    by_place = {(name.start, name.end): name for name in rules}
    scored: list[tuple[float, Piece]] = []
    near: list[Candidate] = []
    if is_word(text.strip()):
        return Settled(tuple(fixed))  # 林权, alone in a cell: only its column can make a name of it
    for piece in pieces(text, reading, rules):
        if any(piece.start < name.end and name.start < piece.end for name in fixed):
            continue
        if _OF_A_THING.match(text, piece.end) or _DEGREE.match(text, piece.end - 1):
            continue
        if _AMOUNT.fullmatch(text, piece.start, piece.end) or _MEASURE.match(text, piece.start):
            continue
        if _is_heading(text, piece):
            continue
        worth, found = evidence(text, piece, reading, rules)
        beside = by_worth.get(worth, _NONE)
        total = sum([known.get(feature, 0.0) + beside.get(feature, 0.0) for feature in found])
        least = _LEAST_FOREIGN if piece.kind == "RULE" else _LEAST_RULE
        bound = _bound(piece, worth, found) + doubt
        lacking = total - bound
        if lacking > 0 and (lacking := lacking - _doubt(text, piece, reading)) > 0:
            scored.append((max(total - min(bound, 0.0), _DOUBTED), piece))
        elif (piece.start, piece.end) in by_place and total > least:
            scored.append((_DOUBTED, piece))
        elif lacking > _FARTHEST:
            near.append(Candidate(piece.start, piece.end, lacking, "text.near"))
    taken = _best(scored)
    names = (
        by_place.get((piece.start, piece.end)) or Candidate(piece.start, piece.end, _score(total), "text.model")
        for total, piece in taken
    )
    return Settled((*fixed, *names), tuple(near))


def _is_heading(text: str, piece: Piece) -> bool:
    """Whether an ordinary word follows who buys or bids, offices and firms all: 采购人信息 heads a list."""
    before = text[max(0, piece.start - 9) : piece.start]
    return is_word(text[piece.start : piece.end]) and _BUYER.search(before) is not None


def _bound(piece: Piece, worth: str, found: Sequence[str]) -> float:
    """Log-odds that a piece has to exceed, by what it begins with and what its characters are worth."""
    if not piece.shown and (worth.startswith(_WORD) or _PLAIN.issubset(found)):
        return _LEAST_WORD
    if piece.kind.startswith(_ODD):
        return _LEAST_ODD
    return _LEAST_SHOWN if piece.shown and piece.kind.startswith(_SURNAMES) else _LEAST


def _doubt(text: str, piece: Piece, reading: Reading) -> float:
    """Further log-odds asked of what the tagger holds for something else: generated texts name few other things."""
    start, end = piece.start, piece.end
    if text[start - 1 : start] == "《" or reading.labels[start] // 2 == _WORK:
        return 3.0
    surname = surname_of(text[start:end])[0] if piece.kind.startswith("COM") else 0
    other = max(
        (
            name.probability
            for name in reading.names
            if name.kind != "PERSON"
            and name.start < end
            and start < name.end
            # 濮阳|震宇: a surname that is a place as well, with a given name behind it
            and not (surname > 1 and name.start == start and name.end == start + surname)
        ),
        default=0.0,
    )
    doubt = 3.0 if other >= _CERTAIN else 1.6 if other >= _LIKELY else 0.0
    if reading.labels[start] // 2 == _PROPER:
        doubt = max(doubt, 1.5)
    elif reading.labels[start] // 2 in _ADVERBIAL and reading.longest_common_word(start, end) == end - start:
        doubt += 1.5
    if text[start : start + 2] in WORDS_TOO - _SURNAMES_RATHER:
        doubt += 2.5 if _tagged_person(piece, reading) else 8.0 if other else 5.0
    elif piece.kind == "DOUBLE":
        doubt += 1.0
    if is_in_company(text, end, reading) or (text[start] == "司" and text[start - 1 : start] in _OURS):
        doubt += 4.0
    return doubt


def _tagged_person(piece: Piece, reading: Reading) -> bool:
    return any(n.kind == "PERSON" and n.start < piece.end and piece.start < n.end for n in reading.names)


def _score(total: float) -> float:
    return round(min(0.95, 0.6 + total / 20), 2)


def _best(scored: list[tuple[float, Piece]]) -> list[tuple[float, Piece]]:
    """Pieces that do not overlap, with the highest sum."""
    scored.sort(key=lambda one: (one[1].end, one[1].start))
    sums, before, ends = [0.0], [0], [0]
    for total, piece in scored:
        at = len(ends) - 1
        while ends[at] > piece.start:
            at -= 1
        taken = sums[at] + total > sums[-1]
        before.append(at if taken else -1)
        sums.append(sums[at] + total if taken else sums[-1])
        ends.append(piece.end)
    kept, at = [], len(scored)
    while at:
        if before[at] >= 0:
            kept.append(scored[at - 1])
            at = before[at]
        else:
            at -= 1
    return kept[::-1]
