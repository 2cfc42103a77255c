"""A status list to what it says, whether it is the working file or the signed token."""

from __future__ import annotations

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.errors import WrongChoice
from aeo_exchange.signing.dates import instant_of
from aeo_exchange.trust.list_form import is_unsigned
from aeo_exchange.trust.status_list import ENTRIES, EntryStatus, read_status_list
from aeo_exchange.trust.status_work import StatusListWork

__all__ = ["StatusListSummary", "summary"]


class StatusListSummary(Struct, frozen=True, kw_only=True, rename="camel"):
    """What a status list says: of itself, and of one entry where one was asked for.

    `allocated`, `reserved` and `counts` are known to the working file only, the rest to the
    signed list; `kid` is the key that it names, whose signature nobody has looked at.
    """

    uri: str
    size: int
    signed: bool
    allocated: int | UnsetType = UNSET
    reserved: int | UnsetType = UNSET
    counts: dict[str, int] | UnsetType = UNSET
    kid: str | UnsetType = UNSET
    issued_at: str | UnsetType = UNSET
    expires_at: str | UnsetType = UNSET
    ttl: int | UnsetType = UNSET
    index: int | UnsetType = UNSET
    status: EntryStatus | UnsetType = UNSET


def summary(content: bytes, index: int | None = None) -> StatusListSummary:
    """Return what a working file or a signed list says.

    Raises StateError for a broken working file, StatusError for a token that is no status list,
    WrongChoice for an index that it does not have.
    """
    return _of_work(content, index) if is_unsigned(content) else _of_token(content, index)


def _of_work(content: bytes, index: int | None) -> StatusListSummary:
    work = StatusListWork.read(content)
    return StatusListSummary(
        uri=work.uri,
        size=work.size,
        signed=False,
        allocated=work.taken,
        reserved=work.reserved,
        counts={str(status): number for status, number in work.counts().items()},
        index=UNSET if index is None else index,
        status=UNSET if index is None else work.get(index),
    )


def _of_token(content: bytes, index: int | None) -> StatusListSummary:
    token = read_status_list(content)
    if index is not None and index >= token.entries:
        fault = f"the list has no entry {index}; give an index below {token.entries}"
        raise WrongChoice(fault)
    return StatusListSummary(
        uri=token.uri,
        size=token.entries,
        signed=True,
        kid=token.kid,
        issued_at=instant_of(token.iat),
        expires_at=instant_of(token.exp),
        ttl=UNSET if token.ttl is None else token.ttl,
        index=UNSET if index is None else index,
        status=UNSET if index is None else ENTRIES[token.entry(index)],
    )
