"""What a rule is: one numbered check over a record, with its sentence, reason and clause."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from itertools import islice
from typing import NamedTuple, TypeAlias, TypeVar

from msgspec import UNSET, Struct, UnsetType, field

from aeo_exchange.model.instants import normalise
from aeo_exchange.model.record import AeoRecord
from aeo_exchange.reference.programmes import ReferenceData, shipped
from aeo_exchange.report import OtherRecord, Severity
from aeo_exchange.rules.profile import NO_PROFILE, Profile

__all__ = ["Breach", "Check", "Context", "Level", "Rule", "Station", "items_of", "rule", "several"]


class Level(StrEnum):
    """How binding a requirement is (RFC 2119); MUST gives errors, SHOULD warnings."""

    MUST = "MUST"
    SHOULD = "SHOULD"

    @property
    def severity(self) -> Severity:
        """The severity of findings of this level."""
        return Severity.ERROR if self is Level.MUST else Severity.WARNING


class Station(StrEnum):
    """Who checks a rule on the way from content to findings."""

    READER = "reader"
    SCHEMA = "schema"
    RECORD = "record"
    SET = "set"
    PARTNER_PROFILE = "partner-profile"
    VERIFIER = "verifier"
    RECEIVER = "receiver"
    PUBLISHER = "publisher"


class Breach(NamedTuple):
    """One place where a record breaks a rule; the rule's code and severity are added later.

    `doubtful` marks one that rests on an uncertain fact: it gives a warning, whatever the level.
    `hint` may be a function where advice takes work: of thousands of breaches few are told.
    `other` is the record met before that this one does not go together with.
    """

    path: str
    message: str
    got: str = ""
    expected: str = ""
    hint: str | Callable[[], str] = ""
    doubtful: bool = False
    other: OtherRecord | UnsetType = UNSET


class Context(Struct, frozen=True, kw_only=True):
    """What a rule may know beyond the record: the instant of the question, reference data.

    `at` is text or a datetime with a time zone; what is kept is the form that records use.
    Raises InvalidInstant for anything else.
    `reference` is what the package ships, unless told. `profile` holds the severities a partner
    has set. `agreements` are the codes of those for which a partner profile is at hand.
    """

    at: str
    reference: ReferenceData = field(default_factory=shipped)
    profile: Profile = NO_PROFILE
    agreements: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Read the instant once; rules compare it with those of records."""
        normalise(self, "at")


Check: TypeAlias = Callable[[AeoRecord, Context], Iterator[Breach]]


class Rule(Struct, frozen=True, kw_only=True):
    """A numbered rule. `check` is None where a reader or the schema does the checking.

    `at` is where its findings stand: JSON Pointers with a blank between them, in which `*` is the
    index of any element and `**` any steps at all. It is empty where CON-7-8 says it instead.
    `about` names the parts without which a record has nothing to check.
    """

    code: str
    sentence: str
    reason: str
    clause: str
    at: str = ""
    level: Level = Level.MUST
    station: Station = Station.RECORD
    check: Check | None = None
    about: int = 0

    @property
    def area(self) -> str:
        """The area of the rule, such as LIF."""
        return self.code.split("-")[1]


def rule(  # noqa: PLR0913 each part is one sentence of the rule
    code: str,
    sentence: str,
    *,
    reason: str,
    clause: str,
    at: str,
    level: Level = Level.MUST,
    about: int = 0,
) -> Callable[[Check], Rule]:
    """Return a decorator that turns a check into the rule of this code."""

    def numbered(check: Check) -> Rule:
        return Rule(
            code=code,
            sentence=sentence,
            reason=reason,
            clause=clause,
            at=at,
            level=level,
            check=check,
            about=about,
        )

    return numbered


Each = TypeVar("Each")


MOST_NAMED = 12


def several(texts: Iterable[str]) -> str:
    """Return texts with commas between them, cut when there are many."""
    first = list(islice(texts, MOST_NAMED + 1))
    return ", ".join((*first[:MOST_NAMED], "…") if len(first) > MOST_NAMED else first)


def items_of(values: tuple[Each, ...] | UnsetType) -> tuple[Each, ...]:
    """Return a list that may be absent as one that may be empty."""
    return () if isinstance(values, UnsetType) else values
