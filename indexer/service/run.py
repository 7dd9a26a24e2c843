"""Starts and stops the servers: the token rule, the socket, uvicorn, a graceful end."""

from __future__ import annotations

import ipaddress
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import PolicyQAError, UsageError
from ..settings import Settings
from .guard import Guard

if TYPE_CHECKING:
    from .live import LiveIndex
    from .workers import Workers

_CONNECTIONS = 1000
_STOP_WITHIN = 10


def token_for(address: str, token: str | None) -> str | None:
    """``token`` checked, which requests must bear; None: none needed.

    Raises UsageError when ``address`` can be reached from other machines and there is no token.
    """
    found = (token or "").strip() or None
    if found is None and not _is_loopback(address):
        raise UsageError(
            f"--address {address} is open to other machines; give --token or set POLICYQA_TOKEN"
        )
    if found is not None and not (found.isascii() and found.isprintable() and " " not in found):
        raise UsageError("the token must be printable ASCII characters without spaces")
    return found


@dataclass(frozen=True, slots=True)
class Server:
    """What is served and how: the index in ``directory`` on ``address``:``port``, requests bearing
    ``token`` and taking ``seconds`` at the most."""

    directory: Path
    port: int
    address: str
    token: str | None
    seconds: float
    settings: Settings


def serve(server: Server) -> None:
    """Serve the HTTP API until the process is told to stop. Raises what LiveIndex raises, and
    UsageError or PolicyQAError when it cannot listen."""
    bearer = token_for(server.address, server.token)
    _needs("fastapi", "uvicorn", extra="api")
    from .http import create_app

    _serve(server, bearer, create_app, "API: {}")


def serve_mcp(server: Server) -> None:
    """Serve MCP over streamable HTTP at ``/mcp`` until the process is told to stop."""
    bearer = token_for(server.address, server.token)
    _needs("mcp", "uvicorn", extra="mcp")
    from .mcp_server import create_server, http_app

    _serve(
        server, bearer, lambda live, workers: http_app(create_server(live, workers)), "MCP: {}/mcp"
    )


def serve_mcp_stdio(server: Server) -> None:
    """Serve MCP on stdin and stdout until stdin ends; everything else goes to stderr."""
    _needs("mcp", extra="mcp")
    from .mcp_server import create_server

    live, workers = _open(server)
    logging.getLogger("mcp").setLevel(logging.WARNING)
    create_server(live, workers).run("stdio")
    workers.close()
    live.close()


def _serve(
    server: Server,
    bearer: str | None,
    app_of: Callable[[LiveIndex, Workers], Any],
    shown: str,
) -> None:
    """Serve an app; ``shown`` is what is said of its address."""
    with _listening(server.address, server.port) as sock:
        live, workers = _open(server)
        app = app_of(live, workers)
        _say(f"PolicyQA {shown.format(url(sock))} (press Ctrl-C to stop)")
        _run(Guard(app, bearer, server.seconds), sock)
    workers.close()
    live.close()


def url(sock: socket.socket) -> str:
    host, port = sock.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _open(server: Server) -> tuple[LiveIndex, Workers]:
    from .live import LiveIndex
    from .workers import Workers

    return LiveIndex(server.directory, server.settings), Workers(server.seconds)


def _run(app: Any, sock: socket.socket) -> None:
    import uvicorn

    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        lifespan="on",
        server_header=False,
        limit_concurrency=_CONNECTIONS,
        timeout_graceful_shutdown=_STOP_WITHIN,
        timeout_keep_alive=20,
        ws="none",
    )
    # uvicorn raises the signal that ended it once more: by then all is done, so let it pass.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
    uvicorn.Server(config).run(sockets=[sock])


def _listening(address: str, port: int) -> socket.socket:
    try:
        place = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0]
        sock = socket.socket(place[0], socket.SOCK_STREAM)
        if os.name == "posix":
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(place[4])
        sock.listen(2048)
        return sock
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        raise PolicyQAError(
            f"cannot listen on {address}:{port} ({reason}); choose another --port"
        ) from None


def _is_loopback(address: str) -> bool:
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _needs(*modules: str, extra: str) -> None:
    from importlib.util import find_spec

    missing = [name for name in modules if find_spec(name) is None]
    if missing:
        raise PolicyQAError(
            f"not installed: {' and '.join(missing)}; run: pip install 'policyqa[{extra}]' "
            f"(in a checkout: .venv/bin/pip install -c constraints.txt -e '.[{extra}]')"
        )


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
