"""The sample corpus: what its files are, that nothing in it is copied, and that its truth holds."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from indexer.index.corpus.scan import scan_corpus
from indexer.readers.registry import read_document

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"
SHARED = ROOT / "../shared/reports"
BESIDE = {"corpus.toml", "README.md", "questions.jsonl"}
DIGESTS = {"衡阳市应急管理局2025年度摘编.pdf", "湘乡市应急管理局2025年摘编.docx"}
SAMPLE_NOTES = ("样本报告", "Sample report", "Rapport d'exemple", "サンプル報告書", "Musterbericht")
WINDOW = 24

FILES = sorted(path.name for path in CORPUS.iterdir() if path.name not in BESIDE)
TABLES = tomllib.loads((CORPUS / "corpus.toml").read_text(encoding="utf-8"))["reports"]
QUESTIONS = [
    json.loads(line)
    for line in (CORPUS / "questions.jsonl").read_text(encoding="utf-8").splitlines()
]
QUOTES = [(q["doc"], q["quote"]) for q in QUESTIONS if q["kind"] == "lookup"] + [
    (doc, quote) for q in QUESTIONS if q["kind"] == "topic" for doc, quote in q["evidence"]
]


@cache
def text_of(name: str) -> str:
    return read_document(CORPUS / name).text


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def chinese_windows(text: str) -> set[str]:
    """Runs of 24 characters, white space aside, that are Chinese for the most part."""
    flat = squeezed(text)
    windows = (flat[start : start + WINDOW] for start in range(len(flat) - WINDOW + 1))
    return {window for window in windows if len(re.findall(r"[\u4e00-\u9fff]", window)) > 12}


@cache
def published_windows() -> frozenset[str]:
    texts = (path.read_text(encoding="utf-8") for path in SHARED.glob("*/*.txt"))
    return frozenset().union(*(chinese_windows(text) for text in texts))


def test_corpus_toml_names_every_report_and_no_other() -> None:
    assert sorted(TABLES) == FILES


def test_a_build_of_the_corpus_takes_the_reports_and_not_the_readme() -> None:
    corpus = scan_corpus([CORPUS])
    assert [file.name for file in corpus.files] == FILES
    assert not corpus.failures


@pytest.mark.parametrize("name", FILES)
def test_a_report_says_in_its_head_and_in_corpus_toml_that_it_is_a_sample(name: str) -> None:
    assert any(note in text_of(name)[:400] for note in SAMPLE_NOTES)
    assert TABLES[name]["sample"] is True
    assert TABLES[name]["sources"]


def test_the_two_digests_name_the_published_report_and_all_others_are_invented() -> None:
    assert {name for name, table in TABLES.items() if table["sources"] != "invented"} == DIGESTS
    assert all("改写的摘编" in text_of(name)[:400] for name in DIGESTS)


def test_the_corpus_holds_every_format_and_stays_small() -> None:
    formats = Counter(Path(name).suffix for name in FILES)
    assert len(FILES) >= 14
    assert formats[".pdf"] >= 4 and formats[".docx"] >= 4
    assert min(formats[".html"], formats[".md"], formats[".txt"]) >= 3
    assert sum((CORPUS / name).stat().st_size for name in FILES) < 2_000_000


def test_some_files_are_gb18030_and_not_utf8() -> None:
    legacy = []
    for name in FILES:
        if name.endswith((".html", ".txt")):
            try:
                (CORPUS / name).read_bytes().decode("utf-8")
            except UnicodeDecodeError:
                (CORPUS / name).read_bytes().decode("gb18030")
                legacy.append(Path(name).suffix)
    assert sorted(legacy) == [".html", ".txt"]


def test_reports_are_mostly_chinese_with_english_and_two_more_languages() -> None:
    heads = {name: text_of(name)[:400] for name in FILES}
    notes = Counter(note for head in heads.values() for note in SAMPLE_NOTES if note in head)
    assert notes["样本报告"] >= 12
    assert notes["Sample report"] >= 2
    assert all(notes[note] for note in SAMPLE_NOTES[2:])


def test_pdf_samples_cut_a_sentence_at_a_page_end_and_keep_their_pages() -> None:
    cut = 0
    for name in FILES:
        if name.endswith(".pdf"):
            document = read_document(CORPUS / name)
            assert len(document.page_starts) >= 2
            for start in document.page_starts[1:]:
                before, after = document.text[start - 1], document.text[start]
                cut += before not in "。\n" and after != "\n"
    assert cut >= 2


@pytest.mark.parametrize("name", [*FILES, *sorted(BESIDE)])
def test_no_run_of_24_characters_is_taken_from_a_published_report(name: str) -> None:
    if not SHARED.is_dir():
        pytest.skip("the published reports (../shared/reports) are not here")
    own = name in BESIDE
    text = (CORPUS / name).read_text(encoding="utf-8") if own else text_of(name)
    assert not chinese_windows(text) & published_windows()


def test_questions_cover_every_kind_and_four_languages() -> None:
    kinds = Counter(question["kind"] for question in QUESTIONS)
    assert len(QUESTIONS) >= 40
    assert min(kinds[k] for k in ("lookup", "enumerate", "topic", "unanswerable")) >= 5
    assert {question["lang"] for question in QUESTIONS} == {"zh", "en", "fr", "ja"}


def test_questions_name_only_reports_that_exist() -> None:
    named = {doc for doc, _ in QUOTES}
    for question in QUESTIONS:
        if question["kind"] == "enumerate":
            named |= {*question["positives"], *question["negatives"]}
            assert not set(question["positives"]) & set(question["negatives"])
    assert named <= set(FILES)


@pytest.mark.parametrize(("name", "quote"), QUOTES)
def test_the_quote_of_a_question_stands_in_the_canonical_text(name: str, quote: str) -> None:
    assert squeezed(quote) in squeezed(text_of(name))


@pytest.mark.slow
def test_make_corpus_gives_the_same_texts_again(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "tools/make_corpus.py"), "--out", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == FILES
    for name in FILES:
        assert read_document(tmp_path / name).text == text_of(name), name
