"""How the page shows that a report has copies or other versions."""

from __future__ import annotations

from ..api import Links
from .safe import joined, tag
from .state import t


def links_words(links: Links) -> list[str]:
    """Plain sentences on a report's copies and versions; none for one that stands alone."""
    words = []
    if links.superseded_by:
        words.append(t("superseded_by", path=links.superseded_by.path))
    for key, others in (
        ("also_in", links.also_in),
        ("supersedes", links.supersedes),
        ("other_versions", links.other_versions),
    ):
        if others:
            words.append(t(key, paths=t("comma").join(link.path for link in others)))
    return words


def links_html(links: Links) -> str:
    """The same as escaped HTML; ``""`` where there is nothing to say."""
    words = links_words(links)
    return tag("div", joined(words), "pq-soft") if words else ""
