"""Names of files, and messages that quote them, on one line that shows what they hold.

A name may hold a line feed, a terminal's control sequence, marks that turn the direction of what
follows (Unicode Standard Annex 9; "Trojan Source", CVE-2021-42574), or bytes of another encoding.
"""

from __future__ import annotations

import re

# Controls, line and paragraph separators, bidirectional controls, the byte order mark, surrogates.
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4}))")


def escaped(text: str) -> str:
    r"""``text`` with such characters written out: ``\x0a``, ``\u202e``; ``\xb5`` for an
    undecodable byte."""
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
