"""A place is named as the program that shows the document names it."""

from __future__ import annotations

import pytest

from aeo_exchange.model.document import CellPlace


@pytest.mark.parametrize(
    ("column", "name"),
    [(1, "A7"), (2, "B7"), (26, "Z7"), (27, "AA7"), (28, "AB7"), (702, "ZZ7"), (16_384, "XFD7")],
)
def test_a_cell_has_the_name_that_spreadsheets_show(column: int, name: str) -> None:
    assert CellPlace("records", 7, column).members == {"sheet": "records", "cell": name}
