"""A draft that is still being written: its sentences are checked one by one, as they come."""

from __future__ import annotations

from ..retrieval.query import Filters
from .cite import Citer
from .claims import Claim
from .segmentation import Piece, segment


class RunningDraft:
    """Checks sentences in order; each may lean on those before it. ``heading`` is what all of them
    are about: a question, or a title."""

    def __init__(self, citer: Citer, heading: str, filters: Filters) -> None:
        self._citer, self.heading = citer, " ".join(heading.split())
        self._resolver = citer.resolver(filters)
        for number, piece in enumerate(segment(self.heading)):
            self._resolver.heading(piece, first=number == 0)

    def check(
        self, sentence: str, unnamed: frozenset[int] | None = None
    ) -> list[tuple[Piece, Claim]]:
        """The claims of ``sentence``, one as a rule, none if it holds no words. ``unnamed`` are the
        report rows that it is about if no issuer has been named (None: all)."""
        self._resolver.unless_named(unnamed)
        return [
            (piece, self._citer.claim(piece, self._resolver, self.heading))
            for piece in segment(sentence)
        ]

    def check_within(self, piece: Piece, rows: frozenset[int]) -> Claim:
        """The claim of ``piece``, which has been checked before, if it is about the reports
        ``rows``, whatever it names."""
        return self._citer.claim(piece, self._resolver, self.heading, rows)
