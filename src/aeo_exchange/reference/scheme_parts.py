"""The parts of a row of schemes.toml: TIN, examples, traps, other ways of writing a number."""

from datetime import date
from typing import Annotated

from msgspec import UNSET, Struct, UnsetType, field

from aeo_exchange.model.texts import CountryCode, IdentifierScheme
from aeo_exchange.reference.texts import NumberText, SourceKey, told

__all__ = [
    "CarriedNumber",
    "Example",
    "Hint",
    "NewForm",
    "Rewrite",
    "TinMapping",
    "TrialNumbers",
    "UsualShape",
]


class TinMapping(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the number becomes a TIN: `removes` is taken from its front, `prefix` put there.

    Without `prefix` the number begins with its country and is the TIN whole; with `keeps` only so
    many of its first characters count. `doubtful` makes the TIN a proposal.
    """

    prefix: Annotated[CountryCode | UnsetType, told("Country that is put before the number.")] = (
        UNSET
    )
    removes: Annotated[
        str | UnsetType,
        told("Characters taken from the front of the number.", minLength=1, maxLength=15),
    ] = UNSET
    keeps: Annotated[
        int | UnsetType,
        told(
            "How many characters of the number the TIN keeps, from its front; absent: all.",
            minimum=1,
        ),
    ] = UNSET
    doubtful: Annotated[
        bool | UnsetType,
        told("Whether the TIN is a proposal only, so that the answer is undetermined."),
    ] = UNSET


class Example(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A number that a source has published as an example, as written there."""

    value: Annotated[str, told("The number as its source writes it.", minLength=1, maxLength=70)]
    source: Annotated[SourceKey, told("Key of the source the row rests on.")]


class Rewrite(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A way of writing a number that is not its normal form, and how it is written there."""

    pattern: Annotated[
        str,
        told(
            "Form of the value without punctuation and in capitals; its groups are counted from 0.",
            minLength=1,
            maxLength=200,
        ),
    ]
    written: Annotated[
        str, told("The normal form, with {0} for the first group.", minLength=1, maxLength=70)
    ]


class Hint(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A trap: what to tell of numbers of a form; `ambiguous` when they can mean two things.

    `unusual` marks a form that belongs to something else, so a record with it is warned of.
    """

    pattern: Annotated[
        str, told("Form of the numbers that the trap is about.", minLength=1, maxLength=200)
    ]
    text: Annotated[str, told("What to tell the reader.", minLength=1)]
    ambiguous: Annotated[bool | UnsetType, told("Whether such numbers can mean two things.")] = (
        UNSET
    )
    unusual: Annotated[
        bool | UnsetType,
        told(
            "Whether such a number belongs to something else, so that a record with it is "
            "warned of."
        ),
    ] = UNSET


class NewForm(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A form that numbers have since a day, and what to tell of such a number before."""

    pattern: Annotated[str, told("The form.", minLength=1, maxLength=200)]
    from_: Annotated[date, told("First day on which such numbers are issued.")] = field(name="from")
    text: Annotated[str, told("What to tell of such a number before.", minLength=1)]


class UsualShape(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The shape that numbers of a form usually have; one of another shape may still be right."""

    when: Annotated[str, told("Form of the numbers it is said of.", minLength=1, maxLength=200)]
    pattern: Annotated[str, told("The shape they usually have.", minLength=1, maxLength=200)]
    text: Annotated[
        str, told("What to tell of a number of another shape.", minLength=1, maxLength=300)
    ]


class CarriedNumber(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another scheme whose numbers this one rewrites.

    The groups of `pattern` fill `written`; those of `read` fill `restored`, absent when lossy.
    """

    scheme: Annotated[IdentifierScheme, told("The other scheme.")]
    pattern: Annotated[
        str,
        told(
            "Form of the other number; its groups are counted from 0.", minLength=1, maxLength=200
        ),
    ]
    written: Annotated[
        str,
        told("The number of this scheme, with {0} for the first group.", minLength=1, maxLength=70),
    ]
    read: Annotated[
        str,
        told(
            "Form of the number of this scheme; its groups are counted from 0.",
            minLength=1,
            maxLength=200,
        ),
    ]
    restored: Annotated[
        str | UnsetType,
        told(
            "The other number, with {0} for the first group of read; absent where it cannot "
            "be told.",
            minLength=1,
            maxLength=70,
        ),
    ] = UNSET
    lossy: Annotated[
        str | UnsetType, told("What is lost; absent where nothing is.", minLength=1)
    ] = UNSET


class TrialNumbers(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Numbers by which a program tries its own check, all in normal form.

    They were computed, not taken from a firm; whether one was issued is not known.
    `other` differs from a right one in one character, `swapped` by two that changed places.
    """

    right: Annotated[tuple[NumberText, ...], told("Numbers that fit.", minItems=1)]
    other: Annotated[
        tuple[NumberText, ...],
        told("Numbers that differ from a right one in one character and do not fit.", minItems=1),
    ]
    swapped: Annotated[
        tuple[NumberText, ...],
        told(
            "Numbers that differ from a right one by two characters that changed places and "
            "do not fit.",
            minItems=1,
        ),
    ] = ()
