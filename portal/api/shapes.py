"""Answers of the API shaped from the view models: a frozen dataclass becomes a marshmallow schema of the same fields.

The view models of `catalog.views` are the contract that pages and API share; a field added there appears in both, and
in the OpenAPI document. Schemas shape, they never persist.
"""

import dataclasses
import types
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from marshmallow import Schema, fields

_PLAIN: dict[type, Callable[..., fields.Field[Any]]] = {
    str: fields.String,
    int: fields.Integer,
    float: fields.Float,
    bool: fields.Boolean,
    UUID: fields.UUID,
    datetime: fields.AwareDateTime,
    date: fields.Date,
}


@cache
def schema_of(model: type) -> type[Schema]:
    """Return the schema class of a frozen dataclass, its nested dataclasses and properties included.

    Raises:
        TypeError: a field has a type no schema field is known for.
    """
    hints = get_type_hints(model)
    shaped = {one.name: _field(hints[one.name]) for one in dataclasses.fields(model)}
    for name, attribute in vars(model).items():
        if isinstance(attribute, property) and attribute.fget is not None:
            shaped[name] = _field(get_type_hints(attribute.fget)["return"])
    return type(f"{model.__name__}Schema", (Schema,), shaped)


def _field(hint: Any) -> fields.Field[Any]:
    arguments = get_args(hint)
    if get_origin(hint) in {Union, types.UnionType}:
        inner = [one for one in arguments if one is not type(None)]
        if len(inner) == 1:
            return _with_null(inner[0])
    if get_origin(hint) in {tuple, frozenset, list}:
        if get_origin(hint) is tuple and arguments[-1] is not Ellipsis:
            return fields.List(_field(arguments[0]), metadata={"minItems": len(arguments), "maxItems": len(arguments)})
        return fields.List(_field(arguments[0]))
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return fields.Nested(schema_of(hint))
    if hint in _PLAIN:
        return _PLAIN[hint]()
    raise TypeError(f"no schema field for {hint!r}")


def _with_null(hint: Any) -> fields.Field[Any]:
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return fields.Nested(schema_of(hint), allow_none=True)
    if hint in _PLAIN:
        return _PLAIN[hint](allow_none=True)
    inner = _field(hint)
    inner.allow_none = True
    return inner
