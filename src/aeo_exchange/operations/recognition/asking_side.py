"""Which side of a partner profile asks, where it is not said."""

from __future__ import annotations

from msgspec import UNSET

from aeo_exchange.errors import WrongChoice
from aeo_exchange.exchange.partner_profile import PartnerProfile

__all__ = ["asking_side"]


def asking_side(profile: PartnerProfile, wish: str | None) -> str:
    """Return the side that asks: the one named, else that which keeps the file, else the only one.

    Raises WrongChoice where none of them tells it.
    """
    if wish is not None:
        if profile.side(wish) is None:
            raise WrongChoice(f"{wish} is not a side of {profile.code}")
        return wish
    if profile.settings.side is not UNSET:
        return profile.settings.side
    recognising = {row.recognised_by for row in profile.rows}
    if len(recognising) > 1:
        raise WrongChoice("both sides recognise, and `own.side` is not set: say --by which you ask")
    return recognising.pop()
