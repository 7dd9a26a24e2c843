"""An OpenAI-compatible endpoint: one streamed chat completion, with time limit, retries and cancel.

The client library is the extra ``llm``, imported when a text is first asked for. A request runs in
a thread with an event loop of its own, so that cancelling ends it at once, wherever it is waiting.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypedDict
from urllib.parse import urlsplit

from ..errors import LanguageModelError, NoLanguageModel, UsageError
from ..settings import Settings

if TYPE_CHECKING:
    from openai import AsyncOpenAI

#: Waits before the tries after the first, in seconds: while it is overloaded or loads its model
#: (408, 429, 503), and where it cannot be connected to.
BUSY_WAITS: tuple[float, ...] = (0.5, 1.0, 2.0, 4.0, 8.0)
CONNECT_WAITS: tuple[float, ...] = (0.5, 1.0)
_LONGEST_WAIT = 30.0  # seconds that a Retry-After header may ask for
_BUSY = (408, 429, 503)
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_SAID = 200  # characters of the endpoint's own message


class Message(TypedDict):
    """One message of a chat."""

    role: Literal["system", "user"]
    content: str


class _Cut(Exception):
    """The stream ended before the model did."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """``model`` at ``url`` (``http(s)://…/v1``); ``seconds`` is the longest wait for a part of a
    text. The key is in no ``repr``, message or log."""

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    seconds: float = 120.0

    @classmethod
    def of(cls, settings: Settings) -> Endpoint | None:
        """The one that the settings name; None if they name none, UsageError if they are wrong."""
        if not settings.llm_url:
            return None
        parts = urlsplit(settings.llm_url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(
                "POLICYQA_LLM_URL is not the address of an endpoint; set it to one such as "
                "http://127.0.0.1:11434/v1"
            )
        if parts.username or parts.password:
            raise UsageError("POLICYQA_LLM_URL contains a password; set POLICYQA_LLM_KEY instead")
        if not settings.llm_model:
            raise UsageError("POLICYQA_LLM_URL is set, but not POLICYQA_LLM_MODEL; set it too")
        key = settings.llm_key
        if key is not None and not (key.isascii() and key.isprintable() and " " not in key):
            raise UsageError("POLICYQA_LLM_KEY must be printable ASCII characters without spaces")
        return cls(settings.llm_url, settings.llm_model, key, settings.llm_timeout)

    @property
    def place(self) -> str:
        """Where it is, for messages: scheme, host and port."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"

    def stream(
        self,
        messages: Sequence[Message],
        *,
        tokens: int,
        schema: Mapping[str, Any] | None = None,
    ) -> TextStream:
        """Begin to write the reply to ``messages``, of at most ``tokens`` tokens. ``schema`` is the
        JSON schema that it has to follow (not every endpoint heeds it)."""
        asked: dict[str, Any] = {
            "model": self.model,
            "messages": list(messages),
            "max_tokens": tokens,
            "temperature": 0.0,
            "stream": True,
        }
        if schema is not None:
            form = {"name": "reply", "strict": True, "schema": dict(schema)}
            asked["response_format"] = {"type": "json_schema", "json_schema": form}
        return TextStream(self, asked)

    def text(
        self,
        messages: Sequence[Message],
        *,
        tokens: int,
        schema: Mapping[str, Any] | None = None,
    ) -> str:
        """The whole reply."""
        return "".join(self.stream(messages, tokens=tokens, schema=schema))


class TextStream:
    """The parts of a reply as they come; LanguageModelError where it fails. ``cancel`` ends it from
    any thread; the iteration then ends without an error. ``full`` is set after the last part if the
    reply was cut at the number of tokens."""

    def __init__(self, endpoint: Endpoint, asked: Mapping[str, Any]) -> None:
        self.full = False
        self._endpoint, self._asked = endpoint, asked
        self._parts: queue.SimpleQueue[str | LanguageModelError | None] = queue.SimpleQueue()
        self._loop = asyncio.new_event_loop()
        self._task: asyncio.Task[None] | None = None
        self._lock, self._cancelled = threading.Lock(), False
        self._thread = threading.Thread(target=self._run, name="policyqa-llm", daemon=True)
        self._thread.start()

    def __iter__(self) -> Iterator[str]:
        try:
            while True:
                part = self._parts.get()
                if part is None or self._cancelled:
                    return
                if isinstance(part, LanguageModelError):
                    raise part
                yield part
        finally:  # who stops reading needs no more
            self.cancel()

    def cancel(self) -> None:
        with self._lock:
            self._cancelled = True
            if self._task is not None and not self._loop.is_closed():
                self._loop.call_soon_threadsafe(self._task.cancel)
        self._parts.put(None)

    def _run(self) -> None:
        with self._lock:
            self._task = self._loop.create_task(self._read())
            if self._cancelled:
                self._task.cancel()
        try:
            self._loop.run_until_complete(self._task)
        except asyncio.CancelledError:
            pass
        except LanguageModelError as error:
            self._parts.put(error)
        except Exception as error:  # a fault of the library must not leave the reader waiting
            self._parts.put(_failed(self._endpoint, error))
        finally:
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            with self._lock:
                self._loop.close()
            self._parts.put(None)

    async def _read(self) -> None:
        try:
            async with _client(self._endpoint) as client:
                async for part in self._pieces(client):
                    self._parts.put(part)
        except ImportError:
            raise LanguageModelError(
                "not installed: openai; run: pip install 'policyqa[llm]' "
                "(in a checkout: .venv/bin/pip install -c constraints.txt -e '.[llm]')"
            ) from None

    async def _pieces(self, client: AsyncOpenAI) -> AsyncIterator[str]:
        limit, reason = self._endpoint.seconds, None
        try:
            async with asyncio.timeout(limit) as waiting:
                async with await self._opened(client) as stream:
                    async for chunk in stream:
                        waiting.reschedule(self._loop.time() + limit)
                        for choice in chunk.choices[:1]:
                            reason = choice.finish_reason or reason
                            if choice.delta.content:
                                yield choice.delta.content
            if reason is None:
                raise _Cut
        except Exception as error:
            # The chain of causes holds the request, with its key.
            raise _failed(self._endpoint, error) from None
        self.full = reason == "length"

    async def _opened(self, client: AsyncOpenAI) -> Any:
        """The stream, after as many tries as it takes and is worth."""
        from openai import APIConnectionError, APIStatusError, APITimeoutError

        tried, waits = 0, BUSY_WAITS
        while True:
            try:
                return await client.chat.completions.create(**self._asked)
            except APITimeoutError:
                raise
            except APIConnectionError:
                waits, asked = CONNECT_WAITS, None
                if tried >= len(waits):
                    raise
            except APIStatusError as error:
                waits, asked = BUSY_WAITS, _retry_after(error.response.headers)
                late = asked is not None and asked > _LONGEST_WAIT
                if error.status_code not in _BUSY or tried >= len(waits) or late:
                    raise
            await asyncio.sleep(waits[tried] if asked is None else asked)
            tried += 1


def _client(endpoint: Endpoint) -> AsyncOpenAI:
    """A client that sends the key to this endpoint alone: it follows no redirect, and what is on
    this machine is not asked through a proxy."""
    from openai import AsyncOpenAI, DefaultAsyncHttpxClient

    local = urlsplit(endpoint.url).hostname in _LOOPBACK
    client = AsyncOpenAI(
        base_url=endpoint.url,
        api_key=endpoint.key or "none",
        max_retries=0,
        timeout=endpoint.seconds,
        http_client=DefaultAsyncHttpxClient(follow_redirects=False, trust_env=not local),
    )
    # Read from OPENAI_…, they belong to another service.
    client.organization = client.project = None
    return client


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds of a Retry-After header; None if there is none that can be read."""
    try:
        return max(0.0, float(headers.get("retry-after", "")))
    except ValueError:
        return None


def _failed(endpoint: Endpoint, error: Exception) -> LanguageModelError:
    """``error`` in one line, with the remedy and without the key."""
    from openai import APIConnectionError, APIStatusError, APITimeoutError

    where = endpoint.place
    if isinstance(error, TimeoutError | APITimeoutError):
        return LanguageModelError(
            f"the language model at {where} did not answer within {endpoint.seconds:g} s; try "
            "again, or raise POLICYQA_LLM_TIMEOUT"
        )
    if isinstance(error, APIStatusError):
        return LanguageModelError(_refused(endpoint, error.status_code, error.message))
    if isinstance(error, _Cut):
        return LanguageModelError(f"the language model at {where} broke off; try again")
    if isinstance(error, APIConnectionError):
        return LanguageModelError(
            f"the language model at {where} cannot be reached; start it, or correct "
            "POLICYQA_LLM_URL"
        )
    return LanguageModelError(
        f"the language model at {where} broke off ({type(error).__name__}); try again"
    )


def _refused(endpoint: Endpoint, status: int, message: str) -> str:
    where = endpoint.place
    if status in (401, 403):  # what it says may repeat the key
        return f"{where} refuses the key ({status}); correct POLICYQA_LLM_KEY"
    if status == 404:
        return (
            f"{where} has no model {endpoint.model!r} at this address (404); correct "
            "POLICYQA_LLM_MODEL or POLICYQA_LLM_URL, which usually ends in /v1"
        )
    if status in _BUSY:
        return f"the language model at {where} is busy ({status}); try again later"
    said = " ".join(message.split())
    if endpoint.key:
        said = said.replace(endpoint.key, "…")
    return f"the language model at {where} answered {status}: {said[:_SAID]}"


def required(endpoint: Endpoint | None) -> Endpoint:
    """``endpoint``; NoLanguageModel if the settings name none."""
    if endpoint is None:
        raise NoLanguageModel(
            "no language model is set up; set POLICYQA_LLM_URL and POLICYQA_LLM_MODEL"
        )
    return endpoint
