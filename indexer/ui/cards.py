"""A citation as a card: what report, where in it, and the passage with the quote marked."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ..answers.phrases import own_amount
from ..api import Answer, Citation, Index
from ..drafting.styles import STYLES, format_citation
from .collect import card_button
from .controls import more_button, open_button, spot_of
from .links import links_html
from .safe import escape, heading_html, joined, marked, tag
from .scans import mark_html, show_strip
from .state import t

FIRST_CARDS = 30
_PICTURED = 6  # recognised quotes whose page picture is shown on the card
_CONVERTED = 6  # figures of a quote that are written in the notation of the page's language
_AROUND = 260  # characters shown before and after the quote, at most


def visible_cards(citations: tuple[Citation, ...]) -> tuple[Citation, ...]:
    """Those whose cards are on the page: the first few until all are asked for."""
    return citations if st.session_state.get("all_cards") else citations[:FIRST_CARDS]


def show_cards(folder: Path, index: Index, answer: Answer, question: str) -> None:
    """All cards, the first few at once; the rest on demand. ``folder`` is that of the briefs."""
    citations = answer.citations
    if not citations:
        return
    heading = t("evidence" if answer.answerable else "evidence_closest")
    st.html(heading_html(escape(heading) + tag("span", str(len(citations)), "pq-soft")))
    shown = visible_cards(citations)
    pictured = {c.n for c in [c for c in shown if c.recognised][:_PICTURED]}
    for citation in shown:
        _show_card(folder, index, citation, question, pictured=citation.n in pictured)
    more_button("more_cards", len(citations) - len(shown), "all_cards")


def _show_card(
    folder: Path, index: Index, citation: Citation, question: str, *, pictured: bool
) -> None:
    with st.container(border=True, key=f"card_{citation.n}", gap="small"):
        st.html(card_html(index, citation))
        if pictured:
            show_strip(index, index.report(citation.report), citation.start, citation.end)
        with st.container(horizontal=True, gap="small"):
            open_button(f"open_{citation.n}", spot_of(citation))
            if st.button(
                t("copy_citation"),
                key=f"cite_{citation.n}",
                type="tertiary",
                icon=":material/format_quote:",
            ):
                _reference_dialog(index, citation)
            card_button(folder, index, citation, question)


def card_html(index: Index, citation: Citation) -> str:
    """The card's text as escaped HTML; its element's id is ``c`` and the number."""
    title = tag("span", escape(citation.title or citation.path), "pq-title")
    number = tag("span", str(citation.n), "pq-n")
    facts = joined(
        (
            citation.issuer or t("unknown_issuer"),
            citation.year or t("unknown_year"),
            t("page", page=citation.page) if citation.page else "",
        )
    )
    if citation.recognised:
        facts += " " + mark_html(citation.confidence)
    crumbs = tag("i", "›").join(escape(h) for h in citation.section) or escape(t("no_section"))
    body = "".join(
        (
            tag("div", number + title, "pq-card-top"),
            tag("div", facts, "pq-soft"),
            links_html(citation.links),
            tag("div", crumbs, "pq-crumbs"),
            tag("div", passage_html(index, citation), "pq-passage"),
            own_html(index, citation),
        )
    )
    return tag("article", body, "pq-card", id=f"c{citation.n}")


def own_html(index: Index, citation: Citation) -> str:
    """The figures of a quote whose notation is not that of the page's language, in that one."""
    figures = index.figures(citation.report, citation.start, citation.end)
    language = st.session_state.get("lang", "en")
    told = {f.raw: own_amount(f.raw, f.value, f.unit, language) for f in figures}
    items = [f"{raw} = {own}" for raw, own in told.items() if own][:_CONVERTED]
    if not items:
        return ""
    return tag("div", escape(t("in_quote", figures=t("semicolon").join(items))), "pq-soft")


def passage_html(index: Index, citation: Citation) -> str:
    """The passage (or passages) that hold the quote, cut to what is near it, the quote marked."""
    first, last = index.passages_around(citation.report, citation.start, citation.end)
    return _cut(index.text(citation.report), citation.start, citation.end, first, last)


def _cut(text: str, start: int, end: int, first: int, last: int) -> str:
    """``text[first:last]`` with the quote marked, no more than ``_AROUND`` on either side."""
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    left, right = max(first, start - _AROUND), min(last, end + _AROUND)
    return (
        ("…" if left > first else "")
        + marked(text, start, end, left, right)
        + ("…" if right < last else "")
    )


def _reference_dialog(index: Index, citation: Citation) -> None:
    @st.dialog(t("copy_citation"))
    def show() -> None:
        names = list(STYLES)
        st.session_state.setdefault("style", names[0])
        style = st.selectbox(t("style"), names, index=names.index(st.session_state["style"]))
        st.session_state["style"] = style
        reference = format_citation(index.source(citation), style, citation.n)
        st.code(reference, language=None, wrap_lines=True)

    show()
