"""The view of a brief: choose one, read, order, group, annotate, check and export it."""

from __future__ import annotations

import zlib
from functools import partial
from pathlib import Path

import streamlit as st

from ..api import Index
from ..briefs import limits
from ..briefs.brief import Brief
from ..briefs.names import entry_of, newest, path_of, paths, short_name
from ..errors import PolicyQAError
from .brief_export import show_export
from .brief_items import show_groups
from .collect import attempt, choose, current_brief
from .notice import notice
from .process import PageProcess
from .safe import escape, heading_html, joined, tag
from .state import t


def show_brief(process: PageProcess, index: Index) -> None:
    """The whole view: choice, what the check found, exports, items."""
    folder = process.settings.briefs
    _show_choice(folder)
    try:
        brief = current_brief(folder)
        if brief is None:
            notice(t("brief_empty_folder"))
            return
        choose(brief)
        if not brief.is_checked(index) and brief.items:
            with st.spinner(t("brief_checking")):
                brief.recheck(index)
    except PolicyQAError as error:
        notice(str(error), bad=True)
        return
    _show_head(brief, index)
    if not brief.items:
        notice(t("brief_empty"))
        return
    show_export(brief)
    show_groups(index, brief)


def _show_choice(folder: Path) -> None:
    entries = {e.name: e for e in map(entry_of, paths(folder))}
    state = st.session_state
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        if entries:
            if state.get("brief") not in entries:
                latest = newest(folder)
                state["brief"] = short_name(latest) if latest else ""
            state["brief_choice"] = state["brief"]
            st.selectbox(
                t("brief_choose"),
                list(entries),
                key="brief_choice",
                format_func=lambda name: entries[name].title or name,
                label_visibility="collapsed",
                on_change=lambda: state.update(brief=state["brief_choice"]),
            )
        with st.popover(t("brief_new"), icon=":material/add:"):
            st.text_input(t("brief_title"), key="brief_new_title", max_chars=limits.TITLE)
            st.button(
                t("brief_create"),
                key="brief_create",
                on_click=attempt,
                args=(partial(_create, folder),),
            )


def _create(folder: Path) -> None:
    state = st.session_state
    title = state["brief_new_title"].strip() or t("brief_default")
    choose(Brief.new(path_of(folder, title), title))
    state["brief_new_title"] = ""


def _show_edit(brief: Brief) -> None:
    """Title and note of the whole; the keys are those of what the file says (see brief_items)."""
    contents = brief.contents
    kept = zlib.crc32(f"{brief.path}\n{contents.title}\n{contents.note}".encode())
    title, note = f"brief_title_{kept:08x}", f"brief_note_{kept:08x}"
    state = st.session_state
    with st.popover(t("brief_describe"), icon=":material/edit:", type="tertiary"):
        st.text_input(t("brief_title"), contents.title, key=title, max_chars=limits.TITLE)
        st.text_area(t("brief_note"), contents.note, key=note, max_chars=limits.NOTE)
        st.button(
            t("brief_save"),
            key="brief_save",
            type="primary",
            on_click=lambda: attempt(lambda: brief.describe(title=state[title], note=state[note])),
        )


def _show_head(brief: Brief, index: Index) -> None:
    contents = brief.contents
    when = contents.checked.replace("T", " ").removesuffix("Z")
    facts = joined(
        (
            t("brief_items", n=len(brief.items)),
            t("brief_checked", time=when) if when else "",
            brief.path.name,
        )
    )
    st.html(heading_html(escape(contents.title) + tag("span", facts, "pq-soft")))
    if contents.note:
        st.html(tag("div", escape(contents.note), "pq-passage"))
    _show_edit(brief)
    marked = len(brief.marked)
    if marked:
        notice(t("brief_marked", n=marked), bad=True)
        st.button(
            t("brief_accept_all"),
            key="brief_accept_all",
            type="tertiary",
            icon=":material/done_all:",
            on_click=lambda: attempt(lambda: brief.accept(index)),
        )
