"""The command group: shared options and error handling."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from .. import __version__
from ..errors import PolicyQAError
from ..settings import Settings

HELP = {"help_option_names": ["-h", "--help"]}


class _Group(click.Group):
    """Gives every command -h too, and prints expected failures as one line on stderr, with the
    exit code of the contract."""

    def command(self, *args: Any, **kwargs: Any) -> Any:
        kwargs.setdefault("context_settings", HELP)
        return super().command(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except PolicyQAError as error:
            click.echo(f"policyqa: {_one_line(error)}", err=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo("policyqa: stopped; your previous index is still active", err=True)
            ctx.exit(1)
        except BrokenPipeError:
            sys.stdout = None
            ctx.exit(0)
        except (OSError, UnicodeError) as error:
            click.echo(f"policyqa: {_one_line(error)}", err=True)
            ctx.exit(1)


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__


@click.group(cls=_Group, context_settings=HELP)
@click.version_option(__version__, prog_name="policyqa")
def cli() -> None:
    """Answer questions about policy reports and cite the passages behind each answer."""


def index_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--index",
        "index_dir",
        type=click.Path(path_type=Path),
        default=None,
        help="Index folder (default: POLICYQA_INDEX, else .policyqa).",
    )(command)


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options that restrict the reports; ``command`` receives them as ``filters``."""

    @wraps(command)
    def narrowed(
        *,
        issuer: tuple[str, ...],
        region: tuple[str, ...],
        year: tuple[int, ...],
        kind: tuple[str, ...],
        report: tuple[str, ...],
        **others: Any,
    ) -> Any:
        from ..api import Filters

        return command(filters=Filters(issuer, region, year, kind, report), **others)

    options = (
        click.option("--issuer", multiple=True, help="Only reports by this issuer; repeatable."),
        click.option("--region", multiple=True, help="Only reports from this region; repeatable."),
        click.option(
            "--year", multiple=True, type=int, help="Only reports for this year; repeatable."
        ),
        click.option("--kind", multiple=True, help="Only reports of this type; repeatable."),
        click.option("--report", multiple=True, help="Only this report (id or path); repeatable."),
    )
    taking: Callable[..., Any] = narrowed
    for option in reversed(options):
        taking = option(taking)
    return taking


@dataclass(frozen=True, slots=True)
class Assistance:
    """What a language model is wanted for: to ``write`` the answer, to ``rewrite`` a question that
    is refused, to ``judge`` the borderline reports of a census."""

    write: bool = False
    rewrite: bool = False
    judge: bool = False

    def __bool__(self) -> bool:
        return self.write or self.rewrite or self.judge


def assistant_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options for a language model; ``command`` receives them as ``wanted``."""

    @wraps(command)
    def assisted(*, write: bool, rewrite: bool, judge: bool, **others: Any) -> Any:
        return command(wanted=Assistance(write, rewrite, judge), **others)

    options = (
        click.option(
            "--write",
            is_flag=True,
            help="Have the language model of POLICYQA_LLM_URL write the answer; each sentence is "
            "checked against the reports before it is printed.",
        ),
        click.option(
            "--rewrite",
            is_flag=True,
            help="Have the language model put a question that is refused into a form that can be "
            "answered; the form is printed.",
        ),
        click.option(
            "--judge",
            is_flag=True,
            help="Have the language model decide on the borderline reports of a question to many; "
            "the number of calls is printed first.",
        ),
    )
    taking: Callable[..., Any] = assisted
    for option in reversed(options):
        taking = option(taking)
    return taking


def json_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--json", "as_json", is_flag=True, help="Print JSON on stdout.")(command)


def settings() -> Settings:
    """The settings of this call of the program, read when a command first needs them."""
    context = click.get_current_context().find_root()
    if context.obj is None:
        context.obj = Settings()
    told: Settings = context.obj
    return told


def directory(index_dir: Path | None) -> Path:
    """The index folder: the one given, else that of the settings."""
    return index_dir or settings().index


def open_index(index_dir: Path | None) -> Any:
    """Open the index; messages about its state go to stderr."""
    from ..api import Index

    index = Index.open(directory(index_dir), settings=settings())
    if index.notice:
        click.echo(f"policyqa: {index.notice}", err=True)
    return index


def print_json(value: Any) -> None:
    """One line of JSON on stdout."""
    click.echo(json.dumps(value, ensure_ascii=False))
