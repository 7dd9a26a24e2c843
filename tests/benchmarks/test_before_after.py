"""The comparison of two checkouts: turns, medians, ratios."""

from __future__ import annotations

from pathlib import Path

from benchmarks.before_after import Checkout, Spent, in_turns, row_of

BEFORE, AFTER = Checkout(Path("before"), Path("a")), Checkout(Path("after"), Path("b"))


def test_checkouts_take_turns_and_their_first_runs_do_not_count() -> None:
    seen: list[str] = []

    def measure(checkout: Checkout) -> Spent:
        seen.append(checkout.folder.name)
        return Spent(float(len(seen)), 0.0)

    pairs = in_turns(BEFORE, AFTER, measure, 2)
    assert seen == ["before", "after", "before", "after", "after", "before"]
    assert pairs == [(Spent(3.0, 0.0), Spent(4.0, 0.0)), (Spent(6.0, 0.0), Spent(5.0, 0.0))]


def test_a_ratio_is_the_median_of_the_pairs_not_the_ratio_of_medians() -> None:
    pairs = [(Spent(b, 1.0), Spent(a, 2.0)) for b, a in ((1.0, 1.1), (10.0, 9.0), (2.0, 2.0))]
    assert row_of("ask", pairs) == [
        "ask", "2.000", "2.000", "1.000", "1.000", "2.000", "2.000",
    ]  # fmt: skip


def test_a_run_s_processor_time_is_that_of_its_process(tmp_path: Path) -> None:
    spin = "import time\nend = time.process_time() + 0.3\nwhile time.process_time() < end: pass"
    spent, out = Checkout(tmp_path, tmp_path).run("-c", spin + "\nprint('done')")
    assert out == "done\n" and 0.3 <= spent.cpu < 1.5 and spent.wall >= 0.3
