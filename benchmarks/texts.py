"""The texts that a build embeds: each different passage and sentence once."""

from __future__ import annotations

from indexer.index.building.plan import make_plan
from indexer.index.corpus.scan import Corpus
from indexer.reading.isolated import ReaderPool


def embedded_texts(corpus: Corpus) -> tuple[list[str], int]:
    """Texts in the order of the build without repeats, and the number of passages."""
    passages, texts = 0, {}
    with ReaderPool() as pool:
        for _, content, _ in make_plan(corpus, None, pool, reread=True).contents():
            if content is not None:
                own = content.passage_texts()
                passages += len(own)
                texts.update(dict.fromkeys(own + content.sentence_texts()))
    texts.pop("", None)
    return list(texts), passages
