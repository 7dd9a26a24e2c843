from __future__ import annotations

import os
from pathlib import Path

import pytest

from indexer.errors import BuildError
from indexer.index.corpus.corpus_toml import load_corpus_toml


def _write(folder: Path, text: str) -> Path:
    (folder / "corpus.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_folder_without_the_file_sets_nothing(tmp_path: Path) -> None:
    assert load_corpus_toml(tmp_path) == {}


def test_tables_are_keyed_by_relative_path_and_empty_values_are_left_out(tmp_path: Path) -> None:
    folder = _write(
        tmp_path,
        '[reports."2025/港务 报告.pdf"]\nissuer = "云上市港务局"\nregion = ""\nyear = 2025\n'
        'sample = true\nsources = "invented"\ndate = 2026-01-15\n',
    )
    assert load_corpus_toml(folder) == {
        "2025/港务 报告.pdf": {
            "issuer": "云上市港务局",
            "year": 2025,
            "sample": True,
            "date": "2026-01-15",
        }
    }


def test_windows_separators_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    folder = _write(tmp_path, "\ufeff[reports.'a\\b.txt']\ntitle = 'T'\n")
    assert load_corpus_toml(folder) == {"a/b.txt": {"title": "T"}}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('[reports."a.txt"]\nauthor = "X"', "author"),
        ('[reports."a.txt"]\nyear = "2025"', "year"),
        ('[reports."a.txt"]\nyear = true', "year"),
        ('[reports."a.txt"]\nissuer = 3', "issuer"),
        ('[reports."a.txt"]\nsample = "yes"', "sample"),
        ('[reports."a.txt"]\ndate = "15 January"', "date"),
        ('[reports."../a.txt"]\ntitle = "T"', "../a.txt"),
        ('[reports."a.txt"]\nsame_as = 3', "same_as"),
        ('[reports."a.txt"]\nsupersedes = ["../b.txt"]', "../b.txt"),
        ('[reports."a.txt"]\nseparate = "yes"', "separate"),
        ("[report]\nx = 1", "report"),
        ("reports = 1", "reports"),
        ("[reports", "TOML"),
    ],
)
def test_a_wrong_entry_is_one_line_that_names_file_and_key(
    tmp_path: Path, text: str, named: str
) -> None:
    with pytest.raises(BuildError) as caught:
        load_corpus_toml(_write(tmp_path, text))
    message = str(caught.value)
    assert "corpus.toml" in message and named in message and "\n" not in message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[reports."a.txt"]\nyear = 1' + "0" * 400, "a year from 1 to 9999"),
        ('[reports."a.txt"]\nyear = -5', "a year from 1 to 9999"),
        ('[reports."a.txt"]\ntitle = "' + "长" * 2000 + '"', "one line of at most 1000"),
        ('[reports."a.txt"]\ntitle = "a\\nb"', "one line"),
        ('[reports."a.txt"]\nissuer = "a\\u202Eb"', "one line"),
        ("x = " + "[" * 100_000 + "]" * 100_000, "nested too deeply"),
        ("# " + "x" * 5_000_000, "too large"),
    ],
)
def test_what_no_person_would_write_is_one_clear_error(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(BuildError, match=said) as caught:
        load_corpus_toml(_write(tmp_path, text))
    assert "corpus.toml: " in str(caught.value) and len(str(caught.value).splitlines()) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes of POSIX")
def test_a_pipe_or_a_device_of_that_name_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "corpus.toml")
    with pytest.raises(BuildError, match="is a pipe"):
        load_corpus_toml(tmp_path)
    (tmp_path / "corpus.toml").unlink()
    (tmp_path / "corpus.toml").symlink_to("/dev/zero")
    with pytest.raises(BuildError, match="is a device"):
        load_corpus_toml(tmp_path)


def test_other_files_are_named_one_or_several(tmp_path: Path) -> None:
    folder = _write(
        tmp_path,
        '[reports."a.txt"]\nsame_as = "sub\\\\b.txt"\n'
        'supersedes = ["c.txt", "d.txt"]\nseparate = false\n',
    )
    assert load_corpus_toml(folder) == {
        "a.txt": {"same_as": ("sub/b.txt",), "supersedes": ("c.txt", "d.txt"), "separate": False}
    }
