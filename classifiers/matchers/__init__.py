"""One file for each kind of condition a clause may have; `MATCHERS` is what an edition's YAML may name.

Each module has `FIELDS` (parameter → kind: words, number, flag, or a closed set of `classifiers.known_names`) and
`match(params, reading)`, which returns the evidence when the condition holds, None when it does not, and `NEEDS_SCAN`
when the stored facts cannot tell.
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
    """A kind of condition: its parameters and its test.

    needs: parameters of which one at least has to be given, and not empty; without it the condition would hold
    for everything or for nothing.
    """

    fields: Mapping[str, str]
    match: Callable[[Mapping[str, Any], Reading], Outcome]
    needs: tuple[str, ...] = ()


MATCHERS: Final[Mapping[str, Matcher]] = {
    "catalogue_flag": Matcher(catalogue_flag.FIELDS, catalogue_flag.match, needs=("is",)),
    "secrecy_marks": Matcher(secrecy_marks.FIELDS, secrecy_marks.match),
    "secrecy": Matcher(secrecy.FIELDS, secrecy.match),
    "authentication": Matcher(authentication.FIELDS, authentication.match, needs=("any",)),
    "columns": Matcher(column_names.FIELDS, column_names.match, needs=("any", "roles")),
    "personal": Matcher(personal.FIELDS, personal.match, needs=("roles", "entities", "text_roles")),
    "keywords": Matcher(keywords.FIELDS, keywords.match, needs=("any", "all")),
    "grain": Matcher(granularity.FIELDS, granularity.match, needs=("is", "not")),
    "nature": Matcher(natures.FIELDS, natures.match, needs=("is", "not")),
    "time": Matcher(time_gates.FIELDS, time_gates.match, needs=("gate",)),
    "small_cells": Matcher(small_cells.FIELDS, small_cells.match, needs=("counts",)),
    "quasi_identifiers": Matcher(quasi_identifiers.FIELDS, quasi_identifiers.match),
    "department": Matcher(department.FIELDS, department.match, needs=("is", "not")),
    "restrictions": Matcher(restrictions.FIELDS, restrictions.match, needs=("any",)),
    "resource": Matcher(resource.FIELDS, resource.match, needs=("is",)),
    "shapes": Matcher(shapes.FIELDS, shapes.match, needs=("is",)),
    "hidden": Matcher(hidden_parts.FIELDS, hidden_parts.match),
}
