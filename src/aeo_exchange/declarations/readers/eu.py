"""Messages of the European Union, ICS2 and phase 5 of NCTS and its siblings, to their parties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from aeo_exchange.declarations.assembly import (
    QuotedApart,
    assembled,
    document_quoted,
    party_of,
    quoted,
)
from aeo_exchange.declarations.declaration import Declaration, DeclaredParty, PartyRole
from aeo_exchange.declarations.moments import moment_written
from aeo_exchange.declarations.readers.elements import (
    Element,
    child_texts,
    local_name,
    texts_named,
    wildcards,
)
from aeo_exchange.exchange.partner_profile import Flow

__all__ = ["EU_MESSAGE", "eu_declaration"]

EU_MESSAGE = re.compile(r"CC\d{3}[A-Z]|IE\d[A-Z0-9]{1,5}", re.ASCII)
PARTIES = {
    "exporter": PartyRole.EXPORTER,
    "consignor": PartyRole.CONSIGNOR,
    "importer": PartyRole.IMPORTER,
    "consignee": PartyRole.CONSIGNEE,
    "declarant": PartyRole.DECLARANT,
    "representative": PartyRole.AGENT,
    "carrier": PartyRole.CARRIER,
    "manufacturer": PartyRole.MANUFACTURER,
    "holderOfTheTransitProcedure": PartyRole.PRINCIPAL,
}
ACTOR = "additionalSupplyChainActor"
DOCUMENTS = (
    "authorisation",
    "supportingDocument",
    "supportingDocuments",
    "additionalReference",
    "additionalReferences",
)
ACCEPTED = ("declarationAcceptanceDate", "declarationAcceptanceDateAndTime", "acceptanceDate")
NUMBERS = ("LRN", "MRN")


def _both(*names: str) -> tuple[str, ...]:
    """Return names with a small and with a capital letter in front."""
    return (*names, *(name[:1].upper() + name[1:] for name in names))


LOOKED_AT = wildcards(*_both(*PARTIES, ACTOR, *DOCUMENTS, *ACCEPTED), *NUMBERS)
BY_NAME = {name.lower(): role for name, role in PARTIES.items()}
IN_ACCEPTED = frozenset(name.lower() for name in ACCEPTED)
IN_DOCUMENTS = frozenset(name.lower() for name in DOCUMENTS)
# The first digit of the number of a message says of which system it is; of ICS2 all are entries.
FLOWS: dict[str, Flow] = {"CC0": "transit", "CC1": "transit", "CC4": "import", "CC5": "export"}
ENTRY = "IE3"
ADDRESS = (
    *("streetandnumber", "street", "number", "pobox"),
    *("city", "subdivision", "postcode", "country"),
)


def eu_declaration(element: Element) -> Declaration:
    """Return what a message says; raises LimitExceeded for too many parties."""
    met: list[DeclaredParty | None] = []
    apart: list[QuotedApart | None] = []
    number = ""
    accepted: set[str] = set()
    for part in element.iter(*LOOKED_AT):
        name = local_name(part).lower()
        role = BY_NAME.get(name)
        if role is not None:
            met.append(_party(part, role))
        elif name == ACTOR.lower():
            apart.extend(_actors(part))
        elif name in IN_DOCUMENTS:
            apart.extend(_documents(part))
        elif name in IN_ACCEPTED:
            accepted.add(moment_written(part.text or ""))
        else:
            number = number or (part.text or "").strip()
    root = local_name(element)
    return Declaration(
        number=number,
        # Of two that differ nobody can tell which it was.
        accepted_at=accepted.pop() if len(accepted) == 1 else "",
        flow="import" if root.startswith(ENTRY) else FLOWS.get(root[:3]),
        parties=assembled(met, apart),
    )


def _party(element: Element, role: PartyRole) -> DeclaredParty | None:
    texts = child_texts(element)
    address: dict[str, str] = {}
    for child in element:
        if local_name(child).lower() == "address":
            address = child_texts(child)
    written = ", ".join(text for part in ADDRESS if (text := address.get(part, "").strip()))
    return party_of(
        role,
        texts_named(element, "identificationnumber"),
        texts.get("name", ""),
        address=written,
        country=address.get("country", ""),
    )


def _actors(element: Element) -> Iterator[QuotedApart | None]:
    roles = texts_named(element, "role") or ("",)
    for value, role in product(texts_named(element, "identificationnumber"), roles):
        yield quoted("mutual-recognition", value, role)


def _documents(element: Element) -> Iterator[QuotedApart | None]:
    kinds = texts_named(element, "type")
    for value, kind in product(texts_named(element, "referencenumber"), kinds):
        yield document_quoted(value, kind)
