"""What every export of a brief has in common: items with their notes, figures in tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..drafting.references import Note, Reference, number_notes
from ..drafting.styles import joined_marks
from ..text.cells import number
from .model import Contents, Evidence, Group, Item
from .words import figure_unit

CITED = re.compile(r"\s*\[(\d+)\]")
#: Columns of the table of a group's figures; each is the key of its word.
COLUMNS = ("item", "issuer", "year", "metric", "value", "unit", "printed")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of an item, and the notes that stand after them."""

    text: str
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Laid:
    """An item with its number in the brief and its words in pieces."""

    n: int
    item: Item
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class LaidGroup:
    """A heading with its items."""

    group: Group
    items: tuple[Laid, ...]


def laid_out(contents: Contents, style: str) -> tuple[list[LaidGroup], list[Reference]]:
    """The brief with a note for each quote, in ``style``, and the list of works cited."""
    every = contents.items
    cited = [[(e.source, e.citation(n)) for n, e in enumerate(i.citations, 1)] for i in every]
    notes, references = number_notes(cited, style)
    laid = iter(
        Laid(n, item, tuple(_pieces(item, own)))
        for n, (item, own) in enumerate(zip(every, notes, strict=True), 1)
    )
    groups = [LaidGroup(g, tuple(next(laid) for _ in g.items)) for g in contents.groups]
    return groups, references


def _pieces(item: Item, notes: Sequence[Note]) -> Iterator[Piece]:
    """An answer's notes stand where it cites; of a row or a quote they stand at the end."""
    if item.kind != "answer":
        yield Piece(item.text or quoted(item.citations), tuple(notes))
        return
    at, used = 0, set()
    for match in CITED.finditer(item.text):
        n = int(match[1])
        if 1 <= n <= len(notes):
            yield Piece(item.text[at : match.start()], (notes[n - 1],))
            used.add(n)
            at = match.end()
    rest = tuple(note for n, note in enumerate(notes, 1) if n not in used)
    if item.text[at:] or rest:
        yield Piece(item.text[at:], rest)


def quoted(citations: Sequence[Evidence]) -> str:
    """The words of quotes in quotation marks, on one line."""
    return " ".join(f"“{' '.join(e.quote.split())}”" for e in citations)


def in_text(piece: Piece) -> str:
    """The mark that an author-date style puts after the words; ``""`` for styles of notes."""
    return joined_marks([note.mark for note in piece.notes])


def figure_rows(group: LaidGroup, language: str) -> list[tuple[object, ...]]:
    """A line for each figure of a group, with the columns ``COLUMNS``."""
    rows: list[tuple[object, ...]] = []
    for laid in group.items:
        for figure in laid.item.figures:
            cited = laid.item.citations[figure.citation - 1] if laid.item.citations else None
            issuer = laid.item.issuer or (cited.issuer if cited else "")
            year = laid.item.year or (cited.year if cited else None)
            unit = figure_unit(figure, language)
            value = number(figure.value)
            rows.append((laid.n, issuer, year or "", figure.metric, value, unit, figure.printed))
    return rows
