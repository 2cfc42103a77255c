"""Status lists from where the attestation says they are, when the verifier was asked to look.

Nothing else in the package opens a connection. What comes back is read as any list of unknown
origin is; only the signature, checked later, makes it count, and only what counted is kept
(ATT-7-12).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from aeo_exchange.counting import how_many
from aeo_exchange.errors import MissingExtra, SignatureError, StatusError
from aeo_exchange.safe_text import excerpt
from aeo_exchange.signing import refusals
from aeo_exchange.signing.dates import numeric_date
from aeo_exchange.trust.addresses import is_this_machine, may_be_asked, may_lead_to
from aeo_exchange.trust.kept_lists import forget_list, keep_list, kept_list
from aeo_exchange.trust.status_list import (
    LONGEST_LIST,
    StatusToken,
    read_status_list,
)

if TYPE_CHECKING:
    import ssl

    import httpx

__all__ = ["ServerLimits", "StatusLists", "fetch_status_list"]

NO_ANSWER = "AEO-STA-10"
OTHER_NAME = "AEO-STA-03"
FOUND = 200
HEADERS = {
    "Accept": "application/statuslist+jwt",
    # A list is deflated already; a second layer would be another bomb to look out for.
    "Accept-Encoding": "identity",
    "User-Agent": "aeo-exchange",
}


class ServerLimits(Struct, frozen=True, kw_only=True):
    """The seconds that a server may take, in all and for each step, and the bytes it may send.

    `addresses` is how many different ones are asked in one run.
    """

    whole: float = 30
    step: float = 10
    size: int = LONGEST_LIST
    addresses: int = 64


class StatusLists:
    """What fetches status lists for one run, each once, and keeps those that counted.

    Raises MissingExtra when httpx is not installed.
    """

    def __init__(
        self,
        *,
        at: str,
        cache_dir: Path | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        limits: ServerLimits | None = None,
    ) -> None:
        """Take the instant, the folder to keep lists in, and how to reach servers."""
        _require_httpx()
        self._now = numeric_date(at)
        self._cache_dir = cache_dir
        self._transport = transport
        self._limits = limits or ServerLimits()
        self._asked: dict[str, StatusToken | SignatureError] = {}
        # From the folder; None once it was refused.
        self._kept: dict[str, StatusToken | None] = {}
        self._confirmed: set[str] = set()

    def fetch(self, uri: str) -> StatusToken:
        """Return the status list of a URI, unproved; raises StatusError (AEO-STA-10, AEO-STA-03).

        A list from the folder that is asked for again before it was confirmed was refused: it
        is deleted, and the list fetched.
        """
        _require_address(uri)
        return self._from_folder(uri) or self._from_server(uri)

    def confirm(self, token: StatusToken) -> None:
        """Keep a list that was fetched, now that it was proved and counted."""
        if self._kept.get(token.uri) is token:
            self._confirmed.add(token.uri)
        elif self._cache_dir is not None and self._asked.get(token.uri) is token:
            keep_list(self._cache_dir, token, self._now)

    def _from_folder(self, uri: str) -> StatusToken | None:
        if self._cache_dir is None:
            return None
        if uri not in self._kept:
            self._kept[uri] = kept_list(self._cache_dir, uri, self._now)
        elif self._kept[uri] is not None and uri not in self._confirmed:
            self._kept[uri] = None
            forget_list(self._cache_dir, uri)
        return self._kept[uri]

    def _from_server(self, uri: str) -> StatusToken:
        if uri not in self._asked:
            most = self._limits.addresses
            refusals.require(
                len(self._asked) < most,
                NO_ANSWER,
                f"{uri} is not fetched: {most} addresses were asked already",
            )
            self._asked[uri] = self._answer(uri)
        answer = self._asked[uri]
        if isinstance(answer, SignatureError):
            raise answer
        return answer

    def _answer(self, uri: str) -> StatusToken | SignatureError:
        try:
            token = read_status_list(
                fetch_status_list(uri, transport=self._transport, limits=self._limits)
            )
            refusals.require(
                token.uri == uri,
                OTHER_NAME,
                lambda: f"the status list is {excerpt(token.uri)}, not {uri}",
            )
        except SignatureError as refusal:
            return refusal
        return token


def fetch_status_list(
    uri: str,
    *,
    transport: httpx.AsyncBaseTransport | None = None,
    limits: ServerLimits | None = None,
) -> bytes:
    """Return the status list of a URI as it was sent.

    Raises StatusError (AEO-STA-10) when none is to be had, MissingExtra without httpx.
    """
    _require_httpx()
    _require_address(uri)
    # In a thread of its own, since a caller may have an event loop running.
    with ThreadPoolExecutor(max_workers=1) as alone:
        return alone.submit(
            asyncio.run, _fetched(uri, transport, limits or ServerLimits())
        ).result()


async def _fetched(
    uri: str, transport: httpx.AsyncBaseTransport | None, limits: ServerLimits
) -> bytes:
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
                trust_env=not is_this_machine(httpx.URL(uri).host),
                verify=_authorities() if transport is None else True,
            ) as client,
            client.stream(
                "GET", uri, follow_redirects=False, extensions={"trace": _watch(uri)}
            ) as response,
        ):
            return await _body(response, uri, limits)
    except StatusError:
        raise
    except TimeoutError as cause:
        refusals.refuse(
            NO_ANSWER, f"{uri} took longer than {how_many(limits.whole, 'second')}", cause
        )
    except Exception as cause:  # noqa: BLE001 an address, or a server, that is made to harm
        said = str(cause) or type(cause).__name__
        refusals.refuse(NO_ANSWER, f"{uri} cannot be fetched: {said}", cause)


@cache
def _authorities() -> ssl.SSLContext:
    """Return whom this machine takes for an authority over servers.

    It is read once in a process: to read it takes longer than to fetch most lists.
    """
    import httpx  # noqa: PLC0415 as above

    return httpx.create_ssl_context()


def _watch(uri: str) -> Callable[[str, dict[str, Any]], Awaitable[None]]:
    """Return what looks where a name has led to, before anything is sent there."""
    import httpx  # noqa: PLC0415 as above

    host = httpx.URL(uri).host

    async def watch(event: str, told: dict[str, Any]) -> None:
        if event == "connection.connect_tcp.complete":
            line = told["return_value"]
            address = line.get_extra_info("server_addr")[0]
            if not may_lead_to(host, address):
                # Nobody else knows of the line yet, so nobody else would close it.
                await line.aclose()
                refusals.refuse(NO_ANSWER, f"{uri} is not fetched: {host} leads to {address}")

    return watch


async def _body(response: httpx.Response, uri: str, limits: ServerLimits) -> bytes:
    status = response.status_code
    what = "redirects, which is not followed" if response.is_redirect else "does not give it"
    refusals.require(status == FOUND, NO_ANSWER, f"{uri} answers {status}: it {what}")
    encoding = response.headers.get("Content-Encoding", "identity")
    refusals.require(encoding == "identity", NO_ANSWER, f"{uri} answers in {encoding}")
    content = bytearray()
    async for chunk in response.aiter_bytes():
        content += chunk
        refusals.require(
            len(content) <= limits.size,
            NO_ANSWER,
            f"{uri} sends more than {how_many(limits.size, 'byte')}",
        )
    return bytes(content)


def _require_address(uri: str) -> None:
    """Refuse what is not HTTPS, unless it is this machine, and hosts that no list is kept at."""
    import httpx  # noqa: PLC0415 as above

    try:
        url = httpx.URL(uri)
        host = url.host  # where a name is that no rule of names allows, this says so
    except (httpx.InvalidURL, ValueError) as cause:
        refusals.refuse(NO_ANSWER, f"{uri} is not an address: {cause}", cause)
    safe = url.scheme == "https" or (url.scheme == "http" and is_this_machine(host))
    refusals.require(
        safe and bool(host), NO_ANSWER, f"{uri} is not fetched: it is not an HTTPS address"
    )
    refusals.require(not url.userinfo, NO_ANSWER, f"{host} is not fetched: a name is given")
    refusals.require(
        may_be_asked(host), NO_ANSWER, f"{host} is not fetched: no status list is kept there"
    )


def _require_httpx() -> None:
    try:
        import httpx  # noqa: F401, PLC0415 an extra
    except ImportError as cause:
        raise MissingExtra("fetching status lists", "online") from cause
