"""What a row of schemes.toml says; scheme.schema.json is printed from these structs."""

from typing import Annotated, Literal

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.model.texts import CountryCode, IdentifierScheme
from aeo_exchange.reference.check_digit_rows import CheckDigit
from aeo_exchange.reference.row import Fact, Source
from aeo_exchange.reference.scheme_parts import (
    CarriedNumber,
    Example,
    Hint,
    NewForm,
    Rewrite,
    TinMapping,
    TrialNumbers,
    UsualShape,
)
from aeo_exchange.reference.texts import SOURCE_KEYS, told

__all__ = ["Designator", "NumberScheme", "Proof", "SchemeFile"]

Proof = Literal["check-digit", "format", "none"]


class Designator(Fact, frozen=True, kw_only=True):
    """The code of ISO 6523 by which e-invoicing names a scheme, with its own source."""

    note: Annotated[str | UnsetType, told("What a reader should know besides.", minLength=1)] = (
        UNSET
    )
    code: Annotated[str, told("Four digits.", pattern="^[0-9]{4}$")]


class NumberScheme(Fact, frozen=True, kw_only=True):
    """One identifier scheme as its row tells it."""

    # Longer than that of other rows.
    note: Annotated[str | UnsetType, told("What a reader should know besides.", minLength=1)] = (
        UNSET
    )
    code: Annotated[IdentifierScheme, told("Code of the scheme, as records carry it.")]
    name: Annotated[str, told("Name of the scheme in English.", minLength=1)]
    original: Annotated[
        str | UnsetType, told("Name of the scheme in the language of its issuer.", minLength=1)
    ] = UNSET
    issuer: Annotated[
        CountryCode | UnsetType,
        told("Country or economy that issues the numbers; absent where several do."),
    ] = UNSET
    iso6523: Annotated[
        Designator | UnsetType,
        told("The international code designator of the scheme, by which e-invoicing names it."),
    ] = UNSET
    pattern: Annotated[
        str | UnsetType,
        told(
            "Form of the number without punctuation and in capitals; portable, without "
            "anchors. Absent where not known.",
            minLength=1,
            maxLength=2000,
        ),
    ] = UNSET
    shortest: Annotated[
        int | UnsetType, told("Least number of characters.", minimum=1, maximum=70)
    ] = UNSET
    longest: Annotated[
        int | UnsetType, told("Greatest number of characters.", minimum=1, maximum=70)
    ] = UNSET
    drops: Annotated[
        str,
        told(
            "Punctuation that is no part of the number; each character is dropped.",
            pattern="^[ -/:-@_]*$",
            maxLength=8,
        ),
    ] = ""
    check: Annotated[
        str,
        told(
            "How the first two letters are judged: country-prefix, listed-prefix, mid, "
            "gb-eori; or none where the pattern says it all.",
            enum=["country-prefix", "gb-eori", "listed-prefix", "mid", "none"],
        ),
    ]
    proves: Annotated[
        Proof, told("What a number that passes has shown: a check digit, its form, or nothing.")
    ]
    rewrites: Annotated[
        tuple[Rewrite, ...],
        told(
            "Other ways of writing the number; the first whose pattern matches is rewritten "
            "to the normal form.",
            minItems=1,
        ),
    ] = ()
    check_digits: Annotated[
        tuple[CheckDigit, ...],
        told(
            "Check digits, each with the numbers it is of; all that speak of a number must "
            "fit. A number of which none speaks has its form alone.",
            minItems=1,
        ),
    ] = ()
    test_numbers: Annotated[
        TrialNumbers | UnsetType, told("Numbers by which a program tries its own check.")
    ] = UNSET
    other_kinds: Annotated[
        str | UnsetType,
        told(
            "Form of numbers of other kinds, of which no rule is known: a number of this form "
            "that does not fit is undetermined.",
            minLength=1,
            maxLength=200,
        ),
    ] = UNSET
    usual: Annotated[
        tuple[UsualShape, ...],
        told("Shapes that numbers usually have; another is a warning.", minItems=1),
    ] = ()
    new_forms: Annotated[
        tuple[NewForm, ...], told("Forms that came later than the scheme.", minItems=1)
    ] = ()
    prefixes: Annotated[
        tuple[CountryCode, ...],
        told(
            "First two letters that the check knows: for listed-prefix all that may stand, "
            "for mid those beside ISO 3166-1.",
            minItems=1,
            uniqueItems=True,
        ),
    ] = ()
    tin: Annotated[
        TinMapping | UnsetType, told("How the number becomes a TIN; absent where it does not.")
    ] = UNSET
    no_tin: Annotated[str | UnsetType, told("Why the number makes no TIN.", minLength=1)] = UNSET
    instead: Annotated[
        IdentifierScheme | UnsetType, told("Scheme whose number makes the TIN in its place.")
    ] = UNSET
    lossy: Annotated[
        str | UnsetType,
        told(
            "What the number has lost, so that what it was made of cannot be told from it.",
            minLength=1,
        ),
    ] = UNSET
    ambiguous: Annotated[
        str | UnsetType,
        told(
            "Why the number, or the TIN made of it, can stand for two things or may not be "
            "the one in use.",
            minLength=1,
        ),
    ] = UNSET
    examples: Annotated[
        tuple[Example, ...], told("Numbers that a source has published as examples.", minItems=1)
    ] = ()
    examples_note: Annotated[str | UnsetType, told("Why there is no example.", minLength=1)] = UNSET
    hints: Annotated[
        tuple[Hint, ...], told("Traps: what to tell of numbers of a certain form.", minItems=1)
    ] = ()
    carries: Annotated[
        tuple[CarriedNumber, ...], told("Schemes whose numbers this one rewrites.", minItems=1)
    ] = ()


class SchemeFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file of schemes with the texts they rest on."""

    sources: Annotated[
        dict[str, Source],
        told("The texts that rows rest on, by key.", minProperties=1, propertyNames=SOURCE_KEYS),
    ]
    schemes: Annotated[tuple[NumberScheme, ...], told("The schemes.", minItems=1)]
