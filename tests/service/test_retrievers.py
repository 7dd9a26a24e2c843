"""The LangChain and LlamaIndex retrievers give the passages of ``search``."""

from __future__ import annotations

import pytest

from indexer import Filters, Index
from indexer.errors import UsageError

pytestmark = pytest.mark.slow


def test_langchain_retriever_gives_the_hits_of_search(sample_index: Index) -> None:
    pytest.importorskip("langchain_core", reason="the extra `langchain` is not installed")
    from indexer.service.langchain import PolicyQARetriever

    retriever = PolicyQARetriever(index=sample_index, k=3, filters=Filters(years=(2025,)))
    documents = retriever.invoke("fines")
    wanted = sample_index.search("fines", 3, Filters(years=(2025,)))
    assert [(d.metadata["report"], d.metadata["start"]) for d in documents] == [
        (h.report, h.start) for h in wanted
    ]
    for document in documents:
        text = sample_index.text(document.metadata["report"])
        assert text[document.metadata["start"] : document.metadata["end"]] == document.page_content


def test_arguments_that_a_retriever_does_not_know_are_refused(sample_index: Index) -> None:
    pytest.importorskip("langchain_core", reason="the extra `langchain` is not installed")
    from indexer.service.langchain import PolicyQARetriever

    with pytest.raises(ValueError, match="filter"):
        PolicyQARetriever(index=sample_index, filter=Filters(years=(2025,)))  # type: ignore[call-arg]
    with pytest.raises(UsageError, match="year"):
        PolicyQARetriever(index=sample_index).invoke("fines", year=2025)


def test_llamaindex_retriever_gives_the_hits_of_search(sample_index: Index) -> None:
    pytest.importorskip("llama_index.core", reason="the extra `llamaindex` is not installed")
    from indexer.service.llamaindex import PolicyQARetriever

    nodes = PolicyQARetriever(sample_index, k=3).retrieve("fines")
    wanted = sample_index.search("fines", 3)
    assert [(n.node.metadata["report"], n.score) for n in nodes] == [
        (h.report, h.score) for h in wanted
    ]
    assert nodes[0].node.get_content()
