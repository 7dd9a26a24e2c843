"""Fault injection: builds that are killed, writes that fail, files that are cut.

    python -m benchmarks.faults [--kills 500] [--errors 200] [--cuts 200] [--json FILE]

A real build over a small corpus, with the real model, is run again and again in a child process
(``benchmarks.faults_tracer``). After each accident the index must open at the old or the new
generation whole, with exactly its answers; ``verify`` must be right about it; and the next build
must give what a fresh build gives, with no more than two generations and no leftovers.
Exit status 1 when a single case fails.
"""

from __future__ import annotations

import argparse
import errno
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TypeVar

from indexer.api import Index
from indexer.errors import IndexDamaged, IndexMissing, PolicyQAError
from indexer.index.building.build import build
from indexer.index.store.manifest import CURRENT, GENERATIONS, named_by_pointer
from indexer.index.store.verify import verify
from indexer.models import model_file
from indexer.models.encoder import shared_encoder
from indexer.settings import usable_cores

from .corpus2000 import make_reports
from .faults_tracer import Fault, Traced, available, run

QUERIES = ("哪些单位报告了罚款？", "which bureaus reported enforcement fines", "各单位罚款合计")
T = TypeVar("T")
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
_REFUSED, _CRASHED = 1, 2  # exit statuses of the child: a clear error, anything else
_ERRORS = (
    ("onwards", errno.ENOSPC),
    ("onwards", errno.EACCES),
    ("onwards", errno.EROFS),
    ("once", errno.ENOSPC),
    ("once", errno.EIO),
    ("short", 0),
)


@dataclass(slots=True)
class Case:
    """One accident and what was wrong after it; ``opened``: ``old``, ``new``, ``none`` (there is
    no index yet), ``refused`` (damaged, said so) or ``other``."""

    kind: str
    what: str
    opened: str = ""
    problems: list[str] = field(default_factory=list)


def answers(index_dir: Path) -> str:
    """Everything that is asked of an index, as text: reports, answers with all rows, hits."""
    with Index.open(index_dir) as index:
        told: list[object] = [[r.path for r in index.reports]]
        lookup = f"{index.reports[0].details.issuer}罚款多少？"
        for query in (*QUERIES[:2], lookup):
            told.append(index.ask(query, all_rows=True).to_json())
        for query in QUERIES[1:]:
            told.append([hit.to_json() for hit in index.search(query, 10)])
    return json.dumps(told, ensure_ascii=False)


