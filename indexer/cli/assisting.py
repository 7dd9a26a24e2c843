"""``policyqa ask`` with a language model: written answers, rewritten questions, borderline
reports."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from ..drafting.verdicts import CONTRADICTED, SUPPORTED, VERDICTS
from ..errors import LanguageModelError
from .console import answer_text, citations_text, understood_text
from .group import Assistance, print_json

if TYPE_CHECKING:
    from ..api import Answer, Filters, Index
    from ..writing.assistant import Assistant
    from ..writing.written import WrittenSentence


def answer_assisted(
    index: Index,
    wanted: Assistance,
    question: str,
    filters: Filters,
    all_rows: bool,
    after: tuple[str, ...],
    as_json: bool,
) -> None:
    """Answer ``question`` with what is ``wanted`` of the language model, and print it."""
    assistant = index.assistant
    answer = index.ask(question, filters, all_rows=all_rows, after=after)
    if wanted.judge:
        answer = _judged(assistant, answer, filters, all_rows)
    if wanted.rewrite and not answer.answerable:
        answer = assistant.ask_rewritten(answer, filters)
        if not answer.answerable:
            _say("the language model found no form of the question that is answered")
    if wanted.write and answer.answerable:
        _write(assistant, answer, as_json)
    elif as_json:
        print_json(answer.to_json())
    else:
        click.echo(answer_text(answer))


def _judged(assistant: Assistant, answer: Answer, filters: Filters, all_rows: bool) -> Answer:
    question = answer.understood or answer.question
    doubtful = assistant.borderline(question, filters, all_rows=all_rows)
    if doubtful is None:
        _say("--judge has no effect: this is not a question to many reports")
        return answer
    _say(
        f"{doubtful.calls} of {doubtful.examined} reports are borderline: {doubtful.calls} calls "
        f"of the language model ({doubtful.share:.0%} of the reports)"
    )
    return assistant.judge(doubtful) if doubtful.calls else answer


def _write(assistant: Assistant, answer: Answer, as_json: bool) -> None:
    """Print the sentences as they are checked, then the citations."""
    writing = assistant.write(answer)
    if answer.understood and not as_json:
        click.echo(understood_text(answer))
    try:
        for sentence in writing:
            if not as_json:
                click.echo(sentence_text(sentence, answer.language))
    except LanguageModelError as error:
        if not writing.answer.sentences:
            raise
        _say(f"{error}; the answer is not complete")
    written = writing.answer
    if as_json:
        print_json(written.to_json())
    elif not written.sentences:
        _say("the language model wrote nothing; this is the answer without it")
        click.echo(answer_text(answer))
    else:
        click.echo(citations_text(written))


def sentence_text(sentence: WrittenSentence, language: str) -> str:
    """A sentence on a line of its own, with the sign of its verdict; on a terminal, what is struck
    is crossed out too."""
    shown = VERDICTS[sentence.verdict]
    plain = sentence.plain(language)
    if sentence.verdict == CONTRADICTED and sys.stdout.isatty():
        plain = plain.replace(
            f"~~{sentence.text}~~", click.style(sentence.text, strikethrough=True), 1
        )
    return plain if sentence.verdict == SUPPORTED else f"{shown.sign} {plain}"


def _say(line: str) -> None:
    click.echo(f"policyqa: {line}", err=True)
