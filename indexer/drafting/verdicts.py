"""The verdicts on the claims of a draft: their names, how they are shown, and how the verdicts on
the figures of a sentence add up to its own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

ClaimVerdict = Literal["supported", "contradicted", "unsupported"]
SUPPORTED: ClaimVerdict = "supported"
CONTRADICTED: ClaimVerdict = "contradicted"
UNSUPPORTED: ClaimVerdict = "unsupported"


@dataclass(frozen=True, slots=True)
class Shown:
    """How a verdict is shown: its sign in the text, and its wording in Chinese and English."""

    sign: str
    chinese: str
    english: str


#: Every verdict, worst first: shown like this on the page and in the comments of a Word file.
VERDICTS: dict[ClaimVerdict, Shown] = {
    CONTRADICTED: Shown("✗", "与报告不符", "contradicted"),
    UNSUPPORTED: Shown("?", "未找到依据", "unsupported"),
    SUPPORTED: Shown("✓", "有依据", "supported"),
}


def of_figures(verdicts: Collection[ClaimVerdict]) -> ClaimVerdict:
    """The verdict on a sentence, from those on its figures."""
    if CONTRADICTED in verdicts:
        return CONTRADICTED
    return SUPPORTED if set(verdicts) == {SUPPORTED} else UNSUPPORTED
