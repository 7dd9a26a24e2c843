"""A scan of a report that is there as text too is a copy, whatever recognition misread in it."""

from __future__ import annotations

import re

import pytest

from .editions_made import BUREAU, paragraphs
from .grouped_files import Grouped

DATED = "苇塘市水务局2032年{}月8日"


@pytest.fixture
def files() -> Grouped:
    return Grouped()


def slips(lines: list[str], *pairs: tuple[str, str]) -> list[str]:
    """``lines`` as a recogniser gives them that took each first string for the second, once."""
    text = "\n".join(lines)
    for printed, read in pairs:
        assert printed in text
        text = text.replace(printed, read, 1)
    return text.split("\n")


@pytest.mark.parametrize(
    "pairs",
    [
        [("43.6万元", "48.6万元")],
        [("43.6万元", "436万元")],
        [("立案38起", "立案3起")],
        [("43.6万元", "43.6方元")],
        [("43.6万元", "4B.6万元"), ("规范", "规苑"), ("现将", "现得"), ("登记造册", "登记造")],
    ],
)
@pytest.mark.parametrize("format_", ["pdf", "html", "docx", "text"])
def test_a_misread_scan_is_a_copy_of_the_text(
    files: Grouped, format_: str, pairs: list[tuple[str, str]]
) -> None:
    files.scan("a.pdf", slips(paragraphs(), *pairs))
    files.add("b.x", paragraphs(), format_)
    assert files.groups() == [["a.pdf", "b.x"]] and files.chiefs() == {"b.x"}
    assert all(not w.unordered and w.successor is None for w in files.works().values())


def test_why_a_misread_scan_does_not_stand_for_the_report_is_told(files: Grouped) -> None:
    files.scan("a.pdf", slips(paragraphs(), ("43.6", "48.6")))
    files.add("b.txt", paragraphs())
    assert files.works()["a.pdf"].reason == "same: a scan with figures that recognition misread"


def test_of_two_scans_the_surer_one_stands_for_the_report(files: Grouped) -> None:
    files.scan("a.pdf", slips(paragraphs(), ("43.6", "48.6")), 0.91)
    files.scan("b.pdf", slips(paragraphs(), ("立案38起", "立案33起")), 0.96)
    assert files.groups() == [["a.pdf", "b.pdf"]] and files.chiefs() == {"b.pdf"}


def test_two_scans_with_slips_in_one_place_are_copies_of_the_text_that_both_fit(
    files: Grouped,
) -> None:
    files.scan("a.pdf", paragraphs(fine="48.6万元"))
    files.scan("b.pdf", paragraphs(fine="43.5万元"))
    assert len(files.groups()) == 2
    files.add("c.txt", paragraphs())
    assert files.groups() == [["a.pdf", "b.pdf", "c.txt"]] and files.chiefs() == {"c.txt"}


def test_a_scan_stands_for_the_report_where_the_text_lacks_pages(files: Grouped) -> None:
    files.scan("a.pdf", paragraphs())
    files.add("b.txt", paragraphs()[:-2])
    assert files.groups() == [["a.pdf", "b.txt"]] and files.chiefs() == {"a.pdf"}


@pytest.mark.parametrize(
    "change",
    [
        {"fine": "51.2万元"},
        {"fine": "43.6万元", "cases": 29},
    ],
)
def test_another_figure_is_no_misreading(files: Grouped, change: dict[str, object]) -> None:
    files.scan("a.pdf", paragraphs(**change))  # type: ignore[arg-type]
    files.add("b.txt", paragraphs())
    assert files.groups() == [["a.pdf"], ["b.txt"]]


def test_a_figure_that_the_recogniser_doubts_may_be_misread_in_several_digits(
    files: Grouped,
) -> None:
    files.scan("a.pdf", paragraphs(fine="51.2万元"), doubtful=("51.2",))
    files.add("b.txt", paragraphs())
    assert files.groups() == [["a.pdf", "b.txt"]]


