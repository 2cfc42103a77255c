"""Status lists from where the attestation says they are, when the verifier was asked to look.

Nothing else in the package opens a connection. What comes back is read as any list of unknown
origin is; only the signature, checked later, makes it count (ATT-7-12).
"""

from __future__ import annotations

import asyncio
import hashlib
import ipaddress
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from aeo_exchange.errors import MissingExtra, SignatureError
from aeo_exchange.signing import refusals
from aeo_exchange.signing.dates import numeric_date
from aeo_exchange.trust.files import write_whole
from aeo_exchange.trust.status_list import (
    LONGEST_HOURS,
    LONGEST_LIST,
    StatusToken,
    read_status_list,
)

if TYPE_CHECKING:
    import httpx

__all__ = ["Limits", "StatusLists", "fetch_status_list"]

NO_ANSWER = "AEO-STA-10"
USUAL_TTL = 3600
OWNER_ONLY = 0o600
FOUND = 200
HEADERS = {
    "Accept": "application/statuslist+jwt",
    # A list is deflated already; a second layer would be another bomb to look out for.
    "Accept-Encoding": "identity",
    "User-Agent": "aeo-exchange",
}


class Limits(Struct, frozen=True, kw_only=True):
    """The seconds that a server may take, in all and for each step, and the bytes it may send."""

    whole: float = 30
    step: float = 10
    size: int = LONGEST_LIST


class _Kept(Struct, frozen=True, kw_only=True, rename="camel"):
    """A file of the cache; its name is the SHA-256 of the URI."""

    uri: str
    fetched_at: int
    token: str


class StatusLists:
    """What fetches status lists for one run, each once.

    Raises MissingExtra when httpx is not installed.
    """

    def __init__(
        self,
        *,
        at: str,
        cache_dir: Path | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        limits: Limits | None = None,
    ) -> None:
        """Take the instant, the folder to keep lists in, and how to reach servers."""
        _require_httpx()
        self._at = at
        self._cache_dir = cache_dir
        self._transport = transport
        self._limits = limits or Limits()
        self._known: dict[str, StatusToken | SignatureError] = {}

    def fetch(self, uri: str) -> StatusToken:
        """Return the status list of a URI, unproved; raises StatusError (AEO-STA-10)."""
        if uri not in self._known:
            try:
                content = fetch_status_list(
                    uri,
                    at=self._at,
                    cache_dir=self._cache_dir,
                    transport=self._transport,
                    limits=self._limits,
                )
                self._known[uri] = read_status_list(content)
            except SignatureError as refusal:
                self._known[uri] = refusal
        known = self._known[uri]
        if isinstance(known, SignatureError):
            raise known
        return known


def fetch_status_list(
    uri: str,
    *,
    at: str,
    cache_dir: Path | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
    limits: Limits | None = None,
) -> bytes:
    """Return the status list of a URI as it was sent, from the folder while its ttl lasts.

    Raises StatusError (AEO-STA-10) when none is to be had, MissingExtra without httpx.
    """
    _require_httpx()
    now = numeric_date(at)
    _require_address(uri)
    kept = _kept(cache_dir, uri, now)
    if kept is not None:
        return kept
    # In a thread of its own, since a caller may have an event loop running.
    with ThreadPoolExecutor(max_workers=1) as alone:
        content = alone.submit(asyncio.run, _fetched(uri, transport, limits or Limits())).result()
    if cache_dir is not None:
        _keep(cache_dir, uri, now, content)
    return content


async def _fetched(uri: str, transport: httpx.AsyncBaseTransport | None, limits: Limits) -> bytes:
    """Return the body of the answer to one request; no redirect is followed."""
    import httpx  # noqa: PLC0415 an extra, and start-up time

    try:
        async with (
            asyncio.timeout(limits.whole),
            httpx.AsyncClient(
                transport=transport,
                timeout=limits.step,
                headers=HEADERS,
                # No proxy stands between this machine and itself.
                trust_env=not _is_loopback(httpx.URL(uri).host),
            ) as client,
            client.stream("GET", uri, follow_redirects=False) as response,
        ):
            return await _body(response, uri, limits)
    except TimeoutError as cause:
        refusals.refuse(NO_ANSWER, f"{uri} took longer than {limits.whole:g} seconds", cause)
    except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, OSError) as cause:
        said = str(cause) or type(cause).__name__
        refusals.refuse(NO_ANSWER, f"{uri} cannot be fetched: {said}", cause)


async def _body(response: httpx.Response, uri: str, limits: Limits) -> bytes:
    status = response.status_code
    what = "redirects, which is not followed" if response.is_redirect else "does not give it"
    refusals.require(status == FOUND, NO_ANSWER, f"{uri} answers {status}: it {what}")
    encoding = response.headers.get("Content-Encoding", "identity")
    refusals.require(encoding == "identity", NO_ANSWER, f"{uri} answers in {encoding}")
    content = bytearray()
    async for chunk in response.aiter_bytes():
        content += chunk
        refusals.require(
            len(content) <= limits.size, NO_ANSWER, f"{uri} sends more than {limits.size} bytes"
        )
    return bytes(content)


def _require_address(uri: str) -> None:
    """Refuse what is not HTTPS, unless it is this machine."""
    import httpx  # noqa: PLC0415 as above

    try:
        url = httpx.URL(uri)
    except (httpx.InvalidURL, ValueError) as cause:
        refusals.refuse(NO_ANSWER, f"{uri} is no address: {cause}", cause)
    safe = url.scheme == "https" or (url.scheme == "http" and _is_loopback(url.host))
    refusals.require(
        safe and bool(url.host), NO_ANSWER, f"{uri} is not fetched: it is no HTTPS address"
    )
    refusals.require(not url.userinfo, NO_ANSWER, f"{url.host} is not fetched: a name is given")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _kept(cache_dir: Path | None, uri: str, now: int) -> bytes | None:
    """Return a list that was kept and may still be used; anything odd is as good as nothing."""
    if cache_dir is None:
        return None
    try:
        kept = msgspec.json.decode(_file(cache_dir, uri).read_bytes(), type=_Kept)
        token = read_status_list(kept.token)
    except (OSError, msgspec.MsgspecError, SignatureError):
        return None
    lasts = min(_lasting(token), token.exp - kept.fetched_at)
    fresh = 0 <= now - kept.fetched_at < lasts
    return kept.token.encode() if fresh and kept.uri == token.uri == uri else None


def _keep(cache_dir: Path, uri: str, now: int, content: bytes) -> None:
    """Keep a list that has the form and the name of one; what cannot be kept is fetched anew."""
    with suppress(SignatureError, OSError):
        if read_status_list(content).uri != uri:
            return
        cache_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        kept = _Kept(uri=uri, fetched_at=now, token=content.decode("ascii"))
        write_whole(_file(cache_dir, uri), msgspec.json.encode(kept), OWNER_ONLY)


def _lasting(token: StatusToken) -> int:
    """Return for how many seconds a list may be kept by what it says of itself."""
    ttl = USUAL_TTL if token.ttl is None else token.ttl
    return min(ttl, LONGEST_HOURS * 3600)


def _file(cache_dir: Path, uri: str) -> Path:
    return cache_dir / f"{hashlib.sha256(uri.encode()).hexdigest()}.json"


def _require_httpx() -> None:
    try:
        import httpx  # noqa: F401, PLC0415 an extra
    except ImportError as cause:
        raise MissingExtra("fetching status lists needs the extra `online`") from cause
