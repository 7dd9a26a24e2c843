"""Building from the page: a process that builds, and a panel that shows its progress.

There is one build per process and index. Every session sees it, and the active index remains
usable.
"""

from __future__ import annotations

import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from ..api import Index
from ..index.building.progress import BuildSummary, Progress, rough
from ..settings import Settings
from .build_process import command, parse
from .notice import notice
from .paths import hidden, shown
from .state import t


@dataclass
class BuildJob:
    """One build: a process, and a thread that reads its messages.

    The thread replaces ``progress`` as a whole, so reading it needs no lock. ``again`` is set if
    files changed while it ran; it then runs once more.
    """

    corpus: tuple[Path, ...]
    index: Path
    rebuild: bool = False
    progress: Progress | None = None
    summary: BuildSummary | None = None
    error: str = ""
    stopping: bool = False
    again: bool = False
    _process: subprocess.Popen[str] | None = None
    _thread: threading.Thread | None = None

    def start(self) -> None:
        self._begin()
        self._thread = threading.Thread(target=self._listen, name="policyqa-build", daemon=True)
        self._thread.start()

    def _begin(self) -> None:
        call = command(self.index, self.corpus, rebuild=self.rebuild)
        self._process = subprocess.Popen(
            call,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )

    @property
    def running(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    @property
    def cancelled(self) -> bool:
        return self.stopping and self.summary is None

    def cancel(self) -> None:
        """End the process; a cancelled build leaves the active index unchanged."""
        self.stopping = True
        if self._process is not None:
            self._process.terminate()

    def wait(self, seconds: float | None = None) -> None:
        if self._thread is not None:
            self._thread.join(seconds)

    def _listen(self) -> None:
        self._hear()
        while self.again and not self.stopping:
            self.again, self.summary, self.error = False, None, ""
            self._begin()
            self._hear()

    def _hear(self) -> None:
        assert self._process is not None and self._process.stdout is not None
        for line in self._process.stdout:
            try:
                self._take(parse(line))
            except (ValueError, KeyError, TypeError):
                continue  # output of a library
        status = self._process.wait()
        if self.summary is None and not self.error:
            self.error = f"the build ended early (status {status}); try again"

    def _take(self, told: Progress | BuildSummary | str) -> None:
        match told:
            case Progress():
                self.progress = told
            case BuildSummary():
                self.summary = told
            case _:
                self.error = told


_jobs: dict[Path, BuildJob] = {}
_jobs_lock = threading.Lock()


def start_build(index: Path, corpus: tuple[Path, ...], *, rebuild: bool = False) -> BuildJob:
    """Start a build of ``index``; if one is running, it will run once more and is returned."""
    with _jobs_lock:
        job = _jobs.get(index.absolute())
        if job is not None and job.running:
            job.again = True
        else:
            job = BuildJob(corpus, index, rebuild)
            _jobs[index.absolute()] = job
            job.start()
    return job


def job_of(index: Path) -> BuildJob | None:
    """The last build of ``index`` that this process started."""
    return _jobs.get(index.absolute())


def build_button(
    corpus: tuple[Path, ...], label: str, *, rebuild: bool = False, primary: bool = True
) -> None:
    """A button that starts a build; it is disabled while one is running."""
    job = job_of(Settings().index)
    st.button(
        t(label),
        key=f"build_{label}",
        type="primary" if primary else "secondary",
        disabled=bool(job and job.running),
        on_click=_begin,
        args=(corpus, rebuild),
        icon=":material/sync:",
        help=t("refresh_help") if label == "refresh" else None,
    )


def _begin(corpus: tuple[Path, ...], rebuild: bool) -> None:
    st.session_state["watched"] = start_build(Settings().index, corpus, rebuild=rebuild)


def show_build() -> None:
    """The state of the build: progress while it runs, then its outcome for those who watched it."""
    job = job_of(Settings().index)
    if job is not None and job.running:
        st.session_state["watched"] = job
        _show_progress()
    elif job is not None and st.session_state.get("watched") is job:
        _show_outcome(job)


@st.fragment(run_every=0.4)
def _show_progress() -> None:
    job = job_of(Settings().index)
    if job is None or not job.running:
        st.rerun()
        return
    share, words = progress_words(job)
    st.progress(share, text=words)
    st.button(
        t("cancel"),
        key="cancel_build",
        on_click=job.cancel,
        disabled=job.stopping,
        type="tertiary",
        icon=":material/close:",
    )


def progress_words(job: BuildJob) -> tuple[float, str]:
    """Share done, 0 to 1 (reading counts for a fifth), and how far it is in words."""
    progress = job.progress
    if job.stopping:
        return 0.0, t("cancelling")
    if progress is None:
        return 0.0, t("stage_start")
    if progress.stage == "read":
        done, total = progress.reports_done, progress.reports_total
        words = t("stage_read", done=done, total=total)
        if progress.scans_total:
            words += " · " + t("stage_scans", done=progress.scans_done, total=progress.scans_total)
        if progress.reports_kept:
            words += " · " + t("stage_kept", n=progress.reports_kept)
        return 0.2 * done / max(1, total), words
    if progress.stage == "embed" and not progress.passages_done:
        return 0.2, t("stage_model")
    if progress.stage == "embed":
        done, total = progress.passages_done, progress.passages_total
        words = t("stage_embed", done=done, total=total, speed=round(progress.passages_per_second))
        if progress.passages_kept:
            words += " · " + t("stage_kept", n=progress.passages_kept)
        if progress.seconds_left:
            number, unit = rough(progress.seconds_left)
            words += " · " + t(f"left_{unit}", n=number)
        return min(0.95, 0.2 + 0.75 * done / max(1, total)), words
    return 0.97, t("stage_write")


def _show_outcome(job: BuildJob) -> None:
    if job.cancelled:
        notice(t("build_cancelled"))
    elif job.summary is None:
        notice(t("build_failed", reason=hidden(job.error)), bad=True)
    else:
        done = job.summary
        words = t(
            "built",
            reports=done.reports,
            added=done.added,
            changed=done.changed,
            removed=done.removed,
            seconds=f"{done.seconds:.1f}",
        )
        if done.failed:
            words += " " + t("built_failed", n=len(done.failed))
        notice(words, good=True)


def show_empty() -> None:
    """If there is no index: what to do, and the button that does it."""
    settings = Settings()
    job = job_of(settings.index)
    if job is not None and job.running:
        return
    if not settings.corpus.is_dir():
        notice(t("empty_no_corpus", corpus=shown(settings.corpus)), t("empty_title"))
        return
    words = t("empty_text", index=shown(settings.index), corpus=shown(settings.corpus))
    notice(words, t("empty_title"))
    build_button((settings.corpus,), "build")


def show_fallback(index: Index) -> None:
    """If the active generation is damaged: that the previous one is in use, and why."""
    info = index.info
    if info.damage:
        created = info.built[:16].replace("T", " ")
        words = t("fallback", created=created, reason=info.damage)
        notice(words, t("fallback_title"), bad=True)


def show_damaged(reason: str) -> None:
    """If the index cannot be opened: why, and a button that rebuilds it."""
    notice(reason, t("damaged_title"), bad=True)
    if Settings().corpus.is_dir():
        build_button((Settings().corpus,), "rebuild", rebuild=True)
