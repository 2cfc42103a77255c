"""The checks that rows of schemes.toml name: modules of python-stdnum, and our own.

A check takes the row and a number and returns the normal form; it raises WrongNumber.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from msgspec.structs import replace

from aeo_exchange.errors import ReferenceDataError
from aeo_exchange.reference.lists import country_codes

if TYPE_CHECKING:
    from aeo_exchange.reference.schemes import NumberScheme, Proof

# Codes that begin numbers of customs though ISO 3166-1 lacks them: spec CON-1-1.
TIN_PREFIXES_BESIDE_ISO = frozenset({"XI", "XK"})


class WrongNumber(Exception):
    """A number that its scheme does not have; `checked` is the test that it failed."""

    def __init__(self, checked: Proof, reason: str) -> None:
        super().__init__(reason)
        self.checked: Proof = checked
        self.reason = reason


class Library(Protocol):
    """What a module of python-stdnum offers."""

    def compact(self, number: str) -> str:
        """Return the number without its punctuation."""

    def validate(self, number: str) -> str:
        """Return the number without its punctuation, or raise."""


def plain(scheme: NumberScheme, value: str) -> str:
    """Return a value in capitals, without the punctuation that its scheme drops."""
    return value.upper().translate(dict.fromkeys(map(ord, scheme.drops)))


def normal_form(scheme: NumberScheme, value: str) -> str:
    """Return the normal form of a number; raises WrongNumber with the test that it failed."""
    if not re.fullmatch("[ -~]{1,70}", value):
        raise WrongNumber("format", "is not 1 to 70 printable ASCII characters")
    own = OWN.get(scheme.check)
    number = plain(scheme, value) if own else _validated(scheme, value.upper())
    if scheme.pattern and not re.fullmatch(scheme.pattern, number):
        raise WrongNumber("format", _length_or_shape(scheme, number))
    if own:
        own(scheme, number)
    return number


def compact(scheme: NumberScheme, value: str) -> str:
    """Return the form in which a value is compared, whether or not it is a number."""
    if scheme.check in OWN:
        return plain(scheme, value)
    from stdnum.exceptions import ValidationError  # noqa: PLC0415 only numbers with a check need it

    try:
        return _library(scheme.check).compact(value.upper())
    except ValidationError:
        return plain(scheme, value)


def _validated(scheme: NumberScheme, value: str) -> str:
    """Return what python-stdnum makes of a value; raises WrongNumber."""
    from stdnum import exceptions  # noqa: PLC0415 only numbers with a check need it

    try:
        return _library(scheme.check).validate(value)
    except exceptions.ValidationError as cause:
        number = compact(scheme, value)
        if scheme.pattern and not re.fullmatch(scheme.pattern, number):
            raise WrongNumber("format", _length_or_shape(scheme, number)) from cause
        if isinstance(cause, exceptions.InvalidChecksum):
            raise WrongNumber("check-digit", "its check digit does not fit") from cause
        raise WrongNumber("format", "a part of it cannot occur") from cause


@cache
def _library(name: str) -> Library:
    """Return a module of python-stdnum; raises ReferenceDataError when there is none."""
    fault = f"schemes.toml: check names no module of python-stdnum and no own check: {name}"
    try:
        module = import_module(f"stdnum.{name}")
    except ModuleNotFoundError as cause:
        raise ReferenceDataError(fault) from cause
    if not hasattr(module, "validate"):
        raise ReferenceDataError(fault)
    return cast("Library", module)


def _length_or_shape(scheme: NumberScheme, number: str) -> str:
    """Return what is wrong with the form of a number."""
    shortest, longest = scheme.shortest or 1, scheme.longest or len(number)
    if shortest <= len(number) <= longest:
        return "it has the right length, but not the right characters"
    return f"it has {len(number)} characters"


def _nothing(_scheme: NumberScheme, _number: str) -> None:
    """Accept every number: the pattern is all there is."""


def _listed_prefix(scheme: NumberScheme, number: str) -> None:
    """Refuse a number that begins with none of the prefixes of its row."""
    if number[:2] not in scheme.prefixes:
        raise WrongNumber("format", f"it begins with {number[:2]}, which issues no such number")


def _country_prefix(_scheme: NumberScheme, number: str) -> None:
    """Refuse a number that begins with no country."""
    if number[:2] not in country_codes() | TIN_PREFIXES_BESIDE_ISO:
        raise WrongNumber("format", f"it begins with {number[:2]}, which is no country")


def _manufacturer(scheme: NumberScheme, number: str) -> None:
    """Refuse a MID of no country; Canada stands by its provinces (19 CFR 102 Appendix, 2)."""
    if number[:2] not in (country_codes() - {"CA"}) | set(scheme.prefixes):
        raise WrongNumber("format", f"it begins with {number[:2]}, which is no origin of a MID")


def _importer_exporter(scheme: NumberScheme, number: str) -> None:
    """Hold an Indian code with letters to the rule of the PAN that it is."""
    if number[0].isalpha():
        _through("in_.pan", scheme, number)


def _thai_taxpayer(scheme: NumberScheme, number: str) -> None:
    """Hold a Thai number to the rule of juristic persons, which begin with 0, or of others."""
    _through("th.moa" if number.startswith("0") else "th.pin", scheme, number)


def _through(name: str, scheme: NumberScheme, number: str) -> None:
    """Hold a number to a module that the row does not name."""
    _validated(replace(scheme, check=name), number)


OwnCheck = Callable[["NumberScheme", str], None]
OWN: dict[str, OwnCheck] = {
    "country-prefix": _country_prefix,
    "gb-eori": _nothing,
    "iec": _importer_exporter,
    "listed-prefix": _listed_prefix,
    "mid": _manufacturer,
    "none": _nothing,
    "th-tin": _thai_taxpayer,
}


def remark(scheme: NumberScheme, number: str) -> str:
    """Return what else to tell of a number in normal form, or nothing."""
    hints = [hint.text for hint in scheme.hints if re.fullmatch(hint.pattern, number)]
    if scheme.check == "gb-eori" and not _begins_with_a_vat_number(scheme, number[2:11]):
        hints.append("Its first nine digits are no VAT number; many are, but none has to be.")
    return " ".join(hints)


def _begins_with_a_vat_number(scheme: NumberScheme, digits: str) -> bool:
    try:
        _through("gb.vat", scheme, digits)
    except WrongNumber:
        return False
    return True
