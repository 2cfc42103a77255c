"""The partner profiles that the operator adopted, by the clock of the register (XCH-1-6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias

from sqlalchemy import Connection, insert, select, update

from aeo_exchange.errors import WrongChoice
from aeo_exchange.exchange.partner_profile import PartnerProfile
from aeo_exchange.exchange.profile_file import profile_digest, read_partner_profile
from aeo_exchange.exchange.recognition.evidence import AdoptedProfile
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.register.tables import PROFILES

__all__ = ["AdoptedVersion", "Adoption", "adopt_profile", "adopted_profiles", "profile_under"]

# What became of a file that an operator adopts.
Adoption: TypeAlias = Literal["adopted", "kept anew", "known"]


class AdoptedVersion(NamedTuple):
    """A version of a profile, its digest, and when it was adopted."""

    profile: PartnerProfile
    digest: str
    since: str

    @property
    def adopted(self) -> AdoptedProfile:
        """The version as recognition takes it."""
        return AdoptedProfile(self.profile, self.since)


def adopt_profile(
    connection: Connection, content: bytes, profile: PartnerProfile, at: str
) -> Adoption:
    """Note that the operator adopts a version, or sets limits of its own under one anew.

    Raises WrongChoice for another text under a number that was adopted, and for an older number:
    the highest version that was adopted is in force, so it would change nothing.
    """
    digest = profile_digest(profile)
    query = select(PROFILES.c.version, PROFILES.c.digest).where(PROFILES.c.code == profile.code)
    known = {row[0]: row[1] for row in connection.execute(query)}
    if known.get(profile.version, digest) != digest:
        raise WrongChoice(
            f"{profile.code} version {profile.version} was adopted with another text; "
            "give a changed text a higher version"
        )
    if profile.version in known:
        return _set_limits(connection, content, profile)
    if known and profile.version < max(known):
        raise WrongChoice(f"{profile.code} version {max(known)} was adopted, which is later")
    connection.execute(
        insert(PROFILES).values(
            code=profile.code,
            version=profile.version,
            digest=digest,
            adopted_at=at,
            content=content,
        )
    )
    return "adopted"


def _set_limits(connection: Connection, content: bytes, profile: PartnerProfile) -> Adoption:
    """Put the file of a text in the place of the one before, for its `own` (XCH-1-6)."""
    its = (PROFILES.c.code == profile.code) & (PROFILES.c.version == profile.version)
    if connection.execute(select(PROFILES.c.content).where(its)).scalar_one() == content:
        return "known"
    connection.execute(update(PROFILES).where(its).values(content=content))
    return "kept anew"


def adopted_profiles(
    connection: Connection, reference: ReferenceData, code: str | None = None
) -> list[AdoptedVersion]:
    """Return the versions that were adopted, of one agreement or of all, in their order."""
    query = select(PROFILES.c.content, PROFILES.c.digest, PROFILES.c.adopted_at)
    if code is not None:
        query = query.where(PROFILES.c.code == code)
    return [
        AdoptedVersion(read_partner_profile(content, reference), digest, since)
        for content, digest, since in connection.execute(
            query.order_by(PROFILES.c.code, PROFILES.c.version)
        )
    ]


def profile_under(adopted: Sequence[AdoptedVersion], digest: str) -> PartnerProfile | None:
    """Return the version that a head is under, or the latest where it is under none of them."""
    under = next((one.profile for one in adopted if one.digest == digest), None)
    return under or (adopted[-1].profile if adopted else None)
