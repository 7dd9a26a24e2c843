"""Small corpora of invented bureaus for the tests of the index."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from indexer.index.store.catalog_writer import SPANS
from indexer.index.store.generation import Generation

PLACES = ["青禾", "白鹭", "石榴", "云溪", "枫桥", "芦湾", "银杏", "鹿鸣", "兰亭港", "雁回"]


def report_text(place: str, fine: int) -> str:
    return (
        f"{place}市港务局2031年度执法工作报告\n\n"
        f"一、总体情况\n{place}市港务局全年巡查码头{fine + 12}次，发现隐患{fine}处。"
        "全部隐患已经逐条登记，并且约谈了相关单位的负责人。\n"
        f"二、处罚情况\n（一）案件办理\n{place}港区立案{fine}起，罚款{fine}.5万元。"
        "没有一起案件被撤销或者变更。\n"
        f"三、来年打算\n{place}市港务局将添置巡逻艇，并培训船员。\n"
    )


def write_corpus(folder: Path, count: int = 4) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for number, place in enumerate(PLACES[:count]):
        (folder / f"{number}.txt").write_text(report_text(place, 20 + number), encoding="utf-8")
    return folder


def arrays(index_dir: Path) -> dict[str, bytes]:
    """Every array of the active index as bytes: spans, keys, vectors and words."""
    with Generation.open(index_dir) as generation:
        folder = generation.folder
        found = {name: getattr(generation, name).tobytes() for name in SPANS}
        found["passages"] = np.asarray(generation.passage_vectors).tobytes()
        found["sentences"] = np.asarray(generation.sentence_vectors).tobytes()
        found["figures"] = np.asarray(generation.figure_vectors).tobytes()
        found["names"] = np.asarray(generation.name_vectors).tobytes()
        for path in sorted([*folder.glob("terms/*/*"), *folder.glob("*_keys.npy")]):
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found
