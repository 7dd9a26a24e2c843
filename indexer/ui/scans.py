"""Recognised text on the page: its label, and the image of where it was printed."""

from __future__ import annotations

import re

import streamlit as st

from ..answers.phrases import amount, own_amount, percent
from ..api import Index, ReportRow, RowFigure
from .originals import original_bytes
from .picture import Box, Picture, page_picture
from .quote_place import Quote
from .safe import escape, tag
from .state import t

_CELL = re.compile(r"[-+−–(（]?\s?\d[\d.,]*[)）]?")  # a number without a unit


def _sure(confidence: float | None) -> str:
    """A confidence in words: ``97%``, or that it is not known."""
    return t("confidence_unknown") if confidence is None else percent(confidence)


def mark_html(confidence: float | None) -> str:
    """The mark of recognised text, with how sure it is."""
    words = escape(t("recognised", confidence=_sure(confidence)))
    return tag("span", words, "pq-badge pq-scan")


def as_printed(figure: RowFigure) -> str:
    """A figure as its source spells it, marked where recognition may have misread it."""
    return t("misread_figure", raw=figure.raw) if figure.uncertain else figure.raw


def told(figure: RowFigure) -> str:
    """A figure as its source spells it, behind the notation of the page's language where that
    differs: CNY 7.409 million (740.9万元)."""
    own = own_amount_of(figure)
    if not own:
        return as_printed(figure)
    both = f"{own} ({figure.raw})"
    return t("misread_figure", raw=both) if figure.uncertain else both


def own_amount_of(figure: RowFigure) -> str:
    """A figure in the notation of the page's language; ``""`` where it is printed so. A cell of a
    table has its unit elsewhere, so that it is written with it."""
    language = st.session_state.get("lang", "en")
    if _CELL.fullmatch(figure.raw) and figure.unit not in ("count", "percent"):
        return amount(figure.value, figure.unit, language)
    return own_amount(figure.shown or figure.raw, figure.value, figure.unit, language)


def page_note(index: Index, report: ReportRow, page: int) -> str:
    """How a page's text was recognised; ``""`` for a page with a text layer."""
    for scan in index.recognised_pages(report.id):
        if scan.page == page and scan.how == "unread":
            return t("page_unread")
        if scan.page == page and (scan.lines or scan.how == "layer"):
            return t("recognised_page", confidence=_sure(scan.confidence))
    return ""


def line_boxes(index: Index, report: ReportRow, page: int, start: int, end: int) -> list[Box]:
    """Boxes, in shares of the page from its top left, of recognised lines that hold a span."""
    return [
        (line.left, line.top, line.right, line.bottom)
        for scan in index.recognised_pages(report.id)
        if scan.page == page
        for line in scan.lines
        if line.start < end and start < line.end
    ]


@st.cache_data(max_entries=64, show_spinner=False)
def picture_of(
    sha256: str, page: int, quote: Quote, boxes: list[Box], cut: bool, _pdf: bytes
) -> Picture | None:
    """A page's picture, kept; see :func:`page_picture`."""
    return page_picture(_pdf, page, quote, boxes, cut=cut)


def show_strip(index: Index, report: ReportRow, start: int, end: int) -> None:
    """The part of the page picture that holds a recognised quote; nothing where it stands in a
    text layer or the original is gone."""
    page = index.page_of(report.id, start)
    boxes = line_boxes(index, report, page, start, end) if page else []
    data = original_bytes(index, report) if boxes else None
    if page is None or data is None:
        return
    picture = picture_of(report.sha256, page, Quote(), boxes, True, data)
    if picture is not None:
        st.image(picture.png, alt=t("strip_alt", page=page), width=680)
