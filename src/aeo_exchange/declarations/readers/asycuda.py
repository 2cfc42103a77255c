"""A declaration of ASYCUDA World to its parties: a name of several lines has the address in it."""

from __future__ import annotations

from aeo_exchange.declarations.assembly import (
    QuotedApart,
    assembled,
    document_quoted,
    party_of,
)
from aeo_exchange.declarations.declaration import Declaration, DeclaredParty, PartyRole
from aeo_exchange.declarations.readers.elements import (
    Element,
    child_texts,
    local_name,
    wildcards,
)
from aeo_exchange.exchange.partner_profile import Flow

__all__ = ["ASYCUDA", "asycuda_declaration"]

ASYCUDA = "ASYCUDA"
PARTIES = {
    "Exporter": PartyRole.EXPORTER,
    "Consignee": PartyRole.CONSIGNEE,
    "Declarant": PartyRole.DECLARANT,
}
DOCUMENTS, FLOW, REFERENCE = "Attached_documents", "Sad_flow", "Number"
LOOKED_AT = wildcards(*PARTIES, DOCUMENTS, FLOW, REFERENCE)
FLOWS: dict[str, Flow] = {"I": "import", "E": "export"}


def asycuda_declaration(element: Element) -> Declaration:
    """Return what a declaration says; raises LimitExceeded for too many parties.

    It has the day of registration and that of assessment, and none of acceptance.
    """
    met: list[DeclaredParty | None] = []
    apart: list[QuotedApart | None] = []
    flow: Flow | None = None
    number = ""
    for part in element.iter(*LOOKED_AT):
        name = local_name(part)
        if name in PARTIES:
            met.append(_party(name, child_texts(part)))
        elif name == DOCUMENTS:
            texts = child_texts(part)
            reference = texts.get("attached_document_reference", "")
            apart.append(document_quoted(reference, texts.get("attached_document_code", "")))
        elif name == FLOW:
            flow = flow or FLOWS.get((part.text or "").strip().upper())
        elif not number and not len(part):
            number = (part.text or "").strip()
    return Declaration(number=number, flow=flow, parties=assembled(met, apart))


def _party(name: str, texts: dict[str, str]) -> DeclaredParty | None:
    lines = [line.strip() for line in texts.get(f"{name.lower()}_name", "").splitlines()]
    filled = [line for line in lines if line]
    return party_of(
        PARTIES[name],
        texts.get(f"{name.lower()}_code", ""),
        filled[0] if filled else "",
        address=", ".join(filled[1:]),
    )
