"""A declaration of the WCO Data Model, whatever its version and prefix, to its parties."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from aeo_exchange.declarations.assembly import (
    MOST_PARTIES,
    QuotedApart,
    WrittenNumber,
    assembled,
    document_quoted,
    each_with,
    party_of,
    quoted,
    set_apart,
    too_many_codes,
)
from aeo_exchange.declarations.declaration import Declaration, DeclaredParty, PartyRole
from aeo_exchange.declarations.moments import moment_written
from aeo_exchange.declarations.readers.element_cache import read_once
from aeo_exchange.declarations.readers.elements import (
    Element,
    Within,
    Written,
    child_texts,
    local_name,
    local_name_of,
    number_in,
    number_written,
    numbers_named,
    own_text,
    texts_named,
    wildcards,
    with_another,
    written,
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
CODES = frozenset({KIND, CATEGORY})
LONG_CODE, MOST_CODES = 64, 1024  # characters of a code that is kept, and how many are
FLOWS: dict[str, Flow] = {"IM": "import", "EX": "export"}
COUNTRY = "CountryCode"
ADDRESS = ("Line", "CityName", "CountrySubDivisionName", "PostcodeID", COUNTRY)
ACCEPTED, REFERENCE = "AcceptanceDateTime", "FunctionalReferenceID"
OF_DECLARATION = wildcards(REFERENCE, NUMBER, KIND, ACCEPTED)
RESPONSE = "Response"
# UN/EDIFACT 2379: the year has two digits, so a day of 2011 may be read in one of 2020.
OF_SHORT_YEARS, NO_MOMENT = frozenset({"101", "201", "202", "301", "302"}), "-"


class _Met(NamedTuple):
    """What an element says of a party: the party itself, or numbers that stand apart from it."""

    party: DeclaredParty | None
    quotes: Sequence[QuotedApart | None] = ()


def wco_declaration(element: Element) -> Declaration:
    """Return what a declaration says; raises LimitExceeded for too many parties."""
    texts, accepted, flow = _of_declaration(element)
    met: list[DeclaredParty | None] = []
    apart: list[QuotedApart | None] = []
    others = _other_codes()
    seen: set[Element] = set()
    for part in element.iter(*LOOKED_AT):
        if not len(part):
            text = part.text
            if text in others or not _is_end(text):
                continue
        name = local_name_of(part.tag)  # type: ignore[arg-type]  # comments are not parsed
        if name in CODES:
            set_apart(apart, _document_with(part, seen))
        else:
            one = _met(name, written(part))
            met.append(one.party)
            if one.quotes:
                set_apart(apart, one.quotes)
    number = (texts.get(REFERENCE) or texts.get(NUMBER) or "").strip()
    return Declaration(
        number=number,
        accepted_at=accepted,
        flow=flow,
        is_notification=_is_within_response(element),
        parties=assembled(met, apart, number),
    )


def _is_within_response(element: Element) -> bool:
    above = element.getparent()
    while above is not None:
        if local_name(above) == RESPONSE:
            return True
        above = above.getparent()
    return False


@read_once
def _met(name: str, parts: Written) -> _Met:
    if name in PARTIES:
        return _Met(_party(PARTIES[name], parts))
    return _Met(None, tuple(_quotes(name, parts)))


def _party(role: PartyRole, parts: Written) -> DeclaredParty | None:
    name = ""
    numbers: list[WrittenNumber] = []
    addresses: list[Within] = []
    for tag, text, within in parts:
        local = local_name_of(tag)
        if local == NUMBER:
            if text is not None:
                numbers.append(number_written(text, within))
        elif local == "Name":
            name = with_another(name, text or "")
        elif local == "Address":
            addresses.append(within)
    if not addresses:
        return party_of(role, numbers, name)
    address = child_texts(*addresses)
    told = ", ".join([said for part in ADDRESS if (said := address.get(part, "").strip())])
    return party_of(role, numbers, name, address=told, country=address.get(COUNTRY, ""))


def _quotes(name: str, parts: Written) -> Iterator[QuotedApart | None]:
    values = numbers_named(parts, NUMBER)
    if name == MUTUAL:
        for value, role in each_with(values, texts_named(parts, "RoleCode") or ("",)):
            yield quoted("mutual-recognition", value, role)
        return
    for value, category in each_with(values, texts_named(parts, CATEGORY)):
        if category.upper() in code_roles("authorisation"):
            yield quoted("authorisation-holder", value, category, "authorisation")


@cache
def _other_codes() -> set[str | None]:
    """Return where codes are kept that say nothing of an AEO, nor are the end of one that does."""
    return set()


@cache
def _ends() -> frozenset[str]:
    """Return the codes of documents that say AEO, and the ends of them."""
    codes = code_roles("document")
    return frozenset(code[place:] for code in codes for place in range(len(code)))


def _is_end(text: str | None) -> bool:
    """Say whether a text is a code of a document that says AEO, or the end of one."""
    if (text or "").strip().upper() in _ends():
        return True
    others = _other_codes()
    if text is None or (len(text) <= LONG_CODE and len(others) < MOST_CODES):
        others.add(text)
    return False


def _document_with(code: Element, seen: set[Element]) -> list[QuotedApart | None]:
    """Return the numbers of the document that has a code, if it is one, and if it says AEO.

    It is read with all of its codes, and once: `seen` are those that were.
    """
    element = code.getparent()
    if element is None or local_name(element) != DOCUMENT or element in seen:
        return []
    seen.add(element)
    told: dict[str, list[str]] = {KIND: [], CATEGORY: []}
    numbers: list[WrittenNumber] = []
    for child in element:
        local = local_name_of(child.tag)  # type: ignore[arg-type]  # comments are not parsed
        if local == NUMBER:
            numbers.append(number_in(child))
        elif local in told and (text := own_text(child).strip()):
            told[local].append(text)
    # Some write a code of four characters whole, others its first letter as the category.
    kinds, categories = told[KIND] or [""], told[CATEGORY] or [""]
    if len(numbers) * len(kinds) * len(categories) > MOST_PARTIES:
        raise too_many_codes()
    codes = [(kind, f"{category}{kind}") for kind in kinds for category in categories]
    return [document_quoted(value, *spelled) for value in numbers for spelled in codes]


def _of_declaration(element: Element) -> tuple[dict[str, str], str, Flow | None]:
    """Return its numbers by their names, its acceptance, and its flow.

    Of two acceptances, or types, that differ nobody can tell which it is.
    """
    texts: dict[str, str] = {}
    accepted: set[str] = set()
    flows: set[Flow | None] = set()
    for child in element.iterchildren(*OF_DECLARATION):
        name = local_name(child)
        if name == ACCEPTED:
            accepted |= _moments(child)
        elif name != KIND:
            texts.setdefault(name, child.text or "")
        elif text := own_text(child).strip():
            flows.add(FLOWS.get(text[:2].upper()))
    only = accepted.pop() if len(accepted) == 1 else ""
    return texts, only, flows.pop() if len(flows) == 1 else None


def _moments(element: Element) -> set[str]:
    """Return the moments that an acceptance says, in its text or in elements; one is nothing."""
    texts = [element.text]
    for child in element:
        texts += (child.tail, _with_whole_year(child))
    said = {moment_written(text) for text in texts if text and text.strip()}
    return said or {""}


def _with_whole_year(element: Element) -> str:
    """Return the text of a moment; a mark in the place of one whose form leaves out the century."""
    form = element.get("formatCode")
    is_short = form is not None and form.strip() in OF_SHORT_YEARS
    return NO_MOMENT if is_short else own_text(element)
