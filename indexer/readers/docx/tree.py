"""The tree of a DOCX body as it reads: all changes accepted, wrappers opened, notes available.

Elements are those of ECMA-376 Part 1 (WordprocessingML): content controls 17.5, revisions 17.13.5,
footnotes 17.11.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.oxml import parse_xml

from ..layout.raised import as_superscript

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# mc:Fallback repeats what mc:Choice holds, for old programs.
_DROPPED = (f"{W}del", f"{W}moveFrom", f"{_MC}Fallback")
_OPENED = (f"{W}sdtContent", f"{W}sdt", f"{W}ins", f"{W}moveTo", f"{W}smartTag", f"{W}customXml")
_NOTES = {"footnotes": f"{W}footnoteReference", "endnotes": f"{W}endnoteReference"}
_SKIPPED = frozenset({f"{W}pPr", f"{W}rPr", f"{W}txbxContent", f"{W}rt", f"{W}instrText"})
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
# Fields whose result is a page number, or a list of contents with page numbers (17.16.5).
_PAGE_FIELD = re.compile(
    r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES|PAGEREF|TOC|TOA|INDEX)\b", re.IGNORECASE
)
# Signs that symbol fonts hold in the private-use area, as the characters they show.
_SYMBOLS = {
    "symbol": {0x25: "%", 0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "·", 0xB8: "÷"},  # noqa: E501
    "wingdings": {0x52: "☑", 0xFE: "☑", 0xFD: "☒", 0x6F: "☐", 0xA8: "☐", 0xFC: "✓", 0xFB: "✗",
                  0xE0: "→", 0x6C: "●", 0x6E: "■"},
    "wingdings 2": {0x52: "☑", 0x50: "✓", 0x54: "☒", 0xA3: "☐", 0x30: "☐"},
}  # fmt: skip
_TEXT = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}


@dataclass(frozen=True, slots=True)
class RunStyles:
    """Ids of the styles whose runs are struck through, and of those set above the line."""

    struck: frozenset[str] = frozenset()
    above: frozenset[str] = frozenset()


def run_styles(document: Any) -> RunStyles:
    """The styles of ``document`` that strike out or raise, with those based on them (17.7.4.3)."""
    own: dict[str, tuple[bool | None, bool | None]] = {}
    bases: dict[str, str] = {}
    for style in document.styles.element.iter(f"{W}style"):
        name = style.get(f"{W}styleId") or ""
        properties = style.find(f"{W}rPr")
        own[name] = (_struck(properties), _above(properties))
        base = style.find(f"{W}basedOn")
        if base is not None:
            bases[name] = base.get(f"{W}val") or ""

    def told(name: str, which: int) -> bool:
        for _ in range(12):
            value = own.get(name, (None, None))[which]
            if value is not None:
                return value
            name = bases.get(name, "")
        return False

    return RunStyles(*(frozenset(name for name in own if told(name, which)) for which in (0, 1)))


def _struck(properties: Any) -> bool | None:
    """Whether run properties strike out; None where they do not tell."""
    marks = [] if properties is None else [*properties.iterchildren(f"{W}strike", f"{W}dstrike")]
    return any(_is_on(mark) for mark in marks) if marks else None


def _above(properties: Any) -> bool | None:
    """Whether run properties raise above the line; None where they do not tell."""
    mark = None if properties is None else properties.find(f"{W}vertAlign")
    return None if mark is None else mark.get(f"{W}val") == "superscript"


def _set_runs(body: Any, styles: RunStyles) -> None:
    """Takes out runs that are struck through; figures above the line become raised ones."""
    told: dict[Any, list[str]] = {}  # a paragraph of very many runs is looked through once
    for run in list(body.iter(f"{W}r")):
        properties = run.find(f"{W}rPr")
        names = [node.get(f"{W}val") for node in run.iterfind(f"{W}rPr/{W}rStyle")]
        paragraph = next(run.iterancestors(f"{W}p"), None)
        if paragraph is not None:
            if paragraph not in told:
                told[paragraph] = [
                    node.get(f"{W}val") for node in paragraph.iterfind(f"{W}pPr/{W}pStyle")
                ]
            names += told[paragraph]
        struck, above = _struck(properties), _above(properties)
        if struck or (struck is None and styles.struck.intersection(names)):
            _remove(run)
        elif above or (above is None and styles.above.intersection(names)):
            for node in run.iter(f"{W}t"):
                node.text = as_superscript(node.text or "")


def accept(body: Any, styles: RunStyles = RunStyles()) -> None:
    """Changes ``body`` in place: deletions, struck-out runs and contents lists go, wrappers are
    opened."""
    for control in list(body.iter(f"{W}sdt")):
        gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
        if gallery is not None and gallery.get(f"{W}val") == "Table of Contents":
            _remove(control)
    for mark in list(body.iter(f"{W}del")):
        row = mark.getparent()
        if row is not None and row.tag == f"{W}trPr":  # the whole row is deleted
            _remove(row.getparent())
    for paragraph in list(body.iter(f"{W}p")):
        if paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None:
            _merge_with_next(paragraph)
    for node in list(body.iter(*_DROPPED)):
        _remove(node)
    for mark in list(body.iter(f"{W}vanish", f"{W}webHidden")):
        run = mark.getparent().getparent() if mark.tag == f"{W}vanish" else None
        if run is not None and run.tag == f"{W}r" and _is_on(mark):
            _remove(run)
    _drop_page_fields(body)
    _set_runs(body, styles)
    for node in list(body.iter(f"{W}sdtPr", f"{W}sdtEndPr", f"{W}smartTagPr", f"{W}customXmlPr")):
        _remove(node)
    for node in list(body.iter(*_OPENED)):
        _open(node)


def _is_on(mark: Any) -> bool:
    return (mark.get(f"{W}val") or "true").lower() not in ("0", "false", "off")


def _drop_page_fields(body: Any) -> None:
    """Removes what fields of page numbers and contents lists show; they may span paragraphs."""
    for simple in list(body.iter(f"{W}fldSimple")):
        if _PAGE_FIELD.match(simple.get(f"{W}instr") or ""):
            _remove(simple)
    fields: list[list[Any]] = []  # of the fields that are open: instruction, whether in its result
    dropped: list[Any] = []
    for run in body.iter(f"{W}r"):
        for node in run:
            if node.tag == f"{W}instrText" and fields and not fields[-1][1]:
                fields[-1][0] += node.text or ""
            elif node.tag == f"{W}fldChar":
                kind = node.get(f"{W}fldCharType")
                if kind == "begin":
                    fields.append(["", False])
                elif kind == "separate" and fields:
                    fields[-1][1] = True
                elif kind == "end" and fields:
                    fields.pop()
            elif any(shown and _PAGE_FIELD.match(code) for code, shown in fields):
                dropped.append(node)
    # A field that never ends is damage: better to keep what it shows.
    if not fields:
        for node in dropped:
            _remove(node)


def _symbol(node: Any) -> str:
    """The character that a w:sym shows; empty where its font does not tell."""
    code = node.get(f"{W}char") or ""
    if not re.fullmatch(r"[0-9A-Fa-f]{1,6}", code):
        return ""
    value = int(code, 16)
    table = _SYMBOLS.get((node.get(f"{W}font") or "").lower())
    if table is not None:
        return table.get(value & 0xFF, "")
    return "" if 0xE000 <= value < 0xF900 or not 0x20 <= value < 0xD800 else chr(value)


def text_of(element: Any) -> str:
    """The text of a paragraph (or a run), without what lies in its text boxes."""
    parts: list[str] = []
    for child in element:
        if child.tag in (f"{W}t", _MATH_TEXT):
            parts.append(child.text or "")
        elif child.tag in _TEXT:
            parts.append(_TEXT[child.tag])
        elif child.tag == f"{W}sym":
            parts.append(_symbol(child))
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
            parts.append(text_of(child))
    return "".join(parts)


def text_boxes(element: Any) -> Iterator[Any]:
    """The contents of the outermost text boxes in ``element``; each holds paragraphs and tables."""
    for child in element:
        if child.tag == f"{W}txbxContent":
            yield child
        elif isinstance(child.tag, str):
            yield from text_boxes(child)


class Notes:
    """Footnotes and endnotes by the references to them."""

    def __init__(self, document: Any) -> None:
        self._texts: dict[tuple[str, str], list[str]] = {}
        for kind, reference in _NOTES.items():
            for relation in document.part.rels.values():
                if relation.is_external or not relation.reltype.endswith(f"/{kind}"):
                    continue
                root = parse_xml(relation.target_part.blob)
                accept(root, run_styles(document))
                for note in root:
                    if note.get(f"{W}type", "normal") == "normal":
                        key = (reference, note.get(f"{W}id", ""))
                        self._texts[key] = [text_of(p) for p in note.iter(f"{W}p")]

    def of(self, element: Any) -> list[str]:
        """The paragraphs of the notes that ``element`` refers to, in order."""
        found: list[str] = []
        if self._texts:
            for node in element.iter(*_NOTES.values()):
                found += self._texts.get((node.tag, node.get(f"{W}id", "")), [])
        return found


def _remove(node: Any) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _open(node: Any) -> None:
    """Puts the children of ``node`` in its place."""
    parent = node.getparent()
    if parent is None:
        return
    at = parent.index(node)
    for child in reversed(list(node)):
        parent.insert(at, child)
    parent.remove(node)


def _merge_with_next(paragraph: Any) -> None:
    """Where the paragraph mark is deleted, what is left goes before the next paragraph's text."""
    following = paragraph.getnext()
    if following is None or following.tag != f"{W}p":
        return
    at = 1 if following.find(f"{W}pPr") is not None else 0
    for child in reversed([item for item in paragraph if item.tag != f"{W}pPr"]):
        following.insert(at, child)
    _remove(paragraph)
