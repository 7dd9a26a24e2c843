"""Catalogue, prose, download, options and page pictures, without a browser."""

from __future__ import annotations

import csv
import io
import os
import string
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from indexer import Index
from indexer.answers.answer import Answer, AnswerKind, Citation, Row, RowFigure, RowVerdict
from indexer.index.building.progress import Progress
from indexer.index.schema import Link, Links
from indexer.ui.build import BuildJob, progress_words
from indexer.ui.export import rows_csv
from indexer.ui.launch import command
from indexer.ui.links import links_html
from indexer.ui.originals import original_bytes
from indexer.ui.picture import page_picture
from indexer.ui.prose import answer_html
from indexer.ui.quote_place import Quote
from indexer.ui.rows import table
from indexer.ui.strings import catalogues, language_of, tr
from indexer.ui.theme import OPTIONS

from .test_safe import Seen

ROOT = Path(__file__).resolve().parents[2]


def citation(n: int, quote: str = "全年罚款5万元。") -> Citation:
    return Citation(
        n, "r1", "a.txt", "题", "霁川市水利局", 2025, ("一、执法",), 2, 10, 10 + len(quote), quote
    )


def answer(text: str, count: int, kind: str = "enumerate") -> Answer:
    row = Row(
        "=cmd()", "", 2025, "r1", "stated", (RowFigure("罚款", 50000.0, "CNY", "5万元", 1),), (1, 2)
    )
    cited = tuple(citation(n) for n in range(1, count + 1))
    return Answer("q", "zh", kind, True, text, (row,), cited, 3, 3)


def blanks(entry: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(entry) if name}


@pytest.mark.parametrize("language", sorted(catalogues()))
def test_each_entry_has_the_blanks_of_the_english_one_and_no_markdown(language: str) -> None:
    english = catalogues()["en"]
    for key, entry in catalogues()[language].items():
        assert entry and (key not in english or blanks(entry) == blanks(english[key])), key
        assert not set("*_`$<>[]~#") & set(entry.replace("POLICYQA_CORPUS", "")), key


def test_chinese_and_english_lack_no_entry() -> None:
    assert list(catalogues()["zh"]) == list(catalogues()["en"])
    assert list(catalogues())[:2] == ["zh", "en"]


@pytest.mark.parametrize(
    "key",
    [
        *(f"kind_{kind}" for kind in get_args(AnswerKind)),
        *(f"verdict_{verdict}" for verdict in get_args(RowVerdict)),
    ],
)
def test_each_kind_of_answer_and_each_verdict_has_its_words(key: str) -> None:
    assert tr("zh", key) and tr("en", key)


def test_the_first_language_of_the_browser_decides() -> None:
    assert [language_of(x) for x in ("zh-CN", "zh_Hant_TW", "ZH", "en-GB", "de", "", None)] == [
        "zh",
        "zh",
        "zh",
        "en",
        "en",
        "en",
        "en",
    ]
    assert tr("zh", "ask") != tr("en", "ask") == tr("fr", "ask")


def test_a_number_links_to_its_card_and_an_unknown_number_stays_text() -> None:
    html = answer_html(answer("罚款5万元[1]，见附件[7]。", 1), [1])
    assert 'href="#c1"' in html and "[7]" in html and "#c7" not in html


def test_a_long_enumeration_becomes_lists_that_lose_nothing_but_separators() -> None:
    text = (
        "Stated in 4 of 9 reports: A (2025) 1 [1]; B 2 [2]; C 3 [3]; and others (4 in total). "
        "Stated to be none in 2 more: D [4]; E [5]."
    )
    seen = Seen(answer_html(answer(text, 5), range(1, 6)))
    assert seen.tags.count("ul") == 2 and seen.tags.count("li") == 6
    squeezed = "".join(seen.text.split())
    assert squeezed == "".join(text.replace(";", "").split())


def test_the_download_keeps_values_plain_and_formulas_inert() -> None:
    lines = list(csv.DictReader(io.StringIO(rows_csv(answer("x[1]", 2), "en").decode("utf-8-sig"))))
    assert len(lines) == 1
    assert lines[0]["Value"] == "50000" and lines[0]["Quote"] == "全年罚款5万元。"
    assert lines[0]["Issuer"] == "'=cmd()" and lines[0]["Page"] == "2"


@pytest.mark.parametrize(
    ("language", "column", "words"),
    [("en", "Recognition", "may be misread"), ("zh", "识别", "可能误读")],
)
def test_the_download_says_last_which_figures_may_be_misread(
    language: str, column: str, words: str
) -> None:
    made = answer("x[1]", 2)
    figures = (replace(made.rows[0].figures[0], uncertain=True), *made.rows[0].figures)
    made = replace(made, rows=(replace(made.rows[0], figures=figures),))
    lines = list(csv.DictReader(io.StringIO(rows_csv(made, language).decode("utf-8-sig"))))
    assert [list(line)[-1] for line in lines] == [column] * 2
    assert [line[column] for line in lines] == [words, ""]


def test_the_table_marks_a_figure_that_may_be_misread(sample_index: Index) -> None:
    made = answer("x[1]", 1)
    report = sample_index.reports[0].id
    sure = made.rows[0].figures[0]
    doubted = replace(sure, raw="6万元", uncertain=True)
    rows = [
        replace(made.rows[0], report=report, figures=figures)
        for figures in ((sure, doubted), (doubted, sure))
    ]
    frame = table(sample_index, rows)
    assert list(frame["raw"]) == ["5万元", "6万元 (may be misread)"]
    assert list(frame["others"]) == [
        "罚款 CNY 50,000 (6万元) (may be misread)",
        "罚款 CNY 50,000 (5万元)",
    ]
    assert list(frame["value"]) == [50000.0, 50000.0]


