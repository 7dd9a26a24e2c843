"""Dataclasses as TOML and back: a table per dataclass, what is empty is left out.

Long text stands in multi-line strings, one line of the file per line of text, so that a diff shows
what was changed; figures are one line each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
Fault = Callable[[str, str, str], Exception]

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\b": "\\b", "\t": "\\t", "\f": "\\f", "\r": "\\r"}
_SPECIAL = re.compile('[\\x00-\\x09\\x0b-\\x1f\\x7f\\\\"\ud800-\udfff]')
_WORDS = {str: "text in quotation marks", int: "a whole number", float: "a number"}


def to_toml(value: Any, at: str = "") -> str:
    """The lines of a dataclass; ``at`` is the name of its table."""
    return "\n".join(_lines(value, at)) + "\n"


def _lines(value: Any, at: str) -> Iterator[str]:
    below: list[tuple[str, Any]] = []
    for one in _written(type(value)):
        item = getattr(value, one.name)
        if _is_empty(item):
            continue
        if is_dataclass(item) or (isinstance(item, tuple) and _are_tables(item)):
            below.append((one.name, item))
        elif isinstance(item, tuple) and is_dataclass(item[0]):
            rows = [f"  {_inline(row)}," for row in item]
            yield "\n".join([f"{one.name} = [", *rows, "]"])
        else:
            yield f"{one.name} = {_value(item)}"
    for name, item in below:
        place = f"{at}.{name}" if at else name
        for table in item if isinstance(item, tuple) else (item,):
            yield f"\n[[{place}]]" if isinstance(item, tuple) else f"\n[{place}]"
            yield from _lines(table, place)


def _is_empty(value: Any) -> bool:
    """Whether a value is left out. Zero is not: it may be a figure, or the start of a text."""
    return value is None or value is False or value == "" or value == ()


def _are_tables(items: tuple[Any, ...]) -> bool:
    """Whether items are written as tables: those that hold more than single values are."""
    one = items[0]
    return is_dataclass(one) and any(isinstance(getattr(one, f.name), tuple) for f in fields(one))


def _inline(value: Any) -> str:
    told = ((f.name, getattr(value, f.name)) for f in _written(type(value)))
    kept = [f"{name} = {_value(v, True)}" for name, v in told if not _is_empty(v)]
    return "{ " + ", ".join(kept) + " }"


def _value(value: Any, inline: bool = False) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value, inline)
    if isinstance(value, tuple):
        return "[" + ", ".join(_value(one, True) for one in value) + "]"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return repr(value)


def _text(text: str, inline: bool) -> str:
    escaped = _SPECIAL.sub(_escape, text)
    if "\n" in text and not inline:
        return f'"""\n{escaped}"""'
    return '"' + escaped.replace("\n", "\\n") + '"'


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if 0xD800 <= code <= 0xDFFF:  # half a character: TOML cannot hold it
        return "\\ufffd"
    return _ESCAPES.get(match[0]) or f"\\u{code:04x}"


def _written(kind: Any) -> tuple[Field[Any], ...]:
    return tuple(f for f in fields(kind) if f.init)


def from_toml(kind: type[T], table: Any, at: str, fault: Fault) -> T:
    """A dataclass from a parsed table at the place ``at``. ``fault(place, key, why)`` makes the
    exception for a missing or unknown key or a value of the wrong type."""
    if not isinstance(table, dict):
        raise fault(at, "", "must be a table")
    hints = get_type_hints(kind)
    wanted = {f.name: f for f in _written(kind)}
    for key in table:
        if key not in wanted:
            raise fault(at, key, f'unknown key "{key}"')
    made: dict[str, Any] = {}
    for name, one in wanted.items():
        if name in table:
            made[name] = _read(hints[name], table[name], at, name, fault)
        elif one.default is MISSING and one.default_factory is MISSING:
            raise fault(at, "", f'the key "{name}" is missing')
    return kind(**made)


def _read(kind: Any, value: Any, at: str, key: str, fault: Fault) -> Any:
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        kind = next(one for one in args if one is not NoneType)
        return _read(kind, value, at, key, fault)
    if origin is tuple:
        if not isinstance(value, list):
            raise fault(at, key, f'"{key}" must be a list')
        place = f"{at}.{key}" if at else key
        if is_dataclass(args[0]):
            return tuple(
                from_toml(_dataclass(args[0]), one, f"{place}[{n}]", fault)
                for n, one in enumerate(value)
            )
        return tuple(_read(args[0], one, at, key, fault) for one in value)
    if origin is Literal:
        if value not in args:
            raise fault(at, key, f'"{key}" must be one of: {", ".join(map(str, args))}')
        return value
    if is_dataclass(kind):
        return from_toml(_dataclass(kind), value, f"{at}.{key}" if at else key, fault)
    fits = isinstance(value, int | float) if kind is float else isinstance(value, kind)
    if not fits or (isinstance(value, bool) and kind is not bool):
        raise fault(at, key, f'"{key}" must be {_WORDS.get(kind, "true or false")}')
    return float(value) if kind is float else value


def _dataclass(kind: Any) -> type[Any]:
    assert isinstance(kind, type)
    return kind
