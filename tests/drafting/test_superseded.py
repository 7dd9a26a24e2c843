"""A draft that quotes a figure since corrected."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from indexer import Index, build
from tests.index.dedup.editions_made import paragraphs, write_text

BODY = "鹭洲市水务局"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("superseded")
    corpus = folder / "corpus"
    corpus.mkdir()
    write_text(
        corpus / "v1.txt", paragraphs(BODY, extra="另外，局机关食堂改用了节水龙头和雨水回收装置。")
    )
    corrected = paragraphs(BODY, fine="53.6万元")
    write_text(corpus / "v2.txt", [corrected[0] + "（更正稿）", *corrected[1:]])
    write_text(corpus / "v2-copy.txt", [corrected[0] + "（更正稿）", *corrected[1:]])
    write_text(corpus / "other.txt", paragraphs("芦汀县水务局", fine="20.1万元", cases=31))
    build([corpus], folder / "index")
    with Index.open(folder / "index") as opened:
        yield opened


def test_the_old_figure_is_contradicted_and_its_version_named(index: Index) -> None:
    claim = index.cite(f"{BODY}2031年罚款43.6万元。")[0]
    assert claim.verdict == "contradicted"
    figure = claim.to_json("gb7714")["figures"][0]
    assert figure["source_raw"] == "53.6万元" and not figure["agrees"]
    assert "v1.txt" in figure["note"] and "43.6万元" in figure["note"]
    new, old = claim.to_json("gb7714")["citations"]
    assert new["path"].startswith("v2") and "superseded_by" not in new
    assert old["superseded_by"]["path"].startswith("v2") and "43.6" in old["quote"]
    assert len(claim.to_json("gb7714")["formatted"]) == 2


def test_the_new_figure_is_supported_by_the_version_in_force_alone(index: Index) -> None:
    claim = index.cite(f"{BODY}2031年罚款53.6万元。")[0]
    assert claim.verdict == "supported"
    assert [c.path[:2] for c in claim.citations] == ["v2"] and not claim.figures[0].note


def test_what_only_the_old_version_said_is_not_supported(index: Index) -> None:
    claim = index.cite(f"{BODY}2031年机关食堂改用了节水龙头和雨水回收装置。")[0]
    assert claim.verdict == "unsupported" and "v1.txt" in claim.reason
    assert claim.citations[-1].path == "v1.txt"


def test_a_figure_of_no_version_stays_as_it_was(index: Index) -> None:
    claim = index.cite(f"{BODY}2031年罚款99.9万元。")[0]
    assert claim.verdict == "contradicted" and "v1.txt" not in claim.figures[0].note
    assert len(claim.citations) == 1
