"""What a read action is given, and how its parameters are read (strings over GET, JSON over POST)."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from catalog.actions.ckan_read.errors import ActionNotFound, ActionValidationError
from catalog.actions.ckan_read.stored import StoredPackage
from catalog.ckan.mapping import text_at_site
from catalog.deps import Deps
from catalog.errors import RecordDamaged
from catalog.models import Actor
from catalog.search.sets import CatalogueSets

MISSING = "Missing value"
Params = Mapping[str, Any]


@dataclass
class Reader:
    """One call: session, what actions get, the site's address, who asks (None: anybody), and the moment.

    `release_id` is set by the call: the release that the rows it gives belong to.
    """

    session: Session
    deps: Deps
    site_url: str
    now: datetime
    actor: Actor | None = None
    release_id: UUID | None = None

    @cached_property
    def sets(self) -> CatalogueSets:
        """The index as sets."""
        if self.deps.search is None:
            raise RecordDamaged
        return self.deps.search.sets(self.session)

    def packages(self, numbers: list[int]) -> list[StoredPackage]:
        """Return packages by their numbers in the index, in that order."""
        bodies = self.sets.bodies(numbers)
        found = [bodies[number] for number in numbers if bodies.get(number)]
        return [StoredPackage(text_at_site(body, self.site_url)) for body in found]


Action = Callable[[Reader, Params], Any]


def required(params: Params, name: str) -> str:
    """Return a text parameter.

    Raises:
        ActionValidationError: it is not there. ActionNotFound: it is empty, so nothing has that id.
    """
    if name not in params:
        raise ActionValidationError({name: [MISSING]})
    value = params[name]
    if value is None or value == "":
        raise ActionNotFound
    return value if isinstance(value, str) else str(value)


def flag(params: Params, name: str, *, default: bool = False) -> bool:
    """Return a yes-or-no parameter as CKAN reads it."""
    value = params.get(name, default)
    return value if isinstance(value, bool) else str(value).strip().lower() in {"true", "yes", "t", "y", "on", "1"}


def text_flag(params: Params, name: str, *, default: bool = False) -> bool:
    """Return a yes-or-no parameter that CKAN refuses when it is neither.

    Raises:
        ActionValidationError: neither yes nor no.
    """
    value = params.get(name, default)
    if str(value).strip().lower() not in {"true", "yes", "t", "y", "on", "1", "false", "no", "f", "n", "off", "0"}:
        raise ActionValidationError({"message": "Parameter is not an bool"})
    return flag(params, name, default=default)


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


def given(params: Params, name: str) -> str:
    """Return a text parameter that may be empty but not missing.

    Raises:
        ActionValidationError: it is missing.
    """
    value = params.get(name)
    if value is None:
        raise ActionValidationError({name: [MISSING]})
    return str(value)


def text_list(params: Params, name: str) -> list[str] | None:
    """Return a list of text: a JSON list, or JSON text of one; None when it is not given.

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
    for one in value:
        if not isinstance(one, str):
            raise ActionValidationError({name: [f"Not a string: {str(one)[:40]}"]})
    return [str(one) for one in value]
