"""Calls that the portal and a real CKAN are asked alike: `$name`, `$table` and the like stand for what both hold."""

import json
from dataclasses import dataclass, field
from typing import Any, Final


@dataclass(frozen=True)
class Probe:
    """One request.

    Attributes:
        path: address under the server; a bare word is an action.
        params: query string.
        body: bytes of the body (text), None for none.
        sent_as: its content type.
        method: GET unless said otherwise.
    """

    path: str
    params: dict[str, Any] = field(default_factory=dict)
    body: str | None = None
    sent_as: str = ""
    method: str = "GET"

    @property
    def address(self) -> str:
        """The path under the server."""
        return self.path if self.path.startswith("/") else f"/api/3/action/{self.path}"

    def __str__(self) -> str:
        body = f" {self.sent_as or '-'} {self.body[:60]}" if self.body is not None else ""
        return f"{self.method} {self.path} {json.dumps(self.params, ensure_ascii=False)}{body}"


def get(path: str, **params: Any) -> Probe:
    """A GET; lists and objects as JSON text; `__` in a name is a dot."""
    return Probe(path, {name.replace("__", "."): _text(value) for name, value in params.items()})


def post(path: str, **params: Any) -> Probe:
    """A POST of JSON."""
    named = {name.replace("__", "."): value for name, value in params.items()}
    return Probe(path, {}, json.dumps(named, ensure_ascii=False), "application/json", "POST")


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


FORM: Final = "application/x-www-form-urlencoded"
JSON: Final = "application/json"
