"""The reader: a report's outline beside its text or its pages, the quote marked and in view."""

from __future__ import annotations

from bisect import bisect_right

import streamlit as st

from ..api import Index, ReportRow, Section
from ..errors import UsageError
from .collect import passage_button
from .links import links_html
from .notice import notice
from .originals import original_bytes
from .process import PageProcess
from .quote_place import quote_on_page
from .safe import escape, heading_html, joined, marked, tag
from .scans import line_boxes, mark_html, page_note, picture_of, show_strip
from .state import Spot, open_report, t

# Scripts of ours, with nothing of a report in them but, in the second, one number.
# What stands above may still grow when the text has come, so they look again for a while.
_SCROLL = """<script>
(() => {
  window.pqMoved = false;  // once the reader scrolls, they are left alone
  window.pqResized?.abort();
  window.pqResized = new AbortController();
  for (const kind of ["wheel", "touchmove", "keydown", "mousedown"])
    window.addEventListener(kind, () => { window.pqMoved = true; }, {once: true, passive: true});
  function find(left) {
    const quote = document.getElementById("quote"), main = document.querySelector(".stMain");
    if (!quote || !main || window.pqMoved) return;
    const seen = quote.getBoundingClientRect(), high = main.clientHeight;
    const top = seen.top - main.getBoundingClientRect().top;
    const block = seen.height > high * 0.6 ? "start" : "center";
    if (top < 60 || top > high * 0.75) quote.scrollIntoView({block, behavior: "instant"});
    if (left) setTimeout(find, 150, left - 1);
  }
  find(12);
  window.addEventListener("resize", () => find(4), {signal: window.pqResized.signal});
})();
</script>"""
_SCROLL_PICTURE = """<script>
(function find(left) {
  const image = document.querySelector(".st-key-page_picture img");
  if (!image || !image.complete || !image.height) {
    if (left) setTimeout(find, 50, left - 1);
    return;
  }
  const main = document.querySelector(".stMain"), top = main.getBoundingClientRect().top;
  const mark = image.getBoundingClientRect().top + image.height * MARK - top;
  const seen = main.clientHeight * 0.15 < mark && mark < main.clientHeight * 0.7;
  // Above or below: the text view may have left the page scrolled, and still be scrolling.
  if (!seen) main.scrollBy({top: mark - main.clientHeight * 0.35, behavior: "instant"});
  if (left) setTimeout(find, 150, Math.min(left, 4) - 1);
})(60);
</script>"""


def show_reader(process: PageProcess, index: Index) -> None:
    """The report that the session points at, or a choice of one."""
    _show_chooser(index)
    spot: Spot | None = st.session_state["spot"]
    if spot is None:
        return
    try:
        report = index.report(spot.report)
    except UsageError as error:
        notice(str(error), bad=True)
        return
    _show_details(report)
    links = links_html(index.links(report.id))
    if links:
        st.html(links)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        pictured = _show_controls(index, report, spot)
        if spot.end > spot.start:
            passage_button(process.settings.briefs, index, spot)
    if pictured:
        _show_page(index, report, spot)
    else:
        _show_text(index, report, spot)


def _show_controls(index: Index, report: ReportRow, spot: Spot) -> bool:
    """Way back, and for a report with pages the choice of text or page; whether a page is shown."""
    _show_way_back()
    if not report.pages:
        return False
    mode = st.segmented_control(
        t("view"),
        ["text", "page_picture"],
        default="text",
        key="reader_mode",
        format_func=lambda m: t(m),
        required=True,
        label_visibility="collapsed",
    )
    if mode != "page_picture":
        return False
    if st.session_state.get("page_for") != spot or "page_at" not in st.session_state:
        cited = index.page_of(report.id, spot.start) or 1
        st.session_state["page_for"] = spot
        st.session_state["page_at"] = min(cited, report.pages)
    if report.pages > 1:
        st.number_input(
            t("page_number"),
            1,
            report.pages,
            key="page_at",
            width=130,
            label_visibility="collapsed",
        )
    return True


def _show_way_back() -> None:
    """To the view that opened the report, where there is something to come back to."""
    origin = st.session_state["came_from"]
    if origin == "ask" and not st.session_state["asked"]:
        return
    st.button(
        t("back" if origin == "ask" else f"back_{origin}"),
        key="back",
        type="tertiary",
        icon=":material/arrow_back:",
        on_click=lambda: st.session_state.update(view=origin),
    )


