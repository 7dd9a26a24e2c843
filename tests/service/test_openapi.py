"""The API keeps to its own OpenAPI description (schemathesis, bounded)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from .servers import Server

pytest.importorskip("fastapi")
schemathesis = pytest.importorskip("schemathesis")

EXAMPLES = 25


@pytest.fixture(scope="session")
def api_schema(api: Server) -> Any:
    return schemathesis.openapi.from_url(f"{api.url}/openapi.json")


schema = schemathesis.pytest.from_fixture("api_schema")


@pytest.mark.slow
@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, derandomize=True,
          suppress_health_check=list(HealthCheck))
def test_every_operation_keeps_to_the_schema(case: Any) -> None:
    case.call_and_validate(timeout=60)
