"""The hints of a site (XCH-7-5): what streams and trust lists stand on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from aeo_exchange.endless import read_file
from aeo_exchange.errors import MessageRefused
from aeo_exchange.exchange.heads import Head, read_head
from aeo_exchange.exchange.site_layout import (
    HINTS,
    LAYOUT,
    TRUST_LIST,
    HintedList,
    HintedStream,
    SiteHints,
    is_opaque,
)
from aeo_exchange.operations.exchange.message_files import LATEST
from aeo_exchange.operations.site.remarks import SiteRemark
from aeo_exchange.operations.site.sealed import is_sealed
from aeo_exchange.operations.writing import written_whole

__all__ = ["head_in", "hint_remarks", "hints_of", "write_hints"]

SPEC_VERSION = "1.0"
WRONG_HINTS = "AEO-XCH-65"


def hints_of(site: Path) -> SiteHints:
    """Return the hints of what stands on a site; a folder without a readable head is no stream.

    A stream with an opaque name is known to its partner, and to nobody by the hints (XCH-7-4).
    """
    streams = []
    for file in sorted(site.glob(f"{LAYOUT}/*/*/{LATEST}")):
        head = head_in(file) if file.is_file() else None
        if head is not None and not is_opaque(file.parent.name):
            streams.append(
                HintedStream(
                    iss=head.iss,
                    aud=head.aud,
                    agreement=head.agreement,
                    path=file.parent.relative_to(site).as_posix(),
                )
            )
    lists = tuple(
        HintedList(iss=file.parent.name, path=file.relative_to(site).as_posix())
        for file in sorted(site.glob(f"{LAYOUT}/*/{TRUST_LIST}"))
    )
    return SiteHints(spec_version=SPEC_VERSION, streams=tuple(streams), trust_lists=lists)


def head_in(file: Path) -> Head | None:
    """Return the head in a file; None for what is none, or is newer than this program."""
    try:
        return read_head(read_file(file)).head
    except MessageRefused:
        return None


def write_hints(site: Path) -> None:
    """Write the hints of a site unless they are there already."""
    content = msgspec.json.format(msgspec.json.encode(hints_of(site)), indent=2) + b"\n"
    file = site / HINTS
    if file.exists() and read_file(file) == content:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    with written_whole(file, None) as stream:
        stream.write(content)


def hint_remarks(site: Path) -> Iterator[SiteRemark]:
    """Yield what is wrong with the hints of a site: they tell what stands on it, and no more."""
    file = site / HINTS
    if not file.is_file():
        yield SiteRemark(path=HINTS, code=WRONG_HINTS, message="there are none")
        return
    try:
        hints = msgspec.json.decode(read_file(file), type=SiteHints)
    except (msgspec.ValidationError, msgspec.DecodeError) as cause:
        yield SiteRemark(path=HINTS, code=WRONG_HINTS, message=f"not as they should be: {cause}")
        return
    told, there = _places(hints), _places(hints_of(site))
    for _, path in sorted(told ^ there):
        folder = site / path
        if _is_newer(folder / LATEST) or (is_sealed(folder) and not is_opaque(folder.name)):
            continue  # whose it is this program cannot tell
        yield SiteRemark(path=HINTS, code=WRONG_HINTS, message=f"{path} {_why(path, there)}")


def _is_newer(file: Path) -> bool:
    """Say whether a file holds a head of a later version than this program knows."""
    if not file.is_file():
        return False
    try:
        return read_head(read_file(file)).head is None
    except MessageRefused:
        return False


def _why(path: str, there: set[tuple[str, str]]) -> str:
    if is_opaque(path.rpartition("/")[2]):
        return "has an opaque name, which no hint tells"
    is_there = path in {known for _, known in there}
    return "is not named, or with another sender" if is_there else "is not there"


def _places(hints: SiteHints) -> set[tuple[str, str]]:
    streams = {(stream.iss, stream.path) for stream in hints.streams}
    return streams | {(one.iss, one.path) for one in hints.trust_lists}
