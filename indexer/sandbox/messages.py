"""Transfers a report from the process that read it: JSON arrays, checked on arrival.

Nothing that arrives is executed, as a pickle could be: a reader taken over by a hostile file can
send wrong text, but no code and no value of another type. A dataclass is sent as the array of its
fields, in order; its declared types determine how it is read back.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import lru_cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, BinaryIO, Literal, Union, get_args, get_origin, get_type_hints

_MAX_INT = 2**63 - 1  # what SQLite takes


class BadMessage(ValueError):
    """What arrived is too long or not of the declared types."""


def send(stream: BinaryIO, message: object, limit: int) -> None:
    """Write one message: its length in 8 bytes, big-endian, then JSON.

    Raises BadMessage, with nothing written, where it is longer than ``limit`` bytes.
    """
    data = json.dumps(message, separators=(",", ":"), default=plain).encode("ascii")
    if len(data) > limit:
        raise BadMessage(f"{len(data)} bytes")
    stream.write(len(data).to_bytes(8, "big"))
    stream.write(data)
    stream.flush()


def receive(stream: BinaryIO, limit: int) -> Any:
    """The next message; EOFError where the other side is gone, BadMessage where it is too long
    (nothing of it is read then) or no JSON."""
    size = int.from_bytes(_exactly(stream, 8), "big")
    if size > limit:
        raise BadMessage(f"{size} bytes")
    try:
        return json.loads(_exactly(stream, size))
    except (ValueError, RecursionError) as error:
        raise BadMessage("no JSON") from error


def _exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if data is None or len(data) < size:
        raise EOFError
    return data


def plain(value: Any) -> object:
    """A dataclass as the array of its fields, for ``json.dumps(default=…)``."""
    if is_dataclass(value) and not isinstance(value, type):
        return _values(type(value))(value)
    raise TypeError(f"{type(value).__name__} is not sent")


@lru_cache(maxsize=64)
def _values(kind: Any) -> Callable[[Any], object]:
    names = [field.name for field in fields(kind)]
    get = attrgetter(*names)
    return get if len(names) > 1 else lambda value: (get(value),)


@lru_cache(maxsize=256)
def decoder(kind: Any) -> Callable[[Any], Any]:
    """Reads a value of ``kind`` back; the reader raises BadMessage for one of another type.

    Known kinds: str, int, float, bool, None, literal strings, unions of these, tuples,
    ``dict[str, …]`` and dataclasses of known kinds.
    """
    origin, args = get_origin(kind), get_args(kind)
    if kind in (str, int, bool, NoneType):
        return _scalar(kind)
    if kind is float:
        return lambda value: float(_scalar(float, int)(value))
    if origin is Literal:
        return _one_value(args)
    if origin in (Union, UnionType):
        return _one_of([decoder(arg) for arg in args])
    if origin is tuple:
        if len(args) == 2 and args[1] is Ellipsis:
            return _sequence(decoder(args[0]))
        return _record(tuple, [decoder(arg) for arg in args])
    if origin is dict and args[0] is str:
        return _mapping(decoder(args[1]))
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        return _record(kind, [decoder(hints[field.name]) for field in fields(kind)])
    raise TypeError(f"{kind} is not sent")


def _scalar(*kinds: type) -> Callable[[Any], Any]:
    allowed = frozenset(kinds)  # by exact type: True is an int otherwise

    def read(value: Any) -> Any:
        if type(value) not in allowed or (type(value) is int and abs(value) > _MAX_INT):
            raise BadMessage(f"a {type(value).__name__} where another type belongs")
        return value

    return read


def _one_value(values: tuple[str, ...]) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if type(value) is not str or value not in values:
            raise BadMessage(f"none of {', '.join(values)}")
        return value

    return read


def _one_of(readers: list[Callable[[Any], Any]]) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        for reader in readers:
            try:
                return reader(value)
            except BadMessage:
                continue
        raise BadMessage(f"a {type(value).__name__} where another type belongs")

    return read


def _sequence(reader: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if type(value) is not list:
            raise BadMessage("no array")
        return tuple(map(reader, value))

    return read


def _record(kind: Any, readers: list[Callable[[Any], Any]]) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if type(value) is not list or len(value) != len(readers):
            raise BadMessage("no array of the right length")
        items = [reader(item) for reader, item in zip(readers, value, strict=True)]
        return tuple(items) if kind is tuple else kind(*items)

    return read


def _mapping(reader: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if type(value) is not dict:
            raise BadMessage("no object")
        return {key: reader(item) for key, item in value.items()}

    return read
