"""A declaration, as far as it concerns recognition: parties, their numbers, when, which flow.

Every reader gives this, and a line of NDJSON is written so (DEC-1-8).
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from msgspec import Struct

from aeo_exchange.exchange.partner_profile import Flow
from aeo_exchange.model.codes import Code, Role
from aeo_exchange.model.told import told

__all__ = [
    "ASKED_AS",
    "LONG",
    "PARTY_ROLES",
    "Declaration",
    "DeclaredParty",
    "NumberPlace",
    "PartyRole",
    "QuotedNumber",
]

LONG = 4096  # characters of a name or an address; the longest of any form has fewer


class PartyRole(Code):
    """What a declaration says that a party is."""

    EXPORTER = "exporter", "Exports the goods, or has this done."
    CONSIGNOR = "consignor", "Sends the goods by the contract of carriage."
    IMPORTER = "importer", "Imports the goods, or has this done."
    CONSIGNEE = "consignee", "Receives the goods."
    DECLARANT = "declarant", "Makes the declaration."
    AGENT = "agent", "Acts for another before customs."
    CARRIER = "carrier", "Moves the goods."
    MANUFACTURER = "manufacturer", "Makes the goods."
    PRINCIPAL = "principal", "Holds the transit procedure."
    WAREHOUSE = "warehouse", "Keeps the goods."
    CONSOLIDATOR = "consolidator", "Groups the consignments of several."
    FREIGHT_FORWARDER = "freight-forwarder", "Arranges the carriage."
    OTHER = "other", "Is named as an AEO, and nobody says what it does."


PARTY_ROLES: dict[str, PartyRole] = {str(role): role for role in PartyRole}
# As which role of a record each is asked about; the others say nothing of it (DEC-1-2).
ASKED_AS: dict[PartyRole, Role] = {
    PartyRole.EXPORTER: Role.EXPORTER,
    PartyRole.IMPORTER: Role.IMPORTER,
    PartyRole.MANUFACTURER: Role.MANUFACTURER,
    PartyRole.CARRIER: Role.CARRIER,
    PartyRole.AGENT: Role.BROKER,
    PartyRole.WAREHOUSE: Role.WAREHOUSE,
    PartyRole.CONSOLIDATOR: Role.CONSOLIDATOR,
    PartyRole.FREIGHT_FORWARDER: Role.FREIGHT_FORWARDER,
}
NumberPlace: TypeAlias = Literal["id", "mutual-recognition", "authorisation-holder", "aeo-number"]


class _OfDeclaration(
    Struct,
    frozen=True,
    kw_only=True,
    gc=False,  # nothing in it leads back to it
    rename="camel",
    omit_defaults=True,
    forbid_unknown_fields=True,
):
    """A part of a declaration; what it does not say is left out, and nothing else is taken."""


class QuotedNumber(_OfDeclaration, frozen=True, kw_only=True, cache_hash=True):
    """A number of a party, and where the declaration has it."""

    value: Annotated[str, told("The number as written.", minLength=1, maxLength=LONG)]
    place: Annotated[NumberPlace, told("Where it stood.")] = "id"
    scheme: Annotated[str, told("Its scheme, where the declaration names one.")] = ""
    code: Annotated[str, told("The code of the document or authorisation that says AEO.")] = ""


class DeclaredParty(_OfDeclaration, frozen=True, kw_only=True, cache_hash=True):
    """A party as a declaration names it."""

    role: Annotated[PartyRole, told("What it is in the declaration.")]
    name: Annotated[str, told("Its name, as written.", maxLength=LONG)] = ""
    address: Annotated[str, told("Its address, with commas between the parts.", maxLength=LONG)] = (
        ""
    )
    country: Annotated[str, told("Its country, as written.", maxLength=LONG)] = ""
    numbers: Annotated[tuple[QuotedNumber, ...], told("The numbers by which it is named.")] = ()


class Declaration(_OfDeclaration, frozen=True, kw_only=True):
    """A declaration, as far as it concerns recognition.

    `accepted_at` is an instant in UTC, a day, or a time of day in the zone of the side that asks.
    """

    number: Annotated[str, told("Its own number.", maxLength=LONG)] = ""
    accepted_at: Annotated[
        str, told("Instant, day, or time without a zone, of its acceptance.", maxLength=40)
    ] = ""
    released_at: Annotated[
        str,
        told("Instant, day, or time without a zone, of the release of the goods.", maxLength=40),
    ] = ""
    flow: Annotated[Flow | None, told("Flow of the goods, as the side that asks sees them.")] = None
    is_notification: Annotated[bool, told("Whether it only tells of another declaration.")] = False
    parties: Annotated[tuple[DeclaredParty, ...], told("Its parties.")] = ()
