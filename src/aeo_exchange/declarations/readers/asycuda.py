"""A declaration of ASYCUDA World to its parties: a name of several lines has the address in it."""

from __future__ import annotations

from aeo_exchange.declarations.assembly import (
    QuotedApart,
    WrittenNumber,
    assembled,
    document_quoted,
    each_with,
    party_of,
    set_apart,
)
from aeo_exchange.declarations.declaration import Declaration, DeclaredParty, PartyRole
from aeo_exchange.declarations.readers.element_cache import read_once
from aeo_exchange.declarations.readers.elements import (
    Element,
    Written,
    child_texts,
    local_name,
    own_text,
    texts_named,
    wildcards,
    written,
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
    flows: set[Flow | None] = set()
    number = ""
    for part in element.iter(*LOOKED_AT):
        name = local_name(part)
        if name in PARTIES:
            met.append(_party(name, written(part)))
        elif name == DOCUMENTS:
            set_apart(apart, _document(written(part)))
        elif name == FLOW:
            flows.add(FLOWS.get(own_text(part).strip().upper()))
        elif not number:
            number = own_text(part).strip()
    # Of two that differ nobody can tell which it is.
    flow = flows.pop() if len(flows) == 1 else None
    return Declaration(number=number, flow=flow, parties=assembled(met, apart, number))


@read_once
def _party(name: str, parts: Written) -> DeclaredParty | None:
    texts = child_texts(parts)
    lines = [line.strip() for line in texts.get(f"{name}_name", "").splitlines()]
    filled = [line for line in lines if line]
    return party_of(
        PARTIES[name],
        map(WrittenNumber, texts_named(parts, f"{name}_code")),
        filled[0] if filled else "",
        address=", ".join(filled[1:]),
    )


def _document(parts: Written) -> list[QuotedApart | None]:
    codes = texts_named(parts, "Attached_document_code")
    references = map(WrittenNumber, texts_named(parts, "Attached_document_reference"))
    return [document_quoted(*told) for told in each_with(references, codes)]
