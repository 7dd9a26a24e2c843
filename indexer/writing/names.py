"""Whether the bodies that a sentence names are those of the passages it cites: exact, whatever a
verdict says. A sentence may name several, and the check of a draft is content with one of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ..answers.answer import Citation
from ..answers.engine import Engine
from ..drafting.segmentation import Piece
from ..text.folding import fold


def foreign_names(
    piece: Piece,
    citations: Sequence[Citation],
    engine: Engine,
    today: date,
) -> list[str]:
    """Names in ``piece`` that neither bear an issuer of ``citations`` nor stand in them."""
    said = fold(" ".join(" ".join((c.quote, c.title, c.issuer, *c.section)) for c in citations))
    rows = {engine.generation.report(c.report).row for c in citations}
    named = engine.understood(piece.text, today, 1).named.mentions
    return [
        m.text
        for m in named
        if m.named and m.placed and not (m.known and rows & m.top) and fold(m.text) not in said
    ]
