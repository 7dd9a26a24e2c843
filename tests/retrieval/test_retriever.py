from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from indexer.index.building.build import build
from indexer.index.store.generation import Generation
from indexer.retrieval.retriever import Retriever
from indexer.retrieval.translations import _entries

CHINESE = {
    "桐屿": "桐屿县水务局2031年工作总结\n\n一、河道\n全年清理河道垃圾三百吨，沿岸居民满意。\n",
    "岚皋浦": "岚皋浦区教育局2031年工作总结\n\n一、学校\n新建小学两所，操场全部铺了跑道。\n",
    "砚堰": "砚堰市园林局2031年工作总结\n\n一、苗圃\n苗圃培育蝴蝶兰和杜鹃，供应各个公园。\n",
    "蓼坪": "蓼坪镇农技站2031年工作总结\n\n一、蜜蜂\n向养蜂户发放蜂箱，防治蜂螨病。\n",
}
ENGLISH = {
    "fenmoor": "Fenmoor Library Service: Review 2031\n\n1. Readers\n\nThe mobile library visited ninety villages.\n",
    "wexdale": "Wexdale Fire Service: Review 2031\n\n1. Crews\n\nCrews fitted smoke alarms in homes of older people.\n",
}


def index_of(folder: Path, texts: dict[str, str]) -> Generation:
    corpus = folder / "corpus"
    corpus.mkdir(parents=True)
    for name, text in texts.items():
        (corpus / f"{name}.txt").write_text(text, encoding="utf-8")
    build([corpus], folder / "index")
    return Generation.open(folder / "index")


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    return index_of(tmp_path_factory.mktemp("mixed"), CHINESE | ENGLISH)


def first_path(generation: Generation, query: str) -> str:
    hit = Retriever(generation).search(query, 1)[0]
    return Path(generation.report(hit.report).path).stem


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("河道清理了多少垃圾", "桐屿"),
        ("what was done against diseases of bees", "蓼坪"),
        ("which nursery grows azaleas and orchids", "砚堰"),
        ("流动图书馆去了多少村庄", "fenmoor"),
        ("给老年人家里装了烟雾报警器", "wexdale"),
    ],
)
def test_a_question_finds_its_report_in_either_language(
    mixed: Generation, query: str, expected: str
) -> None:
    assert first_path(mixed, query) == expected


def test_translations_add_words_only_where_no_tokens_are_given(mixed: Generation) -> None:
    retriever = Retriever(mixed)
    translated = retriever.scores("bees and beehives")
    plain = retriever.scores("bees and beehives", ["bee", "beehiv"])
    assert translated.passage_words.max() > 0
    assert plain.passage_words.max() == 0
    assert np.array_equal(translated.passage_dense, plain.passage_dense)
    asked = retriever.scores("bees and beehives", ["bee", "beehiv"], translate=True)
    assert asked.passage_words.max() > 0


def test_no_dictionary_is_read_while_all_is_in_one_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("the dictionary was read")

    with index_of(tmp_path, CHINESE) as generation:
        _entries.cache_clear()  # it is read once a process
        monkeypatch.setattr("indexer.retrieval.translations.gzip.decompress", fail)
        retriever = Retriever(generation)
        assert retriever.search("河道清理了多少垃圾", 1)
        with pytest.raises(AssertionError, match="dictionary"):
            retriever.search("river rubbish", 1)


def test_word_scores_are_a_share_of_the_query(mixed: Generation) -> None:
    scores = Retriever(mixed).scores("河道垃圾", ["河道", "垃圾"])
    assert 0 < scores.passage_words.max() < 2.2
    assert scores.passage_words.min() == 0


def test_words_unknown_to_the_index_weigh_nothing(mixed: Generation) -> None:
    retriever = Retriever(mixed)
    scores = retriever.scores("河道", ["zyxwv"])
    assert np.array_equal(retriever.passage_scores(scores), retriever.dense(scores))


def test_reports_narrow_a_search_and_none_gives_nothing(mixed: Generation) -> None:
    retriever = Retriever(mixed)
    row = next(r.row for r in mixed.reports if r.path.endswith("wexdale.txt"))
    hits = retriever.search("河道清理", 10, [row])
    assert hits and {h.report for h in hits} == {mixed.reports[row].id}
    assert retriever.search("河道清理", 10, []) == []


@pytest.mark.slow
def test_results_are_equal_in_an_index_that_grew_report_by_report(
    mixed: Generation, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    whole = Path(mixed.index_dir).parent / "corpus"
    for path in sorted(whole.iterdir(), reverse=True):
        shutil.copy(path, corpus / path.name)
        build([corpus], tmp_path / "index")
    with Generation.open(tmp_path / "index") as grown:
        for query in ("蜂箱", "smoke alarms", "公园"):
            one, other = Retriever(mixed).search(query, 6), Retriever(grown).search(query, 6)
            assert [(h.report, h.start, h.score) for h in one] == [
                (h.report, h.start, h.score) for h in other
            ]


def test_equal_passages_keep_the_order_of_their_rows(tmp_path: Path) -> None:
    same = "全年清理河道垃圾三百吨，沿岸居民满意。\n"
    with index_of(tmp_path, {"a": same, "b": same, "c": same}) as generation:
        hits = Retriever(generation).search("河道垃圾", 3)
        assert [h.passage for h in hits] == sorted(h.passage for h in hits)
        assert len({h.score for h in hits}) == 1


def test_an_exact_figure_outweighs_the_common_words_beside_it(tmp_path: Path) -> None:
    generation = index_of(
        tmp_path,
        {
            "talk": "栗溪县水务局2031年工作总结\n\n一、罚款\n罚款标准和罚款缴纳办法已经公布，罚款共6.2万元。\n",
            "sum": "梨坞县水务局2031年工作总结\n\n一、执法\n全年检查水库和河道，罚款318.45万元，"
            "另外开展培训十场。\n",
        },
    )
    assert first_path(generation, "罚款318.45万元") == "sum"
