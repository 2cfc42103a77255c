"""What a host sends with each file of a site, beside what it must send (XCH-7-3)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from aeo_exchange.endless import read_file
from aeo_exchange.errors import MessageRefused, WrongChoice
from aeo_exchange.exchange.bodies import PACKED
from aeo_exchange.exchange.heads import read_head
from aeo_exchange.exchange.site_layout import HINTS, LAYOUT
from aeo_exchange.operations.exchange.message_files import LATEST
from aeo_exchange.operations.site.remarks import SiteRemark, place_of

__all__ = ["Headers", "header_remarks", "read_headers"]

Headers = Mapping[str, Mapping[str, str]]
CODE = "AEO-XCH-64"
STATUS = ":status"
OK = "200"
DAY, HOUR, FIVE_MINUTES, YEAR = 86_400, 3_600, 300, 31_536_000
_STATUS_LINE = re.compile(r"HTTP/[0-9.]+ (?P<status>[0-9]{3})\b.*")
_MAX_AGE = re.compile(r"max-age=\"?(?P<seconds>[0-9]{1,10})\"?")
NO_AGE = frozenset({"no-cache", "no-store"})


def read_headers(content: bytes) -> Headers:
    """Return the headers of each path from lines: the path, then what `curl -I` prints of it.

    Raises WrongChoice for other lines.
    """
    headers: dict[str, dict[str, str]] = {}
    current: dict[str, str] | None = None
    for line in content.decode("utf-8", "replace").splitlines():
        text = line.strip()
        if not text:
            current = None
        elif current is None:
            current = headers.setdefault(text.removeprefix("./"), {})
        elif status := _STATUS_LINE.fullmatch(text):
            current.clear()
            current[STATUS] = status["status"]
        else:
            name, colon, value = text.partition(":")
            if not colon:
                raise WrongChoice(f"no header of a host: {text[:40]}")
            current[name.strip().lower()] = value.strip()
    return headers


def header_remarks(site: Path, headers: Headers) -> Iterator[SiteRemark]:
    """Yield what a host does not send as it must, file by file; a file nobody asked for is told."""
    media = dict(_media(site))
    files = (site / HINTS, *sorted(site.glob(f"{LAYOUT}/**/*.*")))
    for file in files:
        path = place_of(file, site)
        if path in media and file.is_file():
            for message in _wrong(file, path, media[path], headers.get(path)):
                yield SiteRemark(path=path, code=CODE, message=message)


def _media(site: Path) -> Iterator[tuple[str, str]]:
    """Yield the media type of each file that a host is to send."""
    yield HINTS, "application/json"
    for file in site.glob(f"{LAYOUT}/**/*.jwt"):
        yield place_of(file, site), "application/jwt"
        try:
            head = read_head(read_file(file)).head
        except MessageRefused:
            continue
        for named in (head.files or ()) if head else ():
            yield place_of(file.with_name(named.name), site), named.media


def _wrong(file: Path, path: str, media: str, sent: Mapping[str, str] | None) -> Iterator[str]:
    if sent is None:
        yield "its headers were not given"
        return
    if sent.get(STATUS, OK) != OK:
        yield f"the host answers {sent[STATUS]}"
        return
    size = str(file.stat().st_size)
    if sent.get("content-length") != size:
        yield f"Content-Length is {sent.get('content-length', 'not sent')}, and not {size}"
    if sent.get("content-type", "").replace(" ", "").lower() != media:
        yield f"Content-Type is {sent.get('content-type', 'not sent')}, and not {media}"
    if not sent.get("etag"):
        yield "there is no ETag"
    if path.endswith(PACKED) and sent.get("content-encoding", "identity") != "identity":
        yield "there is a Content-Encoding, so a client unpacks what is measured as it is stored"
    if wrong := _wrong_age(path, sent.get("cache-control", "")):
        yield wrong


def _wrong_age(path: str, sent: str) -> str:
    """Say what is wrong with how long a file may be kept; empty where nothing is."""
    directives = {part.strip().lower() for part in sent.split(",")}
    ages = [int(age["seconds"]) for part in directives if (age := _MAX_AGE.fullmatch(part))]
    longest = _longest(path)
    told = sent or "not sent"
    if longest is None:
        if "immutable" in directives or any(age >= YEAR for age in ages):
            return ""
        return f"Cache-Control is {told}, and the file never changes: immutable"
    if directives & NO_AGE or (ages and max(ages) <= longest):
        return ""
    return f"Cache-Control is {told}, and may be max-age={longest} at most"


def _longest(path: str) -> int | None:
    """Return for how many seconds a file may be kept; None where it never changes."""
    name = path.rpartition("/")[2]
    if name == LATEST:
        return FIVE_MINUTES
    if path == HINTS:
        return DAY
    return HOUR if path.count("/") == LAYOUT.count("/") + 2 else None
