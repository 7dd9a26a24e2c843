"""A brief as Markdown, with footnotes as Pandoc and GitHub read them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .layout import COLUMNS, LaidGroup, figure_rows, in_text, laid_out
from .model import Contents
from .words import marks_of, word

_SIGNS = re.compile(r"([\\`*_\[\]<>|#])")

_TAG = re.compile(r"<(?!https?://)")


def markdown_text(contents: Contents, style: str, language: str) -> str:
    """The whole brief; tables in place of charts."""
    groups, references = laid_out(contents, style)
    blocks = [f"# {_escaped(contents.title)}"]
    blocks += [_lines(contents.note)] if contents.note else []
    footnotes: list[str] = []
    for group in groups:
        blocks += _group(group, language, footnotes)
    if references:
        blocks.append(f"## {word(language, 'references')}")
        # BibTeX and the like are for programs: kept as they are.
        blocks += [f"```\n{r.text}\n```" if "\n" in r.text else _plain(r.text) for r in references]
    blocks += ["\n".join(footnotes)] if footnotes else []
    return "\n\n".join(blocks) + "\n"


def _group(group: LaidGroup, language: str, footnotes: list[str]) -> list[str]:
    blocks = [f"## {_escaped(group.group.heading)}"] if group.group.heading else []
    for laid in group.items:
        words = []
        for piece in laid.pieces:
            words.append(_escaped(piece.text) + in_text(piece))
            for note in piece.notes:
                footnotes.append(f"[^{len(footnotes) + 1}]: {_plain(note.note)}")
                words.append(f"[^{len(footnotes)}]")
        lines = [f"{laid.n}. {' '.join(''.join(words).split())}"]
        colon = word(language, "colon")
        for mark in marks_of(laid.item, language):
            lines.append(f"   **{word(language, 'mark')}{colon}{_escaped(mark)}**")
        if laid.item.note:
            own = " ".join(laid.item.note.split())
            lines.append(f"   *{word(language, 'note')}{colon}{_escaped(own)}*")
        blocks.append("\n\n".join(lines))
    rows = figure_rows(group, language)
    if rows:
        blocks.append(_table([word(language, c) for c in COLUMNS], rows))
    return blocks


def _table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    told = [heads, ["---"] * len(heads), *([_escaped(str(c)) for c in row] for row in rows)]
    return "\n".join("| " + " | ".join(" ".join(c.split()) for c in line) + " |" for line in told)


def _lines(text: str) -> str:
    return "\n\n".join(_escaped(line) for line in text.split("\n") if line.strip())


def _escaped(text: str) -> str:
    return _SIGNS.sub(r"\\\1", text)


def _plain(text: str) -> str:
    """A reference on one line: as its style writes it, but no element of HTML, whatever a quote
    or title holds. Addresses in angle brackets are links."""
    return _TAG.sub("&lt;", " ".join(text.split()))
