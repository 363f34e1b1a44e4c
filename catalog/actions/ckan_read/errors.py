"""Errors of the Action API: CKAN's types and bodies, so that `ckanapi` raises the exceptions its users know."""

from collections.abc import Mapping
from typing import Any


class ActionError(Exception):
    """An error a CKAN client understands: `status` and the `error` object of the answer."""

    status = 500

    def __init__(self, body: Mapping[str, Any]) -> None:
        super().__init__(str(body.get("__type", "")))
        self.body = dict(body)


class ActionNotFound(ActionError):
    """No such thing, or not for this reader."""

    status = 404

    def __init__(self, what: str = "") -> None:
        super().__init__({"__type": "Not Found Error", "message": f"Not found: {what}" if what else "Not found"})


class ActionNotAuthorized(ActionError):
    """The portal's Action API does not write, and some reads are an administrator's."""

    status = 403

    def __init__(self, why: str = "") -> None:
        super().__init__(
            {"__type": "Authorization Error", "message": f"Access denied: {why}" if why else "Access denied"}
        )


class ActionValidationError(ActionError):
    """A parameter is missing or not what it should be."""

    status = 409

    def __init__(self, fields: Mapping[str, Any]) -> None:
        super().__init__({**fields, "__type": "Validation Error"})


class ActionSearchError(ActionError):
    """`q` or `fq` is not of the query language."""

    status = 409

    def __init__(self, why: str = "the query could not be parsed") -> None:
        super().__init__(
            {
                "__type": "Search Error",
                "message": f"Search error: {why!r}" if why.endswith(".") else f"Search error: {why}",
            }
        )


class ActionSearchQueryError(ActionError):
    """A parameter `package_search` does not know, or an order it cannot give."""

    status = 400

    def __init__(self, message: str) -> None:
        super().__init__({"__type": "Search Query Error", "message": f"Search Query is invalid: {message}"})
