"""A cited docx: real footnotes, a list of references, comments where the index disagrees.

What the draft holds stays as it is: a run is cut in two where a mark goes in, and every part of the
package but the body, the notes and the comments keeps its bytes (the settings too, unless they must
name the notes' separators).
"""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.run import Run

from ..errors import PolicyQAError
from ..text.scripts import has_han
from . import docx_package as package
from .claims import Claim
from .docx_marks import ends_at, starts_at
from .docx_notes import Footnotes
from .docx_text import DocxDraft, W
from .references import Reference, comment_on, number_references, text_mark
from .verdicts import SUPPORTED

_AUTHOR = "PolicyQA"
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
    notes = Footnotes(draft.document) if any(entries) else None
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


def _packed(draft: DocxDraft, notes: Footnotes | None) -> bytes:
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
