"""Bad input at the command line: one clear line, the exit code of the contract, nothing lost."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from reportlab.lib.pdfencrypt import StandardEncryption

from indexer.cli import cli
from tests.answers.invented import write_reports
from tests.readers.files import image_pdf, paged_pdf

QUESTION = "榕溪市应急管理局2030年罚款多少"
NAMES = ["榕溪市应急管理局2030年度执法报告.txt", "橙湾区教育局2030年度报告.txt"]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in arguments])


@pytest.fixture()
def corpus(tmp_path: Path) -> Path:
    """Two good reports."""
    return write_reports(tmp_path / "corpus", NAMES)


@pytest.fixture()
def index(tmp_path: Path, corpus: Path) -> Path:
    """Their index."""
    assert run("build", corpus, "--index", tmp_path / "index").exit_code == 0
    return tmp_path / "index"


def assert_still_answers(index: Path) -> None:
    """The two good reports are whole and answer."""
    assert run("verify", "--index", index).exit_code == 0
    value = json.loads(run("ask", QUESTION, "--index", index, "--json").stdout)
    assert value["rows"][0]["figures"][0]["value"] == 2_360_000


def assert_failed(result: Result, *words: str) -> None:
    lines = result.stderr.strip().splitlines()
    assert result.exit_code in (1, 2) and "Traceback" not in result.stderr
    assert len([line for line in lines if line.startswith("policyqa: ")]) == 1
    assert result.stdout == "" and all(word in lines[-1] for word in words), result.stderr


def build_with(index: Path, corpus: Path, name: str) -> str:
    """Build with one file that cannot be read; the line that says why."""
    result = run("build", corpus, "--index", index, "--json")
    assert result.exit_code == 3 and "Traceback" not in result.stderr
    value = json.loads(result.stdout)
    assert value["reports"] == 2 and [f["path"] for f in value["failed"]] == [name]
    (line,) = (x for x in result.stderr.splitlines() if x.startswith("not read: "))
    assert name in line
    status = json.loads(run("status", "--index", index, "--json").stdout)
    assert [f["path"] for f in status["failed"]] == [name]
    assert_still_answers(index)
    return line


def test_an_empty_folder(tmp_path: Path, index: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert_failed(run("build", tmp_path / "empty", "--index", index), "empty")
    assert_still_answers(index)


def test_a_missing_path(tmp_path: Path, index: Path) -> None:
    assert_failed(run("build", tmp_path / "nowhere", "--index", index), "nowhere")
    assert_still_answers(index)


def test_a_folder_of_unknown_files_only(tmp_path: Path, index: Path) -> None:
    (tmp_path / "sheets").mkdir()
    (tmp_path / "sheets" / "a.xlsx").write_bytes(b"PK\x03\x04")
    assert_failed(run("build", tmp_path / "sheets", "--index", index), "sheets")
    assert_still_answers(index)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bild.pdf", b"\x89PNG\r\n\x1a\n" + bytes(200)),
        ("page.docx", b"<html><body><p>no word file</p></body></html>"),
        ("archive.txt", b"PK\x03\x04" + bytes(range(256))),
        ("torn.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Cat"),
    ],
)
def test_a_file_that_is_not_what_its_name_says(
    index: Path, corpus: Path, name: str, content: bytes
) -> None:
    (corpus / name).write_bytes(content)
    build_with(index, corpus, name)


def test_an_encrypted_pdf(index: Path, corpus: Path) -> None:
    paged_pdf(corpus / "locked.pdf", [["榕溪"]], encrypt=StandardEncryption("secret", canPrint=0))
    assert "password" in build_with(index, corpus, "locked.pdf").lower()


def test_a_pdf_of_images_only(index: Path, corpus: Path) -> None:
    image_pdf(corpus / "scan.pdf")
    build_with(index, corpus, "scan.pdf")


@pytest.mark.parametrize(
    "name", ["nothing.txt", "nothing.pdf", "nothing.docx", "nothing.html", "nothing.md"]
)
def test_a_file_of_no_bytes(index: Path, corpus: Path, name: str) -> None:
    (corpus / name).write_bytes(b"")
    assert "empty" in build_with(index, corpus, name)


def test_a_text_file_of_50_megabytes(index: Path, corpus: Path) -> None:
    (corpus / "huge.txt").write_bytes("数据一行又一行。\n".encode() * 2_100_000)
    assert (corpus / "huge.txt").stat().st_size > 50_000_000
    assert "MB" in build_with(index, corpus, "huge.txt")


def test_a_file_that_failed_is_read_once_it_is_mended(index: Path, corpus: Path) -> None:
    name = "鹤汀市生态环境局2030年度执法总结.md"
    (corpus / name).write_bytes(b"")
    build_with(index, corpus, name)
    write_reports(corpus, [name])
    result = run("build", corpus, "--index", index, "--json")
    assert result.exit_code == 0 and json.loads(result.stdout)["reports"] == 3


def test_a_file_name_with_spaces_and_chinese_characters(index: Path, corpus: Path) -> None:
    name = "榕溪市 应急管理局 (副本) “2030”年 report.txt"
    shutil.copy(corpus / NAMES[0], corpus / name)
    assert run("build", corpus, "--index", index).exit_code == 0
    shown = json.loads(run("show", name, "--index", index, "--json").stdout)
    assert shown["path"] == name and "罚款236万元" in shown["text"]
    assert_still_answers(index)


def altered(index: Path, pattern: str) -> Path:
    (path,) = index.glob(f"generations/*/{pattern}")
    return path


@pytest.mark.parametrize("pattern", ["passages.faiss", "sentences.faiss"])
@pytest.mark.parametrize("damage", ["cut", "gone", "other"])
def test_a_damaged_vector_file(index: Path, corpus: Path, pattern: str, damage: str) -> None:
    path = altered(index, pattern)
    data = path.read_bytes()
    path.chmod(0o644)
    if damage == "cut":
        path.write_bytes(data[: len(data) // 2])
    elif damage == "gone":
        path.unlink()
    else:
        path.write_bytes(bytes(len(data)))
    result = run("ask", QUESTION, "--index", index)
    assert_failed(result, pattern, "--rebuild")
    checked = run("verify", "--index", index)
    assert checked.exit_code == 1 and pattern in checked.output
    assert run("build", corpus, "--index", index, "--rebuild").exit_code == 0
    assert_still_answers(index)


def test_an_index_of_another_model(index: Path, corpus: Path) -> None:
    manifest = altered(index, "manifest.json")
    value = json.loads(manifest.read_text(encoding="utf-8"))
    value["model"]["name"] = str(corpus / "no-such-model")
    manifest.chmod(0o644)
    manifest.write_text(json.dumps(value), encoding="utf-8")
    assert_failed(run("ask", QUESTION, "--index", index), "model")
    assert run("build", corpus, "--index", index, "--rebuild", "--model", "bundled").exit_code == 0
    assert_still_answers(index)


def test_an_index_of_another_schema(index: Path) -> None:
    manifest = altered(index, "manifest.json")
    value = json.loads(manifest.read_text(encoding="utf-8")) | {"schema": 999}
    manifest.chmod(0o644)
    manifest.write_text(json.dumps(value), encoding="utf-8")
    for command in (["ask", QUESTION], ["status"], ["search", "罚款"]):
        assert_failed(run(*command, "--index", index), "schema", "--rebuild")


def test_a_model_that_is_not_there(tmp_path: Path, index: Path, corpus: Path) -> None:
    missing = tmp_path / "no-such-model"
    assert_failed(
        run("build", corpus, "--index", index, "--rebuild", "--model", missing), "no-such-model"
    )
    assert_still_answers(index)


def test_an_index_folder_that_is_a_file(tmp_path: Path, corpus: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert_failed(run("build", corpus, "--index", tmp_path / "file"), "file")
    assert_failed(run("ask", QUESTION, "--index", tmp_path / "file"))


FULL_DISK = """
import resource, sys
from indexer.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
sys.argv = ["policyqa", *sys.argv[1:]]
main()
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="limits of file size are a POSIX matter")
def test_a_full_disk(index: Path, corpus: Path) -> None:
    write_reports(corpus)
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, "build", str(corpus), "--index", str(index)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1 and "Traceback" not in done.stderr and done.stdout == ""
    assert "space" in done.stderr.strip().splitlines()[-1]
    assert_still_answers(index)
    status = json.loads(run("status", "--index", index, "--json").stdout)
    assert status["reports"] == 2


def test_a_damaged_glossary_of_one_s_own(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own.toml"
    own.write_text("[concepts", encoding="utf-8")
    monkeypatch.setenv("POLICYQA_GLOSSARY", str(own))
    assert_failed(run("search", QUESTION, "--index", index), "own.toml")
    monkeypatch.setenv("POLICYQA_GLOSSARY", str(tmp_path / "gone.toml"))
    assert_failed(run("search", QUESTION, "--index", index), "gone.toml")
