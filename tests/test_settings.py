"""Settings: read from the environment once, and passed on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from indexer.errors import UsageError
from indexer.settings import Settings


def test_the_day_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYQA_TODAY", "2020-02-29")
    assert Settings().today == date(2020, 2, 29)
    for value in ("soon", ""):
        monkeypatch.setenv("POLICYQA_TODAY", value)
        assert Settings().today is None


def test_the_token_is_read_and_never_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYQA_TOKEN", "from-outside")
    assert Settings().token == "from-outside" and "from-outside" not in repr(Settings())
    monkeypatch.setenv("POLICYQA_TOKEN", "")
    assert Settings().token is None


def test_the_language_model_is_off_unless_set_and_its_key_is_never_printed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("URL", "MODEL", "KEY", "TIMEOUT"):
        monkeypatch.delenv(f"POLICYQA_LLM_{name}", raising=False)
    told = Settings()
    assert (told.llm_url, told.llm_model, told.llm_key) == (None, None, None)
    monkeypatch.setenv("POLICYQA_LLM_KEY", " sk-from-outside\n")
    assert Settings().llm_key == "sk-from-outside"
    assert "from-outside" not in repr(Settings())
    for value in ("soon", "0", "-1", "nan", "4000"):
        monkeypatch.setenv("POLICYQA_LLM_TIMEOUT", value)
        with pytest.raises(UsageError, match="POLICYQA_LLM_TIMEOUT"):
            Settings()


def test_settings_are_read_at_the_edges_alone() -> None:
    package = Path(__file__).resolve().parents[1] / "indexer"
    readers = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if "Settings()" in path.read_text(encoding="utf-8")
    }
    assert readers == {
        "api.py",
        "cli/group.py",
        "index/building/build.py",
        "service/live.py",
        "ui/serve.py",  # loads the models while the page's server starts
    }
    environment = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if "environ.get(" in path.read_text(encoding="utf-8")
    }
    installed = "models/model_file.py"  # where the model's file is: its content is always the same
    child = "reading/process.py"  # PYTHONPATH, which a child process is to have too
    assert environment == {"settings.py", installed, child}
