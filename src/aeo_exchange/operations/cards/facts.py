"""An attestation to what its card says, in words: nothing that its code does not hold.

Nobody checks a signature here, so the card says that it is a print and proves nothing.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import UNSET, Struct

from aeo_exchange.model.attestation import Claims
from aeo_exchange.model.codes import NameUse
from aeo_exchange.model.record import OtherName
from aeo_exchange.operations.words import country, day_in_words
from aeo_exchange.reference.programme_facts import Programme
from aeo_exchange.reference.programmes import ReferenceData
from aeo_exchange.reference.time_zones import time_zone_of
from aeo_exchange.signing.dates import numeric_date_instant

__all__ = ["CardFacts", "LocalName", "card_facts"]

TITLE = "AEO status card"
_MOMENT = timedelta(seconds=1)
_PROVES_NOTHING = "This is an unsigned print: anybody can make one, and show that of another."
_MAY_HAVE_CHANGED = "The status may have changed since; only the check asks the status list."
_WHERE = "with `aeo verify` or on the page of an agency"


class LocalName(Struct, frozen=True, kw_only=True):
    """A name beside the legal one, and the tag of its language, by which its letters are drawn."""

    text: str
    language: str


class CardFacts(Struct, frozen=True, kw_only=True):
    """The texts of a card: who it is about, what is said of the firm, and what the card is not."""

    title: str
    name: str
    other_names: tuple[LocalName, ...]
    rows: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def card_facts(claims: Claims, reference: ReferenceData, check_at: str = "") -> CardFacts:
    """Return the texts of the card of an attestation; `check_at` is where it can be checked."""
    programme = reference.look_up(claims.programme)
    others = () if claims.other_names is UNSET else claims.other_names
    days = _Days(time_zone_of(programme, claims.iss))
    rows = (
        ("Status when signed", f"{claims.authorisation_status}, {days.of_number(claims.iat)}"),
        ("Tier", "; ".join(_tier(programme, code) for code in claims.tiers)),
        ("Programme", _named(programme.name if programme else "", claims.programme)),
        ("Term", days.term(claims)),
        ("Authorisation number", claims.authorisation_number),
        ("TIN", f"hidden, of {claims.tin_country}" if claims.sub is UNSET else claims.sub),
        ("Said by", _administration(programme, claims.iss)),
    )
    return CardFacts(
        title=TITLE,
        name="A natural person, who is not named here" if hides(claims) else str(claims.legal_name),
        other_names=tuple(_local(name) for name in others if name.use is not NameUse.FORMER),
        rows=rows,
        notes=_notes(days.last_of_number(claims.exp), check_at),
    )


def _local(name: OtherName) -> LocalName:
    # The script tells how Chinese is drawn; a tag with a region, such as zh-HK, tells it too.
    tag = name.language if "-" in name.language else f"{name.language}-{name.script}"
    return LocalName(text=name.text, language=tag)


def hides(claims: Claims) -> bool:
    """Say whether an attestation shows no name."""
    return claims.legal_name is UNSET


def _notes(last: str, check_at: str) -> tuple[str, ...]:
    where = f"at {check_at}" if check_at else _WHERE
    return (
        f"{_PROVES_NOTHING} What counts is the code.",
        f"Check the code {where}, and compare the TIN with the papers of the firm.",
        f"{_MAY_HAVE_CHANGED} The code can be checked until {last}.",
    )


class _Days:
    """Days in the zone of an administration, or in UTC where its zone is not known."""

    def __init__(self, zone: ZoneInfo | None) -> None:
        self._zone = zone

    def of_number(self, number: int) -> str:
        """Return the day of a NumericDate."""
        return self._of(numeric_date_instant(number))

    def last_of_number(self, number: int) -> str:
        """Return the last day before a NumericDate that is the first instant after."""
        return self._of(numeric_date_instant(number), before=True)

    def term(self, claims: Claims) -> str:
        """Return the first and the last day of the term."""
        begin = f"from {self._of(claims.term.from_)}"
        until = claims.term.until
        return begin if until is UNSET else f"{begin} to {self._of(until, before=True)}"

    def _of(self, instant: str, *, before: bool = False) -> str:
        moment = datetime.fromisoformat(instant)
        if before:
            moment -= _MOMENT
        if self._zone:
            with suppress(OverflowError):  # the zone is in the year 10000, of no calendar
                return day_in_words(moment.astimezone(self._zone).date())
        return f"{day_in_words(moment.date())} (UTC)"


def _tier(programme: Programme | None, code: str) -> str:
    tiers = programme.tiers if programme else ()
    return _named(next((tier.label for tier in tiers if tier.code == code), ""), code)


def _administration(programme: Programme | None, code: str) -> str:
    rows = programme.administrations if programme else ()
    own = (row.name for row in rows if row.administration == code and row.name is not UNSET)
    return _named(str(next(own, country(code))), code)


def _named(name: str, code: str) -> str:
    """Return a name with its code behind it, or the code alone."""
    return f"{name} ({code})" if name and name != code else code
