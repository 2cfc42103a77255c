"""Names of countries in English, as lists write them, and the codes that some write otherwise."""

from __future__ import annotations

from functools import cache

from aeo_exchange.reference.lists import country_codes, list_rows
from aeo_exchange.tabular.folding import folded

__all__ = ["country_of"]

# What public lists write beside the names of ISO 3166-1.
_ALSO = {
    "UK": "GB",
    "EL": "GR",
    "United Kingdom": "GB",
    "Great Britain": "GB",
    "United States": "US",
    "United States of America": "US",
    "USA": "US",
    "South Korea": "KR",
    "Republic of Korea": "KR",
    "Turkey": "TR",
    "Türkiye": "TR",
    "Czech Republic": "CZ",
    "Czechia": "CZ",
    "The Netherlands": "NL",
    "Netherlands": "NL",
    "Russia": "RU",
    "Russian Federation": "RU",
    "Hong Kong": "HK",
    "Hong Kong, China": "HK",
    "Hong Kong SAR": "HK",
    "Taiwan": "TW",
    "Macao": "MO",
    "Macau": "MO",
    "Vietnam": "VN",
    "Viet Nam": "VN",
    "Bolivia": "BO",
    "Tanzania": "TZ",
    "Moldova": "MD",
    "Ivory Coast": "CI",
    "Kosovo": "XK",
    "Northern Ireland": "XI",
    "Slovak Republic": "SK",
}


@cache
def _by_name() -> dict[str, str]:
    named = {
        folded(row["name"]): row["code"] for row in list_rows("countries") if row["kind"] == "iso"
    }
    return named | {folded(name): code for name, code in _ALSO.items()}


def country_of(text: str) -> str:
    """Return the code of a country given by code or by English name; nothing for any other."""
    if text.upper() in country_codes():
        return text.upper()
    return _by_name().get(folded(text), "")
