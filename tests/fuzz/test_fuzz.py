from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS
from tests.fuzz.words import STARTS, WORDS

ROOT = Path(__file__).parents[2]
#: A normal run tries the same inputs each time; `make fuzz` (SECURITY.md) goes on to others.
RUNS, SECONDS = 300, 60

_pieces = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=6)), max_size=40).map("".join)
_inputs = st.one_of(
    _pieces.map(lambda text: text.encode("utf-8", "ignore")), st.binary(max_size=200)
)


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_starting_inputs_are_read_without_a_find(name: str) -> None:
    for text in STARTS[name]:
        TARGETS[name](text.encode())


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(TARGETS))
def test_no_made_up_input_crashes_or_drifts(name: str) -> None:
    @settings(max_examples=60 if name in ("file", "pdf", "figures") else 120)
    @given(_inputs)
    @example(b"")
    def check(data: bytes) -> None:
        TARGETS[name](data)

    check()


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(TARGETS))
def test_guided_fuzzing_finds_nothing(name: str, tmp_path: Path) -> None:
    if importlib.util.find_spec("atheris") is None:
        pytest.skip("atheris has no wheel for this system")
    command = [
        sys.executable,
        "-m",
        "tests.fuzz.run",
        name,
        "--seconds",
        str(SECONDS),
        "--runs",
        str(RUNS),
        "--seed",
        "1",
        "--out",
        str(tmp_path),
    ]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, errors="replace", timeout=SECONDS + 180
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


_BAD = """
from tests.fuzz import run, targets, words
def bad(data):
    assert b"61.5" not in data
targets.TARGETS["bad"], words.STARTS["bad"] = bad, ("abc",)
run.main()
"""


@pytest.mark.slow
def test_the_harness_finds_what_the_dictionary_leads_to(tmp_path: Path) -> None:
    if importlib.util.find_spec("atheris") is None:
        pytest.skip("atheris has no wheel for this system")
    done = subprocess.run(
        [sys.executable, "-c", _BAD, "bad", "--seconds", "60", "--out", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, errors="replace", timeout=180,
    )  # fmt: skip
    assert done.returncode != 0
    assert b"61.5" in next((tmp_path / "bad").glob("crash-*")).read_bytes()
