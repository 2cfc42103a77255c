"""Disputes are kept in words, and read back from them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aeo_exchange.exchange.disputes import Disputes

DIGESTS = st.text("0123456789abcdef", min_size=64, max_size=64)
HEADS = st.lists(DIGESTS, min_size=2, max_size=4, unique=True).map(tuple)


@given(st.dictionaries(st.integers(1, 2_147_483_648), HEADS, max_size=4))
def test_what_is_told_of_disputes_is_read_back(heads: dict[int, tuple[str, ...]]) -> None:
    told = str(Disputes(heads))
    read = Disputes.told(told)
    assert (str(read), bool(read)) == (told, bool(heads))
    assert {number: read.about(number) for number in heads} == heads


def test_each_head_joins_the_dispute_of_its_number_once() -> None:
    first, second, third = ("a" * 64, "b" * 64, "c" * 64)
    disputes = Disputes().joined(2, first, second).joined(3, first, third).joined(2, first, third)
    assert disputes.about(2) == (first, second, third)
    assert (disputes.number_of(second), disputes.number_of("d" * 64)) == (2, None)
    assert not disputes.ended(2).ended(3)
    assert str(disputes.ended(3)) == (
        f"there are 3 heads 2, with the digests {first}, {second} and {third}"
    )


def test_the_words_of_a_register_of_before_are_read() -> None:
    told = f"there are two heads 7, with the digests {'a' * 64} and {'b' * 64}"
    assert Disputes.told(told).about(7) == ("a" * 64, "b" * 64)
