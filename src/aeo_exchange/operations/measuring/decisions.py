"""Decisions about recognition to facts about the use of an arrangement.

A line is what `aeo match --format ndjson` writes of a declaration; or an answer of
`aeo recognise --format json`, or a receipt of it, which is one party each. The
signature of a receipt is not looked at: `aeo receipt check` does that.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec
from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.exchange.days import is_zone
from aeo_exchange.operations.measuring.fact_counts import ALL, CountedFact

__all__ = [
    "CLEARED",
    "LONGEST",
    "RESULTS",
    "Decision",
    "DecisionReader",
    "MeasuredArrangement",
    "cleared_hours",
    "decision_facts",
]

RESULTS = ("RECOGNISED", "NOT_RECOGNISED", "UNDETERMINED")
NOT_TOLD = "not-told"
RECOGNISED_BUT = "recognised"  # of whom an assumption keeps from a yes, which is a reason beside
CLEARED = ("at least one party recognised", "nobody recognised")
MONTH = 7  # characters of an instant or a day
LONGEST = 1 << 24  # bytes of a line, and of JSON over several
HOUR = 3600
RECEIPT = b"eyJ"  # how a token begins


class MeasuredArrangement(NamedTuple):
    """Who asked, and under which profile; decisions of another arrangement are counted apart."""

    asked_by: str
    profile: str


class _DecidedWhy(Struct, frozen=True):
    code: str


class _UsedProfile(Struct, frozen=True):
    code: str


class _UsedHead(Struct, frozen=True):
    sender: str


class _DecidedBy(Struct, frozen=True):
    profile: _UsedProfile | UnsetType = UNSET
    heads: tuple[_UsedHead, ...] = ()


class _DecidedParty(Struct, frozen=True, rename="camel"):
    role: str
    result: str
    reasons: tuple[_DecidedWhy, ...] = ()
    tiers: tuple[str, ...] = ()
    size_class: str = NOT_TOLD


class Decision(Struct, frozen=True, rename="camel"):
    """What of a line counts; other members are passed over."""

    asked_by: str
    known_at: str
    profile: str = ""
    partner: str = ""
    time_zone: str = ""
    at: str = ""
    accepted_at: str = ""
    released_at: str = ""
    is_notification: bool = False
    parties: tuple[_DecidedParty, ...] = ()
    refusal: object | UnsetType = UNSET
    result: str = ""
    party_role: str = NOT_TOLD
    reasons: tuple[_DecidedWhy, ...] = ()
    rests_on: _DecidedBy = _DecidedBy()

    @property
    def arrangement(self) -> MeasuredArrangement:
        """What it was decided under; without a profile where it names none."""
        used = self.rests_on.profile
        return MeasuredArrangement(
            self.asked_by, self.profile or ("" if used is UNSET else used.code)
        )

    def partners(self) -> set[str]:
        """Return the sides that it names as the other one: that of the profile, or the senders."""
        return {self.partner} if self.partner else {head.sender for head in self.rests_on.heads}

    def decided(self) -> tuple[_DecidedParty, ...]:
        """Return the parties; of an answer about one firm that firm."""
        if not self.result:
            return self.parties
        return (_DecidedParty(self.party_role, self.result, self.reasons),)


class _KeptReceipt(Struct, frozen=True):
    answer: Decision


class _MatchedDecisions(Struct, frozen=True):
    declarations: tuple[Decision, ...]


class DecisionReader:
    """Lines to decisions."""

    def __init__(self) -> None:
        self._decoder = msgspec.json.Decoder(Decision)
        self._receipts = msgspec.json.Decoder(_KeptReceipt)
        self._matched = msgspec.json.Decoder(_MatchedDecisions)

    def decisions(self, content: bytes) -> list[Decision | str]:
        """Return the decisions of JSON over several lines: an answer, or what was matched."""
        answer = self.decision(content)
        if isinstance(answer, Decision):
            return [answer]
        with suppress(msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            matched = self._matched.decode(content).declarations
            return [_with_results(decision) for decision in matched]
        return [answer]

    def decision(self, line: bytes) -> Decision | str:
        """Return the decision of a line, or why it is none."""
        if len(line) > LONGEST:
            return f"is longer than {LONGEST:,} bytes"
        try:
            if line.startswith(RECEIPT):
                decision = self._receipts.decode(_payload(line)).answer
            else:
                decision = self._decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as cause:
            return f"is not a decision: {cause}"
        except ValueError:
            return "is not a decision: a receipt has three parts in base64url"
        return _with_results(decision)


def _with_results(decision: Decision) -> Decision | str:
    """Return a decision whose results are of the closed list, or why it is none."""
    wrong = [one.result for one in decision.decided() if one.result not in RESULTS]
    return f"is not a decision: {wrong[0][:40]!r} is not a result" if wrong else decision


def decision_facts(decision: Decision, first: int) -> Iterator[CountedFact]:
    """Yield what counts of a decision, whose parties are numbered from `first` on."""
    asked_by, profile = decision.arrangement
    for unit, party in enumerate(decision.decided(), first):
        for dimension, value in _values(decision, party):
            yield CountedFact(asked_by, profile, unit, dimension, value, party.result)


def _values(decision: Decision, party: _DecidedParty) -> Iterator[tuple[str, str]]:
    yield ALL, ALL
    yield "month", _month(decision.at, decision.time_zone) or NOT_TOLD
    yield "role", party.role
    yield from _values_of_firm(party)
    if party.result != RESULTS[0]:
        for reason in sorted({why.code for why in party.reasons} - {RECOGNISED_BUT}):
            yield "reason", reason


def _values_of_firm(party: _DecidedParty) -> Iterator[tuple[str, str]]:
    yield "size-class", party.size_class
    for tier in party.tiers or (NOT_TOLD,):
        yield "tier", tier


@lru_cache(maxsize=1 << 14)  # declarations of one day come together
def _month(at: str, zone: str) -> str:
    """Return the month of an instant or a day (DEC-4-5): that of the zone, or of UTC without one.

    What is none of these has its first characters, which is as much as it says.
    """
    moment = _instant(at)
    if moment is None or not (zone and is_zone(zone)):
        return at[:MONTH]
    try:
        return moment.astimezone(ZoneInfo(zone)).isoformat()[:MONTH]
    except OverflowError:  # at either end of the calendar
        return at[:MONTH]


def _payload(token: bytes) -> bytes:
    """Return what a token says; raises ValueError for what is none."""
    _, payload, _ = token.split(b".")
    return urlsafe_b64decode(payload + b"=" * (-len(payload) % 4))


class ClearedHours(NamedTuple):
    """How long a declaration took, with a value of its parties, and was one of these recognised."""

    dimension: str
    value: str
    kind: str
    hours: float


def cleared_hours(decision: Decision) -> Iterator[ClearedHours]:
    """Yield the time from acceptance to release, where both are instants in this order.

    Once for all parties, and once for each size class and each tier that parties have.
    """
    accepted, released = map(_instant, (decision.accepted_at, decision.released_at))
    if accepted is None or released is None or released < accepted:
        return
    hours = (released - accepted).total_seconds() / HOUR
    is_used = {(ALL, ALL): False}
    for party in decision.parties:
        for about in ((ALL, ALL), *_values_of_firm(party)):
            is_used[about] = is_used.get(about, False) or party.result == RESULTS[0]
    for (dimension, value), used in is_used.items():
        yield ClearedHours(dimension, value, CLEARED[0 if used else 1], hours)


def _instant(written: str) -> datetime | None:
    if not written.endswith("Z"):
        return None
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        return None
