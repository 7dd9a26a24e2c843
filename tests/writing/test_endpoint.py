"""The endpoint: streams, retries, time limits, cancel, and a key that appears nowhere."""

from __future__ import annotations

import logging
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler

import pytest

from indexer.errors import LanguageModelError, NoLanguageModel, UsageError
from indexer.settings import Settings
from indexer.writing import endpoint as module
from indexer.writing.endpoint import Endpoint, Message, required

from .faulty import refuse, send, serving, stream

pytest.importorskip("openai", reason="the extra llm is not installed")

ASKED: list[Message] = [{"role": "user", "content": "罚款多少？"}]
KEY = "sk-secret-4711"


def _text(url: str, key: str | None = None, seconds: float = 20.0) -> str:
    return Endpoint(url, "m", key, seconds).text(ASKED, tokens=20)


def test_parts_come_as_they_are_written() -> None:
    first = threading.Event()

    def reply(handler: BaseHTTPRequestHandler, _: int) -> None:
        stream(handler, "罚款", end=None)
        assert first.wait(10)
        send(handler, {"content": "3万元"})
        send(handler, {}, "stop")

    with serving(reply) as faulty:
        parts = iter(Endpoint(faulty.url, "m").stream(ASKED, tokens=20))
        assert next(parts) == "罚款"
        first.set()
        assert list(parts) == ["3万元"]


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_endpoint_is_asked_again(status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BUSY_WAITS", (0.05, 0.05, 0.05))

    def reply(handler: BaseHTTPRequestHandler, n: int) -> None:
        refuse(handler, status) if n < 2 else stream(handler, "好")

    with serving(reply) as faulty:
        assert _text(faulty.url) == "好"
        assert len(faulty.bodies) == 3


def test_waits_between_tries_grow_and_heed_what_the_endpoint_asks_for() -> None:
    assert list(module.BUSY_WAITS) == sorted(module.BUSY_WAITS)

    def reply(handler: BaseHTTPRequestHandler, n: int) -> None:
        refuse(handler, 429, Retry_After="0.4") if n == 0 else stream(handler, "好")

    with serving(reply) as faulty:
        began = time.monotonic()
        assert _text(faulty.url) == "好"
        assert time.monotonic() - began >= 0.4


def test_an_endpoint_that_stays_busy_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BUSY_WAITS", (0.01, 0.01))
    with serving(lambda handler, _: refuse(handler, 503)) as faulty:
        with pytest.raises(LanguageModelError, match=r"is busy \(503\); try again later"):
            _text(faulty.url)
        assert len(faulty.bodies) == 3


def test_one_that_hangs_is_left_after_the_time_limit() -> None:
    def reply(handler: BaseHTTPRequestHandler, _: int) -> None:
        time.sleep(3)

    with serving(reply) as faulty:
        began = time.monotonic()
        with pytest.raises(LanguageModelError, match=r"within 0\.3 s; .*POLICYQA_LLM_TIMEOUT"):
            _text(faulty.url, seconds=0.3)
        assert time.monotonic() - began < 2


def test_the_limit_counts_from_the_last_part() -> None:
    with serving(lambda handler, _: stream(handler, *"一二三四", pause=0.2)) as faulty:
        assert _text(faulty.url, seconds=0.5) == "一二三四"


def test_a_stream_that_breaks_off_is_not_taken_for_whole() -> None:
    with serving(lambda handler, _: stream(handler, "罚款", end=None)) as faulty:
        parts = iter(Endpoint(faulty.url, "m").stream(ASKED, tokens=20))
        assert next(parts) == "罚款"
        with pytest.raises(LanguageModelError, match="broke off; try again"):
            next(parts)


def test_a_reply_cut_at_its_length_says_so() -> None:
    with serving(lambda handler, _: stream(handler, "罚款", end="length")) as faulty:
        stream_ = Endpoint(faulty.url, "m").stream(ASKED, tokens=1)
        assert list(stream_) == ["罚款"] and stream_.full


def test_a_port_where_nothing_listens_is_named() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(LanguageModelError, match=f"127.0.0.1:{port} cannot be reached; start it"):
        _text(f"http://127.0.0.1:{port}/v1")


def test_an_unknown_model_is_named_with_the_setting() -> None:
    said = r"has no model 'm'.*POLICYQA_LLM_MODEL"
    with (
        serving(lambda handler, _: refuse(handler, 404, "no such model")) as faulty,
        pytest.raises(LanguageModelError, match=said),
    ):
        _text(faulty.url)


@pytest.mark.parametrize("status", [400, 401, 403, 500])
def test_the_key_is_sent_but_is_in_no_message_log_or_repr(
    status: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with serving(lambda handler, _: refuse(handler, status, f"bad key {KEY}")) as faulty:
        with pytest.raises(LanguageModelError) as raised:
            _text(faulty.url, KEY)
        assert faulty.headers[0]["authorization"] == f"Bearer {KEY}"
    error: BaseException | None = raised.value
    while error is not None:
        assert KEY not in str(error) and KEY not in repr(error)
        error = error.__cause__
    assert KEY not in caplog.text
    assert KEY not in repr(Endpoint("http://127.0.0.1/v1", "m", KEY))


def test_the_key_follows_no_redirect() -> None:
    with serving(lambda handler, _: stream(handler, "好")) as other:
        away = other.url

        def reply(handler: BaseHTTPRequestHandler, _: int) -> None:
            refuse(handler, 307, Location=f"{away}/chat/completions")

        with serving(reply) as faulty, pytest.raises(LanguageModelError, match="answered 307"):
            _text(faulty.url, KEY)
        assert other.bodies == []


def test_another_service_s_settings_are_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID"):
        monkeypatch.setenv(name, "of-another-service")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    with serving(lambda handler, _: stream(handler, "好")) as faulty:
        assert _text(faulty.url) == "好"
        assert "of-another-service" not in str(faulty.headers)


def test_cancelling_ends_a_wait_at_once() -> None:
    def reply(handler: BaseHTTPRequestHandler, _: int) -> None:
        time.sleep(5)

    with serving(reply) as faulty:
        waiting = Endpoint(faulty.url, "m").stream(ASKED, tokens=20)
        threading.Timer(0.2, waiting.cancel).start()
        began = time.monotonic()
        assert list(waiting) == []
        assert time.monotonic() - began < 1


def test_cancelling_closes_the_connection_so_that_the_model_stops() -> None:
    with serving(lambda handler, _: stream(handler, *"好" * 400, pause=0.02)) as faulty:
        waiting = Endpoint(faulty.url, "m").stream(ASKED, tokens=20)
        for _ in waiting:
            break
        waiting.cancel()
        assert faulty.gone.wait(3)


def test_nothing_is_asked_where_no_address_is_set() -> None:
    assert Endpoint.of(Settings(llm_url=None)) is None
    with pytest.raises(NoLanguageModel, match="set POLICYQA_LLM_URL and POLICYQA_LLM_MODEL"):
        required(None)


@pytest.mark.parametrize(
    ("url", "model", "key", "why"),
    [
        ("127.0.0.1:8080", "m", None, "POLICYQA_LLM_URL is not the address"),
        ("ftp://example.org/v1", "m", None, "POLICYQA_LLM_URL is not the address"),
        (f"http://me:{KEY}@example.org/v1", "m", None, "set POLICYQA_LLM_KEY instead"),
        ("http://example.org/v1", None, None, "not POLICYQA_LLM_MODEL"),
        ("http://example.org/v1", "m", f"{KEY}\n", "POLICYQA_LLM_KEY must be"),
    ],
)
def test_wrong_settings_are_named(url: str, model: str | None, key: str | None, why: str) -> None:
    with pytest.raises(UsageError, match=why) as raised:
        Endpoint.of(Settings(llm_url=url, llm_model=model, llm_key=key))
    assert KEY not in str(raised.value)
