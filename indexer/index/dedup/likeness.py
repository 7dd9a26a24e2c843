"""How similar two reports' texts are, and whether a figure of one conflicts with the other's.

Texts are compared without spaces, punctuation and width, as sets of runs of six characters
(shingles; Broder 1997, "On the resemblance and containment of documents"). A small sketch of each
finds the pairs worth comparing in full. Reports from one template share most of their words, so
words alone never decide: figures do.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...document.report import Figure
from ...text.folding import normal

Hashes = NDArray[np.uint64]
Spans = tuple[tuple[int, int], ...]

_SHINGLE = 6
_SKETCH = 256
_NUMBERS = 32
_CONTEXT = 8  # characters before a figure that say which it is
_SHORT_CONTEXT = 4
_DIGITS = re.compile(r"\d+")
# Counters that a web page prints beside a report: they differ at each download.
_PAGE_COUNTER = re.compile(
    r"(?:浏览|阅读|点击|访问|打印|下载|查看)(?:次数|数量|量|数|人数)?$|(?:views?|hits|downloads?)$"
)
_NOT_COUNTED = ("date", "ordinal")


@dataclass(frozen=True, slots=True)
class Sketch:
    """``exact`` is a hash of the whole normalised text, of ``length`` characters; ``lowest`` the
    lowest hashes of its shingles, ascending; ``numbers`` the same for those shingles that contain a
    digit."""

    exact: bytes
    length: int
    lowest: Hashes
    numbers: Hashes


@dataclass(frozen=True, slots=True)
class Quantities:
    """Figures of a report for comparison: unit and value, with the normal characters before it
    (``places``), a shorter stretch that ends with the figure as printed (``keys``), and where it
    stands in the normal text (``spans``)."""

    values: tuple[tuple[str, float, float | None], ...]
    places: tuple[str, ...]
    keys: tuple[str, ...]
    spans: Spans


@dataclass(frozen=True, slots=True)
class ComparedText:
    """All of one text that a comparison needs; of the normal ``text`` the stretches that were
    ``recognised`` in page pictures, and those of them that may be wrong (``doubtful``)."""

    text: str
    shingles: Hashes
    quantities: Quantities
    recognised: Spans = ()
    doubtful: Spans = ()


@dataclass(frozen=True, slots=True)
class Likeness:
    """``jaccard`` is the share of common shingles, ``contained`` the same relative to the smaller
    text.

    ``missing`` counts figures of the first that the second lacks, then vice versa; ``conflict``:
    each has one that the other lacks, or one place has two values. ``kept`` is the share of figures
    in both, for the text that lacks more. ``misread`` counts figures that differ only by
    recognition errors (``misread.without_misreadings``): they are in none of the above.
    ``redated``: one printed date is another in the other text.
    """

    jaccard: float
    contained: float
    missing: tuple[int, int]
    conflict: bool
    kept: float
    misread: int = 0
    redated: bool = False


def sketch(text: str) -> Sketch:
    """Sketch of a canonical text."""
    plain = normal(text)
    hashes, digits = _hashes(plain)
    return Sketch(
        hashlib.sha256(plain.encode("utf-8", "surrogatepass")).digest()[:16],
        len(plain),
        np.unique(hashes)[:_SKETCH],
        np.unique(hashes[digits])[:_NUMBERS],
    )


def compared_text(
    text: str,
    figures: Iterable[Figure],
    recognised: Spans = (),
    doubtful: Spans = (),
) -> ComparedText:
    """What :func:`compare` needs of a text and its figures; ``recognised`` and ``doubtful`` are
    stretches of ``text``."""
    plain = normal(text)
    return ComparedText(
        plain,
        np.unique(_hashes(plain)[0]),
        _quantities(text, figures),
        _normal_spans(text, recognised),
        _normal_spans(text, doubtful),
    )


def _normal_spans(text: str, spans: Sequence[tuple[int, int]]) -> Spans:
    """``spans`` of ``text`` as spans of its normal text."""
    places, size, before = {0: 0}, 0, 0
    for at in sorted({at for span in spans for at in span}):
        size, before = size + len(normal(text[before:at])), at
        places[at] = size
    return tuple((places[start], places[end]) for start, end in spans)


def rough_jaccard(a: Sketch, b: Sketch) -> float:
    """Jaccard index estimated from two sketches (bottom-k), within about 0.03 for most."""
    union = np.union1d(a.lowest, b.lowest)[:_SKETCH]
    if not len(union):
        return 0.0
    both = np.intersect1d(a.lowest, b.lowest, assume_unique=True)
    return float(np.isin(union, both, assume_unique=True).sum()) / len(union)


def compare(a: ComparedText, b: ComparedText) -> Likeness:
    """Compare two whole texts and their figures."""
    shared = len(np.intersect1d(a.shingles, b.shingles, assume_unique=True))
    smaller = min(len(a.shingles), len(b.shingles))
    together = len(a.shingles) + len(b.shingles) - shared
    lost_a, lost_b = missing_figures(a.quantities, b), missing_figures(b.quantities, a)
    return Likeness(
        jaccard=shared / together if together else 1.0,
        contained=shared / smaller if smaller else 0.0,
        missing=(len(lost_a), len(lost_b)),
        conflict=bool(lost_a and lost_b) or bool(conflicting_figures(a, b)),
        kept=share_kept(a, b, len(lost_a), len(lost_b)),
    )


def share_kept(a: ComparedText, b: ComparedText, lost_a: int, lost_b: int) -> float:
    """The share of figures that both have when so many are lost, of the one that lacks more."""
    counts = (len(a.quantities.values), lost_a), (len(b.quantities.values), lost_b)
    return 1.0 - max(lost / count if count else 0.0 for count, lost in counts)


def _hashes(plain: str) -> tuple[Hashes, NDArray[np.bool_]]:
    """A hash of each shingle in order, and which of them hold a digit."""
    codes = np.frombuffer(plain.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    if not len(codes):
        return np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=bool)
    width = min(_SHINGLE, len(codes))
    count = len(codes) - width + 1
    is_digit = np.concatenate([[0], np.cumsum((codes >= 48) & (codes <= 57))])
    hashes = np.zeros(count, dtype=np.uint64)
    for at in range(width):
        hashes = hashes * np.uint64(1_000_003) + codes[at : at + count]
    # Steele et al. 2014 (SplitMix64): spreads near values over all 64 bits.
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return hashes ^ (hashes >> np.uint64(31)), is_digit[width:] > is_digit[:count]


def _quantities(text: str, figures: Iterable[Figure]) -> Quantities:
    values, places, keys, spans = [], [], [], []
    for figure in figures:
        if figure.role in _NOT_COUNTED:
            continue
        before = normal(text[max(0, figure.start - 40) : figure.start])
        if _PAGE_COUNTER.search(before[-_CONTEXT:]):
            continue
        values.append((figure.unit, round(figure.value, 6), figure.high))
        places.append(_DIGITS.sub("", before)[-_CONTEXT:])
        keys.append(before[-_SHORT_CONTEXT:] + normal(figure.raw))
        spans.append((figure.start, figure.end))
    return Quantities(tuple(values), tuple(places), tuple(keys), _normal_spans(text, spans))


def missing_figures(mine: Quantities, other: ComparedText) -> list[int]:
    """Numbers of my figures that the other text has neither as a figure nor as the same words."""
    spare = Counter(other.quantities.values)
    lacking = []
    for number, value in enumerate(mine.values):
        if spare[value] > 0:
            spare[value] -= 1
        elif mine.keys[number] not in other.text:
            lacking.append(number)
    return lacking


def conflicting_figures(a: ComparedText, b: ComparedText) -> list[tuple[int, int]]:
    """Numbers of figures of both that have two values though words stand before them that stand
    before one figure only in both texts."""
    mine, theirs, found = _once(a.quantities), _once(b.quantities), []
    for place, number in mine.items():
        other = theirs.get(place)
        if other is None or a.quantities.values[number] == b.quantities.values[other]:
            continue
        if a.quantities.keys[number] not in b.text and b.quantities.keys[other] not in a.text:
            found.append((number, other))
    return found


def _once(quantities: Quantities) -> dict[str, int]:
    counts = Counter(quantities.places)
    return {
        place: number
        for number, place in enumerate(quantities.places)
        if counts[place] == 1 and len(place) >= _SHORT_CONTEXT
    }
