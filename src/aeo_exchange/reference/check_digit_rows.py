"""A check digit as data: what a row of schemes.toml says of one, for any program to build from."""

from datetime import date
from typing import Annotated, Literal

from msgspec import UNSET, Struct, UnsetType, field

from aeo_exchange.reference.texts import told

__all__ = [
    "CheckDigit",
    "Method",
    "WeightedPart",
]

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

    first: Annotated[int, told("Place of the first character, counted from 1.")]
    last: Annotated[
        int,
        told("Place of the last character, counted from 1, or from -1 at the end of the number."),
    ]
    weights: Annotated[
        tuple[int, ...],
        told("Weights of the characters in turn; they begin again where they end.", minItems=1),
    ]
    from_end: Annotated[
        bool, told("Whether the weights are counted from the last character to the first.")
    ] = False
    values: Annotated[
        str,
        told(
            "Characters, each at the place of its value, counted from 0; ? holds a place that "
            "no character has. Absent: the digits.",
            minLength=1,
            maxLength=70,
        ),
    ] = "0123456789"
    fold: Annotated[
        int | UnsetType,
        told(
            "Base in which the digits of each product are added; absent where the product "
            "counts whole."
        ),
    ] = UNSET


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

    from_: Annotated[date | UnsetType, told("First day on which numbers are checked so.")] = field(
        default=UNSET, name="from"
    )
    until: Annotated[date | UnsetType, told("First day on which they no longer are.")] = UNSET
    when: Annotated[
        str | UnsetType,
        told("Form of the numbers it speaks of; absent: all.", minLength=1, maxLength=200),
    ] = UNSET
    unless: Annotated[
        str | UnsetType, told("Form of the numbers that it leaves out.", minLength=1, maxLength=200)
    ] = UNSET
    method: Annotated[
        Method, told("How it is computed: by weighted sums, or by a named algorithm.")
    ]
    first: Annotated[int, told("For a named algorithm: place of the first character.")] = 1
    last: Annotated[
        int, told("For a named algorithm: place of the last character, its check digits included.")
    ] = -1
    sums: Annotated[tuple[WeightedPart, ...], told("The weighted sums, added up.", minItems=1)] = ()
    plus: Annotated[int, told("Added to the sums.")] = 0
    modulus: Annotated[
        int | UnsetType, told("What the total is divided by; the remainder is never negative.")
    ] = UNSET
    residues: Annotated[
        tuple[int, ...] | UnsetType, told("Remainders that are right.", minItems=1)
    ] = UNSET
    results: Annotated[
        str | UnsetType,
        told(
            "The check character by remainder, counted from 0; ? where no number has it.",
            minLength=2,
            maxLength=100,
        ),
    ] = UNSET
    digits: Annotated[
        int | UnsetType, told("How many digits the remainder is written with, zeros in front.")
    ] = UNSET
    at: Annotated[
        int,
        told("Place of the check character, or of its first one; -1 is the last of the number."),
    ] = -1
    again: Annotated["CheckDigit | UnsetType", told("Computed in place of a ? in results.")] = UNSET
    alternatives: Annotated[
        "tuple[CheckDigit, ...]",
        told("Of the check digit and these, one that fits is enough.", minItems=1),
    ] = ()
