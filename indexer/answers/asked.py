"""Understands a question: trained heads find its kind and subject; names and times are scored
evidence.

Rules handle only what is exact: years, bounds ("more than 1 million"), and which end of a ranking
is meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from ..extraction.quantities.role import asks_of_a_change
from ..models.question import KINDS, AskedVectors, QuestionEncoder
from ..retrieval.bodies.bodies import KNOWN, Bodies, NamedBodies, are_distinct
from ..retrieval.conditions import Condition, find_conditions, places_of_ranking
from ..retrieval.times.times import Period, certain_spans, periods
from ..text.folding import fold
from ..text.language import detect_language
from . import weights
from .question_language import question_language

#: Kinds answered from one report; what is read decides which of them applies.
SINGLE = ("lookup", "fact", "yes_no")
_MANY, _SEVERAL = 12, 5
_LOWEST = re.compile(
    r"最少|最低|最小|最轻|垫底|倒数|最短|より少な|最も少な|\b(?:least|fewest|lowest|smallest|minimum|"
    r"moins|plus (?:bas|faible|petit)|wenigsten|niedrigsten|kleinsten|geringsten|menos|menor)\b"
)
_SUM = re.compile(
    r"合计|总共|一共|共计|加起来|加在一起|总和|总额|合わせて|合計|"
    r"\b(?:in total|altogether|combined|together|the sum of|au total|ensemble|insgesamt|zusammen|"
    r"en total|juntos|в сумме|вместе)\b"
)
_DIFFERENCE = re.compile(
    r"[比较](?=.{2,40}[多少高低大小])|相差|差多少|差几|差距|差额|多出|"
    r"\b(?:difference|how (?:many|much) (?:more|less|fewer|higher|lower)|différence|de plus que|"
    r"unterschied|mehr als|weniger als|diferencia|más que|menos que)\b"
)
_SILENT = re.compile(
    r"(?:没有|没|未|并未|从未)(?:公布|公开|报告|说明|写明|披露|提到|提及|通报|给出|列出|交代)"
    r"|\b(?:did not|didn't|do not|don't|does not|doesn't|fail(?:s|ed)? to|without) "
    r"(?:report|stat|publish|mention|disclos|giv|say|includ)"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as understood. ``kind`` is single, enumerate, compare, total or topic; ``figure``
    is the probability that a figure is wanted; ``lowest``: the low end of a ranking is meant;
    ``silent``: the question asks which reports do not state it; ``change``: it asks by how much
    something rose or fell; ``places``: so many places of a ranking are asked for (None: all)."""

    text: str
    language: str
    kind: str
    figure: float
    yes_no: float
    vectors: AskedVectors
    named: NamedBodies
    periods: tuple[Period, ...]
    conditions: tuple[Condition, ...]
    lowest: bool
    silent: bool
    change: bool = False
    places: int | None = None

    def family_share(self, family: int) -> float:
        """How likely a figure of that unit family is asked for, over the likeliest one."""
        shares = self.vectors.family[:-1]
        return float(shares[family] / shares.max())

    @property
    def many(self) -> bool:
        return self.kind != "single"


def understand(
    text: str, encoder: QuestionEncoder, bodies: Bodies, today: date, reports: int = 0
) -> Asked:
    """``text``, asked of that many reports, read by the question heads; its names are held against
    ``bodies``. Who names nobody over many reports seldom asks about one of them."""
    language = detect_language(text) or "en"  # names in another script are spelt as in that
    vectors = encoder.ask(text)
    folded = fold(text)
    shares = {kind: float(p) for kind, p in zip(KINDS, vectors.kind, strict=True)}
    named = bodies.find(text, vectors.body, language)
    coarse = {"single": sum(shares[k] for k in SINGLE)} | {
        k: p for k, p in shares.items() if k not in SINGLE
    }
    single = max(coarse["single"], 1e-6)
    if _names_an_area(named):
        coarse["single"] *= weights.OF_AREA
    elif few := _names_few(named):
        coarse["enumerate"] *= weights.LISTED * (1.0 - 1.0 / few)  # one report is no list
        coarse["compare"] *= weights.RANKED
        coarse["total"] *= weights.ADDED
        # A topic about one body that wants a figure ("2024 approvals of the bureau") is a lookup.
        moved = coarse["topic"] * (1.0 - float(vectors.family[-1]))
        coarse["single"], coarse["topic"] = coarse["single"] + moved, coarse["topic"] - moved
    elif reports > _SEVERAL:
        coarse["single"] *= weights.UNNAMED
    kind = _kind_of_several(folded, named) or max(coarse, key=lambda k: coarse[k])
    figure = 1.0 - float(vectors.family[-1])
    if kind == "single":
        figure = 0.5 * figure + 0.5 * shares["lookup"] / single
    return Asked(
        text=text,
        language=question_language(text, name_spans(vectors, named)),
        kind=kind,
        figure=figure,
        yes_no=shares["yes_no"] / single,
        vectors=vectors,
        named=named,
        periods=periods(text, _times(text, vectors), today),
        conditions=find_conditions(folded, language) if kind != "single" else (),
        lowest=bool(_LOWEST.search(folded)),
        silent=bool(_SILENT.search(folded)),
        change=asks_of_a_change(text),
        places=places_of_ranking(folded),
    )


def name_spans(vectors: AskedVectors, named: NamedBodies) -> set[tuple[int, int]]:
    """The spans of a question that name bodies."""
    return {*vectors.body, *((m.start, m.end) for m in named.mentions)}


def _times(text: str, vectors: AskedVectors) -> list[tuple[int, int]]:
    """Spans that tell a time: those that the tagger marked, and those that are beyond doubt."""
    found: list[tuple[int, int]] = []
    for start, end in sorted([*vectors.time, *certain_spans(text)]):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _kind_of_several(question: str, named: NamedBodies) -> str:
    """The kind, where several known bodies are named and the words clearly ask for their sum or
    difference."""
    if not are_distinct(named.mentions):
        return ""
    if _SUM.search(question):
        return "total"
    return "compare" if _DIFFERENCE.search(question) else ""


def sharing_scope(asked: Asked, before: Asked) -> Asked:
    """A part of one text with several questions: where it names nobody, or no time, it means those
    of the part ``before``. Whether a question leans on one asked earlier is for ``follow_up``."""
    if not asked.named.mentions and before.named.mentions:
        kind = "single" if before.kind == "single" else asked.kind
        asked = replace(asked, named=before.named, kind=kind)
    return replace(asked, periods=before.periods) if not asked.periods else asked


def _names_an_area(named: NamedBodies) -> bool:
    """Whether nothing but places is named, in which more than a few reports lie."""
    if not named.mentions or any(m.named or not m.placed for m in named.mentions):
        return False
    return sum(score >= KNOWN for score in named.within.values()) > _SEVERAL


def _names_few(named: NamedBodies) -> int:
    """The number of reports of the bodies named, 0 if it is more than a few; that of unknown bodies
    may be any."""
    best = named.best
    if best < KNOWN:
        return _MANY if named.mentions else 0
    count = sum(score >= best - 0.1 for score in named.scores.values())
    return count if count <= _MANY else 0


def topic_words(asked: Asked) -> str:
    """The question less the names and times in it, for a model without question heads."""
    text = asked.text
    for start, end in sorted((*asked.vectors.body, *asked.vectors.time), reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return " ".join(text.split()) or asked.text
