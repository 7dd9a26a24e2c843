"""A cited docx: real footnotes, a list of references, comments where the index disagrees.

python-docx 1.2 writes comments but no footnotes, so the footnotes part (ECMA-376 Part 1, 17.11) is
written here. What the draft holds stays as it is: a run is cut in two where a mark goes in, styles
are not touched (the marks carry their own formatting), tables and pictures neither.
"""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.run import Run
from lxml import etree

from ..errors import PolicyQAError
from .claims import SUPPORTED, Claim
from .docx_text import DocxDraft, W
from .references import Reference, numbered, remark, text_mark

_AUTHOR = "PolicyQA"
_RAISED = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
_CLOSE = '<w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
_SEPARATORS = (("separator", "-1"), ("continuationSeparator", "0"))
# Elements of the settings (17.15.1.78) that may only stand after footnotePr.
_AFTER_FOOTNOTES = frozenset(
    "endnotePr compat docVars rsids mathPr attachedSchema themeFontLang clrSchemeMapping "
    "doNotIncludeSubdocsInStats doNotAutoCompressPictures forceUpgrade captions "
    "readModeInkLockDown smartTagType schemaLibrary shapeDefaults doNotEmbedSmartTags "
    "decimalSymbol listSeparator".split()
)
_HEADINGS = {"zh": "参考文献", "en": "References"}


def write_cited_docx(draft: DocxDraft, claims: list[Claim], style: str, out: Path) -> None:
    """Write ``draft`` to ``out`` with footnotes and a list of references in ``style``, and with
    comments on claims that are not supported. The draft object is used up.

    Raises PolicyQAError when the file cannot be written.
    """
    notes = _Footnotes(draft.document)
    entries, references = numbered(claims, style)
    marks = [text_mark(claim.text, cited) for claim, cited in zip(claims, entries, strict=True)]
    spans = [_span(draft, claim, mark)
             for claim, mark in zip(reversed(claims), reversed(marks), strict=True)][::-1]
    story = draft.document.part
    for claim, cited, span in zip(claims, entries, spans, strict=True):
        if span is None:
            continue
        if claim.verdict != SUPPORTED:
            draft.document.add_comment([Run(run, story) for run in span], text=remark(claim),
                                       author=_AUTHOR, initials="PQ")
        at = span[-1]
        for entry in cited:
            mark = notes.add(entry.note)
            at.addnext(mark)
            at = mark
    _list_references(draft, claims, references)
    try:
        draft.document.save(str(out))
    except OSError as error:
        raise PolicyQAError(f"{out}: cannot be written ({error.strerror})") from None


def _span(draft: DocxDraft, claim: Claim, mark: tuple[str, int]) -> tuple[Any, Any] | None:
    """First and last run of a claim, cut so that they hold nothing else, the ``text_mark`` of an
    author-date style put in. From the last claim on."""
    last = draft.split(claim.end)
    runs = draft.runs(claim.start, claim.end)
    if last is None or not runs:
        return None
    if mark[0]:
        last = _put_in(draft, claim, last, mark)
    before = draft.split(claim.start)
    if before is not runs[0]:
        return runs[0], last
    first = before.getnext()  # the claim began inside this run
    return first, first if last is before else last


def _put_in(draft: DocxDraft, claim: Claim, last: Any, mark: tuple[str, int]) -> Any:
    """Put a mark into the claim that ends with the run ``last``, looking like what it follows;
    returns the run that ends the claim now."""
    text, back = mark
    before: Any = draft.split(claim.end - back) if back else last
    end = before.getnext() if before is last else last  # what was cut off it, if anything
    put = copy.deepcopy(before)
    for child in [child for child in put if child.tag != f"{W}rPr"]:
        put.remove(child)
    Run(put, draft.document.part).text = text
    before.addnext(put)
    return end if back else put


def _list_references(draft: DocxDraft, claims: list[Claim], references: list[Reference]) -> None:
    """A heading and a paragraph for each work, after the last paragraph of the draft."""
    if not references:
        return
    language = "zh" if any("一" <= c <= "鿿" for c in "".join(k.text for k in claims)) else "en"
    heading = draft.document.add_paragraph()
    heading.paragraph_format.keep_with_next = True
    heading.add_run(_HEADINGS[language]).bold = True
    for reference in references:
        draft.document.add_paragraph(reference.text)


class _Footnotes:
    """The footnotes part of a document, made where there is none; existing notes stay."""

    def __init__(self, document: Any) -> None:
        part = document.part
        try:
            self._part = part.part_related_by(RELATIONSHIP_TYPE.FOOTNOTES)
            self._root: Any = getattr(self._part, "element", None)
            if self._root is None:  # python-docx keeps the part as bytes
                self._root = parse_xml(self._part.blob)
                self._part = self._as_xml(part)
        except KeyError:
            self._root = parse_xml(_empty())
            self._part = self._as_xml(part)
            _mention_separators(document)
        self._next = max((int(n.get(f"{W}id")) for n in self._root), default=0) + 1

    def _as_xml(self, part: Any) -> Any:
        """The notes as a part whose XML python-docx writes on save."""
        for relation in list(part.rels.values()):
            if not relation.is_external and relation.reltype == RELATIONSHIP_TYPE.FOOTNOTES:
                old = relation.target_part
                new = XmlPart(old.partname, old.content_type, self._root, part.package)
                for inner in old.rels.values():
                    new.rels[inner.rId] = inner
                relation._target = new
                return new
        new = XmlPart(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, self._root,
                      part.package)
        part.relate_to(new, RELATIONSHIP_TYPE.FOOTNOTES)
        return new

    def add(self, text: str) -> Any:
        """A new note that says ``text``; returns the run with its mark, to be put into the body."""
        number, self._next = self._next, self._next + 1
        note = parse_xml(
            f'<w:footnote {nsdecls("w")} w:id="{number}"><w:p>{_CLOSE}'
            f"<w:r>{_RAISED}<w:footnoteRef/></w:r>"
            '<w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:t xml:space="preserve"/></w:r></w:p>'
            "</w:footnote>"
        )
        note.find(f".//{W}t").text = f" {text}"
        self._root.append(note)
        return parse_xml(
            f'<w:r {nsdecls("w")}>{_RAISED}<w:footnoteReference w:id="{number}"/></w:r>')


def _empty() -> str:
    notes = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p>'
        "</w:footnote>"
        for kind, number in _SEPARATORS
    )
    return f"<w:footnotes {nsdecls('w')}>{notes}</w:footnotes>"


def _mention_separators(document: Any) -> None:
    """Word wants the separators named in the settings (17.11.9), at their place in the sequence."""
    settings = document.settings.element
    if settings.find(f"{W}footnotePr") is not None:
        return
    marks = "".join(f'<w:footnote w:id="{number}"/>' for _, number in _SEPARATORS)
    mention = parse_xml(f"<w:footnotePr {nsdecls('w')}>{marks}</w:footnotePr>")
    later = [child for child in settings if etree.QName(child).localname in _AFTER_FOOTNOTES]
    if later:
        later[0].addprevious(mention)
    else:
        settings.append(mention)
