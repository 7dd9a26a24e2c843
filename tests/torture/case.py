"""One file of the torture folder: how it is written and what a build must make of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.index.made import report_text


@dataclass(frozen=True, slots=True)
class Case:
    """``name`` is the path below the folder. ``says`` is text that its report must hold;
    ``refused`` a pattern that its reason must match; with both, either is right. ``never`` must be
    in no text of the index. ``shown`` is the name in the index, where it differs. ``good`` files
    are no trap: their answers must be as if they lay alone."""

    name: str
    write: Callable[[Path], object]
    says: str = ""
    refused: str = ""
    never: str = ""
    shown: str = ""
    good: bool = False

    @property
    def known_as(self) -> str:
        return self.shown or self.name


def body(place: str, fine: int) -> str:
    """A short report that says ``fine(fine)``."""
    return report_text(place, fine)


def fine(amount: int) -> str:
    return f"罚款{amount}.5万元"


def raw(data: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(data)


def text(content: str, encoding: str = "utf-8") -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content.encode(encoding))
