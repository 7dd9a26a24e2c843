"""A LlamaIndex retriever over an index (extra ``llamaindex``)."""

from __future__ import annotations

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from ..api import Filters, Index


class PolicyQARetriever(BaseRetriever):
    """``k`` passages a query as nodes with scores; their metadata is the citation.

    >>> PolicyQARetriever(Index.open(".policyqa")).retrieve("fines")  # doctest: +SKIP
    """

    def __init__(self, index: Index, k: int = 10, filters: Filters | None = None) -> None:
        super().__init__()
        self._index, self._k, self._filters = index, k, filters

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        nodes = []
        hits = self._index.search(query_bundle.query_str, self._k, self._filters)
        for hit in hits:
            value = hit.to_json()
            score, quote = value.pop("score"), value.pop("quote")
            node = TextNode(
                id_=f"{value['report']}:{hit.start}:{hit.end}", text=quote, metadata=value
            )
            nodes.append(NodeWithScore(node=node, score=score))
        return nodes
