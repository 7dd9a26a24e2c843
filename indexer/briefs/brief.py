"""A brief that is open: changes go to its file at once.

::

    with Index.open(".policyqa") as index:
        brief = Brief.new("briefs/罚款.brief.toml", "2025 年罚款情况")
        brief.add_rows(index, index.ask("哪些单位报告了罚款？"), heading="罚款")
        brief.export("罚款.docx", style="gb7714")
        brief.recheck(index)
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from ..api import Answer, Index
from ..errors import UsageError
from . import file, limits
from .collect import answer_of, passage_of, rows_of
from .model import STANDING, STATES, BriefResult, CheckState, Contents, Group, Item, utc_now
from .names import short_name
from .recheck import accepted, checked, version_of

_LETTERS = "bcdfghjkmnpqrstvwxz"  # no vowels: an id is not a word; no digits: nor a number
_MAX_ITEMS = 2000


class Brief:
    """The brief in one file. Every change is made to what the file holds at that moment and is on
    disk when the call returns; ``contents`` is what the file held then."""

    def __init__(self, path: Path, contents: Contents) -> None:
        self.path, self.contents = path, contents

    @classmethod
    def new(cls, path: str | Path, title: str, note: str = "") -> Brief:
        """Create an empty brief; UsageError if the file exists or the title is empty."""
        if not title.strip():
            raise UsageError("the title of the brief is empty; give it a title")
        contents = Contents(title=_title(title), note=_note(note), created=utc_now())
        file.create(Path(path), contents)
        return cls(Path(path), contents)

    @classmethod
    def open(cls, path: str | Path) -> Brief:
        """Open a brief. UsageError, one line that names file and line, if it cannot be read."""
        return cls(Path(path), file.read(Path(path)))

    @property
    def name(self) -> str:
        """Its file's name without the ending."""
        return short_name(self.path)

    @property
    def items(self) -> tuple[Item, ...]:
        """All items in reading order."""
        return self.contents.items

    def item(self, name: str) -> Item:
        """The item with the number (from 1, in reading order) or id ``name``."""
        return _named(self.contents, name)

    def add(self, *items: Item, heading: str = "") -> list[Item]:
        """Add items at the end of the group ``heading``, made where there is none. Items that the
        brief holds already are left out. Gives those added, with their ids."""
        added: list[Item] = []
        heading = _heading(heading)
        for item in items:
            _note(item.note)

        def change(now: Contents) -> Contents:
            added.clear()
            taken = {item.id for item in now.items}
            for item in items:
                if not any(item.same_as(other) for other in (*now.items, *added)):
                    new = replace(item, id=_free_id(taken), added=utc_now())
                    taken.add(new.id)
                    added.append(new)
            if len(taken) > _MAX_ITEMS:
                raise UsageError(f"{self.path}: a brief holds at most {_MAX_ITEMS} items")
            return _appended(now, heading, added)

        self._edit(change)
        return list(added)

    def add_rows(
        self, index: Index, answer: Answer, rows: Sequence[int] = (), *, heading: str = ""
    ) -> list[Item]:
        """Add the rows of an answer that cite something, or those numbered ``rows`` (from 1)."""
        return self.add(*rows_of(index, answer, tuple(rows)), heading=heading)

    def add_answer(self, index: Index, answer: Answer, *, heading: str = "") -> list[Item]:
        """Add a whole answer with its citations."""
        return self.add(answer_of(index, answer), heading=heading)

    def add_quote(
        self, index: Index, report: str, start: int, end: int, *, heading: str = ""
    ) -> list[Item]:
        """Add characters ``start`` to ``end`` of a report (its id or path) as a quote."""
        return self.add(passage_of(index, report, start, end), heading=heading)

    def move(self, item: str, position: int) -> None:
        """Make ``item`` number ``position`` of all (from 1); it goes under the heading there."""

        def change(now: Contents) -> Contents:
            moved = _named(now, item)
            every = [(g.heading, i) for g in now.groups for i in g.items]
            if not 1 <= position <= len(every):
                raise UsageError(f"position {position}: the brief has {len(every)} items")
            heading = every[position - 1][0]
            rest = [(h, i) for h, i in every if i.id != moved.id]
            rest.insert(position - 1, (heading, moved))
            return _grouped(now, rest)

        self._edit(change)

    def move_group(self, heading: str, position: int) -> None:
        """Make the group ``heading`` number ``position`` of the groups (from 1)."""

        def change(now: Contents) -> Contents:
            at = _group_at(now, heading)
            if not 1 <= position <= len(now.groups):
                raise UsageError(f"position {position}: the brief has {len(now.groups)} groups")
            groups = list(now.groups)
            groups.insert(position - 1, groups.pop(at))
            return replace(now, groups=tuple(groups))

        self._edit(change)

    def group(self, heading: str, items: Iterable[str]) -> None:
        """Put items under ``heading``, in the order given, after those that are there already."""
        names = list(items)
        heading = _heading(heading)

        def change(now: Contents) -> Contents:
            moved = [_named(now, name) for name in names]
            return _appended(_without(now, {i.id for i in moved}), heading, moved)

        self._edit(change)

    def rename_group(self, heading: str, new: str) -> None:
        """Give a group another heading; a group that has that heading takes its items in."""
        new = _heading(new)

        def change(now: Contents) -> Contents:
            at = _group_at(now, heading)
            if any(g.heading == new for n, g in enumerate(now.groups) if n != at):
                moved = now.groups[at].items
                return _appended(_without(now, {i.id for i in moved}), new, moved)
            groups = [replace(g, heading=new) if n == at else g for n, g in enumerate(now.groups)]
            return replace(now, groups=tuple(groups))

        self._edit(change)

    def note(self, item: str, text: str) -> None:
        """Set the note of an item; empty to take it away."""
        told = _note(text)
        self._edit(lambda now: now.with_item(replace(_named(now, item), note=told)))

    def describe(self, *, title: str | None = None, note: str | None = None) -> None:
        """Set the title or the note of the whole brief."""
        if title is not None and not title.strip():
            raise UsageError("the title of the brief is empty; give it a title")

        named, told = title and _title(title), None if note is None else _note(note)

        def change(now: Contents) -> Contents:
            new = now.note if told is None else told
            return replace(now, title=named or now.title, note=new)

        self._edit(change)

    def remove(self, *items: str) -> None:
        """Take items out; a group left without items goes too."""
        self._edit(lambda now: _without(now, {_named(now, name).id for name in items}))

    def recheck(self, index: Index) -> CheckState:
        """Compare every item with the open index and mark what differs; gives the worst state.
        Nothing is written if all is as at the last check against this index."""

        def change(now: Contents) -> Contents:
            done = checked(now, index, utc_now())
            same = now.checked_with == done.checked_with and now.groups == done.groups
            return now if same else done

        self._edit(change)
        return self.state

    def accept(self, index: Index, *items: str) -> None:
        """Take over what the reports say now (of all marked items if none is given), so that the
        next check compares with that."""

        def change(now: Contents) -> Contents:
            done = checked(now, index, utc_now())
            wanted = [_named(done, name) for name in items] if items else list(done.items)
            for item in wanted:
                done = done.with_item(accepted(item, index))
            return checked(done, index, utc_now())

        self._edit(change)

    def is_checked(self, index: Index) -> bool:
        """Whether the last check was against this build of the index."""
        return self.contents.checked_with == version_of(index)

    @property
    def state(self) -> CheckState:
        """The worst state of its items at the last check."""
        return max((i.state for i in self.items), key=STATES.index, default="unchanged")

    @property
    def marked(self) -> list[Item]:
        """Items whose evidence no longer stands as it was collected."""
        return [item for item in self.items if item.state not in STANDING]

    def result(self, added: Sequence[Item] = ()) -> BriefResult:
        """The brief in the form of the JSON."""
        return BriefResult(
            name=self.name,
            state=self.state,
            marked=tuple(item.id for item in self.marked),
            added=tuple(item.id for item in added),
            contents=self.contents,
        )

    def export(self, path: str | Path, style: str = "gb7714", language: str = "") -> list[str]:
        """Write the brief as docx, md or xlsx, by the ending of ``path``, with references in
        ``style``. ``language`` is that of the labels, zh or en ("": that of the brief). Gives what
        had to be left out, one line each."""
        from .export import export

        return export(self.contents, Path(path), style, language)

    def _edit(self, change: Callable[[Contents], Contents]) -> None:
        self.contents = file.edit(self.path, change)


