"""Where files of a sender stand on a host (XCH-7-1), and what the hints of a site say (XCH-7-5)."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.exchange.heads import Head
from aeo_exchange.model.texts import AgreementCode, AudienceCode, CountryCode, SpecVersion

__all__ = [
    "HINTS",
    "LAYOUT",
    "PUBLIC",
    "TRUST_LIST",
    "HintedList",
    "HintedStream",
    "SiteHints",
    "drawn_name",
    "is_opaque",
    "stream_name",
    "stream_path",
]

HINTS = ".well-known/aeo-exchange.json"
LAYOUT = "aeo/1"
PUBLIC = "public"
TRUST_LIST = "trust-list.jwt"
OPAQUE_NAME = re.compile("[a-z0-9]{26,64}")
DRAWN_BYTES = 16  # 128 bits, which are 26 letters in base 32


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


def is_opaque(name: str) -> bool:
    """Say whether the name of a folder tells nobody whose stream is in it (XCH-7-4)."""
    return OPAQUE_NAME.fullmatch(name) is not None


def drawn_name(random: Callable[[int], bytes]) -> str:
    """Return a new opaque name."""
    return base64.b32encode(random(DRAWN_BYTES)).decode().rstrip("=").lower()


def stream_path(head: Head, name: str = "") -> str:
    """Return where a stream's folder is below the host, `name` being the one that it has.

    One with an opaque name stays where it is, unless the stream is public.
    """
    stays = is_opaque(name) and head.aud != PUBLIC
    return f"{LAYOUT}/{head.iss}/{name if stays else stream_name(head.aud, head.agreement)}"
