"""The tokenizer of XLM-R and multilingual-e5: a unigram model over normalised characters.

Kudo 2018 (arXiv:1804.10959), as sentencepiece does it: characters mapped, marks joined to their
letters, runs of white space made one, a space put before, then the pieces of the highest total
score (Viterbi). Single texts go through Python, many through the Rust library ``tokenizers``; both
give the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .e5_file import E5File

MAX_TOKENS = 512
_SPACE = "\u2581"
_UNKNOWN_PENALTY = 10.0  # sentencepiece: this much below the least likely piece
_SOME = 8_000  # characters after which it pays to list how long pieces can be
_MANY = 50_000  # characters after which it pays to build the vocabulary of the Rust library
# Characters looked at for each token allowed: a piece has at most 16, and white space collapses.
_CHARACTERS = 32
_HALF_PAIR = re.compile("[\ud800-\udfff]")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Encoding:
    """``ids`` with <s> first and </s> last; ``spans``: where each token stands in the text.

    A span (start, end) counts characters of the text as it was given. It leaves out the white
    space before a word; (0, 0) for <s>, </s> and a space put before that the text does not have.
    """

    ids: list[int]
    spans: list[Span]


class Tokenizer:
    """The tokenizer of a model file. Its vocabulary is read when first needed (0.1 s)."""

    def __init__(self, file: E5File) -> None:
        self._file = file
        self._characters = self._seen = 0
        self.config = file.config

    def encode(self, text: str, max_tokens: int = MAX_TOKENS) -> Encoding:
        """The tokens of ``text``, cut to ``max_tokens`` with <s> and </s>."""
        shown, places = self._normalised(text[: max_tokens * _CHARACTERS])
        ids, ends = self._viterbi(shown)
        return self._encoding(shown, places, ids, ends, max_tokens)

    def encode_many(self, texts: Sequence[str], max_tokens: int = MAX_TOKENS) -> list[Encoding]:
        """``encode`` of each, by the Rust library once there were many."""
        self._characters += sum(map(len, texts))
        if self._characters < _MANY:
            return [self.encode(text, max_tokens) for text in texts]
        return [self.encode_fast(text, max_tokens) for text in texts]

    def encode_fast(self, text: str, max_tokens: int = MAX_TOKENS) -> Encoding:
        """``encode`` by the Rust library, whose vocabulary takes half a second to build."""
        shown, places = self._normalised(text[: max_tokens * _CHARACTERS])
        found = self._rust.encode(shown)
        ends = [end for _, end in found.offsets]
        return self._encoding(shown, places, found.ids, ends, max_tokens)

    def _normalised(self, text: str) -> tuple[str, list[Span]]:
        """The text as pieces spell it, and where each of its characters stands in ``text``."""
        characters: list[str] = [_SPACE]
        places: list[Span] = [(0, 0)]
        changed = self._changed
        before = ""
        # Half a surrogate pair (from a broken command line) cannot be written as UTF-8.
        for at, character in enumerate(_HALF_PAIR.sub("\ufffd", text)):
            for one in changed.get(character, character):
                if one == " ":
                    if before == " ":
                        places[-1] = (places[-1][0], at + 1)
                        continue
                    if not before:  # the text begins with the space that is put before
                        places[0] = (at, at + 1)
                        before = one
                        continue
                if before and unicodedata.combining(one):
                    whole = unicodedata.normalize("NFC", before + one)
                    if len(whole) == 1:  # a letter and its mark: one character to the model
                        characters[-1] = before = whole
                        places[-1] = (places[-1][0], at + 1)
                        continue
                characters.append(_SPACE if one == " " else one)
                places.append((at, at + 1))
                before = one
        return "".join(characters), places

    def _viterbi(self, text: str) -> tuple[list[int], list[int]]:
        """Ids of the best pieces, and where each ends in ``text``."""
        ids, scores, longest = self._vocabulary
        self._seen += len(text)
        # Few pairs of characters begin a piece, and most of those only short ones.
        reach, longest = (self._longest, 1) if self._seen > _SOME else ({}, longest)
        unknown, unknown_score = self.config.unk, self._unknown_score
        size = len(text)
        best = [0.0] + [float("-inf")] * size
        piece, start = [unknown] * (size + 1), [0] * (size + 1)
        for i in range(size):
            here = best[i]
            for end in range(i + 1, min(i + reach.get(text[i : i + 2], longest), size) + 1):
                found = ids.get(text[i:end])
                if found is not None:
                    score = here + scores[found]
                    if score > best[end]:
                        best[end], piece[end], start[end] = score, found, i
            if here + unknown_score > best[i + 1]:
                best[i + 1], piece[i + 1], start[i + 1] = here + unknown_score, unknown, i
        found_ids: list[int] = []
        ends: list[int] = []
        at = size
        while at > 0:
            # Neighbouring unknown characters are one token, as in sentencepiece.
            if not (piece[at] == unknown and found_ids and found_ids[-1] == unknown):
                found_ids.append(piece[at])
                ends.append(at)
            at = start[at]
        return found_ids[::-1], ends[::-1]

    def _encoding(
        self, shown: str, places: list[Span], ids: list[int], ends: list[int], max_tokens: int
    ) -> Encoding:
        room = max_tokens - 2
        spans: list[Span] = [(0, 0)]
        start = 0
        for end in ends[:room]:
            first = start + 1 if shown[start] == _SPACE and end > start + 1 else start
            spans.append((places[first][0], places[end - 1][1]))
            start = end
        return Encoding([self.config.bos, *ids[:room], self.config.eos], [*spans, (0, 0)])

    @cached_property
    def _changed(self) -> dict[str, str]:
        return {chr(code): text for code, text in self._file.character_map.items()}

    @cached_property
    def _unknown_score(self) -> float:
        return float(self._file.scores.min()) - _UNKNOWN_PENALTY

    @cached_property
    def _vocabulary(self) -> tuple[dict[str, int], list[float], int]:
        """Pieces that a text can hold with their ids, the scores, and the longest piece."""
        pieces = self._file.pieces
        ids = dict(zip(pieces, range(len(pieces)), strict=True))
        for special in self._special:
            ids.pop(pieces[special], None)
        return ids, self._file.scores.tolist(), max(map(len, pieces))

    @cached_property
    def _longest(self) -> dict[str, int]:
        """The length of the longest piece that begins with each two characters (0.1 s)."""
        pieces = sorted(self._file.pieces, key=len)
        return {piece[:2]: len(piece) for piece in pieces if len(piece) > 1}

    @property
    def _special(self) -> list[int]:
        """Pieces that are no text: <s>, <pad>, </s>, <unk> and, last of all, <mask>."""
        config = self.config
        return [config.bos, config.pad, config.eos, config.unk, config.pieces - 1]

    @cached_property
    def _rust(self) -> Any:
        from tokenizers import Tokenizer as RustTokenizer
        from tokenizers.models import Unigram

        pairs = list(zip(self._file.pieces, self._file.scores.tolist(), strict=True))
        for special in self._special:
            # No normalised text has a control character, so none can hold this piece.
            pairs[special] = (f"\x01{pairs[special][0]}", pairs[special][1])
        return RustTokenizer(Unigram(pairs, self.config.unk, byte_fallback=False))
