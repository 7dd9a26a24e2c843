"""``policyqa brief``: collect evidence, order it, check it again, export it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..drafting.styles import STYLES
from ..errors import UsageError
from .group import (
    HELP,
    cli,
    filter_options,
    index_option,
    json_option,
    open_index,
    print_json,
    settings,
)

if TYPE_CHECKING:
    from ..api import Filters, Index
    from ..briefs.brief import Brief
    from ..briefs.model import Item

#: Exit code of ``brief check``: done, and some evidence no longer stands as it was collected.
MARKED = 4


class _Commands(click.Group):
    """Gives every command -h too."""

    def command(self, *args: Any, **kwargs: Any) -> Any:
        kwargs.setdefault("context_settings", HELP)
        return super().command(*args, **kwargs)


@cli.group(cls=_Commands, context_settings=HELP)
def brief() -> None:
    """Collect rows, quotes and answers in a brief; check and export it.

    BRIEF is the name of a brief in the folder POLICYQA_BRIEFS (default: briefs), or the path of its
    file. ITEM is an item's number or id, as `policyqa brief show` prints them.
    """


def _opened(name: str) -> Brief:
    from ..briefs.brief import Brief
    from ..briefs.names import found

    return Brief.open(found(name, settings().briefs))


def _tell(opened: Brief, line: str, as_json: bool, added: list[Item] | None = None) -> None:
    if as_json:
        print_json(opened.result(added or []).to_json())
    elif line:
        click.echo(line)


@brief.command()
@click.argument("title")
@click.option(
    "--file",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The brief's file (default: named by the title, in the folder of briefs).",
)
@click.option("--note", default="", metavar="TEXT", help="A note on the whole brief.")
@json_option
def new(title: str, path: Path | None, note: str, as_json: bool) -> None:
    """Create an empty brief and print its file."""
    from ..briefs.brief import Brief
    from ..briefs.names import path_of

    made = Brief.new(path or path_of(settings().briefs, title), title, note)
    _tell(made, str(made.path), as_json)


@brief.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List the briefs of the folder."""
    from ..briefs.model import BriefList
    from ..briefs.names import entry_of, paths

    entries = tuple(map(entry_of, paths(settings().briefs)))
    if as_json:
        print_json(BriefList(briefs=entries).to_json())
        return
    for entry in entries:
        marks = f", {entry.marked} marked" if entry.marked else ""
        told = entry.problem or f"{entry.title} ({entry.items} items{marks})"
        click.echo(f"{entry.name}: {told}")
    if not entries:
        click.echo("policyqa: no briefs yet; create one with: policyqa brief new TITLE", err=True)


@brief.command()
@click.argument("brief_name", metavar="BRIEF")
@json_option
def show(brief_name: str, as_json: bool) -> None:
    """Print a brief with the numbers and ids of its items."""
    from ..briefs.terminal import brief_text

    opened = _opened(brief_name)
    _tell(opened, brief_text(opened.contents), as_json)


@brief.command()
@click.argument("brief_name", metavar="BRIEF")
@click.argument("question", required=False)
@index_option
@filter_options
@click.option("--row", multiple=True, type=int, metavar="N", help="Only row N; repeatable.")
@click.option(
    "--after",
    multiple=True,
    metavar="QUESTION",
    help="A question asked before, on which this one may lean; repeatable, the earliest first.",
)
@click.option("--answer", "whole", is_flag=True, help="Add the whole answer, not its rows.")
@click.option(
    "--passage",
    multiple=True,
    metavar="REPORT@A:B",
    help="Add characters A to B of a report (id or path), as citations give them; repeatable.",
)
@click.option("--heading", default="", metavar="TEXT", help="Put them under this heading.")
@click.option("--note", default="", metavar="TEXT", help="Your note on each item added.")
@json_option
def add(
    brief_name: str,
    question: str | None,
    index_dir: Path | None,
    filters: Filters,
    row: tuple[int, ...],
    after: tuple[str, ...],
    whole: bool,
    passage: tuple[str, ...],
    heading: str,
    note: str,
    as_json: bool,
) -> None:
    """Ask QUESTION and add the rows of its answer, or passages of reports."""
    if (question is None) == (not passage):
        raise UsageError("give either a question or --passage REPORT@A:B")
    if passage and (row or whole or after):
        raise UsageError("--row, --answer and --after belong to a question")
    opened = _opened(brief_name)
    with open_index(index_dir) as index:
        if question is not None:
            items = _of_answer(index, question, filters, row, after, whole)
        else:
            items = [_of_passage(index, one) for one in passage]
    from dataclasses import replace

    added = opened.add(*(replace(i, note=note.strip()) for i in items), heading=heading)
    known = len(items) - len(added)
    if known:
        click.echo(f"policyqa: {known} of them were in the brief already", err=True)
    lines = [f"{item.id}  {_line(item)}" for item in added]
    _tell(opened, "\n".join(lines), as_json, added)


