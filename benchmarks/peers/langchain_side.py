"""LangChain with its FAISS vector store, as
https://docs.langchain.com/oss/python/integrations/vectorstores/faiss sets it up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .side import PASSAGE, QUERY, Job, Text, main


class LangchainSide:
    def __init__(self) -> None:
        self.store: Any = None

    def build(self, job: Job, passages: Sequence[Text]) -> None:
        import faiss
        from langchain_community.docstore.in_memory import InMemoryDocstore
        from langchain_community.vectorstores import FAISS
        from langchain_core.documents import Document

        embeddings = _embeddings(job)
        store = FAISS(
            embedding_function=embeddings,
            index=faiss.IndexFlatL2(len(embeddings.embed_query("hello world"))),
            docstore=InMemoryDocstore(),
            index_to_docstore_id={},
        )
        documents = [Document(page_content=p.text, metadata={"id": p.id}) for p in passages]
        store.add_documents(documents=documents, ids=[p.id for p in passages])
        store.save_local(str(job.index))

    def open(self, job: Job) -> None:
        from langchain_community.vectorstores import FAISS

        self.store = FAISS.load_local(
            str(job.index), _embeddings(job), allow_dangerous_deserialization=True
        )

    def search(self, text: str, k: int) -> list[str]:
        return [hit.metadata["id"] for hit in self.store.similarity_search(text, k=k)]


def _embeddings(job: Job) -> Any:
    from langchain_huggingface import HuggingFaceEmbeddings

    return HuggingFaceEmbeddings(
        model_name=str(job.model),
        model_kwargs={"device": "cpu"},
        encode_kwargs={"normalize_embeddings": True, "prompt": PASSAGE},
        query_encode_kwargs={"normalize_embeddings": True, "prompt": QUERY},
    )


if __name__ == "__main__":
    raise SystemExit(main(LangchainSide()))