def test_both_ways_of_starting_the_page_use_the_same_options() -> None:
    config = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    flat: dict[str, object] = {}

    def walk(table: dict[str, object], prefix: str) -> None:
        for key, value in table.items():
            if isinstance(value, dict):
                walk(value, f"{prefix}{key}.")
            else:
                flat[prefix + key] = value

    walk(config, "")
    assert flat == {**OPTIONS, "server.address": "127.0.0.1"}
    assert "--server.address=127.0.0.1" in command(8501, "127.0.0.1")
    assert "--browser.gatherUsageStats=false" in command(8501, "127.0.0.1")


@pytest.mark.slow
def test_a_cited_page_of_a_pdf_is_drawn_with_the_quote_marked(sample_index: Index) -> None:
    from PIL import Image

    cited = next(c for c in sample_index.ask("衡阳市应急管理局罚款多少？").citations if c.page)
    pdf = original_bytes(sample_index, sample_index.report(cited.report))
    assert pdf is not None and cited.page is not None
    plain, marked = (page_picture(pdf, cited.page, Quote(q)) for q in ("", cited.quote))
    assert plain and marked and plain.mark is None and marked.mark is not None
    yellow = [
        sum(
            n
            for n, colour in Image.open(io.BytesIO(drawn.png)).convert("RGB").getcolors(1 << 24)
            or []
            if colour == (255, 226, 122)
        )
        for drawn in (plain, marked)
    ]
    assert yellow[0] == 0 and yellow[1] > 2000
    image = Image.open(io.BytesIO(marked.png)).convert("RGB")
    top = int(np.argwhere((np.asarray(image) == (255, 226, 122)).all(axis=2))[0][0])
    assert abs(marked.mark - top / image.height) < 0.01


@pytest.mark.slow
def test_what_cannot_be_drawn_is_no_picture() -> None:
    assert page_picture(b"%PDF-1.4 nothing", 1, Quote("x")) is None


def test_a_changed_or_missing_original_is_not_handed_out(
    tmp_path: Path, sample_index: Index
) -> None:
    from dataclasses import replace

    report = sample_index.reports[0]
    assert original_bytes(sample_index, report)
    assert original_bytes(sample_index, replace(report, sha256="0" * 64)) is None
    assert original_bytes(sample_index, replace(report, path="../pyproject.toml")) is None


def test_copies_and_versions_of_a_report_are_said_with_its_source_as_plain_text() -> None:
    links = Links(also_in=(Link("r2", "b<b>.html"),), superseded_by=Link("r3", "c.pdf"))
    html = links_html(links)
    assert "c.pdf" in html and "&lt;b&gt;" in html and "<b>" not in html
    assert links_html(Links()) == ""


def test_the_download_names_the_other_files_of_a_report() -> None:
    made = answer("x[1]", 1)
    cited = replace(made.citations[0], links=Links(also_in=(Link("r2", "b.html"),)))
    lines = list(
        csv.DictReader(
            io.StringIO(rows_csv(replace(made, citations=(cited,)), "en").decode("utf-8-sig"))
        )
    )
    assert lines[0]["Also in"] == "b.html" and lines[0]["Quote"] == "全年罚款5万元。"


@pytest.mark.parametrize(
    ("progress", "zh", "en"),
    [
        (
            Progress("read", 40, 90, reports_kept=30),
            "正在读取报告：40 / 90 · 其中 30 项沿用上次中断的结果",
            "Reading reports: 40 of 90 · 30 of them kept from the interrupted build",
        ),
        (
            Progress("embed", 1, 9, 64, 500, 25.0, 1300.0, passages_kept=32),
            "正在建立索引：64 / 500 段，每秒 25 段 · 其中 32 项沿用上次中断的结果 · 约剩 22 分钟",
            "Indexing: 64 of 500 passages, 25 per second · 32 of them kept from the interrupted build"
            " · about 22 min left",
        ),
        (
            Progress("embed", 1, 9, 64, 500, 25.0),
            "正在建立索引：64 / 500 段，每秒 25 段",
            "Indexing: 64 of 500 passages, 25 per second",
        ),
    ],
)
def test_a_builds_progress_says_what_was_kept_and_how_long_it_will_take(
    monkeypatch: pytest.MonkeyPatch, progress: Progress, zh: str, en: str
) -> None:
    job = BuildJob((Path("corpus"),), Path("index"), progress=progress)
    for language, expected in (("zh", zh), ("en", en)):
        monkeypatch.setattr("indexer.ui.build.t", lambda key, _l=language, **v: tr(_l, key, **v))
        share, words = progress_words(job)
        assert words == expected and 0 < share < 1


@pytest.mark.slow
@pytest.mark.parametrize("there", [True, False])
def test_the_server_loads_what_the_first_visitor_needs(
    tmp_path: Path, sample_index: Index, there: bool
) -> None:
    """Every part of the page, and the model; without an index it is as silent as before."""
    place = sample_index.generation.index_dir if there else tmp_path / "none"
    code = (
        "import sys; from indexer.ui.serve import load; load();"
        "print(*sorted(m for m in sys.modules if m.startswith('indexer.')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"POLICYQA_INDEX": str(place)},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.split())
    parts = {p.stem for p in (ROOT / "indexer" / "ui").glob("*.py") if not p.stem.startswith("_")}
    assert {f"indexer.ui.{p}" for p in parts - {"page", "launch"}} <= loaded
    assert ("indexer.models.reader" in loaded) and "Traceback" not in done.stderr
