"""The check digits of a number by the published rows of its scheme; IDN-6 of the specification.

Nothing here is particular to a scheme, so another program that reads the rows gives one answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache

from aeo_exchange.reference.check_digit_rows import CheckDigit, Method, WeightedPart

__all__ = ["applicable", "fits"]

NO_CHARACTER = "?"


def applicable(rows: tuple[CheckDigit, ...], number: str, day: date | None) -> list[CheckDigit]:
    """Return the rows that speak of a number on a day; without a day, those that stand today on.

    A row without days holds always; without a day asked, a row that has ended does not.
    """
    return [row for row in rows if _holds(row, day) and _speaks_of(row, number)]


def fits(row: CheckDigit, number: str) -> bool:
    """Say whether a number has the check digit of a row, or of one of its alternatives."""
    if _holds_for(row, number):
        return True
    others = (other for other in row.alternatives if _speaks_of(other, number))
    return any(fits(other, number) for other in others)


def _holds_for(row: CheckDigit, number: str) -> bool:
    try:
        return METHODS[row.method](row, number)
    except ValueError:  # a character that the method has no number for (IDN-5-3)
        return False


def _holds(row: CheckDigit, day: date | None) -> bool:
    if day is None:
        return not row.until
    return (not row.from_ or row.from_ <= day) and (not row.until or day < row.until)


def _speaks_of(row: CheckDigit, number: str) -> bool:
    return (not row.when or re.fullmatch(row.when, number) is not None) and not (
        row.unless and re.fullmatch(row.unless, number)
    )


def _weighted(row: CheckDigit, number: str) -> bool:
    """Compare the remainder of the weighted sum with what the row allows or computes."""
    remainder = (row.plus + sum(_sum(part, number) for part in row.sums)) % (row.modulus or 1)
    if row.residues:
        return remainder in row.residues
    if row.results:
        expected = row.results[remainder]
        if expected == NO_CHARACTER:
            return isinstance(row.again, CheckDigit) and _weighted(row.again, number)
    else:
        expected = str(remainder).zfill(row.digits or 1)
    start = row.at - 1 if row.at > 0 else len(number) + row.at
    return number[start : start + len(expected)] == expected


def _sum(part: WeightedPart, number: str) -> int:
    """Return the sum of the products of characters and weights."""
    characters = _slice(part.first, part.last, number)
    if part.from_end:
        characters = characters[::-1]
    products = (
        part.values.index(character) * part.weights[i % len(part.weights)]
        for i, character in enumerate(characters)
    )
    base = part.fold
    return sum(_folded(product, base) if base else product for product in products)


def _folded(product: int, base: int) -> int:
    """Return the sum of the digits of a product; a weight below base times base has two."""
    return product // base + product % base


def _slice(first: int, last: int, number: str) -> str:
    """Return the characters from one place to another, both included."""
    end = last if last > 0 else len(number) + last + 1
    return number[first - 1 : end]


def _iso_7064_mod_11_10(row: CheckDigit, number: str) -> bool:
    """ISO/IEC 7064, hybrid system MOD 11,10: the last digit makes the total 1 modulo 10."""
    product = 10
    *characters, check = list(_slice(row.first, row.last, number))
    for character in characters:
        total = (product + int(character)) % 10 or 10
        product = total * 2 % 11
    return (product + int(check)) % 10 == 1


def _iso_7064_mod_97_10(row: CheckDigit, number: str) -> bool:
    """ISO/IEC 7064 MOD 97-10: letters are 10 to 35, the whole number is 1 modulo 97."""
    characters = _slice(row.first, row.last, number)
    return int("".join(str(int(character, 36)) for character in characters)) % 97 == 1


def _tr_vkn(row: CheckDigit, number: str) -> bool:
    """Hold the tax number of Türkiye to its last digit, as part 5 writes it down."""
    *characters, check = list(_slice(row.first, row.last, number))
    total = sum(
        _tr_products(distance)[int(character)]
        for distance, character in zip(range(len(characters), 0, -1), characters, strict=True)
    )
    return (10 - total % 10) % 10 == int(check)


@cache
def _tr_products(distance: int) -> tuple[int, ...]:
    """Return what each digit adds that stands so far from the last one."""
    shifted = [(digit + distance) % 10 for digit in range(10)]
    return tuple((digit * 2**distance % 9 or 9) if digit else 0 for digit in shifted)


METHODS: dict[Method, Callable[[CheckDigit, str], bool]] = {
    "sum": _weighted,
    "iso-7064-mod-11-10": _iso_7064_mod_11_10,
    "iso-7064-mod-97-10": _iso_7064_mod_97_10,
    "tr-vkn": _tr_vkn,
}
