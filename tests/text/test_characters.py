"""Radicals and doubled ideographs are read as the characters of everyday writing."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.reading.read import read_report
from indexer.text.characters import everyday

from ..readers.files import docx_bytes, paged_pdf

KANGXI = st.characters(min_codepoint=0x2F00, max_codepoint=0x2FD5)
TITLE = "⽟⼭县⽔务局2025年度⾏政执法⼯作报告"
BODY = "2025年，⽟⼭县⽔务局检查⽣产⼯⼚⼀百⼆⼗六家次，⽴案18件，罚没⾦额34.5万元。"


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("⾏⼯⺠⻓⻔⻅⻛⻬，①（", "行工民长门见风齐，①（"),
        ("⻋⻢⻉⻩⻰⻘⻝", "车马贝黄龙青食"),
        ("全县⼾数", "全县户数"),
        ("全縣⼾數", "全縣戶數"),
        ("⿈河", "黄河"),
        ("\uf9d1\uf9d2", "六戮"),
        ("神﨑", "神﨑"),
        ("Ⅳ①㎡", "Ⅳ①㎡"),
    ],
)
def test_radicals_become_the_characters_they_look_like(printed: str, expected: str) -> None:
    assert everyday(printed) == expected


@given(st.text(KANGXI, max_size=20))
def test_no_radical_is_left_and_each_character_keeps_its_place(text: str) -> None:
    plain = everyday(text)
    assert len(plain) == len(text)
    assert all("CJK UNIFIED" in unicodedata.name(char) for char in plain)
    assert everyday(plain) == plain


def _written(folder: Path, kind: str) -> Path:
    path = folder / f"a.{kind}"
    if kind == "docx":
        path.write_bytes(docx_bytes(lambda d: [d.add_paragraph(t) for t in (TITLE, BODY)]))
    elif kind == "html":
        coded = "".join(f"&#{ord(c)};" for c in BODY)
        path.write_text(f"<meta charset=utf-8><h1>{TITLE}</h1><p>{coded}</p>", "utf-8")
    elif kind == "pdf":
        # A PDF's own radicals lie in its fonts' maps; the shared reader of lines is the same.
        paged_pdf(path, [[everyday(TITLE), everyday(BODY)]])
    else:
        path.write_text(("# " if kind == "md" else "") + f"{TITLE}\n\n{BODY}\n", "utf-8")
    return path


@pytest.mark.parametrize("kind", ["docx", "html", "md", "txt", "pdf"])
def test_names_and_figures_of_a_report_with_radicals_are_read(kind: str, tmp_path: Path) -> None:
    path = _written(tmp_path, kind)
    report = read_report(path, path.name)
    assert report.details.issuer == "玉山县水务局"
    assert [f.value for f in report.figures if f.unit != "years"] == [126, 18, 345000]
    for figure in report.figures:
        assert report.text[figure.start : figure.end] == figure.raw
