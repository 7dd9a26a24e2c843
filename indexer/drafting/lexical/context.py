"""What a sentence of a draft is held against: its words understood, its scope and evidence."""

from __future__ import annotations

from dataclasses import dataclass

from ...search.issuers import Scope
from ...search.question import Question
from .evidence import Evidence
from .matter import Matter


@dataclass(frozen=True, slots=True)
class Context:
    question: Question
    scope: Scope
    matter: Matter
    evidence: Evidence
