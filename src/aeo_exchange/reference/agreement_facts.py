"""What a file about a mutual recognition arrangement says: only clauses that were read.

It is a start for a partner profile and never one: no recognition asks it (XCH-1-8), and one rule
asks for its code alone (REC-2-8).
The files write their names in snake_case; agreement.schema.json is printed from these structs.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Struct

from aeo_exchange.model.texts import AgreementCode, CountryCode
from aeo_exchange.reference.agreement_rows import (
    AgreedBenefit,
    AgreementName,
    ClauseFact,
    Declaring,
    InForce,
    ReadText,
    Recognising,
    Signing,
    Unread,
)
from aeo_exchange.reference.texts import SOURCE_KEYS, told

__all__ = ["AGREEMENT_ROWS", "ReadAgreement"]


class ReadAgreement(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """A mutual recognition arrangement, as far as its clauses were read."""

    code: Annotated[
        AgreementCode,
        told("Its parties, and the year it was signed, or from which it holds if that is unknown."),
    ]
    parties: Annotated[
        tuple[CountryCode, ...], told("The two sides.", minItems=2, maxItems=2, uniqueItems=True)
    ]
    names: Annotated[tuple[AgreementName, ...], told("What it is called.", minItems=1)]
    signings: Annotated[tuple[Signing, ...], told("When it was signed.", minItems=1)] = ()
    in_force: Annotated[tuple[InForce, ...], told("From which day it holds.", minItems=1)]
    recognitions: Annotated[
        tuple[Recognising, ...], told("Whom one side recognises of the other.", minItems=1)
    ]
    benefits: Annotated[tuple[AgreedBenefit, ...], told("What follows.", minItems=1)] = ()
    declarations: Annotated[
        tuple[Declaring, ...], told("How a holder is named to one side.", minItems=1)
    ] = ()
    unread: Annotated[
        tuple[Unread, ...],
        told(
            "What was not read; the text of the arrangement itself, where it was not.", minItems=1
        ),
    ] = ()
    sources: Annotated[
        dict[str, ReadText],
        told("The texts that were read, by key.", minProperties=1, propertyNames=SOURCE_KEYS),
    ]

    @property
    def name(self) -> str:
        """The first name, in English."""
        return self.names[0].text

    def rows(self) -> tuple[ClauseFact, ...]:
        """Return every row, in the order of the file."""
        return tuple(row for kind in AGREEMENT_ROWS for row in getattr(self, kind))


AGREEMENT_ROWS = (
    "names",
    "signings",
    "in_force",
    "recognitions",
    "benefits",
    "declarations",
)
