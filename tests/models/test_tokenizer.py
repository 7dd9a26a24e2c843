from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.models import model_file
from indexer.models.e5_file import E5File
from indexer.models.tokenizer import Tokenizer

_SCRIPTS = (
    (0x20, 0x7F), (0x00, 0x20), (0xA0, 0x250), (0x300, 0x330), (0x400, 0x460), (0x620, 0x660),
    (0x1100, 0x1120), (0x2000, 0x2070), (0x3000, 0x3100), (0x3300, 0x3360), (0x4E00, 0x4F00),
    (0xAC00, 0xAC40), (0xE000, 0xE010), (0xFB00, 0xFB07), (0xFE00, 0xFE10), (0xFF00, 0xFFF0),
    (0x1F600, 0x1F640), (0xD800, 0xD804),
)  # fmt: skip
_CHARACTERS = st.one_of([st.integers(a, b - 1).map(chr) for a, b in _SCRIPTS])
_WORDS = st.sampled_from(
    ["罚款", "2023年", " the bureau ", "штраф", "<s>", "<mask>", "ｶﾞ", "é", "  ", "▁"]
)
TEXTS = st.lists(st.one_of(_CHARACTERS, _WORDS), max_size=60).map("".join)


@pytest.fixture(scope="module")
def tokenizer(file: E5File) -> Tokenizer:
    return Tokenizer(file)


def pieces(tokenizer: Tokenizer, text: str) -> list[str]:
    shown = tokenizer._file.pieces
    return [shown[i] for i in tokenizer.encode(text).ids[1:-1]]


@settings(max_examples=400)
@given(TEXTS, st.integers(2, 40))
def test_both_ways_agree_id_for_id_and_span_for_span(text: str, most: int) -> None:
    tokenizer = _shared()
    found = tokenizer.encode(text, most)
    assert tokenizer.encode_fast(text, most) == found
    assert len(found.ids) == len(found.spans) <= most
    assert (found.ids[0], found.ids[-1]) == (0, 2)
    assert not {0, 1, 2, 250_001} & set(found.ids[1:-1])
    assert all(0 <= start <= end <= len(text) for start, end in found.spans)
    starts = [start for start, end in found.spans if end]
    assert starts == sorted(starts)


@pytest.mark.parametrize(
    "text, ids",
    [
        ("Hello world!", [0, 35378, 8999, 38, 2]),
        ("你好，世界", [0, 6, 124084, 4, 3221, 2]),
        ("नमस्ते दुनिया", [0, 68700, 97883, 29405, 2]),
        ("مرحبا بالعالم", [0, 665, 193478, 258, 1705, 77796, 2]),
        ("Bonjour le monde", [0, 84602, 95, 11146, 2]),
    ],
)
def test_the_ids_are_those_of_xlm_roberta(tokenizer: Tokenizer, text: str, ids: list[int]) -> None:
    """The examples of fairseq's README of XLM-R."""
    assert tokenizer.encode(text).ids == ids


def test_spans_point_into_the_text_as_it_was_given(tokenizer: Tokenizer) -> None:
    text = " 港区　 fined ４５ ﬁrms cafe\u0301"
    found = tokenizer.encode(text)
    assert [text[start:end] for start, end in found.spans if end] != []
    shown = "".join(text[start:end] for start, end in found.spans)
    assert "fined" in shown and "４５" in shown and shown.endswith("e\u0301")
    ligature = [span for span in found.spans if text[slice(*span)].startswith("ﬁ")]
    assert ligature  # a token spelt "fi" stands where the ligature does


def test_a_letter_and_its_mark_are_one_character(tokenizer: Tokenizer) -> None:
    assert tokenizer.encode("cafe\u0301 ﾊﾞｽ").ids == tokenizer.encode("café バス").ids


def test_unknown_characters_beside_each_other_are_one_token(tokenizer: Tokenizer) -> None:
    assert pieces(tokenizer, "\U000f0000\U000f0001\U000f0002") == ["▁", "<unk>"]
    assert tokenizer.encode("\U000f0000\U000f0001\U000f0002").spans[2] == (0, 3)


def test_a_long_text_is_cut_and_ends_like_any_other(tokenizer: Tokenizer) -> None:
    found = tokenizer.encode("码头 wharf " * 50_000)
    assert len(found.ids) == 512 and found.ids[-1] == tokenizer.config.eos


def test_many_texts_are_encoded_as_each_one(tokenizer: Tokenizer) -> None:
    texts = [f"第{n}号码头 pier {n}" for n in range(40)]
    few = tokenizer.encode_many(texts)
    tokenizer._characters = 10**6
    assert tokenizer.encode_many(texts) == few == [tokenizer.encode(text) for text in texts]


def _shared() -> Tokenizer:
    """Hypothesis wants no fixture of a narrower scope: made once here."""
    if not _KEPT:
        _KEPT.append(Tokenizer(E5File(model_file.locate())))
    return _KEPT[0]


_KEPT: list[Tokenizer] = []


@given(TEXTS)
def test_pieces_are_the_same_once_their_lengths_are_listed(text: str) -> None:
    tokenizer = _shared()
    tokenizer._seen = 0
    first = tokenizer.encode(text)
    tokenizer._seen = 10**9
    assert tokenizer.encode(text) == first
