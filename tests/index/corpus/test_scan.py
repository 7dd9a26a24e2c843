"""What a walk over a corpus folder takes for a report."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from indexer.index.corpus.scan import scan_corpus
from indexer.index.relations import Relations


@pytest.mark.parametrize(
    "name", ["README.md", "readme.txt", "README.zh-CN.md", "LICENSE-MIT.txt", "CHANGELOG.html"]
)
def test_papers_of_the_folder_itself_are_no_reports(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("about this folder")
    (tmp_path / "报告.txt").write_text("报告")
    corpus = scan_corpus([tmp_path])
    assert [file.name for file in corpus.files] == ["报告.txt"]
    assert not corpus.failures


@pytest.mark.parametrize(
    "name", ["Licence checks 2024.md", "license-2024.txt", "readme.pdf", "changelog of fines.txt"]
)
def test_a_report_whose_name_only_begins_so_is_kept(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("a report")
    assert [file.name for file in scan_corpus([tmp_path]).files] == [name]


def test_a_readme_that_is_named_by_itself_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_text("a report after all")
    assert [file.path for file in scan_corpus([path]).files] == [path]


def test_files_that_corpus_toml_relates_are_known_by_their_names(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        for name in ("a.txt", "b.txt"):
            (tmp_path / folder / name).write_text("报告")
    (tmp_path / "two/corpus.toml").write_text(
        '[reports."a.txt"]\nissuer = "局"\nsame_as = ["b.txt", "gone.txt"]\n', encoding="utf-8"
    )
    corpus = scan_corpus([tmp_path / "one", tmp_path / "two"])
    assert corpus.relations == {"two/a.txt": Relations(same_as=("two/b.txt",))}
    assert next(f for f in corpus.files if f.name == "two/a.txt").overrides == {"issuer": "局"}
    assert len(corpus.notes) == 1 and "gone.txt" in corpus.notes[0]


@pytest.mark.parametrize(("disk", "said"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_a_file_is_known_by_its_name_in_either_unicode_form(
    tmp_path: Path, disk: str, said: str
) -> None:
    old, new = "bilan légal.md", "révision/bilan légal 2.md"
    folder = tmp_path / unicodedata.normalize(disk, "Dépôt")
    for name in (old, new):
        path = folder / unicodedata.normalize(disk, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("# Bilan\n\nTexte.\n", "utf-8")
    table = f'[reports."{new}"]\nissuer = "Agence"\nsupersedes = "{old}"\n'
    (folder / "corpus.toml").write_text(unicodedata.normalize(said, table), "utf-8")
    corpus = scan_corpus([tmp_path / unicodedata.normalize(said, "Dépôt")])
    stored = [unicodedata.normalize(disk, name) for name in (old, new)]
    assert [file.name for file in corpus.files] == stored  # as on disk
    assert corpus.files[1].overrides == {"issuer": "Agence"}
    assert corpus.relations[stored[1]].supersedes == (stored[0],) and not corpus.notes
    alone = scan_corpus([folder / unicodedata.normalize(said, old)])
    assert [file.name for file in alone.files] == stored[:1]
