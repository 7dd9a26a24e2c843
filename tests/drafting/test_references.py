"""What a cited draft shows by style: marks in the sentence, notes, the list at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest

from indexer import Index
from indexer.drafting.drafts import cited_markdown, open_draft
from indexer.drafting.styles import STYLES
from tests.drafting.test_cited_documents import formatted

TEXT = (
    "榕溪市应急管理局2030年罚款236万元。全年立案46起。发现隐患1530条。\n\n"
    "Eastmarsh imposed fines of £640,000 in 2030.\n"
)


@pytest.fixture(scope="module")
def index(invented_dir: Path) -> Iterator[Index]:
    with Index.open(invented_dir) as opened:
        yield opened


def markdown(index: Index, style: str) -> str:
    return cited_markdown(TEXT, index.cite(TEXT), style)


@pytest.mark.xfail(reason="the English sentence is not borne out, so it gets no mark")
def test_author_date_marks_stand_in_the_sentence_before_its_stop(index: Index) -> None:
    body = markdown(index, "gb7714-author-date").split("##")[0]
    assert re.search(r"罚款236万元（榕溪市应急管理局，[^）]+）[⁰-⁹¹²³]*。\[\^\d+\]", body)
    body = markdown(index, "apa").split("##")[0]
    assert re.search(r"罚款236万元\(榕溪市应急管理局, [^)]+\)。\[\^\d+\]", body)
    assert re.search(r"£640,000 in 2030 \([^()]*Eastmarsh[^()]*\)\.\[\^\d+\]", body)


@pytest.mark.parametrize("style", ["gb7714", "chicago", "markdown", "bibtex", "ris", "csl-json"])
def test_styles_of_notes_leave_the_sentences_as_they_are(index: Index, style: str) -> None:
    body = markdown(index, style).split("##")[0]
    assert re.sub(r"\[\^\d+\]", "", body).strip() == TEXT.strip()


@pytest.mark.parametrize("style", STYLES)
def test_every_note_is_one_line_and_defined_once(index: Index, style: str) -> None:
    out = markdown(index, style)
    body, rest = out.split("##", 1)
    marks = re.findall(r"\[\^(\d+)\]", body)
    defined = re.findall(r"^\[\^(\d+)\]: \S", rest, flags=re.M)
    assert marks == defined and len(set(marks)) == len(marks) >= 3
    assert "[^" not in re.sub(r"^\[\^\d+\]: ", "", rest, flags=re.M)


def test_chicago_lists_bibliography_entries_and_notes_differ(index: Index) -> None:
    listed = markdown(index, "chicago").split("## 参考文献")[1]
    entries, notes = listed.split("[^1]:")[0], listed.split("[^1]:")[1]
    assert "榕溪市应急管理局. " in entries and "榕溪市应急管理局, " in notes


def test_author_date_list_puts_chinese_bodies_first(index: Index) -> None:
    reversed_text = "\n\n".join(reversed(TEXT.strip().split("\n\n")))
    out = cited_markdown(reversed_text, index.cite(reversed_text), "gb7714-author-date")
    entries = out.split("## 参考文献")[1]
    assert 0 < entries.index("榕溪市应急管理局, ") < entries.index("Eastmarsh")


def test_word_draft_gets_marks_that_look_like_the_words_before(
    index: Index, tmp_path: Path
) -> None:
    document: Any = docx.Document()
    paragraph = document.add_paragraph()
    paragraph.add_run("榕溪市应急管理局2030年")
    paragraph.add_run("罚款236万元").bold = True
    paragraph.add_run("。全年立案64起。")
    whole = document.add_paragraph()
    whole.add_run("榕溪市应急管理局2030年罚款236万元。完。").italic = True
    document.save(str(tmp_path / "draft.docx"))
    before = formatted(tmp_path / "draft.docx")
    opened = open_draft(tmp_path / "draft.docx")
    out = tmp_path / "cited.docx"
    opened.write(out, index.cite(opened.text), "gb7714-author-date")
    texts = [p.text for p in docx.Document(str(out)).paragraphs]
    assert re.fullmatch(
        r"榕溪市应急管理局2030年罚款236万元（榕溪市应急管理局，[^）]+）\S?。全年立案64起(（.+）)?。",
        texts[0],
    )
    assert re.fullmatch(
        r"榕溪市应急管理局2030年罚款236万元（榕溪市应急管理局，[^）]+）\S?。完。", texts[1]
    )
    bold = [text for look, text in formatted(out) if "<w:b/>" in look]
    assert bold[0].startswith("罚款236万元（榕溪市应急管理局，") and "。" not in bold[0]
    marks = re.compile(r"（榕溪市应急管理局，[^）]+）[⁰-⁹¹²³]*")
    shown = [(look, marks.sub("", text)) for look, text in formatted(out)]
    assert [pair for pair in shown if pair[1]][: len(before)] == before
