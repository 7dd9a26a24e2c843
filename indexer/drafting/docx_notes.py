"""Footnotes of a Word document, written by part: python-docx 1.2 writes comments but no footnotes.

The footnotes part is that of ECMA-376 Part 1, 17.11.
"""

from __future__ import annotations

import copy
from typing import Any
from xml.sax.saxutils import quoteattr

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree

from .docx_text import W

_RAISED = '<w:vertAlign w:val="superscript"/>'
_CLOSE = '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
_SEPARATORS = (("separator", "-1"), ("continuationSeparator", "0"))
# Elements of the settings (17.15.1.78) that may only stand after footnotePr.
_AFTER_FOOTNOTES = frozenset(
    "endnotePr compat docVars rsids mathPr attachedSchema themeFontLang clrSchemeMapping "
    "doNotIncludeSubdocsInStats doNotAutoCompressPictures forceUpgrade captions "
    "readModeInkLockDown smartTagType schemaLibrary shapeDefaults doNotEmbedSmartTags "
    "decimalSymbol listSeparator".split()
)


class Footnotes:
    """The footnotes part of a document, made where there is none; existing notes stay."""

    def __init__(self, document: Any) -> None:
        part = document.part
        self.settings: Any = None  # the settings part, once it had to be changed
        try:
            found = part.part_related_by(RELATIONSHIP_TYPE.FOOTNOTES)
            self.name, self.new = found.partname.membername, False
            self._root: Any = parse_xml(found.blob)  # python-docx keeps the part as bytes
        except KeyError:
            folder = part.partname.membername.rpartition("/")[0]
            self.name, self.new = f"{folder}/footnotes.xml".lstrip("/"), True
            self._root = parse_xml(_empty())
            self._mention_separators(part)
        ids = [int(n.get(f"{W}id")) for n in self._root.findall(f"{W}footnote")]
        self._next = max([*ids, 0]) + 1
        text, mark = _style(part, "footnote text"), _style(part, "footnote reference")
        # A house's own look for notes is used where the draft has it.
        self._paragraph = f"<w:pStyle w:val={quoteattr(text)}/>" if text else _CLOSE
        self._size = "" if text else '<w:rPr><w:sz w:val="18"/></w:rPr>'
        self._mark = f"<w:rStyle w:val={quoteattr(mark)}/>" if mark else _RAISED
        self._mark_style = bool(mark)

    def add(self, text: str, beside: Any) -> Any:
        """A new note that says ``text``; returns the run with its mark, to be put into the body,
        of the size of the text ``beside`` it."""
        number, self._next = self._next, self._next + 1
        note = parse_xml(
            f'<w:footnote {nsdecls("w")} w:id="{number}"><w:p><w:pPr>{self._paragraph}</w:pPr>'
            f"<w:r><w:rPr>{self._mark}</w:rPr><w:footnoteRef/></w:r>"
            f'<w:r>{self._size}<w:t xml:space="preserve"/></w:r></w:p></w:footnote>'
        )
        note.find(f".//{W}t").text = f" {' '.join(text.split())}"
        self._root.append(note)
        mark = parse_xml(
            f"<w:r {nsdecls('w')}><w:rPr>{self._mark}</w:rPr>"
            f'<w:footnoteReference w:id="{number}"/></w:r>'
        )
        look = mark.find(f"{W}rPr")
        for tag in ("sz", "szCs"):
            size = beside.find(f"{W}rPr/{W}{tag}")
            if size is None:
                continue
            if self._mark_style:
                look.append(copy.deepcopy(size))
            else:  # vertAlign stands after the sizes
                look[-1].addprevious(copy.deepcopy(size))
        return mark

    def blob(self) -> bytes:
        return bytes(
            etree.tostring(self._root, encoding="UTF-8", xml_declaration=True, standalone=True)
        )

    def attach(self, document: Any) -> None:
        """Make a new part one of ``document``, for python-docx to save; for documents made here."""
        package = document.part.package
        part = Part(PackURI(f"/{self.name}"), CONTENT_TYPE.WML_FOOTNOTES, self.blob(), package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    def _mention_separators(self, part: Any) -> None:
        """Word wants the separators named in the settings (17.11.9), at their place there."""
        try:
            found = part.part_related_by(RELATIONSHIP_TYPE.SETTINGS)
        except KeyError:
            return
        settings = found.element
        old = settings.find(f"{W}footnotePr")
        marks = [parse_xml(f'<w:footnote {nsdecls("w")} w:id="{n}"/>') for _, n in _SEPARATORS]
        if old is not None:  # numbering rules without notes: the marks end it
            if old.find(f"{W}footnote") is not None:
                return
            mention = old
        else:
            mention = parse_xml(f"<w:footnotePr {nsdecls('w')}/>")
            later = [
                c
                for c in settings
                if isinstance(c.tag, str) and etree.QName(c).localname in _AFTER_FOOTNOTES
            ]
            if later:
                later[0].addprevious(mention)
            else:
                settings.append(mention)
        for mark in marks:
            mention.append(mark)
        self.settings = found


def _style(part: Any, name: str) -> str:
    """Id of the draft's own style of that built-in name; "" where it has none."""
    try:
        styles = part.part_related_by(RELATIONSHIP_TYPE.STYLES).element
    except KeyError:
        return ""
    for style in styles.iter(f"{W}style"):
        named = style.find(f"{W}name")
        if named is not None and (named.get(f"{W}val") or "").lower() == name:
            return str(style.get(f"{W}styleId") or "")
    return ""


def _empty() -> str:
    notes = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p>'
        "</w:footnote>"
        for kind, number in _SEPARATORS
    )
    return f"<w:footnotes {nsdecls('w')}>{notes}</w:footnotes>"
