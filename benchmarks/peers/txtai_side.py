"""txtai as https://neuml.github.io/txtai/embeddings/ sets it up: content kept, dense search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .side import PASSAGE, QUERY, Job, Text, main


class TxtaiSide:
    """``hybrid``: also words (BM25), as the documentation's page on hybrid search has it."""

    def __init__(self, hybrid: bool = False) -> None:
        self.hybrid = hybrid
        self.embeddings: Any = None

    def build(self, job: Job, passages: Sequence[Text]) -> None:
        from txtai import Embeddings

        embeddings = Embeddings(
            path=str(job.model),
            instructions={"query": QUERY, "data": PASSAGE},
            content=True,
            hybrid=self.hybrid,
        )
        embeddings.index((p.id, p.text, None) for p in passages)
        embeddings.save(str(job.index))

    def open(self, job: Job) -> None:
        from txtai import Embeddings

        self.embeddings = Embeddings()
        self.embeddings.load(str(job.index))

    def search(self, text: str, k: int) -> list[str]:
        return [str(hit["id"]) for hit in self.embeddings.search(text, k)]


if __name__ == "__main__":
    raise SystemExit(main(TxtaiSide()))
