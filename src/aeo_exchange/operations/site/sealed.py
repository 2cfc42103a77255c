"""A stream on a site whose files are sealed: what can be seen of it without the key (XCH-11).

No head can be read, so neither chain nor roots: their recipient opens the files and looks then.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from aeo_exchange.counting import how_many
from aeo_exchange.errors import MessageRefused
from aeo_exchange.operations.exchange.message_files import LATEST
from aeo_exchange.operations.site.remarks import SiteRemark, place_of
from aeo_exchange.signing.sealing import SealForm, seal_form

__all__ = ["SEALED", "is_sealed", "sealed_open", "sealed_remarks"]

SEALED = ".jwe"
MISPLACED, NOT_LATEST, NO_WAY = "AEO-XCH-60", "AEO-XCH-61", "AEO-XCH-63"
_NUMBERED = re.compile(r"[0-9]{10}\.head\.jwt")
_SNAPSHOT = re.compile(r"[0-9]{10}\.snapshot\.aeo\.(?:ndjson|xml)(?:\.gz)?")
_DELTA = re.compile(r"[0-9]{10}-[0-9]{10}\.delta\.aeo\.(?:ndjson|xml)(?:\.gz)?")


class _SealedFile(NamedTuple):
    """A file of a sealed stream: its name without the ending, its seal or what is wrong with it."""

    file: Path
    name: str
    form: SealForm | None
    fault: MessageRefused | None


def is_sealed(folder: Path) -> bool:
    """Say whether a folder holds sealed heads and no open one."""
    sealed, heads = folder.glob(f"*head.jwt{SEALED}"), folder.glob("*head.jwt")
    return any(map(Path.is_file, sealed)) and not any(map(Path.is_file, heads))


def sealed_remarks(site: Path, folder: Path) -> Iterator[SiteRemark]:
    """Yield what is to be said of a sealed stream in its folder."""
    files = _files(folder)
    for file, code, message in (*_form(folder, files), *_latest(folder, files)):
        yield SiteRemark(path=place_of(file, site), code=code, message=message)


def sealed_open(site: Path, folder: Path) -> str:
    """Return what nobody can tell of a sealed stream, and who can."""
    forms = [one.form for one in _files(folder) if one.form is not None]
    keys = ", ".join(sorted({form.kid for form in forms})) or "nobody"
    return (
        f"what {how_many(len(forms), 'sealed file')} of {place_of(folder, site)} hold: "
        f"they are for the key {keys}; who has it opens each with `aeo open` into a folder of the "
        "same name, and checks that"
    )


def _files(folder: Path) -> list[_SealedFile]:
    """Return the sealed files of a folder, each as far as it can be read."""
    sealed = []
    for file in sorted(filter(Path.is_file, folder.glob(f"*{SEALED}"))):
        form, fault = None, None
        try:
            with file.open("rb") as stream:
                form = seal_form(stream)
        except MessageRefused as cause:
            fault = cause
        sealed.append(_SealedFile(file, file.name.removesuffix(SEALED), form, fault))
    return sealed


def _form(folder: Path, files: list[_SealedFile]) -> Iterator[tuple[Path, str, str]]:
    """Yield what is no seal, and what has no place in the folder of a sealed stream."""
    for one in files:
        if one.fault is not None:
            yield one.file, one.fault.rule, one.fault.message
        if one.name != LATEST and not any(
            form.fullmatch(one.name) for form in (_NUMBERED, _SNAPSHOT, _DELTA)
        ):
            yield one.file, MISPLACED, "the layout has no such file"
    for file in sorted(set(folder.iterdir()) - {one.file for one in files}):
        yield file, MISPLACED, "it is open among sealed files: a stream is sealed whole"


def _latest(folder: Path, files: list[_SealedFile]) -> Iterator[tuple[Path, str, str]]:
    """Yield what the latest head lacks; of two seals of one head the lengths are the same."""
    place = folder / f"{LATEST}{SEALED}"
    latest = next((one for one in files if one.file == place), None)
    heads = [one for one in files if _NUMBERED.fullmatch(one.name)]
    last = heads[-1] if heads else None
    if latest is None:
        yield place, NOT_LATEST, "there is none"
    elif last is None:
        yield place, NOT_LATEST, "no numbered head stands beside it"
    elif latest.form and last.form and latest.form.bytes != last.form.bytes:
        yield place, NOT_LATEST, f"what is inside is not as long as in {last.file.name}"
    if not any(_SNAPSHOT.fullmatch(one.name) for one in files):
        file = place if last is None else last.file
        yield file, NO_WAY, "there is no snapshot beside it"
