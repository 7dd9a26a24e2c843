"""Distinguishes figures whose clause does not. Enumerated figures (同比分别下降25%和20%) share one
vector, and the name of an increase or decrease is often in an earlier clause. The words that name
each figure decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from ..index.schema import FigureRow
from ..index.store.tokens import words
from ..text.folding import fold


def named_shares(question: str, rows: Sequence[FigureRow]) -> list[float]:
    """For each figure, how much more of its name the question contains than of the other figures'
    names, -1 to 1; 0 for a single level or one that shares its name with the others. For a single
    increase or decrease, the share that the question contains, 0 to 1."""
    siblings: dict[tuple[int, int, str, str], list[int]] = defaultdict(list)
    for n, row in enumerate(rows):
        f = row.figure
        siblings[row.sentence, f.clause_start, f.unit, f.role].append(n)
    found = [0.0] * len(rows)
    asked = _parts(question) if rows else frozenset()
    for ones in siblings.values():
        names = [rows[n].figure.metric for n in ones]
        shares = [_share(name, asked) for name in names]
        mean = sum(shares) / len(shares)
        if rows[ones[0]].figure.role == "change":
            mean = 0.0
        elif len(set(names)) < 2:
            continue
        for n, share in zip(ones, shares, strict=True):
            found[n] = share - mean
    return found


def _share(name: str, asked: frozenset[str]) -> float:
    """Half for any part of a name that the question contains, because long names are never there
    completely."""
    parts = _parts(name)
    held = len(parts & asked)
    return 0.5 + 0.5 * held / len(parts) if held else 0.0


def _parts(text: str) -> frozenset[str]:
    """Words, and pairs of Chinese characters."""
    folded = fold(text)
    pairs = {
        a + b
        for a, b in zip(folded, folded[1:], strict=False)
        if "一" <= a <= "鿿" and "一" <= b <= "鿿"
    }
    return frozenset(pairs) | {w for w in words(folded) if w.isascii() and not w.isdigit()}
