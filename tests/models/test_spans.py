from __future__ import annotations

import numpy as np

from benchmarks.training.examples import token_span
from indexer.models.encoder import PASSAGE, QUERY, Encoder
from indexer.models.pieces import Piece
from indexer.models.spans import MAX_TOKENS, TokenPlaces, piece_vectors

TEXT = "港区立案45起，罚款10.5万元。港务局将添置巡逻艇，并培训船员。"
CUT = TEXT.index("港务局")


def test_a_passage_its_sentences_and_its_figures_come_from_one_pass(encoder: Encoder) -> None:
    start = TEXT.index("10.5")
    piece = Piece(TEXT, ((0, CUT), (0, 0), (CUT, len(TEXT))), ((8, CUT - 1, start, start + 6),))
    vectors = piece_vectors(encoder, [piece])[0]
    assert vectors.shape == (piece.rows, 384) == (5, 384)
    assert np.allclose(vectors[0], encoder.encode([TEXT], PASSAGE, MAX_TOKENS)[0], atol=1e-6)
    assert not vectors[2].any()
    assert np.allclose(np.linalg.norm(vectors[[0, 1, 3, 4]], axis=1), 1, atol=1e-5)
    fine, boat = encoder.encode(["罚款多少", "新买的船"], QUERY)
    assert fine @ vectors[1] > fine @ vectors[3] and boat @ vectors[3] > boat @ vectors[1]
    assert fine @ vectors[4] > boat @ vectors[4]


def test_a_figure_is_half_its_clause_and_half_itself(encoder: Encoder) -> None:
    found = encoder.tokenizer.encode(PASSAGE + TEXT)
    states = encoder.transformer.states(found.ids)
    shift = len(PASSAGE)
    a, b = token_span(found.spans, shift + 8, shift + CUT - 1)
    c, d = token_span(found.spans, shift + 10, shift + 12)
    mean = 0.5 * states[a:b].mean(axis=0) + 0.5 * states[c:d].mean(axis=0)
    piece = Piece(TEXT, (), ((8, CUT - 1, 10, 12),))
    assert np.allclose(
        piece_vectors(encoder, [piece])[0][1], mean / np.linalg.norm(mean), atol=1e-5
    )


def test_pieces_do_not_depend_on_their_neighbours(encoder: Encoder) -> None:
    pieces = [Piece(f"第{n}号码头。{TEXT}", ((0, 6),), ((0, 6, 1, 2),)) for n in range(12)]
    pieces.append(Piece(" ", ((0, 0),)))
    together = piece_vectors(encoder, pieces)
    for piece, vectors in zip(pieces, together, strict=True):
        assert piece_vectors(encoder, [piece])[0].tobytes() == vectors.tobytes()
    assert not together[-1].any() and together[-1].shape == (2, 384)
    assert piece_vectors(encoder, []) == []


def test_what_is_beyond_the_tokens_that_are_read_takes_the_last(encoder: Encoder) -> None:
    text = TEXT * 60
    vectors = piece_vectors(encoder, [Piece(text, ((len(text) - CUT, len(text)),))])[0]
    assert np.isclose(np.linalg.norm(vectors[1]), 1, atol=1e-5)


def test_tokens_of_a_span_are_those_of_training(encoder: Encoder) -> None:
    for text in ("fines  of 10.5 million", "罚款 10.5万元（上年18）", ""):
        spans = encoder.tokenizer.encode(text).spans
        places = TokenPlaces(spans)
        for start in range(len(text) + 2):
            for end in range(start, len(text) + 3):
                assert places.span(start, end) == token_span(spans, start, end)


def test_a_figure_that_a_row_leaves_unnamed_is_found_by_its_name(encoder: Encoder) -> None:
    text = "类别 | 立案 | 罚款\n合计 | 20 | 6.0"
    at = text.index("6.0")
    row = text.index("合计")
    plain = Piece(text, (), ((row, at + 3, at, at + 3),))
    named = Piece(text, (), ((row, at + 3, at, at + 3),), (("罚款",),))
    fine = encoder.encode(["罚款多少"], QUERY)[0]
    without, with_name = (piece_vectors(encoder, [piece])[0][1] for piece in (plain, named))
    assert fine @ with_name > fine @ without
    assert np.isclose(np.linalg.norm(with_name), 1, atol=1e-5)
