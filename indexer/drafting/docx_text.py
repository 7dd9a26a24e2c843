"""The text of a docx draft with a way back from each character to the run that holds it.

Unlike a report, a draft is written back: nothing of it may be cleaned or moved. Paragraphs are
lines; a table's row is one line, its cells joined by `` | ``. Text that tracked changes delete is
left out.
Elements are those of ECMA-376 Part 1 (WordprocessingML).
"""

from __future__ import annotations

import copy
import io
import zipfile
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
from lxml import etree

from ..errors import UsageError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED = frozenset({f"{W}del", f"{W}moveFrom", f"{_MC}Fallback", f"{W}txbxContent", f"{W}pPr",
                      f"{W}rPr"})
_MARKS = {f"{W}tab": "\t", f"{W}br": " ", f"{W}cr": " ", f"{W}noBreakHyphen": "-"}
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
MAX_UNPACKED = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Atom:
    """``text[start:end]`` of the draft is the content of ``node`` (w:t, w:tab …) of ``run``."""

    start: int
    end: int
    run: Any
    node: Any


class DocxDraft:
    """A docx file opened to be checked and written back."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.atoms: list[Atom] = []
        self._parts: list[str] = []
        self._length = 0
        self._read(document.element.body)
        self.text = "".join(self._parts)

    def _read(self, container: Any) -> None:
        for child in container:
            if child.tag == f"{W}p":
                self._line([child])
            elif child.tag == f"{W}tbl":
                for row in child.iter(f"{W}tr"):
                    self._line(list(row.iter(f"{W}p")), " | ")
            elif child.tag in (f"{W}sdt", f"{W}sdtContent"):
                self._read(child)

    def _line(self, paragraphs: list[Any], glue: str = "") -> None:
        for number, paragraph in enumerate(paragraphs):
            if number:
                self._add(glue)
            for run, node in _atoms(paragraph, None):
                text = (node.text or "") if node.tag == f"{W}t" else _MARKS[node.tag]
                start = self._length
                self._add(text.replace("\n", " "))
                if self._length > start:
                    self.atoms.append(Atom(start, self._length, run, node))
        self._add("\n")

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def runs(self, start: int, end: int) -> list[Any]:
        """Runs that hold any of ``text[start:end]``, in order."""
        first = bisect_left(self.atoms, start + 1, key=lambda a: a.end)
        runs: list[Any] = []
        for atom in self.atoms[first:]:
            if atom.start >= end:
                break
            if not runs or runs[-1] is not atom.run:
                runs.append(atom.run)
        return runs

    def split(self, offset: int) -> Any | None:
        """The run that ends with the character before ``offset``; a run that goes on past it is
        cut in two of the same formatting. None where no text stands before ``offset``.

        To be called from the end of the draft to its beginning: offsets past ``offset`` go stale.
        """
        at = bisect_left(self.atoms, offset, key=lambda a: a.end)
        if at >= len(self.atoms) or self.atoms[at].start >= offset:
            at -= 1
        if at < 0:
            return None
        atom = self.atoms[at]
        inside = offset - atom.start
        last = atom.node is [n for n in atom.run if n.tag != f"{W}rPr"][-1]
        if inside >= atom.end - atom.start and last:
            return atom.run
        _cut(atom, min(inside, atom.end - atom.start))
        return atom.run


def _atoms(element: Any, run: Any) -> Iterator[tuple[Any, Any]]:
    for child in element:
        if child.tag in _SKIPPED or not isinstance(child.tag, str):
            continue
        if run is not None and (child.tag == f"{W}t" or child.tag in _MARKS):
            yield run, child
        else:
            yield from _atoms(child, child if child.tag == f"{W}r" else run)


def _cut(atom: Atom, inside: int) -> None:
    """Cuts a run after ``inside`` characters of one of its nodes."""
    run, node = atom.run, atom.node
    rest = copy.deepcopy(run)
    for child in list(rest):
        if child.tag != f"{W}rPr":
            rest.remove(child)
    following = list(node.itersiblings())
    if node.tag == f"{W}t":
        text = node.text or ""
        if inside < len(text):
            tail = copy.deepcopy(node)
            node.text, tail.text = text[:inside], text[inside:]
            for piece in (node, tail):
                piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            rest.append(tail)
    for child in following:
        rest.append(child)
    run.addnext(rest)


def open_docx(path: Path) -> DocxDraft:
    """Open a docx draft; UsageError says what is wrong: protected, damaged, empty."""
    data = path.read_bytes()
    if data.startswith(_OLE):
        raise UsageError(
            f"{path}: protected by a password or in the old .doc format; "
            "save it without a password as .docx"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
        if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            raise UsageError(f"{path}: unpacks to an unreasonable size; check where it comes from")
        draft = DocxDraft(docx.Document(io.BytesIO(data)))
    except (KeyError, ValueError, AttributeError, etree.LxmlError, zipfile.BadZipFile, OSError):
        raise UsageError(
            f"{path}: not a readable docx file; open and save it anew in Word"
        ) from None
    if not draft.text.strip():
        raise UsageError(f"{path}: holds no text to check")
    return draft
