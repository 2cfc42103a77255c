"""A partner profile, and the answer whether a file is one, as lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import UNSET

from aeo_exchange.counting import how_many
from aeo_exchange.safe_text import visible

if TYPE_CHECKING:
    from aeo_exchange.exchange.partner_profile import PartnerProfile, ProfileRow
    from aeo_exchange.operations.exchange.partner_profiles import (
        CheckedProfile,
        ProfileRemark,
        RowOnDay,
        ShownProfile,
    )

__all__ = ["checked_lines", "shown_lines"]

HOLDS = {"all": "holds", "part": "holds for a part of the day,", "none": "does not hold"}


def checked_lines(answer: CheckedProfile, most: int) -> Iterator[str]:
    """Yield whether a file can be used, its faults and doubts, `most` of each; 0 yields all."""
    source = visible(answer.source)
    if answer.unreadable is not UNSET:
        yield f"{source}: cannot be read: {visible(answer.unreadable)}\n"
    elif answer.code is UNSET:
        yield f"{source}: is not a profile that can be used\n"
    else:
        yield f"{source}: {answer.code} version {answer.version} can be used\n"
        yield f"    digest {answer.digest}\n"
    for words, remarks in (("fault at", answer.faults), ("look at", answer.doubts)):
        yield from _remarks(words, remarks, most)


def _remarks(words: str, remarks: Sequence[ProfileRemark], most: int) -> Iterator[str]:
    for remark in remarks[: most or None]:
        yield f"    {words} {visible(remark.place)}: {visible(remark.message)}\n"
    if most and len(remarks) > most:
        left = how_many(len(remarks) - most, "place")
        yield f"    {words} {left} more; --max-errors 0 shows all\n"


def shown_lines(answer: ShownProfile) -> Iterator[str]:
    """Yield what a profile says."""
    profile = answer.profile
    yield f"{profile.code} version {profile.version}, written by {profile.spec_version}\n"
    yield f"digest {answer.digest}\n\n"
    for side in profile.parties:
        schemes = (
            f", schemes {_comma_list(side.identifier_schemes)}" if side.identifier_schemes else ""
        )
        yield f"{side.party}: days of {side.time_zone}; finds a holder by {side.identifier_mode}"
        yield f"{schemes}\n"
    yield from _agreed(profile)
    on_day = () if answer.rows_on_day is UNSET else answer.rows_on_day
    for number, row in enumerate(profile.rows, start=1):
        yield "\n"
        yield from _row(number, row)
        yield from (_on_day(held) for held in on_day if held.row == number)


def _agreed(profile: PartnerProfile) -> Iterator[str]:
    yield f"\nconsent: {profile.consent}\n"
    yield f"withheld: {_comma_list(profile.withheld) if profile.withheld else 'nothing'}\n"
    counts = "count" if profile.transcription else "do not count"
    yield f"transcribed records: {counts}\n"
    kept = profile.retention
    yield f"kept: content {how_many(kept.content_days, 'day')}, "
    yield f"evidence {how_many(kept.evidence_days, 'day')}\n"
    for benefit in profile.benefits or ():
        yield f"benefit {benefit.code}: {visible(benefit.text)}\n"


def _row(number: int, row: ProfileRow) -> Iterator[str]:
    until = "open" if row.until is UNSET else row.until
    yield f"row {number}: {row.recognised_by} recognises {row.programme} of {row.granted_by}, "
    yield f"tiers {_comma_list(row.tiers)}, {row.from_} to {until}\n"
    narrowed = {
        "of holders with the role": row.holder_roles,
        "for a party with the role": row.party_roles,
        "flow": row.flows,
        "not TINs that begin with": row.tin_prefixes_excluded,
        "benefits": row.benefits,
    }
    for words, values in narrowed.items():
        if values:
            yield f"    {words}: {_comma_list(values)}\n"


def _on_day(answer: RowOnDay) -> str:
    if answer.from_instant == answer.until_instant:
        return f"    {HOLDS[answer.holds]} at {answer.from_instant}\n"
    return f"    {HOLDS[answer.holds]} from {answer.from_instant} to {answer.until_instant}\n"


def _comma_list(values: Sequence[str]) -> str:
    return ", ".join(map(str, values))
