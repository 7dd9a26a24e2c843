"""Haystack with its in-memory document store, as
https://docs.haystack.deepset.ai/docs/sentencetransformersdocumentembedder sets it up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .side import PASSAGE, QUERY, Job, Text, main


class HaystackSide:
    def __init__(self) -> None:
        self.pipeline: Any = None

    def build(self, job: Job, passages: Sequence[Text]) -> None:
        from haystack import Document, Pipeline
        from haystack.components.writers import DocumentWriter
        from haystack.document_stores.in_memory import InMemoryDocumentStore
        from haystack_integrations.components.embedders.sentence_transformers import (
            SentenceTransformersDocumentEmbedder,
        )

        store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        pipeline = Pipeline()
        embedder = SentenceTransformersDocumentEmbedder(
            model=str(job.model), prefix=PASSAGE, progress_bar=False
        )
        pipeline.add_component("embedder", embedder)
        pipeline.add_component("writer", DocumentWriter(store))
        pipeline.connect("embedder", "writer")
        documents = [Document(id=p.id, content=p.text) for p in passages]
        pipeline.run({"embedder": {"documents": documents}})
        store.save_to_disk(str(job.index / "store.json"))

    def open(self, job: Job) -> None:
        from haystack import Pipeline
        from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
        from haystack.document_stores.in_memory import InMemoryDocumentStore
        from haystack_integrations.components.embedders.sentence_transformers import (
            SentenceTransformersTextEmbedder,
        )

        store = InMemoryDocumentStore.load_from_disk(str(job.index / "store.json"))
        self.pipeline = Pipeline()
        embedder = SentenceTransformersTextEmbedder(
            model=str(job.model), prefix=QUERY, progress_bar=False
        )
        self.pipeline.add_component("embedder", embedder)
        self.pipeline.add_component("retriever", InMemoryEmbeddingRetriever(store))
        self.pipeline.connect("embedder.embedding", "retriever.query_embedding")

    def search(self, text: str, k: int) -> list[str]:
        told = self.pipeline.run({"embedder": {"text": text}, "retriever": {"top_k": k}})
        return [document.id for document in told["retriever"]["documents"]]


if __name__ == "__main__":
    raise SystemExit(main(HaystackSide()))
