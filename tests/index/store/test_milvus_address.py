from __future__ import annotations

import pytest

from indexer.errors import UsageError
from indexer.index.store.milvus_address import MilvusAddress


@pytest.mark.parametrize(
    ("given", "uri", "collection", "text"),
    [
        ("milvus://db:19531/reports", "http://db:19531", "reports", "milvus://db:19531/reports"),
        ("milvus://10.0.0.7/r_2/", "http://10.0.0.7:19530", "r_2", "milvus://10.0.0.7:19530/r_2"),
        ("milvus://[::1]:1/r", "http://[::1]:1", "r", "milvus://[::1]:1/r"),
        ("milvus+tls://db/r", "https://db:19530", "r", "milvus+tls://db:19530/r"),
        ("milvus:///srv/x.db", "/srv/x.db", "policyqa", "milvus:///srv/x.db"),
        ("milvus:///C:/x.db", "C:/x.db", "policyqa", "milvus:///C:/x.db"),
    ],
)
def test_an_address_names_the_server_and_the_collection(given, uri, collection, text) -> None:
    found = MilvusAddress.parse(given)
    assert (found.uri, found.collection, found.text) == (uri, collection, text)
    assert found.is_file == uri.endswith(".db")
    assert MilvusAddress.parse(found.text) == found


@pytest.mark.parametrize(
    "given",
    ["", "FAISS", "milvus", "milvus://", "milvus://db", "milvus://db:0/r", "milvus://db:99999/r",
     "milvus://db/two words", "milvus://db/-r", "milvus:///srv/x.sqlite", "qdrant://db/r"],
)  # fmt: skip
def test_another_address_is_refused_with_those_that_are_known(given: str) -> None:
    with pytest.raises(UsageError, match=r"give faiss, milvus://HOST:PORT/COLLECTION"):
        MilvusAddress.parse(given)


def test_an_address_with_a_password_is_refused_without_repeating_it() -> None:
    with pytest.raises(UsageError, match="POLICYQA_MILVUS_TOKEN") as told:
        MilvusAddress.parse("milvus://root:geheim@db:19530/reports")
    assert "geheim" not in str(told.value)
