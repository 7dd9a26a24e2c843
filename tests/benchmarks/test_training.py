from __future__ import annotations

import random
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from torch.nn import functional as F  # noqa: E402

from benchmarks.training import networks  # noqa: E402
from benchmarks.training.ahead import ahead  # noqa: E402
from benchmarks.training.bank import (  # noqa: E402
    read_bank,
    read_bank_file,
    read_census,
    read_wordings,
    unmarked,
)
from benchmarks.training.examples import find_quote, flat_map  # noqa: E402
from benchmarks.training.heads import Heads, amend, begin  # noqa: E402
from benchmarks.training.reader_tasks import Task, Windows, make_task  # noqa: E402
from benchmarks.training.reader_training import (  # noqa: E402
    ReaderNetwork,
    _listed,
    _lists,
    _lists_apart,
    keep,
    order_of_mix,
)
from benchmarks.training.tags import averaged  # noqa: E402


def tensors(layers: tuple[int, ...] = (0, 6), words: int = 64) -> dict[str, Any]:
    rng = np.random.default_rng(3)
    found: dict[str, Any] = {
        "emb.word": networks.to_blocks(
            torch.from_numpy(rng.normal(size=(words, networks.HIDDEN)).astype(np.float32))
        ),
        "emb.pos": rng.normal(size=(512, networks.HIDDEN)).astype(np.float32) * 0.1,
        "emb.type": np.zeros(2 * networks.HIDDEN, np.float32),
        "emb.ln.w": np.ones(networks.HIDDEN, np.float32),
        "emb.ln.b": np.zeros(networks.HIDDEN, np.float32),
    }
    for n in layers:
        for name, out, inner in networks.MATRICES:
            weight = rng.normal(size=(out, inner)).astype(np.float32) * 0.05
            found[f"l{n}.{name}.w"] = networks.to_blocks(torch.from_numpy(weight))
            found[f"l{n}.{name}.b"] = np.zeros(out, np.float32)
        for name in networks.NORMS:
            found[f"l{n}.{name}.w"] = np.ones(networks.HIDDEN, np.float32)
            found[f"l{n}.{name}.b"] = np.zeros(networks.HIDDEN, np.float32)
    return found


def test_marks_become_spans_and_leave_the_text() -> None:
    text, body, time = unmarked("What did [the EBA] fine in {2024} and {2025}?")
    assert text == "What did the EBA fine in 2024 and 2025?"
    assert [text[a:b] for a, b in body] == ["the EBA"]
    assert [text[a:b] for a, b in time] == ["2024", "2025"]


def test_a_question_may_quote_a_row_of_a_table(tmp_path: Path) -> None:
    path = tmp_path / "a" / "01.txt"
    path.parent.mkdir()
    path.write_text(
        "title: T\n===\nText\n===\nL en fines | How many [fines]? | | A | 3 | ;; B | 3\n",
        encoding="utf-8",
    )
    report = read_bank_file(path, tmp_path)
    (question,) = report.questions
    assert (report.name, report.head["title"], question.kind) == ("a/01", "T", "lookup")
    assert (question.quotes, question.answer) == (("| A | 3 |", "B"), "3")
    path.write_text("===\n===\nL en | no bars", encoding="utf-8")
    with pytest.raises(ValueError, match="QUOTE|KIND"):
        read_bank_file(path, tmp_path)


def test_blocks_give_back_the_rounded_weights() -> None:
    weight = torch.randn(12, 64, generator=torch.Generator().manual_seed(1))
    weight[0, :32] = 0
    once = networks.from_blocks(networks.to_blocks(weight), (12, 64))
    assert torch.equal(once, networks.rounded(weight))
    assert torch.equal(networks.rounded(once), once)


def test_pooled_means_are_those_of_a_loop() -> None:
    states = torch.randn(3, 9, networks.HIDDEN, generator=torch.Generator().manual_seed(2))
    spans = [(0, 0, 9), (2, 3, 5), (1, 8, 9), (1, 4, 4)]  # the last: one token at least
    expected = torch.stack([states[r, a : max(b, a + 1)].mean(0) for r, a, b in spans])
    assert torch.allclose(networks.pooled(states, spans), expected, atol=1e-6)


