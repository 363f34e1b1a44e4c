"""The ways to mask, by name."""

from collections.abc import Mapping
from types import MappingProxyType

from desensitize.operators.age_band import AgeBand
from desensitize.operators.base import BLANK_DOMAIN, HIDDEN, STAR, How, Operator, squash
from desensitize.operators.bucket import Bucket
from desensitize.operators.county import County
from desensitize.operators.partial import Partial
from desensitize.operators.pseudonym import Pseudonymise
from desensitize.operators.redact import Redact

OPERATORS: Mapping[str, Operator] = MappingProxyType(
    {operator.name: operator for operator in (Partial(), AgeBand(), County(), Bucket(), Pseudonymise(), Redact())}
)
"""Operators that turn a value into another. drop, keep and suppress act on columns and tables instead."""

DROP = "drop"
KEEP = "keep"
SPANS = "spans"
SUPPRESS = "suppress"
SUPPRESS_SHARE = "suppress_share"
"""Asked of a column: suppress shares that are too large. The plan made of it says `suppress`."""

COLUMN_ACTIONS = (DROP, KEEP, SPANS, SUPPRESS, SUPPRESS_SHARE)

STRENGTH: Mapping[str, int] = MappingProxyType(
    {KEEP: 0, SPANS: 5, SUPPRESS: 8, SUPPRESS_SHARE: 8, DROP: 50}
    | {name: operator.strength for name, operator in OPERATORS.items()}
)
"""Of two demands on one column or kind the stronger wins."""

__all__ = [
    "BLANK_DOMAIN",
    "COLUMN_ACTIONS",
    "DROP",
    "HIDDEN",
    "KEEP",
    "OPERATORS",
    "SPANS",
    "STAR",
    "STRENGTH",
    "SUPPRESS",
    "SUPPRESS_SHARE",
    "How",
    "Operator",
    "squash",
]
