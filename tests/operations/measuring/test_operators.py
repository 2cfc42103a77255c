"""The figures that a study printed come out of a register that is made after them."""

from __future__ import annotations

import pytest

from aeo_exchange.operations.measuring.fact_counts import CountKey, FactCounter
from aeo_exchange.operations.measuring.operators import SMALL, SMALL_FIRMS, OperatorFacts
from aeo_exchange.reference.programmes import shipped
from measured import india_records

PRINTED = {
    "2023": {"T1": (3635, 1275), "T2": (1068, 182), "": (4703, 1457)},
    "2024": {"T1": (3639, 2203), "T2": (1202, 460), "": (4841, 2663)},
}


@pytest.mark.long
def test_the_table_of_india_comes_out_of_a_register_made_after_it() -> None:
    operators = OperatorFacts(shipped())
    for record in india_records():
        operators.add(record)
    counter = FactCounter("counting")
    counter.add(operators.facts((2023, 2024), "2025-01-01T00:00:00Z"))
    counts = counter.counts({SMALL_FIRMS: SMALL}, 5)
    assert not counts.hidden
    for year, rows in PRINTED.items():
        for tier, (holders, small) in rows.items():
            key = CountKey("IN-AEO", year, "tier" if tier else "", tier, "")
            assert counts.counts[key] == holders
            assert counts.counts[key._replace(told=SMALL_FIRMS)] == small
