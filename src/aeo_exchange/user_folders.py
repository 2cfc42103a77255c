"""Where the programs of a user keep what lasts (XDG Base Directory Specification 0.8)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from aeo_exchange.errors import StateError

__all__ = ["cache_folder", "state_folder"]

OURS = "aeo-exchange"


def state_folder(environment: Mapping[str, str], option: str) -> Path:
    """Return the folder for what must not be lost; `option` names the file instead.

    Raises StateError where the user has no home, as one of a container that no list of users has.
    """
    folder = _folder(environment, "XDG_STATE_HOME", ".local/state")
    if folder is None:
        error = StateError("this user has no home folder, in which state could be kept")
        error.advice = f"Name the file by {option}, or set XDG_STATE_HOME to an absolute path."
        raise error
    return folder


def cache_folder(environment: Mapping[str, str]) -> Path | None:
    """Return the folder for what can be fetched again, or None where the user has no home."""
    return _folder(environment, "XDG_CACHE_HOME", ".cache")


def _folder(environment: Mapping[str, str], variable: str, below_home: str) -> Path | None:
    """Return our folder; a relative path in a variable is to be ignored, says the specification.

    What was seen in one folder would else be forgotten in the next.
    """
    named = Path(environment.get(variable, ""))
    if named.is_absolute():
        return named / OURS
    try:
        home = Path.home()
    except RuntimeError:  # neither HOME nor a row of the system says
        return None
    return home / below_home / OURS if home.is_absolute() else None
