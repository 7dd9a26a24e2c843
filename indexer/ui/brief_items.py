"""The items of a brief under their headings: each a card with its sources, note and marks."""

from __future__ import annotations

import zlib
from collections.abc import Callable

import streamlit as st

from ..api import Index
from ..briefs import limits
from ..briefs.brief import Brief
from ..briefs.layout import quoted
from ..briefs.model import STANDING, Evidence, Item
from ..briefs.words import mark_text
from .collect import attempt
from .controls import more_button, open_button
from .safe import escape, heading_html, joined, tag
from .state import Spot, t

_FIRST = 40


def show_groups(index: Index, brief: Brief) -> None:
    """All groups in order, the first items at once and the rest on demand."""
    n, most = 0, len(brief.items) if st.session_state.get("all_items") else _FIRST
    for g, group in enumerate(brief.contents.groups):
        if n >= most:
            break
        if group.heading:
            _show_heading(brief, g, group.heading)
        for item in group.items[: most - n]:
            n += 1
            _show_item(index, brief, n, item, group.heading)
    more_button("more_items", len(brief.items) - n, "all_items")


def _show_heading(brief: Brief, g: int, heading: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(heading_html(escape(heading)), width="content")
        if g:
            _icon(
                "up",
                f"group_up_{g}",
                t("brief_group_up"),
                lambda: brief.move_group(heading, g),
            )
        with st.popover(t("brief_rename"), icon=":material/edit:", type="tertiary"):
            key = f"rename_{_kept(heading)}"
            st.text_input(t("brief_heading"), heading, key=key, max_chars=limits.HEADING)
            st.button(
                t("brief_save"),
                key=f"rename_save_{_kept(heading)}",
                on_click=lambda: attempt(
                    lambda: brief.rename_group(heading, st.session_state[key])
                ),
            )


def _show_item(index: Index, brief: Brief, n: int, item: Item, heading: str) -> None:
    with st.container(border=True, key=f"item_{item.id}", gap="small"):
        st.html(item_html(n, item))
        with st.container(horizontal=True, gap="small"):
            if n > 1:
                _icon("up", f"up_{item.id}", t("brief_up"), lambda: brief.move(item.id, n - 1))
            if n < len(brief.items):
                _icon(
                    "down", f"down_{item.id}", t("brief_down"), lambda: brief.move(item.id, n + 1)
                )
            for at, evidence in enumerate(item.citations[:3], 1):
                _item_button(index, item, at, evidence)
            _show_edit(index, brief, item, heading)
            st.button(
                t("brief_remove"),
                key=f"remove_{item.id}",
                type="tertiary",
                icon=":material/delete:",
                on_click=lambda: attempt(lambda: brief.remove(item.id)),
            )


def _icon(way: str, key: str, words: str, change: Callable[[], object]) -> None:
    st.button(
        words,
        key=key,
        type="tertiary",
        icon=f":material/arrow_{way}ward:",
        on_click=lambda: attempt(change),
    )


def _item_button(index: Index, item: Item, at: int, evidence: Evidence) -> None:
    """To the quote in the reader: where it stands now, if the check found it elsewhere."""
    check = evidence.check
    spot = Spot(evidence.report, evidence.start, evidence.end)
    if check is not None:
        if not check.report:
            return
        spot = Spot(check.report, check.start or 0, check.end or 0)
    many = len(item.citations) > 1
    label = t("open_report") + (f" [{at}]" if many else "")
    open_button(f"item_open_{item.id}_{at}", spot, label)


def _show_edit(index: Index, brief: Brief, item: Item, heading: str) -> None:
    note, under = _keys(item, heading)
    with st.popover(t("brief_edit"), icon=":material/edit_note:", type="tertiary"):
        st.text_area(t("brief_note"), item.note, key=note, max_chars=limits.NOTE)
        known = [g.heading for g in brief.contents.groups]
        st.selectbox(
            t("brief_heading"),
            known,
            index=known.index(heading),
            key=under,
            accept_new_options=True,
            format_func=lambda name: name or t("brief_no_heading"),
        )
        st.button(
            t("brief_save"),
            key=f"save_{item.id}",
            type="primary",
            on_click=lambda: attempt(lambda: _save(brief, item, heading)),
        )
        if item.state not in STANDING:
            st.button(
                t("brief_accept"),
                key=f"accept_{item.id}",
                on_click=lambda: attempt(lambda: brief.accept(index, item.id)),
            )


def _keys(item: Item, heading: str) -> tuple[str, str]:
    """Keys of an item's note and heading. They hold what the file says: a box whose text was
    changed elsewhere is a new one, and never puts the old text back."""
    return f"note_{item.id}_{_kept(item.note)}", f"under_{item.id}_{_kept(heading)}"


def _kept(text: str) -> str:
    return f"{zlib.crc32(text.encode()):08x}"


def _save(brief: Brief, item: Item, heading: str) -> None:
    note, under = (st.session_state[key] or "" for key in _keys(item, heading))
    if note.strip() != item.note:
        brief.note(item.id, note)
    wanted = under.strip()
    if wanted != heading:
        brief.group(wanted, [item.id])


def item_html(n: int, item: Item) -> str:
    """An item as escaped HTML: its words, its sources with quotes, marks and note."""
    words = item.text or quoted(item.citations)
    parts = [
        tag("div", tag("span", str(n), "pq-n") + tag("span", escape(words)), "pq-card-top"),
    ]
    for at, evidence in enumerate(item.citations, 1):
        number = f"[{at}] " if len(item.citations) > 1 else ""
        facts = joined(
            (
                number + (evidence.title or evidence.path),
                evidence.issuer,
                evidence.year,
                t("page", page=evidence.page) if evidence.page else "",
                " › ".join(evidence.section),
            )
        )
        parts.append(tag("div", facts, "pq-soft"))
        if item.text:
            parts.append(tag("div", escape(evidence.quote), "pq-passage"))
        if evidence.check is not None:
            css = "pq-supported" if evidence.check.state in STANDING else "pq-contradicted"
            told = mark_text(evidence.check, evidence.quote, st.session_state.get("lang", "en"))
            parts.append(tag("div", escape(told), f"pq-claim {css}"))
    if item.note:
        parts.append(tag("div", escape(item.note), "pq-note"))
    return tag("article", "".join(parts), "pq-card", id=f"item-{item.id}")
