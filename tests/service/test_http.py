"""The HTTP API as a process: shapes, errors, token, limits, start and stop."""

from __future__ import annotations

import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from indexer import Filters, Index
from indexer.errors import UsageError
from indexer.service import run as runner

from .servers import Server, command, environment, running

pytest.importorskip("fastapi")
httpx = pytest.importorskip("httpx")

pytestmark = pytest.mark.slow
QUESTION = "哪些单位公布了罚款"


@pytest.fixture(scope="module")
def client(api: Server) -> Any:
    with httpx.Client(base_url=api.url, timeout=60) as client:
        yield client


def _error(response: Any, status: int) -> str:
    assert response.status_code == status, response.text
    value = response.json()
    assert set(value) == {"error"} and set(value["error"]) == {"code", "message"}
    assert "\n" not in value["error"]["message"]
    return str(value["error"]["code"])


def test_ask_gives_what_the_python_api_gives(client: Any, sample_index: Index) -> None:
    got = client.post("/v1/ask", json={"question": QUESTION, "year": [2025], "id": "a1"})
    wanted = sample_index.ask(QUESTION, Filters(years=(2025,))).to_json()
    assert got.json() == wanted | {"id": "a1"}
    assert got.headers["x-policyqa-generation"] == sample_index.generation.manifest.name


def test_search_gives_what_the_python_api_gives(client: Any, sample_index: Index) -> None:
    hits = client.post("/v1/search", json={"query": "fines", "k": 3}).json()["hits"]
    assert hits == [hit.to_json() for hit in sample_index.search("fines", 3)]


def test_cite_gives_what_the_python_api_gives(client: Any, sample_index: Index) -> None:
    text = "青澜市应急管理局2025年罚款1286.4万元。青澜市应急管理局2025年立案638起。"
    got = client.post("/v1/cite", json={"text": text, "style": "apa"}).json()
    assert got["claims"] == [c.to_json("apa") for c in sample_index.cite(text)]
    assert [c["verdict"] for c in got["claims"]] == ["supported", "contradicted"]


def test_every_quote_is_the_span_of_the_text_that_the_report_shows(client: Any) -> None:
    for cited in client.post("/v1/ask", json={"question": QUESTION}).json()["citations"]:
        text = client.get(f"/v1/reports/{cited['report']}").json()["text"]
        assert text[cited["start"] : cited["end"]] == cited["quote"]


def test_reports_are_filtered_and_come_in_pages(client: Any, sample_index: Index) -> None:
    everything = client.get("/v1/reports").json()
    assert everything["total"] == len(sample_index.reports) == len(everything["reports"])
    second = client.get("/v1/reports", params={"limit": 2, "offset": 1}).json()
    assert second["reports"] == everything["reports"][1:3]
    of_2024 = client.get("/v1/reports", params={"year": 2024}).json()["reports"]
    assert of_2024 and {r["year"] for r in of_2024} == {2024}


def test_status_counts_the_index_and_keeps_the_folder_to_itself(
    client: Any, sample_index: Index
) -> None:
    value = client.get("/v1/status").json()
    assert value["reports"] == len(sample_index.reports) and value["problem"] is None
    assert str(sample_index.generation.index_dir) not in str(value)


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("/v1/reports?years=2024", "years"),
        ("/v1/status?report=r0", "report"),
        ("/v1/reports/r0?start=3", "start"),
    ],
)
def test_a_query_that_is_not_known_is_refused_by_name(client: Any, path: str, named: str) -> None:
    reply = client.get(path)
    assert reply.status_code == 422 and named in reply.json()["error"]["message"]


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("/v1/ask", b"{not json", 400, "bad_json"),
        ("/v1/ask", b"\xff\xfe", 400, "bad_json"),
        ("/v1/ask", b"[]", 422, "invalid"),
        ("/v1/ask", b"{}", 422, "invalid"),
        ("/v1/ask", b'{"question": "  "}', 422, "invalid"),
        ("/v1/ask", b'{"question": "a", "years": [2025]}', 422, "invalid"),
        ("/v1/ask", b'{"question": "a", "year": ["2025"]}', 422, "invalid"),
        ("/v1/ask?year=2025", b'{"question": "a"}', 422, "invalid"),
        ("/v1/search?k=3", b'{"query": "a"}', 422, "invalid"),
        ("/v1/ask", b'{"question": "\\ud800"}', 422, "invalid"),
        ("/v1/ask", b'{"question": "%s"}' % (b"a" * 2001), 422, "invalid"),
        ("/v1/search", b'{"query": "a", "k": 0}', 422, "invalid"),
        ("/v1/cite", b'{"text": "a", "style": "harvard"}', 422, "invalid"),
        ("/v1/ask", b'{"question": "%s"}' % (b"a" * 1_000_000), 413, "too_large"),
        ("/v1/cite", b'{"text": "%s"}' % (b"a" * 5_000_000), 413, "too_large"),
        ("/v1/nothing", b"{}", 404, "not_found"),
        ("/v1/reports", b"{}", 405, "method_not_allowed"),
    ],
)
def test_bad_requests_get_one_shape_of_error(
    client: Any, path: str, body: bytes, status: int, code: str
) -> None:
    headers = {"Content-Type": "application/json"}
    assert _error(client.post(path, content=body, headers=headers), status) == code


def test_a_body_without_a_stated_length_is_cut_off_at_the_limit(client: Any) -> None:
    parts = (b"a" * 100_000 for _ in range(12))
    headers = {"Content-Type": "application/json"}
    assert _error(client.post("/v1/ask", content=parts, headers=headers), 413) == "too_large"


