"""What a process that serves the page keeps for all its sessions; Streamlit owns it."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from ..settings import Settings
from .build_jobs import BuildJobs


@dataclass(frozen=True, slots=True)
class PageProcess:
    """The settings, as they were when the page was first drawn, and the builds started since."""

    settings: Settings = field(default_factory=Settings)
    builds: BuildJobs = field(default_factory=BuildJobs)


@st.cache_resource(show_spinner=False)
def page_process() -> PageProcess:
    """The one of this process. UsageError for a setting that cannot be used."""
    return PageProcess()
