"""Literal changes of a question: a name, a time or a measure put in the place of another."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ..retrieval.bodies.type_names import names_a_type
from .follow_up_parts import Parts
from .follow_up_words import Span, Words

Near = Callable[[str, str], float]
_LEAST_NEAR = 0.05
_OTHER_SORT = 0.15  # how much less likely a measure takes the place of a kind of body, or a verb
_SPACES = re.compile(r"\s{2,}")


def swapped(text: str, span: Span, new: str) -> str:
    """``text`` with ``new`` in the place of a span."""
    return text[: span[0]] + new + text[span[1] :]


def tidy(text: str, words: Words, like: str) -> str:
    """``text`` as one writes it: single spaces, contractions, and a capital where ``like`` has
    one."""
    text = _SPACES.sub(" ", text).strip()
    for pattern, short in words.contractions:
        text = pattern.sub(short, text)
    first = re.search(r"\w", text)
    if first and re.search(r"\w", like):
        capital = next(c for c in like if c.isalnum()).isupper()
        if capital:
            at = first.start()
            text = text[:at] + text[at].upper() + text[at + 1 :]
    return text


def lower_first(text: str) -> str:
    """``text`` to stand inside a sentence: its first word small, unless it is no ordinary word."""
    if len(text) > 1 and text[0].isupper() and text[1].islower():
        return text[0].lower() + text[1:]
    return text


def name_of(parts: Parts) -> str:
    """The bodies of a question as it writes them."""
    return parts.slice(parts.led(b) for b in parts.bodies)


def with_body(text: Parts, name: str, placed: str) -> str:
    """The question about ``name`` instead of its own body; ``placed`` is the name with its
    preposition, where it has one."""
    if text.bodies:
        last = text.bodies[-1]
        german = text.words.language == "de"  # whose articles have cases
        return swapped(text.text, last if german else text.led(last), name)
    return _added(text, name, placed or _joined(text.words.one("at"), name))


def with_time(text: Parts, time: str, placed: str) -> str:
    """The question of ``time`` instead of its own; ``placed`` as in ``with_body``."""
    if text.times:
        first, last = text.times[0], text.times[-1]
        own = text.placed(first)
        if placed and own[0] < text.led(first)[0]:
            return swapped(text.text, (own[0], last[1]), placed)
        return swapped(text.text, (text.led(first)[0], last[1]), time)
    if not text.words.spaced:
        if text.bodies:
            end = text.bodies[-1][1]
            gap = text.words.one("time")
            rest = text.text[end:]
            return text.text[:end] + (gap if not rest.startswith(gap) else "") + time + rest
        return time + text.words.one("time") + text.text
    anchored = placed or (_joined(text.words.one("time"), time) if time[:1].isdigit() else time)
    return _added(text, time, anchored)


def with_measure(text: Parts, new: str, near: Near, *, of_body: bool, only: bool) -> str:
    """The question with ``new`` in the place of the words of its matter that are nearest in
    meaning; ``""`` where none is near. ``of_body``: ``new`` is a kind of body."""
    if not (of_body or only) and (changed := _with_verb(text, new)):
        return changed
    span, value = nearest(text, new, near, of_body=of_body, only=only)
    if value <= _LEAST_NEAR:
        return ""
    after = [b for a, b in text.roles.get("verb", ()) if text.text[span[1] : a] == " "]
    if after and text.words.patterns["verb"].match(new.lower(), new.rfind(" ") + 1):
        span = span[0], after[0]  # "smoke alarms fitted", "fires attended"
    ask, report = text.first("ask"), text.words.one("report")
    if ask and report and _is_verb(text, span):
        changed = swapped(text.text, span, report)
        return swapped(changed, ask, f"{text.words.one('what')} {new}")
    return swapped(text.text, span, new)


def with_count(text: Parts, new: str) -> str:
    """A Chinese question for how much a body did of one thing, about ``new`` instead: the verb
    belonged to the old one (培训了多少人, 发放辅具的数量). ``""`` where it says more than that."""
    ask = text.first("ask")
    if text.words.spaced or text.words.language != "zh" or not text.bodies or ask is None:
        return ""
    start = max(end for _, end in (*text.bodies, *text.times))
    counts = text.text[slice(*ask)].startswith(("多少", "几"))
    plain = all(run[0][0] >= start for run in text.runs) and len(text.runs) == 2
    if not counts or not plain or text.text[start : ask[0]].strip("的") == "":
        return ""
    verb, thing = text.runs
    if verb[-1][1] > ask[0] or thing[0][0] < ask[1] or len(verb) > 1 or "，" in text.text:
        return ""
    return f"{text.text[:start]}{new}多少"


def _with_verb(text: Parts, new: str) -> str:
    """A question that says what a kind of body did or suffered with a verb alone ("which boards
    were fined"), about the measure ``new`` instead; ``""`` where it has a measure of its own."""
    verb, reported = text.first("verb"), text.words.one("reported")
    kind = text.kind_of_body
    clause = text.text.find(", ")
    first = [run for run in text.runs if clause < 0 or run[0][0] < clause]
    if not (verb and reported) or kind is None or len(first) != 1:
        return ""
    if verb[0] < text.runs[kind][-1][1] or (0 <= clause < verb[0]):
        return ""
    front = [s for s in text.roles.get("auxiliary", ()) if not text.text[s[1] : verb[0]].strip()]
    start = front[-1][0] if front else verb[0]
    return swapped(text.text, (start, verb[1]), f"{reported} {lower_first(new)}")


def turned(words: Words, text: str) -> str:
    """``text`` with each bound in it as the opposite one: who leaves out what is below 5,000 asks
    for at least that."""
    opposite = dict(words.opposite)
    pattern = "|".join(re.escape(w) for w in sorted(opposite, key=len, reverse=True))
    if not pattern:
        return text
    edge = r"\b" if words.spaced else ""
    return re.sub(
        rf"{edge}(?:{pattern}){edge}", lambda m: opposite[m[0].lower()], text, count=1, flags=re.I
    )


def without_conditions(old: Parts, text: str) -> str:
    """``text``, which is ``old`` about another measure, without the clauses that held for the old
    one alone: bounds, and those that speak of what was listed."""
    comma = ", " if old.words.spaced else "，"
    places = [*old.figures, *old.roles.get("those", ())]
    clauses, at = [], 0
    for clause in old.text.split(comma):
        clauses.append((clause, any(at <= a < at + len(clause) for a, _ in places)))
        at += len(clause) + len(comma)
    for clause, of_measure in clauses[1:]:
        if of_measure:
            text = text.replace(comma + clause, "", 1)
    return text


def with_kind(text: Parts, new: str) -> str:
    """The question about bodies of a certain kind (县级 in front of 单位), ``""`` where it asks
    about none."""
    kind = text.kind_of_body
    return "" if kind is None else swapped(text.text, (text.runs[kind][0][0],) * 2, new)


def nearest(
    text: Parts, new: str, near: Near, *, of_body: bool = False, only: bool = False
) -> tuple[Span, float]:
    """The words of the matter that are nearest to ``new`` in meaning, whole, and how near. A kind
    of body takes the place of another one; what is none seldom does."""
    best, most = (0, 0), 0.0
    kind = text.kind_of_body
    for number, run in enumerate(text.runs):
        whole = run[0][0], run[-1][1]
        if kind == number and of_body:
            return whole, 1.0
        if not of_body:
            run = run[_kind_words(text, run) :]
            if not run:
                continue
            whole = run[0][0], run[-1][1]
        verb = text.text[whole[1] : whole[1] + 1] == "了"
        other = verb or (kind == number and not only)
        if kind == number and not (of_body or only) and len(text.runs) > 1:
            continue
        less = _OTHER_SORT if other and len(text.runs) > 1 else 0.0
        for i in range(len(run)):
            for j in range(i, len(run)):
                value = near(new, text.text[run[i][0] : run[j][1]]) - less
                if value > most:
                    best, most = whole, value
    return best, most


def _kind_words(text: Parts, run: Sequence[Span]) -> int:
    """With how many words ``run`` names a kind of body in front of what it says of it (城市管理局
    建成); 0 if it names nothing else."""
    counts = range(1, len(run))
    return max((n for n in counts if names_a_type(text.text[run[0][0] : run[n - 1][1]])), default=0)


def _is_verb(text: Parts, span: Span) -> bool:
    """Whether words stand where the verb does: behind the body, which is behind "did"."""
    ask, front = text.first("ask"), text.first("auxiliary")
    body = text.bodies[-1] if text.bodies else None
    if not ask or not front or text.text[ask[1] : front[0]].strip():
        return False
    if not body or not front[1] <= body[0] < span[0]:
        return False
    return not text.text[body[1] : span[0]].strip()


def with_rank(text: Parts, new: Parts) -> str:
    """The other end of the ranking, or another number of its places; ``""`` where both tell
    something else."""
    if (own := text.first("limit")) and (other := new.first("limit")):
        return swapped(text.text, own, new.slice([other]))
    own, other = text.first("most", "least"), new.first("most", "least")
    if own and other and not new.has("limit"):
        changed = swapped(text.text, own, new.slice([other]))
        return changed if changed.lower() != text.text.lower() else ""
    return ""


def with_figure(text: Parts, new: Parts) -> str:
    """Another bound of the same condition; ``""`` where the question has none."""
    if len(text.figures) != 1 or len(new.figures) != 1:
        return ""
    own, other = text.figures[0], new.figures[0]
    return swapped(text.text, own, _counted(text.slice([own]), new.slice([other])))


def with_ask(text: Parts, ask: str) -> str:
    """The question with another question word (why? when?); ``""`` where it has no place."""
    span = text.first("ask")
    if not text.words.spaced:
        return _asked_within(text, span, ask)
    front = text.first("auxiliary")
    if span is not None and text.text[slice(*span)].lower() == ask.lower():
        return text.text
    if span is None:
        return f"{ask} {lower_first(text.text)}" if front is not None else ""
    after = [run for run in text.runs if run[0][0] >= span[1]]
    later = [s for s in text.roles.get("auxiliary", ()) if s[0] >= span[1]]
    noun = [run for run in after if later and run[-1][1] <= later[0][0]]
    if not noun:
        return swapped(text.text, span, ask) if later or text.bodies else ""
    rest = text.text[later[0][0] :]
    thing = text.text[span[1] : later[0][0]].strip()
    at = text.placed(text.times[0])[0] - later[0][0] if text.times else len(rest)
    if at < 0:
        return ""
    moved = f"{rest[:at].rstrip()} {thing} {rest[at:]}"
    return f"{text.text[: span[0]]}{ask} {moved}"


def appended(text: Parts, new: str) -> str:
    """The question, and what restricts or orders it after a comma."""
    comma = ", " if text.words.spaced else "、" if text.words.language == "ja" else "，"
    return f"{text.text}{comma}{lower_first(new)}"


def _asked_within(text: Parts, span: Span | None, ask: str) -> str:
    if span is None:
        return ""
    own = text.text[span[0] : span[1]]
    if ask in own:
        return text.text
    if own in text.words.lists.get("which", ()):
        return ""
    reasons = text.words.lists.get("reason", ())
    if ask not in reasons:
        # An amount is not asked of a change: what follows 为什么 goes.
        return text.text[: span[0]] + ask if own in reasons else swapped(text.text, span, ask)
    changes = text.roles.get("change", ())
    without = swapped(text.text, span, "")
    if changes and changes[0][1] <= span[0]:
        at = changes[0][0]
    else:
        at = max((e for _, e in (*text.bodies, *text.times) if e <= span[0]), default=0)
        if without[at : at + 1] == "的":
            without = without[:at] + without[at + 1 :]
    return without[:at] + ask + without[at:]


def _added(text: Parts, name: str, placed: str) -> str:
    """Something new in a question: in front in Chinese, else behind its first clause."""
    if not text.words.spaced:
        return name + text.words.one("at") + text.text
    comma = text.text.find(", ")
    end = comma if comma > 0 else len(text.text)
    return f"{text.text[:end]} {placed}{text.text[end:]}"


def _joined(word: str, name: str) -> str:
    return f"{word} {name}" if word else name


def _counted(old: str, new: str) -> str:
    """``new`` with the unit of ``old``, if it has none of its own."""
    unit = re.search(r"[^\d.,\s]+$", old)
    bare = re.fullmatch(r"[\d.,\s]+", new)
    return f"{new}{' ' if ' ' in old else ''}{unit.group()}" if unit and bare else new
