"""The word index: BM25 over words, exact for every row.

The score of each word in each row is computed at indexing time (``bm25``). A question then only
adds up columns of the saved arrays, so that words can be weighted.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import IndexDamaged
from .bm25 import K1, B, idf, weights
from .vocabulary import MappedVocabulary
from .word_lists import WordLists

_DATA = "data.csc.index.npy"
_INDICES = "indices.csc.index.npy"
_INDPTR = "indptr.csc.index.npy"
_VOCABULARY = "vocab.index.json"
_PARAMETERS = "params.index.json"
_REPEATED = "repeated.npy"
_MAPPED_FROM = 200_000  # words; a smaller vocabulary is read as a whole
_NO_ROWS = np.zeros(0, dtype=np.int32)


class TermStore:
    """BM25 weights as a sparse matrix (rows x words, by column), with its vocabulary."""

    def __init__(
        self,
        rows: int,
        vocabulary: Mapping[str, int],
        data: NDArray[np.float32],
        indices: NDArray[np.int32],
        indptr: NDArray[np.int64],
        repeated: NDArray[np.int32] = _NO_ROWS,
    ) -> None:
        self.rows, self._repeated = rows, repeated
        self.vocabulary = vocabulary
        self._data, self._indices, self._indptr = data, indices, indptr

    @classmethod
    def build(cls, documents: Iterable[Sequence[str]], repeated: Sequence[bool] = ()) -> TermStore:
        """A store with one row for each list of words. Words are numbered in sorted order, so
        that equal documents give equal files.

        Rows that are ``repeated`` (of copies and superseded versions) hold what others hold: they
        have their weights, but do not count in how rare a word is or how long a row, so that no
        other row's weight is changed.
        """
        lists = documents if isinstance(documents, WordLists) else WordLists(documents)
        if any(repeated):
            return _with_repeats(lists, repeated)
        words, columns = weights(lists)
        return cls(len(lists), {word: n for n, word in enumerate(words)}, *columns)

    def save(self, folder: Path) -> None:
        """Write the store as plain arrays, under the names that bm25s gives them."""
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / _DATA, self._data)
        np.save(folder / _INDICES, self._indices)
        np.save(folder / _INDPTR, self._indptr)
        if len(self._repeated):
            np.save(folder / _REPEATED, self._repeated)
        if len(self.vocabulary) >= _MAPPED_FROM:
            MappedVocabulary.save(folder, self.vocabulary)
        else:
            words = json.dumps(self.vocabulary, ensure_ascii=False)
            (folder / _VOCABULARY).write_text(words, encoding="utf-8")
        parameters = {"method": "lucene", "k1": K1, "b": B, "num_docs": self.rows}
        (folder / _PARAMETERS).write_text(json.dumps(parameters), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> TermStore:
        """The store in ``folder``, its arrays mapped; IndexDamaged when it cannot be read."""
        try:
            vocabulary = MappedVocabulary.load(folder)
            if vocabulary is None:
                vocabulary = json.loads((folder / _VOCABULARY).read_text(encoding="utf-8"))
            rows = json.loads((folder / _PARAMETERS).read_text(encoding="utf-8"))["num_docs"]
            arrays: list[Any] = [_array(folder / n) for n in (_DATA, _INDICES, _INDPTR)]
            if (folder / _REPEATED).exists():
                arrays.append(np.load(folder / _REPEATED))
        except (OSError, ValueError, KeyError) as error:
            raise IndexDamaged(
                f"{folder} cannot be read ({error}); run: policyqa build --rebuild"
            ) from error
        if len(arrays[2]) != len(vocabulary) + 1:
            raise IndexDamaged(f"{folder} is inconsistent; run: policyqa build --rebuild")
        return cls(rows, vocabulary, *arrays)

    def __len__(self) -> int:
        return self.rows

    def __contains__(self, token: str) -> bool:
        return token in self.vocabulary

    def scores(
        self, tokens: Sequence[str], weights: Sequence[float] | None = None
    ) -> NDArray[np.float32]:
        """BM25 scores float32 (rows,) of ``tokens``, each times its weight; 0 where none occurs."""
        total = np.zeros(self.rows, dtype=np.float32)
        for token, weight in zip(tokens, weights or [1.0] * len(tokens), strict=True):
            rows, values = self.column(token)
            total[rows] += values * np.float32(weight)  # a row occurs once in a column
        return total

    def scores_at(self, tokens: Sequence[str], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """``scores(tokens)[rows]``, without those of all other rows."""
        total = np.zeros(len(rows), dtype=np.float32)
        for token in tokens:
            held, values = self.column(token)
            if len(held):
                at = np.searchsorted(held, rows.astype(held.dtype)).clip(max=len(held) - 1)
                total += np.where(held[at] == rows, values[at], np.float32(0))
        return total

    def column(self, token: str) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Rows that hold ``token``, ascending, and its BM25 weight in each."""
        number = self.vocabulary.get(token)
        if number is None:
            return np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32)
        span = slice(int(self._indptr[number]), int(self._indptr[number + 1]))
        return self._indices[span], self._data[span]

    def idf(self, token: str) -> float:
        """ln(1 + (N - df + 0.5) / (df + 0.5)), Lucene's; highest for a word that never occurs.
        Repeated rows count in neither."""
        rows = self.column(token)[0]
        frequency = len(rows)
        if len(self._repeated) and frequency:
            at = np.searchsorted(self._repeated, rows).clip(max=len(self._repeated) - 1)
            frequency -= int((self._repeated[at] == rows).sum())
        return idf(self.rows - len(self._repeated), frequency)


