"""Values fit for the cells of a spreadsheet: text stays text, never a formula."""

from __future__ import annotations

import re

# A spreadsheet takes cells that begin so for formulas (OWASP, "CSV Injection").
_FORMULA = re.compile(r"^\s*[=+\-@\t\r]")
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # not allowed in XML 1.0
_MAX_CELL = 32_000


def number(value: float) -> float | int:
    """``value`` without a fraction that is zero."""
    return int(value) if float(value).is_integer() else value


def inert(cell: object) -> object:
    """``cell`` as CSV can hold it: nothing that a spreadsheet takes for a formula."""
    if cell is None:
        return ""
    return "'" + cell if isinstance(cell, str) and _FORMULA.match(cell) else cell


def workbook_cell(value: object) -> object:
    """``value`` as a workbook can hold it: no control characters, no more than Excel takes."""
    if not isinstance(value, str):
        return value
    return inert(_ILLEGAL.sub("\ufffd", value)[:_MAX_CELL])
