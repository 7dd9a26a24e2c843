"""Words of a text for the term store: Chinese and English words, numbers whole, concepts.

罚款740.9万元 yields 罚款 and 740.9, and a term of the user's own glossary its concept, so that its
other terms meet it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ...glossary import NO_GLOSSARY, Glossary
from ...text.folding import fold, stem

_PIECE = re.compile(
    r"\d[\d,]*(?:\.\d+)?%?"
    r"|[a-zà-öø-ÿœßā-ž]+"
    r"|[\u3040-\u30ff\u3400-\u9fff]+"
    r"|[\uac00-\ud7af]+|[\u0400-\u04ff]+|[\u0600-\u06ff]+|[\u0e00-\u0e7f]+"
)
STOP_WORDS = frozenset(
    "the a an of in on at to for and or by with from is are was were be been that this it its as "
    "which who whom what how many much did do does done has have had their there any all each "
    "de la le les des du et en au aux un une der die das und von im zu el los las y que".split()
) | frozenset("的 了 和 与 及 在 是 对 为 等 中 上 下 有 也 就 都 而 将 被 把 以 于 并 其".split())


@lru_cache(maxsize=1)
def _cutter():  # type: ignore[no-untyped-def]
    import rjieba

    return rjieba


def words(text: str) -> list[str]:
    """Folded words of ``text`` in order, stop words out; Chinese words of 3 or more characters
    give their parts too, numbers lose their thousands separators and stay whole."""
    found: list[str] = []
    for match in _PIECE.finditer(fold(text)):
        piece = match.group()
        first = piece[0]
        if first.isdigit():
            found.append(piece.replace(",", "").rstrip("%"))
        elif "\u3040" <= first <= "\u9fff":
            found.extend(w for w in _cutter().cut_for_search(piece) if w not in STOP_WORDS)
        elif first.isascii() or first < "\u0250":
            if piece not in STOP_WORDS and len(piece) > 1:
                found.append(stem(piece))
        else:
            found.append(piece)
    return found


def concepts(text: str, glossary: Glossary) -> list[str]:
    """Concepts of a glossary as tokens (``§fee``), one for each place they stand at."""
    return [f"§{m.concept}" for m in glossary.matches(fold(text))] if glossary.concepts else []


def tokenise(text: str, glossary: Glossary = NO_GLOSSARY) -> list[str]:
    """Tokens for the term store: words, then concepts."""
    return words(text) + concepts(text, glossary)
