"""A check digit as data: what a row of schemes.toml says of one, for any program to build from."""

from __future__ import annotations

from datetime import date
from typing import Literal

from msgspec import UNSET, Struct, UnsetType, field

Method = Literal["sum", "iso-7064-mod-11-10", "iso-7064-mod-97-10", "tr-vkn"]


class WeightedPart(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    rename="camel",
    omit_defaults=True,
):
    """Some characters of a number and their weights, which begin again where they end.

    Places count from 1, or from -1 at the end of the number; `values` holds each character at the
    place of its value; `fold` is the base in which the digits of a product are added.
    """

    first: int
    last: int
    weights: tuple[int, ...]
    from_end: bool = False
    values: str = "0123456789"
    fold: int | UnsetType = UNSET


class CheckDigit(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    rename="camel",
    omit_defaults=True,
):
    """One check digit: of which numbers, since which day, and how it is computed.

    With `residues` the remainder is one of them. With `results` the remainder picks the character
    at `at`, where ? means that no number has it; with `digits` it is written in so many digits.
    `again` takes the place of a ?, and of `alternatives` one that fits is enough.
    """

    from_: date | UnsetType = field(default=UNSET, name="from")
    until: date | UnsetType = UNSET
    when: str | UnsetType = UNSET
    unless: str | UnsetType = UNSET
    method: Method
    first: int = 1
    last: int = -1
    sums: tuple[WeightedPart, ...] = ()
    plus: int = 0
    modulus: int | UnsetType = UNSET
    residues: tuple[int, ...] | UnsetType = UNSET
    results: str | UnsetType = UNSET
    digits: int | UnsetType = UNSET
    at: int = -1
    again: CheckDigit | UnsetType = UNSET
    alternatives: tuple[CheckDigit, ...] = ()
