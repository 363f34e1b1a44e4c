"""How much a dataset resembles those that must not be opened, whatever words it uses: the net below the clauses.

A list catches what its words say; people say the same in other words. A light linear model over one to three Chinese
characters of the title, summary, columns and text, and over what the columns and rows are, was trained on labelled
datasets that the project makes up (`data/likeness.tsv`, written by `tests/bench/catalogue_train.py`, which also gives
the figures that `LIMIT` rests on). It only ever tightens: what no clause shuts and yet resembles what clauses shut
goes to a person, with the question stated. It opens nothing and names no clause. A second set of weights
(`data/secrecy.tsv`) tells what is refused from everything else; a clause names it as a condition (`secrecy`) beside the
words of its matter. Pure; no value of a cell is read.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from classifiers.about import is_hushed
from classifiers.grain import Grain
from classifiers.reading import Reading
from classifiers.terms import normalise

WEIGHTS: Final = Path(__file__).parent / "data" / "likeness.tsv"
SECRECY: Final = Path(__file__).parent / "data" / "secrecy.tsv"
LIMIT: Final = 1.5
"""Score from which a person looks. Of 1,966 open datasets of sets held out in training (most of them made to frighten)
29 score above 1.1 and 20 above 2.0, of 1,143 that must stay shut 1,030 and 973: in between, shut counts for more."""
SCALE: Final = 8.0
LEAST_PIECES: Final = 12  # pieces of Chinese without which nothing is resembled
TEXT_LENGTH: Final = 1500  # characters of a text that are looked at: its head says what it is
_HAN: Final = re.compile(r"[\u4e00-\u9fff]+")
_LONGEST: Final = 3
# Kinds of record that a law orders to be published, or that hold no data: their words are those of what they are about.
_ORDERED: Final = frozenset({"penalty", "arrears", "template"})
# Kinds of record that account for figures of single institutions: without one of them nothing says why they are public.
_ACCOUNTED: Final = _ORDERED | {"register", "dishonest", "subsidy", "budget", "price", "statistics", "practitioner"}
_FIGURES: Final = frozenset({"amount", "rate", "number", "count"})
_TOLD: Final = re.compile(
    r"已(?:依法|面向社会|向社会|对外|正式)?(?:公布|发布|披露|公开)|依法披露|现予公(?:布|告|示)|对外公布|面向\w{0,6}公布|便民|新闻|报道|公开版|宣传|科普|解读|培训|手册|问答|流程|指引|典型案例|指南|提示(?!函)|注意事项|须知|公开信|^致\w{1,12}的一封信|倡议书|成效|政策$|披露要求|征求意见稿\)公开|中奖结果"
)
_TICKERS: Final = frozenset({"证券代码", "股票代码", "股票简称", "证券简称", "债券代码", "基金代码"})
_OFFERED: Final = re.compile(
    r"采购意向|[废流]标(?:信息|结果|情况|通知)?$|询价(?:书|函|通知)?$|单一来源采购|(?:招标|中标|成交|磋商|谈判)(?:信息|结果|通知)$|任免(?:职|事项|通知)?$|任免职?的通知$"
)
"""Titles of papers by which an office buys or appoints: a law has them published, whatever they speak of."""
_NOTICE: Final = re.compile(
    r"公示|公告|发布会|答记者问|(?<!信息)(?<!政务)(?:公开|公布|披露|发布)(?![招询选竞遴征日时机]|单位|平台|市场)"
)
_RULES: Final = re.compile(r"(?:办法|规定|条例|细则|规则|准则|规程|标准|公告|公示)(?:\(\w+\))?$")


def pieces(text: str) -> frozenset[str]:
    """Give every one to three neighbouring Chinese characters of a folded text, each once."""
    return frozenset(_pieces(text))


def _pieces(text: str) -> Iterator[str]:
    for run in _HAN.findall(text):
        for length in range(1, _LONGEST + 1):
            for at in range(len(run) - length + 1):
                yield run[at : at + length]


def text_likeness(text: str) -> tuple[float, int]:
    """Score the head of a running text: the sum of its pieces' weights, and how many pieces it has.

    text: as read. These two numbers are stored with the facts, the text is not.
    """
    found = pieces(normalise(text[:TEXT_LENGTH]))
    return round(_sum_of(found, weights(WEIGHTS)), 4), len(found)


def text_secrecy(text: str) -> float:
    """Give the sum that the same pieces have in the weights for what is refused; stored with the facts as well."""
    return round(_sum_of(pieces(normalise(text[:TEXT_LENGTH])), weights(SECRECY)), 4)


def traits(reading: Reading) -> dict[str, float]:
    """Give what is known beside the words, with how much it counts: roles of columns, rows, kind of record, people."""
    document = reading.subject.document
    found = dict.fromkeys((f"role:{role}" for role in reading.roles), 2.0)
    found |= dict.fromkeys((f"nature:{nature}" for nature in reading.natures), 2.0)
    found |= dict.fromkeys((f"person:{role}" for role in (document.roles if document is not None else ())), 2.0)
    figures = "figures" if not _FIGURES.isdisjoint(reading.roles) else "none"
    reason = "accounted" if not _ACCOUNTED.isdisjoint(reading.natures) else "plain"
    found[f"rows:{reading.grain.value}:{figures}:{reason}"] = 4.0
    return found | {f"grain:{reading.grain.value}": 3.0, f"agency:{reading.subject.agency_kind}": 1.0, "always": 2.0}


def typed_pieces(reading: Reading) -> tuple[frozenset[str], frozenset[str]]:
    """Give the pieces of what was typed (title, summary, tags) and of the columns' names."""
    return pieces(reading.typed), pieces(reading.names)


