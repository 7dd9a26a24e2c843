"""Folded text for matching: what differs only in typing compares equal.

Quotes are always cut from the canonical text as printed; folding is for search keys alone.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NOISE = re.compile(r"[\W_]+")

_LATIN_WORD = re.compile(r"[a-zà-öø-ÿœßā-ž]+")


@lru_cache(maxsize=1)
def _simplifier():  # type: ignore[no-untyped-def]
    import opencc

    return opencc.OpenCC("t2s")


_TRADITIONAL = re.compile(r"[\u3400-\u9fff]")


@lru_cache(maxsize=65536)
def _simplified_character(character: str) -> str:
    out = str(_simplifier().convert(character))
    return out if len(out) == 1 else character


def fold(text: str) -> str:
    """NFKC, lower case, Traditional to Simplified character by character, zero-width marks out."""
    text = unicodedata.normalize("NFKC", text).lower()
    text = re.sub("[\u200b-\u200f\u2060\ufeff\u00ad]", "", text)
    text = text.replace("\u2019", "'").replace("\u2018", "'")
    return _TRADITIONAL.sub(lambda m: _simplified_character(m.group()), text)


def without_accents(text: str) -> str:
    """``text`` with the accents removed from all letters."""
    parts = unicodedata.normalize("NFD", text)
    return "".join(c for c in parts if not unicodedata.combining(c))


@lru_cache(maxsize=1)
def _stemmer():  # type: ignore[no-untyped-def]
    import snowballstemmer

    return snowballstemmer.stemmer("english")


# Plurals of the field's commonest words that the stemmer leaves apart.
_IRREGULAR = {"bureaus": "bureau", "bureaux": "bureau", "bodies": "body", "yuans": "yuan"}


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Porter2 stem of a lower-case Latin word; accents are dropped so that spellings meet."""
    word = _IRREGULAR.get(word, word)
    plain = without_accents(word)
    return str(_stemmer().stemWord(plain)) if plain.isascii() else plain


def latin_words(folded: str) -> list[tuple[str, int, int]]:
    """(stem, start, end) of each Latin word of folded text."""
    return [(stem(m.group()), m.start(), m.end()) for m in _LATIN_WORD.finditer(folded)]


def normal(text: str) -> str:
    """``text`` with letters and digits alone, lower case, without differences of width."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text).casefold())
