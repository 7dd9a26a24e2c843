"""``/v1/ask/stream``: rows as they are judged, the answer of ``/v1/ask``, and an early end."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from indexer import build

from .servers import Server, running

pytest.importorskip("fastapi")
httpx = pytest.importorskip("httpx")

pytestmark = pytest.mark.slow
QUESTION = "哪些单位公布了罚款"


@pytest.fixture(scope="module")
def client(api: Server) -> Iterator[Any]:
    with httpx.Client(base_url=api.url, timeout=60) as client:
        yield client


def _lines(client: Any, **body: Any) -> list[dict[str, Any]]:
    with client.stream("POST", "/v1/ask/stream", json=body) as response:
        assert response.status_code == 200, response.read()
        assert response.headers["content-type"].startswith("application/x-ndjson")
        assert response.headers["x-policyqa-generation"]
        return [json.loads(line) for line in response.iter_lines()]


def test_rows_come_first_and_the_last_line_is_the_answer(client: Any) -> None:
    *told, last = _lines(client, question="which offices carried out inspections", id="s1")
    assert told and all(list(line) == ["progress"] for line in told)
    judged = [line["progress"]["judged"] for line in told]
    assert judged == sorted(set(judged))
    assert all(line["progress"]["rows"] for line in told[-1:])
    plain = client.post("/v1/ask", json={"question": "which offices carried out inspections"})
    assert last == {"answer": plain.json() | {"id": "s1"}}


def test_a_question_to_one_report_is_one_line(client: Any) -> None:
    body = {"question": "青澜市应急管理局2025年罚款多少"}
    assert [list(line) for line in _lines(client, **body)] == [["answer"]]


@pytest.mark.parametrize(
    ("body", "status"),
    [({"question": " "}, 422), ({"question": QUESTION, "years": [2025]}, 422), ({}, 422)],
)
def test_what_is_wrong_at_once_has_its_status(client: Any, body: Any, status: int) -> None:
    response = client.post("/v1/ask/stream", json=body)
    assert response.status_code == status and response.json()["error"]["code"] == "invalid"


def test_a_client_that_hangs_up_stops_the_judging(tmp_path: Path) -> None:
    for n in range(96):
        name = f"{'甲乙丙丁戊己庚辛'[n // 12]}{'山水林田湖草沙石河江海溪'[n % 12]}县"
        text = f"{name}水利局2031年报告\n\n" + f"全年检查河道{n + 3}次，责令整改{n}处。" * (
            n % 7 + 1
        )
        (tmp_path / f"{n:02d}.txt").write_text(text, encoding="utf-8")
    build([tmp_path], tmp_path / "index")
    question = {"question": "哪些单位检查了河道"}
    with (
        running("serve", "--index", str(tmp_path / "index"), "--port", "0") as server,
        httpx.Client(base_url=server.url, timeout=60) as client,
    ):
        with client.stream("POST", "/v1/ask/stream", json=question) as response:
            first = json.loads(next(response.iter_lines()))
            assert first["progress"]["judged"] < first["progress"]["total"]
        time.sleep(5)  # time enough to judge all, if it went on
        # A stopped answer is not kept: the next one is whole and has progress again.
        lines = _lines(client, **question)
    assert "progress" in lines[0] and "stopped" not in lines[-1]["answer"]
    assert lines[-1]["answer"]["coverage"]["examined"] == 96