def score(reading: Reading) -> float:
    """Tell how much a dataset resembles those that are shut: above 0 more than those that are open."""
    document = reading.subject.document
    return _score(reading, weights(WEIGHTS), document.likeness if document is not None else 0.0)


def secrecy(reading: Reading) -> float:
    """Tell how much a dataset resembles those that are refused, among all: above 0 it is likelier one of them."""
    document = reading.subject.document
    return _score(reading, weights(SECRECY), document.secrecy if document is not None else 0.0)


def _score(reading: Reading, known: Mapping[str, float], total: float) -> float:
    """Score by one set of weights; `total` is what the running text has by them."""
    document = reading.subject.document
    length = float(document.likeness_size) if document is not None else 0.0
    for found in typed_pieces(reading):
        total += _sum_of(found, known)
        length += len(found)
    for trait, counts in traits(reading).items():
        total += counts * known.get(trait, 0.0)
        length += counts * counts
    return float(SCALE * total / length**0.5)


def resembles_shut(reading: Reading) -> bool:
    """Whether a person has to look before this is opened: it resembles what is shut, and nothing says why it is not."""
    return not is_told(reading) and _says_enough(reading) and score(reading) >= LIMIT


def without_notice(title: str) -> str:
    """Give a title without words of announcement (公示, 公告, 答记者问): they can be typed on anything."""
    return _NOTICE.sub("", title)


def _says_enough(reading: Reading) -> bool:
    """Whether there is Chinese to judge by: of an English paper the model knows only what agency it is from, of a table
    it knows the columns besides.
    """
    document = reading.subject.document
    return document is None or document.likeness_size + sum(map(len, typed_pieces(reading))) >= LEAST_PIECES


def is_told(reading: Reading) -> bool:
    """Whether the dataset says why it may be open: published by order or already, about the matter, sums of counts,
    the market's, or without data.
    """
    if reading.grain is Grain.TEMPLATE or not _ORDERED.isdisjoint(reading.natures):
        return True
    if reading.is_about or _is_tally(reading) or _is_market(reading):
        return True
    title, description = reading.folded["title"], reading.folded["description"]
    if reading.subject.document is not None and _OFFERED.search(title) and not is_hushed(reading.typed):
        return True
    return any(pattern.search(text) for pattern, text in ((_TOLD, title), (_TOLD, description), (_RULES, title)))


def _is_tally(reading: Reading) -> bool:
    """Whether the rows count things (户数, 笔数) and nobody says that the figures are not out yet."""
    return reading.grain is Grain.AGGREGATE and "count" in reading.roles and not is_hushed(reading.typed)


def _is_market(reading: Reading) -> bool:
    """Whether rows are of listed securities and of nobody's account: what is told of them was disclosed."""
    is_listed = any(column.name.base in _TICKERS for column in reading.columns)
    held = {"private_person", "protected_person", "id_number", "account", "security_account", "free_text"}
    return is_listed and held.isdisjoint(reading.roles) and not is_hushed(reading.typed)


def _sum_of(found: Iterable[str], known: Mapping[str, float]) -> float:
    return sum(known[piece] for piece in found if piece in known)


@lru_cache(maxsize=2)
def weights(path: Path) -> Mapping[str, float]:
    """Give the weight of each piece and trait; positive ones speak for what is shut (or refused)."""
    lines = path.read_text("utf-8").splitlines()
    return {name: float(value) for name, _, value in (line.partition("\t") for line in lines if line)}
