"""A connection to Milvus, made when it is first needed and anew after it was lost.

pymilvus is imported only here (extra ``cluster``). Whatever it raises becomes one line that names
the address and the remedy.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from ...errors import IndexDamaged, StoreError
from .milvus_address import MilvusAddress

ANSWER_SECONDS = 10.0  # for a question; pymilvus tries again until then if a server is busy
BUILD_SECONDS = 600.0  # for what moves or indexes many vectors
_CONNECT_SECONDS = 5.0
_INSTALL = "run: pip install 'policyqa[cluster]'"
_NO_COLLECTION = 100  # error codes of Milvus
_NOT_LOADED = 101
_LOST = 2  # pymilvus: cannot connect
_REASON = 160  # characters

Result = TypeVar("Result")


class MilvusServer:
    """One server, or file of milvus-lite; may be used from many threads at once."""

    def __init__(self, address: MilvusAddress, token: str | None = None) -> None:
        self.address = address
        self._token = token
        self._lock = Lock()
        self._client: Any = None

    def __repr__(self) -> str:  # without the token
        return f"MilvusServer({self.address.text})"

    def ask(self, what: Callable[[Any], Result], *, again: bool = True) -> Result:
        """``what`` of a connected ``pymilvus.MilvusClient``. If the connection was lost it is made
        anew, and ``what`` is repeated if ``again``.

        Raises StoreError if the server cannot be reached or does not do it; IndexDamaged if the
        collection is missing.
        """
        client = self._connected()
        try:
            return what(client)
        except Exception as error:  # pymilvus raises its own, grpc's and ValueError
            if not self._drop_if_lost(client, error) or not again:
                raise self._told(error) from error
        try:
            return what(self._connected())
        except (StoreError, IndexDamaged):
            raise
        except Exception as error:
            raise self._told(error) from error

    def load(self, collection: str) -> None:
        """Let a collection be searched; returns at once if it can be."""
        self.ask(lambda client: client.load_collection(collection, timeout=BUILD_SECONDS))

    def searched(self, collection: str, what: Callable[[Any], Result]) -> Result:
        """``what``, after loading the collection if the server had released it."""
        try:
            return self.ask(what)
        except StoreError as error:
            if not _not_loaded(error.__cause__):
                raise
        self.load(collection)
        return self.ask(what)

    def _connected(self) -> Any:
        with self._lock:
            if self._client is None:
                self._client = self._connect()
            return self._client

    def _connect(self) -> Any:
        os.environ.setdefault("GRPC_VERBOSITY", "NONE")  # it writes to stderr by itself
        try:
            from pymilvus import MilvusClient
        except ImportError as error:
            raise StoreError(f"{self.address.text} needs pymilvus; {_INSTALL}") from error
        # They print tracebacks of errors that are told here in one line.
        for name in ("pymilvus", "pymilvus.milvus_client", "milvus_lite"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        address = self.address
        if address.is_file:
            _check_file(address)
        try:
            return MilvusClient(
                address.uri, token=self._token or "", timeout=_CONNECT_SECONDS, dedicated=True
            )
        except Exception as error:
            if address.is_file:
                raise StoreError(
                    f"{address.text} cannot be opened by milvus-lite ({_reason(error)}); only one "
                    "process can use a file at a time: stop the other one, or use a Milvus server"
                ) from error
            raise self._told(error) from error

    def _drop_if_lost(self, client: Any, error: Exception) -> bool:
        """Forget a client whose connection is gone; whether a new one may do better."""
        with self._lock:
            if self._client is not client:  # another thread was faster
                return True
            code = getattr(error, "code", None)
            if code == _LOST or _status(error) == "UNAVAILABLE" or "closed channel" in str(error):
                self._client = None
                with suppress(Exception):
                    client.close()
                return True
            return False

    def _told(self, error: Exception) -> StoreError | IndexDamaged:
        told, where = _reason(error), self.address.text
        if getattr(error, "code", None) == _NO_COLLECTION:
            return IndexDamaged(
                f"{where}: a collection of the index is missing, because a later build removed it "
                f"or someone else did ({told}); open the index again, or run: policyqa build"
            )
        if _status(error) in ("UNAUTHENTICATED", "PERMISSION_DENIED"):
            return StoreError(
                f"{where}: Milvus refuses access ({told}); set POLICYQA_MILVUS_TOKEN to "
                "USER:PASSWORD or to the API key"
            )
        if getattr(error, "code", None) == _LOST:
            return StoreError(
                f"{where}: Milvus cannot be reached ({told}); start it, or check the address and "
                "the network, then try again. Nothing indexed was lost"
            )
        return StoreError(
            f"{where}: Milvus did not answer as expected ({told}); look at its log, then try "
            "again. Nothing indexed was lost"
        )


@lru_cache(maxsize=16)
def server_of(address: str, token: str | None) -> MilvusServer:
    """The connection that all generations of this process share."""
    return MilvusServer(MilvusAddress.parse(address), token)


def _check_file(address: MilvusAddress) -> None:
    try:
        import milvus_lite  # noqa: F401
    except ImportError as error:
        raise StoreError(f"{address.text} needs milvus-lite; {_INSTALL}") from error
    if not Path(address.uri).parent.is_dir():
        raise StoreError(
            f"{address.text}: the folder {Path(address.uri).parent} does not exist; create it"
        )


def _status(error: BaseException) -> str:
    """Name of gRPC's status, of the error or of what caused it; ``""`` for neither."""
    for one in (error, error.__cause__):
        code = getattr(one, "code", None)
        with suppress(Exception):
            code = code() if callable(code) else code
        if name := str(getattr(code, "name", "")):
            return name
    return ""


def _not_loaded(error: BaseException | None) -> bool:
    return getattr(error, "code", None) == _NOT_LOADED or "not loaded" in str(error)


def _reason(error: BaseException) -> str:
    told = str(getattr(error, "message", "") or error).strip()
    with suppress(Exception):  # gRPC says more than pymilvus makes of it
        told = error.__cause__.details() or told  # type: ignore[union-attr]
    line = (told.splitlines() or [type(error).__name__])[0]
    return line if len(line) <= _REASON else line[: _REASON - 1] + "…"