def _title(text: str) -> str:
    return limits.one_line("title", text, limits.TITLE)


def _heading(text: str) -> str:
    return limits.one_line("heading", text, limits.HEADING)


def _note(text: str) -> str:
    return limits.checked("note", text.strip(), limits.NOTE)


def _named(contents: Contents, name: str) -> Item:
    items = contents.items
    if name.isascii() and name.isdigit() and 1 <= int(name) <= len(items):
        return items[int(name) - 1]
    for item in items:
        if item.id == name:
            return item
    raise UsageError(f"{name}: the brief has no such item; see: policyqa brief show")


def _group_at(contents: Contents, heading: str) -> int:
    for at, group in enumerate(contents.groups):
        if group.heading == " ".join(heading.split()):
            return at
    raise UsageError(f"{heading}: the brief has no such heading; see: policyqa brief show")


def _free_id(taken: set[str]) -> str:
    while True:
        new = "".join(secrets.choice(_LETTERS) for _ in range(5))
        if new not in taken:
            return new


def _appended(contents: Contents, heading: str, items: Sequence[Item]) -> Contents:
    if not items:
        return contents
    groups = list(contents.groups)
    for at, group in enumerate(groups):
        if group.heading == heading:
            groups[at] = replace(group, items=(*group.items, *items))
            return replace(contents, groups=tuple(groups))
    new = Group(heading, tuple(items))
    # What has no heading stands before all that has one.
    groups = [*groups, new] if heading else [new, *groups]
    return replace(contents, groups=tuple(groups))


def _without(contents: Contents, ids: set[str]) -> Contents:
    groups = (
        replace(g, items=tuple(i for i in g.items if i.id not in ids)) for g in contents.groups
    )
    return replace(contents, groups=tuple(g for g in groups if g.items))


def _grouped(contents: Contents, items: Sequence[tuple[str, Item]]) -> Contents:
    """The items under their headings, in the order of the groups."""
    groups = (
        replace(g, items=tuple(i for h, i in items if h == g.heading)) for g in contents.groups
    )
    return replace(contents, groups=tuple(g for g in groups if g.items))