def _of_answer(
    index: Index,
    question: str,
    filters: Filters,
    row: tuple[int, ...],
    after: tuple[str, ...],
    whole: bool,
) -> list[Item]:
    from ..briefs.collect import items_of

    answer = index.ask(question, filters, after=after)
    if answer.understood:
        from .console import understood_text

        click.echo(understood_text(answer).strip(), err=True)
    return items_of(index, answer, row, whole=whole)


def _of_passage(index: Index, place: str) -> Item:
    from ..briefs.collect import passage_of

    report, _, span = place.rpartition("@")
    first, _, last = span.partition(":")
    if not report or not first.isdigit() or not last.isdigit():
        raise UsageError(f"--passage {place}: give a report and a span, such as r7693bb@120:180")
    return passage_of(index, report, int(first), int(last))


def _line(item: Item) -> str:
    from ..briefs.layout import quoted

    text = item.text or quoted(item.citations)
    return text if len(text) <= 100 else text[:100] + "…"


@brief.command()
@click.argument("brief_name", metavar="BRIEF")
@click.argument("item", required=False)
@click.option("--to", required=True, type=int, metavar="N", help="Its new number, from 1.")
@click.option("--heading", default=None, metavar="TEXT", help="Move this whole group instead.")
@json_option
def move(brief_name: str, item: str | None, to: int, heading: str | None, as_json: bool) -> None:
    """Make ITEM number N of the brief; it goes under the heading there."""
    if (item is None) == (heading is None):
        raise UsageError("give either an item or --heading TEXT")
    opened = _opened(brief_name)
    if heading is not None:
        opened.move_group(heading, to)
    else:
        opened.move(item or "", to)
    _tell(opened, "", as_json)


@brief.command()
@click.argument("brief_name", metavar="BRIEF")
@click.argument("item")
@click.argument("text")
@json_option
def note(brief_name: str, item: str, text: str, as_json: bool) -> None:
    """Set your note on ITEM; an empty TEXT takes it away."""
    opened = _opened(brief_name)
    opened.note(item, text)
    _tell(opened, "", as_json)


@brief.command()
@click.argument("brief_name", metavar="BRIEF")
@click.argument("heading")
@click.argument("items", nargs=-1, metavar="[ITEM]...")
@click.option("--rename", default=None, metavar="NEW", help="Give the group this heading.")
@json_option
def group(
    brief_name: str, heading: str, items: tuple[str, ...], rename: str | None, as_json: bool
) -> None:
    """Put items under HEADING, or rename it."""
    if bool(items) == (rename is not None):
        raise UsageError("give either items to put under the heading, or --rename NEW")
    opened = _opened(brief_name)
    if rename is not None:
        opened.rename_group(heading, rename)
    else:
        opened.group(heading, items)
    _tell(opened, "", as_json)


@brief.command()
@click.argument("brief_name", metavar="BRIEF")
@click.argument("items", nargs=-1, required=True, metavar="ITEM...")
@json_option
def remove(brief_name: str, items: tuple[str, ...], as_json: bool) -> None:
    """Take items out of a brief."""
    opened = _opened(brief_name)
    opened.remove(*items)
    _tell(opened, "", as_json)


@brief.command()
@click.argument("brief_name", metavar="BRIEF")
@index_option
@click.option(
    "--accept",
    multiple=True,
    metavar="ITEM",
    help="Take over what the reports say now of ITEM (all: of every item); repeatable.",
)
@json_option
def check(brief_name: str, index_dir: Path | None, accept: tuple[str, ...], as_json: bool) -> None:
    """Compare every quote with the index and mark what differs.

    Exit code 4: some evidence no longer stands as it was collected (each item is named).
    """
    from ..briefs.terminal import check_text

    opened = _opened(brief_name)
    with open_index(index_dir) as index:
        opened.recheck(index)
        if accept:
            opened.accept(index, *(() if "all" in accept else accept))
    _tell(opened, check_text(opened.contents), as_json)
    if opened.marked:
        click.get_current_context().exit(MARKED)


def _export_options(command: Callable[..., Any]) -> Callable[..., Any]:
    options = (
        click.option(
            "--style",
            type=click.Choice(tuple(STYLES)),
            default="gb7714",
            show_default=True,
            help="Citation style.",
        ),
        click.option(
            "--language",
            type=click.Choice(("zh", "en")),
            default=None,
            help="Language of labels (default: that of the brief).",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@brief.command()
@click.argument("brief_name", metavar="BRIEF")
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@_export_options
def export(brief_name: str, out: Path, style: str, language: str | None) -> None:
    """Write a brief to OUT: .docx (Word), .md (Markdown) or .xlsx (Excel)."""
    for line in _opened(brief_name).export(out, style, language or ""):
        click.echo(f"note: {line}", err=True)
    click.echo(str(out))
