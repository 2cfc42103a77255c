"""A declaration of the WCO Data Model, whatever its version and prefix, to its parties."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

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
    local_name_of,
    small_name_of,
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
# Of documents there are many, and few say AEO: they are met by the codes that they are told by.
KIND, CATEGORY = "TypeCode", "CategoryCode"
LOOKED_AT = wildcards(*PARTIES, MUTUAL, HOLDER, KIND, CATEGORY)
LONG_CODE = 64  # characters of what is kept
FLOWS: dict[str, Flow] = {"IM": "import", "EX": "export"}
ADDRESS = ("line", "cityname", "countrysubdivisionname", "postcodeid", "countrycode")
OF_DECLARATION = frozenset({"functionalreferenceid", "id", "typecode"})
ACCEPTED = "AcceptanceDateTime"
RESPONSE = "Response"


def wco_declaration(element: Element) -> Declaration:
    """Return what a declaration says; raises LimitExceeded for too many parties."""
    texts, accepted = _of_declaration(element)
    met: list[DeclaredParty | None] = []
    apart: list[QuotedApart | None] = []
    for part in element.iter(*LOOKED_AT):
        if not len(part) and not _may_end_code(part.text):
            continue
        name = local_name(part)
        role = PARTIES.get(name)
        if role is not None:
            met.append(_party(part, role))
        elif name in {KIND, CATEGORY}:
            apart.append(_document_with(part))
        else:
            apart.append(_quote(name, child_texts(part)))
    return Declaration(
        number=(texts.get("functionalreferenceid") or texts.get("id") or "").strip(),
        accepted_at=accepted,
        flow=FLOWS.get(texts.get("typecode", "").strip()[:2].upper()),
        is_notification=any(local_name(above) == RESPONSE for above in element.iterancestors()),
        parties=assembled(met, apart),
    )


def _party(element: Element, role: PartyRole) -> DeclaredParty | None:
    number = name = ""
    address: dict[str, str] = {}
    for child in element:
        local = local_name_of(child.tag)  # type: ignore[arg-type]  # comments are not parsed
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


def _may_end_code(text: str | None) -> bool:
    """Say whether a text is a code of a document that says AEO, or the end of one."""
    if not text:
        return False
    return _is_known_end(text) if len(text) <= LONG_CODE else _is_end(text)


def _is_end(text: str) -> bool:
    end = text.strip().upper()
    return bool(end) and any(code.endswith(end) for code in code_roles("document"))


_is_known_end = lru_cache(maxsize=1024)(_is_end)


def _document_with(code: Element) -> QuotedApart | None:
    """Return the number of the document that has a code, if it is one, and if it says AEO."""
    element = code.getparent()
    if element is None or local_name(element) != DOCUMENT:
        return None
    category = kind = value = ""
    for child in element:
        local = local_name_of(child.tag)  # type: ignore[arg-type]  # comments are not parsed
        if local == KIND:
            kind = child.text or ""
        elif local == CATEGORY:
            category = child.text or ""
        elif local == "ID":
            value = child.text or ""
    # Some write a code of four characters whole, others its first letter as the category.
    return document_quoted(value, kind, f"{category.strip()}{kind.strip()}")


def _of_declaration(element: Element) -> tuple[dict[str, str], str]:
    """Return its numbers and type by their names in lower case, and its acceptance."""
    texts: dict[str, str] = {}
    accepted: str | None = None
    for child in element:
        name = small_name_of(child.tag)  # type: ignore[arg-type]  # comments are not parsed
        if name in OF_DECLARATION:
            texts.setdefault(name, child.text or "")
        elif accepted is None and local_name(child) == ACCEPTED:
            accepted = next(filter(None, map(moment_written, _texts(child))), "")
    return texts, accepted or ""


def _texts(element: Element) -> Iterator[str]:
    yield element.text or ""
    yield from (child.text or "" for child in element)
