"""A declaration of the WCO Data Model, whatever its version and prefix, to its parties."""

from __future__ import annotations

from collections.abc import Iterator

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
    wildcards,
)
from aeo_exchange.exchange.partner_profile import Flow
from aeo_exchange.reference.declaration_codes import code_roles

__all__ = ["WCO_NAMESPACE", "wco_declaration"]

WCO_NAMESPACE = "urn:wco:datamodel:"
PARTIES = {
    "Exporter": PartyRole.EXPORTER,
    "Consignor": PartyRole.CONSIGNOR,
    "Importer": PartyRole.IMPORTER,
    "Consignee": PartyRole.CONSIGNEE,
    "Declarant": PartyRole.DECLARANT,
    "Agent": PartyRole.AGENT,
    "Carrier": PartyRole.CARRIER,
    "Manufacturer": PartyRole.MANUFACTURER,
}
MUTUAL, HOLDER, DOCUMENT = "AEOMutualRecognitionParty", "AuthorisationHolder", "AdditionalDocument"
LOOKED_AT = wildcards(*PARTIES, MUTUAL, HOLDER, DOCUMENT)
FLOWS: dict[str, Flow] = {"IM": "import", "EX": "export"}
ADDRESS = ("line", "cityname", "countrysubdivisionname", "postcodeid", "countrycode")
RESPONSE = "Response"


def wco_declaration(element: Element) -> Declaration:
    """Return what a declaration says; raises LimitExceeded for too many parties."""
    texts = child_texts(element)
    met: list[DeclaredParty | None] = []
    apart: list[QuotedApart | None] = []
    for part in element.iter(*LOOKED_AT):
        name = local_name(part)
        role = PARTIES.get(name)
        if role is not None:
            met.append(_party(part, role))
        elif name == DOCUMENT:
            apart.append(_document(part))
        else:
            apart.append(_quote(name, child_texts(part)))
    return Declaration(
        number=(texts.get("functionalreferenceid") or texts.get("id") or "").strip(),
        accepted_at=_accepted(element),
        flow=FLOWS.get(texts.get("typecode", "").strip()[:2].upper()),
        is_notification=any(local_name(above) == RESPONSE for above in element.iterancestors()),
        parties=assembled(met, apart),
    )


def _party(element: Element, role: PartyRole) -> DeclaredParty | None:
    number = name = ""
    address: dict[str, str] = {}
    for child in element:
        local = local_name(child)
        if local == "ID":
            number = number or child.text or ""
        elif local == "Name":
            name = name or child.text or ""
        elif local == "Address":
            address = address or child_texts(child)
    if not address:
        return party_of(role, number, name)
    written = ", ".join(text for part in ADDRESS if (text := address.get(part, "").strip()))
    country = address.get("countrycode", "")
    return party_of(role, number, name, address=written, country=country)


def _quote(name: str, texts: dict[str, str]) -> QuotedApart | None:
    value = texts.get("id", "")
    if name == MUTUAL:
        return quoted("mutual-recognition", value, texts.get("rolecode", ""))
    category = texts.get("categorycode", "")
    if category.strip().upper() not in code_roles("authorisation"):
        return None
    return quoted("authorisation-holder", value, category, "authorisation")


def _document(element: Element) -> QuotedApart | None:
    """Return the number of a document that says AEO; of most none does, and there are many."""
    category = kind = value = ""
    for child in element:
        local = local_name(child)
        if local == "TypeCode":
            kind = child.text or ""
        elif local == "CategoryCode":
            category = child.text or ""
        elif local == "ID":
            value = child.text or ""
    # Some write a code of four characters whole, others its first letter as the category.
    return document_quoted(value, kind, f"{category.strip()}{kind.strip()}")


def _accepted(element: Element) -> str:
    for child in element:
        if local_name(child) == "AcceptanceDateTime":
            return next(filter(None, map(moment_written, _texts(child))), "")
    return ""


def _texts(element: Element) -> Iterator[str]:
    yield element.text or ""
    yield from (child.text or "" for child in element)
