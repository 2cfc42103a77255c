"""The texts that files of the suite and messages are made of, each with its pattern.

Where the runner reads what somebody else answers, a pattern is told and not demanded: a value that
is none of the list is a wrong answer, not a broken protocol.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from aeo_exchange.model.told import told

__all__ = [
    "CASE_ID",
    "EACH_ONCE",
    "Area",
    "AtLeastNothing",
    "AtLeastOne",
    "CaseId",
    "Clause",
    "Codes",
    "Countries",
    "Country",
    "DayText",
    "InstantText",
    "Phrase",
    "Release",
    "RuleCode",
    "Sha256",
    "SpecRelease",
    "told",
]

EACH_ONCE = {"uniqueItems": True}


Phrase = Annotated[str, Meta(min_length=1)]
AtLeastNothing = Annotated[int, Meta(ge=0)]
AtLeastOne = Annotated[int, Meta(ge=1)]
InstantText = Annotated[
    str, Meta(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$")
]
DayText = Annotated[str, Meta(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Country = Annotated[str, Meta(description="An administration.", pattern="^[A-Z]{2}$")]
Countries = Annotated[tuple[Country, ...], Meta(min_length=1, extra_json_schema=EACH_ONCE)]
Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
Release = Annotated[str, Meta(pattern="^[0-9]+\\.[0-9]+\\.[0-9]+$")]
SpecRelease = Annotated[
    str, Meta(description="Version of the standard.", pattern="^[0-9]+\\.[0-9]+$")
]
Clause = Annotated[str, Meta(pattern="^[A-Z]{3}-[0-9]{1,2}-[0-9]{1,2}$")]
RuleCode = Annotated[str, Meta(pattern="^AEO-[A-Z]{3,4}-[0-9]{2}$")]
Codes = Annotated[tuple[RuleCode, ...], Meta(extra_json_schema=EACH_ONCE)]
Area = Annotated[str, Meta(description="Area of cases, such as LIF.", pattern="^[A-Z]{3,4}$")]
CASE_ID = (
    "^(AEO-[A-Z]{3,4}-[0-9]{2}|(CNV|ISS|MAT|PRD|RCG|RCV|SND|STL|STS)-[0-9]{2}"
    "|FAR(-[A-Z0-9]+)+|PRG(-[A-Z0-9]+)+)"
    "\\.[pn][0-9]{2,3}$"
)
CaseId = Annotated[str, Meta(pattern=CASE_ID)]
