"""The text of a docx draft with a way back from each character to the run that holds it.

Unlike a report, a draft is written back: nothing of it may be cleaned or moved. Paragraphs are
lines, a styled heading's with ``#`` before it; a table's row is one line, its cells joined by
`` | ``, but a table of one column is there for layout and is read as what it holds. Left out: text
that tracked changes delete, tables of contents, text boxes (they can hold no footnotes), headers
and notes. Elements are those of ECMA-376 Part 1 (WordprocessingML).
"""

from __future__ import annotations

import copy
import io
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
from docx.exceptions import PythonDocxError
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from lxml import etree

from ..errors import UsageError
from .docx_package import DAMAGED, check_package, loadable_package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED = frozenset(
    {
        f"{W}del",
        f"{W}moveFrom",
        f"{_MC}Fallback",
        f"{W}txbxContent",
        f"{W}pPr",
        f"{W}rPr",
        f"{W}rt",
        f"{W}sdtPr",
    }
)
_OPENED = frozenset(
    {
        f"{W}sdtContent",
        f"{W}customXml",
        f"{W}ins",
        f"{W}moveTo",
        f"{W}smartTag",
        f"{_MC}AlternateContent",
        f"{_MC}Choice",
    }
)
_MARKS = {f"{W}tab": "\t", f"{W}br": " ", f"{W}cr": " ", f"{W}noBreakHyphen": "-"}
_STOP = re.compile(r"[。！？!?；;.…][”’」』）)\]\"'》]*\s*$")
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])$", re.I)


@dataclass(frozen=True, slots=True)
class Atom:
    """``text[start:end]`` of the draft is the content of ``node`` (w:t, w:tab …) of ``run``."""

    start: int
    end: int
    run: Any
    node: Any


class DocxDraft:
    """A docx file opened to be checked and written back; ``data`` are its bytes."""

    def __init__(self, document: Any, data: bytes) -> None:
        self.document, self.data = document, data
        self.atoms: list[Atom] = []
        self._parts: list[str] = []
        self._length = 0
        self._levels = _heading_levels(document)
        self._fields: list[list[Any]] = []  # of each open field: its code, whether past it
        self._read(document.element.body)
        self.text = "".join(self._parts)

    def _read(self, container: Any) -> None:
        for child in container:
            if child.tag == f"{W}p":
                self._paragraph(child)
            elif child.tag == f"{W}tbl":
                self._table(child)
            elif child.tag == f"{W}sdt":
                if not _is_contents(child):
                    self._read(child)
            elif child.tag in _OPENED:
                self._read(child)

    def _paragraph(self, paragraph: Any) -> None:
        marked, first = len(self._parts), len(self.atoms)
        self._atoms_of(paragraph)
        level = self._level(paragraph)
        said = "".join(self._parts[marked:])
        if level and said.strip() and not _STOP.search(said):
            mark = "#" * min(level, 6) + " "
            self._parts.insert(marked, mark)
            self._length += len(mark)
            self.atoms[first:] = [
                Atom(a.start + len(mark), a.end + len(mark), a.run, a.node)
                for a in self.atoms[first:]
            ]
        if paragraph.find(f"{W}pPr/{W}rPr/{W}del") is None:  # else it runs on into the next
            self._add("\n")

    def _table(self, table: Any) -> None:
        rows = [list(_held(row, f"{W}tc")) for row in _rows(table)]
        if all(len(cells) <= 1 for cells in rows):
            for cells in rows:
                for cell in cells:
                    self._read(cell)
            return
        for cells in rows:
            for number, cell in enumerate(cells):
                if number:
                    self._add(" | ")
                for later, paragraph in enumerate(_paragraphs(cell)):
                    if later:
                        self._add(" ")
                    self._atoms_of(paragraph)
            self._add("\n")

    def _level(self, paragraph: Any) -> int:
        """1-based level of a heading by its outline level or style, 0 for other text."""
        own = paragraph.find(f"{W}pPr/{W}outlineLvl")
        if own is not None and (own.get(f"{W}val") or "9") in "012345678":
            return int(own.get(f"{W}val")) + 1
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return 0 if style is None else self._levels.get(style.get(f"{W}val"), 0)

    def _atoms_of(self, paragraph: Any) -> None:
        for run, node in _walk(paragraph, None):
            if node.tag == f"{W}fldChar":
                self._field(node.get(f"{W}fldCharType"))
            elif node.tag == f"{W}instrText":
                if self._fields and not self._fields[-1][1]:
                    self._fields[-1][0] += node.text or ""
            elif not any(code.split()[:1] == ["TOC"] for code, _ in self._fields):
                text = (node.text or "") if node.tag == f"{W}t" else _MARKS[node.tag]
                start = self._length
                self._add(text.replace("\n", " "))
                if self._length > start:
                    self.atoms.append(Atom(start, self._length, run, node))

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(["", False])
        elif self._fields and kind == "separate":
            self._fields[-1][1] = True
        elif self._fields and kind == "end":
            self._fields.pop()

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def runs(self, start: int, end: int) -> list[Any]:
        """Runs that hold any of ``text[start:end]``, in order."""
        at = bisect_left(self.atoms, start + 1, key=lambda a: a.end)
        runs: list[Any] = []
        while at < len(self.atoms) and self.atoms[at].start < end:
            if not runs or runs[-1] is not self.atoms[at].run:
                runs.append(self.atoms[at].run)
            at += 1
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
        if atom.node.getparent() is not atom.run:  # alternatives in one run: not to be parted
            return atom.run
        last = atom.node is [n for n in atom.run if n.tag != f"{W}rPr"][-1]
        if inside >= atom.end - atom.start and last:
            return atom.run
        _cut(atom, min(inside, atom.end - atom.start))
        return atom.run


