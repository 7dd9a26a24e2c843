"""What the page may change in the corpus folder, and what it must leave alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import PolicyQAError, UsageError
from indexer.index.corpus.corpus_toml import load_corpus_toml
from indexer.index.corpus.scan import scan_corpus
from indexer.readers.registry import SUPPORTED
from indexer.ui.corpus_edit import PUT_AWAY, UPLOADS, add_file, put_away, safe_name, set_details

TOML = """# Kept by hand; do not reorder.

[reports."a.txt"]
issuer = "霁明市水利局"  # as on the seal
year = 2024

# The next one is a sample.
[reports."old/b.pdf"]
sample = true
sources = "invented"
"""


@given(st.text(max_size=300), st.sampled_from(sorted(SUPPORTED)))
def test_any_name_becomes_a_short_plain_one_of_the_same_kind_or_is_refused(
    stem: str, suffix: str
) -> None:
    try:
        name = safe_name(stem + suffix)
    except UsageError:
        return
    assert name.endswith(suffix) and len(name.encode()) <= 180
    assert not set(name) & set('/\\<>:"|?*\0\n') and not name.startswith((".", "~$"))


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "x.exe", ".pdf", "..", "", "a.pdf.sh", "...txt", "__.txt", "　.txt"],
)
def test_names_that_would_not_be_read_are_refused(name: str) -> None:
    with pytest.raises(UsageError):
        safe_name(name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../年报.pdf", "年报.pdf"),
        ("C:\\x\\a.docx", "a.docx"),
        ("con.txt", "_con.txt"),
        ("README.md", "_README.md"),
        ("a<b>?.TXT", "a_b__.TXT"),
        ("\u202ea.md", "_a.md"),
    ],
)
def test_a_name_loses_its_folders_and_what_systems_or_the_scan_reserve(
    name: str, expected: str
) -> None:
    assert safe_name(name) == expected


def test_an_upload_lies_below_the_corpus_and_never_replaces_a_file(tmp_path: Path) -> None:
    first = add_file(tmp_path, "../a.txt", b"one")
    again = add_file(tmp_path, "a.txt", b"one")
    other = add_file(tmp_path, "a.txt", b"two")
    assert first == again == tmp_path / UPLOADS / "a.txt" and other.name == "a-2.txt"
    assert (first.read_bytes(), other.read_bytes()) == (b"one", b"two")
    assert [f.name for f in scan_corpus([tmp_path]).files] == ["uploads/a-2.txt", "uploads/a.txt"]


def test_empty_and_oversized_uploads_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.ui.corpus_edit.MAX_BYTES", 3)
    for data in (b"", b"four"):
        with pytest.raises(UsageError, match=r"a\.txt"):
            add_file(tmp_path, "a.txt", data)
    assert not list(tmp_path.rglob("*.txt"))


def test_a_correction_keeps_comments_and_every_other_entry(tmp_path: Path) -> None:
    (tmp_path / "corpus.toml").write_text(TOML, encoding="utf-8")
    before = load_corpus_toml(tmp_path)
    set_details(tmp_path, "old/b.pdf", {"issuer": "霁明市\n教育局", "year": 2023, "region": ""})
    set_details(tmp_path, "uploads/新 c.md", {"region": 'a "b"\\'})
    text = (tmp_path / "corpus.toml").read_text(encoding="utf-8")
    assert all(line in text for line in TOML.splitlines())
    after = load_corpus_toml(tmp_path)
    assert after["a.txt"] == before["a.txt"]
    assert after["old/b.pdf"] == {"sample": True, "issuer": "霁明市 教育局", "year": 2023}
    assert after["uploads/新 c.md"] == {"region": 'a "b"\\'}


def test_an_empty_field_takes_the_correction_back(tmp_path: Path) -> None:
    (tmp_path / "corpus.toml").write_text(TOML, encoding="utf-8")
    set_details(tmp_path, "a.txt", {"issuer": "", "year": None})
    assert load_corpus_toml(tmp_path)["a.txt"] == {}


@pytest.mark.parametrize(
    "text", [None, "", "reports = {}\n", "reports.'z.txt' = {year = 2020}\n", "\ufeff[reports]\n"]
)
def test_any_valid_form_of_the_file_takes_a_correction(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "corpus.toml").write_text(text, encoding="utf-8")
    set_details(tmp_path, "q.txt", {"issuer": "甲局"})
    assert load_corpus_toml(tmp_path)["q.txt"] == {"issuer": "甲局"}


def test_a_broken_file_is_named_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "corpus.toml").write_text("[reports", encoding="utf-8")
    with pytest.raises(PolicyQAError, match=r"corpus\.toml"):
        set_details(tmp_path, "q.txt", {"issuer": "甲局"})
    assert (tmp_path / "corpus.toml").read_text(encoding="utf-8") == "[reports"


def test_what_is_put_away_is_kept_but_no_longer_indexed(tmp_path: Path) -> None:
    (tmp_path / "corpus.toml").write_text(TOML, encoding="utf-8")
    for n in (1, 2):
        (tmp_path / "a.txt").write_text(str(n), encoding="utf-8")
        put_away(tmp_path, "a.txt")
    (tmp_path / "c.txt").write_text("c", encoding="utf-8")
    assert sorted(p.name for p in (tmp_path / PUT_AWAY).iterdir()) == ["a-2.txt", "a.txt"]
    assert [f.name for f in scan_corpus([tmp_path]).files] == ["c.txt"]
    assert set(load_corpus_toml(tmp_path)) == {"old/b.pdf"}


def test_nothing_outside_the_corpus_is_put_away(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    (corpus / "link.txt").symlink_to(tmp_path / "a.txt")
    for key in ("../a.txt", "none.txt", str(tmp_path / "a.txt"), "link.txt"):
        with pytest.raises(UsageError):
            put_away(corpus, key)
    assert (tmp_path / "a.txt").exists()


def test_details_of_a_file_are_kept_once_whatever_the_form_of_its_name(tmp_path: Path) -> None:
    name = "bilan l\u00e9gal.md"
    decomposed = "bilan le\u0301gal.md"
    (tmp_path / decomposed).write_text("# Bilan", "utf-8")
    set_details(tmp_path, name, {"issuer": "Agence", "year": 2023})
    set_details(tmp_path, decomposed, {"year": 2024})
    assert list(load_corpus_toml(tmp_path).values()) == [{"issuer": "Agence", "year": 2024}]
    put_away(tmp_path, decomposed)
    assert load_corpus_toml(tmp_path) == {}
