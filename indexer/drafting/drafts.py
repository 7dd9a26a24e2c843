"""Drafts in and out: txt, md and docx files, read, and written again with what bears them out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import PolicyQAError, UsageError
from ..text.scripts import has_han
from .references import comment_on, needs_review, number_references, text_mark

if TYPE_CHECKING:
    from .claims import Claim
    from .docx_text import DocxDraft

_LIMIT = 1_000_000  # bytes of text: some 600 pages
_PLAIN = (".txt", ".md", ".markdown")


class Draft:
    """A draft opened to be checked: ``text`` is what claims count their offsets in. Of Markdown
    that is its prose, the rest (front matter, code …) blanked; ``source`` is all of it."""

    def __init__(
        self, path: Path, text: str, docx: DocxDraft | None = None, source: str | None = None
    ) -> None:
        self.path, self.text, self._docx = path, text, docx
        self.source = text if source is None else source

    def write(self, out: Path, claims: list[Claim], style: str) -> None:
        """Write the cited draft: Markdown footnotes, or Word footnotes and comments.

        Raises UsageError when ``out`` is of a kind that this draft cannot become, PolicyQAError
        when it cannot be written. A docx becomes docx or Markdown, text only Markdown.
        """
        self.check_out(out)
        if self._docx is not None and out.suffix.lower() == ".docx":
            from .docx_out import write_cited_docx

            write_cited_docx(self._docx, claims, style, out)
            return
        cited = cited_markdown(self.source, claims, style)
        if self._docx is not None:  # its lines are paragraphs
            cited = re.sub(r"\n+", "\n\n", cited)
        write_draft(out, cited)

    def check_out(self, out: Path) -> None:
        """Refuse, before any work is done, a file that this draft cannot be written to."""
        kinds = (".docx", *_PLAIN) if self._docx is not None else _PLAIN
        if out.suffix.lower() not in kinds:
            raise UsageError(f"{out}: this draft can only be written as {', '.join(kinds)}")
        if out.resolve() == self.path.resolve():
            raise UsageError(f"{out}: this is the draft itself; choose another file")
        if not out.resolve().parent.is_dir():
            raise UsageError(f"{out}: its folder does not exist; create it first")


def open_draft(path: Path) -> Draft:
    """Open a draft (txt, md, docx); UsageError names what is wrong with the file."""
    if not path.is_file():
        raise UsageError(f"{path}: no such file")
    kind = path.suffix.lower()
    if kind not in (*_PLAIN, ".docx"):
        raise UsageError(f"{path}: a draft must be txt, md or docx")
    if kind == ".docx":
        from .docx_text import open_docx

        opened = open_docx(path)
        _limit(path, len(opened.text.encode()))
        return Draft(path, opened.text, opened)
    from ..text.encoding import decode
    from .markdown import prose

    _limit(path, path.stat().st_size)
    text = decode(path.read_bytes(), path)
    said = prose(text) if kind != ".txt" else text
    if not said.strip():
        raise UsageError(f"{path}: contains no text to check")
    return Draft(path, said, source=text)


def _limit(path: Path, size: int) -> None:
    if size > _LIMIT:
        raise UsageError(
            f"{path}: {size / 1e6:.1f} MB of text, but at most 1 MB can be checked "
            "at once; split the draft and check each part"
        )


def read_draft(path: Path) -> str:
    """Text of a draft (txt, md, docx); UsageError names what is wrong with the file."""
    return open_draft(path).text


def write_draft(path: Path, text: str) -> None:
    """Write a cited draft as Markdown or text; PolicyQAError when it cannot be written."""
    if path.suffix.lower() not in _PLAIN:
        raise UsageError(f"{path}: this draft can only be written as {', '.join(_PLAIN)}")
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise PolicyQAError(f"{path}: cannot be written ({error.strerror})") from None


def cited_markdown(text: str, claims: list[Claim], style: str) -> str:
    """``text`` with a footnote mark after each claim that has something to tell, the notes, and the
    list of works cited."""
    from .markdown import Marks

    entries, references = number_references(claims, style)
    marks = Marks(text)
    out, notes, at, n = [], [], 0, _first_free(text)
    for claim, cited in zip(claims, entries, strict=True):
        lines = [f"**{claim.verdict}** — {comment_on(claim)}"] if needs_review(claim) else []
        lines += [note.note for note in cited]
        # Inside a table's row; never inside a link; never before a mark already set.
        end = claim.end - 1 if text[claim.end - 1] == "|" else claim.end
        mark, back = text_mark(text[claim.start : end], cited)
        put = max(marks.after(end - back), at)
        end = max(marks.after(end), put)
        out += [text[at:put], mark, text[put:end]]
        at = end
        for line in lines:
            out.append(f"[^{n}]")
            notes.append(f"[^{n}]: {' '.join(line.split())}")
            n += 1
        if lines:
            out.append(marks.guard(at))
    out.append(text[at:])
    listed = "\n\n".join(f"```\n{r.text}\n```" if "\n" in r.text else r.text for r in references)
    chinese = has_han(text)
    heading = "参考文献" if chinese else "References"
    works = f"\n\n## {heading}\n\n{listed}" if listed else ""
    return "".join(out).rstrip() + works + "\n\n" + "\n".join(notes) + "\n"


def _first_free(text: str) -> int:
    """The first footnote number that the draft does not use yet."""
    return max((int(n) for n in re.findall(r"\[\^(\d+)\]", text)), default=0) + 1
