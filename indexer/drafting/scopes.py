"""Whose figures a text says these are: a whole area's (全市, citywide) or one body's own (本级)."""

from __future__ import annotations

import re

AREA, OWN = "area", "own"
_AREA = re.compile(
    r"全系统|全(?:[市县区省州](?!局)|镇|国)|(?:县区|各级|两级|系统)|[一-鿿]{2}管理系统|"
    r"\b(?:city|county|district|province|nation)-?wide\b|\bcounterparts\b|"
    r"\bacross the (?:whole )?(?:city|county|district|province|country|system)\b|"
    r"\bwhole (?:city|county|district|province|country|system)\b"
)
_OWN = re.compile(
    r"[市县区省]本级|局本级|本级|局机关|[我本全]局|本单位|[市县区省]局(?!部)|"
    r"\b(?:the bureau|department) itself\b|\bits own\b|"
    r"\b(?:alone|at its own level|itself|city level|municipal level)\b"
)


def said_scope(folded: str) -> str:
    """``area``, ``own`` or ``""``, whichever is said last in folded text."""
    area = max((m.start() for m in _AREA.finditer(folded)), default=-1)
    own = max((m.start() for m in _OWN.finditer(folded)), default=-1)
    if area == own:
        return ""
    return AREA if area > own else OWN
