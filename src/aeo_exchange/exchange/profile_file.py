"""The text of a partner profile to the profile: judged by its schema, then by what none can say."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from aeo_exchange.errors import ProfileError
from aeo_exchange.exchange.partner_profile import PartnerProfile
from aeo_exchange.exchange.profile_faults import faults
from aeo_exchange.model.canonical import canonical_item
from aeo_exchange.model.toml_text import toml_tree
from aeo_exchange.model.tree import pointer
from aeo_exchange.reference.files import in_camel_case
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.reference.shapes import shape_faults

__all__ = ["ProfileRead", "profile_digest", "read_partner_profile", "try_profile"]

SCHEMA = Path(__file__).parent / "partner-profile.schema.json"
OWN = "own"


class ProfileRead(NamedTuple):
    """A file that was read: its profile, unless faults stand in the way, place and words each."""

    profile: PartnerProfile | None
    faults: tuple[tuple[str, str], ...]


class _Faulty(Exception):
    """Why a text is no profile: place and words of each fault."""

    def __init__(self, *wrong: tuple[str, str]) -> None:
        super().__init__(wrong)
        self.wrong = wrong


def try_profile(content: bytes, reference: ReferenceData) -> ProfileRead:
    """Return the profile of a TOML text, or all that keeps it from being one."""
    try:
        profile = _written_in(content)
    except _Faulty as cause:
        return ProfileRead(None, cause.wrong)
    wrong = tuple(faults(profile, reference))
    return ProfileRead(None if wrong else profile, wrong)


@lru_cache(maxsize=64)  # a register asks for those that it adopted with each message
def _written_in(content: bytes) -> PartnerProfile:
    """Return what a text says, whatever the reference data know; raises _Faulty."""
    try:
        written = toml_tree(content)
    except (ValueError, RecursionError) as cause:
        raise _Faulty(("", str(cause))) from cause
    wrong = tuple(_foreign(written, ())) or shape_faults(written, SCHEMA)
    if wrong:
        raise _Faulty(*wrong)
    return msgspec.convert(in_camel_case(written), PartnerProfile)


def read_partner_profile(content: bytes, reference: ReferenceData) -> PartnerProfile:
    """Return the profile of a TOML text; raises ProfileError with the first place at fault."""
    profile, wrong = try_profile(content, reference)
    if profile is None:
        place, words = wrong[0]
        raise ProfileError(f"{place or '/'}: {words}")
    return profile


@lru_cache(maxsize=64)  # every answer about recognition names it
def profile_digest(profile: PartnerProfile) -> str:
    """Return the digest of what was agreed, 64 hexadecimal digits, without `own` (XCH-1-2).

    Every list of a profile is a set: in the tree it is sorted by the canonical bytes of its
    elements, so that two files that say the same have one digest.
    """
    tree = msgspec.to_builtins(profile)
    tree.pop(OWN, None)
    return hashlib.sha256(canonical_item(_sorted(tree))).hexdigest()


def _sorted(tree: object) -> object:
    if isinstance(tree, dict):
        return {name: _sorted(value) for name, value in tree.items()}
    if isinstance(tree, tuple | list):
        return sorted(map(_sorted, tree), key=canonical_item)
    return tree


def _foreign(value: object, steps: tuple[str | int, ...]) -> Iterator[tuple[str, str]]:
    """Yield each value of a kind that the standard does not have: dates, numbers with a point."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _foreign(inner, (*steps, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _foreign(inner, (*steps, index))
    elif not isinstance(value, str | int):
        kind = "a number with a point" if isinstance(value, float) else "a date or time of TOML"
        yield pointer(steps), f"is {kind}; write a text or a whole number"
