"""What is run agrees with the torch networks that were trained, on the weights that we ship.

In float32 to the last digits, which shows that all is computed alike; in the integers of the
product as far as rounding allows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from benchmarks.model_speed import Float32
from benchmarks.training.examples import FAMILIES, KINDS, MAX_PASSAGE, ROLES, Rows, token_span
from indexer.models import question, spans, transformer, tuned
from indexer.models.e5_file import E5File
from indexer.models.encoder import Encoder
from indexer.models.pieces import Piece
from indexer.models.question import QuestionEncoder
from indexer.models.reader import MAX_ANSWER, NOT_READ, Reader
from indexer.models.spans import piece_vectors

torch = pytest.importorskip("torch")

TEXTS = (
    "青禾市港务局全年巡查码头三百二十次，发现隐患45处，罚款20.5万元。全部隐患已经逐条登记。",
    "The Harbour Board imposed fines of 105,000 yuan in 45 cases. Patrols rose by 12% in 2031.",
    "二、处罚情况\n立案32起，其中一般程序28起；没收违法所得3.2亿元。没有一起案件被撤销。",
    "В 2031 году управление проверило 320 причалов. Выписано 45 предписаний.",
    "类别 | 2030年 | 2031年\n罚款（万元） | 18.2 | 20.5\n立案（起） | 40 | 45",
)
QUESTIONS = (
    "2031年青禾市港务局罚款多少万元？",
    "How many cases did the Harbour Board open in 2031?",
    "没收违法所得是多少",
    "Сколько причалов проверено?",
    "Did the fines of  Qinghe rise?",
)


@dataclass(frozen=True)
class Run:
    """An encoder as it is to be run, the least cosine, and how far shares and scores may be off."""

    encoder: Encoder
    reader: Reader
    cosine: float
    share: float
    score: float


@pytest.fixture(scope="module", params=["float32", "integers"])
def run(request: pytest.FixtureRequest, encoder: Encoder) -> Run:
    if request.param == "integers":
        return Run(encoder, Reader(encoder), 0.997, 0.05, 0.6)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transformer, "LayerWriter", Float32)
        exact = Encoder(encoder.file.path, tuned.encoder_arrays())
        return Run(exact, Reader(exact), 0.9999, 1e-3, 0.01)


def unit(vector: np.ndarray) -> np.ndarray:
    return vector / np.linalg.norm(vector)


def piece_of(text: str) -> Piece:
    """Sentences at full stops; each run of digits a figure whose clause is its sentence."""
    ends = [i + 1 for i, c in enumerate(text) if c in "。.\n" and not text[i + 1 : i + 2].isdigit()]
    sentences = [s for s in zip([0, *ends], [*ends, len(text)], strict=True) if s[0] < s[1]]
    figures = []
    for start, end in sentences:
        digits = [i for i in range(start, end) if text[i].isdigit()]
        if digits:
            figures.append((start, end, digits[0], digits[0] + 1))
    return Piece(text, tuple(sentences), tuple(figures))


def tensors_of(file: E5File, rows: list[list[int]], overlay: dict[str, Any]) -> tuple[dict, dict]:
    """What the training code takes: the file's tensors under ``overlay``, of the words of ``rows``
    alone, and the place of each word's id among them."""
    kept = sorted({i for row in rows for i in row} | {0, 2})
    words = file.blocks("emb.word").reshape(file.config.vocabulary, -1)
    found: dict[str, Any] = {"emb.word": np.array(words[kept]).reshape(-1, 18)}
    found["emb.pos"] = np.array(file.array("emb.pos")).reshape(512, -1)
    for name in ("emb.type", "emb.ln.w", "emb.ln.b"):
        found[name] = np.array(file.array(name))
    for layer in range(12):
        for part in ("q", "k", "v", "ao", "fi", "fo"):
            found[f"l{layer}.{part}.w"] = np.array(file.blocks(f"l{layer}.{part}.w"))
            found[f"l{layer}.{part}.b"] = np.array(file.array(f"l{layer}.{part}.b"))
        for part in ("aln.w", "aln.b", "oln.w", "oln.b"):
            found[f"l{layer}.{part}"] = np.array(file.array(f"l{layer}.{part}"))
    found |= {name: array for name, array in overlay.items() if name in found}
    return found, {id_: place for place, id_ in enumerate(kept)}


def load_heads(net: Any, arrays: dict[str, Any], names: tuple[str, ...]) -> None:
    with torch.no_grad():
        for name in names:
            getattr(net, name).weight.copy_(torch.from_numpy(arrays[f"{name}.w"]))
            getattr(net, name).bias.copy_(torch.from_numpy(arrays[f"{name}.b"]))


