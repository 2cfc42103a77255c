"""The claims of a tree, when there are many: what one issuer repeats is asked by its pattern once.

Most of what reading typed claims takes are the patterns of texts. An administration, a programme,
a tier, the instants of a term and a status list stand in many attestations: that such a text fits
its definition stays true, and is remembered. It proves nothing about who wrote it. What is another
text in each attestation is asked by the same pattern, but here: msgspec takes twice as long.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Annotated, get_args

import msgspec
from msgspec import UNSET, Meta, UnsetType, defstruct, field

from aeo_exchange.model.attestation import ClaimedTerm, Claims, StatusListPlace, StatusPlace
from aeo_exchange.model.record import NOT_EMPTY
from aeo_exchange.model.texts import (
    AuthorisationNumber,
    CountryCode,
    Instant,
    Name,
    ProgrammeCode,
    RecordId,
    StatementType,
    TierCode,
    Tin,
    Uri,
)
from aeo_exchange.model.tree import Tree

__all__ = ["OpenClaims", "fit", "typed_claims"]

MOST_REMEMBERED = 4096  # texts of each kind
# As long as their definitions let them be.
_TinLong = Annotated[str, Meta(min_length=1, max_length=17)]
_RecordIdLong = Annotated[str, Meta(min_length=1, max_length=64)]
_NumberLong = Annotated[str, Meta(min_length=1, max_length=35)]
_NameLong = Annotated[str, Meta(min_length=1, max_length=256)]


class _StatusListPlace(StatusListPlace, frozen=True, kw_only=True):
    uri: str


class _StatusPlace(StatusPlace, frozen=True, kw_only=True):
    status_list: _StatusListPlace = field(name="status_list")


class _ClaimedTerm(ClaimedTerm, frozen=True, kw_only=True):
    from_: str = field(name="from")
    until: str | UnsetType = UNSET


class OpenClaims(Claims, frozen=True, kw_only=True):
    """Claims whose texts were not asked by their patterns, but for those that may be disclosed."""

    iss: str
    sub: _TinLong | UnsetType = UNSET
    vct: str
    jti: _RecordIdLong
    record_id: _RecordIdLong
    authorisation_number: _NumberLong
    legal_name: _NameLong | UnsetType = UNSET
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


def _pattern_of(kind: object) -> Callable[[str], re.Match[str] | None]:
    """Return what says whether a text that is not too long is of a kind."""
    _, definition = get_args(kind)
    return re.compile(definition.pattern).match


_ask_country, _ask_statement_type = _asked_once(CountryCode), _asked_once(StatementType)
_ask_programme, _ask_tier = _asked_once(ProgrammeCode), _asked_once(TierCode)
_ask_instant, _ask_uri = _asked_once(Instant), _asked_once(Uri)
_is_tin, _is_record_id = _pattern_of(Tin), _pattern_of(RecordId)
_is_number, _is_name = _pattern_of(AuthorisationNumber), _pattern_of(Name)


def typed_claims(tree: Mapping[str, Tree]) -> Claims:
    """Return the claims of a tree; raises msgspec.ValidationError, as converting to Claims does."""
    try:
        claims = msgspec.convert(tree, OpenClaims)
        if fit(claims):
            return claims
    except msgspec.ValidationError:
        pass
    # The definition itself judges what does not fit, and says why.
    return msgspec.convert(tree, Claims)


def fit(claims: OpenClaims) -> bool:
    """Say whether the texts fit their patterns."""
    sub, name = claims.sub, claims.legal_name
    return bool(
        _is_record_id(claims.jti)
        and _is_record_id(claims.record_id)
        and _is_number(claims.authorisation_number)
        and (sub is UNSET or _is_tin(sub))
        and (name is UNSET or _is_name(name))
        and _repeated_fit(claims)
    )


def _repeated_fit(claims: OpenClaims) -> bool:
    try:
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
    except msgspec.ValidationError:
        return False
    return True
