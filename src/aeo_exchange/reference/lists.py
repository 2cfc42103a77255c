"""The open code lists that others keep: countries, currencies, scripts.

The files in lists/ begin with a comment line that names source, day and confidence, then a
header, then one code a row. The model takes any code of the right pattern; the COD rules ask here.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from aeo_exchange.reference.files import HERE

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "country_codes",
    "currency_codes",
    "customs_codes",
    "list_rows",
    "script_codes",
]


@cache
def country_codes() -> frozenset[str]:
    """Return the codes of ISO 3166-1 alpha-2, without the customs codes EU, XI and XK."""
    return frozenset(row["code"] for row in list_rows("countries") if row["kind"] == "iso")


@cache
def customs_codes() -> frozenset[str]:
    """Return the codes that customs use like countries though ISO 3166-1 lacks them."""
    return frozenset(row["code"] for row in list_rows("countries") if row["kind"] == "customs")


@cache
def currency_codes() -> frozenset[str]:
    """Return the alphabetic codes of ISO 4217 in force."""
    return frozenset(row["code"] for row in list_rows("currencies"))


@cache
def script_codes() -> frozenset[str]:
    """Return the codes of ISO 15924, without its private-use range."""
    return frozenset(row["code"] for row in list_rows("scripts"))


def list_rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a list, by the names in its header."""
    import csv  # noqa: PLC0415 start-up time is felt

    file = HERE / "lists" / f"{name}.csv"
    _comment, *lines = file.read_text(encoding="utf-8").splitlines()
    yield from csv.DictReader(lines)
