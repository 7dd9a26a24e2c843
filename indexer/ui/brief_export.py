"""The downloads of a brief: Word, Markdown, Excel, in a citation style."""

from __future__ import annotations

import streamlit as st

from ..briefs.brief import Brief
from ..briefs.charts import problem
from ..briefs.export import ExportKind, exported
from ..briefs.file import SUFFIX
from ..briefs.words import language_of
from ..drafting.styles import STYLES
from .safe import escape, tag
from .state import t

_KINDS: dict[ExportKind, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def show_export(brief: Brief) -> None:
    """A style, and a button for each kind of file; what will be missing is said before."""
    name = brief.path.name.removesuffix(SUFFIX)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        style = st.selectbox(t("style"), list(STYLES), key="brief_style", width=200)
        for kind, mime in _KINDS.items():
            st.download_button(
                t(f"brief_{kind}"),
                lambda kind=kind: exported(brief.contents, kind, style)[0],
                f"{name}.{kind}",
                mime,
                key=f"brief_{kind}",
                icon=":material/download:",
                on_click="ignore",
            )
    missing = problem(brief.contents, language_of(brief.contents))
    if missing:
        st.html(tag("div", escape(missing), "pq-soft"))
