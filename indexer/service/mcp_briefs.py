"""The briefs as tools of the MCP server; ``mcp_server`` registers them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field

from ..api import Filters
from ..briefs.brief import Brief
from ..briefs.limits import NAME
from . import brief_calls
from .live import LiveIndex
from .models import (
    BRIEF,
    BRIEFS,
    Count,
    Earlier,
    Heading,
    Name,
    Names,
    Note,
    PassageSpan,
    Position,
    Question,
    Title,
    Years,
)

Tools = tuple[Callable[..., Any], ...]
BriefName = Annotated[str, Field(min_length=1, max_length=NAME, description="Name of a brief.")]
ItemName = Annotated[
    str, Field(min_length=1, max_length=20, description="Id of an item, or its number.")
]


def reading_tools(run: Callable[..., Any], gives: Callable[..., Any], live: LiveIndex) -> Tools:
    """Tools that change nothing."""

    @gives(BRIEFS)
    async def list_briefs() -> Any:
        """The reader's briefs (collections of evidence): names, titles, number of items, and how
        many of these have changed in the reports since."""
        value = await run(lambda index, _: brief_calls.list_briefs(live.settings.briefs))
        return BRIEFS.model_validate(value.to_json())

    @gives(BRIEF)
    async def read_brief(brief: BriefName) -> Any:
        """A brief: headings, items with their quotes and places, notes, and the marks of the last
        check."""
        value = await run(
            lambda index, _: brief_calls.open_brief(live.settings.briefs, brief).result()
        )
        return BRIEF.model_validate(value.to_json())

    return list_briefs, read_brief


def writing_tools(run: Callable[..., Any], gives: Callable[..., Any], live: LiveIndex) -> Tools:
    """Tools that write a brief's file."""

    @gives(BRIEF)
    async def add_to_brief(
        brief: Annotated[Title, Field(description="Name of the brief; made if there is none.")],
        question: Annotated[
            Question | None, Field(description="Add the rows of the answer to this question.")
        ] = None,
        rows: Annotated[
            list[Count], Field(max_length=100, description="Only the rows with these numbers.")
        ] = [],
        whole: bool = False,
        after: Annotated[
            Earlier, Field(description="Questions asked before, which this one may lean on.")
        ] = [],
        passages: Annotated[
            list[PassageSpan], Field(max_length=100, description="Or add these passages.")
        ] = [],
        heading: Heading = "",
        note: Note = "",
        issuer: Names = [],
        region: Names = [],
        year: Years = [],
        kind: Names = [],
        report: Annotated[list[Name], Field(max_length=100)] = [],
    ) -> Any:
        """Collect evidence in a brief: the rows of a question's answer (the whole answer with
        whole: true), or passages given by report, start and end."""
        if (question is None) == (not passages):
            raise ToolError("give either a question or passages")
        filters = Filters(tuple(issuer), tuple(region), tuple(year), tuple(kind), tuple(report))

        def job(index: Any, _: Any) -> Any:
            if question is not None:
                answer = index.ask(question, filters, after=after)
                items = brief_calls.items_of_question(index, answer, rows, whole)
            else:
                places = [(p.report, p.start, p.end) for p in passages]
                items = brief_calls.items_of_passages(index, places)
            return brief_calls.add_items(
                _opened_or_made(live.settings.briefs, brief), items, heading, note
            )

        value = await run(job)
        return BRIEF.model_validate(value.to_json())

    @gives(BRIEF)
    async def change_brief_item(
        brief: BriefName,
        item: ItemName,
        position: Position | None = None,
        heading: Heading | None = None,
        note: Note | None = None,
        remove: bool = False,
    ) -> Any:
        """Move an item of a brief, put it under a heading, set its note, or remove it."""

        def job(index: Any, _: Any) -> Any:
            opened = brief_calls.open_brief(live.settings.briefs, brief)
            if remove:
                return brief_calls.remove_item(opened, item)
            return brief_calls.change_item(opened, item, position, heading, note)

        value = await run(job)
        return BRIEF.model_validate(value.to_json())

    @gives(BRIEF)
    async def check_brief(brief: BriefName) -> Any:
        """Compare every quote of a brief with the reports as they are indexed now, and mark what
        moved, changed or has gone."""

        def job(index: Any, _: Any) -> Any:
            return brief_calls.recheck(index, brief_calls.open_brief(live.settings.briefs, brief))

        value = await run(job)
        return BRIEF.model_validate(value.to_json())

    return add_to_brief, change_brief_item, check_brief


def _opened_or_made(folder: Path, name: str) -> Brief:
    try:
        return brief_calls.open_brief(folder, name)
    except brief_calls.NotThere:
        brief_calls.create_brief(folder, name, "")
        return brief_calls.open_brief(folder, name)
