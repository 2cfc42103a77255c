"""The form in which numbers of declarations and records are compared (DEC-3-1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aeo_exchange.reference.identifiers.rules import CAPITALS, WIDE, compact

if TYPE_CHECKING:
    from aeo_exchange.reference.schemes import Schemes

__all__ = ["bare_number", "compared_number", "compared_of_scheme"]

_NO_MARKS = re.compile(r"[\W_]+")
_COUNTRY = re.compile(r"[A-Z]{2}(?=.)")


def compared_number(value: str) -> str:
    """Return a number in ASCII width, in capitals and without white space; marks stay."""
    if not value.isascii():
        value = value.translate(WIDE).translate(CAPITALS)
        return "".join(value.split())
    return "".join(value.upper().split())


def compared_of_scheme(scheme: str, value: str, schemes: Schemes) -> str:
    """Return a number of a scheme as its row compares it, without white space."""
    known = schemes.look_up(scheme)
    number = compared_number(value)
    return number if known is None else compact(known, number)


def bare_number(compared: str) -> str:
    """Return letters and digits alone, without zeros in front: what hands leave out or put in."""
    bare = _NO_MARKS.sub("", compared)
    country = _COUNTRY.match(bare)
    front = country.group() if country else ""
    return front + bare[len(front) :].lstrip("0")
