"""Makes the torture folder: ``python -m tests.torture.make FOLDER``."""

from __future__ import annotations

import sys
from pathlib import Path

from . import docx_cases, html_cases, other_cases, pdf_cases, plain_cases
from .case import Case

SECRET = "WATCHWORD 4711: no index may hold this"


def all_cases(secret: Path, whole: bool) -> list[Case]:
    return [
        *plain_cases.cases(whole),
        *html_cases.cases(secret, whole),
        *docx_cases.cases(secret),
        *pdf_cases.cases(),
        *other_cases.cases(secret),
    ]


def make(folder: Path, whole: bool = True) -> list[Case]:
    """Write the files below ``folder`` and one beside it that none of them may get at. Unless
    ``whole``, four files that building takes longest over have a fifth of their length or less."""
    folder.mkdir(parents=True)
    secret = folder.parent / "outside" / "secret.txt"
    secret.parent.mkdir()
    secret.write_text(SECRET, encoding="utf-8")
    cases = all_cases(secret, whole)
    for case in cases:
        path = folder / case.name
        if len(case.name) < 400:
            path.parent.mkdir(parents=True, exist_ok=True)
        case.write(path)
    other_cases.add_inner_links(folder)
    return cases


if __name__ == "__main__":
    print(f"{len(make(Path(sys.argv[1])))} files")
