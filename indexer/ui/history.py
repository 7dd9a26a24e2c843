"""The questions of this session: a list, and back and forward among them."""

from __future__ import annotations

import streamlit as st

from .state import AskedBefore, show_asked, t


def show_steps() -> None:
    """Buttons for the question before and the next one; nothing while only one was asked."""
    every, at = st.session_state["history"], st.session_state["history_at"]
    if len(every) < 2:
        return
    for key, icon, to in (
        ("history_back", ":material/arrow_back:", at - 1),
        ("history_forward", ":material/arrow_forward:", at + 1),
    ):
        st.button(
            t(key),
            key=key,
            type="tertiary",
            icon=icon,
            disabled=not 0 <= to < len(every),
            on_click=_go,
            args=(to,),
        )


def show_list() -> None:
    """The questions in a select box, the latest first. A select box, because a question is shown as
    text there, not read as Markdown."""
    every, at = st.session_state["history"], st.session_state["history_at"]
    others = [n for n in reversed(range(len(every))) if n != at]
    if others:
        st.selectbox(
            t("history"),
            others,
            index=None,
            key="history_box",
            placeholder="",
            format_func=lambda n: _words(every, n),
            on_change=_chosen,
        )


def _words(every: list[AskedBefore], number: int) -> str:
    return every[number].question if 0 <= number < len(every) else ""


def _chosen() -> None:
    if st.session_state["history_box"] is not None:
        _go(st.session_state["history_box"])


def _go(number: int) -> None:
    st.session_state["history_at"] = number
    show_asked(st.session_state["history"][number])
