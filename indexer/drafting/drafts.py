"""Drafts in and out: text of a txt, md or docx file; the same text with Markdown footnotes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import PolicyQAError, UsageError
from .styles import format_citation

if TYPE_CHECKING:
    from .cite import Claim

_LIMIT = 5_000_000


def read_draft(path: Path) -> str:
    """Text of a draft (txt, md, docx); UsageError names what is wrong with the file."""
    if not path.is_file():
        raise UsageError(f"{path}: no such file")
    if path.stat().st_size > _LIMIT:
        raise UsageError(f"{path}: larger than 5 MB; split the draft")
    if path.suffix.lower() not in (".txt", ".md", ".markdown", ".docx"):
        raise UsageError(f"{path}: a draft must be txt, md or docx")
    if path.suffix.lower() == ".docx":
        from ..reports.reader import read_document

        return read_document(path).text
    from ..reports.encoding import decode

    return decode(path.read_bytes(), path)


def cited_markdown(text: str, claims: list[Claim], style: str) -> str:
    """``text`` with a footnote mark after each supported or contradicted claim, and the notes."""
    out, notes, at, n = [], [], 0, 0
    for claim in claims:
        out.append(text[at: claim.end])
        at = claim.end
        for source, citation in zip(claim.sources, claim.citations, strict=True):
            n += 1
            out.append(f"[^{n}]")
            flag = "" if claim.verdict == "supported" else f"**{claim.verdict}** — "
            quote = " ".join(citation.quote.split())
            notes.append(f"[^{n}]: {flag}{format_citation(source, style, n)} “{quote}”")
        if not claim.citations and claim.verdict == "unsupported":
            n += 1
            out.append(f"[^{n}]")
            notes.append(f"[^{n}]: **unsupported** — no indexed report says this")
    out.append(text[at:])
    return "".join(out).rstrip() + "\n\n" + "\n".join(notes) + "\n"


def write_draft(path: Path, text: str) -> None:
    """Write a cited draft; only Markdown and text can be written."""
    if path.suffix.lower() not in (".md", ".markdown", ".txt"):
        raise UsageError(f"{path}: --out writes Markdown; name a .md file")
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise PolicyQAError(f"{path}: cannot be written ({error.strerror})") from None
