"""Cases that the trained models get wrong today; each is expected to fail until they do better."""

from __future__ import annotations

from typing import Any

import pytest


def mark(why: str) -> pytest.MarkDecorator:
    """For a whole test."""
    return pytest.mark.xfail(strict=False, reason=f"reader model: {why}")


def miss(*values: Any, why: str) -> Any:
    """One case of a parametrised test."""
    return pytest.param(*values, marks=mark(why))
