"""A LangChain retriever over an index (extra ``langchain``)."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from ..api import Filters, Index
from ..errors import UsageError
from ..results import Hit


class PolicyQARetriever(BaseRetriever):
    """``k`` passages a query as Documents; their metadata is the citation with its score.

    >>> PolicyQARetriever(index=Index.open(".policyqa")).invoke("fines")  # doctest: +SKIP
    """

    # A misspelt argument is an error, not a wider search.
    model_config = ConfigDict(arbitrary_types_allowed=True, extra="forbid")

    index: Any
    k: int = 10
    filters: Filters = Filters()

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun, **unknown: Any
    ) -> list[Document]:
        if unknown:
            names = ", ".join(unknown)
            raise UsageError(f"unknown arguments: {names}; use index, k and filters")
        index: Index = self.index
        hits = index.search(query, self.k, self.filters)
        return [Document(page_content=hit.quote, metadata=_metadata(hit)) for hit in hits]


def _metadata(hit: Hit) -> dict[str, Any]:
    return {key: value for key, value in hit.to_json().items() if key != "quote"}
