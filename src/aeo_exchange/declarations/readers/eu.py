"""Messages of the European Union, ICS2 and phase 5 of NCTS and its siblings, to their parties."""

from __future__ import annotations

import re

from aeo_exchange.declarations.assembly import (
    QuotedApart,
    WrittenNumber,
    assembled,
    document_quoted,
    each_with,
    party_of,
    quoted,
    set_apart,
)
from aeo_exchange.declarations.declaration import (
    Declaration,
    DeclaredParty,
    NumberPlace,
    PartyRole,
)
from aeo_exchange.declarations.moments import moment_written
from aeo_exchange.declarations.readers.element_cache import read_once
from aeo_exchange.declarations.readers.elements import (
    Element,
    Written,
    child_texts,
    local_name,
    own_text,
    parts_named,
    small_name_of,
    texts_named,
    wildcards,
    written,
)
from aeo_exchange.exchange.partner_profile import Flow
from aeo_exchange.reference.declaration_codes import CodeListName, code_roles

__all__ = ["EU_MESSAGE", "EU_NAMES", "eu_declaration"]

EU_NAMES = (r"CC\d{3}[A-Z]", r"IE\d[A-Z0-9]{1,5}")
EU_MESSAGE = re.compile("|".join(EU_NAMES), re.ASCII)
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
AUTHORISATION = "authorisation"
LISTS: tuple[CodeListName, ...] = ("document", "authorisation")
# Messages of export have the first name of a holder, those of import the second (decision 0075).
PLACES: dict[str, NumberPlace] = {
    "referencenumber": "aeo-number",
    "holderofauthorisation": "authorisation-holder",
    "holderoftheauthorisation": "authorisation-holder",
}
DOCUMENTS = (
    "supportingDocument",
    "supportingDocuments",
    "additionalReference",
    "additionalReferences",
)
ACCEPTED = ("declarationAcceptanceDate", "declarationAcceptanceDateAndTime", "acceptanceDate")
NUMBERS = ("LRN", "MRN")
OPERATION = "operation"  # the element of a message that tells of the declaration itself


def _both(*names: str) -> tuple[str, ...]:
    """Return names with a small and with a capital letter in front."""
    return (*names, *(name[:1].upper() + name[1:] for name in names))


LOOKED_AT = wildcards(*_both(*PARTIES, ACTOR, AUTHORISATION, *DOCUMENTS, *ACCEPTED), *NUMBERS)
BY_NAME = {name.lower(): role for name, role in PARTIES.items()}
IN_ACCEPTED = frozenset(name.lower() for name in ACCEPTED)
ACTOR_SMALL = ACTOR.lower()
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
        name = small_name_of(part.tag)  # type: ignore[arg-type]  # comments are not parsed
        if name in BY_NAME:
            met.append(_party(name, written(part)))
        elif name == ACTOR_SMALL:
            set_apart(apart, _actor(name, written(part)))
        elif name == AUTHORISATION:
            set_apart(apart, _authorisation(written(part)))
        elif name in IN_DOCUMENTS:
            set_apart(apart, _document(written(part)))
        elif name in IN_ACCEPTED:
            if _is_of_message(part, element):
                accepted.add(moment_written(own_text(part)))
        else:
            number = number or own_text(part).strip()
    root = local_name(element)
    return Declaration(
        number=number,
        # Of two that differ nobody can tell which it was.
        accepted_at=accepted.pop() if len(accepted) == 1 else "",
        flow="import" if root.startswith(ENTRY) else FLOWS.get(root[:3]),
        parties=assembled(met, apart, number),
    )


def _is_of_message(part: Element, message: Element) -> bool:
    """Say whether an acceptance is that of the message, and not of a document that it names."""
    above = part.getparent()
    if above is None or above is message:
        return True
    return above.getparent() is message and local_name(above).lower().endswith(OPERATION)


@read_once
def _party(name: str, parts: Written) -> DeclaredParty | None:
    texts = child_texts(parts, naming=small_name_of)
    address = child_texts(*parts_named(parts, "address", small_name_of), naming=small_name_of)
    told = ", ".join(filter(None, (address.get(part, "").strip() for part in ADDRESS)))
    return party_of(
        BY_NAME[name],
        map(WrittenNumber, texts_named(parts, "identificationnumber", small_name_of)),
        texts.get("name", ""),
        address=told,
        country=address.get("country", ""),
    )


@read_once
def _actor(_name: str, parts: Written) -> list[QuotedApart | None]:
    roles = texts_named(parts, "role", small_name_of) or ("",)
    numbers = map(WrittenNumber, texts_named(parts, "identificationnumber", small_name_of))
    return [quoted("mutual-recognition", *told) for told in each_with(numbers, roles)]


def _document(parts: Written) -> list[QuotedApart | None]:
    kinds = texts_named(parts, "type", small_name_of)
    numbers = map(WrittenNumber, texts_named(parts, "referencenumber", small_name_of))
    return [document_quoted(*told) for told in each_with(numbers, kinds)]


def _authorisation(parts: Written) -> list[QuotedApart | None]:
    """Return the numbers of an authorisation and of its holder, where its type says AEO."""
    kinds = texts_named(parts, "type", small_name_of)
    codes = [(kind, among) for kind in kinds if (among := _list_with(kind))]
    if not codes:
        return []
    told: list[QuotedApart | None] = []
    for name, place in PLACES.items():
        numbers = map(WrittenNumber, texts_named(parts, name, small_name_of))
        told += [quoted(place, number, *code) for number, code in each_with(numbers, codes)]
    return told


def _list_with(code: str) -> CodeListName | None:
    """Return the list by which a code says AEO: some write C501 and others AEOC."""
    return next((name for name in LISTS if code.upper() in code_roles(name)), None)
