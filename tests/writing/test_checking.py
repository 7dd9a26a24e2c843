"""Sentences of a model against the invented reports: shown as fact, struck, or marked."""

from __future__ import annotations

import pytest

from indexer import Index
from indexer.drafting.cite import Citer
from indexer.drafting.running import RunningDraft
from indexer.retrieval.query import Filters
from indexer.writing.checking import Checker, Sentences
from indexer.writing.written import WrittenSentence

RONGXI = "榕溪市应急管理局2030年罚款多少？"


def checker_of(index: Index, question: str) -> Checker:
    answer = index.ask(question)
    assert answer.answerable
    day = index._day(None)
    draft = RunningDraft(Citer(index.engine, index.generation, day), question, Filters())
    return Checker(draft, index.engine, answer.citations, answer.language, day)


def one(index: Index, text: str, question: str = RONGXI) -> WrittenSentence:
    (sentence,) = checker_of(index, question).check(text)
    return sentence


def test_a_true_sentence_is_shown_with_the_number_of_its_citation(index: Index) -> None:
    checker = checker_of(index, RONGXI)
    (sentence,) = checker.check("榕溪市应急管理局2030年罚款236万元。")
    assert sentence.verdict == "supported" and sentence.figures == ()
    assert sentence.plain("zh") == "榕溪市应急管理局2030年罚款236万元。[1]"
    assert "236万元" in checker.citations[sentence.citations[0] - 1].quote


def test_a_sentence_that_names_nobody_is_about_what_was_asked(index: Index) -> None:
    assert one(index, "罚款总额为236万元[1]。").verdict == "supported"


def test_a_passage_that_the_answer_does_not_cite_gets_a_new_number(index: Index) -> None:
    checker = checker_of(index, RONGXI)
    before = len(checker.citations)
    (sentence,) = checker.check("榕溪市应急管理局2030年举办执法培训班6期。")
    assert sentence.verdict == "supported"
    assert sentence.citations == (before + 1,) == (len(checker.citations),)
    assert "培训班6期" in checker.citations[-1].quote


def test_a_wrong_figure_is_struck_with_the_source_s_beside_it(index: Index) -> None:
    sentence = one(index, "榕溪市应急管理局2030年罚款263万元。")
    assert sentence.verdict == "contradicted"
    (figure,) = sentence.figures
    assert (figure.raw, figure.source_raw) == ("263万元", "236万元")
    assert sentence.text[figure.start : figure.end] == "263万元"
    plain = sentence.plain("zh")
    assert plain.startswith("~~榕溪市应急管理局2030年罚款263万元。~~") and "原文为236万元" in plain


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("榕溪市应急管理局2030年罚款236万元，涉及企业31家。", "31家"),
        ("榕溪市应急管理局2030年罚款236万元，同比增长19%。", "19%"),
        ("榕溪市应急管理局2030年罚款236万元，为历年最高。", "最高"),
        ("榕溪市应急管理局2030年3月罚款236万元。", "3月"),
        ("榕溪市应急管理局2027年罚款236万元。", "2027"),
        ("榕溪市应急管理局2030年罚款数百万元。", "百万"),
    ],
)
def test_a_number_that_is_in_no_cited_passage_is_never_unmarked(
    index: Index, text: str, raw: str
) -> None:
    sentence = one(index, text)
    assert sentence.verdict != "supported"
    marked = [sentence.text[f.start : f.end] for f in sentence.figures]
    assert any(raw in m for m in marked) or raw in sentence.reason
    assert sentence.plain("zh") != f"{text}[1]" and "〔" in sentence.plain("zh")


def test_the_figure_of_one_body_is_not_shown_for_another(index: Index) -> None:
    for text in (
        "鹤汀市生态环境局2030年罚款236万元。",
        "青州市应急管理局2030年罚款236万元。",
        "青州市应急管理局2030年：榕溪市应急管理局罚款236万元。",
    ):
        assert one(index, text).verdict != "supported", text


def test_a_part_is_not_shown_as_the_whole(index: Index) -> None:
    """The passage gives 151 and 85 for parts of 236: either is in it, neither is the total."""
    assert one(index, "榕溪市应急管理局2030年罚款合计151万元。").verdict != "supported"


def test_a_heading_bears_out_no_claim_about_its_matter(index: Index) -> None:
    sentence = one(index, "榕溪市应急管理局2030年度执法报告获评全省优秀案例。")
    assert sentence.verdict == "unsupported"


def test_what_counts_people_is_not_borne_out_by_things(index: Index) -> None:
    text = "Rongxi emergency management bureau found hazards among 1530 people in 2030."
    assert one(index, text).verdict != "supported"
    assert one(index, "榕溪市应急管理局2030年培训执法人员143人次。").verdict == "supported"


def test_a_number_by_itself_is_marked(index: Index) -> None:
    (sentence,) = checker_of(index, RONGXI).check("4711")
    assert sentence.verdict == "unsupported"


@pytest.mark.parametrize(
    "text",
    [
        "答复：",
        "罚款情况如下：",
        "[1]",
        "**",
        "问题：榕溪市应急管理局2030年罚款多少？",
        "<data-12ab34cd>",
    ],
)
def test_what_says_nothing_is_left_out(index: Index, text: str) -> None:
    assert checker_of(index, RONGXI).check(text) == []


def test_markup_and_the_model_s_own_numbers_are_taken_off(index: Index) -> None:
    sentence = one(index, "- **榕溪市应急管理局**2030年罚款236万元 [9]。")
    assert sentence.text == "榕溪市应急管理局2030年罚款236万元。" and sentence.citations == (1,)


@pytest.mark.parametrize(
    ("written", "sentences"),
    [
        ("罚款3万元。[1] 检查5次。[2]", ["罚款3万元[1]。", "检查5次[2]。"]),
        ("[1] 罚款3万元。[2] 检查5次。", ["[1] 罚款3万元。", "[2] 检查5次。"]),
        (
            "Fines were 3.5 million. [1] No. 5 rose. [2]",
            ["Fines were 3.5 million[1].", "No. 5 rose[2]."],
        ),
        ("一句没有句号", ["一句没有句号"]),
        ("", []),
    ],
)
def test_a_stream_is_cut_into_sentences_however_it_is_split(
    written: str, sentences: list[str]
) -> None:
    for size in (1, 2, 3, 7, 100):
        cut = Sentences()
        found = []
        for at in range(0, len(written), size):
            found += cut.add(written[at : at + size])
        found += cut.rest()
        assert [" ".join(f.split()) for f in found if f.strip()] == sentences, size


def test_text_without_a_stop_is_not_held_back_for_ever() -> None:
    cut = Sentences()
    assert cut.add("罚" * 700) != []
