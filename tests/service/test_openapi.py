"""The API keeps to its own OpenAPI description (schemathesis, bounded)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from .servers import Server

pytest.importorskip("fastapi")
schemathesis = pytest.importorskip("schemathesis")

EXAMPLES = 25  # for each operation, and for values that fit and values that do not
BOUNDED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.slow
def test_every_operation_keeps_to_the_schema(api: Server) -> None:
    schema = schemathesis.openapi.from_url(f"{api.url}/openapi.json")
    modes, tried = schemathesis.GenerationMode, set()
    for found in schema.get_all_operations():
        operation = found.ok()
        for mode in (modes.POSITIVE, modes.NEGATIVE):
            if mode is modes.NEGATIVE and not _takes_values(operation):
                continue

            @BOUNDED
            @given(case=operation.as_strategy(generation_mode=mode))
            def keeps_to_it(case: Any) -> None:
                case.call_and_validate(timeout=60)

            keeps_to_it()
        tried.add(operation.label)
    assert len(tried) == 18, tried


def _takes_values(operation: Any) -> bool:
    """Whether there are values to get wrong; any text at all may be the id of a report."""
    return bool(operation.body) or bool(operation.query)
