"""What is no plain file, and names that are hard to show."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from .case import Case, body, fine, raw, text


def _link(target: str) -> object:
    return lambda path: path.symlink_to(target)


def _socket(path: Path) -> None:
    here = os.getcwd()
    os.chdir(path.parent)  # a socket's path has 108 bytes at most
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def _unreadable(path: Path) -> None:
    path.write_text(body("松岗", 71), encoding="utf-8")
    path.chmod(0)


def _deep(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(body("柳湖", 72), encoding="utf-8")


def cases(secret: Path) -> list[Case]:
    """POSIX only. No report here is of a body that a good one is of: it would answer as well. ``secret`` is a file outside of the corpus."""
    odd = os.fsdecode(b"odd/\xb1\xa8\xb8\xe6.txt")  # GBK bytes, no UTF-8
    deep = "deep/" + "d/" * 300 + "a.txt"
    found = [
        Case("odd/pipe.txt", lambda p: os.mkfifo(p), refused="is a pipe"),
        Case("odd/socket.pdf", _socket, refused="is a socket"),
        Case("odd/out.txt", _link(str(secret)), refused="outside the corpus", never="WATCHWORD"),
        Case("odd/out-folder", _link(str(secret.parent)), refused="outside", never="WATCHWORD"),
        Case("odd/up.md", _link("../../" + secret.name), refused="link"),
        Case("odd/zero.txt", _link("/dev/zero"), refused="link"),
        Case("odd/loop.txt", _link("loop.txt"), refused="is a broken link"),
        Case("odd/gone.docx", _link("nothing.docx"), refused="is a broken link"),
        Case("odd/report.pdf", lambda p: p.mkdir(), refused="is a folder"),
        Case("odd/two\nlines.txt", text(body("金桂", 73)), fine(73), shown="odd/two\\x0alines.txt"),
        Case(
            "odd/\u202etxt.exe.txt",
            text(body("竹溪", 74)),
            fine(74),
            shown="odd/\\u202etxt.exe.txt",
        ),
        Case("odd/\x1b[31mred.txt", raw(b""), refused="empty", shown="odd/\\x1b[31mred.txt"),
        Case(odd, text(body("梅渚", 75)), fine(75), shown="odd/\\xb1\\xa8\\xb8\\xe6.txt"),
        Case(f"odd/{'长' * 80}.txt", text(body("芦湾", 76)), fine(76)),
        Case('odd/ lead\'ing "quote".txt', text(body("银杏", 77)), fine(77)),
        Case(deep, _deep, fine(72)),
        Case("odd/old.doc", raw(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)), refused="."),
    ]
    if os.geteuid():  # root reads everything
        found.append(Case("odd/locked.txt", _unreadable, refused="permission"))
    return found


def add_inner_links(folder: Path) -> None:
    """Links that stay inside: they add nothing and take nothing away."""
    (folder / "odd" / "again.txt").symlink_to("../txt/empty.txt")
    (folder / "odd" / "round").symlink_to("..")