def _show_chooser(index: Index) -> None:
    titles = {r.id: r.details.title or r.path for r in index.reports}
    spot: Spot | None = st.session_state["spot"]
    ids = list(titles)
    if spot and spot.report in titles:
        st.session_state["reader_choice"] = spot.report
    st.selectbox(
        t("choose_report"),
        ids,
        index=None,
        key="reader_choice",
        placeholder=t("choose_report"),
        format_func=lambda id_: titles.get(id_, id_),
        label_visibility="collapsed",
        on_change=_turn,
    )


def _turn() -> None:
    if st.session_state["reader_choice"]:
        open_report(Spot(st.session_state["reader_choice"]))


def _show_details(report: ReportRow) -> None:
    d = report.details
    facts = joined(
        (
            d.issuer or t("unknown_issuer"),
            d.region,
            d.year or t("unknown_year"),
            d.kind,
            d.date,
            report.path,
        )
    )
    st.html(tag("div", facts, "pq-soft"))


def _show_text(index: Index, report: ReportRow, spot: Spot) -> None:
    sections = [s for s in index.sections(report.id) if s.path]
    left, right = st.columns([1, 2.6], gap="medium")
    with left.container(key="reader_side"):
        st.html(heading_html(escape(t("outline"))))
        st.html(outline_html(sections, spot))
        data = original_bytes(index, report)
        if data is not None:
            st.download_button(
                t("download_original"),
                data,
                report.path.rpartition("/")[2],
                key="original",
                icon=":material/download:",
                on_click="ignore",
            )
        else:
            st.html(tag("div", escape(t("no_original")), "pq-soft"))
    with right:
        recognition = index.recognition(report.id, spot.start, spot.end)
        if recognition is not None and spot.end > spot.start:
            st.html(mark_html(recognition.confidence))
            show_strip(index, report, spot.start, spot.end)
        st.html(text_html(index.text(report.id), sections, spot))
        if spot.end > spot.start:
            st.html(_SCROLL, unsafe_allow_javascript=True)


def outline_html(sections: list[Section], spot: Spot) -> str:
    """Links to the headings in the text; the one that holds the quote stands out."""
    starts = [s.start for s in sections]
    here = bisect_right(starts, spot.start) - 1 if spot.end > spot.start else -1
    links = (
        tag(
            "a",
            escape(s.path[-1]),
            "pq-here" if i == here else "",
            href=f"#s{s.start}",
            style=f"margin-left:{0.8 * max(0, s.level - 1):.1f}rem",
        )
        for i, s in enumerate(sections)
    )
    return tag("nav", "".join(links), "pq-outline", aria_label=t("outline"))


def text_html(text: str, sections: list[Section], spot: Spot) -> str:
    """The whole canonical text, escaped: headings bold with an id, the quote in ``<mark>``."""
    pieces: list[str] = []
    edges = sorted({0, len(text), *(s.start for s in sections), *(s.body for s in sections)})
    headings = {s.start: s.body for s in sections if s.body > s.start}
    anchored = False
    for first, last in zip(edges, edges[1:], strict=False):
        held = spot.start < last and spot.end > first and spot.end > spot.start
        piece = escape(text[first:last])
        if held:
            piece = marked(text, spot.start, spot.end, first, last)
        if held and not anchored:
            piece, anchored = piece.replace("<mark>", '<mark id="quote">', 1), True
        if first in headings and last <= headings[first]:
            piece = tag("b", piece, id=f"s{first}")
        elif any(s.start == first for s in sections):
            piece = tag("span", "", id=f"s{first}") + piece
        pieces.append(piece)
    return tag("div", "".join(pieces), "pq-text")


def _show_page(index: Index, report: ReportRow, spot: Spot) -> None:
    """The page as a picture, with the part of the quote that is on it marked."""
    data = original_bytes(index, report)
    if data is None:
        notice(t("no_original"))
        return
    page = int(st.session_state.get("page_at") or 1)
    quote = quote_on_page(
        index.text(report.id), spot.start, spot.end, *index.page_span(report.id, page)
    )
    boxes = line_boxes(index, report, page, spot.start, spot.end)
    picture = picture_of(report.sha256, page, quote, boxes, False, data)
    if picture is None:
        notice(t("no_picture"))
        return
    alt = t("page_alt", page=page, pages=report.pages)
    with st.container(key="page_picture"):
        st.image(picture.png, alt=alt, width=680)
    st.html(tag("div", joined((alt, page_note(index, report, page))), "pq-soft"))
    if picture.mark is not None:
        script = _SCROLL_PICTURE.replace("MARK", f"{picture.mark:.4f}")
        st.html(script, unsafe_allow_javascript=True)
