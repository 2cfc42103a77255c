"""Where files of a sender stand on a host (XCH-7-1), and what the hints of a site say (XCH-7-5)."""

from __future__ import annotations

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.exchange.heads import Head
from aeo_exchange.model.texts import AgreementCode, AudienceCode, CountryCode, SpecVersion

__all__ = [
    "HINTS",
    "LAYOUT",
    "TRUST_LIST",
    "HintedList",
    "HintedStream",
    "SiteHints",
    "stream_name",
    "stream_path",
]

HINTS = ".well-known/aeo-exchange.json"
LAYOUT = "aeo/1"
TRUST_LIST = "trust-list.jwt"


class _HintPart(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """A part of the hints."""


class HintedStream(_HintPart, frozen=True, kw_only=True):
    """A stream, and the path of its folder."""

    iss: CountryCode
    aud: AudienceCode
    agreement: AgreementCode | UnsetType = UNSET
    path: str


class HintedList(_HintPart, frozen=True, kw_only=True):
    """A trust list that stands beside the streams of an administration."""

    iss: CountryCode
    path: str


class SiteHints(_HintPart, frozen=True, kw_only=True):
    """Where to begin; nothing of it is believed."""

    spec_version: SpecVersion
    streams: tuple[HintedStream, ...] = ()
    trust_lists: tuple[HintedList, ...] = ()


def stream_name(aud: str, agreement: str | UnsetType) -> str:
    """Return the name of a stream's folder: the audience, and the agreement where there is one."""
    return f"{aud}.{agreement}" if agreement else aud


def stream_path(head: Head) -> str:
    """Return the path of a stream's folder below the host."""
    return f"{LAYOUT}/{head.iss}/{stream_name(head.aud, head.agreement)}"
