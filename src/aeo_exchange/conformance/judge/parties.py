"""What was answered about the parties of a declaration beside what must be, one by one.

A party is known by its role and by which of the parties of that role it is: two manufacturers are
two, in whatever order a product answers about them.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import UNSET, UnsetType

from aeo_exchange.conformance.adapters.protocol import AnsweredParty, Reply
from aeo_exchange.conformance.suite.lists import Depth

__all__ = ["party_differences"]


def party_differences(
    wanted: tuple[AnsweredParty, ...] | UnsetType, reply: Reply, depth: Depth, *, candidates: bool
) -> Iterator[str]:
    """Yield how the answers differ: at D2 in what they say, at D3 in why and whom it may be."""
    if wanted is UNSET or depth is Depth.D1:
        return
    told = reply.parties or ()
    if sorted(map(_place, told)) != sorted(map(_place, wanted)):
        yield f"parties {_named(told)}, expected {_named(wanted)}"
        return
    by_place = {_place(party): party for party in told}
    for party in wanted:
        got = by_place[_place(party)]
        yield from _answers(got, party)
        if depth is Depth.D3:
            yield from _reasons(got, party)
            yield from _candidates(got, party) if candidates else ()


def _place(party: AnsweredParty) -> tuple[str, int]:
    return party.role, party.ordinal


def _name(party: AnsweredParty) -> str:
    return party.role if party.ordinal == 1 else f"{party.role} {party.ordinal}"


def _named(parties: tuple[AnsweredParty, ...]) -> str:
    return ", ".join(map(_name, sorted(parties, key=_place))) or "none"


def _answers(got: AnsweredParty, wanted: AnsweredParty) -> Iterator[str]:
    for name in ("result", "tin", "lookup"):
        expected = getattr(wanted, name)
        if expected is not UNSET and getattr(got, name) != expected:
            yield f"{name} of the {_name(wanted)} {getattr(got, name)}, expected {expected}"
    if set(got.benefits) != set(wanted.benefits):
        yield f"benefits of the {_name(wanted)} {got.benefits}, expected {wanted.benefits}"


def _reasons(got: AnsweredParty, wanted: AnsweredParty) -> Iterator[str]:
    if set(got.reasons) != set(wanted.reasons):
        yield f"reasons of the {_name(wanted)} {got.reasons}, expected {wanted.reasons}"


def _candidates(got: AnsweredParty, wanted: AnsweredParty) -> Iterator[str]:
    named = {(candidate.tin, candidate.near) for candidate in got.candidates}
    for candidate in wanted.candidates:
        if (candidate.tin, candidate.near) not in named:
            yield f"no candidate {candidate.tin} by {candidate.near} for the {_name(wanted)}"
