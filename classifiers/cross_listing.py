"""Where a dataset is listed beside its home: 财政 data about bonds under securities, subsidised insurance under 财政.

One home each, and few other places: a word of another sector in a column does not list a dataset there. What does:
the title names two sectors; a record of supervision or of complaints names institutions of several sectors; or a word
says that two themes meet (`cross_listing` of the taxonomy).
"""

import re
from collections.abc import Mapping
from typing import Final

from classifiers.reading import Reading
from classifiers.taxonomy import BANK_WORD, WEIGHTS, Taxonomy, Topic

FINANCE: Final = "FIN"
_CROSS_SECTOR: Final = "GEN"
_WIDE: Final = frozenset({"GEN", "MACRO"})  # say nothing beside a sector of their own
_TOLD: Final = ("title", "columns", "description")
_LEAST_SHARE: Final = 0.15  # of a column's cells that name institutions of one sector
_SEVERAL: Final = 2
_SECOND_PARTY: Final = (
    BANK_WORD,
    "合作",
    "承保",
    "承办",
    "经办",
    "存管",
    "托管",
    "代发",
    "主办",
    "开户",
    "保险公司",
    "资金来源",
    "行业",
)
_KIND_OF_INSTITUTION: Final = re.compile(
    "(银行|保险|证券|信托|期货|小贷|典当|担保|租赁|保理|支付)(?:业|类|机构|公司|行)"
)
_STRONG: Final = WEIGHTS["strong"]
_ORDINARY: Final = WEIGHTS["any"]


def also_listed(
    reading: Reading, book: Taxonomy, found: Mapping[str, Mapping[str, int]], theme: str, sector: str | None
) -> tuple[str, ...]:
    """Give the sectors and themes to list a dataset under as well, in the taxonomy's order.

    found: counts of the taxonomy's words by place. theme, sector: the home; sector None outside finance.
    """
    said = frozenset(word for place in _TOLD for word in found.get(place, ()))
    also = {code for code, words in book.cross_listing.get(theme, {}).items() if not said.isdisjoint(words)}
    if sector is not None:
        also |= _of_title(book, found, sector)
        if sector == _CROSS_SECTOR:
            also |= institutions(reading, book) or _of_texts(book, found)
    return tuple(code for code in (*book.sectors, *book.themes) if code in also - {sector, theme})


def _of_title(book: Taxonomy, found: Mapping[str, Mapping[str, int]], home: str) -> set[str]:
    """Sectors that the title names beside the home: by a strong word, or an ordinary one that the columns bear out."""
    title, columns, mine = found.get("title", {}), found.get("columns", {}), book.sectors[home]
    if not any(mine.weights.get(word) == _STRONG for word in title):
        return set()
    return {
        code
        for code, topic in book.sectors.items()
        if code not in _WIDE
        and (
            _is_named(topic, title, mine)
            or (_is_named(topic, title, mine, _ORDINARY) and _is_named(topic, columns, mine))
        )
    }


def _is_named(topic: Topic, counts: Mapping[str, int], home: Topic | None = None, least: float = _STRONG) -> bool:
    """Whether a word of the topic, `least` or heavier, stands outside its shields and outside the words of the home."""
    covers = [
        w for w in counts if w in topic.shields or (home is not None and (w in home.weights or w in home.shields))
    ]
    return any(
        counts[word] > sum(counts[cover] for cover in covers if word in cover)
        for word in counts
        if topic.weights.get(word, 0.0) >= least
    )


def _of_texts(book: Taxonomy, found: Mapping[str, Mapping[str, int]]) -> set[str]:
    """Sectors that title and summary of a cross-sector dataset name, when there are several."""
    texts = (found.get("title", {}), found.get("description", {}))
    named = {
        code
        for code, topic in book.sectors.items()
        if code not in _WIDE and any(_is_named(topic, counts) for counts in texts)
    }
    return named if len(named) >= _SEVERAL else set()


def institutions(reading: Reading, book: Taxonomy) -> frozenset[str]:
    """Give the sectors whose institutions stand mixed in one column (当事人, 机构名称); empty when it is one alone."""
    for column in reading.subject.columns:
        if is_of_others(column.name):
            continue
        cells = {word: n for word, n in column.terms.items() if n >= _LEAST_SHARE * column.nonempty}
        named = {code for code, topic in book.sectors.items() if code not in _WIDE and _is_named(topic, cells)}
        if cells.get(BANK_WORD, 0) > sum(n for word, n in cells.items() if word in book.sectors["BANK"].shields):
            named.add("BANK")
        if len(named) >= _SEVERAL:
            return frozenset(named)
    return frozenset()


def kinds_of_institutions(reading: Reading) -> frozenset[str]:
    """Give the kinds of institutions that columns of one measure set side by side (银行类(件), 保险类(件))."""
    kinds: dict[str, set[str]] = {}
    for column in reading.columns:
        if match := _KIND_OF_INSTITUTION.match(column.name.whole):
            kinds.setdefault(column.name.whole[match.end() :], set()).add(match.group(1))
    return frozenset().union(*(named for named in kinds.values() if len(named) >= _SEVERAL))


def is_of_others(column: str) -> bool:
    """Whether a column names a second party (存管银行, 承保公司, 资金来源): its cells do not say what the rows are."""
    return any(word in column for word in _SECOND_PARTY)