def head(arrays: dict[str, Any], name: str, x: Any) -> Any:
    """A linear head, or one of two layers, of ``arrays``."""
    if f"{name}.w" not in arrays:
        return head(arrays, f"{name}2", torch.nn.functional.gelu(head(arrays, f"{name}1", x)))
    return torch.nn.functional.linear(
        x, *(torch.from_numpy(arrays[f"{name}.{part}"]) for part in "wb")
    )


def asked_of(arrays: dict[str, Any], text: str, states: Any) -> dict[str, Any]:
    """What is asked, of the token states (t, 384) of a question."""
    zero = torch.zeros(1, states.shape[1])
    beside = torch.cat([torch.cat([zero, states[:-1]]), states, torch.cat([states[1:], zero])], 1)
    tags = head(arrays, "tags", beside).softmax(-1)
    subject, name = (
        ((tags[:, k] + rest) @ states) / (tags[:, k] + rest).sum()
        for k, rest in ((0, 1e-4), (1, 1e-6))
    )
    wide = torch.cat([states.mean(0), states.max(0).values])
    letters = torch.from_numpy(question.letters(text))
    kind = head(arrays, "kind", wide) + torch.from_numpy(arrays["letters.w"]) @ letters
    family = head(arrays, "family", wide)
    family = family + torch.from_numpy(arrays["family_letters.w"]) @ letters
    return {
        "whole": states.mean(0),
        "subject": subject,
        "name": name,
        "tags": tags,
        "kind": kind.softmax(-1),
        "family": family.softmax(-1),
        "role": head(arrays, "role", subject).softmax(-1),
    }


def encoder_network(file: E5File, rows: list[list[int]]) -> tuple[Any, list[list[int]]]:
    from benchmarks.training.encoder_training import EncoderNetwork

    arrays = tuned.encoder_arrays()
    tensors, place = tensors_of(file, rows, arrays)
    net = EncoderNetwork(tensors).eval()
    return net, [[place[i] for i in row] for row in rows]


def test_orders_and_limits_are_those_of_training() -> None:
    assert (question.KINDS, question.FAMILIES, question.ROLES) == (KINDS, FAMILIES, ROLES)
    assert spans.MAX_TOKENS == MAX_PASSAGE


def test_vectors_of_passages_sentences_and_figures(
    run: Run, encoder: Encoder, file: E5File
) -> None:
    from benchmarks.training.encoder_training import figure_vectors
    from benchmarks.training.networks import pooled

    pieces = [piece_of(text) for text in TEXTS]
    found = [encoder.tokenizer.encode("passage: " + text, MAX_PASSAGE) for text in TEXTS]
    net, rows = encoder_network(file, [list(one.ids) for one in found])
    for piece, encoding, row, ours in zip(
        pieces, found, rows, piece_vectors(run.encoder, pieces), strict=True
    ):
        with torch.no_grad():
            states, mean = net.tell([row], "cpu")
            at = [tuple(x + 9 for x in span) for span in piece.sentences]
            sentences = pooled(states, [(0, *token_span(encoding.spans, *span)) for span in at])
            clauses, own = (
                [(0, *token_span(encoding.spans, f[k] + 9, f[k + 1] + 9)) for f in piece.figures]
                for k in (0, 2)
            )
            figures = figure_vectors(states, clauses, own)
        wanted = [mean[0].numpy(), *map(unit, sentences.numpy()), *figures.numpy()]
        assert len(ours) == piece.rows == len(wanted)
        assert min(float(a @ b) for a, b in zip(ours, wanted, strict=True)) > run.cosine


def test_what_a_question_asks_for(run: Run, encoder: Encoder, file: E5File) -> None:
    asked = [QuestionEncoder(run.encoder).ask(text) for text in QUESTIONS]
    ids = [list(encoder.tokenizer.encode("query: " + text, 128).ids) for text in QUESTIONS]
    net, rows = encoder_network(file, ids)
    for text, ours, row in zip(QUESTIONS, asked, rows, strict=True):
        with torch.no_grad():
            out = asked_of(tuned.encoder_arrays(), text, net.tell([row], "cpu")[0][0, : len(row)])
        for name in ("whole", "subject", "name"):
            assert float(getattr(ours, name) @ unit(out[name].numpy())) > run.cosine, (text, name)
        for name in ("kind", "family", "role"):
            assert np.abs(getattr(ours, name) - out[name].numpy()).max() < run.share, (text, name)
        told = np.array([(tag.none, tag.body, tag.time) for tag in ours.tags])
        tags = out["tags"].numpy()[-1 - len(ours.tags) : -1]
        assert np.abs(told - tags).max() < run.share, text


FIGURE_NUMBERS = 1 + len(FAMILIES) + len(ROLES) + 3


@dataclass
class AWindow:
    heading: str
    before: str
    body: str
    figures: list[tuple[int, int]] = field(default_factory=list)
    numbers: tuple[float, float] = (0.6, 0.5)
    figure_numbers: list[list[float]] = field(default_factory=list)


