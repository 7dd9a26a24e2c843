"""A brief as plain text, for a terminal and for assistants."""

from __future__ import annotations

from collections.abc import Iterator

from .layout import quoted
from .model import Contents, Evidence, Item
from .words import language_of, mark_text, marks_of, word


def brief_text(contents: Contents) -> str:
    """The whole brief: numbers and ids of items, their words, sources, notes and marks."""
    lines = [contents.title]
    lines += [contents.note] if contents.note else []
    language, n = language_of(contents), 0
    for group in contents.groups:
        lines += ["", f"## {group.heading}"] if group.heading else [""]
        for item in group.items:
            n += 1
            lines += _item(n, item, language)
    if not contents.groups:
        lines += ["", "(empty; add something with: policyqa brief add)"]
    return "\n".join(lines)


def _item(n: int, item: Item, language: str) -> Iterator[str]:
    yield f"{n}. ({item.id}) {item.text or quoted(item.citations)}"
    for at, evidence in enumerate(item.citations, 1):
        yield f"   [{at}] {place_text(evidence)}"
        if item.text:
            yield f"       {quoted([evidence])}"
    colon = word(language, "colon")
    for mark in marks_of(item, language):
        yield f"   ! {mark}"
    if item.note:
        yield f"   {word(language, 'note')}{colon}{item.note}"


def place_text(evidence: Evidence) -> str:
    """Issuer, title, file, page, section and span of a quote, on one line."""
    page = f", p. {evidence.page}" if evidence.page is not None else ""
    section = f", {' > '.join(evidence.section)}" if evidence.section else ""
    named = " · ".join(part for part in (evidence.issuer, evidence.title) if part)
    return f"{named} ({evidence.path}{page}{section}, {evidence.start}:{evidence.end})"


def check_text(contents: Contents) -> str:
    """What the last check found: a line for each quote that differs, then the counts."""
    language = language_of(contents)
    lines: list[str] = []
    for n, item in enumerate(contents.items, 1):
        for evidence in item.citations:
            if evidence.check is not None:
                lines.append(f"{n}. ({item.id}) {place_text(evidence)}")
                lines.append(f"   {quoted([evidence])}")
                lines.append(f"   → {mark_text(evidence.check, evidence.quote, language)}")
    states = [item.state for item in contents.items]
    counts = ", ".join(f"{states.count(s)} {s}" for s in dict.fromkeys(sorted(states)))
    return "\n".join([*lines, f"{len(states)} items: {counts}" if states else "0 items"])
