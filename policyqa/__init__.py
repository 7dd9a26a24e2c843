"""PolicyQA's Python interface: ``from policyqa import Index, build``.

Contains only the public names of ``indexer``; importing it loads nothing else.
"""

from typing import TYPE_CHECKING, Any

import indexer
from indexer import __version__ as __version__

if TYPE_CHECKING:
    from indexer import Answer as Answer
    from indexer import Brief as Brief
    from indexer import Citation as Citation
    from indexer import Claim as Claim
    from indexer import ClaimFigure as ClaimFigure
    from indexer import Filters as Filters
    from indexer import Hit as Hit
    from indexer import Index as Index
    from indexer import PolicyQAError as PolicyQAError
    from indexer import Row as Row
    from indexer import RowFigure as RowFigure
    from indexer import ShownReport as ShownReport
    from indexer import Status as Status
    from indexer import build as build

__all__ = indexer.__all__


def __getattr__(name: str) -> Any:
    """A public name of ``indexer``, loaded on first use."""
    if name not in indexer.__all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(indexer, name)
