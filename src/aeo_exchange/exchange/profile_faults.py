"""What no schema says of a partner profile: that its parts go together, and are known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from msgspec import UNSET, UnsetType

from aeo_exchange.exchange.days import is_zone
from aeo_exchange.exchange.partner_profile import PartnerProfile, ProfileRow
from aeo_exchange.exchange.shareable import withholdable
from aeo_exchange.model.canonical import canonical_item
from aeo_exchange.reference.lists import country_codes
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.reference.suggestions import did_you_mean
from aeo_exchange.rules.parties import is_party, parties_of

__all__ = [
    "OF_CUSTOMS",
    "doubts",
    "faults",
    "is_of_side",
]

Fault: TypeAlias = tuple[str, str]
UNION = "EU"
OF_CUSTOMS = frozenset({UNION, "XK"})
SETS_OF_A_ROW = (
    "tiers",
    "holder_roles",
    "party_roles",
    "flows",
    "tin_prefixes_excluded",
    "benefits",
)


def faults(profile: PartnerProfile, reference: ReferenceData) -> Iterator[Fault]:
    """Yield the place and the words of each fault."""
    yield from _repeated(profile)
    yield from _faults_of_sides(profile)
    for index, row in enumerate(profile.rows):
        yield from _faults_of_row(f"/rows/{index}", row, profile, reference)
    for index, name in enumerate(profile.withheld or ()):
        if name not in withholdable():
            near = did_you_mean(name, withholdable()) or withholdable()
            yield f"/withheld/{index}", f"{name} cannot be withheld; {', '.join(near)} can"


def doubts(profile: PartnerProfile, reference: ReferenceData) -> Iterator[Fault]:
    """Yield what is no fault and should be looked at: the reference data may be behind."""
    for index, row in enumerate(profile.rows):
        programme = reference.look_up(row.programme)
        if programme is None:
            yield f"/rows/{index}/programme", f"{row.programme} is not in the reference data"
            continue
        known = {tier.code for tier in programme.tiers}
        for tier in row.tiers:
            if tier not in known:
                yield f"/rows/{index}/tiers", f"{tier} is not known to be a tier of {row.programme}"
    for side in profile.parties:
        if not any(row.recognised_by == side.party for row in profile.rows):
            yield "/rows", f"{side.party} recognises nothing"


def _is_granted_by(programme: str, side: str, reference: ReferenceData) -> bool:
    """Say whether a programme is one of a side: by its code, or by its administrations."""
    if programme.startswith(f"{side}-"):
        return True
    known = reference.look_up(programme)
    return known is not None and any(row.administration == side for row in known.administrations)


def _repeated(profile: PartnerProfile) -> Iterator[Fault]:
    """Yield the lists that hold an element twice: every list of a profile is a set."""
    lists: dict[str, Sequence[object] | UnsetType] = {
        "/rows": profile.rows,
        "/withheld": profile.withheld,
        "/benefits": tuple(benefit.code for benefit in profile.benefits or ()),
    }
    for index, row in enumerate(profile.rows):
        for name in SETS_OF_A_ROW:
            lists[f"/rows/{index}/{name}"] = getattr(row, name)
    for index, side in enumerate(profile.parties):
        lists[f"/parties/{index}/identifier_schemes"] = side.identifier_schemes
    for place, elements in lists.items():
        bare = [canonical_item(element) for element in elements or ()]
        if len(set(bare)) != len(bare):
            yield place, "holds one element twice"


def _faults_of_sides(profile: PartnerProfile) -> Iterator[Fault]:
    first, second = profile.parties
    if first.party == second.party:
        yield "/parties", "are one side twice"
    for index, side in enumerate(profile.parties):
        if side.party not in country_codes() | OF_CUSTOMS:
            yield f"/parties/{index}/party", f"{side.party} is not a code of ISO 3166-1, EU or XK"
        if not is_zone(side.time_zone):
            yield (
                f"/parties/{index}/time_zone",
                f"{side.time_zone} is not a time zone that is known",
            )
        if side.party not in parties_of(profile.code):
            yield "/code", f"does not begin with its parties: {side.party} is not among them"
    own = profile.settings.side
    if own is not UNSET and profile.side(own) is None:
        yield "/own/side", f"{own} is neither of the two sides"


def _faults_of_row(
    place: str, row: ProfileRow, profile: PartnerProfile, reference: ReferenceData
) -> Iterator[Fault]:
    for name, side in (("granted_by", row.granted_by), ("recognised_by", row.recognised_by)):
        if profile.side(side) is None:
            yield f"{place}/{name}", f"{side} is neither of the two sides"
    if row.granted_by == row.recognised_by:
        yield f"{place}/recognised_by", "is the side that grants"
    if not _is_granted_by(row.programme, row.granted_by, reference):
        yield f"{place}/programme", f"{row.programme} is not a programme of {row.granted_by}"
    if row.until is not UNSET and row.until <= row.from_:
        yield f"{place}/until", "is not later than `from`"
    known = {benefit.code for benefit in profile.benefits or ()}
    for code in row.benefits or ():
        if code not in known:
            yield f"{place}/benefits", f"{code} is not among the benefits of the profile"


def is_of_side(administration: str, side: str, reference: ReferenceData) -> bool:
    """Say whether an administration is a side of a profile, or a member state of one."""
    return is_party(administration, (side,), reference)
