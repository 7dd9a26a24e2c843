from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from indexer.document.report import Details, Document, Mark, Report, Section
from indexer.extraction.passages import LIMIT, context, split_passages


def made(text: str, sections: list[Section], marks: tuple[Mark, ...] = ()) -> Report:
    sentences = tuple(m.span() for m in re.finditer(r"[^。\n]+[。]?", text) if m.group().strip())
    return Report(
        "a.txt", Document(text, "text", marks=marks), Details(), tuple(sections), sentences, ()
    )


@st.composite
def reports(draw: st.DrawFn) -> Report:
    pieces = draw(
        st.lists(
            st.tuples(
                st.integers(1, 3),
                st.text("甲乙丙 ", min_size=1, max_size=12).map(lambda t: t + "\n"),
                st.text("港口巡查。，\n ab", max_size=1500),
            ),
            max_size=6,
        )
    )
    text, sections, path = draw(st.text("题目。\n", max_size=40)), [], []
    if text:
        sections.append(Section((), 0, 0, 0, len(text)))
    for level, heading, body in pieces:
        start = len(text)
        text += heading + body
        path = [*path[: level - 1], heading.strip()]
        sections.append(Section(tuple(path), level, start, start + len(heading), len(text)))
    return made(text, sections)


@given(reports())
def test_passages_tile_the_text_whatever_it_is(report: Report) -> None:
    passages = split_passages(report)
    assert "".join(report.text[start:end] for start, end, _ in passages) == report.text
    assert all(end > start for start, end, _ in passages)


@given(reports())
def test_cuts_fall_where_a_section_or_a_sentence_begins(report: Report) -> None:
    allowed = {s.start for s in report.sections} | {start for start, _ in report.sentences}
    long = [(a, b) for a, b in report.sentences if b - a > 1000]
    for start, _, _ in split_passages(report):
        assert start in allowed or any(a < start < b for a, b in long)


@given(reports())
def test_a_passage_holds_the_body_of_one_section_only(report: Report) -> None:
    for start, end, path in split_passages(report):
        bodies = [
            s.path
            for s in report.sections
            if report.text[max(start, s.body) : min(end, s.end)].strip()
        ]
        assert len(bodies) <= 1 and (not bodies or bodies[0] == path)


def test_a_heading_without_body_joins_its_first_child() -> None:
    text = "一、处罚\n（一）案件\n立案三起。\n"
    sections = [
        Section(("一、处罚",), 1, 0, 4, 5),
        Section(("一、处罚", "（一）案件"), 2, 5, 10, len(text)),
    ]
    assert split_passages(made(text, sections)) == [(0, len(text), ("一、处罚", "（一）案件"))]


def test_a_heading_without_body_or_child_stands_alone() -> None:
    text = "一、处罚\n二、打算\n添置巡逻艇。\n"
    sections = [Section(("一、处罚",), 1, 0, 4, 5), Section(("二、打算",), 1, 5, 9, len(text))]
    assert [p[2] for p in split_passages(made(text, sections))] == [("一、处罚",), ("二、打算",)]


def test_long_sections_are_cut_near_the_target_at_sentence_ends() -> None:
    text = "".join(f"第{n}处码头的护栏已经修好并通过了验收。" for n in range(100))
    passages = split_passages(made(text, [Section((), 0, 0, 0, len(text))]))
    sizes = [end - start for start, end, _ in passages]
    assert len(sizes) > 3 and max(sizes) <= LIMIT and min(sizes) > 160
    assert all(text[start:end].endswith("。") for start, end, _ in passages)


def test_a_sentence_longer_than_any_model_takes_is_cut_at_clauses() -> None:
    text = "港口，" * 1000
    passages = split_passages(made(text, [Section((), 0, 0, 0, len(text))]))
    assert all(end - start <= 1200 and text[start:end].endswith("，") for start, end, _ in passages)


def test_a_table_keeps_caption_header_and_first_row_together_and_lends_its_header() -> None:
    rows = ["码头 | 罚款（万元）", *(f"第{n}号码头 | {n}.5" for n in range(200))]
    lead, caption = "前面的文字已经很长了。" * 28 + "\n", "表1 各码头处罚\n"
    text = lead + caption + "\n".join(rows)
    table = Mark("table", len(lead + caption), len(text))
    report = made(text, [Section((), 0, 0, 0, len(text))], (table,))
    passages = split_passages(report)
    with_header = [text[a:b] for a, b, _ in passages if "罚款（万元）" in text[a:b]]
    assert len(with_header) == 1
    assert "表1 各码头处罚\n码头 | 罚款（万元）\n第0号码头 | 0.5" in with_header[0]
    assert "罚款（万元）" in context(text, passages[-1], [table])
    assert context(text, passages[0], [table]) == ""
