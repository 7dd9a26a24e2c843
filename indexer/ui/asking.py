"""An answer in the making: asked in a thread, its rows shown as they are judged, and a stop.

The script of the page waits for the thread and draws meanwhile. Whatever is clicked interrupts it;
it then runs anew and finds the same job in the session, so nothing is asked twice.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Hashable

import streamlit as st

from ..api import Answer, Filters, Index, Progress
from .safe import escape, joined, tag
from .scans import told
from .state import t

_AT_ONCE = 0.5  # seconds before anything is drawn: most answers have come by then
_STEP = 0.25  # seconds between two drawings
_SHOWN = 200  # rows drawn while they come


class AskJob:
    """One question being answered. The thread replaces ``progress`` as a whole, so reading it
    needs no lock. ``key`` says what the answer rests on."""

    def __init__(
        self,
        key: Hashable,
        index: Index,
        question: str,
        filters: Filters,
        *,
        all_rows: bool = False,
        after: tuple[str, ...] = (),
    ) -> None:
        self.key = key
        self.progress: Progress | None = None
        self.seconds = 0.0
        self._answer: Answer | None = None
        self._error: BaseException | None = None
        self._stop, self._done = threading.Event(), threading.Event()

        def work() -> None:
            began = time.perf_counter()
            try:
                self._answer = index.ask(
                    question, filters, all_rows=all_rows, after=after, on_progress=self._tell
                )
            except BaseException as error:  # raised again where the answer is asked for
                self._error = error
            self.seconds = time.perf_counter() - began
            self._done.set()

        threading.Thread(target=work, name="policyqa-ask", daemon=True).start()

    def _tell(self, progress: Progress) -> bool:
        self.progress = progress
        return not self._stop.is_set()

    def stop(self) -> None:
        """Keep what has been judged. Reports that are being read are read to the end."""
        self._stop.set()

    @property
    def stopping(self) -> bool:
        return self._stop.is_set()

    def wait(self, seconds: float) -> bool:
        """Whether it is done, after so many seconds at most."""
        return self._done.wait(seconds)

    def answer(self) -> Answer:
        """The answer of a job that is done; raises what asking raised."""
        if self._error is not None:
            raise self._error
        assert self._answer is not None
        return self._answer


def watch(job: AskJob) -> None:
    """Show how far ``job`` is until it is done."""
    if job.wait(_AT_ONCE):
        return
    control, place = st.empty(), st.empty()
    drawn = False
    while not job.wait(_STEP):
        progress = job.progress
        if progress is None:
            place.html(tag("div", escape(t("asking")), "pq-notice pq-wait", role="status"))
            continue
        if not drawn:
            drawn = True
            control.button(t("stop"), key="stop", icon=":material/stop_circle:", on_click=job.stop)
        with place.container():
            share = min(1.0, progress.judged / max(1, progress.total))
            st.progress(share, text=_words(job, progress))
            st.html(rows_html(progress))
    control.empty()
    place.empty()


def _words(job: AskJob, progress: Progress) -> str:
    if job.stopping:
        return t("stopping")
    found = len(progress.rows)
    return t("judging", judged=progress.judged, total=progress.total, found=found)


def rows_html(progress: Progress) -> str:
    """The rows so far, the latest last: report, year, leading figure."""
    items = [
        tag(
            "li",
            tag("b", escape(row.issuer or t("unknown")))
            + " "
            + joined((row.year, told(row.figures[0]) if row.figures else ""), " · "),
        )
        for row in progress.rows[:_SHOWN]
    ]
    if not items:
        return tag("div", escape(t("judging_none")), "pq-soft")
    return tag("div", escape(t("judging_note")), "pq-soft") + tag("ul", "".join(items), "pq-coming")
