from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.extraction.quantities.figures import find_figures
from indexer.index.dedup.likeness import ComparedText, compare, compared_text, rough_jaccard, sketch
from indexer.text.folding import normal
from indexer.text.sentences import split_sentences

from .editions_made import paragraphs

TEXT = st.text(st.characters(codec="utf-8"), max_size=400)


def made(lines: list[str]) -> ComparedText:
    text = "\n".join(lines)
    return compared_text(text, find_figures(text, split_sentences(text, ()), "zh", 2031))


@given(TEXT)
def test_spaces_punctuation_and_width_make_no_difference(text: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    assert normal(wide) == normal(" ".join(text)) == normal(text)
    assert sketch(wide).exact == sketch(text).exact


@given(TEXT, TEXT)
def test_likeness_is_whole_with_itself_and_the_same_both_ways(one: str, two: str) -> None:
    a, b = compared_text(one, ()), compared_text(two, ())
    assert compare(a, a).jaccard == 1.0 and not compare(a, a).conflict
    assert compare(a, b).jaccard == compare(b, a).jaccard


def test_a_sketch_tells_the_likeness_of_the_whole_texts_nearly() -> None:
    rng = np.random.default_rng(3)
    letters = np.array(list("河湖巡查立案罚款培训执法检查取水单位问题整改完成时限"))
    base = "".join(rng.choice(letters, 6000))
    for share in (0.02, 0.1, 0.3, 0.6):
        other = base[: int(6000 * (1 - share))] + "".join(rng.choice(letters, int(6000 * share)))
        truth = compare(compared_text(base, ()), compared_text(other, ())).jaccard
        assert abs(rough_jaccard(sketch(base), sketch(other)) - truth) < 0.1


def test_another_figure_in_the_same_words_is_a_conflict() -> None:
    found = compare(made(paragraphs()), made(paragraphs(fine="53.6万元")))
    assert found.jaccard > 0.9 and found.conflict and found.missing == (1, 1)


def test_two_figures_that_changed_places_are_a_conflict() -> None:
    one = ["甲项检查企业共计有12家，乙项走访住户共计有31户，其余事项按计划推进。"]
    two = ["甲项检查企业共计有31家，乙项走访住户共计有12户，其余事项按计划推进。"]
    assert compare(made(one), made(two)).conflict


def test_a_paragraph_more_is_no_conflict_but_is_counted() -> None:
    more = paragraphs(extra="另外，全年收到群众来信17件，均已答复。")
    found = compare(made(paragraphs()), made(more))
    assert not found.conflict and found.missing == (0, 1)


def test_the_counter_of_a_page_is_no_figure_of_the_report() -> None:
    one, two = ["浏览次数：1207", *paragraphs()], ["浏览次数：5555", *paragraphs()]
    assert not compare(made(one), made(two)).conflict
