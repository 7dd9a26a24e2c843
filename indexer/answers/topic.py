"""Answers open questions with whole sentences, grouped by report, without near-duplicates."""

from __future__ import annotations

from collections import defaultdict

from . import weights
from .answer import Answer
from .candidates import best_rows, interleaved
from .citations import is_heading
from .inquiry import Inquiry
from .judging import Judged
from .writer import quoted

_READ = 32
_CITED = 5
_PER_ISSUER = 2
_SAME = 0.95
_LONGEST = 300


def answer_topic(inquiry: Inquiry) -> Answer:
    """The best sentences over all reports in scope, at most two per issuer among the first five."""
    writer = inquiry.writer
    if inquiry.scope.unknown or not inquiry.scope.body:
        return writer.refused("topic", inquiry.scope.unknown, [])
    judged = _judged(inquiry)
    if not judged or judged[0].best < weights.TOPIC:
        return writer.refused("topic", (), [j.sentence for j in judged])
    chosen = _chosen(inquiry, judged)
    by_report: dict[int, list[str]] = defaultdict(list)
    for one in chosen:
        start, end = _span(inquiry, one)
        n = writer.citations.cite(one.report, start, end)
        quote = quoted(inquiry.generation.text(one.report)[start:end])
        by_report[one.report].append(f"“{quote}”[{n}]")
    parts = [
        writer.say(
            "topic", who=writer.who(r), year=writer.year(r), quote="".join(quotes), cite=""
        ).strip()
        for r, quotes in by_report.items()
    ]
    text = writer.say("sep").join(parts) + writer.say("end")
    return writer.finish(
        "topic",
        text.replace("。；", "；").replace("。。", "。"),
        (),
        confidence=judged[0].best - weights.TOPIC,
    )


def _judged(inquiry: Inquiry) -> list[Judged]:
    """Candidates of every language in scope and by words, read, best first."""
    gen, finder = inquiry.generation, inquiry.finder
    languages: dict[str, list[int]] = defaultdict(list)
    for row in inquiry.scope.rows:
        if inquiry.report_time(row) >= 0.3:
            languages[gen.reports[row].details.language].append(row)
    lists, counts = [], []
    for rows in languages.values():
        lists.append(best_rows(*finder.by_sentence(rows), _READ))
        counts.append(max(3, _READ * len(rows) // max(1, len(inquiry.scope.body))))
    every = [r for rows in languages.values() for r in rows]
    sentences, worth = finder.by_sentence(every)
    lists.insert(0, best_rows(sentences, worth, _READ))
    counts.insert(0, _READ // 2)
    words = finder.words[sentences]
    lists.append([s for s in best_rows(sentences, words, 3) if finder.words[s] > 0])
    counts.append(3)
    candidates = [
        c
        for s in interleaved(lists, counts)
        if not _heading(inquiry, s) and (c := finder.best_window(s)) is not None
    ]
    judged = inquiry.judge.judge(candidates, inquiry.scope.body)
    return sorted(judged, key=lambda j: (-j.best, j.sentence))


def _heading(inquiry: Inquiry, sentence: int) -> bool:
    row = inquiry.generation.sentence(sentence)
    return is_heading(inquiry.generation, row.report, row.start)


def _chosen(inquiry: Inquiry, judged: list[Judged]) -> list[Judged]:
    kept: list[Judged] = []
    taken: dict[str, int] = defaultdict(int)
    single = len(inquiry.scope.body) == 1
    for one in judged:
        if len(kept) == _CITED or (kept and one.best < weights.TOPIC):
            break
        issuer = inquiry.writer.who(one.report)
        if not single and taken[issuer] >= _PER_ISSUER:
            continue
        if any(
            k.sentence == one.sentence
            or inquiry.generation.likeness(one.sentence, k.sentence) > _SAME
            for k in kept
        ):
            continue
        kept.append(one)
        taken[issuer] += 1
    return kept


def _span(inquiry: Inquiry, one: Judged) -> tuple[int, int]:
    """The sentence; of a very long one, the window that was read."""
    row = inquiry.generation.sentence(one.sentence)
    if row.end - row.start <= _LONGEST:
        return row.start, row.end
    return one.candidate.window.start, one.candidate.window.end
