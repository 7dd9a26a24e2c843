"""Folders as the page names them: never whole, since a screen is often shown to others."""

from __future__ import annotations

from pathlib import Path

from ..settings import Settings


def short_path(place: Path) -> str:
    """``place`` from the working folder or the home folder; else its last two names."""
    whole = place.absolute()
    if whole.is_relative_to(Path.cwd()):
        return whole.relative_to(Path.cwd()).as_posix()
    if whole.is_relative_to(Path.home()) and Path.home() != Path("/"):
        return "~/" + whole.relative_to(Path.home()).as_posix()
    return "…/" + "/".join(whole.parts[-2:]) if len(whole.parts) > 2 else str(whole)


def without_folders(text: str, settings: Settings) -> str:
    """``text`` (of an error, say) with the settings' folders shortened as by ``short_path``."""
    for place in (settings.index, settings.corpus, settings.briefs):
        for spelled in {str(place.absolute()), str(place.resolve())}:
            if len(spelled) > 1:
                text = text.replace(spelled, short_path(place))
    return text
