"""What a visitor may see of people and of who follows what: nothing, said as CKAN says it."""

from collections.abc import Callable
from typing import Any, Final

from catalog.actions.ckan_read.errors import ActionNotAuthorized, ActionNotFound, ActionValidationError
from catalog.actions.ckan_read.organizations import find_group, find_organization
from catalog.actions.ckan_read.packages import find_package
from catalog.actions.ckan_read.reader import MISSING, Action, Params, Reader, given

_Find = Callable[[Reader, str], Any]


def _nobody(reader: Reader, key: str) -> Any:
    """Find a person: none is shown here."""
    del reader, key
    raise ActionNotFound


_FOLLOWED: Final[dict[str, tuple[str, _Find]]] = {
    "dataset": ("Dataset", find_package),
    "group": ("Group", find_group),
    "organization": ("Group", find_organization),
    "user": ("User", _nobody),
}


def user_list(reader: Reader, params: Params) -> list[Any]:
    """Return users: none are shown."""
    del reader
    if params.get("order_by") == "edits":
        raise ActionValidationError({"message": "order_by=edits is no longer supported"})
    return []


def user_autocomplete(reader: Reader, params: Params) -> list[Any]:
    """Return users by the beginning of their name: none are shown."""
    del reader
    given(params, "q")
    return []


def user_show(reader: Reader, params: Params) -> Any:
    """Return a user: none is shown."""
    del reader, params
    raise ActionNotFound


def package_collaborator_list_for_user(reader: Reader, params: Params) -> Any:
    """Return the datasets somebody collaborates on: this is not offered."""
    del reader
    if params.get("id") in (None, ""):
        raise ActionValidationError({"id": [MISSING]})
    raise ActionValidationError({"message": "Dataset collaborators not enabled"})


def _followed(reader: Reader, params: Params, kind: str) -> None:
    """Check that what is followed is there.

    Raises:
        ActionValidationError: no id, or of nothing.
    """
    key = params.get("id")
    if key in (None, ""):
        raise ActionValidationError({"id": [MISSING]})
    called, find = _FOLLOWED[kind]
    try:
        find(reader, str(key))
    except ActionNotFound:
        raise ActionValidationError({"id": [f"Not found: {called}"]}) from None


def _counter(kind: str) -> Action:
    def count(reader: Reader, params: Params) -> int:
        """Return how many follow something: following is not offered here, so none."""
        _followed(reader, params, kind)
        return 0

    return count


def _asker(kind: str) -> Action:
    def am_following(reader: Reader, params: Params) -> Any:
        """Return whether the caller follows something: following is not offered here."""
        _followed(reader, params, kind)
        raise ActionNotAuthorized

    return am_following


FOLLOWING: Final[dict[str, Action]] = {
    **{f"{kind}_follower_count": _counter(kind) for kind in _FOLLOWED},
    **{f"{kind}_followee_count": _counter("user") for kind in ("user", "dataset", "group", "organization")},
    "followee_count": _counter("user"),
    **{f"am_following_{kind}": _asker(kind) for kind in ("dataset", "group", "user")},
}
