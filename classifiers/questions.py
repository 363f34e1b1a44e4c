"""What a person has to look at before a decision stands: each question with its code, in Chinese and English."""

from collections.abc import Iterator
from typing import Final

from classifiers.decision import ClauseHit, Question
from classifiers.grain import Grain
from classifiers.negative_list import Edition
from classifiers.reading import Reading
from classifiers.resource_kind import is_register
from classifiers.sectors import SectorResult
from classifiers.subject import Subject
from classifiers.taxonomy import taxonomy

LEAST_GROUP: Final = 5
"""GB/T 42460-2023: rows that the same quasi-identifiers must share at least."""
_UNVERIFIED: Final = frozenset({"id_number", "account", "mobile"})
_NAMED: Final = frozenset({"named_person", "official_person", "penalised_person"})
"""Whom a law or an office names anyway: of them small groups give nothing away."""
_HIDDEN: Final = frozenset({"private_person", "protected_person"})
_RESEMBLES: Final = Question(
    "resembles",
    "没有条款要求不予开放，但内容与不予开放的数据相近，请核对后重新定级，或说明可以开放的依据。",
    "No clause withholds it, yet it resembles what is withheld: judge it, or say why it may be opened.",
)
_UNTITLED: Final = Question(
    "untitled",
    "没有标题和摘要，无法确认数据内容和开放依据，请补充后重新判定。",
    "There is no title and no summary; add them and judge again.",
)
_UNREAD: Final = Question(
    "unread",
    "有内容未能读取（如无文本层的页面），请人工核对。",
    "Some content could not be read; please inspect it.",
)
_SMALL_GROUP: Final = Question(
    "k_anonymity",
    "按准标识符分组后最小组不足5行，公开前请确认是否需要泛化。",
    "The smallest group by quasi-identifiers has fewer than 5 rows; generalise before release?",
)
_REGISTER: Final = Question(
    "register", "正文是名录，建议转为表格后开放。", "The text is a register; offer it as a table."
)


def questions_for(
    reading: Reading,
    edition: Edition,
    hits: tuple[ClauseHit, ...],
    needs_scan: tuple[str, ...],
    sector: SectorResult,
    *,
    is_alike: bool = False,
) -> tuple[Question, ...]:
    """Give what a person has to look at: unread parts, contradictions, clauses that ask, close calls.

    is_alike: no clause shuts the dataset, and yet it resembles those that are shut.
    """
    found = [_RESEMBLES] if is_alike else []
    found += [_scan_again(needs_scan)] if needs_scan else []
    found += [*_of_reading(reading.subject), *_of_clauses(hits, edition), *_of_columns(reading)]
    found += [_SMALL_GROUP] if _has_small_group(reading) else []
    found += [_REGISTER] if is_register(reading.subject) else []
    found += [_close_call(sector)] if sector.margin < 1.0 else []
    return tuple(dict.fromkeys(found))


def _scan_again(clauses: tuple[str, ...]) -> Question:
    listed = "、".join(clauses)
    return Question(
        "needs_scan",
        f"条款{listed}所需事实未保存，须重新扫描。",
        f"Clauses {listed} need facts nobody stored: scan again.",
    )


def _of_reading(subject: Subject) -> Iterator[Question]:
    """What could not be read, or was not told."""
    if "title" in subject.missing:
        yield _UNTITLED
    if set(subject.missing) - {"title"} or (subject.document is not None and subject.document.unread_pages):
        yield _UNREAD


def _of_clauses(hits: tuple[ClauseHit, ...], edition: Edition) -> Iterator[Question]:
    """What clauses ask whenever they are hit."""
    for hit in hits:
        clause = edition.clause(hit.clause_id)
        if clause is not None and clause.question is not None:
            yield Question(f"clause:{clause.id}", *clause.question)


def _of_columns(reading: Reading) -> Iterator[Question]:
    """Columns that are called identifiers and hold nothing of the kind."""
    for column in reading.columns:
        name = column.facts.name
        if column.has_values and column.role in _UNVERIFIED and not column.masked and not column.facts.entities:
            yield Question(
                f"contradiction:{column.facts.index}",
                f"数据项“{name}”的名称与内容不符，请确认内容性质。",
                f"Column “{name}”: its name and its cells disagree; please confirm what it holds.",
            )


def _has_small_group(reading: Reading) -> bool:
    """Whether people whom nobody names by law or office stand in groups too small to hide in."""
    least = reading.subject.min_group
    is_named = not reading.roles.isdisjoint(_NAMED) and reading.roles.isdisjoint(_HIDDEN)
    return least is not None and least < LEAST_GROUP and reading.grain is Grain.PERSON and not is_named


def _close_call(sector: SectorResult) -> Question:
    """Ask which of two it is, by their names."""
    book = taxonomy()
    topics = {**book.themes, **book.sectors}
    home, rival = topics[sector.sector or sector.theme], topics[sector.rival]
    return Question(
        "theme",
        f"归入“{home.name}”还是“{rival.name}”，依据接近，请确认分类。",
        f"“{home.name_en}” or “{rival.name_en}”: what speaks for them is close; please confirm which it is.",
    )
