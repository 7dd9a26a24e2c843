"""Which files are one work, which are versions, and which are neither."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.index.dedup.works import issuers_fit
from indexer.index.relations import Relations

from .editions_made import BUREAU, paragraphs
from .grouped_files import Grouped

NOTE = "（更正稿）"


@pytest.fixture
def files() -> Grouped:
    return Grouped()


def test_identical_files_are_one_work_and_the_first_path_stands_for_it(files: Grouped) -> None:
    for path in ("b.txt", "a.txt", "c/a.txt"):
        files.add(path, paragraphs())
    works = files.works()
    assert {w.work for w in works.values()} == {0}
    assert [w.reason for w in works.values()] == ["", *["same: an identical file"] * 2]


def test_of_several_formats_the_one_with_pages_stands_for_the_work(files: Grouped) -> None:
    files.add("a.txt", paragraphs())
    files.add(
        "b.html",
        ["首页 > 年报", *paragraphs()],
        "html",
        title=paragraphs()[0],
        issuer=BUREAU,
        year=2031,
    )
    files.add("c.pdf", [*paragraphs(), "— 1 —"], "pdf")
    assert files.groups() == [["a.txt", "b.html", "c.pdf"]]
    assert {files.paths[w.work] for w in files.works().values()} == {"c.pdf"}


def test_a_pdf_that_lost_a_page_does_not_stand_for_the_whole_report(files: Grouped) -> None:
    files.add("a.txt", paragraphs())
    files.add("b.pdf", paragraphs()[:-2], "pdf")
    assert {files.paths[w.work] for w in files.works().values()} == {"a.txt"}


def test_an_altered_figure_never_makes_a_copy(files: Grouped) -> None:
    files.add("a.txt", paragraphs())
    files.add("b.txt", paragraphs(fine="43.7万元"))
    assert files.groups() == [["a.txt"], ["b.txt"]]


def test_bodies_that_fill_in_one_template_stay_apart(files: Grouped) -> None:
    for number, place in enumerate(("芦汀县", "雁塘区", "沙坪市", "苇塘市", "苇塘市东苑区")):
        files.add(f"{number}.txt", paragraphs(f"{place}水务局"))
    assert len(files.groups()) == 5 and not files.superseded()


def test_a_template_without_a_name_is_no_copy_of_another_bodys(files: Grouped) -> None:
    """The body is known from the page only, its text says 本机关 and nothing happened there."""
    lines = [
        re.sub(r"[\d.]+(?=[次家个起期人万])", "0", line.replace(BUREAU, "本机关"))
        for line in paragraphs()
    ]
    for name, issuer in (("a.html", "芦汀县水务局"), ("b.html", "雁塘区水务局")):
        files.add(name, lines, "html", title="年度报告", issuer=issuer, year=2031)
    files.add("c.html", lines, "html", title="年度报告", issuer="", year=2031)
    assert files.groups() == [["a.html"], ["b.html"], ["c.html"]]


def test_equal_figures_tell_whose_an_unsigned_text_is(files: Grouped) -> None:
    lines = [line.replace(BUREAU, "本局") for line in paragraphs()]
    files.add("a.html", lines, "html", issuer=BUREAU)
    files.add("b.docx", lines, "docx", issuer="")
    assert files.groups() == [["a.html", "b.docx"]]


def test_reports_of_two_years_stay_apart(files: Grouped) -> None:
    files.add("a.txt", paragraphs(year=2030))
    files.add("b.txt", paragraphs(year=2031))
    assert len(files.groups()) == 2 and not files.superseded()


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("水务局2031年上半年行政执法情况", "水务局2031年下半年行政执法情况"),
        ("水务局2031年度行政执法工作报告", "水务局2031年度行政执法数据统计"),
    ],
)
def test_other_kinds_and_parts_of_a_year_are_other_works(
    files: Grouped, one: str, two: str
) -> None:
    files.add("a.txt", ["苇塘市" + one, *paragraphs()[1:]], issuer=BUREAU)
    files.add("b.txt", ["苇塘市" + two, *paragraphs(fine="41.2万元")[1:]], issuer=BUREAU)
    assert len(files.groups()) == 2 and not files.superseded()


def test_monthly_notices_of_one_title_do_not_supersede_each_other(files: Grouped) -> None:
    for month in (3, 4, 5):
        lines = paragraphs(fine=f"{month + 2}.3万元", cases=30 + 11 * month)
        files.add(f"{month}.txt", lines, date=f"2031-0{month}-28")
    assert len(files.groups()) == 3 and not files.superseded()


def test_a_corrected_report_supersedes_the_first_one(files: Grouped) -> None:
    files.add("a.txt", paragraphs())
    files.add("b.txt", [paragraphs()[0] + NOTE, *paragraphs(fine="53.6万元")[1:]], issuer=BUREAU)
    assert files.superseded() == {"a.txt": "b.txt"}
    del files.files["b.txt"]
    assert not files.superseded()


def test_a_later_date_of_issue_supersedes(files: Grouped) -> None:
    files.add("b.txt", paragraphs(), date="2032-01-08")
    files.add("a.txt", paragraphs(fine="53.6万元"), date="2032-03-08")
    assert files.superseded() == {"b.txt": "a.txt"}


def test_copies_of_a_superseded_version_are_superseded_too(files: Grouped) -> None:
    files.add("a.pdf", paragraphs(), "pdf", date="2032-01-08")
    files.add("a.html", paragraphs(), "html", date="2032-01-09")
    files.add("b.pdf", paragraphs(fine="53.6万元"), "pdf", date="2032-03-08")
    files.add("c.pdf", paragraphs(fine="54.6万元"), "pdf", date="2032-04-08")
    assert files.superseded() == {"a.pdf": "c.pdf", "a.html": "c.pdf", "b.pdf": "c.pdf"}


@pytest.mark.parametrize("dates", [("", ""), ("2032", "2032-03-08"), ("2032-03-08", "2032-03-08")])
def test_versions_in_no_known_order_all_stay(files: Grouped, dates: tuple[str, str]) -> None:
    files.add("a.txt", paragraphs(), date=dates[0])
    files.add("b.txt", paragraphs(fine="53.6万元"), date=dates[1])
    works = files.works()
    assert not files.superseded()
    assert works["a.txt"].unordered == (1,) and works["b.txt"].unordered == (0,)


def test_a_mark_against_the_date_leaves_the_order_open(files: Grouped) -> None:
    files.add("a.txt", paragraphs(), date="2032-03-08")
    files.add(
        "b.txt",
        [paragraphs()[0] + NOTE, *paragraphs(fine="53.6万元")[1:]],
        issuer=BUREAU,
        date="2032-01-08",
    )
    assert not files.superseded() and files.works()["a.txt"].unordered == (1,)


def test_likeness_is_not_passed_on_by_a_file_that_lacks_the_difference(files: Grouped) -> None:
    files.add("a.txt", paragraphs())
    files.add("b.txt", [p for p in paragraphs() if "罚款" not in p])
    files.add("c.txt", paragraphs(fine="53.6万元"))
    assert all(not {"a.txt", "c.txt"} <= set(group) for group in files.groups())


def test_corpus_toml_overrules_the_texts(files: Grouped) -> None:
    files.add("a.txt", paragraphs())
    files.add("b.txt", paragraphs())
    files.add("c.txt", paragraphs("芦汀县水务局"))
    assert files.groups({"b.txt": Relations(separate=True)}) == [["a.txt"], ["b.txt"], ["c.txt"]]
    assert files.groups({"c.txt": Relations(same_as=("b.txt",))}) == [["a.txt", "b.txt", "c.txt"]]
    said = {"b.txt": Relations(supersedes=("a.txt",))}
    assert files.superseded(said) == {"a.txt": "b.txt"}
    both = said | {"a.txt": Relations(supersedes=("b.txt",))}
    assert len(files.superseded(both)) < 2
    assert not files.superseded({"b.txt": Relations(supersedes=("gone.txt",))})


def test_a_file_without_issuer_joins_the_one_whose_issuer_it_names(files: Grouped) -> None:
    files.add("a.pdf", paragraphs(), "pdf")
    files.add("b.txt", ["目录", *paragraphs()], issuer="", year=2031)
    assert files.groups() == [["a.pdf", "b.txt"]]
    assert files.paths[files.works()["b.txt"].work] == "a.pdf"


@pytest.mark.parametrize(
    ("one", "two", "fit"),
    [
        ("苇塘市水务局", "云州省苇塘市水务局", True),
        ("", "苇塘市水务局", True),
        ("苇塘市水务局", "苇塘市东苑区水务局", False),
        ("苇塘市水务局", "苇塘县水务局", False),
    ],
)
def test_names_of_one_body(one: str, two: str, fit: bool) -> None:
    assert issuers_fit(one, two) is issuers_fit(two, one) is fit


@given(st.integers(0, 10_000))
def test_the_names_of_files_and_their_order_change_no_group(seed: int) -> None:
    rng, files, other = random.Random(seed), Grouped(), Grouped()
    texts = [
        paragraphs(place + "水务局", fine=fine)
        for place in ("芦汀县", "雁塘区")
        for fine in ("20.1万元", "20.1万元", "31.4万元")
    ]
    names = [f"{n}.txt" for n in range(len(texts))]
    again = dict(zip(names, rng.sample(names, len(names)), strict=True))
    for name, text in zip(names, texts, strict=True):
        files.add(name, text)
        other.add(again[name], text)
    back = {new: old for old, new in again.items()}
    groups = sorted(sorted(back[name] for name in group) for group in other.groups())
    assert groups == sorted(files.groups())
