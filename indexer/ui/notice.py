"""A boxed message; its text is shown as text, whatever it holds."""

from __future__ import annotations

import streamlit as st

from .paths import without_folders
from .process import page_process
from .safe import escape, tag


def notice(text: str, title: str = "", *, bad: bool = False, good: bool = False) -> None:
    """Show ``text`` under ``title``; ``bad`` for errors, announced so; ``good`` for success."""
    heading = tag("h3", escape(title)) if title else ""
    css = "pq-notice" + (" pq-bad" if bad else " pq-good" if good else "")
    words = escape(without_folders(text, page_process().settings))
    st.html(tag("div", heading + words, css, role="alert" if bad else "status"))