def test_rows_in_groups_have_the_states_of_rows_alone() -> None:
    trunk = networks.Trunk(tensors(), [0, 6], 6)
    rng = random.Random(1)
    rows = [[rng.randrange(64) for _ in range(n)] for n in (3, 30, 4, 5, 17, 31, 3, 8)]
    groups, _, base = networks.grouped(rows)
    assert sorted(len(ids) for ids in groups) != [len(rows)]
    with torch.no_grad():
        flat = trunk.flat(networks.on_device(groups, "cpu"))
        for row, at in zip(rows, base, strict=True):
            alone, _ = trunk(networks.padded([row], "cpu"))
            assert torch.allclose(flat[at : at + len(row)], alone[0, : len(row)], atol=1e-4)


def test_refresh_follows_the_weights_and_load_takes_over_saved_ones() -> None:
    trunk, other = (networks.Trunk(tensors(), [0, 6], 6) for _ in range(2))
    ids = networks.padded([[1, 2, 3]], "cpu")
    before = trunk(ids)[0].detach()
    with torch.no_grad():
        trunk.tuned[0].fo.weight.add_(torch.randn(384, 1536) * 0.05)
        trunk.refresh()
    after = trunk(ids)[0].detach()
    assert not torch.allclose(before, after, atol=1e-3)
    assert other.load(trunk.arrays()) == [6]
    assert torch.allclose(other(ids)[0], after, atol=1e-5)


def test_training_that_goes_on_with_fewer_layers_keeps_what_the_others_learnt() -> None:
    whole = networks.Trunk(tensors(), [0, 6], 0)
    with torch.no_grad():
        whole.layers[0].fo.weight.add_(torch.randn(384, 1536) * 0.05)
    saved = whole.arrays()
    upper = networks.Trunk(tensors(), [0, 6], 6)
    assert upper.load(saved) == [0, 6]
    ids = networks.padded([[1, 2, 3]], "cpu")
    assert torch.allclose(upper(ids)[0], whole(ids)[0], atol=1e-5)
    assert not any(p.requires_grad for p in upper.layers[0].parameters())
    assert all(np.array_equal(saved[name], array) for name, array in upper.arrays().items())
    assert upper.arrays().keys() == saved.keys()


def test_batched_losses_are_those_of_a_loop() -> None:
    scores = torch.randn(9, generator=torch.Generator().manual_seed(4))
    rows = [([0, 1, 2], [1], False), ([3, 4], [], True), ([5, 6, 7, 8], [0, 3], False)]
    expected = torch.zeros(())
    for places, right, null_ok in rows:
        own = scores[places]
        everything = torch.cat([own, torch.zeros(1)])
        mark = torch.zeros(len(own))
        mark[right] = 1
        gold = everything[right + ([len(own)] if null_ok else [])]
        expected = (
            expected
            + torch.logsumexp(everything, 0)
            - torch.logsumexp(gold, 0)
            + 0.5 * F.binary_cross_entropy_with_logits(own, mark)
        )
    assert float(_listed(scores, networks.on_device(_lists(rows), "cpu"))) == pytest.approx(
        float(expected), abs=1e-5
    )


def test_batches_come_in_order() -> None:
    assert list(ahead(lambda step: step * step, 5, workers=0)) == [0, 1, 4, 9, 16]


def test_every_wording_has_a_kind_and_its_marks_are_spans_of_it() -> None:
    wordings = read_wordings()
    assert len(wordings) > 1500 and {q.kind for q in wordings} >= {"enumerate", "compare", "fact"}
    for q in wordings:
        assert q.text and not set("[]{}|") & set(q.text)
        assert all(0 <= a < b <= len(q.text) for a, b in (*q.body, *q.time))