def _walk(element: Any, run: Any) -> Iterator[tuple[Any, Any]]:
    """(run, node) of each node that holds text or bounds a field, in order."""
    for child in element:
        if child.tag in _SKIPPED or not isinstance(child.tag, str):
            continue
        if run is not None and (
            child.tag in (f"{W}t", f"{W}fldChar", f"{W}instrText") or child.tag in _MARKS
        ):
            yield run, child
        else:
            yield from _walk(child, child if child.tag == f"{W}r" else run)


def _rows(table: Any) -> Iterator[Any]:
    """Rows that tracked changes do not delete."""
    return (row for row in _held(table, f"{W}tr") if row.find(f"{W}trPr/{W}del") is None)


def _held(container: Any, tag: str) -> Iterator[Any]:
    """Children of ``container`` with ``tag``, those in content controls too."""
    for child in container:
        if child.tag == tag:
            yield child
        elif child.tag in _OPENED or child.tag == f"{W}sdt":
            yield from _held(child, tag)


def _paragraphs(element: Any) -> Iterator[Any]:
    """Paragraphs of a cell, those of tables in it too."""
    for child in element:
        if child.tag == f"{W}p":
            yield child
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
            yield from _paragraphs(child)


def _check_notes(document: Any) -> None:
    """Raises ValueError or an XML error where notes or comments could not be added to later."""
    for kind, name in (
        (RELATIONSHIP_TYPE.FOOTNOTES, "footnote"),
        (RELATIONSHIP_TYPE.COMMENTS, "comment"),
    ):
        for relation in document.part.rels.values():
            if relation.reltype == kind and not relation.is_external:
                root = parse_xml(relation.target_part.blob)
                if root.tag != f"{W}{name}s":
                    raise ValueError(f"the {name}s have the root {root.tag}")
                for note in root.findall(f"{W}{name}"):
                    int(note.get(f"{W}id", ""))


def _is_contents(control: Any) -> bool:
    gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(f"{W}val") == "Table of Contents"


def _heading_levels(document: Any) -> dict[str, int]:
    """Style id → 1-based heading level, by outline level or name, inherited ones too."""
    try:
        styles = document.part.part_related_by(RELATIONSHIP_TYPE.STYLES).element
    except KeyError:
        return {}
    own: dict[str, int] = {}
    based: dict[str, str] = {}
    for style in styles.iter(f"{W}style"):
        name, base = style.find(f"{W}name"), style.find(f"{W}basedOn")
        key, named = style.get(f"{W}styleId", ""), "" if name is None else name.get(f"{W}val", "")
        outline = style.find(f"{W}pPr/{W}outlineLvl")
        if base is not None:
            based[key] = base.get(f"{W}val", "")
        if match := _HEADING.match(named):
            own[key] = int(match[1])
        elif named.lower() in ("title", "标题"):
            own[key] = 1
        elif outline is not None and outline.get(f"{W}val", "").isdigit():
            level = int(outline.get(f"{W}val"))
            own[key] = level + 1 if level < 9 else 0
    levels = {}
    for key in own.keys() | based.keys():
        at, steps = key, 0
        while at not in own and at in based and steps < 20:
            at, steps = based[at], steps + 1
        levels[key] = own.get(at, 0)
    return levels


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
    """Open a docx draft; UsageError says what is wrong: protected, damaged, empty, too large."""
    data = path.read_bytes()
    check_package(path, data)
    try:
        draft = DocxDraft(docx.Document(io.BytesIO(loadable_package(data))), data)
        _check_notes(draft.document)
    except (
        KeyError,
        AttributeError,
        TypeError,
        IndexError,
        RecursionError,
        RuntimeError,
        PythonDocxError,
        etree.LxmlError,
        *DAMAGED,
    ):
        raise UsageError(
            f"{path}: the docx file cannot be read; open it in Word and save it again"
        ) from None
    if not draft.text.strip():
        raise UsageError(f"{path}: contains no text to check")
    return draft
