"""Which scripts the characters of a text belong to."""

from __future__ import annotations

import re

_HAN = re.compile("[\u3400-\u9fff]")


def has_han(text: str) -> bool:
    """Whether any character of ``text`` is a Chinese one (CJK Unified Ideographs, Extension A)."""
    return _HAN.search(text) is not None
