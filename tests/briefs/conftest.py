"""Reports that are collected from, then changed in every way and indexed anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from indexer import Index, build
from indexer.briefs.brief import Brief
from indexer.briefs.collect import passage_of

#: (file, body); each report is changed in its own way by ``change``.
REPORTS = {
    "岫川县教育局2024.md": "# 岫川县教育局2024年工作总结\n\n## 培训\n\n全年开展培训12场，参训教师380人次。\n",
    "霁明市水利局2024.txt": "霁明市水利局2024年工作报告\n\n一、执法情况\n\n全年检查412次，罚款33.5万元，已全部入库。\n\n二、河道整治\n\n整治河道18条，清淤6.2万方。\n",
    "溪坪县林业局2024.txt": "溪坪县林业局2024年工作报告\n\n一、防火\n\n全年接报火情7起，均在当日扑灭。\n\n二、执法\n\n查处林业案件26件，罚款14.8万元。\n",
    "临汀市民政局2024.txt": "临汀市民政局2024年工作总结\n\n一、养老\n\n新建社区食堂23个，覆盖街道9个。\n",
    "堰塘区审计局2024.txt": "堰塘区审计局2024年审计工作报告\n\n一、审计\n\n完成审计项目31个，查出问题金额1250万元。\n",
    "柘溪县统计局2024.md": "# 柘溪县统计局2024年执法统计\n\n## 罚款\n\n单位：万元\n\n| 单位 | 件数 | 罚款 |\n| --- | --- | --- |\n| 一大队 | 12 | 3.4 |\n| 二大队 | 9 | 2.1 |\n",
}
QUOTES = {
    "岫川县教育局2024.md": "全年开展培训12场，参训教师380人次。",
    "霁明市水利局2024.txt": "全年检查412次，罚款33.5万元，已全部入库。",
    "溪坪县林业局2024.txt": "查处林业案件26件，罚款14.8万元。",
    "临汀市民政局2024.txt": "新建社区食堂23个，覆盖街道9个。",
    "堰塘区审计局2024.txt": "完成审计项目31个，查出问题金额1250万元。",
    "柘溪县统计局2024.md": "一大队 | 12 | 3.4",
}


def write(corpus: Path) -> None:
    corpus.mkdir()
    for name, text in REPORTS.items():
        (corpus / name).write_text(text, encoding="utf-8")


def change(corpus: Path) -> None:
    """One report stays; the others: another figure, words put before, gone, rewritten, another
    unit above a table."""

    def put(name: str, old: str, new: str) -> None:
        text = REPORTS[name]
        assert old in text
        (corpus / name).write_text(text.replace(old, new), encoding="utf-8")

    put("霁明市水利局2024.txt", "罚款33.5万元，已全部入库", "罚款35.1万元，已全部缴入国库")
    put("溪坪县林业局2024.txt", "一、防火\n\n", "一、防火\n\n今年林区降水偏少，火险等级偏高。\n\n")
    (corpus / "临汀市民政局2024.txt").unlink()
    put(
        "堰塘区审计局2024.txt",
        "完成审计项目31个，查出问题金额1250万元。",
        "审计情况另行公布，以公告为准，本报告从略。",
    )
    put("柘溪县统计局2024.md", "单位：万元", "单位：亿元")


@dataclass
class Rebuilt:
    """A brief collected from the first build, and the index of the changed reports."""

    brief: Brief
    before: Index
    after: Index


@pytest.fixture(scope="session")
def rebuilt_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rebuilt")
    write(folder / "corpus")
    build([folder / "corpus"], folder / "before")
    change(folder / "corpus")
    build([folder / "corpus"], folder / "after")
    return folder


@pytest.fixture
def rebuilt(rebuilt_dir: Path, tmp_path: Path) -> Iterator[Rebuilt]:
    with Index.open(rebuilt_dir / "before") as before, Index.open(rebuilt_dir / "after") as after:
        brief = Brief.new(tmp_path / "b.brief.toml", "检查")
        for name, quote in QUOTES.items():
            start = before.text(name).index(quote)
            brief.add(with_figures(before, name, start, start + len(quote)))
        yield Rebuilt(brief, before, after)


def with_figures(index: Index, name: str, start: int, end: int):  # type: ignore[no-untyped-def]
    """A quote with all figures in it, as a row has them."""
    from dataclasses import replace

    from indexer.briefs.model import ItemFigure

    figures = tuple(
        ItemFigure(f.metric, f.value, f.unit, f.raw) for f in index.figures(name, start, end)
    )
    return replace(passage_of(index, name, start, end), figures=figures)
