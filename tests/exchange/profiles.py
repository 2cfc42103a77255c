"""Partner profiles for tests: the sample, and the sample with a change."""

from __future__ import annotations

from aeo_exchange.exchange.partner_profile import PartnerProfile
from aeo_exchange.exchange.profile_file import read_partner_profile
from aeo_exchange.reference.programmes import shipped
from aeo_exchange.resources import published

TEXT = published("samples/profiles/HK-JP.toml").read_text("utf-8")


def changed(*changes: tuple[str, str]) -> bytes:
    """Return the text of the sample with each first text in the place of the second."""
    text = TEXT
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text.encode()


def profile(*changes: tuple[str, str]) -> PartnerProfile:
    return read_partner_profile(changed(*changes), shipped())