class Bench:
    """Three states of a corpus, the index of each, and accidents on the way to the last."""

    def __init__(
        self, scratch: Path, seed: int, part: tuple[int, int] = (1, 1), reports: int = 10
    ) -> None:
        self.scratch, self.index = scratch, scratch / "index"
        self.seed, self.part = seed, part
        self.rng = random.Random(f"{seed} {part}")
        self.cases: list[Case] = []
        self._write_corpora(reports, seed)
        # The model's file is no part of the index: its 72 MB are hashed once, not at each verify.
        path = model_file.checked(full=True)
        model_file.checked = lambda *_, **__: path
        encoder = shared_encoder(path)
        encoder.transformer.stack.grown(usable_cores())  # the children have it by fork
        self.template, fresh = scratch / "template", scratch / "fresh"
        build([scratch / "a"], self.template)
        older_answers = answers(self.template)
        build([scratch / "b"], self.template)
        build([scratch / "c"], fresh)
        self.done = scratch / "done"  # the old generation and the new one
        shutil.copytree(self.template, self.done)
        build([scratch / "c"], self.done)
        self.old, self.new = answers(self.template), answers(fresh)
        assert len({older_answers, self.old, self.new}) == 3, "the states must differ"
        assert answers(self.done) == self.new, (
            "a build over an older index differs from a fresh one"
        )

    def _write_corpora(self, count: int, seed: int) -> None:
        made = make_reports(count + 6, seed)
        texts = {m.name: m.text for m in made}
        names = sorted(texts)
        states = {"a": names[:count], "b": names[1 : count + 2], "c": names[3 : count + 5]}
        for state, chosen in states.items():
            folder = self.scratch / state
            folder.mkdir()
            for n, name in enumerate(chosen):
                text = texts[name]
                if state == "c" and n < 2:  # changed, not new
                    text = text.replace("一、", "一、（修订）").replace("1. Our", "1. Revised: our")
                (folder / name).write_text(text, encoding="utf-8")
        self.expected = {s: len(chosen) for s, chosen in states.items()}

    def _work(self) -> int:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        try:
            build([self.scratch / "c"], self.index)
        except PolicyQAError as error:
            return _REFUSED if "\n" not in str(error) else _CRASHED
        except BaseException:
            return _CRASHED
        return 0

    def reset(self, template: Path | None) -> None:
        shutil.rmtree(self.index, ignore_errors=True)
        if template is not None:
            shutil.copytree(template, self.index)

    def traced(self, fault: Fault, template: Path | None) -> Traced:
        self.reset(template)
        return run(self._work, self.index, fault)

    def accident(self, kind: str, fault: Fault, *, first: bool = False) -> Case:
        """One build with a fault, over the old index or, ``first``, over none."""
        told = self.traced(fault, None if first else self.template)
        last = told.steps[-1] if told.steps else ("", "")
        name = errno.errorcode.get(fault.error, "")
        case = Case(
            kind, f"{fault.how} {name} at step {fault.step or len(told.steps)}: {' '.join(last)}"
        )
        if told.status == _CRASHED or told.status > _CRASHED:
            case.problems.append(f"the build ended with status {told.status}, not a clear error")
        if fault.how in ("once", "onwards", "short") and told.status < 0:
            case.problems.append(f"the build died of signal {-told.status}")
        if fault.how == "short" and told.status != 0:
            case.problems.append("a short write was not gone on with")
        self._look(case, first=first, done=told.status == 0)
        self._repair(case)
        self.cases.append(case)
        return case

    def _look(self, case: Case, *, first: bool, done: bool) -> None:
        """The index after a build that was ended: the old one or the new one, and verified."""
        case.opened = self._opened(case)
        allowed = {"new"} if done else {"new", "none"} if first else {"new", "old"}
        if case.opened not in allowed:
            case.problems.append(f"it opens as {case.opened}")
        found = self._verified(case)
        if found and case.opened != "none":
            case.problems.append(f"verify finds {found[0]}")

    def _opened(self, case: Case) -> str:
        try:
            got = answers(self.index)
        except IndexMissing:
            return "none"
        except IndexDamaged:
            return "refused"
        except Exception as error:
            case.problems.append(f"opening or asking raised {type(error).__name__}: {error}")
            return "other"
        return {self.old: "old", self.new: "new"}.get(got, "other")

    def _verified(self, case: Case) -> list[str]:
        try:
            return verify(self.index)
        except IndexMissing:
            return ["missing"]
        except Exception as error:
            case.problems.append(f"verify raised {type(error).__name__}: {error}")
            return ["it raised"]

    def _repair(self, case: Case) -> None:
        """The next build: what a fresh one gives, verified, and nothing lies about."""
        try:
            summary = build([self.scratch / "c"], self.index)
        except Exception as error:
            case.problems.append(f"the next build raised {type(error).__name__}: {error}")
            return
        if summary.reports != self.expected["c"]:
            case.problems.append(f"{summary.reports} reports after the next build: some are lost")
        if self._opened(case) != "new":
            case.problems.append("after the next build the answers are not those of a fresh one")
        case.problems += [f"after the next build verify finds {p}" for p in self._verified(case)]
        names = sorted(f.name for f in (self.index / GENERATIONS).iterdir())
        left = [f.name for f in self.index.iterdir() if f.name.endswith(".tmp")]
        if len(names) > 2 or left or not all(name.isdigit() for name in names):
            case.problems.append(f"leftovers: {names} {left}")

    def _chosen(self, plan: list[T], count: int) -> list[T]:
        """``count`` of ``plan``, each once before any comes twice; of those this part's share."""
        rng, chosen = random.Random(self.seed), list[T]()
        while len(chosen) < count:
            chosen += rng.sample(plan, min(len(plan), count - len(chosen)))
        return chosen[self.part[0] - 1 :: self.part[1]]

    def kills(self, count: int) -> Iterator[Case]:
        """Kills at every change, within writes, in the first build ever, and at random moments."""
        over = self.traced(Fault("none"), self.template).steps
        began = time.monotonic()
        first = self.traced(Fault("none"), None).steps
        seconds = time.monotonic() - began
        writes = [n for n, (call, _) in enumerate(over, 1) if call == "write"]
        plan: list[tuple[Fault, bool]] = [
            (Fault("kill", n), False) for n in range(1, len(over) + 1)
        ]
        plan += [(Fault("torn", n), False) for n in writes]
        plan += [(Fault("kill", n), True) for n in range(1, len(first) + 1)]
        while len(plan) < count or len(plan) < len(over) * 3:
            plan.append((Fault("late", seconds=self.rng.uniform(0.0, seconds)), False))
        for fault, is_first in self._chosen(plan, count):
            yield self.accident(
                "first build killed" if is_first else "killed", fault, first=is_first
            )

    def errors(self, count: int) -> Iterator[Case]:
        """Every way a write can fail, at steps spread over the build."""
        steps = self.traced(Fault("none"), self.template).steps
        plan = [
            Fault(how, n, error)
            for how, error in _ERRORS
            for n, (call, _) in enumerate(steps, 1)
            if how != "short" or call == "write"
        ]
        for fault in self._chosen(plan, count):
            yield self.accident("write failed", fault)

    def cuts(self, count: int) -> Iterator[Case]:
        """Files of a finished index cut, or bytes of them changed; in one case of ten in both
        generations, so that none is whole."""
        for number in self._chosen(list(range(count)), count):
            self.reset(self.done)
            files = [p for p in sorted(self.index.rglob("*")) if p.is_file() and p.stat().st_size]
            force = self.index / GENERATIONS / named_by_pointer(self.index)
            chosen = [self.rng.choice(files)]
            if number % 10 == 9:
                inside = [p for p in files if force in p.parents]
                chosen = [
                    self.rng.choice(inside),
                    self.rng.choice(
                        [p for p in files if p not in inside and GENERATIONS in p.parts]
                    ),
                ]
            elif number % 10 == 4:
                chosen = [self.index / CURRENT]
            what = [f"{self._damage(p)} {p.relative_to(self.index)}" for p in chosen]
            case = Case("file damaged", ", ".join(what))
            hit = any(p.name == CURRENT or force in p.parents for p in chosen)
            case.opened = self._opened(case)
            allowed = {"refused"} if len(chosen) > 1 else {"old", "new"} if hit else {"new"}
            if case.opened not in allowed:
                case.problems.append(f"it opens as {case.opened}")
            if hit != bool(self._verified(case)):
                case.problems.append(f"verify says {'whole' if hit else 'damaged'}")
            self._repair(case)
            self.cases.append(case)
            yield case

    def _damage(self, path: Path) -> str:
        data = bytearray(path.read_bytes())
        where = self.rng.randrange(len(data))
        how = self.rng.choice(("cut", "flipped", "blanked"))
        if how == "cut":
            del data[where:]
        elif how == "flipped":
            data[where] ^= 1 << self.rng.randrange(8)
        else:
            end = min(len(data), where + 512)
            blank = bytes(end - where)
            data[where:end] = blank if data[where:end] != blank else b"\xff" * (end - where)
        path.write_bytes(data)
        return f"{how} at {where}"

    def full_disks(self) -> Iterator[Case]:
        """A real disk of too few blocks: a tmpfs of the size of the index and a little more."""
        older = shutil.ignore_patterns("000001")
        self.reset(None)
        shutil.copytree(self.template, self.index, ignore=older)
        base = sum(-(-p.stat().st_size // 4096) * 4 for p in self.index.rglob("*")) + 8
        for more in range(0, base + 80, 32):
            self.reset(None)
            self.index.mkdir()
            size = f"size={base + more}k"
            mount = ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(self.index)]
            if subprocess.run(mount, capture_output=True).returncode:
                return  # not root, or no tmpfs
            try:
                shutil.copytree(self.template, self.index, ignore=older, dirs_exist_ok=True)
            except (OSError, shutil.Error):
                subprocess.run(["umount", str(self.index)], check=True)
                continue
            try:
                told = run(self._work, self.index, Fault("none"))
                case = Case("disk full", f"{size}, status {told.status}")
                if told.status not in (0, _REFUSED):
                    case.problems.append(f"the build ended with status {told.status}")
                self._look(case, first=False, done=told.status == 0)
                subprocess.run(["mount", "-o", "remount,size=64m", str(self.index)], check=True)
                self._repair(case)
            finally:
                subprocess.run(["umount", str(self.index)], check=True)
            self.cases.append(case)
            yield case

    def unsynced(self) -> list[str]:
        """Files and folders that a power loss could still take when the pointer is swapped."""
        dirty: dict[str, None] = {}
        for call, path in self.traced(Fault("none"), self.template).steps:
            parent = os.path.dirname(path)
            if call == "fsync":
                dirty.pop(path, None)
            elif path == f"{CURRENT}.tmp" and call == "rename":
                left = [p for p in dirty if p.startswith(GENERATIONS) or p == path]
                return left
            elif call in ("write", "truncate"):
                dirty[path] = None
            elif call == "create":
                dirty[path] = dirty[parent] = None
            elif call in ("mkdir", "rename"):  # what was synced stays so under its new name
                dirty[parent] = None
        return ["the pointer was never swapped"]


def summary(cases: list[Case]) -> str:
    """A Markdown table: cases of each kind, how the index opened, how many were wrong."""
    lines = [
        "| accident | cases | opened old | opened new | no index yet | refused | wrong |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for kind in dict.fromkeys(c.kind for c in cases):
        some = [c for c in cases if c.kind == kind]
        by = Counter(c.opened for c in some)
        wrong = sum(bool(c.problems) for c in some)
        lines.append(
            f"| {kind} | {len(some)} | {by['old']} | {by['new']} | {by['none']} | "
            f"{by['refused']} | {wrong} |"
        )
    return "\n".join(lines)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--errors", type=int, default=200)
    parser.add_argument("--cuts", type=int, default=200)
    parser.add_argument("--full-disk", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--part",
        default="1/1",
        metavar="I/N",
        help="only the I-th of N shares, to run several at once",
    )
    parser.add_argument("--json", type=Path, help="write every case to this file")
    options = parser.parse_args(argv)
    if why := available():
        print(why, file=sys.stderr)
        return 2
    if not _ONE_THREAD.items() <= os.environ.items():  # a forked child has no pools of threads
        command = [sys.executable, "-m", "benchmarks.faults", *(argv or sys.argv[1:])]
        return subprocess.run(command, env={**os.environ, **_ONE_THREAD}).returncode
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        part, parts_in_all = map(int, options.part.split("/"))
        bench = Bench(Path(scratch).resolve(), options.seed, (part, parts_in_all))
        unsynced = bench.unsynced()
        parts: list[tuple[Callable[..., Iterator[Case]], tuple[int, ...]]] = [
            (bench.kills, (options.kills,)),
            (bench.errors, (options.errors,)),
            (bench.cuts, (options.cuts,)),
        ]
        if options.full_disk:
            parts.append((bench.full_disks, ()))
        for part, arguments in parts:
            for case in part(*arguments):
                for problem in case.problems:
                    print(f"{case.kind}, {case.what}: {problem}", file=sys.stderr, flush=True)
                if len(bench.cases) % 50 == 0:
                    spent = time.monotonic() - began
                    print(f"{len(bench.cases)} cases, {spent:.0f} s", file=sys.stderr, flush=True)
    print(summary(bench.cases))
    print(
        f"\nnot on disk when the pointer is swapped: {', '.join(unsynced) or 'nothing'}; "
        f"{time.monotonic() - began:.0f} s"
    )
    if options.json:
        told = {"unsynced": unsynced, "cases": [asdict(c) for c in bench.cases]}
        options.json.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    return 1 if unsynced or any(c.problems for c in bench.cases) else 0


if __name__ == "__main__":
    raise SystemExit(main())