def test_a_wording_without_a_kind_names_its_file(tmp_path: Path) -> None:
    (tmp_path / "xx.txt").write_text("哪些单位有车\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"xx\.txt: not KIND \| question"):
        read_wordings(tmp_path)


def test_a_head_of_two_layers_takes_the_place_of_one(tmp_path: Path) -> None:
    np.savez(
        tmp_path / "x.npz", **{"kind.w": np.zeros(3), "kind.b": np.zeros(1), "l6.q.w": np.ones(2)}
    )
    amend(tmp_path / "x.npz", {"kind1.w": torch.ones(2), "kind2.b": torch.ones(1)})
    assert sorted(np.load(tmp_path / "x.npz").files) == ["kind1.w", "kind2.b", "l6.q.w"]


def test_every_question_over_many_reports_quotes_reports_of_its_folder() -> None:
    texts = {report.name: f"{report.head['title']}\n{report.text}" for report in read_bank()}
    flat = {name: flat_map(text) for name, text in texts.items()}
    asked = read_census()
    assert len(asked) > 500
    for question in asked:
        for name, (quote, figure) in question.stating.items():
            assert not quote or find_quote(flat[name], quote), (name, question.text, quote)
            assert figure in quote, (name, question.text)
        assert not question.top or question.top in question.stating, question.text


def test_a_question_over_many_reports_without_any_names_its_file(tmp_path: Path) -> None:
    (tmp_path / "a1.txt").write_text(
        "E en | Who fined?\n\nE en | Who?\n001 | x\n", encoding="utf-8"
    )
    with pytest.raises(ValueError, match=r"a1\.txt: not a question with its reports: E en | Who f"):
        read_census(tmp_path)


def test_each_report_that_states_it_is_held_against_all_that_are_silent() -> None:
    task = Task(0, None, [None] * 5, [0, 1], [(1, 7)], apart=True)  # type: ignore[arg-type, list-item]
    windows, figures = _lists_apart(task, 10, 100, [(11, 7), (11, 8), (13, 7), (14, 9)])
    assert windows == [([10, 12, 13, 14], [0], False), ([11, 12, 13, 14], [0], False)]
    assert figures == [([100, 102, 103], [0], False)]


def test_some_lookups_are_asked_without_the_window_that_answers_them() -> None:
    windows = [{"sentence": n, "figures": [(n, 0, 1)]} for n in range(9)]
    report = {"name": "a/1.md", "windows": windows, "figures": [{"family": 0, "role": 0}] * 9}
    question = {"kind": "lookup", "source": "bank", "report": 0, "figures": [4], "span": None}
    question |= {"named": True, "slug": "s"}
    authors, directions = {"a": [0], "b": [1, 2, 3]}, np.eye(9, dtype=np.float32)
    vectors = SimpleNamespace(
        pool=SimpleNamespace(questions=[question], reports=[report] * 4, authors=authors),
        windows=lambda r: Windows(report),
        report=lambda r: (directions, directions),
    )
    subject = directions[4] + 0.5 * directions[5]
    tasks = [make_task(vectors, 0, subject, random.Random(n), 4) for n in range(400)]  # type: ignore[arg-type]
    withheld = [task for task in tasks if task and task.null and not task.gold_windows]
    assert 0.06 < len(withheld) / len(tasks) < 0.3  # with those asked of other authors' reports
    near = [task for task in withheld if task.candidates]
    assert near and all(c.window != 4 for task in near for c in task.candidates)
    answered = [task for task in tasks if task and not task.null]
    assert all(task.candidates[task.gold_windows[0]].window == 4 for task in answered)


def test_weights_spread_over_their_cells_still_round_to_what_they_were() -> None:
    grid = networks.rounded(torch.randn(64, 384, generator=torch.Generator().manual_seed(2)) * 0.05)
    spread = networks.dispersed(grid)
    assert torch.equal(networks.rounded(spread), grid)
    assert float((spread != grid).float().mean()) > 0.9


def test_each_step_of_a_mix_holds_so_many_questions_of_each_kind() -> None:
    kinds = ["lookup"] * 8 + ["fact"] * 3 + ["topic", "yes_no"]
    questions = [{"kind": kind, "source": "bank", "held": False} for kind in kinds]
    questions += [
        {"kind": "compare", "source": "census", "held": held, "silent": [1]}
        for held in (False, True)
    ]
    pool = SimpleNamespace(
        questions=questions,
        by_report={0: list(range(6)), 1: list(range(6, 13))},
        census=lambda: [13],
    )
    mix = {"lookup": 4, "fact": 1, "other": 1, "census": 1}
    order = order_of_mix(pool, random.Random(1), 2.0, mix)  # type: ignore[arg-type]
    assert len(order) == 4 * 7
    steps = [order[i : i + 7] for i in range(0, len(order), 7)]
    assert all(
        [*map(kind_of, step)] == ["lookup"] * 4 + ["fact", "other", "census"]
        for step in ([kinds[n] if n < 13 else "census" for n in step] for step in steps)
    )
    assert sorted(steps[0][:4] + steps[1][:4]) == list(range(8))  # each once before any twice


def kind_of(kind: str) -> str:
    return kind if kind in ("lookup", "fact", "census") else "other"


def test_training_goes_on_from_weights_between_their_places(tmp_path: Path) -> None:
    nets = [ReaderNetwork(tensors(), [0, 6], 6) for _ in range(2)]
    optimizer = torch.optim.AdamW(nets[0].parameters(), lr=1e-3)
    with torch.no_grad():
        nets[0].trunk.tuned[0].fo.weight.add_(torch.randn(384, 1536) * 1e-4)
    keep(tmp_path / "state.pt", nets[0], optimizer)
    nets[1].load_state_dict(torch.load(tmp_path / "state.pt")["network"], strict=False)
    for a, b in zip(nets[0].parameters(), nets[1].parameters(), strict=True):
        assert torch.equal(a, b)


def test_what_goes_on_from_a_state_saves_the_layers_that_are_not_the_files(tmp_path: Path) -> None:
    whole, upper, resumed = (ReaderNetwork(tensors(), [0, 6], n) for n in (0, 6, 6))
    upper.load(whole.arrays())
    keep(tmp_path / "state.pt", upper, torch.optim.AdamW(upper.parameters()))
    resumed.load_state_dict(torch.load(tmp_path / "state.pt")["network"], strict=False)
    assert resumed.arrays().keys() == whole.arrays().keys()


def test_heads_begin_as_those_of_the_training_they_follow() -> None:
    rng = np.random.default_rng(1)
    arrays = {
        "figure1.w": rng.normal(size=(128, 781)),
        "figure1.b": rng.normal(size=128),
        "figure2.w": rng.normal(size=(1, 128)),
        "figure2.b": rng.normal(size=1),
        "answers.w": rng.normal(size=(1, 386)),
        "answers.b": rng.normal(size=1),
    }
    heads = Heads(384, 16, 2)
    begin(heads, arrays)
    first, numbers = torch.randn(5, 384), torch.randn(5, 2)
    own, told = torch.randn(5, 384), torch.randn(5, 16)
    figures, windows = heads(
        {"own": own, "first": first, "told": told, "numbers": numbers, "window_of": torch.arange(5)}
    )
    tensor = {name: torch.from_numpy(array.astype(np.float32)) for name, array in arrays.items()}
    wanted = torch.cat([first, numbers], 1) @ tensor["answers.w"][0] + tensor["answers.b"]
    assert torch.allclose(windows, wanted, atol=1e-3)
    hidden = F.gelu(
        torch.cat([own, first, told[:, :13]], 1) @ tensor["figure1.w"].T + tensor["figure1.b"]
    )
    assert torch.allclose(figures, hidden @ tensor["figure2.w"][0] + tensor["figure2.b"], atol=1e-3)


def test_the_mean_of_two_kind_heads_gives_the_mean_of_their_logits() -> None:
    rng = np.random.default_rng(5)
    head = lambda: {  # noqa: E731
        "kind1.w": rng.normal(size=(6, 8)), "kind1.b": rng.normal(size=6),
        "kind2.w": rng.normal(size=(3, 6)), "kind2.b": rng.normal(size=3),
        "letters.w": rng.normal(size=(3, 5)),
    }  # fmt: skip
    first, second = head(), head()
    x, g = rng.normal(size=8), rng.normal(size=5)

    def logits(h: Any) -> Any:
        return (
            np.tanh(h["kind1.w"] @ x + h["kind1.b"]) @ h["kind2.w"].T
            + h["kind2.b"]
            + h["letters.w"] @ g
        )

    mean = (logits(first) + logits(second)) / 2
    np.testing.assert_allclose(logits(averaged([first, second])), mean, rtol=1e-5)
