"""Relations between files that corpus.toml states.

They are separate from the scan, which depends on every reader, so that a changed reader does not
count as a change to how files are grouped.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Relations:
    """What corpus.toml says about one file: names of files that it is the same as or supersedes;
    ``separate``: it is no copy or version of any other."""

    same_as: tuple[str, ...] = ()
    supersedes: tuple[str, ...] = ()
    separate: bool = False

    def __bool__(self) -> bool:
        return bool(self.same_as or self.supersedes or self.separate)
