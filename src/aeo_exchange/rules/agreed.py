"""The rules over a record and a partner profile (XCH-1-9), asked when a profile is given.

They are declared here with the sentence and reason that `aeo explain` shows; the checking is in
exchange/, where profiles are.
"""

from __future__ import annotations

from aeo_exchange.rules.rule import Rule, Station

__all__ = ["AGREED_RULES"]

WHEN = "/recognitions/*/from /recognitions/*/until"


def _agreed(code: str, sentence: str, reason: str, at: str = WHEN) -> Rule:
    return Rule(
        code=code,
        sentence=sentence,
        reason=reason,
        clause="XCH-1-9",
        at=at,
        station=Station.PARTNER_PROFILE,
    )


AGREED_RULES: tuple[Rule, ...] = (
    _agreed(
        "AEO-REC-04",
        "A recognition under the agreement of a partner profile is by the other side of it.",
        "An agreement binds its parties and nobody else.",
        at="/recognitions/*/partner",
    ),
    _agreed(
        "AEO-REC-05",
        "A row of the partner profile is in force at each instant of the recognition asked about.",
        "Before it begins and after it ends nobody recognises anything.",
    ),
    _agreed(
        "AEO-REC-06",
        "A row of the partner profile that is in force names a tier of the term.",
        "Many agreements recognise the higher tiers alone.",
    ),
    _agreed(
        "AEO-REC-07",
        "A row of the partner profile that names the tier names a role of the term, or none.",
        "An importer is not recognised where exporters are meant.",
    ),
    _agreed(
        "AEO-REC-08",
        "A recognition finds the holder by what the partner profile says of that side.",
        "Another number stands in the declaration, and nobody finds the firm.",
        at="/recognitions/*/identifierMode /recognitions/*/identifiers/*/scheme",
    ),
)