def windows() -> list[AWindow]:
    made = []
    for number, text in enumerate(TEXTS):
        figures = [(start, end) for _, _, start, end in piece_of(text).figures]
        told = [
            [0.5]
            + [float(k == number) for k in range(8)]
            + [1.0, 0.0, 0.0, 0.0]
            + [0.4, -0.2, -0.1]
        ] * len(figures)
        made.append(
            AWindow(
                "青禾市港务局 2031年度报告",
                TEXTS[number - 1][:40] if number % 2 else "",
                text,
                figures,
                (0.6, 0.1 * number),
                told,
            )
        )
    return made


def test_the_readers_scores(run: Run, encoder: Encoder, file: E5File) -> None:
    from benchmarks.training.networks import grouped
    from benchmarks.training.reader_training import ReaderNetwork

    arrays, tokens, asked = tuned.reader_arrays(), Rows(encoder.tokenizer), QUESTIONS[0]
    chosen, plain = windows(), Rows(encoder.tokenizer).inner(asked)[0][:96]
    ids: list[list[int]] = []
    kinds, figure_spans, bodies, start = [], [], [], len(plain) + 2
    for row, window in enumerate(chosen):
        heading, before = tokens.inner(window.heading)[0], tokens.inner(window.before)[0]
        body, places = tokens.inner(window.body)
        types = [1] * len(heading) + [2] * len(before) + [3] * len(body)
        first = len(heading) + len(before)
        cut: list[tuple[int, int]] = [token_span(places, *span) for span in window.figures]
        for a, b in cut:
            types[first + a : first + b] = [4] * (b - a)
        ids.append([0, *plain, 2, *heading, *before, *body, 2])
        kinds.append([0] * start + types + [3])
        figure_spans += [(row, start + first + a, start + first + b) for a, b in cut]
        bodies.append((start + first, start + first + len(body), places))
    layers = [int(n) for n in arrays["layers"]]
    tensors, place = tensors_of(file, ids, arrays)
    net = ReaderNetwork(tensors, layers, 6).eval()
    load_heads(net, arrays, ("span",))
    groups, types_of, base = grouped([[place[i] for i in row] for row in ids], kinds)
    with torch.no_grad():
        net.trunk.types.copy_(torch.from_numpy(arrays["types"]))
        flat = net.trunk.flat(*([torch.from_numpy(x) for x in part] for part in (groups, types_of)))
        firsts, spans = flat[torch.from_numpy(base)], net.span(flat)
        numbers = torch.tensor([w.numbers for w in chosen])
        scores = head(arrays, "answers", torch.cat([firsts, numbers], 1))[:, 0]
        wanted = [
            float(
                head(
                    arrays,
                    "figure",
                    torch.cat(
                        [
                            flat[base[row] + a : base[row] + b].mean(0),
                            firsts[row],
                            torch.tensor(told),
                        ]
                    ),
                )
            )
            for (row, a, b), told in zip(
                figure_spans, [n for w in chosen for n in w.figure_numbers], strict=True
            )
        ]
    readings = run.reader.read(asked, chosen)
    figures = [score for reading in readings for score in reading.figures]
    assert np.abs(np.array(figures) - np.array(wanted)).max() < run.score
    for row, reading in enumerate(readings):
        assert abs(reading.score - float(scores[row])) < run.score
        low, high, places = bodies[row]
        logits = spans[base[row] :]
        best = max(
            float(logits[low + a, 0] + logits[low + b, 1])
            for a in range(high - low)
            for b in range(a, min(a + 40, high - low))
        )
        a = next(k for k, span in enumerate(places) if span[0] == reading.span[0])
        b = next(k for k, span in enumerate(places) if span[1] == reading.span[1])
        assert a <= b < a + MAX_ANSWER and reading.span_score < 0
        assert best - float(logits[low + a, 0] + logits[low + b, 1]) < run.score


def test_a_reading_depends_on_nothing_but_its_window(encoder: Encoder) -> None:
    reader, chosen = Reader(encoder), windows()
    together = reader.read(QUESTIONS[0], chosen)
    assert together == [reader.read(QUESTIONS[0], [window])[0] for window in chosen]
    assert reader.read(QUESTIONS[0], []) == []


def test_what_lies_beyond_the_tokens_that_are_read(encoder: Encoder) -> None:
    body = "巡查码头记录。" * 400 + "罚款5万元"
    window = AWindow(
        "报告", "", body, [(len(body) - 3, len(body))], (0.1, 0.1), [[0.0] * FIGURE_NUMBERS]
    )
    reading = Reader(encoder).read("罚款多少", [window])[0]
    assert reading.figures == (NOT_READ,) and 0 <= reading.span[0] < reading.span[1] < 2000
    blank = Reader(encoder).read("罚款多少", [AWindow("题" * 600, "", "无")])[0]
    assert (blank.span, blank.span_score) == ((0, 0), NOT_READ)
