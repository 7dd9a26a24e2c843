"""Written answers over HTTP: lines that come as the model writes."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.writing.faulty import refuse, serving, stream

from .servers import Server, environment, running

httpx = pytest.importorskip("httpx")
pytest.importorskip("fastapi")
pytest.importorskip("openai", reason="the extra llm is not installed")
pytestmark = pytest.mark.slow
QUESTION = "衡阳市应急管理局罚款多少？"
TRUE, FALSE = "衡阳市应急管理局2025年罚款740.9万元。", "衡阳市应急管理局2025年罚款749万元。"


def _lines(url: str, **body: object) -> list[dict[str, object]]:
    with httpx.stream("POST", f"{url}/v1/write", json=body, timeout=120) as reply:
        assert reply.status_code == 200
        assert reply.headers["content-type"] == "application/x-ndjson"
        return [json.loads(line) for line in reply.iter_lines()]


def _served(served_dir: Path, url: str) -> Iterator[Server]:
    env = environment(POLICYQA_LLM_URL=url, POLICYQA_LLM_MODEL="m")
    with running("serve", "--index", str(served_dir), "--port", "0", env=env) as server:
        yield server


def test_without_a_model_it_says_what_to_set(api: Server) -> None:
    reply = httpx.post(f"{api.url}/v1/write", json={"question": QUESTION}, timeout=60)
    assert reply.status_code == 409
    error = reply.json()["error"]
    assert error["code"] == "no_language_model" and "POLICYQA_LLM_URL" in error["message"]


def test_each_sentence_is_a_line_and_the_whole_answer_the_last(served_dir: Path) -> None:
    with serving(lambda handler, _: stream(handler, TRUE, "\n", FALSE)) as faulty:
        for server in _served(served_dir, faulty.url):
            lines = _lines(server.url, question=QUESTION, id="7")
    assert [line["event"] for line in lines] == ["answer", "sentence", "sentence", "written"]
    plain, first, second, last = lines
    assert plain["answer"]["generated_by"] is None and plain["answer"]["id"] == "7"  # type: ignore[index]
    assert first["sentence"]["verdict"] == "supported"  # type: ignore[index]
    assert second["sentence"]["figures"][0]["source_raw"] == "740.9万元"  # type: ignore[index]
    written = last["answer"]
    assert written["generated_by"] == "m" and written["id"] == "7"  # type: ignore[index]
    assert written["answer"].startswith(f"{TRUE}[1]~~{FALSE}~~〔与报告不符")  # type: ignore[index]
    assert written["sentences"] == [first["sentence"], second["sentence"]]  # type: ignore[index]


def test_a_model_that_breaks_off_ends_the_lines_with_an_error(served_dir: Path) -> None:
    with serving(lambda handler, _: stream(handler, TRUE, "\n衡阳", end=None)) as faulty:
        for server in _served(served_dir, faulty.url):
            lines = _lines(server.url, question=QUESTION)
    assert [line["event"] for line in lines] == ["answer", "sentence", "error"]
    assert lines[-1]["code"] == "language_model" and "broke off" in str(lines[-1]["message"])


def test_a_refused_key_is_told_after_the_ordinary_answer(served_dir: Path) -> None:
    with serving(lambda handler, _: refuse(handler, 401)) as faulty:
        for server in _served(served_dir, faulty.url):
            lines = _lines(server.url, question=QUESTION)
    assert [line["event"] for line in lines] == ["answer", "error"]


def test_the_model_stops_where_the_client_goes_away(served_dir: Path) -> None:
    slow = [f"{TRUE}\n", *"好" * 400]
    with serving(lambda handler, _: stream(handler, *slow, pause=0.05)) as faulty:
        for server in _served(served_dir, faulty.url):
            body = {"question": QUESTION}
            with httpx.stream("POST", f"{server.url}/v1/write", json=body, timeout=60) as reply:
                lines = reply.iter_lines()
                assert "sentence" in [json.loads(next(lines))["event"] for _ in range(2)]
            assert faulty.gone.wait(10)
            began = time.monotonic()
            assert httpx.get(f"{server.url}/health", timeout=10).status_code == 200
            assert time.monotonic() - began < 5


def test_unknown_fields_are_rejected(api: Server) -> None:
    body = {"question": QUESTION, "yaer": [2025]}
    assert httpx.post(f"{api.url}/v1/write", json=body, timeout=60).status_code == 422
