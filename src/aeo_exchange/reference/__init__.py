"""Dated reference data, with source and confidence, and the code that looks it up.

Files that a customs officer can read and edit lie beside the code: programmes/*.toml, sizes/*.toml
and schemes.toml, each held to its schema, and lists/*.csv; printed/ holds the TOML as JSON, written
by `make schemas`. Rules and operations ask ReferenceData and the lists, never the files. `facts`
and `suggestions` are imported by name, to keep this package light.
"""

from __future__ import annotations

from aeo_exchange.reference.lists import (
    country_codes,
    currency_codes,
    customs_codes,
    script_codes,
)
from aeo_exchange.reference.programmes import ReferenceData

__all__ = [
    "ReferenceData",
    "country_codes",
    "currency_codes",
    "customs_codes",
    "script_codes",
]
