"""What a table's figure measures, apart from body and time: its metric without row names and
years."""

from __future__ import annotations

import re

from ...document.report import Figure

_PERIOD = re.compile(
    r"(?<![\w])(?:FY ?)?(?:19|20)\d\d(?:[/–-](?:20)?\d\d)?\s?(?:年[度份]?)?(?:实绩|决算|"
    r"完成)?数?(?!\w)|"
    r"(?<!\S)(?:[本上去今当]年|[本上]期|上年同期|去年同期)(?:实绩|决算|完成)?[数额]?(?!\S)|"
    r"(?<!\S)(?:数[值量额]|数|绝对[数值额量]|金额|(?i:value|amount|total))(?!\S)"
)


def core_of(figure: Figure) -> str:
    """The metric of a figure without its body and its period: what figures of one column share."""
    words = figure.metric
    if figure.body:
        words = words.replace(figure.body, " ", 1)
    return without_periods(words)


def without_periods(words: str) -> str:
    return " ".join(_PERIOD.sub(" ", words).split())
