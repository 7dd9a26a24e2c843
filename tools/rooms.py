"""The import graph by folders: ``python -m tools.rooms [--check] [--markdown]``.

Prints each room (a folder of ``indexer/`` or a module beside them) with what it imports, the
circles among rooms, and the ten largest modules. ``--check`` exits 1 where there is a circle or a
module above 400 lines; ``--markdown`` prints the table of docs/architecture.md.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = "indexer"
LONGEST = 400
LARGEST = 10

Graph = Mapping[str, set[str]]


def modules(root: Path = ROOT) -> dict[str, Path]:
    """Every module of the package by its dotted name."""
    found = {}
    for path in sorted((root / PACKAGE).rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        found[".".join(parts[:-1] if path.name == "__init__.py" else parts)] = path
    return found


def imports(name: str, path: Path, known: Mapping[str, Path]) -> Iterator[str]:
    """The package's modules that a module imports, also inside its functions."""
    package = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names if a.name in known)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                full = f"{base}.{alias.name}"
                if full in known or base in known:
                    yield full if full in known else base


def room(name: str) -> str:
    """The folder of a module, less the package; a module beside the folders is a room by itself."""
    inside = name.split(".")[1:]
    return "/".join(inside[:-1]) or "".join(inside)


def graph(known: Mapping[str, Path]) -> tuple[Graph, int]:
    """Which rooms each room imports, and how many imports of modules there are."""
    arrows: dict[str, set[str]] = defaultdict(set)
    number = 0
    for name, path in known.items():
        if path.name == "__init__.py":  # these name what is public, and the package itself all
            continue
        arrows[room(name)]
        for target in set(imports(name, path, known)) - {PACKAGE}:
            number += 1
            where = target if known[target].name != "__init__.py" else f"{target}."
            if room(where) != room(name):
                arrows[room(name)].add(room(where))
    return arrows, number


def circles(arrows: Graph) -> list[tuple[str, ...]]:
    """Sets of rooms each of which is reached from each other."""
    reached = {name: _reached(name, arrows) for name in arrows}
    found = {
        tuple(sorted({name, *(other for other in there if name in reached.get(other, ()))}))
        for name, there in reached.items()
        if name in there
    }
    return sorted(found)


def _reached(start: str, arrows: Graph) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        new = arrows.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


def levels(arrows: Graph) -> list[str]:
    """Rooms in an order in which each imports only such as come before it."""
    done: list[str] = []
    left = dict(arrows)
    while left:
        ready = sorted(name for name, targets in left.items() if targets <= set(done))
        if not ready:  # a circle: named by ``circles``
            return [*done, *sorted(left)]
        done += ready
        left = {name: targets for name, targets in left.items() if name not in ready}
    return done


def purpose(name: str, known: Mapping[str, Path]) -> str:
    """The first line of a room's docstring."""
    path = known[".".join([PACKAGE, *name.split("/")])]
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n")[0]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--markdown", action="store_true")
    args = parser.parse_args()
    known = modules()
    arrows, number = graph(known)
    ordered = levels(arrows)
    if args.markdown:
        print("| package | purpose |\n| --- | --- |")
        for name in ordered:
            if name:
                print(f"| `{name}` | {purpose(name, known)} |")
        return 0
    for name in ordered:
        print(f"{name or PACKAGE:26} -> {', '.join(sorted(arrows[name])) or '-'}")
    found = circles(arrows)
    print(
        f"\n{len(arrows)} rooms, {sum(map(len, arrows.values()))} arrows between them "
        f"({number} between modules), {len(found)} circles"
    )
    for circle in found:
        print("circle:", " ".join(circle))
    sizes = sorted(
        (
            (len(path.read_text(encoding="utf-8").splitlines()), name)
            for name, path in known.items()
        ),
        reverse=True,
    )
    print("\nthe largest modules")
    for lines, name in sizes[:LARGEST]:
        print(f"{lines:5} {name}")
    return int(args.check and (bool(found) or sizes[0][0] > LONGEST))


if __name__ == "__main__":
    sys.exit(main())
