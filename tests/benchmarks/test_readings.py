"""What two checkouts read differently is told; cells are known by digests alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks.cells import LIST, listed, main, read_cells
from benchmarks.figures_found import _is_of_year
from benchmarks.reading_speed import _REPORT, reading
from benchmarks.readings import differences
from indexer.document.report import Details, Figure
from indexer.reading.read import read_report

TEXT = "青岚市城管局2031年统计表\n单位：万元\n\n单位 | 罚款\n一大队 | 34.5\n二大队 | 20.2\n"


def report_file(folder: Path, text: str = TEXT) -> Path:
    path = folder / "a.txt"
    path.write_text(text, "utf-8")
    return path


def test_the_same_reading_differs_in_nothing_and_another_is_told() -> None:
    one: dict[str, Any] = {
        "details": {"title": "A", "year": 2031},
        "parts": [],
        "text": "x\ny",
        "figures": [["3", 3.0], ["4", 4.0]],
    }
    other = {
        **one,
        "details": {"title": "B", "year": 2031},
        "text": "x\nz",
        "figures": [["3", 3.0]],
    }
    assert list(differences(one, one, 9)) == []
    assert list(differences(one, other, 9)) == [
        "  title: 'A' -> 'B'",
        "  text -y",
        "  text +z",
        '  figure - ["4", 4.0]',
    ]


def test_a_cell_is_known_by_its_row_and_what_it_says(tmp_path: Path) -> None:
    def cells(text: str) -> list[tuple[str, int, str]]:
        path = report_file(tmp_path, text)
        return [cell[1:] for cell, _, _ in read_cells(read_report(path, path.name))]

    before, other = cells(TEXT), cells(TEXT.replace("万元", "亿元"))
    assert len(before) == 2 and [cell[1] for cell in before] == [1, 1]
    assert [cell[0] for cell in before] == [cell[0] for cell in other]
    assert not {cell[2] for cell in before} & {cell[2] for cell in other}


def test_the_list_of_cells_holds_digests_alone() -> None:
    assert len(listed()) >= 150
    assert all(line.isascii() for line in LIST.read_text("utf-8").splitlines()[1:])


def test_the_cells_of_a_file_are_shown_with_their_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report_file(tmp_path)
    assert main([str(tmp_path), "--show", "a.txt"]) == 0
    assert "34.5 = 345000 CNY, 2031, 一大队 罚款" in capsys.readouterr().out


def test_reading_a_file_tells_its_time_and_memory(tmp_path: Path) -> None:
    told = reading(_REPORT, report_file(tmp_path))
    assert told.figures == 2 and told.characters > 20
    assert told.seconds > 0 and told.megabytes > 20


@pytest.mark.parametrize(
    ("year", "role", "question", "right"),
    [
        (2030, "level", "2030年罚款多少", True),
        (None, "level", "2031年罚款多少", True),
        (None, "previous", "2030年罚款多少", True),
        (None, "level", "2030年罚款多少", False),
        (2030, "level", "2028 to 2031 fines", True),
        (2030, "level", "罚款多少", True),
    ],
)
def test_a_figure_asked_for_is_of_the_year_named(
    year: int | None, role: Any, question: str, right: bool
) -> None:
    figure = Figure("3", 3, "CNY", "money", "", "罚款", 0, 1, 0, 1, 0, 1, role=role, year=year)
    assert _is_of_year(figure, Details(year=2031), question) is right
