"""LlamaIndex with its FAISS vector store, as
https://developers.llamaindex.ai/python/examples/vector_stores/faissindexdemo sets it up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .side import PASSAGE, QUERY, Job, Text, main


class LlamaindexSide:
    def __init__(self) -> None:
        self.index: Any = None

    def build(self, job: Job, passages: Sequence[Text]) -> None:
        import faiss
        from llama_index.core import Document, StorageContext, VectorStoreIndex
        from llama_index.vector_stores.faiss import FaissVectorStore

        model = _embedding(job)
        index = faiss.IndexFlatL2(len(model.get_query_embedding("hello world")))
        context = StorageContext.from_defaults(vector_store=FaissVectorStore(faiss_index=index))
        # Only the text is embedded: of metadata it would put the names before it.
        documents = [Document(text=p.text, doc_id=p.id) for p in passages]
        built = VectorStoreIndex.from_documents(
            documents, storage_context=context, embed_model=model
        )
        built.storage_context.persist(str(job.index))

    def open(self, job: Job) -> None:
        from llama_index.core import StorageContext, load_index_from_storage
        from llama_index.vector_stores.faiss import FaissVectorStore

        folder = str(job.index)
        context = StorageContext.from_defaults(
            vector_store=FaissVectorStore.from_persist_dir(folder), persist_dir=folder
        )
        self.index = load_index_from_storage(context, embed_model=_embedding(job))

    def search(self, text: str, k: int) -> list[str]:
        hits = self.index.as_retriever(similarity_top_k=k).retrieve(text)
        return [hit.node.ref_doc_id for hit in hits]


def _embedding(job: Job) -> Any:
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    return HuggingFaceEmbedding(
        model_name=str(job.model), query_instruction=QUERY, text_instruction=PASSAGE, device="cpu"
    )


if __name__ == "__main__":
    raise SystemExit(main(LlamaindexSide()))
