"""Whether a text can be writing at all: the one place where garbage is told from text.

A decoded file must be plausible as a whole (``implausible``). A page's text layer may be garbled in
more ways, because fonts need not say which characters they show (``is_unmapped``, ``is_garbled``).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: Categories of characters that no writing holds: control, private use, unassigned, surrogates.
_NO_WRITING = {"Cc", "Co", "Cn", "Cs"}
_ENOUGH = 100  # characters before their distribution tells anything
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_VOWELS = frozenset("aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüœ")


def implausible(text: str) -> str:
    """Why ``text`` cannot be writing (wrong encoding, binary data); empty when it can."""
    if "\ufffd" in text:
        return "it contains replacement characters from an earlier wrong decoding"
    size = max(len(text), 1)
    sample = text if size <= 2_000_000 else text[:1_000_000] + text[-1_000_000:]
    categories = [unicodedata.category(char) for char in set(sample)]
    if not _NO_WRITING & set(categories):
        return ""
    odd = {c for c in set(sample) if unicodedata.category(c) in ("Cc", "Cn", "Cs")}
    odd -= set("\t\n\r\f\v\x1a\x85")
    private = {c for c in set(sample) if unicodedata.category(c) == "Co"}
    if sum(c in odd for c in sample) > max(1, len(sample) // 200):
        return "it contains control characters, as binary files do"
    if sum(c in private for c in sample) > max(2, len(sample) // 50):
        return "it contains private-use characters"
    return ""


def is_unmapped(text: str) -> bool:
    """Whether more than 5 % of the printed characters are control, private-use or replacement
    characters: the fonts of a page lack their mapping."""
    ink = [char for char in text if not char.isspace()]
    odd = sum(unicodedata.category(char) in _NO_WRITING or char == "\ufffd" for char in ink)
    return odd > 0.05 * len(ink)


def is_garbled(text: str) -> bool:
    """Whether a text layer cannot be what is printed: unmapped glyphs, mojibake, or characters
    that are far too rare for any language."""
    if is_unmapped(text):
        return True
    ink = [char for char in text if not char.isspace()]
    if len(ink) < _ENOUGH:
        return False
    han = [char for char in ink if _HAN.match(char)]
    if len(han) >= _ENOUGH // 2 and sum(char not in _common_han() for char in han) > 0.2 * len(han):
        return True
    # GB bytes taken for Latin-1: accented letters and signs, hardly any plain ones.
    upper = sum("\x80" <= char <= "\xff" for char in ink)
    if upper > 0.4 * len(ink):
        return True
    # Latin letters shifted or shuffled by a font of its own: words without vowels.
    latin = [char for char in text.lower() if char.isalpha() and char < "\u0250"]
    if len(latin) > 0.6 * len(ink):
        share = sum(char in _VOWELS for char in latin) / len(latin)
        return not 0.15 < share < 0.65
    marks = sum(
        unicodedata.category(char) in ("Sm", "Sc", "Sk", "So", "Po", "Ps", "Pe") for char in ink
    )
    letters = sum(char.isalnum() for char in ink)
    return marks > 2 * letters and not re.search(r"[.…·_-]{8}", text)


@lru_cache(maxsize=1)
def _common_han() -> frozenset[str]:
    """Level 1 of GB 2312 (3 755 characters) and of Big5 (5 401): nearly all of any modern text."""
    ranges = (("gb2312", 0xB0, 0xD7, 0xA1, 0xFE), ("big5", 0xA4, 0xC6, 0x40, 0xFE))
    return frozenset(
        bytes((first, second)).decode(name, "ignore")
        for name, low, high, start, end in ranges
        for first in range(low, high + 1)
        for second in range(start, end + 1)
    )
