"""Personal data by finding and share of rows, in columns of a role, in mixed cells, and in running text.

Values decide: a column counts by what its cells hold. Statistics about identifiers and masked columns do not count.
"""

from collections.abc import Mapping
from typing import Any, Final

from classifiers.decision import Evidence
from classifiers.matchers.outcome import Outcome
from classifiers.reading import Reading
from classifiers.spans import holds_spans

FIELDS: Final = {
    "roles": "roles",
    "entities": "entities",
    "text_roles": "text_roles",
    "share": "number",
    "mixed": "flag",
    "text": "flag",
}


def match(params: Mapping[str, Any], reading: Reading) -> Outcome:
    """Hold when a column has one of the roles with unmasked values, or cells or text hold one of the entities.

    share: least share of cells for an entity (any at all without it). mixed: look into cells of other columns.
    text, text_roles: look into running text, for entities or for people and addresses of a role.
    """
    roles, entities = params.get("roles", ()), params.get("entities", ())
    document = reading.subject.document
    told = params.get("text_roles", ()) if document is not None else ()
    # nothing of the kind anywhere: most clauses of most datasets end here
    if reading.roles.isdisjoint(roles) and reading.entities.isdisjoint(entities) and not told:
        return None
    least = params.get("share", 0.0)
    found = []
    for column in reading.columns:
        place = f"column:{column.facts.name}"
        if column.role in roles and column.has_values and not (column.masked and column.facts.share(*entities) == 0):
            found.append(Evidence(place, column.facts.cells(*entities) or column.facts.nonempty, column.role))
        elif params.get("mixed", True):
            found += [
                Evidence(place, column.facts.cells(entity), entity)
                for entity in entities
                if holds_spans(column, entity) and column.facts.share(entity) >= least
            ]
    if document is not None and params.get("text", True):
        found += [Evidence("text", n, e) for e in entities if (n := document.entities.get(e, 0))]
        found += [Evidence("text", n, r) for r in told if (n := document.roles.get(r, 0))]
    return tuple(found) or None
