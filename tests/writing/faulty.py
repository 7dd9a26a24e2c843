"""An endpoint on this machine that breaks the protocol in a chosen way, and notes what it is sent."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Reply = Callable[[BaseHTTPRequestHandler, int], None]


@dataclass
class Faulty:
    """``url`` is the endpoint; ``headers`` and ``bodies`` are those of the requests so far."""

    url: str
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[dict[str, object]] = field(default_factory=list)
    gone: threading.Event = field(default_factory=threading.Event)


@contextmanager
def serving(reply: Reply) -> Iterator[Faulty]:
    """``reply`` answers each request; its number, from 0, is given."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("content-length", "0"))
            told.bodies.append(json.loads(self.rfile.read(length)))
            told.headers.append({k.lower(): v for k, v in self.headers.items()})
            try:
                reply(self, len(told.bodies) - 1)
            except OSError:  # the client has gone
                told.gone.set()

        def log_message(self, *_: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told = Faulty(f"http://127.0.0.1:{server.server_port}/v1")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()


def refuse(handler: BaseHTTPRequestHandler, status: int, message: str = "", **headers: str) -> None:
    body = json.dumps({"error": {"message": message}}).encode()
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("content-type", "application/json")
    handler.send_header("content-length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def stream(
    handler: BaseHTTPRequestHandler, *parts: str, end: str | None = "stop", pause: float = 0.0
) -> None:
    """``parts`` as a stream; without ``end`` it breaks off."""
    handler.send_response(200)
    handler.send_header("content-type", "text/event-stream")
    handler.end_headers()
    for part in parts:
        send(handler, {"content": part})
        time.sleep(pause)
    if end is not None:
        send(handler, {}, end)
        handler.wfile.write(b"data: [DONE]\n\n")


def send(handler: BaseHTTPRequestHandler, delta: dict[str, str], reason: str | None = None) -> None:
    """One event of a stream."""
    chunk = {
        "id": "x",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": "m",
        "choices": [{"index": 0, "delta": delta, "finish_reason": reason}],
    }
    handler.wfile.write(b"data: " + json.dumps(chunk).encode() + b"\n\n")
    handler.wfile.flush()
