from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from indexer.errors import ModelError
from indexer.models.e5_file import E5File


def test_sizes_and_special_pieces(file: E5File) -> None:
    config = file.config
    assert (config.hidden, config.layers, config.heads, config.intermediate) == (384, 12, 12, 1536)
    assert (config.vocabulary, config.positions, config.types) == (250_037, 512, 2)
    named = [file.pieces[i] for i in (config.bos, config.pad, config.eos, config.unk, -1)]
    assert named == ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]


def test_the_map_of_characters_folds_widths_and_drops_controls(file: E5File) -> None:
    shown = "ＡＢＣ㎞\u3000\t\x07ﬁ".translate(file.character_map)
    assert shown == "ABCkm  fi"


def test_only_the_rows_asked_for_are_dequantised_and_equal_the_whole_table(file: E5File) -> None:
    ids = np.array([0, 250_001, 17, 17], dtype=np.int64)
    whole = file.array("emb.word").reshape(-1, file.config.hidden)
    assert np.array_equal(file.word_rows(ids), whole[ids])
    assert np.abs(whole).max() < 10


def test_opening_takes_milliseconds(file: E5File) -> None:
    began = time.process_time()
    E5File(file.path)
    assert time.process_time() - began < 0.05


def test_weights_that_are_not_there_are_an_error(file: E5File) -> None:
    with pytest.raises(ModelError, match="l12.q.w"):
        file.blocks("l12.q.w")
    with pytest.raises(ModelError, match="l0.q.b"):
        file.blocks("l0.q.b")  # a vector has no blocks


@pytest.mark.parametrize("size", [0, 3, 20, 1000, 5_000_000])
def test_a_file_of_another_form_or_cut_short_is_refused(
    file: E5File, tmp_path: Path, size: int
) -> None:
    short = tmp_path / "short.bin"
    with file.path.open("rb") as whole:
        short.write_bytes(whole.read(size))
    with pytest.raises(ModelError, match="not the model's data file"):
        E5File(short)
    (tmp_path / "other").write_bytes(b"ONNX" + bytes(100))
    with pytest.raises(ModelError, match="magic"):
        E5File(tmp_path / "other")
