"""The JSON contract: each result is defined once, by a dataclass with described fields.

A field's annotation carries its description and, if the JSON differs from Python, a mark:

    issuer: Annotated[str, "Issuer of the report; null if unknown.", NULL]

``to_json`` writes such a dataclass; JSON schemas are generated from ``json_fields``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from enum import Enum
from functools import lru_cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

CONTRACT = 2  # the version of docs/contract.md; raised if a field is removed or renamed


class Mark(Enum):
    """How a field is represented in the JSON if not unchanged."""

    NULL = "an empty string becomes null"
    WHOLE = "a number without a fraction becomes an integer"
    OMITTED = "omitted if None, False or empty"
    INLINE = "its fields are merged into the enclosing object"
    HIDDEN = "not included"


NULL, WHOLE, OMITTED, INLINE, HIDDEN = Mark


@dataclass(frozen=True, slots=True)
class JsonField:
    """A field of the JSON: ``kind`` is its Python type, ``marks`` say how it is represented."""

    name: str
    kind: Any
    description: str
    marks: frozenset[Mark]


class Told:
    """A dataclass that is output as JSON."""

    __slots__ = ()

    def to_json(self) -> dict[str, Any]:
        """The JSON form defined by the contract (docs/contract.md)."""
        return to_json(self)


@dataclass(frozen=True)
class Envelope(Told):
    """A complete result."""

    contract: Annotated[
        int, "Version of the contract; fields may be added without a new version."
    ] = field(default=CONTRACT, init=False)


@lru_cache(maxsize=64)
def json_fields(kind: type) -> tuple[JsonField, ...]:
    """The JSON fields of a dataclass, in order; an inline field counts as one field here."""
    hints = get_type_hints(kind, include_extras=True)
    told = []
    for one in fields(kind):
        hint = hints[one.name]
        extras = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
        marks = frozenset(e for e in extras if isinstance(e, Mark))
        if HIDDEN not in marks:
            bare = get_args(hint)[0] if extras else hint
            description = next((e for e in extras if isinstance(e, str)), "")
            told.append(JsonField(one.name, bare, description, marks))
    return tuple(told)


def to_json(value: Any) -> Any:
    """A dataclass, or the value of a field, in a form that ``json.dumps`` accepts."""
    if is_dataclass(value) and not isinstance(value, type):
        told: dict[str, Any] = {}
        for one in json_fields(type(value)):
            item = getattr(value, one.name)
            if INLINE in one.marks:
                told |= to_json(item)
            elif OMITTED not in one.marks or not is_empty(item):
                told[one.name] = _marked(item, one.marks)
        return told
    if isinstance(value, Mapping):
        return {key: to_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [to_json(item) for item in value]
    return value


def is_empty(value: object) -> bool:
    """Whether a value is None, False or empty; zero is not empty."""
    return value is None or value is False or value == "" or value == [] or value == ()


def _marked(value: Any, marks: frozenset[Mark]) -> Any:
    if NULL in marks and value == "":
        return None
    if WHOLE in marks and value is not None and float(value).is_integer():
        return int(value)
    return to_json(value)
