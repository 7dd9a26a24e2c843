"""The reports of a generation, read from the catalog when they are first asked for.

An archive has a hundred thousand, and opening it should not read them all; a search needs ten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import overload

from ..schema import ReportRow

_BLOCK = 1024


class ReportRows(Sequence[ReportRow]):
    """Safe for many threads: a block that two read at once is read twice."""

    def __init__(self, count: int, read: Callable[[int, int], list[ReportRow]]) -> None:
        """``read(first, end)`` gives the rows from ``first`` up to ``end``."""
        self._count, self._read = count, read
        self._blocks: list[list[ReportRow] | None] = [None] * -(-count // _BLOCK)

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, row: int) -> ReportRow: ...

    @overload
    def __getitem__(self, row: slice) -> list[ReportRow]: ...

    def __getitem__(self, row: int | slice) -> ReportRow | list[ReportRow]:
        if isinstance(row, slice):
            return [self[r] for r in range(self._count)[row]]
        number, place = divmod(range(self._count)[row], _BLOCK)
        return self._block(number)[place]

    def __iter__(self) -> Iterator[ReportRow]:
        for number in range(len(self._blocks)):
            yield from self._block(number)

    def _block(self, number: int) -> list[ReportRow]:
        found = self._blocks[number]
        if found is None:
            first = number * _BLOCK
            found = self._read(first, min(first + _BLOCK, self._count))
            self._blocks[number] = found
        return found
