"""A cited docx: real footnotes, a list of references, comments where the index disagrees.

python-docx 1.2 writes comments but no footnotes, so the footnotes part (ECMA-376 Part 1, 17.11) is
written here. What the draft holds stays as it is: a run is cut in two where a mark goes in, and
every part of the package but the body, the notes and the comments keeps its bytes (the settings
too, unless they must name the notes' separators).
"""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.run import Run
from lxml import etree

from ..errors import PolicyQAError
from ..text.scripts import has_han
from . import docx_package as package
from .claims import Claim
from .docx_marks import ends_at, starts_at
from .docx_text import DocxDraft, W
from .references import Reference, comment_on, number_references, text_mark
from .verdicts import SUPPORTED

_AUTHOR = "PolicyQA"
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
_HEADINGS = {"zh": "参考文献", "en": "References"}
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write_cited_docx(draft: DocxDraft, claims: list[Claim], style: str, out: Path) -> None:
    """Write ``draft`` to ``out`` with footnotes and a list of references in ``style``, and with
    comments on claims that are not supported. The draft object is used up.

    Raises PolicyQAError when the file cannot be written.
    """
    content = cited_docx(draft, claims, style)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise PolicyQAError(f"{out}: cannot be written ({error.strerror})") from None


def cited_docx(draft: DocxDraft, claims: list[Claim], style: str) -> bytes:
    """The cited document as the bytes of a docx file. The draft object is used up."""
    entries, references = number_references(claims, style)
    marks = [text_mark(claim.text, cited) for claim, cited in zip(claims, entries, strict=True)]
    spans = [
        _span(draft, claim, mark)
        for claim, mark in zip(reversed(claims), reversed(marks), strict=True)
    ][::-1]
    notes = _Footnotes(draft) if any(entries) else None
    for claim, cited, span in zip(claims, entries, spans, strict=True):
        if span is None:
            continue
        if claim.verdict != SUPPORTED:
            _comment(draft.document, *span, _clean(comment_on(claim)))
        at = ends_at(span[1])
        for entry in cited:
            assert notes is not None
            mark = notes.add(_clean(entry.note), span[1])
            at.addnext(mark)
            at = mark
    _list_references(draft, claims, references)
    return _packed(draft, notes)


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


def _comment(document: Any, first: Any, last: Any, text: str) -> None:
    """A comment on the runs from ``first`` to ``last``, their wrappers and fields included."""
    number = document.comments.add_comment(text=text, author=_AUTHOR, initials="PQ").comment_id
    starts_at(first).addprevious(
        parse_xml(f'<w:commentRangeStart {nsdecls("w")} w:id="{number}"/>')
    )
    end = ends_at(last)
    end.addnext(parse_xml(f'<w:r {nsdecls("w")}><w:commentReference w:id="{number}"/></w:r>'))
    end.addnext(parse_xml(f'<w:commentRangeEnd {nsdecls("w")} w:id="{number}"/>'))


def _list_references(draft: DocxDraft, claims: list[Claim], references: list[Reference]) -> None:
    """A heading and a paragraph for each work, after the last paragraph of the draft."""
    if not references:
        return
    language = "zh" if has_han("".join(k.text for k in claims)) else "en"
    heading = draft.document.add_paragraph()
    heading.paragraph_format.keep_with_next = True
    heading.add_run(_HEADINGS[language]).bold = True
    for reference in references:
        draft.document.add_paragraph(_clean(reference.text))


def _clean(text: str) -> str:
    """``text`` without the control characters that XML cannot hold."""
    return _NOT_XML.sub("", text)


def _packed(draft: DocxDraft, notes: _Footnotes | None) -> bytes:
    """The draft's package with the body, notes, comments and what names these put anew."""
    part = draft.document.part
    main = part.partname.membername
    changed: dict[str, bytes] = {main: part.blob}
    if notes is not None:
        changed[notes.name] = notes.blob()
        if notes.settings is not None:
            changed[notes.settings.partname.membername] = notes.settings.blob
    relations: dict[str, str] = {}
    kinds: dict[str, str] = {}
    if notes is not None and notes.new:
        relations[RELATIONSHIP_TYPE.FOOTNOTES] = notes.name
        kinds[notes.name] = CONTENT_TYPE.WML_FOOTNOTES
    relations_part = package.relations_name(main)
    before = package.read_part(draft.data, relations_part)
    for relation in part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.COMMENTS and not relation.is_external:
            comments = relation.target_part
            name = comments.partname.membername
            if RELATIONSHIP_TYPE.COMMENTS not in package.relation_types(before):
                relations[RELATIONSHIP_TYPE.COMMENTS] = name
                kinds[name] = CONTENT_TYPE.WML_COMMENTS
            elif len(comments.element) == _count(draft.data, name):
                continue
            changed[name] = comments.blob
    if relations:
        changed[relations_part] = package.with_relations(before, relations)
        types = package.read_part(draft.data, package.TYPES) or b""
        changed[package.TYPES] = package.with_content_types(types, kinds)
    return package.replace_parts(draft.data, changed)


def _count(data: bytes, name: str) -> int:
    """How many comments a part of the draft holds."""
    return len(parse_xml(package.read_part(data, name) or b""))


class _Footnotes:
    """The footnotes part of a document, made where there is none; existing notes stay."""

    def __init__(self, draft: DocxDraft) -> None:
        document = draft.document
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
