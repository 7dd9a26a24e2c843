"""Text over or beside the text of a page: watermarks, stamps, text in the margin, line numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median

from ...text.lines import CJK
from .chars import Char, Sheet
from .rows import Run, body_size, runs_of

_MOST_RUNS = 4_000
_LEAST_STACK = 4  # characters one below the other that make side text
_LEAST_NUMBERS = 5


def upright_and_turned(sheet: Sheet) -> tuple[list[Char], list[Char]]:
    """The characters that run with the page's text, and those turned by a quarter, in the order
    of the file; those at any other angle (watermarks across the page, round seals) are left out."""
    level = [char for char in sheet.chars if _turn(char) == 0]
    turned = [char for char in sheet.chars if _turn(char) in (90, 270)]
    return level, turned


def _turn(char: Char) -> int:
    """The quarter turn, or -1 where the character is off it by over a degree."""
    quarter = round(char.angle / 90) * 90
    return quarter % 360 if abs(char.angle - quarter) <= 1 else -1


def placed_runs(sheet: Sheet) -> set[tuple[str, int, int]]:
    """The runs of a sheet, each with its place to about 3 points."""
    level, _ = upright_and_turned(sheet)
    return {_place(run) for run in runs_of(level)}


def _place(run: Run) -> tuple[str, int, int]:
    return run.text, round(run.x0 / 3), round(run.y / 3)


def repeated_runs(sheets: Sequence[Sheet]) -> frozenset[tuple[str, int, int]]:
    """Runs of words that stand at one place on three pages or more, and on most, away from the
    head and the foot (which are known by their lines)."""
    counts: Counter[tuple[str, int, int]] = Counter()
    for sheet in sheets:
        counts.update(
            place
            for place in placed_runs(sheet)
            if re.search(r"[^\W\d_]{2}", place[0])
            and 0.12 * sheet.height < 3 * place[2] < 0.88 * sheet.height
        )
    least = max(3, 0.6 * len(sheets))
    return frozenset(place for place, n in counts.items() if n >= least)


def without_overlays(runs: Sequence[Run], marks: frozenset[tuple[str, int, int]]) -> list[Run]:
    """``runs`` less those that repeat (``marks``), lie over other text, stand one character below
    the other beside the text, or number the lines."""
    kept = [run for run in runs if _place(run) not in marks]
    if len(kept) > _MOST_RUNS:
        return kept
    kept = _without_stamps(kept)
    kept = _without_stacks(kept)
    return _without_line_numbers(kept)


def _without_stamps(runs: list[Run]) -> list[Run]:
    """Less what overlaps the text in another size or colour than the text's own."""
    body = body_size(runs)
    ink = Counter(char.ink for run in runs for char in run.chars).most_common(1)
    dark = ink[0][0] if ink else 0
    odd = [r for r in runs if abs(r.size - body) > 0.15 * body or r.chars[0].ink != dark]
    own = [r for r in runs if abs(r.size - body) <= 0.15 * body]
    stamps = {id(run) for run in odd if any(_overlap(run, other) for other in own)}
    return [run for run in runs if id(run) not in stamps]


def _overlap(stamp: Run, text: Run) -> bool:
    """Whether a good part of the stamp's letters and of some of the text's share their place."""
    if stamp is text or stamp.size < 0.6 * text.size:
        return False
    if not (stamp.x0 < text.x1 and text.x0 < stamp.x1):
        return False
    low, high = stamp.y - 0.1 * stamp.size, stamp.y + 0.75 * stamp.size
    shared = min(high, text.y + 0.75 * text.size) - max(low, text.y - 0.1 * text.size)
    across = min(stamp.x1, text.x1) - max(stamp.x0, text.x0)
    # Words set on one baseline in another colour touch at most; they do not cover each other.
    return shared > 0.3 * text.size and across > 0.6 * min(stamp.size, text.size)


def _without_stacks(runs: list[Run]) -> list[Run]:
    """Less side text: single characters one below the other, left or right of all other text."""
    single = sorted((r for r in runs if len(r.chars) == 1), key=lambda r: (round(r.x0), -r.y))
    others = [run for run in runs if len(run.chars) > 1]
    if not others:
        return runs
    left, right = min(r.x0 for r in others), max(r.x1 for r in others)
    dropped: set[int] = set()
    stack: list[Run] = []
    for run in [*single, None]:
        if run is not None and stack and abs(run.x0 - stack[-1].x0) < 0.3 * run.size:
            stack.append(run)
            continue
        outside = bool(stack) and (stack[0].x1 <= left + 1 or stack[0].x0 >= right - 1)
        letters = [r for r in stack if CJK.match(r.text) or r.text.isalpha()]
        if outside and len(letters) >= _LEAST_STACK:
            dropped |= {id(r) for r in stack}
        stack = [run] if run is not None else []
    return [run for run in runs if id(run) not in dropped]


def _without_line_numbers(runs: list[Run]) -> list[Run]:
    numbers = [run for run in runs if re.fullmatch(r"\d{1,4}", run.text)]
    words = [run for run in runs if not run.text.isdigit()]
    if len(numbers) < _LEAST_NUMBERS or not words:
        return runs
    left = median(sorted(run.x0 for run in words)[: max(1, len(words) // 2)])
    beside = sorted(
        (r for r in numbers if r.x1 <= left and _levelled(r, words)), key=lambda r: -r.y
    )
    if len(beside) < _LEAST_NUMBERS or max(r.x1 for r in beside) > min(r.x0 for r in words) + 1:
        return runs
    steps = Counter(
        int(b.text) - int(a.text) for a, b in zip(beside, beside[1:], strict=False)
    ).most_common(1)[0]
    if steps[0] not in (1, 2, 5, 10) or steps[1] < 0.9 * (len(beside) - 1):
        return runs
    dropped = {id(run) for run in beside}
    return [run for run in runs if id(run) not in dropped]


def _levelled(run: Run, words: Iterable[Run]) -> bool:
    return any(abs(run.y - word.y) < 0.5 * word.size for word in words)
