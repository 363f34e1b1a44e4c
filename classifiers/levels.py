"""Grades: JR/T 0197-2020 level and JR/T 0171-2020 class by column, JR/T 0158-2018 for securities, GB/T 43697 label."""

from collections.abc import Iterable
from typing import Final

from classifiers.column_roles import ColumnReading
from classifiers.decision import ClauseHit, ColumnLevel, MaskDemand
from classifiers.negative_list import Edition
from classifiers.reading import Reading
from classifiers.subject import Subject
from classifiers.tiers import Consequence, SecurityLabel, Tier

# Level 1-5 of JR/T 0197-2020 annex A and class of JR/T 0171-2020 section 4.2, by role of the column.
_BY_ROLE: Final[dict[str, tuple[int, str]]] = {
    "credential": (4, "C3"),
    "id_number": (3, "C2"),
    "passport": (3, "C2"),
    "mobile": (3, "C2"),
    "private_phone": (3, "C2"),
    "account": (3, "C2"),
    "security_account": (3, "C2"),
    "plate": (3, "C2"),
    "vin": (3, "C2"),
    "email": (2, "C2"),
    "social_account": (2, "C2"),
    "home_address": (3, "C2"),
    "health": (4, "C2"),
    "private_person": (3, "C2"),
    "protected_person": (3, "C2"),
    "birth_date": (2, "C2"),
    "age": (2, "C2"),
    "ip_address": (2, "C1"),
    "device": (2, "C1"),
    "security_setting": (3, "C1"),
    "staff_private": (3, "C1"),
    "minor_sign": (4, "C2"),
}
_LEAST_INTERNAL: Final = 3
_STANDARD: Final = "JR/T 0197-2020"
_SECURITIES: Final = "JR/T 0158-2018"


def column_levels(reading: Reading, sector: str | None, demands: Iterable[MaskDemand] = ()) -> tuple[ColumnLevel, ...]:
    """Grade every column by its role; securities data goes by JR/T 0158-2018, which has four levels.

    demands: what is to be masked; amounts of single persons show their finances (JR/T 0171-2020: C2).
    """
    standard = _SECURITIES if sector == "SEC" else _STANDARD
    amounts = {demand.column for demand in demands if demand.entity == "PERSON_AMOUNT"}
    return tuple(_grade(c, standard, is_of_person=c.facts.name in amounts) for c in reading.columns)


def _grade(column: ColumnReading, standard: str, *, is_of_person: bool) -> ColumnLevel:
    level, c_class = _BY_ROLE.get(column.role, (1, "")) if column.has_values else (1, "")
    if level == 1 and (is_of_person or column.facts.cells("CN_ID", "CN_MOBILE", "BANK_CARD")):
        level, c_class = 3, "C2"
    return ColumnLevel(column.facts.name, min(level, 4) if standard == _SECURITIES else level, c_class, standard)


def dataset_level(
    hits: tuple[ClauseHit, ...], edition: Edition, tier: Tier, columns: tuple[ColumnLevel, ...] = ()
) -> int:
    """Highest level of the clauses that stand and, for internal data, of its columns.

    JR/T 0197-2020: a set takes the level of its highest item. 5 for what is refused, 3 or 4 for what is internal,
    1 for what is public.
    """
    if tier is Tier.CLASSIFIED:
        return 5
    levels = [
        clause.level
        for hit in hits
        if hit.consequence is not Consequence.ALLOW
        and not (hit.overruled_by or "").startswith("NL-X")
        and (clause := edition.clause(hit.clause_id)) is not None
    ]
    if tier is Tier.PUBLIC:
        return max(levels, default=1)
    return max((_LEAST_INTERNAL, *levels, *(column.level for column in columns)))


def security_label(subject: Subject) -> SecurityLabel:
    """GB/T 43697-2024 label: what the catalogue of important and core data says, otherwise general."""
    return subject.catalogue_flag or SecurityLabel.GENERAL
