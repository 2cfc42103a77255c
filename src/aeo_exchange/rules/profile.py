"""A partner's profile of severities: those that differ from the standard's, by rule code.

A profile turns a rule up or down and never off, and every report names it.
"""

from __future__ import annotations

import msgspec
from msgspec import Struct

from aeo_exchange.errors import ReferenceDataError
from aeo_exchange.report import Severity

__all__ = ["NO_PROFILE", "Profile", "read_profile"]


class Profile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A name, whose profile it is, and the severity of each rule that differs."""

    name: str
    partner: str = ""
    severities: dict[str, Severity] = {}

    def __hash__(self) -> int:
        """Return a hash by name; profiles are compared whole."""
        return hash(self.name)


NO_PROFILE = Profile(name="")


def read_profile(content: bytes, *, changeable: frozenset[str]) -> Profile:
    """Return the profile of a TOML text.

    Raises ReferenceDataError for text that is no profile and for a rule that no profile may
    change: what a reader or the schema refuses cannot be checked any further.
    """
    from aeo_exchange.model.toml_text import toml_tree  # noqa: PLC0415 few commands name a profile

    try:
        profile = msgspec.convert(toml_tree(content), Profile)
    except (ValueError, RecursionError, msgspec.ValidationError) as cause:
        raise ReferenceDataError(f"the profile cannot be read: {cause}") from cause
    for code in profile.severities:
        if code not in changeable:
            message = f"the profile {profile.name} may not change {code}"
            raise ReferenceDataError(
                f"{message}: there is no such rule, or it is not a rule on records"
            )
    return profile
