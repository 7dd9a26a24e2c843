"""What a build takes from a folder, and what it names instead of following or waiting."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from indexer.index.corpus.scan import scan_corpus
from indexer.index.corpus.walk import walk

from ..made import report_text

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="links and pipes of POSIX")


def walked(folder: Path) -> tuple[list[str], dict[str, str]]:
    found = walk(folder, [os.path.realpath(folder)])
    return sorted(name for name, _ in found.files), dict(found.refused)


def test_links_inside_are_followed_to_files_and_links_out_are_named(tmp_path: Path) -> None:
    corpus, outside = tmp_path / "corpus", tmp_path / "outside"
    (corpus / "sub").mkdir(parents=True)
    outside.mkdir()
    (outside / "s.txt").write_text("s", encoding="utf-8")
    (corpus / "sub" / "a.txt").write_text("a", encoding="utf-8")
    (corpus / "in.txt").symlink_to("sub/a.txt")
    (corpus / "out.txt").symlink_to(outside / "s.txt")
    (corpus / "out").symlink_to(outside)
    (corpus / "round").symlink_to(".")
    (corpus / "gone.pdf").symlink_to("nothing")
    (corpus / "picture.png").symlink_to(outside / "s.txt")
    names, refused = walked(corpus)
    assert names == ["in.txt", "sub/a.txt"]
    assert sorted(refused) == ["gone.pdf", "out", "out.txt"]
    assert "outside the corpus" in refused["out"] and "outside the corpus" in refused["out.txt"]
    assert "is a broken link" in refused["gone.pdf"]


def test_a_file_and_a_link_to_it_are_one_report_under_the_file_s_own_name(tmp_path: Path) -> None:
    (tmp_path / "z.txt").write_text(report_text("青禾", 3), encoding="utf-8")
    (tmp_path / "a.txt").symlink_to("z.txt")
    assert [file.name for file in scan_corpus([tmp_path]).files] == ["z.txt"]


def test_a_link_into_another_folder_of_the_same_build_is_inside(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        folder.mkdir()
        (folder / "a.txt").write_text(folder.name, encoding="utf-8")
    (one / "b.txt").symlink_to(two / "a.txt")
    assert not scan_corpus([one, two]).failures


def test_pipes_devices_and_empty_folders_with_a_report_s_name_are_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    (tmp_path / "empty.pdf").mkdir()
    (tmp_path / "full.pdf").mkdir()
    (tmp_path / "full.pdf" / "a.txt").write_text("a", encoding="utf-8")
    names, refused = walked(tmp_path)
    assert names == ["full.pdf/a.txt"]
    assert sorted(refused) == ["empty.pdf", "pipe.txt", "zero.txt"]
    assert "is a pipe" in refused["pipe.txt"]


def test_folders_deeper_than_the_stack_are_walked(tmp_path: Path) -> None:
    here = os.getcwd()
    os.chdir(tmp_path)
    try:
        for _ in range(1200):
            os.mkdir("d")
            os.chdir("d")
        Path("a.txt").write_text("a", encoding="utf-8")
        names, refused = walked(tmp_path)
        assert names == ["d/" * 1200 + "a.txt"] and not refused
        Path("a.txt").unlink()
        for _ in range(1200):  # pytest's own removal is no deeper than the stack
            os.chdir("..")
            os.rmdir("d")
    finally:
        os.chdir(here)


@pytest.mark.skipif(os.geteuid() == 0, reason="root opens every folder")
def test_a_folder_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0)
    _, refused = walked(tmp_path)
    assert "cannot be opened" in refused["locked"]


def test_odd_names_are_written_out_and_two_that_look_alike_stay_two(tmp_path: Path) -> None:
    for name in ("a\nb.txt", "a\\x0ab.txt", os.fsdecode(b"\xb1.txt")):
        (tmp_path / name).write_text(name.encode("utf-8", "replace").decode(), encoding="utf-8")
    found = scan_corpus([tmp_path]).files
    assert [file.name for file in found] == ["\\xb1.txt", "a\\x0ab-2.txt", "a\\x0ab.txt"]
    assert len({file.path for file in found}) == 3
