"""The commands that work on an index: thin wrappers around the Python API (``indexer.api``)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..drafting.styles import STYLES
from ..errors import IndexMissing, UsageError
from .batch import read_batch
from .group import (
    Assistance,
    assistant_options,
    cli,
    directory,
    filter_options,
    index_option,
    json_option,
    open_index,
    print_json,
    settings,
)

if TYPE_CHECKING:
    from ..api import Filters


@cli.command()
@click.argument("corpus", nargs=-1, type=click.Path(path_type=Path))
@index_option
@click.option(
    "--model",
    default=None,
    metavar="NAME_OR_PATH",
    help="Embedding model: 'bundled', a Hugging Face name or a local folder.",
)
@click.option("--rebuild", is_flag=True, help="Start over: read and embed every file again.")
@click.option(
    "--on",
    default=None,
    metavar="CLUSTER",
    help="Read and embed on a Ray cluster: 'ray' for one on this machine, or 'ray://HOST:PORT'.",
)
@click.option(
    "--store",
    default=None,
    metavar="PLACE",
    help="Keep the vectors in 'milvus://HOST:PORT/COLLECTION', or 'faiss' for files of the index "
    "(default: where they are).",
)
@click.option(
    "--watch",
    is_flag=True,
    help="Keep running and build again whenever files change; stop with Ctrl-C.",
)
@click.option(
    "--every",
    default=5.0,
    show_default=True,
    metavar="SECONDS",
    type=click.FloatRange(min=0.1),
    help="How often --watch checks for changes.",
)
@json_option
def build(
    corpus: tuple[Path, ...],
    index_dir: Path | None,
    model: str | None,
    rebuild: bool,
    on: str | None,
    store: str | None,
    watch: bool,
    every: float,
    as_json: bool,
) -> None:
    """Index files and folders (default: corpus); only changed files are read again."""
    from ..index.building.build import build as run
    from .console import progress_display, summary_json, summary_text

    places = list(corpus) or [settings().corpus]
    if watch:
        from .watching import run_watch

        run_watch(places, directory(index_dir), model, rebuild, every, as_json, on, store)
        return
    with progress_display() as show:
        summary = run(
            places,
            directory(index_dir),
            model=model,
            rebuild=rebuild,
            on_progress=show,
            settings=settings(),
            on=on,
            store=store,
        )
    for failure in summary.failed:
        click.echo(f"not read: {failure.path}: {failure.reason}", err=True)
    for note in summary.notes:
        click.echo(f"note: {note}", err=True)
    if as_json:
        print_json(summary_json(summary))
    else:
        click.echo(summary_text(summary))
    if summary.failed:
        click.get_current_context().exit(3)


@cli.command()
@click.argument("question", required=False)
@index_option
@filter_options
@click.option(
    "--batch",
    type=click.Path(path_type=Path, dir_okay=False),
    help='Answer the questions in FILE: one {"id": …, "q": …} per line.',
)
@click.option("--all-rows", is_flag=True, help="Include a row for every report examined.")
@click.option(
    "--after",
    multiple=True,
    metavar="QUESTION",
    help="A question asked before, on which this one may lean; repeatable, the earliest first.",
)
@assistant_options
@json_option
def ask(
    question: str | None,
    index_dir: Path | None,
    filters: Filters,
    batch: Path | None,
    all_rows: bool,
    after: tuple[str, ...],
    wanted: Assistance,
    as_json: bool,
) -> None:
    """Answer a question with cited passages."""
    from dataclasses import replace

    from .console import answer_text

    if (question is None) == (batch is None):
        raise UsageError("give either one question or --batch FILE")
    if after and batch is not None:
        raise UsageError('--after belongs to one question; a line of --batch may have "after": […]')
    if wanted and batch is not None:
        raise UsageError("--write, --rewrite and --judge belong to one question, not to --batch")
    with open_index(index_dir) as index:
        if batch is not None:
            for line in read_batch(batch):
                earlier = tuple(line.get("after", ()))
                answer = index.ask(line["q"], filters, all_rows=all_rows, after=earlier)
                print_json(replace(answer, id=line.get("id")).to_json())
            return
        if wanted:
            from .assisting import answer_assisted

            answer_assisted(index, wanted, question or "", filters, all_rows, after, as_json)
            return
        answer = index.ask(question, filters, all_rows=all_rows, after=after)
        if as_json:
            print_json(answer.to_json())
        else:
            click.echo(answer_text(answer))


@cli.command()
@click.argument("query", required=False)
@index_option
@filter_options
@click.option("-k", default=10, show_default=True, help="Number of passages.")
@click.option(
    "--batch",
    type=click.Path(path_type=Path, dir_okay=False),
    help='Run the queries in FILE: one {"id": …, "q": …} per line.',
)
@json_option
def search(
    query: str | None,
    index_dir: Path | None,
    filters: Filters,
    k: int,
    batch: Path | None,
    as_json: bool,
) -> None:
    """Search for passages, best match first."""
    from ..results import SearchResult
    from .console import hits_text

    if (query is None) == (batch is None):
        raise UsageError("give either one query or --batch FILE")
    with open_index(index_dir) as index:
        lines: list[dict[str, Any]] = (
            list(read_batch(batch)) if batch is not None else [{"q": query}]
        )
        for line in lines:
            hits = tuple(index.search(line["q"], k, filters))
            if as_json or batch is not None:
                print_json(SearchResult(id=line.get("id"), query=line["q"], hits=hits).to_json())
            else:
                click.echo(hits_text(hits))
        if not hits:
            click.echo("policyqa: no report matches the filters, or no passage the query", err=True)


@cli.command()
@click.argument("text", required=False)
@index_option
@filter_options
@click.option(
    "--draft",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Check a whole draft (txt, md, docx).",
)
@click.option(
    "--style",
    type=click.Choice(tuple(STYLES)),
    default="gb7714",
    show_default=True,
    help="Citation style.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the cited draft to this file, with Markdown footnotes, or with "
    "Word footnotes and comments if both files are docx.",
)
@json_option
def cite(
    text: str | None,
    index_dir: Path | None,
    filters: Filters,
    draft: Path | None,
    style: str,
    out: Path | None,
    as_json: bool,
) -> None:
    """Find passages that support a sentence or draft, and check its figures."""
    from ..drafting.drafts import open_draft
    from ..drafting.terminal import claims_progress, claims_text
    from ..results import CiteResult

    if (text is None) == (draft is None):
        raise UsageError("give either one sentence or --draft FILE")
    if out is not None and draft is None:
        raise UsageError("--out writes a cited draft, so it needs --draft FILE")
    opened = open_draft(draft) if draft is not None else None
    if opened is not None and out is not None:
        opened.check_out(out)
    body = opened.text if opened is not None else text or ""
    if not body.strip():
        raise UsageError("the text is empty; enter a sentence to check")
    with open_index(index_dir) as index, claims_progress(opened is not None) as show:
        claims = index.cite(body, filters, show)
    if opened is not None and out is not None:
        opened.write(out, claims, style)
    if as_json:
        print_json(CiteResult(claims=tuple(c.in_style(style) for c in claims)).to_json())
    else:
        click.echo(claims_text(claims, style))


@cli.command()
@click.argument("report")
@index_option
@click.option("--span", default=None, metavar="A:B", help="Show only characters A to B.")
@json_option
def show(report: str, index_dir: Path | None, span: str | None, as_json: bool) -> None:
    """Show a report's text, outline and details."""
    from .console import report_text

    with open_index(index_dir) as index:
        shown = index.show(report)
    if span is not None:
        shown = shown.part(*_span(span, len(shown.text)))
    if as_json:
        print_json(shown.to_json())
    else:
        click.echo(shown.text if span is not None else report_text(shown))


