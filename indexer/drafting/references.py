"""References of a cited draft: one entry per work, one note per location, and in-text marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..answers.answer import Citation
from ..text.scripts import has_han
from .claims import Claim
from .sources import Source
from .styles import joined_marks, reference_list, style_named
from .verdicts import SUPPORTED, VERDICTS

_QUOTED = 120
_CLOSING = "。．.！!？?；;：:…"


@dataclass(frozen=True, slots=True)
class Reference:
    """A work in the list at the end; ``n`` is its position: in order of first citation, or
    alphabetical for styles that sort."""

    n: int
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """A note on a claim: the work, the location in it, and its text. ``mark`` is the in-text
    citation of an author-date style; ``""`` for styles with notes only."""

    n: int
    note: str
    mark: str = ""


Cited = tuple[Source, Citation]


def number_references(claims: list[Claim], style: str) -> tuple[list[list[Note]], list[Reference]]:
    """(the notes of each supported claim, the list of works). What does not support a sentence is
    not a reference of its draft."""
    borne: list[tuple[Cited, ...]] = [
        () if needs_review(claim) else tuple(zip(claim.sources, claim.citations, strict=True))
        for claim in claims
    ]
    return number_notes(borne, style)


def number_notes(
    borne: Sequence[Sequence[Cited]], style: str
) -> tuple[list[list[Note]], list[Reference]]:
    """(the notes of each place that cites something, the list of works). A work cited at two
    locations has one number."""
    works: dict[tuple[object, ...], Source] = {}
    for cited in borne:
        for source, citation in cited:
            works.setdefault(_work(citation), source)
    entries = dict(zip(works, reference_list(list(works.values()), style), strict=True))
    chosen = style_named(style)
    notes = []
    for cited in borne:
        mine = []
        for source, citation in cited:
            work = entries[_work(citation)]
            # A Markdown footnote's own mark is left off: the draft has its own.
            text = chosen.note(source, work.n, work.letter).removeprefix(f"[^{work.n}]: ")
            mark = chosen.mark(source, work.letter) if chosen.mark else ""
            mine.append(Note(work.n, f"{text} {_quoted(citation.quote)}", mark))
        notes.append(mine)
    ranked = sorted(entries.values(), key=lambda work: work.n)
    return notes, [Reference(work.n, work.text.removeprefix(f"[^{work.n}]: ")) for work in ranked]


def _work(citation: Citation) -> tuple[object, ...]:
    """What identifies a work: a file may contain reports for several years."""
    return citation.report, citation.title, citation.year


def text_mark(text: str, notes: list[Note]) -> tuple[str, int]:
    """(what an author-date style puts into the claim ``text``, how many characters before the
    claim's end it stands): before the closing stop, after a space where the words have spaces.
    """
    mark = joined_marks([note.mark for note in notes])
    before = text.rstrip().rstrip(_CLOSING)
    if mark.startswith("(") and before[-1:].isascii():
        mark = f" {mark}"
    return mark, len(text) - len(before) if before else 0


def comment_on(claim: Claim) -> str:
    """The comment on a claim that is not supported, in the claim's language."""
    chinese = has_han(claim.text)
    shown = VERDICTS[claim.verdict]
    head = shown.chinese if chinese else shown.english
    colon, stop = ("：", "；") if chinese else (": ", "; ")
    parts = [claim.reason] if claim.reason else []
    parts += [f"{f.raw}{colon}{f.note}" for f in claim.figures if not f.agrees and f.note]
    said = f"{head}{colon}{stop.join(parts)}" if parts else head
    if not claim.citations:
        return said
    nearest = claim.citations[0]
    who = nearest.issuer or nearest.path
    return (
        f"{said}{stop}{who}（{nearest.title}）{colon}{_quoted(nearest.quote)}"
        if chinese
        else (f"{said}{stop}{who} ({nearest.title}){colon}{_quoted(nearest.quote)}")
    )


def _quoted(quote: str) -> str:
    """A passage in quotation marks, on one line, cut with a mark of the cut where it is long."""
    quote = " ".join(quote.split())
    return f"“{quote}”" if len(quote) <= _QUOTED else f"“{quote[:_QUOTED]}…”"


def needs_review(claim: Claim) -> bool:
    """Whether a reader should look at a claim again."""
    return claim.verdict != SUPPORTED
