"""Where a user's programs keep what lasts, whatever the environment says."""

from __future__ import annotations

from pathlib import Path

import pytest

from aeo_exchange.errors import StateError
from aeo_exchange.user_folders import cache_folder, state_folder


def test_an_absolute_folder_is_taken(tmp_path: Path) -> None:
    named = {"XDG_STATE_HOME": str(tmp_path / "s"), "XDG_CACHE_HOME": str(tmp_path / "c")}
    assert state_folder(named, "--state") == tmp_path / "s" / "aeo-exchange"
    assert cache_folder(named) == tmp_path / "c" / "aeo-exchange"


@pytest.mark.parametrize("named", ["", "state", "./state", "~/state"])
def test_a_relative_folder_is_ignored_or_each_folder_had_a_memory(named, monkeypatch) -> None:
    monkeypatch.setenv("HOME", "/home/officer")
    home = Path("/home/officer")
    assert state_folder({"XDG_STATE_HOME": named}, "--state") == home / ".local/state/aeo-exchange"
    assert cache_folder({"XDG_CACHE_HOME": named}) == home / ".cache/aeo-exchange"


def _no_home() -> Path:
    raise RuntimeError("Could not determine home directory.")


@pytest.mark.parametrize("home", [_no_home, lambda: Path("relative")])
def test_without_a_home_the_option_that_names_the_file_is_told(home, monkeypatch) -> None:
    monkeypatch.setattr(Path, "home", home)
    with pytest.raises(StateError, match="no home folder") as refused:
        state_folder({}, "--marks")
    assert "--marks" in refused.value.advice
    assert cache_folder({}) is None
