"""Lists of words, kept as numbers: a corpus has few different words and very many places for them.

A list of strings takes about 70 bytes a word in Python, this takes four.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray


class WordLists:
    """Lists of words, one after the other; appended to, never changed."""

    def __init__(self, lists: Iterable[Sequence[str]] = ()) -> None:
        self._numbers: dict[str, int] = {}
        self._words: list[str] = []
        self._ids, self._ends = array("i"), array("q", [0])
        self.extend(lists)

    def extend(self, lists: Iterable[Sequence[str]]) -> None:
        """Append all ``lists``."""
        numbers, ids = self._numbers, self._ids
        for words in lists:
            for word in words:
                number = numbers.get(word)
                if number is None:
                    number = numbers[word] = len(self._words)
                    self._words.append(word)
                ids.append(number)
            self._ends.append(len(ids))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, row: int) -> list[str]:
        return [self._words[n] for n in self._ids[self._ends[row] : self._ends[row + 1]]]

    def __iter__(self) -> Iterator[list[str]]:
        return (self[row] for row in range(len(self)))

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Words in each list."""
        ends = np.frombuffer(self._ends, dtype=np.int64)
        return ends[1:] - ends[:-1]

    def numbered(self) -> tuple[list[str], NDArray[np.int32]]:
        """All words, sorted, and the number of the word at each place."""
        order = sorted(range(len(self._words)), key=self._words.__getitem__)
        rank = np.empty(len(order), dtype=np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        ids = np.frombuffer(self._ids, dtype=np.int32)
        return [self._words[n] for n in order], rank[ids]

    def chosen(self, rows: Iterable[int]) -> WordLists:
        """The lists at ``rows``, with only their words."""
        return WordLists(self[row] for row in rows)
