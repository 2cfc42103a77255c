"""Partner profiles checked and shown: what is wrong with one, what it says, on which day."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, TypeAlias

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.endless import read_file
from aeo_exchange.errors import ProfileError
from aeo_exchange.exchange.days import Day, day_in
from aeo_exchange.exchange.partner_profile import PartnerProfile, ProfileRow
from aeo_exchange.exchange.profile_faults import doubts
from aeo_exchange.exchange.profile_file import profile_digest, read_partner_profile, try_profile
from aeo_exchange.model.instants import instant, is_date
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.report import Verdict

__all__ = [
    "CheckedProfile",
    "ProfileRemark",
    "RowOnDay",
    "ShownProfile",
    "check_profile",
    "open_profile",
    "partner_profile_of",
    "profile_digest",
    "show_profile",
]

Holding: TypeAlias = Literal["all", "part", "none"]


class _ProfileAnswer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """A part of an answer."""


class ProfileRemark(_ProfileAnswer, frozen=True, kw_only=True):
    """A fault of a profile, or a doubt about it, with its place in the file."""

    place: str
    message: str


class CheckedProfile(_ProfileAnswer, frozen=True, kw_only=True):
    """Whether a file is a profile that can be used, and what to look at.

    Of a file that cannot be read nobody knows that: the verdict is UNDETERMINED.
    """

    source: str
    verdict: Verdict
    unreadable: str | UnsetType = UNSET
    code: str | UnsetType = UNSET
    version: int | UnsetType = UNSET
    digest: str | UnsetType = UNSET
    faults: tuple[ProfileRemark, ...] = ()
    doubts: tuple[ProfileRemark, ...] = ()


class RowOnDay(_ProfileAnswer, frozen=True, kw_only=True):
    """How far a row holds on a day, or at an instant, by its number from 1."""

    row: int
    from_instant: str
    until_instant: str
    holds: Holding


class ShownProfile(_ProfileAnswer, frozen=True, kw_only=True):
    """A profile with its digest, and which of its rows hold at the instants asked about."""

    digest: str
    profile: PartnerProfile
    rows_on_day: tuple[RowOnDay, ...] | UnsetType = UNSET


def check_profile(file: Path, reference: ReferenceData, at: str | None = None) -> CheckedProfile:
    """Return whether a file is a profile, or why it cannot be read.

    Some row should hold `at` a day: that none does is something to look at.
    """
    try:
        content = read_file(file)
    except OSError as cause:
        return CheckedProfile(
            source=str(file),
            verdict=Verdict.UNDETERMINED,
            unreadable=cause.strerror or str(cause),
        )
    return _checked(content, str(file), reference, at)


def _checked(
    content: bytes, source: str, reference: ReferenceData, at: str | None
) -> CheckedProfile:
    profile, wrong = try_profile(content, reference)
    if profile is None:
        return CheckedProfile(source=source, verdict=Verdict.NOT_VALID, faults=_remarks(wrong))
    seen = [*doubts(profile, reference)]
    if at is not None and all(row.holds == "none" for row in _on_day(profile, at)):
        seen.append(("/rows", f"none holds at {at}"))
    return CheckedProfile(
        source=source,
        verdict=Verdict.VALID,
        code=profile.code,
        version=profile.version,
        digest=profile_digest(profile),
        doubts=_remarks(seen),
    )


def open_profile(file: Path, reference: ReferenceData) -> PartnerProfile:
    """Return the profile of a file; raises OSError, and ProfileError with file and place."""
    return partner_profile_of(read_file(file), file, reference)


def partner_profile_of(content: bytes, file: Path, reference: ReferenceData) -> PartnerProfile:
    """Return the profile of what was read from a file; raises ProfileError with file and place."""
    try:
        return read_partner_profile(content, reference)
    except ProfileError as cause:
        raise ProfileError(f"{file}: {cause}") from cause


def show_profile(profile: PartnerProfile, at: str | None = None) -> ShownProfile:
    """Return a profile with its digest, and how far each row holds on a day or at an instant."""
    return ShownProfile(
        digest=profile_digest(profile),
        profile=profile,
        rows_on_day=UNSET if at is None else _on_day(profile, at),
    )


def _remarks(remarks: Sequence[tuple[str, str]]) -> tuple[ProfileRemark, ...]:
    return tuple(ProfileRemark(place=place or "/", message=words) for place, words in remarks)


def _on_day(profile: PartnerProfile, at: str) -> tuple[RowOnDay, ...]:
    return tuple(
        _row_on_day(number, row, _asked(profile, row, at))
        for number, row in enumerate(profile.rows, start=1)
    )


def _asked(profile: PartnerProfile, row: ProfileRow, at: str) -> Day:
    """Return a day in the zone of the side that recognises (XCH-1-7), or an instant twice."""
    if not is_date(at):
        moment = instant(at)
        return Day(moment, moment)
    side = profile.side(row.recognised_by)
    assert side is not None  # a fault says so
    return day_in(side.time_zone, at)


def _row_on_day(number: int, row: ProfileRow, day: Day) -> RowOnDay:
    return RowOnDay(
        row=number, from_instant=day.from_, until_instant=day.until, holds=_holds(row, day)
    )


def _holds(row: ProfileRow, day: Day) -> Holding:
    first, until = day
    if first == until:  # an instant
        inside = row.from_ <= first and (row.until is UNSET or first < row.until)
        return "all" if inside else "none"
    if row.from_ >= until or (row.until is not UNSET and row.until <= first):
        return "none"
    whole = row.from_ <= first and (row.until is UNSET or until <= row.until)
    return "all" if whole else "part"
