"""The files of a report in a folder that appears whole, or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from aeo_exchange.errors import WrongChoice
from aeo_exchange.files import whole_folder

__all__ = ["write_report"]


def write_report(folder: Path, files: Mapping[str, bytes], *, replaces: bool) -> None:
    """Write files into a new folder; an older report is replaced whole, and nothing else is.

    Raises WrongChoice for a folder that holds other things, and OSError.
    """
    if folder.exists() and not replaces:
        raise WrongChoice(f"{folder} exists; --force replaces it")
    if folder.exists() and not _is_report(folder, files):
        raise WrongChoice(f"{folder} holds other things than a report, and is not replaced")
    with whole_folder(folder, is_new=not replaces) as made:
        for name, content in files.items():
            (made / name).write_bytes(content)


def _is_report(folder: Path, files: Mapping[str, bytes]) -> bool:
    return folder.is_dir() and all(file.name in files for file in folder.iterdir())
