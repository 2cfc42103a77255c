"""The claims of a tree, when there are many: what one issuer repeats is asked by its pattern once.

Most of what reading typed claims takes are the patterns of texts. An administration, a programme,
a tier, the instants of a term and a status list stand in many attestations: that such a text fits
its definition stays true, and is remembered. It proves nothing about who wrote it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType, defstruct, field

from aeo_exchange.model.attestation import ClaimedTerm, Claims, StatusListPlace, StatusPlace
from aeo_exchange.model.record import NOT_EMPTY
from aeo_exchange.model.texts import (
    CountryCode,
    Instant,
    ProgrammeCode,
    StatementType,
    TierCode,
    Uri,
)
from aeo_exchange.model.tree import Tree

__all__ = ["typed_claims"]

MOST_REMEMBERED = 4096  # texts of each kind


class _StatusListPlace(StatusListPlace, frozen=True, kw_only=True):
    uri: str


class _StatusPlace(StatusPlace, frozen=True, kw_only=True):
    status_list: _StatusListPlace = field(name="status_list")


class _ClaimedTerm(ClaimedTerm, frozen=True, kw_only=True):
    from_: str = field(name="from")
    until: str | UnsetType = UNSET


class _Claims(Claims, frozen=True, kw_only=True):
    """Claims of which those texts that are repeated were not asked by their patterns."""

    iss: str
    vct: str
    programme: str
    tiers: Annotated[tuple[str, ...], NOT_EMPTY]
    term: _ClaimedTerm
    status: _StatusPlace


def _asked_once(kind: object) -> Callable[[str], None]:
    """Return what refuses texts that are not of a kind, and remembers those that are.

    What is refused is not remembered: of it nobody knows how long it is.
    """
    # What a struct needs is worked out once; a type alone is taken apart each time it is asked.
    asked = defstruct("Asked", [("text", kind)], array_like=True)

    @lru_cache(MOST_REMEMBERED)
    def ask(text: str) -> None:
        msgspec.convert((text,), asked)

    return ask


_ask_country, _ask_statement_type = _asked_once(CountryCode), _asked_once(StatementType)
_ask_programme, _ask_tier = _asked_once(ProgrammeCode), _asked_once(TierCode)
_ask_instant, _ask_uri = _asked_once(Instant), _asked_once(Uri)


def typed_claims(tree: Mapping[str, Tree]) -> Claims:
    """Return the claims of a tree; raises msgspec.ValidationError, as converting to Claims does."""
    try:
        claims = msgspec.convert(tree, _Claims)
        _ask(claims)
    except msgspec.ValidationError:
        # The definition itself judges what does not fit, and says why.
        return msgspec.convert(tree, Claims)
    return claims


def _ask(claims: _Claims) -> None:
    """Ask by their patterns the texts that are repeated; raises msgspec.ValidationError."""
    _ask_country(claims.iss)
    _ask_statement_type(claims.vct)
    _ask_programme(claims.programme)
    for tier in claims.tiers:
        _ask_tier(tier)
    term = claims.term
    _ask_instant(term.from_)
    if term.until is not UNSET:
        _ask_instant(term.until)
    _ask_uri(claims.status.status_list.uri)
