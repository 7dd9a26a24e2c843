"""The panel that shows a build, and what the page shows where there is no whole index."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ..api import Index
from ..index.building.progress import rough
from ..settings import Settings
from .build_jobs import BuildJob
from .notice import notice
from .paths import short_path, without_folders
from .process import PageProcess
from .state import t


def build_button(
    process: PageProcess,
    corpus: tuple[Path, ...],
    label: str,
    *,
    rebuild: bool = False,
    primary: bool = True,
) -> None:
    """A button that starts a build; it is disabled while one is running."""
    job = process.builds.of(process.settings.index)
    st.button(
        t(label),
        key=f"build_{label}",
        type="primary" if primary else "secondary",
        disabled=bool(job and job.running),
        on_click=start_build,
        args=(process, corpus, rebuild),
        icon=":material/sync:",
        help=t("refresh_help") if label == "refresh" else None,
    )


def start_build(process: PageProcess, corpus: tuple[Path, ...], rebuild: bool = False) -> None:
    """Start a build, or have the running one run again, and watch it. For callbacks."""
    builds, index = process.builds, process.settings.index
    st.session_state["watched"] = builds.start(index, corpus, rebuild=rebuild)


def show_build(process: PageProcess) -> None:
    """The state of the build: progress while it runs, then its outcome for those who watched it."""
    job = process.builds.of(process.settings.index)
    if job is not None and job.running:
        st.session_state["watched"] = job
        _show_progress(process)
    elif job is not None and st.session_state.get("watched") is job:
        _show_outcome(job, process.settings)


@st.fragment(run_every=0.4)
def _show_progress(process: PageProcess) -> None:
    job = process.builds.of(process.settings.index)
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


def _show_outcome(job: BuildJob, settings: Settings) -> None:
    if job.cancelled:
        notice(t("build_cancelled"))
    elif job.summary is None:
        notice(t("build_failed", reason=without_folders(job.error, settings)), bad=True)
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


def show_empty(process: PageProcess) -> None:
    """If there is no index: what to do, and the button that does it."""
    settings = process.settings
    job = process.builds.of(settings.index)
    if job is not None and job.running:
        return
    if not settings.corpus.is_dir():
        notice(t("empty_no_corpus", corpus=short_path(settings.corpus)), t("empty_title"))
        return
    words = t("empty_text", index=short_path(settings.index), corpus=short_path(settings.corpus))
    notice(words, t("empty_title"))
    build_button(process, (settings.corpus,), "build")


def show_fallback(index: Index) -> None:
    """If the active generation is damaged: that the previous one is in use, and why."""
    info = index.info
    if info.damage:
        created = info.built[:16].replace("T", " ")
        words = t("fallback", created=created, reason=info.damage)
        notice(words, t("fallback_title"), bad=True)


def show_damaged(process: PageProcess, reason: str) -> None:
    """If the index cannot be opened: why, and a button that rebuilds it."""
    notice(reason, t("damaged_title"), bad=True)
    corpus = process.settings.corpus
    if corpus.is_dir():
        build_button(process, (corpus,), "rebuild", rebuild=True)
