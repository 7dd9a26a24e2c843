"""File names, and messages that quote them, on one line that shows all their characters.

A name may contain a line feed, a terminal control sequence, marks that change the direction of the
following text (Unicode Standard Annex 9; "Trojan Source", CVE-2021-42574), or bytes in another
encoding.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")
# Controls, line and paragraph separators, bidirectional controls, the byte order mark, surrogates.
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4}))")


def composed(name: str) -> str:
    """``name`` in Unicode's composed form (NFC). macOS gives names decomposed (NFD): ``é`` as two
    characters; keyboards, JSON and other systems give them composed."""
    return unicodedata.normalize("NFC", name)


def find_by_name(name: str, things: Iterable[T], name_of: Callable[[T], str]) -> list[T]:
    """The ``things`` called ``name``; where none is, those called so in either Unicode form."""
    every = list(things)
    exact = [thing for thing in every if name_of(thing) == name]
    if exact or name.isascii():
        return exact
    form = composed(name)
    return [thing for thing in every if composed(name_of(thing)) == form]


def escaped(text: str) -> str:
    r"""``text`` with such characters escaped: ``\x0a``, ``\u202e``; ``\xb5`` for an undecodable
    byte."""
    return _HIDDEN.sub(_written, text)


def _written(match: re.Match[str]) -> str:
    code = ord(match.group())
    if 0xDC80 <= code <= 0xDCFF:  # a byte that the file system's encoding has no character for
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x80 else f"\\u{code:04x}"


def unescaped(text: str) -> str:
    """The name that :func:`escaped` was given, unless it held such escapes itself."""
    return _ESCAPE.sub(_read, text)


def _read(match: re.Match[str]) -> str:
    if match.group(1):
        code = int(match.group(1), 16)
        return chr(code if code < 0x80 else code + 0xDC00)
    return chr(int(match.group(2), 16))
