"""Checks requests to both servers: token, host name, body size, time to send.

A plain ASGI layer, so that it applies to the HTTP API and to MCP alike, and nothing behind it ever
sees a rejected request.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

BODY_LIMIT = 1_000_000
DRAFT_LIMIT = 5_000_000
BODY_LIMITS = {"/v1/cite": DRAFT_LIMIT}
_LOCAL = {"127.0.0.1", "localhost", "::1"}
_OPEN = {"/health"}
_THROWN_AWAY = 20_000_000


class _Refused(Exception):
    """A rejected request: HTTP status, code and message."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


class Guard:
    """Passes accepted requests to ``app``.

    Without a ``token``, only Host headers of this machine are accepted: otherwise a web page could
    reach the server through a name of its own that resolves to 127.0.0.1 (DNS rebinding).
    """

    def __init__(
        self,
        app: App,
        token: str | None,
        seconds: float,
        limits: Mapping[str, int] = BODY_LIMITS,
    ) -> None:
        self._app, self._seconds, self._limits = app, seconds, limits
        self._token = token.encode() if token else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            headers = _headers(scope)
            self._admit(scope["path"], headers)
            body = await self._body(scope, headers, receive)
        except _Refused as refused:
            await _answer(send, refused)
            return
        await self._app(scope, body, send)

    def _admit(self, path: str, headers: Mapping[bytes, bytes]) -> None:
        if self._token is None:
            if _host(headers.get(b"host", b"")) not in _LOCAL:
                raise _Refused(421, "host", "this server answers to 127.0.0.1 and localhost only")
        elif path not in _OPEN:
            scheme, _, given = headers.get(b"authorization", b"").partition(b" ")
            fits = hmac.compare_digest(given.strip(), self._token)
            if scheme.lower() != b"bearer" or not fits:
                raise _Refused(401, "token", "send the header: Authorization: Bearer TOKEN")

    async def _body(
        self, scope: Scope, headers: Mapping[bytes, bytes], receive: Receive
    ) -> Receive:
        """The body, read whole within limits, as a new ``receive``."""
        if scope["method"] in ("GET", "HEAD", "OPTIONS"):
            return receive
        limit = self._limits.get(scope["path"], BODY_LIMIT)
        length = headers.get(b"content-length", b"0")
        stated = int(length) if length.isdigit() else 0
        try:
            async with asyncio.timeout(self._seconds):
                return _replay(await _read(receive, limit, stated > limit), receive)
        except TimeoutError:
            raise _Refused(408, "time_limit", "the request did not arrive in time") from None


async def _read(receive: Receive, limit: int, too_large: bool) -> bytes:
    """The body. One that is too large is thrown away as it comes, up to a bound, before it is
    refused: a client that is cut off while it sends never gets to read why."""
    body, size = bytearray(), 0
    more = True
    while more and size <= limit + _THROWN_AWAY:
        message = await receive()
        if message["type"] != "http.request":
            break  # the client has gone; the app will learn the same
        part = message.get("body", b"")
        size += len(part)
        too_large = too_large or size > limit
        if too_large:
            body.clear()
        else:
            body += part
        more = bool(message.get("more_body"))
    if too_large:
        raise _too_large(limit)
    return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    first: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return first.pop() if first else await receive()

    return again


def _too_large(limit: int) -> _Refused:
    message = f"the body is larger than {limit / 1e6:g} MB; send less at once"
    return _Refused(413, "too_large", message)


def _headers(scope: Scope) -> dict[bytes, bytes]:
    return {name.lower(): value for name, value in scope["headers"]}


def _host(value: bytes) -> str:
    """Host name without its port: ``[::1]:8600`` is ``::1``."""
    text = value.decode("latin-1").strip().lower()
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0]


async def _answer(send: Send, refused: _Refused) -> None:
    value = {"error": {"code": refused.code, "message": refused.message}}
    body = json.dumps(value, ensure_ascii=False).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", b"%d" % len(body)),
        (b"connection", b"close"),
    ]
    if refused.status == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    await send({"type": "http.response.start", "status": refused.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
