"""BM25 weights of every word in every row, as bm25s computes them (Lù 2024, arXiv:2407.03618).

Lucene's variant of BM25 (Robertson & Zaragoza 2009). bm25s takes lists of Python numbers, one for
each row, which a large corpus has no memory for; here the same is done on arrays. A test compares
the two to the last bit.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from .word_lists import WordLists

K1 = 1.2
B = 0.75
_BLOCK = 1 << 22

Columns = tuple[NDArray[np.float32], NDArray[np.int32], NDArray[np.int64]]


def idf(rows: int, frequency: int) -> float:
    """ln(1 + (N - df + 0.5) / (df + 0.5)), Lucene's."""
    return math.log(1 + (rows - frequency + 0.5) / (frequency + 0.5))


def weights(documents: WordLists) -> tuple[list[str], Columns]:
    """The words, sorted, and the sparse matrix (rows x words) by column: weights, their rows, and
    where each column begins."""
    words, ids = documents.numbered()
    rows, lengths = len(documents), documents.lengths
    places = ids.astype(np.int64) * rows
    places += np.repeat(np.arange(rows, dtype=np.int64), lengths)
    mean = float(lengths.mean()) if len(ids) else 1.0
    length = K1 * ((1 - B) + B * lengths / mean)
    del ids  # hundreds of megabytes
    places.sort()
    first = np.flatnonzero(np.r_[True, places[1:] != places[:-1]]) if len(places) else places
    times = np.diff(np.r_[first, len(places)]).astype(np.float32)
    places = places[first]
    starts = np.searchsorted(places, np.arange(len(words) + 1, dtype=np.int64) * rows)
    frequencies = np.diff(starts)
    known = {int(n): idf(rows, int(n)) for n in np.unique(frequencies)}
    rarity = np.array([known[n] for n in frequencies.tolist()], dtype=np.float32)
    data = np.empty(len(places), dtype=np.float32)
    indices = np.empty(len(places), dtype=np.int32)
    for start in range(0, len(places), _BLOCK):
        part = slice(start, start + _BLOCK)
        word, row = np.divmod(places[part], rows)
        share = times[part] / (length[row] + times[part])
        data[part] = rarity[word] * share
        indices[part] = row
    return words, (data, indices, starts.astype(np.int64))
