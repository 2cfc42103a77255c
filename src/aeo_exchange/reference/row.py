"""What every row of reference data says about itself, and the texts that rows rest on."""

from datetime import date
from typing import Annotated, Literal

from msgspec import UNSET, Struct, UnsetType, field

from aeo_exchange.reference.texts import Line, PartialDate, SourceKey, told

__all__ = ["Fact", "Source"]


class Fact(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """What every row says about itself; `from_` is inclusive, `until` exclusive.

    `confidence` is S for one of the joint reports, A for an official text, B for a secondary
    text, C for prior knowledge not read again, D for what is plausible and still to be verified.
    `look_again` takes the place of the day that `ages` reckons from the kind of the row.
    """

    source: Annotated[SourceKey, told("Source the row rests on.")]
    as_of: Annotated[date, told("Day up to which the source vouches for the row.")]
    confidence: Annotated[
        Literal["S", "A", "B", "C", "D"],
        told(
            "S one of the joint reports, A official text, B secondary text, C prior knowledge "
            "not read again, D plausible and still to be verified."
        ),
    ]
    from_: Annotated[date | UnsetType, told("First day on which the row holds.")] = field(
        default=UNSET, name="from"
    )
    until: Annotated[date | UnsetType, told("First day on which it no longer holds.")] = UNSET
    note: Annotated[Line | UnsetType, told("What a reader should know beside the row.")] = UNSET
    look_again: Annotated[
        date | UnsetType,
        told("Day after which the row is to be looked at again, where its kind does not tell."),
    ] = UNSET


class Source(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text that rows rest on; `date` is a year, a month or a day, absent where it gives none."""

    title: Annotated[Line, told("Its title.")]
    publisher: Annotated[Line, told("Who published it.")]
    date: Annotated[
        PartialDate | UnsetType, told("When it was published; absent where it does not say.")
    ] = UNSET
