"""A time of a question, as the tests of times and of their fit ask for it."""

from __future__ import annotations

from datetime import date

from indexer.retrieval.times.times import Period, periods

DAY = date(2031, 3, 15)


def one(text: str, question: str = "") -> Period:
    question = question or text
    at = question.index(text)
    (period,) = periods(question, [(at, at + len(text))], DAY)
    assert question[period.start : period.end] == period.printed
    return period