@pytest.mark.parametrize("note", ["（更正稿）", "（修订版）"])
def test_a_scan_marked_as_corrected_is_a_newer_version(files: Grouped, note: str) -> None:
    files.scan("a.pdf", [paragraphs()[0] + note, *paragraphs(fine="53.6万元")[1:]], issuer=BUREAU)
    files.add("b.txt", paragraphs())
    assert files.superseded() == {"b.txt": "a.pdf"}


@pytest.mark.parametrize("format_", ["pdf", "html"])
def test_a_scan_of_a_later_day_with_another_figure_is_a_newer_version(
    files: Grouped, format_: str
) -> None:
    files.scan("a.pdf", paragraphs(fine="53.6万元", extra=DATED.format(3)), date="2032-03-08")
    files.add("b.x", paragraphs(extra=DATED.format(1)), format_, date="2032-01-08")
    assert files.superseded() == {"b.x": "a.pdf"}


@pytest.mark.parametrize(
    ("month", "fine", "date"),
    [
        (7, "43.6", "2032-07-08"),
        (1, "48.6", "2036-05-01"),
    ],
)
def test_a_misread_day_or_the_day_of_scanning_makes_no_version(
    files: Grouped, month: int, fine: str, date: str
) -> None:
    files.add("a.pdf", paragraphs(extra=DATED.format(1)), "pdf", date="2032-01-08")
    files.scan("b.pdf", paragraphs(fine=f"{fine}万元", extra=DATED.format(month)), date=date)
    assert files.groups() == [["a.pdf", "b.pdf"]] and files.chiefs() == {"a.pdf"}
    assert not files.superseded()


def test_a_misread_name_or_title_makes_no_other_report(files: Grouped) -> None:
    title = paragraphs()[0].replace("执法工作", "执法土作")
    files.scan("a.pdf", [title, *paragraphs()[1:]], issuer="苇糖市水务局")
    files.add("b.txt", paragraphs())
    assert files.groups() == [["a.pdf", "b.txt"]] and files.chiefs() == {"b.txt"}


def test_scans_of_bodies_that_fill_in_one_form_stay_apart(files: Grouped) -> None:
    for number, (place, cases) in enumerate((("芦汀县", 38), ("芦江县", 37), ("芦汀市", 38))):
        files.scan(f"{number}.pdf", paragraphs(f"{place}水务局", cases=cases))
    assert len(files.groups()) == 3 and not files.superseded()


def test_a_text_with_one_other_digit_is_still_a_version(files: Grouped) -> None:
    files.add("a.pdf", paragraphs(), "pdf")
    files.add("b.txt", paragraphs(fine="48.6万元"))
    assert len(files.groups()) == 2


def test_a_scan_goes_to_the_version_that_it_shows(files: Grouped) -> None:
    files.add("a.txt", paragraphs())
    files.add(
        "b.txt", [paragraphs()[0] + "（更正稿）", *paragraphs(fine="53.6万元")[1:]], issuer=BUREAU
    )
    files.scan("c.pdf", slips(paragraphs(), ("立案38起", "立案33起")))
    assert files.groups() == [["a.txt", "c.pdf"], ["b.txt"]]
    assert files.superseded() == {"a.txt": "b.txt", "c.pdf": "b.txt"}


def test_a_long_scan_with_slips_all_over_is_laid_beside_its_text(files: Grouped) -> None:
    lines = [
        f"第{n}项：{place}街道开展巡查{n * 7 + 11}次，发现隐患{n * 3 + 5}处，下发通知{n * 2 + 3}份。"
        for n, place in enumerate("东西南北青白红黄兰竹梅松柏榆" * 20)
    ]
    text = [paragraphs()[0], *paragraphs()[1:], *lines]
    read = [re.sub("巡查", "巡杳", line) if n % 4 == 0 else line for n, line in enumerate(text)]
    files.add("b.txt", text)
    files.scan("a.pdf", slips(read, ("43.6", "48.6")))
    assert files.groups() == [["a.pdf", "b.txt"]]
