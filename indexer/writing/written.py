"""A written answer as data; ``to_json`` gives the form of the contract (docs/contract.md)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from ..answers.answer import Answer
from ..contract import NULL, Told
from ..drafting.verdicts import CONTRADICTED, SUPPORTED, ClaimVerdict

_NOTES = {
    "zh": {
        "sign": "〔{note}〕",
        "unsupported": "未找到依据",
        "contradicted": "与报告不符",
        "source": "与报告不符：{notes}",
        "and": "；",
        "figure": "{raw}：{note}",
        "unsourced": "所引段落中没有{raws}",
        "mistakable": "所引段落另有数字可能才是所指：{raws}",
        "worded": "意思相近的原文用词与本句相差较大",
        "unnamed": "所引段落不是“{names}”的",
        "list": "、",
        "colon": "：",
    },
    "en": {
        "sign": " [{note}]",
        "unsupported": "no support found",
        "contradicted": "contradicted",
        "source": "contradicted: {notes}",
        "and": "; ",
        "figure": "{raw}: {note}",
        "unsourced": "not in the cited passages: {raws}",
        "mistakable": "another figure of the cited passages may be meant: {raws}",
        "worded": "the closest passage is worded too differently",
        "unnamed": "the cited passages are not about “{names}”",
        "list": ", ",
        "colon": ": ",
    },
}


def words(language: str, key: str, **values: object) -> str:
    """A note on a sentence, in Chinese for ``zh``, else in English."""
    return _NOTES["zh" if language == "zh" else "en"][key].format(**values)


@dataclass(frozen=True, slots=True)
class WrittenFigure(Told):
    """A number of a sentence that its cited passages do not bear out."""

    raw: Annotated[str, "As the model wrote it."]
    start: Annotated[int, "Offset in the sentence, in code points."]
    end: Annotated[int, "Offset after it."]
    note: Annotated[str, "What the source says instead, or that none says this."]
    source_raw: Annotated[str, "The source's own figure; null if none is known.", NULL] = ""
    citation: Annotated[int | None, "Number of the citation that contains that figure."] = None


@dataclass(frozen=True, slots=True)
class WrittenSentence(Told):
    """A sentence that a language model wrote, checked against the reports."""

    text: Annotated[str, "As the model wrote it, without its own numbers of passages."]
    verdict: Annotated[
        ClaimVerdict,
        "supported: it may be shown as fact; contradicted: a figure differs from its source, to be "
        "struck; unsupported: no passage bears it out, to be marked.",
    ]
    citations: Annotated[tuple[int, ...], "Numbers of the citations that bear it out, or not."]
    figures: Annotated[
        tuple[WrittenFigure, ...], "Its numbers that are in no cited passage, or differ from it."
    ] = ()
    reason: Annotated[str, "Why it is not supported, in the answer's language.", NULL] = ""

    def plain(self, language: str) -> str:
        """The sentence as plain text that cannot be taken for more than it is: with its citations
        if supported, else struck (``~~…~~``) or followed by what is wrong."""
        cited = "".join(f"[{n}]" for n in self.citations)
        if self.verdict == SUPPORTED:
            return f"{self.text}{'' if language == 'zh' else ' '}{cited}"
        note = self.note(language)
        if self.verdict == CONTRADICTED:
            return f"~~{self.text}~~{words(language, 'sign', note=note)}{cited}"
        return f"{self.text}{words(language, 'sign', note=note)}"

    def note(self, language: str) -> str:
        """What is to be said beside a sentence that is not supported."""
        told = [
            words(language, "figure", raw=f.raw, note=f.note)
            for f in self.figures
            if f.source_raw or self.verdict != CONTRADICTED
        ]
        if self.verdict == CONTRADICTED and told:
            return words(language, "source", notes=words(language, "and").join(told))
        head = words(language, self.verdict)
        return head + (words(language, "colon") + self.reason if self.reason else "")


@dataclass(frozen=True, slots=True)
class WrittenAnswer(Answer):
    """An answer that a language model wrote over the cited passages of an ordinary one, each
    sentence checked. ``answer`` is its plain text, in which only supported sentences stand
    unmarked; ``rows`` and the first ``citations`` are those of the ordinary answer."""

    sentences: Annotated[tuple[WrittenSentence, ...], "In the order written."] = field(
        default=(), kw_only=True
    )
    complete: Annotated[bool, "False if it was cancelled, broke off or became too long."] = field(
        default=True, kw_only=True
    )
