"""What a status service published, read by our verifier: form, key, name, time, every entry."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from aeo_exchange.conformance.adapters.protocol import decoded
from aeo_exchange.conformance.judge.issuing import said
from aeo_exchange.conformance.suite.cases import ExpectedStatusList
from aeo_exchange.errors import AeoError
from aeo_exchange.signing import base64url
from aeo_exchange.signing.dates import numeric_date
from aeo_exchange.signing.keys import carried_key, read_certificate
from aeo_exchange.trust.status_list import ENTRIES_PER_BYTE, StatusToken, entry_of, read_status_list

__all__ = ["status_list_differences"]

SKEW = 60
SHOWN = 3


def status_list_differences(
    output: str, certificate: bytes, at: str, expect: ExpectedStatusList
) -> Iterator[str]:
    """Yield how what a status service signed differs from the status list asked for."""
    try:
        token = read_status_list(decoded(output))
        token.prove(carried_key(read_certificate(certificate)))
        size = token.entries
    except AeoError as cause:
        yield f"the output is no status list of the key: {said(cause)}"
        return
    if token.uri != expect.uri:
        yield "sub is not the name of the list"
    if abs(token.iat - numeric_date(at)) > SKEW:
        yield "iat is not the instant of the question"
    if token.exp - token.iat != expect.seconds:
        yield f"it does not last {expect.seconds} seconds"
    if size < expect.size:
        yield f"it has {size} entries, {expect.size} were asked for"
    yield from _of_entries(token, expect)


def _of_entries(token: StatusToken, expect: ExpectedStatusList) -> Iterator[str]:
    # How long it is when inflated, and that it ends there, was looked at with its entries.
    entries = zlib.decompress(base64url.decode(token.lst))
    wanted = {each.index: each.value for each in expect.entries}
    said = {
        index: entry_of(entries, index)
        for place, byte in enumerate(entries)
        if byte
        for index in range(place * ENTRIES_PER_BYTE, (place + 1) * ENTRIES_PER_BYTE)
    }
    wrong = [index for index in sorted(wanted | said) if said.get(index, 0) != wanted.get(index, 0)]
    for index in wrong[:SHOWN]:
        yield f"entry {index} is {said.get(index, 0)}, expected {wanted.get(index, 0)}"
    if len(wrong) > SHOWN:
        yield f"{len(wrong) - SHOWN} more entries are not as expected"
