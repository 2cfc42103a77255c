"""What a classification says: the class, the definition, the working, what was assumed.

The last station of the flow figures -> readings -> criteria -> classification.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from msgspec import UNSET, Struct, UnsetType, field

from aeo_exchange.model.codes import SizeClass
from aeo_exchange.reference.size_facts import Confidence, Operator, Yardstick
from aeo_exchange.report import Verdict

__all__ = [
    "CautionGiven",
    "CeilingOutcome",
    "Classification",
    "DefinitionUsed",
    "LineOfBusiness",
    "Missing",
    "SizeCriterion",
]


class CeilingOutcome(StrEnum):
    """The three outcomes of a criterion; UNKNOWN is neither of the others."""

    PASS = "pass"  # noqa: S105 no password
    FAIL = "fail"
    UNKNOWN = "unknown"


class SizeCriterion(Struct, frozen=True, kw_only=True, rename="camel"):
    """One ceiling and how the firm stands to it; `value` is absent when it is not known.

    `sector` is there where a line of business can mean several, and the firm is held against each.
    """

    sector: str | UnsetType = UNSET
    class_: SizeClass = field(name="class")
    measure: Yardstick
    operator: Operator
    threshold: str
    unit: str
    value: str | UnsetType = UNSET
    outcome: CeilingOutcome
    source: str
    as_of: date
    confidence: Confidence


class Missing(Struct, frozen=True, kw_only=True, rename="camel"):
    """What would be needed to decide: a measure, `sector`, `version` or `class`, and why.

    `choices` are the codes from which to choose, where there are some.
    """

    what: str
    reason: str
    choices: tuple[str, ...] | UnsetType = UNSET


class CautionGiven(Struct, frozen=True, kw_only=True, rename="camel"):
    """What the ceilings of the version cannot say, and who says it."""

    text: str
    source: str
    as_of: date
    confidence: Confidence


class LineOfBusiness(Struct, frozen=True, kw_only=True):
    """The code by which the sector was found, the sectors that it can mean, how sure that is."""

    scheme: str
    code: str
    sectors: tuple[str, ...]
    confidence: str


class DefinitionUsed(Struct, frozen=True, kw_only=True, rename="camel"):
    """The definition applied; the version and what hangs on it are absent when none is in force.

    `confidence` is the lowest of all the rows that were used.
    """

    code: str
    name: str
    official: bool
    economy: str | UnsetType = UNSET
    version: str | UnsetType = UNSET
    from_: date | UnsetType = field(default=UNSET, name="from")
    until: date | UnsetType = UNSET
    legal_source: str | UnsetType = UNSET
    source: str | UnsetType = UNSET
    as_of: date | UnsetType = UNSET
    confidence: Confidence | UnsetType = UNSET


class Classification(Struct, frozen=True, kw_only=True, rename="camel"):
    """The answer: VALID with a size class, or UNDETERMINED with what is missing.

    `possible` are the classes still open when none is decided.
    """

    verdict: Verdict
    size_class: SizeClass | UnsetType = UNSET
    possible: tuple[SizeClass, ...] | UnsetType = UNSET
    definition: DefinitionUsed
    at: date
    sector: str | UnsetType = UNSET
    line: LineOfBusiness | UnsetType = UNSET
    criteria: tuple[SizeCriterion, ...] = ()
    assumptions: tuple[str, ...] = ()
    cautions: tuple[CautionGiven, ...] = ()
    missing: tuple[Missing, ...] = ()
