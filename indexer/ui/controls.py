"""Buttons and choices that several views share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

import streamlit as st

from ..api import Citation
from .state import Spot, open_report, t

_Verdict = TypeVar("_Verdict", bound=str)


def open_button(key: str, spot: Spot, label: str = "") -> None:
    """Opens the reader at ``spot``."""
    st.button(
        label or t("open_report"),
        key=key,
        type="tertiary",
        icon=":material/menu_book:",
        on_click=open_report,
        args=(spot,),
    )


def spot_of(citation: Citation) -> Spot:
    """Where a cited passage stands."""
    return Spot(citation.report, citation.start, citation.end)


def more_button(key: str, hidden: int, flag: str) -> None:
    """Shows the ``hidden`` ones too, by the session's ``flag``; nothing where none is hidden."""
    if hidden:
        st.button(
            t("more_cards", n=hidden),
            key=key,
            on_click=lambda: st.session_state.update({flag: True}),
        )


def verdict_pills(
    key: str,
    counts: Mapping[_Verdict, int],
    words: Callable[[_Verdict], str],
    on_change: Callable[[], None] | None = None,
) -> list[_Verdict]:
    """The verdicts chosen from those in ``counts``, which are shown with their numbers."""
    return st.pills(
        t("verdict_filter"),
        list(counts),
        selection_mode="multi",
        key=key,
        format_func=lambda verdict: f"{words(verdict)} {counts[verdict]}",
        label_visibility="collapsed",
        on_change=on_change,
    )
