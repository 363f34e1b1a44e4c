"""One file for each kind of condition a clause may have; `MATCHERS` is what an edition's YAML may name.

Each module has `FIELDS` (parameter → kind: words, names, number, flag) and `match(params, reading)`, which returns
the evidence when the condition holds, None when it does not, and `NEEDS_SCAN` when the stored facts cannot tell.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from classifiers.matchers import (
    authentication,
    catalogue_flag,
    column_names,
    department,
    granularity,
    hidden_parts,
    keywords,
    natures,
    personal,
    quasi_identifiers,
    resource,
    restrictions,
    secrecy,
    secrecy_marks,
    shapes,
    small_cells,
    time_gates,
)
from classifiers.matchers.outcome import Outcome
from classifiers.reading import Reading


@dataclass(frozen=True, slots=True)
class Matcher:
    """A kind of condition: its parameters and its test. `is_keyword` when its hits are words, not values."""

    fields: Mapping[str, str]
    match: Callable[[Mapping[str, Any], Reading], Outcome]
    is_keyword: bool = False


MATCHERS: Final[Mapping[str, Matcher]] = {
    "catalogue_flag": Matcher(catalogue_flag.FIELDS, catalogue_flag.match),
    "secrecy_marks": Matcher(secrecy_marks.FIELDS, secrecy_marks.match),
    "secrecy": Matcher(secrecy.FIELDS, secrecy.match),
    "authentication": Matcher(authentication.FIELDS, authentication.match),
    "columns": Matcher(column_names.FIELDS, column_names.match, is_keyword=True),
    "personal": Matcher(personal.FIELDS, personal.match),
    "keywords": Matcher(keywords.FIELDS, keywords.match, is_keyword=True),
    "grain": Matcher(granularity.FIELDS, granularity.match),
    "nature": Matcher(natures.FIELDS, natures.match),
    "time": Matcher(time_gates.FIELDS, time_gates.match),
    "small_cells": Matcher(small_cells.FIELDS, small_cells.match),
    "quasi_identifiers": Matcher(quasi_identifiers.FIELDS, quasi_identifiers.match),
    "department": Matcher(department.FIELDS, department.match),
    "restrictions": Matcher(restrictions.FIELDS, restrictions.match, is_keyword=True),
    "resource": Matcher(resource.FIELDS, resource.match),
    "shapes": Matcher(shapes.FIELDS, shapes.match),
    "hidden": Matcher(hidden_parts.FIELDS, hidden_parts.match),
}