def test_a_filter_that_fits_nothing_answers_nothing_and_does_not_fail(client: Any) -> None:
    answer = client.post("/v1/ask", json={"question": QUESTION, "year": [1801]}).json()
    assert answer["answerable"] is False and answer["rows"] == []


def test_an_unknown_report_is_not_found(client: Any) -> None:
    assert _error(client.get("/v1/reports/r0"), 404) == "not_found"


def test_another_host_name_is_turned_away(client: Any) -> None:
    refused = client.get("/v1/status", headers={"Host": "reports.example"})
    assert _error(refused, 421) == "host"


def test_no_other_site_may_read_the_answers(client: Any) -> None:
    got = client.get("/v1/status", headers={"Origin": "http://elsewhere.example"})
    assert not [name for name in got.headers if name.startswith("access-control")]


def test_there_is_no_page_that_loads_scripts_from_elsewhere(client: Any) -> None:
    assert client.get("/docs").status_code == client.get("/redoc").status_code == 404


def test_a_draft_in_a_language_that_nothing_is_indexed_in_supports_nothing(client: Any) -> None:
    text = "Hakuna ripoti inayosema hivi kuhusu faini."
    claims = client.post("/v1/cite", json={"text": text}).json()["claims"]
    assert [c["verdict"] for c in claims] == ["unsupported"]


def test_a_draft_of_only_tables_is_checked_cell_by_cell(client: Any) -> None:
    text = "| 项目 | 数量 |\n| --- | --- |\n" * 50
    got = client.post("/v1/cite", json={"text": text})
    assert got.status_code == 200
    assert all(text[c["start"] : c["end"]] == c["text"] for c in got.json()["claims"])


def test_any_other_address_demands_a_token() -> None:
    for address in ("127.0.0.1", "127.8.0.1", "::1", "localhost"):
        assert runner.token_for(address, None) is None
    for address in ("0.0.0.0", "::", "192.0.2.7", "reports.example", ""):
        with pytest.raises(UsageError, match="POLICYQA_TOKEN"):
            runner.token_for(address, None)
        assert runner.token_for(address, "s3cret") == "s3cret"


def test_with_a_token_only_its_bearer_is_let_in_and_health_stays_open(served_dir: Path) -> None:
    env = environment(POLICYQA_TOKEN="correct-horse")
    arguments = ("serve", "--index", str(served_dir), "--port", "0", "--address", "0.0.0.0")
    with running(*arguments, env=env) as server:
        url = server.url.replace("0.0.0.0", "127.0.0.1")
        for given in (
            None,
            "Bearer wrong",
            "Bearer",
            "Basic correct-horse",
            "Bearer correct-horseX",
        ):
            headers = {"Authorization": given} if given else {}
            refused = httpx.get(f"{url}/v1/status", headers=headers)
            assert _error(refused, 401) == "token"
            assert refused.headers["www-authenticate"] == "Bearer"
        assert httpx.get(f"{url}/openapi.json").status_code == 401
        assert httpx.get(f"{url}/health").status_code == 200
        bearer = {"Authorization": "Bearer correct-horse"}
        assert httpx.get(f"{url}/v1/status", headers=bearer).status_code == 200


def test_told_to_stop_it_ends_the_request_under_way_and_exits_0(served_dir: Path) -> None:
    draft = "青澜市应急管理局2025年罚款1286.4万元，立案48起。\n\n" * 12
    with (
        running("serve", "--index", str(served_dir), "--port", "0") as server,
        ThreadPoolExecutor(1) as pool,
    ):
        sent = pool.submit(httpx.post, f"{server.url}/v1/cite", json={"text": draft}, timeout=90)
        time.sleep(0.5)
        assert not sent.done()
        server.process.terminate()
        assert len(sent.result().json()["claims"]) == 12
        assert server.process.wait(timeout=30) == 0
    assert server.process.stdout and server.process.stdout.read() == ""
    assert not server.log


def test_a_request_past_the_time_limit_gets_an_error_and_the_server_goes_on(
    served_dir: Path,
) -> None:
    arguments = ("serve", "--index", str(served_dir), "--port", "0", "--time-limit", "0.5")
    with running(*arguments) as server:
        draft = "青澜市应急管理局2025年罚款1286.4万元，立案48起。\n\n" * 2_000
        late = httpx.post(f"{server.url}/v1/cite", json={"text": draft}, timeout=30)
        assert _error(late, 504) == "time_limit"
        assert httpx.get(f"{server.url}/health").status_code == 200


@pytest.mark.parametrize("name", ["serve", "mcp"])
def test_a_port_in_use_is_one_line_that_names_the_remedy(served_dir: Path, name: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        more = ["--http"] if name == "mcp" else []
        done = subprocess.run(
            command(name, *more, "--index", str(served_dir), "--port", port),
            env=environment(),
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert done.returncode == 1 and done.stdout == ""
    assert len(done.stderr.splitlines()) == 1 and "--port" in done.stderr


def test_a_body_that_comes_too_slowly_is_given_up_and_others_are_served(served_dir: Path) -> None:
    with running("serve", "--index", str(served_dir), "--port", "0", "--time-limit", "2") as server:
        port = int(server.url.rstrip("/").rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=30) as slow:
            slow.sendall(
                b"POST /v1/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 400\r\n"
                b"Content-Type: application/json\r\n\r\n{"
            )
            began = time.monotonic()
            assert httpx.get(f"{server.url.rstrip('/')}/health").status_code == 200
            reply = b"".join(iter(lambda: slow.recv(4096), b""))
        assert b" 408 " in reply.split(b"\r\n")[0] and b"time_limit" in reply
        assert time.monotonic() - began < 15
