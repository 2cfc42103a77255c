"""A published folder to an answer: every head, file, root and link of the chain (XCH-7).

It looks at the files as a partner would fetch them, and of sealed ones at what can be seen. What
only a host can show is told as open, unless its headers are given.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from aeo_exchange.endless import read_file
from aeo_exchange.errors import SignatureError, WrongChoice
from aeo_exchange.exchange.site_layout import HINTS, LAYOUT, PUBLIC, TRUST_LIST, is_opaque
from aeo_exchange.exchange.stream_name import StreamName
from aeo_exchange.operations.site.files import odd_file_remarks
from aeo_exchange.operations.site.headers import header_remarks
from aeo_exchange.operations.site.hints import head_in, hint_remarks
from aeo_exchange.operations.site.remarks import SiteQuestion, SiteRemark, place_of
from aeo_exchange.operations.site.sealed import SEALED, is_sealed, sealed_open, sealed_remarks
from aeo_exchange.operations.site.streams import stream_remarks
from aeo_exchange.reader_codes import NEWER_VERSION
from aeo_exchange.report import Severity, Verdict
from aeo_exchange.trust.list_form import read_list_token, read_signed_list

__all__ = ["SiteAnswer", "SiteQuestion", "check_site"]

NO_TRUST = "whose heads they are: no trust list was given"
NO_HEADERS = "what the host sends: no headers were given"
CHANNEL = "whether both sides are authenticated (XCH-7-4): no file shows how it came"
PATHS = "whether others see the paths, which tell who shares with whom (XCH-7-4): "
MISPLACED = "AEO-XCH-60"


class SiteAnswer(Struct, frozen=True, kw_only=True, rename="camel"):
    """Whether a partner can read a site, and what nobody can tell from its files."""

    source: str
    at: str
    verdict: Verdict
    streams: int
    heads: int
    remarks: tuple[SiteRemark, ...]
    open: tuple[str, ...]


def check_site(site: Path, asked: SiteQuestion) -> SiteAnswer:
    """Return the answer about a site, or a stream, in a folder.

    Raises OSError for a file that cannot be read, WrongChoice for headers beside one stream: their
    paths are those of a site.
    """
    folders = _folders(site)
    if site in folders and asked.headers is not None:
        raise WrongChoice(f"{site} is one stream; headers are looked at for a whole site")
    sealed = [folder for folder in folders if is_sealed(folder)]
    remarks = tuple(_remarks(site, folders, asked))
    is_open = (
        *(() if asked.trust is not None else (NO_TRUST,)),
        *(() if asked.headers is not None else (NO_HEADERS,)),
        CHANNEL,
        *_telling(site, folders),
        *(sealed_open(site, folder) for folder in sealed),
    )
    return SiteAnswer(
        source=str(site),
        at=asked.at,
        verdict=_verdict(remarks, is_known=asked.trust is not None and not sealed),
        streams=len(folders),
        heads=sum(len(list(folder.glob("[0-9]*.head.jwt*"))) for folder in folders),
        remarks=remarks,
        open=is_open,
    )


def _folders(site: Path) -> list[Path]:
    """Return the folders of streams: those of a site, or the one that was given in its place."""
    for place in ("", f"{LAYOUT}/*/*/"):
        heads = [*site.glob(f"{place}*head.jwt"), *site.glob(f"{place}*head.jwt{SEALED}")]
        folders = {file.parent for file in heads if file.is_file()}
        if folders:
            break
    return sorted(folders)


def _telling(site: Path, folders: list[Path]) -> Iterator[str]:
    """Yield the paths with an audience in them, where there are any."""
    named = [one for one in folders if not is_opaque(one.name) and one.name != PUBLIC]
    if named and site not in folders:
        yield PATHS + ", ".join(place_of(one, site) for one in named)


def _verdict(remarks: tuple[SiteRemark, ...], *, is_known: bool) -> Verdict:
    if any(remark.severity is Severity.ERROR for remark in remarks):
        return Verdict.NOT_VALID
    is_newer = any(remark.code == NEWER_VERSION for remark in remarks)
    return Verdict.VALID if is_known and not is_newer else Verdict.UNDETERMINED


def _remarks(site: Path, folders: list[Path], asked: SiteQuestion) -> Iterator[SiteRemark]:
    if site in folders:
        yield from odd_file_remarks(site)
        yield from _folder_remarks(site, site, asked)
        return
    yield from hint_remarks(site)
    if not folders:
        yield SiteRemark(path=LAYOUT, code=MISPLACED, message="there is no stream here")
    yield from odd_file_remarks(site)
    yield from _list_remarks(site)
    for folder in folders:
        yield from _folder_remarks(site, folder, asked)
    yield from _twice(site, folders)
    yield from _strangers(site, folders)
    if asked.headers is not None:
        yield from header_remarks(site, asked.headers)


def _folder_remarks(site: Path, folder: Path, asked: SiteQuestion) -> Iterator[SiteRemark]:
    if is_sealed(folder):
        yield from sealed_remarks(site, folder)
    else:
        yield from stream_remarks(site, folder, asked)


def _list_remarks(site: Path) -> Iterator[SiteRemark]:
    """Yield what stands in the place of a trust list and is none."""
    for file in sorted(site.glob(f"{LAYOUT}/*/{TRUST_LIST}")):
        if file.is_file():
            try:
                read_signed_list(read_list_token(read_file(file)))
            except SignatureError as cause:
                place = place_of(file, site)
                yield SiteRemark(path=place, code=cause.rule, message=cause.message)


def _twice(site: Path, folders: list[Path]) -> Iterator[SiteRemark]:
    """Yield each folder of a stream that stands in an earlier one already."""
    seen: dict[StreamName, Path] = {}
    for folder in folders:
        if is_sealed(folder):
            continue
        head = head_in(next(file for file in folder.glob("*head.jwt") if file.is_file()))
        first = folder if head is None else seen.setdefault(StreamName.of(head), folder)
        if first != folder:
            told = f"the stream stands in {place_of(first, site)} too"
            yield SiteRemark(path=place_of(folder, site), code=MISPLACED, message=told)


def _strangers(site: Path, folders: list[Path]) -> Iterator[SiteRemark]:
    """Yield the files that the layout has no place for, outside the folders of streams."""
    for file in sorted(path for path in site.rglob("*") if path.is_file()):
        name = file.relative_to(site).as_posix()
        is_list = file.name == TRUST_LIST and file.parent.parent == site / LAYOUT
        if file.parent not in folders and name != HINTS and not is_list:
            yield SiteRemark(path=name, code=MISPLACED, message="the layout has no such file")