def _with_repeats(documents: WordLists, repeated: Sequence[bool]) -> TermStore:
    """The store of the rows that are no repeats, with the repeats' weights by the same formula."""
    again = [row for row, is_repeat in enumerate(repeated) if is_repeat]
    once = [row for row, is_repeat in enumerate(repeated) if not is_repeat]
    store, kept = TermStore.build(documents.chosen(once)), np.array(once, dtype=np.int32)
    columns: dict[str, list[tuple[NDArray[np.int32], NDArray[np.float32]]]] = {}
    for word in store.vocabulary:
        held, values = store.column(word)
        columns[word] = [(kept[held], values)]
    mean = sum(len(documents[row]) for row in once) / max(len(once), 1) or 1.0
    equal = {tuple(documents[row]): n for n, row in enumerate(once)} if again else {}
    for row in again:
        length = K1 * (1 - B + B * len(documents[row]) / mean)
        same = equal.get(tuple(documents[row]))
        for word, times in Counter(documents[row]).items():
            weight = store.idf(word) * times / (times + length)
            if same is not None:  # to the last bit: equal passages keep the order of their rows
                held, values = store.column(word)
                weight = float(values[np.searchsorted(held, same)])
            columns.setdefault(word, []).append(
                (np.array([row], dtype=np.int32), np.array([weight], dtype=np.float32))
            )
    vocabulary = {word: number for number, word in enumerate(sorted(columns))}
    rows, weights, ends = [], [], [0]
    for word in vocabulary:
        held = np.concatenate([part for part, _ in columns[word]])
        order = np.argsort(held, kind="stable")
        rows.append(held[order])
        weights.append(np.concatenate([part for _, part in columns[word]])[order])
        ends.append(ends[-1] + len(held))
    return TermStore(
        len(documents),
        vocabulary,
        np.concatenate(weights) if weights else _NO_ROWS.astype(np.float32),
        np.concatenate(rows) if rows else _NO_ROWS,
        np.asarray(ends, dtype=np.int64),
        np.array(again, dtype=np.int32),
    )


def _array(path: Path) -> NDArray[Any]:
    # An empty array cannot be mapped.
    array: NDArray[Any] = np.load(path, mmap_mode="r" if path.stat().st_size > 4096 else None)
    return array
