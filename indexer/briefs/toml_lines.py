"""On which line of a brief's file each table and key stands, for messages about hand edits.

``tomllib`` gives values without their places. A place is named as ``groups[0].items[2]``.
"""

from __future__ import annotations

import re

_SILENT = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*', re.S
)
_HEADER = re.compile(r"\s*(\[\[?)\s*([\w.\-\s]+?)\s*\]")
_KEY = re.compile(r"\s*([\w\-]+)\s*=")


class Lines:
    """``lines.of("groups[0].items[2]", "year")`` is the line of that key, otherwise of its table,
    otherwise of the table around it; from 1."""

    def __init__(self, text: str) -> None:
        self._lines: dict[tuple[str, str], int] = {("", ""): 1}
        counts: dict[str, int] = {}
        table = ""
        # Strings and comments may contain what looks like a table or a key.
        bare = _SILENT.sub(lambda m: re.sub(r"[^\n]", "_", m[0]), text)
        for number, line in enumerate(bare.split("\n"), 1):
            if header := _HEADER.match(line):
                names = [part.strip() for part in header[2].split(".")]
                table = _entered(names, header[1] == "[[", counts)
                self._lines[table, ""] = number
            elif key := _KEY.match(line):
                self._lines.setdefault((table, key[1]), number)

    def of(self, table: str, key: str = "") -> int:
        while (table, key) not in self._lines:
            if key:
                key = ""
            else:
                table = re.sub(r"\[\d+\]$", "", table) if table.endswith("]") else table
                table, _, key = table.rpartition(".") if "." in table else ("", "", table)
        return self._lines[table, key]


def _entered(names: list[str], repeated: bool, counts: dict[str, int]) -> str:
    """The place that a header opens; ``counts`` holds how often each repeated table was opened."""
    place = ""
    for depth, name in enumerate(names):
        place = f"{place}.{name}" if place else name
        if depth == len(names) - 1 and repeated:
            counts[place] = counts.get(place, -1) + 1
            for below in [other for other in counts if other.startswith(f"{place}[")]:
                if below.startswith(f"{place}[{counts[place]}]"):
                    del counts[below]
        if place in counts:
            place = f"{place}[{counts[place]}]"
    return place
