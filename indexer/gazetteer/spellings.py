"""Pinyin of divisions and of kinds of body, worked out beforehand: pypinyin takes a second for all.

``python -m indexer.gazetteer.spellings`` writes ``data/spellings.json`` anew, after a change to the
divisions or to ``bodies.toml``. For a division that is not in it yet, pinyin is worked out when
needed.
"""

from __future__ import annotations

import json
import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from .letters import pinyin, pinyin_of_words, plain
from .regions import short_name

_FILE = "spellings.json"


@lru_cache(maxsize=1)
def spellings() -> dict[str, dict[str, list[str]]]:
    """``divisions``: by name the short name in plain letters and its pinyin; ``kinds``: by
    Chinese word its pinyin."""
    raw = files(__package__).joinpath("data", _FILE).read_text(encoding="utf-8")
    value: dict[str, dict[str, list[str]]] = json.loads(raw)
    return value


def division(name: str) -> list[str]:
    """A division's name and short name in plain letters, and its pinyin."""
    return spellings()["divisions"].get(name) or _spelled(name)


def _spelled(name: str) -> list[str]:
    return [plain(name), plain(short_name(name)), pinyin(name)]


def work_out() -> dict[str, dict[str, list[str]]]:
    """The same from pypinyin."""
    reports = files(__package__).joinpath("data", "divisions.json")
    tables = json.loads(reports.read_text(encoding="utf-8"))
    names = sorted({*tables["current"].values(), *tables["former"].values()})
    bodies = files(__package__).joinpath("data", "bodies.toml").read_text(encoding="utf-8")
    terms = {t for kind in tomllib.loads(bodies)["kinds"].values() for t in kind["han"]}
    return {
        "divisions": {n: _spelled(n) for n in names},
        "kinds": {
            t: [pinyin_of_words(t)]
            for t in sorted(terms)
            if re.fullmatch(r"[\u4e00-\u9fff]{2,6}", t)
        },
    }


def main() -> None:
    """Write the file."""
    text = json.dumps(work_out(), ensure_ascii=False, indent=0, sort_keys=True)
    target = Path(__file__).parent / "data" / _FILE
    target.write_text(
        re.sub(r"\[\n([^\]]*)\n\]", lambda m: "[" + m[1].replace("\n", " ") + "]", text) + "\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
