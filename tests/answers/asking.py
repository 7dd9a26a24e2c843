"""Views of an answer that tests compare."""

from __future__ import annotations

from indexer import Answer, Index


def by_path(index: Index, answer: Answer) -> dict[str, str]:
    """File name → verdict of each row."""
    paths = {r.id: r.path for r in index.reports}
    return {paths[row.report]: row.verdict for row in answer.rows}


def stated(index: Index, answer: Answer) -> set[str]:
    return {path for path, verdict in by_path(index, answer).items() if verdict == "stated"}


def first_value(answer: Answer) -> float | None:
    figures = answer.rows[0].figures if answer.rows else ()
    return figures[0].value if figures else None


def assert_literal(index: Index, answer: Answer) -> None:
    """Each quote is cut from its report, and every number in the answer is a citation."""
    for citation in answer.citations:
        text = index.text(citation.report)
        assert citation.quote == text[citation.start : citation.end] != ""
        assert citation.quote == citation.quote.strip()
    numbers = [c.n for c in answer.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    for row in answer.rows:
        assert set(row.citations) <= set(numbers)
        assert {f.citation for f in row.figures} <= set(numbers)
        for figure in row.figures:
            assert figure.raw in answer.citations[figure.citation - 1].quote
