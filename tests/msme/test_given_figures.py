"""Figures come as a program has them, and are exact or refused."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aeo_exchange.errors import WrongChoice
from aeo_exchange.model.codes import Measure
from aeo_exchange.msme.figures import Amount
from aeo_exchange.msme.given_figures import measures_of

TEN = Amount(Decimal(10), "EUR")
NINE = Amount(Decimal(9), "JPY")


@pytest.mark.parametrize(
    ("figure", "amounts"),
    [
        (0, (Amount(Decimal(0)),)),
        ("10.50", (Amount(Decimal("10.50")),)),
        ((10, "EUR"), (TEN,)),
        (("10", None), (Amount(Decimal(10)),)),
        (TEN, (TEN,)),
        ([(10, "EUR"), (9, "JPY")], (TEN, NINE)),
        ((TEN, NINE), (TEN, NINE)),
    ],
)
def test_a_figure_stands_alone_or_with_its_unit_or_in_several(figure, amounts) -> None:
    assert measures_of({"turnover": figure}) == {Measure.TURNOVER: amounts}


@pytest.mark.parametrize(
    "figure", [-1, "-0.01", 1.5, True, "Infinity", "NaN", Decimal("Infinity"), "ten", None]
)
def test_what_is_negative_or_not_exact_is_no_figure(figure) -> None:
    with pytest.raises(WrongChoice, match="not an exact figure"):
        measures_of({"turnover": figure})
