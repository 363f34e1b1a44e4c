"""What a read action is given, and how its parameters are read (strings over GET, JSON over POST)."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from catalog.actions.ckan_read.errors import ActionValidationError
from catalog.ckan.mapping import at_site
from catalog.deps import Deps
from catalog.errors import RecordDamaged
from catalog.models import Actor
from catalog.search.sets import CatalogueSets

MISSING = "Missing value"
Params = Mapping[str, Any]


@dataclass
class Reader:
    """One call: session, what actions get, the site's address, who asks (None: anybody), and the moment."""

    session: Session
    deps: Deps
    site_url: str
    now: datetime
    actor: Actor | None = None

    @cached_property
    def sets(self) -> CatalogueSets:
        """The index as sets."""
        if self.deps.search is None:
            raise RecordDamaged
        return self.deps.search.sets(self.session)

    def packages(self, numbers: list[int]) -> list[dict[str, Any]]:
        """Return packages by their numbers in the index, in that order."""
        bodies = self.sets.bodies(numbers)
        return [at_site(bodies[number], self.site_url) for number in numbers if bodies.get(number)]


Action = Callable[[Reader, Params], Any]


def required(params: Params, name: str, *, shown: str | None = None) -> str:
    """Return a text parameter.

    Raises:
        ActionValidationError: it is missing or empty; the error names `shown`.
    """
    value = params.get(name)
    if value is None or value == "":
        raise ActionValidationError({shown or name: [MISSING]})
    if not isinstance(value, str):
        value = str(value)
    return value


def flag(params: Params, name: str, *, default: bool = False) -> bool:
    """Return a yes-or-no parameter as CKAN reads it."""
    value = params.get(name, default)
    return value if isinstance(value, bool) else str(value).strip().lower() in {"true", "yes", "t", "y", "on", "1"}


def whole(params: Params, name: str, default: int | None, *, also: bool = False) -> int | None:
    """Return a whole number from zero up.

    Args:
        params: what was asked.
        name: of the parameter.
        default: what stands for a missing or empty one.
        also: whether CKAN checks this one twice and so says twice what is wrong.

    Raises:
        ActionValidationError: not a number, or negative.
    """
    value = params.get(name)
    if value is None or value == "":
        return default
    try:
        number = int(value) if not isinstance(value, float) or value.is_integer() else None
    except (TypeError, ValueError):
        number = None
    if number is None:
        raise ActionValidationError(
            {name: ["Invalid integer", *(["Please enter an integer value"] if also and isinstance(value, str) else [])]}
        )
    if number < 0:
        raise ActionValidationError({name: ["Must be a natural number"]})
    return number


def listing(params: Params, name: str) -> list[str] | None:
    """Return a list parameter: a JSON list, or JSON text of one; None when it is not given.

    Raises:
        ActionValidationError: neither.
    """
    value = params.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            raise ActionValidationError({name: ["Could not parse as valid JSON", "Not a list"]}) from None
    if not isinstance(value, list):
        raise ActionValidationError({name: ["Not a list"]})
    return [one if isinstance(one, str) else json.dumps(one) for one in value]


def words(params: Params, name: str) -> list[str] | None:
    """Return a list parameter that may also come as words with commas or spaces between."""
    value = params.get(name)
    if isinstance(value, str) and not value.lstrip().startswith("["):
        return [one for one in value.replace(",", " ").split() if one]
    return listing(params, name)


def text_or_missing(value: Any) -> str:
    """Return `value` as text, empty for None."""
    return "" if value is None else str(value)