def _span(value: str, length: int) -> tuple[int, int]:
    first, _, last = value.partition(":")
    try:
        start, end = int(first), int(last)
    except ValueError:
        raise UsageError(f"--span {value}: give two numbers, such as 120:180") from None
    if not 0 <= start <= end <= length:
        raise UsageError(f"--span {value}: the text has {length} characters")
    return start, end


@cli.command()
@index_option
@json_option
def status(index_dir: Path | None, as_json: bool) -> None:
    """Show what the index holds, which files could not be read, and how far a build is."""
    from ..index.building.running import build_under_way
    from .console import building_text, status_text

    try:
        with open_index(index_dir) as index:
            told = index.status()
    except IndexMissing as error:
        building = build_under_way(directory(index_dir))
        if building is None:
            raise
        place = directory(index_dir)
        raise IndexMissing(
            f"No index in {place} yet; first build: {building_text(building)}"
        ) from error
    if as_json:
        print_json(told.to_json())
    else:
        click.echo(status_text(told))


@cli.command()
@index_option
@json_option
def verify(index_dir: Path | None, as_json: bool) -> None:
    """Check every file, count, offset and checksum of the index."""
    from ..api import verify as run

    problems = run(directory(index_dir), milvus_token=settings().milvus_token)
    if as_json:
        print_json({"ok": not problems, "problems": problems})
    else:
        click.echo("\n".join(problems) if problems else "the index is intact")
    if problems:
        if as_json:
            click.echo(f"policyqa: {problems[0]}", err=True)
        click.get_current_context().exit(1)


@cli.command("eval")
@click.argument(
    "questions", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False)
)
@index_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the scores and every result to FILE as JSON.",
)
@click.option(
    "--against",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Compare with the JSON of an earlier run.",
)
@click.option("--misses/--no-misses", default=True, help="List the questions that were missed.")
@json_option
def evaluate(
    questions: tuple[Path, ...],
    index_dir: Path | None,
    out: Path | None,
    against: Path | None,
    misses: bool,
    as_json: bool,
) -> None:
    """Score the index on question files, by kind and language."""
    from ..evaluation.report import compare_text, report_json, report_text
    from ..evaluation.run import read_questions, run

    asked = read_questions(questions)
    with open_index(index_dir) as index:
        results = run(index, asked)
    value = report_json(results)
    if out is not None:
        out.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
    if as_json:
        print_json(value)
    else:
        click.echo(report_text(results, misses=misses))
    if against is not None:
        click.echo(compare_text(value, against), err=as_json)
