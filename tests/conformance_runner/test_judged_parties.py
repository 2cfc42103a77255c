"""A judge knows each party by its role and by which of that role it is."""

from __future__ import annotations

import pytest

from aeo_exchange.conformance.adapters.protocol import AnsweredCandidate, AnsweredParty, Reply
from aeo_exchange.conformance.judge.parties import party_differences
from aeo_exchange.conformance.suite.lists import Depth
from aeo_exchange.report import Verdict


def party(result: str, role: str = "exporter", ordinal: int = 1, **more: object) -> AnsweredParty:
    reasons = ("recognised",) if result == "RECOGNISED" else ("not-found",)
    return AnsweredParty(
        **{"role": role, "ordinal": ordinal, "result": result, "reasons": reasons, **more}
    )


YES, OPEN = party("RECOGNISED"), party("UNDETERMINED", ordinal=2)
ALL = "exporter, exporter 2, importer"
WANTED = (YES, OPEN, party("RECOGNISED", "importer"))


def differences(*told: AnsweredParty, depth: Depth = Depth.D3) -> list[str]:
    reply = Reply(seq=1, verdict=Verdict.VALID, parties=told)
    return list(party_differences(WANTED, reply, depth, candidates=True))


def test_the_order_of_the_parties_says_nothing() -> None:
    assert differences(*WANTED) == differences(*WANTED[::-1]) == []


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ((YES, WANTED[2]), f"parties exporter, importer, expected {ALL}"),
        (
            (YES, YES, WANTED[2]),
            f"parties exporter, exporter, importer, expected {ALL}",
        ),
        ((), f"parties none, expected {ALL}"),
        (
            (*WANTED, party("RECOGNISED", ordinal=3)),
            f"parties exporter, exporter 2, exporter 3, importer, expected {ALL}",
        ),
    ],
)
def test_a_party_that_is_left_out_told_twice_or_made_up_is_told(
    told: tuple[AnsweredParty, ...], said: str
) -> None:
    assert differences(*told, depth=Depth.D2) == [said]


def test_what_is_said_of_one_party_of_a_role_is_not_that_of_another() -> None:
    told = (party("RECOGNISED", ordinal=2), party("UNDETERMINED"), WANTED[2])
    assert differences(*told) == [
        "result of the exporter UNDETERMINED, expected RECOGNISED",
        "reasons of the exporter ('not-found',), expected ('recognised',)",
        "result of the exporter 2 RECOGNISED, expected UNDETERMINED",
        "reasons of the exporter 2 ('recognised',), expected ('not-found',)",
    ]


def test_a_candidate_of_the_second_party_is_asked_of_the_second() -> None:
    near = (AnsweredCandidate(tin="HK1", near="one-character"),)
    wanted = (YES, party("UNDETERMINED", ordinal=2, candidates=near))
    told = Reply(seq=1, verdict=Verdict.VALID, parties=(party("RECOGNISED", candidates=near), OPEN))
    said = list(party_differences(wanted, told, Depth.D3, candidates=True))
    assert said == ["no candidate HK1 by one-character for the exporter 2"]
    assert not list(party_differences(wanted, told, Depth.D3, candidates=False))


def test_at_the_first_depth_no_party_is_looked_at() -> None:
    assert differences(depth=Depth.D1) == []
