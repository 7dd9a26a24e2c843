"""Windows tile their sentences, none too long, with what a reader would see before them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.document.report import Details
from indexer.retrieval.windows import LONGEST, heading_line, windows

TABLE = "单位 | 罚款 | 案件\n甲局 | 3万元 | 7\n乙局 | 5万元 | 9\n"
CHARACTERS = st.text(st.sampled_from("罚款万元12，。；、 \n a|b.,;"), max_size=900)


@given(CHARACTERS, st.data())
def test_pieces_join_to_the_sentence_and_none_is_too_long(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    floor = data.draw(st.integers(0, start))
    found = windows(text, [(start, end)], [floor])
    assert "".join(text[w.start : w.end] for w in found) == text[start:end].strip()
    for one in found:
        assert 0 < one.end - one.start <= LONGEST and one.sentence == 0
        assert 0 <= one.before[0] <= one.before[1] <= len(text)
        assert one.before[1] <= one.start
    assert all(a.end == b.start for a, b in zip(found, found[1:], strict=False))


@given(st.lists(st.text(st.sampled_from("罚款万元，abc1"), min_size=1, max_size=300), max_size=6))
def test_windows_come_in_the_order_of_their_sentences(sentences: list[str]) -> None:
    text, spans = "", []
    for sentence in sentences:
        spans.append((len(text), len(text) + len(sentence)))
        text += sentence + "。"
    found = windows(text, spans, [0] * len(spans))
    assert [w.sentence for w in found] == sorted(w.sentence for w in found)
    assert {w.sentence for w in found} == set(range(len(spans)))
    for number, (start, end) in enumerate(spans):
        own = [w for w in found if w.sentence == number]
        assert (own[0].start, own[-1].end) == (start, end)


def test_a_long_sentence_is_cut_at_clauses() -> None:
    text = "，".join(["全年立案查处违法取水案件若干起"] * 40)
    found = windows(text, [(0, len(text))], [0])
    assert len(found) > 1
    assert all(text[w.end - 1] == "，" for w in found[:-1])


def test_the_head_of_a_table_goes_before_its_rows() -> None:
    start = TABLE.index("乙局")
    (row,) = windows(TABLE, [(start, len(TABLE) - 1)], [start])
    assert TABLE[slice(*row.before)] == "单位 | 罚款 | 案件"
    (head,) = windows(TABLE, [(0, TABLE.index("\n"))], [0])
    assert head.before == (0, 0)


def test_a_table_s_head_is_not_taken_from_the_words_above_it() -> None:
    text = f"全年情况如下表。\n{TABLE}"
    start = text.index("甲局")
    (row,) = windows(text, [(start, text.index("\n", start))], [0])
    assert text[slice(*row.before)] == "单位 | 罚款 | 案件"


def test_the_words_before_a_short_sentence_stop_at_its_passage() -> None:
    text = "第一节的话。全年立案64起。罚款236万元。"
    floor, start = text.index("全年"), text.index("罚款")
    (one,) = windows(text, [(start, len(text))], [floor])
    assert text[slice(*one.before)] == "全年立案64起。"
    (first,) = windows(text, [(floor, start)], [floor])
    assert first.before == (floor, floor)


def test_a_heading_line_tells_body_title_year_and_the_last_headings_once() -> None:
    told = Details(
        title="执法报告", issuer="甲县水务局", region="", year=2030, kind="", language="zh"
    )
    assert (
        heading_line(told, ["一", "二、处罚", "（一）总体"])
        == "甲县水务局 · 执法报告 · 2030 · 二、处罚 · （一）总体"
    )
    whole = Details(
        title="甲县水务局2030年执法报告",
        issuer="甲县水务局",
        region="",
        year=2030,
        kind="",
        language="zh",
    )
    assert heading_line(whole, []) == "甲县水务局2030年执法报告"
