"""Every number that is one character off is found, and no other: as comparing all would."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET
from msgspec.structs import replace

from aeo_exchange.declarations.declaration import DeclaredParty, PartyRole, QuotedNumber
from aeo_exchange.declarations.holders import IndexedHolders
from aeo_exchange.declarations.near import OTHER_FIRM, RANK, NearNumbers, stands_for_none
from aeo_exchange.declarations.near_names import NearNames
from aeo_exchange.reference.schemes import shipped_schemes
from exchange.made_views import FIRM, firm
from exchange.recognising import K, of

TINS = ("HK10000012", "HK10000021", "HK1000012", "HK10000112", "HK20000012", "HK1AB00012")
SIGNS = "HK120AB"


def held_by_all() -> IndexedHolders:
    holders = [replace(FIRM.holder, tin=tin, identifiers=UNSET, sites=UNSET) for tin in TINS]
    records = [firm(record_id=f"HK-{place}", holder=holder) for place, holder in enumerate(holders)]
    return IndexedHolders(of(*records), K, shipped_schemes())


HOLDERS = held_by_all()
NEAR = NearNumbers(HOLDERS, shipped_schemes(), looked_up=frozenset())


def one_off(number: str) -> set[str]:
    """Return every text one character off, by trying each."""
    made = {number[:at] + number[at + 1 :] for at in range(len(number))}
    for at in range(len(number) + 1):
        made |= {number[:at] + sign + number[at:] for sign in SIGNS}
        made |= {number[:at] + sign + number[at + 1 :] for sign in SIGNS}
        made.add(number[:at] + number[at + 1 : at + 2] + number[at : at + 1] + number[at + 2 :])
    return made - {number}


@st.composite
def nearly(draw) -> str:
    number = draw(st.sampled_from(TINS))
    for _ in range(draw(st.integers(1, 2))):
        number = draw(st.sampled_from(sorted(one_off(number))))
    return number


@given(nearly())
def test_what_is_one_character_off_is_found_as_by_comparing_all(number: str) -> None:
    if number in TINS or stands_for_none(number):
        return
    near_ones = NEAR._one_off(number)  # noqa: SLF001 the candidates are cut to a few
    assert {near for near, _ in near_ones if near in TINS} == one_off(number) & set(TINS)


def test_few_candidates_are_named_and_the_closest_first() -> None:
    candidates = NEAR.candidates([QuotedNumber(value="HK1000012")])
    assert [str(one.near) for one in candidates] == ["other-field"]  # the number is one: no slip
    assert len(NEAR.candidates([QuotedNumber(value="HK1000022")])) <= 5


def test_candidates_that_are_as_near_stand_in_the_order_of_their_tins() -> None:
    """Two runs of one question named others, and in another order."""
    several = 0
    for number in sorted(one_off(TINS[0]))[:200]:
        ranked = NEAR.candidates([QuotedNumber(value=number)])
        order = [(RANK[one.near], one.differs.endswith(OTHER_FIRM), one.tin) for one in ranked]
        assert order == sorted(order)
        several += len(ranked) > 2
    assert several
    by_name = NearNames(HOLDERS)
    named = by_name.candidates(DeclaredParty(role=PartyRole.EXPORTER, name=FIRM.holder.legal_name))
    assert [one.tin for one in named] == sorted(HOLDERS.by_tin)[: len(named)]
