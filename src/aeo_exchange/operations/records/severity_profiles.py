"""A partner's file to the profile of severities that records are validated by."""

from __future__ import annotations

from aeo_exchange.rules import Profile, changeable, read_profile
from aeo_exchange.rules.profile import NO_PROFILE

__all__ = ["profile_of"]


def profile_of(content: bytes | None) -> Profile:
    """Return the profile of a TOML text, or without one that of the standard alone.

    Raises ReferenceDataError as `read_profile` does.
    """
    return NO_PROFILE if content is None else read_profile(content, changeable=changeable())
