"""What the HTTP API and the MCP server both do with the briefs of a folder."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from ..api import Answer, Index
from ..briefs.brief import Brief
from ..briefs.collect import items_of, passage_of
from ..briefs.export import ExportKind, exported
from ..briefs.model import BriefList, BriefResult, Item
from ..briefs.names import entry_of, path_in, path_of, paths
from ..errors import UsageError


class NotThere(UsageError):
    """There is no brief, item, row, answer or passage of that name or number."""


class BriefExists(UsageError):
    """There is a brief of that name already."""


def list_briefs(folder: Path) -> BriefList:
    """The briefs; the folder's own place is kept to itself."""
    entries = map(entry_of, paths(folder))
    return BriefList(
        briefs=tuple(replace(e, problem=_placeless(folder, e.problem)) for e in entries)
    )


def _placeless(folder: Path, message: str) -> str:
    """``message`` without the folder's own place, which callers need not know."""
    return message.replace(f"{folder}{os.sep}", "")


def open_brief(folder: Path, name: str) -> Brief:
    """The brief of that name; NotThere if there is none."""
    with _found():
        path = path_in(folder, name)
    if not path.exists():
        raise NotThere(f"{name}: no such brief")
    try:
        return Brief.open(path)
    except UsageError as error:
        raise UsageError(_placeless(folder, str(error))) from None


def create_brief(folder: Path, title: str, note: str) -> BriefResult:
    path = path_of(folder, title)
    if path.exists():
        raise BriefExists(f"{title}: there is a brief of that name; choose another title")
    return Brief.new(path, title, note).result()


def add_items(brief: Brief, items: Sequence[Item], heading: str, note: str) -> BriefResult:
    """The brief with the items at the end of the group ``heading``, each with the note."""
    noted = [replace(item, note=note.strip()) for item in items]
    return brief.result(brief.add(*noted, heading=heading))


def items_of_question(index: Index, answer: Answer, rows: Sequence[int], whole: bool) -> list[Item]:
    """What an answer says; NotThere if no report states it or it has no such row."""
    with _found():
        return items_of(index, answer, tuple(rows), whole=whole)


def items_of_passages(index: Index, places: Sequence[tuple[str, int, int]]) -> list[Item]:
    """Passages by report, start and end; NotThere for an unknown report or a wrong span."""
    with _found():
        return [passage_of(index, *place) for place in places]


@contextmanager
def _found() -> Iterator[None]:
    """Turns what is wrong with a name, number or span into NotThere."""
    try:
        yield
    except UsageError as error:
        raise NotThere(str(error)) from None


def change_item(
    brief: Brief, item: str, position: int | None, heading: str | None, note: str | None
) -> BriefResult:
    """The brief after an item was put under a heading, moved and annotated, in this order."""
    with _found():
        id_ = brief.item(item).id
        if heading is not None:
            brief.group(heading, [id_])
        if position is not None:
            brief.move(id_, position)
        if note is not None:
            brief.note(id_, note)
    return brief.result()


def remove_item(brief: Brief, item: str) -> BriefResult:
    with _found():
        brief.remove(item)
    return brief.result()


def recheck(index: Index, brief: Brief) -> BriefResult:
    brief.recheck(index)
    return brief.result()


def export_bytes(brief: Brief, kind: ExportKind, style: str) -> bytes:
    """The brief as a file; charts are left out where they cannot be drawn."""
    return exported(brief.contents, kind, style)[0]
