"""A report is counted again from its cases: each sum that does not follow from them is told."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from aeo_exchange.conformance.report.run_report import Parity
from aeo_exchange.conformance.statement.recount import recount
from aeo_exchange.conformance.suite.lists import ProductRole, State
from conformance_runner.conftest import OURS


@pytest.fixture(scope="module")
def report(ask):
    """A whole run of one role, as if its cases were published as they are."""
    report = ask(OURS, roles=(ProductRole.STATUS_SERVICE,), variants=True)
    return replace(report, certifies=True, reasons=())


def _counts(report):
    states = {**report.counts[0].states, State.PASS: 1}
    return (replace(report.counts[0], states=states),)


def _results(report):
    return (replace(report.results[0], conformant=False),)


ITSELF = "the report itself says that no claim can rest on it"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (lambda _: {}, []),
        (lambda _: {"certifies": False}, [ITSELF]),
        (lambda _: {"reasons": ("it was a Sunday",)}, [ITSELF]),
        (lambda _: {"certifies": False, "reasons": ("it was a Sunday",)}, [ITSELF]),
        (
            lambda run_report: {"counts": _counts(run_report)},
            ["the counts are not those of the cases"],
        ),
        (
            lambda _: {"parity": Parity(cases=7, mismatches=0)},
            ["the count of syntaxes that differ is not that of the cases"],
        ),
        (lambda run_report: {"results": _results(run_report)}, ["a role is not met"]),
    ],
)
def test_a_sum_that_does_not_follow_from_the_cases_is_told(changes, told, report, suite) -> None:
    assert recount(replace(report, **changes(report)), suite) == told
