"""A question over many reports reads on while reports state it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from indexer import Index, build
from indexer.answers import nearest

_TOWNS = [a + b for a in "清灵白云青石金玉" for b in "溪川阳泉岭水原丰"]
_BUREAUS = ("市场监督管理局", "交通运输局", "农业农村局", "城市管理局")
_FINES = ("全年共处罚款{x}万元。", "一年来罚款合计{x}万元。", "实施处罚{n}件，罚款金额{x}万元。")
_OTHER = ("组织执法培训{n}次。", "受理群众来信{n}件。", "开展普法宣传{n}场。", "修订制度{n}项。")
STATE, SILENT = 48, 16


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Index, dict[str, float]]]:
    folder = tmp_path_factory.mktemp("many")
    fines: dict[str, float] = {}
    (folder / "corpus").mkdir()
    for i, town in enumerate(_TOWNS[: STATE + SILENT]):
        told = [line.format(n=3 + (i * 7 + k) % 50) for k, line in enumerate(_OTHER)]
        if i % 4:
            fines[f"{i:02}.md"] = (11.5 + 13 * i) * 10_000
            told.insert(i % 3, _FINES[i % 3].format(x=11.5 + 13 * i, n=5 + i))
        (folder / "corpus" / f"{i:02}.md").write_text(
            f"# {town}市{_BUREAUS[i % 4]}2024年法治政府建设年度报告\n\n## 主要工作\n\n"
            + "".join(told)
            + "\n",
            encoding="utf-8",
        )
    build([folder / "corpus"], folder / "index")
    with Index.open(folder / "index") as index:
        yield index, fines


@pytest.mark.parametrize(
    "question",
    [
        "哪些单位公布了罚款金额？",
        "Which bureaus reported fines?",
    ],
)
def test_every_report_of_many_that_states_it_is_told(
    many: tuple[Index, dict[str, float]], question: str
) -> None:
    index, fines = many
    answer = index.ask(question)
    paths = {report.id: report.path for report in index.reports}
    told = {
        paths[row.report]: row.figures[0].value for row in answer.rows if row.verdict == "stated"
    }
    assert told == pytest.approx(fines)


def test_the_answer_accounts_for_every_report(many: tuple[Index, dict[str, float]]) -> None:
    answer = many[0].ask("哪些单位公布了罚款金额？")
    assert f"共检查{STATE + SILENT}份报告，{STATE}份写明了" in answer.answer


def test_reports_left_unread_for_their_number_are_not_said_to_be_far_off(
    many: tuple[Index, dict[str, float]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nearest, "_READ", 24)
    answer = many[0].ask("有哪些单位组织过执法培训？").answer
    assert "其中24份已逐句细读。" in answer
    assert f"另有{STATE + SILENT - 24}份" in answer and "相去较远" not in answer


def test_a_ranking_is_over_all_that_state_it(many: tuple[Index, dict[str, float]]) -> None:
    index, fines = many
    answer = index.ask("各单位罚款金额从高到低排名")
    values = [row.figures[0].value for row in answer.rows if row.figures]
    assert values == pytest.approx(sorted(fines.values(), reverse=True))
