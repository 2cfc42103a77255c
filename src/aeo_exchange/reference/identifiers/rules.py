"""A value to the number it writes: normal form, form and check digits of its scheme's row.

All that is particular to a scheme stands in its row; the four named checks of prefixes and what
a row can say are written down in part 5 of the specification.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from aeo_exchange.reference.identifiers.check_digits import applicable, fits
from aeo_exchange.reference.lists import country_codes

if TYPE_CHECKING:
    from aeo_exchange.reference.schemes import NumberScheme, Proof

__all__ = [
    "CAPITALS",
    "WIDE",
    "WrongNumber",
    "compact",
    "completed",
    "has_wide_characters",
    "is_placeholder",
    "number_normal_form",
    "plain",
]

# Codes that begin numbers of customs though ISO 3166-1 lacks them: spec CON-1-1.
TIN_PREFIXES_BESIDE_ISO = frozenset({"XI", "XK"})
# Full-width forms of ASCII stand 0xFEE0 above it; the ideographic space is the wide blank.
WIDE = {0x3000: " "} | {point: chr(point - 0xFEE0) for point in range(0xFF01, 0xFF5F)}
# Not str.upper, which depends on the Unicode version: a to z, and the letters of Latin-1.
SMALL = (*range(0x61, 0x7B), *range(0xE0, 0xF7), *range(0xF8, 0xFF))
CAPITALS = {point: chr(point - 0x20) for point in SMALL}
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LONGEST_VALUE = 70
VISIBLE = re.compile(f"[^\x00-\x1f\x7f-\xa0]{{1,{LONGEST_VALUE}}}")
REPEATED = re.compile(r"(.)\1{4,}")


class WrongNumber(Exception):
    """A number that its scheme does not have; `checked` is the test that it failed."""

    def __init__(self, checked: Proof, reason: str) -> None:
        super().__init__(reason)
        self.checked: Proof = checked
        self.reason = reason


def has_wide_characters(value: str) -> bool:
    """Say whether a value has full-width forms of ASCII characters, as East Asian input writes."""
    return not value.isascii() and value.translate(WIDE) != value


def plain(scheme: NumberScheme, value: str) -> str:
    """Return a value in capitals of ASCII width, without the punctuation its scheme drops."""
    if value.isascii():  # as most are, and translating takes ten times as long
        number = value.strip(" ").upper()
    else:
        number = value.translate(WIDE).strip(" ").translate(CAPITALS)
    for mark in scheme.drops:
        number = number.replace(mark, "")
    return number


def compact(scheme: NumberScheme, value: str) -> str:
    """Return the form in which a value is compared, whether or not it is a number."""
    number = plain(scheme, value)
    for rewrite in scheme.rewrites:
        match = re.fullmatch(rewrite.pattern, number)
        if match:
            return rewrite.written.format(*match.groups())
    return number


def number_normal_form(
    scheme: NumberScheme, value: str, day: date | None = None
) -> tuple[str, Proof]:
    """Return the normal form of a number and the test it passed; raises WrongNumber.

    `day` picks among check digits that the law has changed; without one the last law counts.
    """
    if not VISIBLE.fullmatch(value):
        raise WrongNumber("format", f"is not 1 to {LONGEST_VALUE} visible characters")
    number = compact(scheme, value)
    if scheme.pattern and not re.fullmatch(scheme.pattern, number):
        raise WrongNumber("format", _length_or_shape(scheme, number))
    PREFIX_CHECKS[scheme.check](scheme, number)
    for form in scheme.new_forms:
        if day and day < form.from_ and re.fullmatch(form.pattern, number):
            raise WrongNumber("format", form.text)
    digits = applicable(scheme.check_digits, number, day)
    if not all(fits(digit, number) for digit in digits):
        raise WrongNumber("check-digit", "its check digit does not fit")
    return number, "check-digit" if digits else "format"


def completed(scheme: NumberScheme, number: str, day: date | None = None) -> str:
    """Return a number with the one last check digit that fits it, or nothing.

    Nothing, too, when its scheme has none at the end or more than one character fits.
    """
    if not any(digit.at in {-1, scheme.longest} for digit in scheme.check_digits):
        return ""
    longer = [number + character for character in _ends(scheme)]
    right = [text for text in longer if _is_right(scheme, text, day)]
    return right[0] if len(right) == 1 else ""


def is_placeholder(number: str) -> bool:
    """Say whether a number in normal form is one character, five times or more.

    Letters before and behind it are left out, unless it is of letters alone.
    """
    inner = number.strip(_LETTERS) or number
    return inner[4:5] == inner[:1] and REPEATED.fullmatch(inner) is not None


def _ends(scheme: NumberScheme) -> str:
    """Return the characters that a check digit of a scheme can be."""
    written = "".join(digit.results or "" for digit in scheme.check_digits)
    return "".join(sorted({*"0123456789", *written} - {"?"}))


def _is_right(scheme: NumberScheme, number: str, day: date | None) -> bool:
    if not re.fullmatch(scheme.pattern or "", number):
        return False
    digits = applicable(scheme.check_digits, number, day)
    return bool(digits) and all(fits(digit, number) for digit in digits)


def _length_or_shape(scheme: NumberScheme, number: str) -> str:
    """Return what is wrong with the form of a number."""
    shortest, longest = scheme.shortest or 1, scheme.longest or len(number)
    if shortest <= len(number) <= longest:
        return "it has the right length, but not the right characters"
    said = f"it has {len(number)} {'digits' if number.isdecimal() else 'characters'}"
    if len(number) == shortest - 1:
        return f"{said}, one short of {scheme.code}"
    if len(number) == longest + 1:
        return f"{said}, one more than {scheme.code} has"
    return said


def _any_prefix(_scheme: NumberScheme, _number: str) -> None:
    """Accept every number: its pattern says how it begins."""


def _listed_prefix(scheme: NumberScheme, number: str) -> None:
    """Refuse a number that begins with none of the prefixes of its row."""
    if number[:2] not in scheme.prefixes:
        raise WrongNumber("format", f"it begins with {number[:2]}, which issues no such number")


def _country_prefix(_scheme: NumberScheme, number: str) -> None:
    """Refuse a number that begins with no country."""
    if number[:2] not in country_codes() | TIN_PREFIXES_BESIDE_ISO:
        raise WrongNumber("format", f"it begins with {number[:2]}, which is not a country")


def _manufacturer(scheme: NumberScheme, number: str) -> None:
    """Refuse a MID of no country; Canada stands by its provinces (19 CFR 102 Appendix, 2)."""
    if number[:2] not in (country_codes() - {"CA"}) | set(scheme.prefixes):
        raise WrongNumber("format", f"it begins with {number[:2]}, which is no origin of a MID")


PREFIX_CHECKS: dict[str, Callable[[NumberScheme, str], None]] = {
    "country-prefix": _country_prefix,
    "gb-eori": _any_prefix,
    "listed-prefix": _listed_prefix,
    "mid": _manufacturer,
    "none": _any_prefix,
}
