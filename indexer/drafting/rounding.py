"""Whether a figure of a draft agrees with a source's: equal, rounded, or within its bound."""

from __future__ import annotations

import re

from ..document.report import Figure

_ROUNDING = 0.005  # of the source's value: no rounding changes it by more
_ABOUT = 0.05
_NUMBER = re.compile(r"\d[\d,，\s]*(?:\.\d+)?")
_EQUAL = 1e-9

EQUAL, ROUNDED, BOUND, APART = "equal", "rounded", "bound", ""


def agreement(stated: Figure, source: Figure) -> str:
    """``equal``; ``rounded`` (the source's value at the draft's precision); ``bound`` (近, 超, 约,
    "over" as the draft says); ``""`` where the two disagree. Signs count: a rise is no fall.
    """
    mine, theirs = stated.value, source.value
    if abs(mine - theirs) <= _EQUAL * max(abs(mine), abs(theirs), 1.0):
        return EQUAL
    if mine * theirs < 0 or not theirs:
        return APART
    a, b, step = abs(mine), abs(theirs), _step(stated)
    if stated.bound == "over" and a <= b < a + max(step, a * _ABOUT):
        return BOUND
    if stated.bound == "under" and a - max(step, a * _ABOUT) < b <= a:
        return BOUND
    if stated.bound == "about" and abs(a - b) <= max(step / 2, b * _ABOUT):
        return BOUND
    if source.high is not None and b <= a <= abs(source.high):
        return BOUND
    rounds = abs(a - b) <= step / 2 * (1 + 1e-6) and abs(a - b) <= b * _ROUNDING
    return ROUNDED if rounds and significant(a) < significant(b) else APART


def _step(figure: Figure) -> float:
    """One unit of the last digit that a figure's spelling gives, in base units (741万: 10 000)."""
    found = _NUMBER.search(figure.raw)
    value = abs(figure.value)
    digits = re.sub(r"[,，\s]", "", found.group()) if found else ""
    if not digits or not float(digits):
        return _unit_of_last(value)
    scale = value / float(digits)
    whole, _, decimals = digits.partition(".")
    if decimals:
        return scale * 10.0 ** -len(decimals)
    return scale * _unit_of_last(float(whole))


def _unit_of_last(value: float) -> float:
    """Ten to the number of zeros that a whole number ends in; 1 for what is not whole."""
    text = f"{value:.0f}"
    return float(10 ** (len(text) - len(text.rstrip("0")))) if value else 1.0


def significant(value: float) -> int:
    """Significant digits of a value, zeros at its end left out."""
    return len(f"{abs(value):.6f}".rstrip("0").rstrip(".").replace(".", "").strip("0"))
