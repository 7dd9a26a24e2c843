"""A file becomes a Report: read, then understood."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from .details import find_details
from .figures import find_figures
from .outline import find_sections
from .reader import read_document
from .report import Report
from .sentences import split_sentences


def read_report(path: Path, rel: str, overrides: Mapping[str, object] | None = None) -> Report:
    """The Report of the file at ``path``.

    ``rel`` is its path within the corpus, with ``/``; ``overrides`` are details that corpus.toml
    sets. Raises ReadError when the file cannot be read.
    """
    document = read_document(path)
    sections = find_sections(document)
    sentences = split_sentences(document.text, sections)
    details = find_details(document, sections, rel, overrides)
    figures = find_figures(document.text, sentences, details.language, details.year)
    return Report(rel, document, details, sections, sentences, figures)
