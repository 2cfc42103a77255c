"""A declaration of the WCO Data Model, whatever its version and prefix, to its parties."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
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
    local_name_of,
    small_name_of,
    texts_named,
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
KIND, CATEGORY, NUMBER = "TypeCode", "CategoryCode", "ID"
LOOKED_AT = wildcards(*PARTIES, MUTUAL, HOLDER, KIND, CATEGORY)
LONG_CODE = 64  # characters of what is kept
FLOWS: dict[str, Flow] = {"IM": "import", "EX": "export"}
ADDRESS = ("line", "cityname", "countrysubdivisionname", "postcodeid", "countrycode")
OF_DECLARATION, OF_TYPE = frozenset({"functionalreferenceid", "id"}), "typecode"
ACCEPTED = "AcceptanceDateTime"
ACCEPTED_SMALL = ACCEPTED.lower()
RESPONSE = "Response"


def wco_declaration(element: Element) -> Declaration:
    """Return what a declaration says; raises LimitExceeded for too many parties."""
    texts, accepted, flow = _of_declaration(element)
    met: list[DeclaredParty | None] = []
    apart: list[QuotedApart | None] = []
    for part in element.iter(*LOOKED_AT):
        if not len(part):
            text = part.text or ""
            if not (_is_known_end(text) if len(text) <= LONG_CODE else _is_end(text)):
                continue
        name = local_name(part)
        role = PARTIES.get(name)
        if role is not None:
            met.append(_party(part, role))
        elif name in {KIND, CATEGORY}:
            apart.extend(_document_with(part))
        else:
            apart.extend(_quotes(name, part))
    return Declaration(
        number=(texts.get("functionalreferenceid") or texts.get("id") or "").strip(),
        accepted_at=accepted,
        flow=flow,
        is_notification=any(local_name(above) == RESPONSE for above in element.iterancestors()),
        parties=assembled(met, apart),
    )


def _party(element: Element, role: PartyRole) -> DeclaredParty | None:
    numbers: tuple[str, ...] = ()
    name = ""
    address: dict[str, str] = {}
    for child in element:
        local = local_name_of(child.tag)  # type: ignore[arg-type]  # comments are not parsed
        if local == "ID":
            numbers += (child.text or "",)
        elif local == "Name":
            name = name or child.text or ""
        elif local == "Address":
            address = address or child_texts(child)
    if not address:
        return party_of(role, numbers, name)
    written = ", ".join([text for part in ADDRESS if (text := address.get(part, "").strip())])
    country = address.get("countrycode", "")
    return party_of(role, numbers, name, address=written, country=country)


def _quotes(name: str, element: Element) -> Iterator[QuotedApart | None]:
    values = texts_named(element, "id")
    if name == MUTUAL:
        for value, role in product(values, texts_named(element, "rolecode") or ("",)):
            yield quoted("mutual-recognition", value, role)
        return
    for value, category in product(values, texts_named(element, "categorycode")):
        if category.upper() in code_roles("authorisation"):
            yield quoted("authorisation-holder", value, category, "authorisation")


def _is_end(text: str) -> bool:
    """Say whether a text is a code of a document that says AEO, or the end of one."""
    end = text.strip().upper()
    return bool(end) and any(code.endswith(end) for code in code_roles("document"))


_is_known_end = lru_cache(maxsize=1024)(_is_end)


def _document_with(code: Element) -> Iterator[QuotedApart | None]:
    """Yield the numbers of the document that has a code, if it is one, and if it says AEO."""
    element = code.getparent()
    if element is None or local_name(element) != DOCUMENT:
        return
    told: dict[str, list[str]] = {KIND: [], CATEGORY: [], NUMBER: []}
    for child in element:
        local = local_name_of(child.tag)  # type: ignore[arg-type]  # comments are not parsed
        if local in told and (text := (child.text or "").strip()):
            told[local].append(text)
    # Some write a code of four characters whole, others its first letter as the category.
    codes = product(told[KIND] or ("",), told[CATEGORY] or ("",))
    for value, (kind, category) in product(told[NUMBER], tuple(codes)):
        yield document_quoted(value, kind, f"{category}{kind}")


def _of_declaration(element: Element) -> tuple[dict[str, str], str, Flow | None]:
    """Return its numbers by their names in lower case, its acceptance, and its flow.

    Of two acceptances, or types, that differ nobody can tell which it is.
    """
    texts: dict[str, str] = {}
    accepted: set[str] = set()
    flows: set[Flow | None] = set()
    for child in element:
        name = small_name_of(child.tag)  # type: ignore[arg-type]  # comments are not parsed
        if name == OF_TYPE:
            if text := (child.text or "").strip():
                flows.add(FLOWS.get(text[:2].upper()))
        elif name in OF_DECLARATION:
            texts.setdefault(name, child.text or "")
        elif name == ACCEPTED_SMALL and local_name(child) == ACCEPTED:
            accepted.add(next(filter(None, map(moment_written, _texts(child))), ""))
    only = accepted.pop() if len(accepted) == 1 else ""
    return texts, only, flows.pop() if len(flows) == 1 else None


def _texts(element: Element) -> Iterator[str]:
    yield element.text or ""
    yield from (child.text or "" for child in element)
