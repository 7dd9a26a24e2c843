"""What the check of drafts knows of an index: names, words and facts, worked out once."""

from __future__ import annotations

from ...index.generation import Generation
from ...lexicon import Lexicon
from ...search.countries import needs_head
from ...search.issuers import IssuerIndex
from ...search.retrieve import Retriever
from .facts import Facts

_HEAD = 400


class Basis:
    """Of one open generation; safe to share between threads."""

    def __init__(self, generation: Generation, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        heads = [generation.text(r.row)[:_HEAD] if needs_head(r.details.language) else ""
                 for r in generation.reports]
        self.issuers = IssuerIndex(generation.reports, lexicon, heads, generation.works.live)
        self.retriever = Retriever(generation)
        self.facts = Facts(generation, lexicon)
