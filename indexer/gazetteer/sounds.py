"""How far Chinese characters spell a foreign name by its sound (斯卡恩马克: Skarnmark).

Log-odds of a stochastic transducer (Ristad & Yianilos 1998, IEEE PAMI 20(5)): each initial and each
final of the characters' pinyin stands for up to four Latin letters, with probabilities learnt from
names of countries, cities and languages in Chinese and English (``benchmarks/training/sounds.py``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files

INITIALS = tuple("zh ch sh b p m f d t n l g k h j q x r z c s y w".split())
LETTERS = 4  # of a name that one initial or final may stand for
_HOPELESS = -6.0  # log-odds at which a partial match is given up
Unit = str  # an initial ("^b") or a final ("ang")


def units(syllable: str) -> list[Unit]:
    """The initial and the final of a syllable of pinyin; either may be missing."""
    initial = next((i for i in INITIALS if syllable.startswith(i)), "")
    return [unit for unit in (f"^{initial}" * bool(initial), syllable[len(initial) :]) if unit]


@lru_cache(maxsize=8192)
def syllables(characters: str) -> tuple[tuple[Unit, ...], ...]:
    """The units of each character."""
    from pypinyin import lazy_pinyin

    found = lazy_pinyin(list(characters), v_to_u=False)
    return tuple(tuple(units(re.sub("[^a-z]", "", one))) for one in found)


@lru_cache(maxsize=1)
def _table() -> tuple[dict[Unit, dict[str, float]], tuple[float, ...]]:
    """Log-odds of letters by unit, and those of letters never seen for a unit, by their number."""
    raw = json.loads(files(__package__).joinpath("data", "sounds.json").read_text("utf-8"))
    return raw["units"], tuple(raw["unseen"])


def log_odds(spelled: Sequence[Sequence[Unit]], name: str) -> list[float]:
    """By number of syllables, from none to all, the log-odds (natural) that they spell the whole of
    ``name`` (letters a to z) against any letters whatever; ``-inf`` where hopeless."""
    table, unseen = _table()
    nothing = float("-inf")
    length = len(name)
    reached = [0.0] + [nothing] * length
    found = [nothing]
    for syllable in spelled:
        for unit in syllable:
            known = table.get(unit, {})
            further = [nothing] * (length + 1)
            for at, odds in enumerate(reached):
                if odds < _HOPELESS:
                    continue
                for size in range(min(LETTERS, length - at) + 1):
                    gain = odds + known.get(name[at : at + size], unseen[size])
                    if gain > further[at + size]:
                        further[at + size] = gain
            reached = further
        found.append(reached[length])
    return found


def likeness(odds: float, name: str) -> float:
    """Log-odds on a scale on which short and long names compare: the mean of the whole and of seven
    letters' worth. It was chosen, with the thresholds, on names held out from the training."""
    return 0.5 * odds * (1.0 + 7.0 / max(len(name), 1))


def nearest(
    characters: str, names: Iterable[str], sizes: Sequence[int]
) -> list[tuple[float, str, int]]:
    """Names with their likeness, best first: that of the best of the beginnings of ``characters``
    that are ``sizes`` characters long, and which that is."""
    spelled = syllables(characters[: max(sizes, default=0)])
    found = []
    for name in names:
        odds = log_odds(spelled, name)
        best, size = max(((odds[n], n) for n in sizes if n < len(odds)), default=(-99.0, 0))
        if best > 0:
            found.append((likeness(best, name), name, size))
    return sorted(found, key=lambda one: (-one[0], one[1]))
