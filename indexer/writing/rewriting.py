"""A question that was refused, put into the product's own form: kind, bodies, times, matter.

The model only splits the question. Names and times must be in the question as asked, and those that
the engine finds there are kept whatever the model says; the matter must name no other. From the
parts a plain question is made by template, and answered like any other.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from ..answers.engine import Engine
from ..contract import Told
from ..models.question import KINDS
from ..retrieval.times.times import periods
from ..text.folding import fold
from ..text.language import detect_language
from .endpoint import Endpoint
from .prompts import to_rewrite

_TOKENS = 200
_LONGEST = 80  # characters of the matter
_MOST = 4  # bodies, and times
_DIGITS = re.compile(r"\d+")
_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "kind": {"type": "string", "enum": list(KINDS)},
        "bodies": {"type": "array", "items": {"type": "string"}, "maxItems": _MOST},
        "times": {"type": "array", "items": {"type": "string"}, "maxItems": _MOST},
        "matter": {"type": "string", "maxLength": _LONGEST},
    },
    "required": ["kind", "bodies", "times", "matter"],
    "additionalProperties": False,
}
_FORMS = {
    "zh": {
        "lookup": "{who}{when}{what}是多少？",
        "fact": "{who}{when}{what}是什么？",
        "yes_no": "{who}{when}是否有{what}？",
        "enumerate": "{who}{when}哪些单位报告了{what}？",
        "compare": "{who}{when}哪个单位的{what}最多？",
        "total": "{who}{when}{what}合计多少？",
        "topic": "{who}{when}{what}是怎样开展的？",
    },
    "en": {
        "lookup": "What {what} did {who} report{when}?",
        "fact": "What does {who} state about {what}{when}?",
        "yes_no": "Did {who} report {what}{when}?",
        "enumerate": "Which bureaus{of} reported {what}{when}?",
        "compare": "Which bureau{of} reported the most {what}{when}?",
        "total": "What is the total {what}{of}{when}?",
        "topic": "How did {who} carry out {what}{when}?",
    },
}
_ANYBODY = {"zh": "", "en": "the bureaus"}


@dataclass(frozen=True, slots=True)
class Rewritten(Told):
    """A question in the product's own form."""

    question: Annotated[str, "The plain question made of the parts."]
    kind: Annotated[str, "Kind of question, as in answers."]
    bodies: Annotated[tuple[str, ...], "Bodies and places, as named in the question."]
    times: Annotated[tuple[str, ...], "Times, as given in the question."]
    matter: Annotated[str, "What is asked for."]
    generated_by: Annotated[str, "The language model that split it."]


def rewrite(question: str, endpoint: Endpoint, engine: Engine, today: date) -> Rewritten | None:
    """``question`` in the product's own form; None if the model's parts do not hold, or make the
    same question. Raises LanguageModelError."""
    language = "zh" if detect_language(question) == "zh" else "en"
    reply = endpoint.text(to_rewrite(question, language), tokens=_TOKENS, schema=_SCHEMA)
    return rewritten_from(reply, question, endpoint.model, engine, today)


def rewritten_from(
    reply: str, question: str, model: str, engine: Engine, today: date
) -> Rewritten | None:
    """What a model's ``reply`` makes of ``question``, checked against it."""
    parts = _parts(reply)
    if parts is None:
        return None
    asked = engine.understood(question, today)
    matter = " ".join(str(parts["matter"]).split()).strip("？?。. ")
    spans = [(p.start, p.end) for p in asked.periods]
    # A name that holds the matter, or is a time, was misread.
    names = [
        m.text
        for m in asked.named.mentions
        if fold(matter) not in fold(m.text) and not any(a < m.end and m.start < b for a, b in spans)
    ]
    told = [b for b in parts["bodies"] if _is_name(b, engine, asked.language)]
    bodies = _together(names, told, question)
    told = [t for t in parts["times"] if periods(t, [(0, len(t))], today)]
    times = _together([p.printed for p in asked.periods], told, question)
    bodies = [b for b in bodies if b not in times]
    if not 1 < len(matter) <= _LONGEST or not _is_asked(matter, question, engine, today):
        return None
    of_one = any(m.named and m.placed for m in asked.named.mentions)
    if asked.kind == "single" and of_one and parts["kind"] in ("enumerate", "compare"):
        return None  # a question about one body is not answered by a list
    language = "zh" if asked.language == "zh" else "en"
    made = _composed(parts["kind"], bodies, times, matter, language)
    if fold(made).strip("?？") == fold(question).strip("?？"):
        return None
    return Rewritten(made, parts["kind"], tuple(bodies), tuple(times), matter, model)


def _parts(reply: str) -> dict[str, Any] | None:
    """The parts that a reply gives, if it has the form asked for."""
    start, end = reply.find("{"), reply.rfind("}")
    try:
        parts = json.loads(reply[start : end + 1])
    except ValueError:
        return None
    if not isinstance(parts, dict) or parts.get("kind") not in KINDS:
        return None
    lists = (parts.get("bodies", []), parts.get("times", []))
    if not all(isinstance(v, list) and all(isinstance(x, str) for x in v) for v in lists):
        return None
    if not isinstance(parts.get("matter"), str):
        return None
    return {"bodies": [], "times": []} | parts


def _is_name(words: str, engine: Engine, language: str) -> bool:
    """Whether the engine can read ``words`` as a place or an indexed body."""
    found = engine.bodies.find(words, [(0, len(words))], language).mentions
    return any(m.placed or m.known for m in found)


def _together(found: list[str], told: list[str], question: str) -> list[str]:
    """What the engine found in the question, and what else the model copied from it."""
    kept = [one.strip() for one in found if one.strip()]
    for one in told[:_MOST]:
        name = one.strip()
        inside = len(name) > 1 and fold(name) in fold(question)
        if inside and not any(fold(name) in fold(k) or fold(k) in fold(name) for k in kept):
            kept.append(name)
    return kept


def _is_asked(matter: str, question: str, engine: Engine, today: date) -> bool:
    """Whether ``matter`` brings in no number, name or time that the question has not."""
    if not set(_DIGITS.findall(fold(matter))) <= set(_DIGITS.findall(fold(question))):
        return False
    read, there = engine.understood(matter, today), fold(question)
    names = [m.text for m in read.named.mentions if m.placed or (m.named and m.known)]
    return all(fold(one) in there for one in (*names, *(p.printed for p in read.periods)))


def _composed(kind: str, bodies: list[str], times: list[str], matter: str, language: str) -> str:
    form = _FORMS[language][kind]
    if language == "zh":
        return form.format(who="和".join(bodies), when="、".join(times), what=matter)
    who = " and ".join(bodies)
    when = " and ".join(times)
    if when and not re.match(r"(?i)(?:in|last|this|since|from|between|during|before)\b", when):
        when = f"in {when}"
    return form.format(
        who=who or _ANYBODY["en"],
        of=f" in {who}" if who else "",
        when=f" {when}" if when else "",
        what=matter,
    )
