"""Media types that cases and products name, and the syntax or envelope that each stands for."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["ENVELOPES", "SD_JWT", "XADES", "Syntax", "envelope_of", "syntax_of"]

SD_JWT, XADES = "sd-jwt", "xades"
# By the media type without parameters, as the three that follow.
ENVELOPES = {
    "application/vnd.aeo-exchange.status+sd-jwt": SD_JWT,
    "application/vnd.aeo-exchange.attestation+xml": XADES,
}


class Syntax(StrEnum):
    """The syntaxes in which a case has its record: JSON, NDJSON, XML, CSV and XLSX."""

    JSON = "json"
    NDJSON = "ndjson"
    XML = "xml"
    CSV = "csv"
    XLSX = "xlsx"


_SYNTAXES = {f"application/vnd.aeo-exchange.record+{syntax}": syntax for syntax in Syntax}


def syntax_of(media: str) -> Syntax:
    """Return the syntax of a media type, whatever its parameters; raises KeyError."""
    return _SYNTAXES[_bare(media)]


def envelope_of(media: str) -> str:
    """Return the envelope of a media type, whatever its parameters; raises KeyError."""
    return ENVELOPES[_bare(media)]


def _bare(media: str) -> str:
    return media.partition(";")[0].strip()
