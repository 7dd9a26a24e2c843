"""The page: header, filters at the side, and one of six views.

`streamlit run` executes this file as a script, hence the absolute imports and the last line.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from indexer.api import Index
from indexer.errors import IndexDamaged, IndexMissing, PolicyQAError, UsageError
from indexer.ui.ask import show_ask
from indexer.ui.brief import show_brief
from indexer.ui.build import show_build, show_damaged, show_empty, show_fallback
from indexer.ui.collect import show_collected
from indexer.ui.compare import show_compare
from indexer.ui.draft import show_draft
from indexer.ui.manage import show_uploader
from indexer.ui.notice import notice
from indexer.ui.process import page_process
from indexer.ui.reader import show_reader
from indexer.ui.reports import show_reports
from indexer.ui.safe import escape, tag
from indexer.ui.sidebar import show_sidebar
from indexer.ui.state import VIEWS, begin, open_index, remember_in_link, t
from indexer.ui.strings import languages
from indexer.ui.theme import ICON, STYLE, uploader_style


def main() -> None:
    """Draw the page once; Streamlit calls it at every interaction."""
    st.set_page_config("PolicyQA", ICON, "wide", initial_sidebar_state="auto")
    try:
        process = page_process()
    except UsageError as error:
        st.text(str(error))
        return
    begin()
    st.html(STYLE + uploader_style(t("choose_file")))
    _show_header()
    show_build(process)
    try:
        index = open_index(process.settings)
    except IndexMissing:
        show_empty(process)
        show_uploader(process, (process.settings.corpus,))
        return
    except IndexDamaged as error:
        show_damaged(process, str(error))
        return
    except PolicyQAError as error:
        notice(str(error), bad=True)
        return
    show_fallback(index)
    show_sidebar(index)
    views: dict[str, Callable[[Index], None]] = {
        "ask": partial(show_ask, process),
        "reader": partial(show_reader, process),
        "compare": partial(show_compare, process),
        "draft": partial(show_draft, process),
        "brief": partial(show_brief, process),
        "reports": partial(show_reports, process),
    }
    show_collected()
    views[st.session_state["view"]](index)
    remember_in_link()


def _show_header() -> None:
    name = tag("b", "PolicyQA", role="heading", aria_level=1)
    name += tag("span", escape(t("tagline")), "pq-soft")
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.html(tag("div", name, "pq-head"), width="content")
        with st.container(horizontal=True, width="content", gap="small"):
            st.segmented_control(
                t("view"),
                VIEWS,
                key="view",
                format_func=lambda v: t(f"view_{v}"),
                required=True,
                label_visibility="collapsed",
            )
            st.segmented_control(
                t("language"),
                list(languages()),
                key="lang",
                format_func=languages().__getitem__,
                required=True,
                label_visibility="collapsed",
            )


if __name__ == "__main__":
    main()
