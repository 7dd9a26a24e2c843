"""The light markup in which the sample reports are written, one block a line.

``@key value`` sets an option (``@meta k=v`` one row of an HTML page's metadata table), ``=`` is a
line of the title, ``!`` the note that marks a sample, ``#`` to ``###`` are headings, ``^`` is a
table's caption, ``|a|b|`` a table row, ``*`` a list item, ``>`` a line of the signature; every
other line is a paragraph.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

KINDS = {"=": "title", "!": "note", "^": "caption", "|": "row", "*": "item", ">": "signature"}


@dataclass(frozen=True, slots=True)
class Block:
    """One line of a report; ``level`` is 1-based for headings, ``cells`` is for table rows."""

    kind: str
    text: str
    level: int = 0
    cells: tuple[str, ...] = ()


@dataclass(slots=True)
class Source:
    """A sample report before it is given its format."""

    options: dict[str, str] = field(default_factory=dict)
    meta: list[tuple[str, str]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    @property
    def file(self) -> str:
        return self.options["file"]

    @property
    def language(self) -> str:
        return self.options.get("lang", "zh")

    @property
    def spaced(self) -> bool:
        """Whether words are set off by spaces (not so in Chinese and Japanese)."""
        return self.language not in ("zh", "ja")

    @property
    def title(self) -> str:
        lines = [block.text for block in self.blocks if block.kind == "title"]
        return (" " if self.spaced else "").join(lines)


def parse_line(line: str) -> Block:
    """Read one line of a report's body."""
    mark, rest = line[0], line[1:].strip()
    if mark == "#":
        level = len(line) - len(line.lstrip("#"))
        return Block("heading", line[level:].strip(), level)
    if mark == "|":
        return Block("row", line, cells=tuple(cell.strip() for cell in line.strip("| ").split("|")))
    if mark in KINDS and line[1:2] == " ":
        return Block(KINDS[mark], rest)
    return Block("paragraph", line)


def read_source(path: Path) -> Source:
    """Read a source file (UTF-8); raises KeyError later where ``@file`` is missing."""
    source = Source()
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("@meta "):
            key, _, value = line[6:].partition("=")
            source.meta.append((key, value))
        elif line.startswith("@"):
            key, _, value = line[1:].partition(" ")
            source.options[key] = value
        elif line.strip():
            source.blocks.append(parse_line(line.strip()))
    return source


def tables(blocks: list[Block]) -> list[Block | list[Block]]:
    """The blocks in order, with neighbouring table rows gathered into one list."""
    gathered: list[Block | list[Block]] = []
    for block in blocks:
        if block.kind != "row":
            gathered.append(block)
        elif gathered and isinstance(gathered[-1], list):
            gathered[-1].append(block)
        else:
            gathered.append([block])
    return gathered
