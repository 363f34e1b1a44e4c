"""Which findings inside the cells of a column are personal, by what the column is.

A surname inside a company's name, a place in an office address and a serial that happens to pass a check digit are
no personal information; a phone number at the end of a remark is.
"""

from typing import Final

from classifiers.column_roles import PERSON_ROLES, ROLE_OF_ENTITY, ColumnReading

_NEVER_PERSON: Final = frozenset(
    {"org_name", "office_address", "address", "home_address", "region", "village", "period", "uscc", "certificate_type"}
    | {"count", "rate", "amount", "number", "gender", "ethnicity", "occupation", "account", "phone", "hotline"}
    | {"office_email", "health", "taxpayer_id"}
)
_BY_CONTEXT: Final = frozenset({"BANK_ACCOUNT", "SECURITIES_ACCOUNT", "DATE_OF_BIRTH", "QQ", "WECHAT", "HEALTH"})
_CHECKED: Final = frozenset({"CN_ID", "BANK_CARD"})
# What such a column holds is the column itself, not something in the midst of it: the clause of that kind speaks of it.
_OWN_COLUMN: Final = frozenset(
    {"CN_ID", "CN_MOBILE", "BANK_CARD", "BANK_ACCOUNT", "EMAIL", "PLATE", "VIN", "PASSPORT", "HMT_PERMIT"}
    | {"WECHAT", "QQ", "SECURITIES_ACCOUNT"}
)
_TOLD: Final = 20.0  # mean length from which a column of people tells of them instead of naming them
_LONGEST_NUMBER: Final = 24.0  # mean length of a document's number with the mark of its office
_HARMLESS: Final = frozenset({"LANDLINE", "USCC", "ORG", "LOCATION", "ORG_CODE", "REG_NO", "POLICY_NUMBER"})


def holds_spans(column: ColumnReading, entity: str) -> bool:
    """Whether findings of the entity in this column are personal information in the midst of something else."""
    facts = column.facts
    is_own = entity in _OWN_COLUMN and ROLE_OF_ENTITY[entity] == column.role
    if facts.cells(entity) == 0 or entity in _HARMLESS or is_own:
        return False
    if entity == "PERSON":
        return _holds_people(column)
    if entity == "ADDRESS":
        if column.is_of_people and column.role == "other":
            return True  # 抵押物 of a borrower: a flat, a car
        if column.role in PERSON_ROLES and facts.length >= _TOLD:
            return True  # 当事人基本情况: who it is, and where they live
        return column.role == "free_text" and (column.is_of_people or facts.cells("PERSON", "CN_ID", "CN_MOBILE") > 0)
    if entity in _BY_CONTEXT:
        return column.role == "free_text" or (column.role == "other" and facts.length >= 15)
    if entity in _CHECKED and facts.shape("long_digits") >= 0.8:
        return facts.share(entity) >= 0.5 or column.nominal in {"id_number", "account", "taxpayer_id"}
    if entity == "EMAIL" and column.role == "office_email":
        return False
    return not column.is_measure or facts.cells(entity) > 0


def _holds_people(column: ColumnReading) -> bool:
    if column.role in _NEVER_PERSON or column.role in PERSON_ROLES or column.role == "named_person":
        return False
    if column.role == "free_text":
        return True
    if column.facts.shape("document_number") >= 0.5 and column.facts.length <= _LONGEST_NUMBER:
        return False  # 云财金〔2020〕3号: the mark of an office, taken for a name
    if column.is_of_people and column.role == "other":  # 由甲代领: who else is named beside people is private, too
        return column.facts.shape("org") < 0.5 and column.facts.distinct > column.facts.nonempty / 2
    repeated = column.facts.distinct < 0.3 * column.facts.nonempty and column.facts.nonempty >= 10
    return column.facts.length >= 8 and not repeated and column.facts.shape("org") < 0.5
