"""A scheme that is added gives no other its cases (CNF-2-2)."""

from __future__ import annotations

import msgspec
import pytest
from definitions.idn import number_cases
from definitions.scheme_cases import SCHEME_CASES

from aeo_exchange.reference.schemes import TrialNumbers, shipped_schemes

SCHEMES = shipped_schemes().schemes()
FIRST = SCHEMES[0]


def test_the_cases_of_a_scheme_have_their_ids_whatever_schemes_stand_before_it() -> None:
    whole = {case.id: case.title for case in number_cases(SCHEMES)}
    without = {case.id: case.title for case in number_cases(SCHEMES[1:])}
    assert len(without) == len(whole) - 2
    assert without.items() <= whole.items()


def test_a_scheme_without_a_row_is_told_with_the_next_free_numbers() -> None:
    new = msgspec.structs.replace(FIRST, code="AQ-TIN")
    with pytest.raises(LookupError, match=r"AQ-TIN: 1 wrong .* are 92 .* and 165 ") as told:
        number_cases((new, *SCHEMES))
    assert "tools/cases/definitions/scheme_cases.py" in str(told.value)


def test_a_wrong_number_more_is_told() -> None:
    assert isinstance(FIRST.test_numbers, TrialNumbers)
    numbers = msgspec.structs.replace(
        FIRST.test_numbers, other=(*FIRST.test_numbers.other, "J91402501M")
    )
    more = msgspec.structs.replace(FIRST, test_numbers=numbers)
    with pytest.raises(LookupError, match=f"{FIRST.code}: 2 wrong numbers, 1 cases"):
        number_cases((more, *SCHEMES[1:]))


def test_no_two_schemes_have_one_number() -> None:
    right = [number for number, _ in SCHEME_CASES.values()]
    wrong = [number for _, numbers in SCHEME_CASES.values() for number in numbers]
    assert len(set(right)) == len(right)
    assert len(set(wrong)) == len(wrong)
