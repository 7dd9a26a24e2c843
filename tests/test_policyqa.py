"""``policyqa``, the import name that users type."""

from __future__ import annotations

import subprocess
import sys

import pytest

import indexer
import policyqa


@pytest.mark.parametrize("name", indexer.__all__)
def test_every_public_name_is_that_of_the_package(name: str) -> None:
    assert getattr(policyqa, name) is getattr(indexer, name)
    assert name in policyqa.__all__


def test_what_is_not_public_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="no attribute 'api_key'"):
        policyqa.api_key  # noqa: B018
    assert policyqa.__version__ == indexer.__version__


def test_importing_loads_nothing_heavy() -> None:
    code = "import sys, policyqa; print([m for m in sys.modules if m.startswith(('indexer.', 'numpy'))])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
