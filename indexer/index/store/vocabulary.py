"""A large vocabulary, looked up in a mapped file: opening it reads nothing.

Words stand in order, one after the other as UTF-8, whose order is that of the characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_WORDS = "vocab.words.npy"
_STARTS = "vocab.starts.npy"


class MappedVocabulary(Mapping[str, int]):
    """The number of each word, its place in the order."""

    def __init__(self, words: NDArray[np.uint8], starts: NDArray[np.int64]) -> None:
        self._words, self._starts = words, starts

    @staticmethod
    def save(folder: Path, words: Iterable[str]) -> None:
        """Write ``words``, which are sorted and distinct."""
        coded = [_coded(word) for word in words]
        starts = np.zeros(len(coded) + 1, dtype=np.int64)
        np.cumsum([len(word) for word in coded], out=starts[1:])
        np.save(folder / _WORDS, np.frombuffer(b"".join(coded), dtype=np.uint8))
        np.save(folder / _STARTS, starts)

    @classmethod
    def load(cls, folder: Path) -> MappedVocabulary | None:
        """The vocabulary in ``folder``; None if it is kept in another form."""
        if not (folder / _STARTS).exists():
            return None
        words, starts = (np.load(folder / name, mmap_mode="r") for name in (_WORDS, _STARTS))
        return cls(np.asarray(words), np.asarray(starts))

    def __len__(self) -> int:
        return len(self._starts) - 1

    def __getitem__(self, word: str) -> int:
        wanted, low, high = _coded(word), 0, len(self)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self._at(middle) < wanted else (low, middle)
        if low == len(self) or self._at(low) != wanted:
            raise KeyError(word)
        return low

    def __iter__(self) -> Iterator[str]:
        return (self._at(row).decode("utf-8", "surrogatepass") for row in range(len(self)))

    def _at(self, row: int) -> bytes:
        return self._words[self._starts[row] : self._starts[row + 1]].tobytes()


def _coded(word: str) -> bytes:
    return word.encode("utf-8", "surrogatepass")
