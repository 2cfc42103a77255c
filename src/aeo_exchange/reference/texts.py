"""The texts that rows of reference data are made of, and what their schema says of each member.

A shipped file is trusted, since tests hold it to its schema, and an overlay is judged by that
schema: patterns and bounds are told here and printed, and cost nothing when a file is read.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from aeo_exchange.model.told import told

__all__ = [
    "SOURCE_KEYS",
    "Amount",
    "Divisor",
    "IndexUnit",
    "Line",
    "NumberText",
    "PartialDate",
    "SectorCode",
    "SourceKey",
    "told",
]


SOURCE_KEYS = {"pattern": "^[A-Z0-9]+(-[A-Z0-9]+)*$", "maxLength": 48}
SourceKey = Annotated[
    str, told("Key of a source in the same file, upper case with hyphens.", **SOURCE_KEYS)
]
Line = Annotated[
    str,
    told("Text of one line.", pattern="^[^\\u0000-\\u001F]*[^\\u0000-\\u0020]$", maxLength=300),
]
PartialDate = Annotated[
    str,
    told(
        "A year, a month or a day: YYYY, YYYY-MM or YYYY-MM-DD.",
        pattern="^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$",
    ),
]
NumberText = Annotated[str, told("A number in normal form.", minLength=1, maxLength=70)]
SectorCode = Annotated[
    str,
    told(
        "Code of a sector, lower case with hyphens.",
        pattern="^[a-z0-9]+(-[a-z0-9]+)*$",
        maxLength=32,
    ),
]
IndexUnit = Annotated[
    str,
    told(
        "Unit whose value in money is set from time to time: UF, UI, UIT, UVT, UFV.",
        pattern="^[A-Z]{2,4}$",
        maxLength=4,
    ),
]
Amount = Annotated[
    str,
    Meta(
        description="Exact decimal as text, not negative.",
        pattern=r"^(?:0|[1-9][0-9]*(\.[0-9]*[1-9])?|0\.[0-9]*[1-9])\Z",
        max_length=24,
    ),
]
Divisor = Annotated[
    str,
    Meta(
        description="Exact decimal as text, above zero.",
        pattern=r"^(?:[1-9][0-9]*(\.[0-9]*[1-9])?|0\.[0-9]*[1-9])\Z",
        max_length=24,
    ),
]
