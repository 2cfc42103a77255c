"""Which characters are seen, at both ends of every range that is not."""

from __future__ import annotations

import pytest

from aeo_exchange.rules.parts import is_hidden, is_unassigned
from rows import for_each_row

LAST_OF_PLANES = [plane << 16 | last for plane in range(17) for last in (0xFFFE, 0xFFFF)]


@for_each_row("point", [0xFDD0, 0xFDD1, 0xFDEE, 0xFDEF, *LAST_OF_PLANES], ids=hex)
def test_a_noncharacter_is_hidden_and_not_called_unassigned(point: int) -> None:
    assert is_hidden(chr(point))
    assert not is_unassigned(chr(point))


@for_each_row("point", [0xFDCF, 0xFDF0, 0xFFFD, 0x1FFFD, 0x20000, 0x10FFFD], ids=hex)
def test_a_code_point_beside_the_noncharacters_is_none(point: int) -> None:
    assert not is_hidden(chr(point))


@pytest.mark.parametrize("point", [0x1FFFD, 0xE000, 0x10FFFD], ids=hex)
def test_what_has_no_meaning_is_unassigned(point: int) -> None:
    assert is_unassigned(chr(point))
