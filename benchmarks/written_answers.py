"""What a language model writes over cited passages, and what of it is shown as fact.

    POLICYQA_LLM_URL=… POLICYQA_LLM_MODEL=… python -m benchmarks.written_answers INDEX QUESTIONS \
        [--answers 40] [--languages zh,en] [--out FILE.jsonl]
    python -m benchmarks.written_answers INDEX QUESTIONS --again FILE.jsonl [--out …]

Writes an answer to every n-th question that the index answers, prints the shares of sentences that
were supported, struck and marked, and puts each answer with its passages into FILE.jsonl and, to be
read by hand, FILE.md. ``--again`` checks the texts of an earlier run anew, without the model.
``python -m tests.writing.local_model FOLDER`` serves a small model (docs/writing.md).
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from indexer import Index
from indexer.errors import LanguageModelError
from indexer.settings import Settings
from indexer.writing.endpoint import Endpoint, Message, TextStream
from indexer.writing.written import WrittenAnswer


class _Kept:
    """A stream whose text is kept."""

    def __init__(self, stream: TextStream, texts: list[str]) -> None:
        self._stream, self._texts = stream, texts

    def __iter__(self) -> Iterator[str]:
        self._texts.append("")
        for part in self._stream:
            self._texts[-1] += part
            yield part

    def cancel(self) -> None:
        self._stream.cancel()

    @property
    def full(self) -> bool:
        return self._stream.full


@dataclass(frozen=True, slots=True)
class Keeping(Endpoint):
    """An endpoint whose replies are kept in ``texts``."""

    texts: list[str] = field(default_factory=list)

    def stream(self, messages: Sequence[Message], **asked: Any) -> Any:
        return _Kept(Endpoint.stream(self, messages, **asked), self.texts)


@dataclass
class _Read:
    """A text that was written before, as a stream."""

    text: str
    full: bool = False

    def __iter__(self) -> Iterator[str]:
        yield from self.text.splitlines(keepends=True)

    def cancel(self) -> None:
        """Nothing is under way."""


@dataclass(frozen=True, slots=True)
class Again(Endpoint):
    """Replies as they were in an earlier run, by question."""

    texts: Mapping[str, str] = field(default_factory=dict)

    def stream(self, messages: Sequence[Message], **asked: Any) -> Any:
        return _Read(next((t for q, t in self.texts.items() if q in messages[-1]["content"]), ""))


def questions(path: Path, languages: Sequence[str]) -> list[dict[str, Any]]:
    """Answerable questions in those languages, the kinds in turn."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    fitting = [q for q in lines if q["lang"] in languages and q["kind"] != "unanswerable"]
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for one in fitting:
        groups.setdefault((one["kind"], one["lang"]), []).append(one)
    spread = [
        (n / len(group), i, one)
        for i, group in enumerate(groups.values())
        for n, one in enumerate(group)
    ]
    in_turn = sorted(spread, key=lambda s: (int(s[0] * 8), s[1], s[0]))
    return [one for _, _, one in in_turn]


def told(question: str, written: WrittenAnswer, text: str, seconds: float) -> dict[str, Any]:
    """One line of the file of results."""
    return {"question": question, "text": text, "seconds": round(seconds, 1), **written.to_json()}


def page(line: Mapping[str, Any]) -> str:
    """An answer to be read by hand: each sentence with its verdict, and the passages."""
    out = [f"\n## {line['question']}\n"]
    for n, one in enumerate(line["sentences"], 1):
        figures = "; ".join(f"{f['raw']}: {f['note']}" for f in one["figures"])
        out.append(
            f"{n}. **{one['verdict']}** {one['citations']} {one['text']}  \n   {one['reason'] or ''} {figures}"
        )
    out.append("")
    for c in line["citations"]:
        out.append(f"- [{c['n']}] {c['issuer']} {c['year']}: {' '.join(c['quote'].split())}")
    return "\n".join(out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--answers", type=int, default=40)
    parser.add_argument("--languages", default="zh,en")
    parser.add_argument("--again", type=Path)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    index = Index.open(given.index)
    texts: list[str] = []
    if given.again:
        earlier = [json.loads(x) for x in given.again.read_text(encoding="utf-8").splitlines()]
        index.endpoint = Again(
            "http://earlier",
            earlier[0]["generated_by"] or "",
            texts={e["question"]: e["text"] for e in earlier},
        )
        wanted = [{"q": e["question"]} for e in earlier]
    else:
        settings = Settings()
        model = Endpoint.of(settings)
        assert model is not None, "set POLICYQA_LLM_URL and POLICYQA_LLM_MODEL"
        index.endpoint = Keeping(model.url, model.model, model.key, model.seconds, texts)
        wanted = questions(given.questions, given.languages.split(","))
    counts: Counter[str] = Counter()
    written = 0
    if given.out:
        given.out.write_text("", encoding="utf-8")
        given.out.with_suffix(".md").write_text("", encoding="utf-8")
    for one in wanted:
        if written >= given.answers and not given.again:
            break
        answer = index.ask(one["q"])
        if not answer.answerable:
            continue
        began = time.perf_counter()
        writing = index.write(answer)
        try:
            made = writing.finish()
        except LanguageModelError as error:
            print(f"failed: {one['q']}: {error}")
            made = writing.answer
        text = texts[-1] if texts else next(e["text"] for e in earlier if e["question"] == one["q"])
        written += 1
        counts["answers without a sentence"] += not made.sentences
        counts.update(s.verdict for s in made.sentences)
        line = told(one["q"], made, text, time.perf_counter() - began)
        print(
            f"{written:3} {line['seconds']:6} s  {[s.verdict for s in made.sentences]} {one['q']}",
            flush=True,
        )
        if given.out:
            with given.out.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
            with given.out.with_suffix(".md").open("a", encoding="utf-8") as file:
                file.write(page(line) + "\n")
    total = sum(counts[v] for v in ("supported", "contradicted", "unsupported"))
    print(
        f"\n{written} answers, {counts['answers without a sentence']} without a sentence; {total} sentences"
    )
    for verdict, name in (
        ("supported", "supported"),
        ("contradicted", "struck"),
        ("unsupported", "marked"),
    ):
        print(f"{name:10} {counts[verdict]:4} {counts[verdict] / max(total, 1):6.1%}")


if __name__ == "__main__":
    main()
