"""PolicyQA answers questions about policy reports and cites the passages behind each answer.

``build`` creates an index, ``Index`` answers from it; importing this package loads neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .answers.answer import Answer, Citation, Row, RowFigure
    from .api import Index
    from .briefs.brief import Brief
    from .drafting.claims import Claim, ClaimFigure
    from .errors import PolicyQAError
    from .index.building.build import build
    from .index.status import Status
    from .results import Hit, ShownReport
    from .retrieval.query import Filters

__version__ = "0.1.0"
__all__ = [
    "Answer",
    "Brief",
    "Citation",
    "Claim",
    "ClaimFigure",
    "Filters",
    "Hit",
    "Index",
    "PolicyQAError",
    "Row",
    "RowFigure",
    "ShownReport",
    "Status",
    "build",
]

_HOMES = {
    "Index": "api",
    "build": "index.building.build",
    "Filters": "retrieval.query",
    "Hit": "results",
    "ShownReport": "results",
    "Status": "index.status",
    "Answer": "answers.answer",
    "Brief": "briefs.brief",
    "Citation": "answers.answer",
    "Row": "answers.answer",
    "RowFigure": "answers.answer",
    "Claim": "drafting.claims",
    "ClaimFigure": "drafting.claims",
    "PolicyQAError": "errors",
}


def __getattr__(name: str) -> Any:
    """Load a public name on first use, so that ``import indexer`` stays fast."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
