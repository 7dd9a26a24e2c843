"""A question that several bodies of one name may answer reads no window twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from indexer import Index, build
from indexer.models.reader import Readable, Reader, Reading

_TEXT = """{province}长乐市应急管理局2031年工作报告

一、宣传
长乐市应急管理局开展普法讲座12场，发放手册3000份。
二、培训
组织执法人员培训8次，参训216人次。
"""


def test_bodies_of_one_name_share_what_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for province in ("福建省", "江西省"):
        (tmp_path / f"{province}.txt").write_text(_TEXT.format(province=province), "utf-8")
    build([tmp_path], tmp_path / "index")
    read: Counter[tuple[str, str, str, str]] = Counter()
    whole = Reader.read

    def counted(self: Reader, question: str, windows: Sequence[Readable]) -> list[Reading]:
        read.update((question, w.heading, w.before, w.body) for w in windows)
        return whole(self, question, windows)

    monkeypatch.setattr(Reader, "read", counted)
    with Index.open(tmp_path / "index") as index:
        answer = index.ask("长乐市应急管理局2031年罚款多少？")
    assert not answer.answerable
    assert {heading[:3] for _, heading, _, _ in read} == {"福建省", "江西省"}
    assert set(read.values()) == {1}
