"""What was answered about the parties of a declaration beside what must be, role by role."""

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
    if sorted(party.role for party in told) != sorted(party.role for party in wanted):
        yield f"parties {_roles(told)}, expected {_roles(wanted)}"
        return
    by_role = {party.role: party for party in told}
    for party in wanted:
        got = by_role[party.role]
        yield from _answers(got, party)
        if depth is Depth.D3:
            yield from _reasons(got, party)
            yield from _candidates(got, party) if candidates else ()


def _roles(parties: tuple[AnsweredParty, ...]) -> str:
    return ", ".join(party.role for party in parties) or "none"


def _answers(got: AnsweredParty, wanted: AnsweredParty) -> Iterator[str]:
    for name in ("result", "tin", "lookup"):
        expected = getattr(wanted, name)
        if expected is not UNSET and getattr(got, name) != expected:
            yield f"{name} of the {wanted.role} {getattr(got, name)}, expected {expected}"
    if set(got.benefits) != set(wanted.benefits):
        yield f"benefits of the {wanted.role} {got.benefits}, expected {wanted.benefits}"


def _reasons(got: AnsweredParty, wanted: AnsweredParty) -> Iterator[str]:
    if set(got.reasons) != set(wanted.reasons):
        yield f"reasons of the {wanted.role} {got.reasons}, expected {wanted.reasons}"


def _candidates(got: AnsweredParty, wanted: AnsweredParty) -> Iterator[str]:
    named = {(candidate.tin, candidate.near) for candidate in got.candidates}
    for candidate in wanted.candidates:
        if (candidate.tin, candidate.near) not in named:
            yield f"no candidate {candidate.tin} by {candidate.near} for the {wanted.role}"
