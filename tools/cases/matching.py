"""What a case of a matcher is made of: a declaration, what is held, and an answer for each party.

A declaration is written as a line of NDJSON and, where the form has a place for all of it, in the
WCO Data Model; or by hand, where what it is about is in one form alone. Nothing here asks the
implementation for an answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape

from making import Edits, edited, json_bytes
from msgspec import Struct
from recognising import FIRM, HOLDING_MEDIA, VERDICTS, entries, head, stream

DECLARATION = "application/vnd.aeo-exchange.conformance.declaration+{syntax};version=1.0"
RECORDS = "application/vnd.aeo-exchange.record+json;version=1.0"
RESULTS = {"yes": "RECOGNISED", "no": "NOT_RECOGNISED", "open": "UNDETERMINED"}
ELEMENTS = {
    "exporter": "Exporter",
    "consignor": "Consignor",
    "importer": "Importer",
    "consignee": "Consignee",
    "manufacturer": "Manufacturer",
}
NAMESPACES = (
    'xmlns="urn:wco:datamodel:WCO:DEC-DMS:2" xmlns:dt="urn:wco:datamodel:WCO:Declaration_DS:DMS:2"'
)
ACCEPTED = "2026-11-01T00:00:00Z"
BY_HAND = {"<": "xml", "{": "json"}  # by the first character; else CSV


def party(role: str = "exporter", *numbers: str | tuple[str, str], name: str = "") -> Any:
    """Return a party; a number is its `id`, or a number and its place."""
    told = [
        {"value": number} if isinstance(number, str) else {"value": number[0], "place": number[1]}
        for number in numbers
    ]
    return {
        "role": role,
        **({"name": name} if name else {}),
        **({"numbers": told} if told else {}),
    }


def answered(answer: str, *reasons: str, role: str = "exporter", **more: Any) -> Any:
    """Return the answer about a party: `yes`, `no` or `open`; `near` are candidates."""
    near = more.pop("near", ())
    return {
        "role": role,
        "result": RESULTS[answer],
        "reasons": list(reasons) or ["recognised"],
        **more,
        **({"candidates": [{"tin": tin, "near": why} for tin, why in near]} if near else {}),
    }


def document(number: str, *, categories: tuple[str, ...] = (), types: tuple[str, ...] = ()) -> str:
    """Return a document with a number, as a message of form `wco` has it."""
    codes = [f"<CategoryCode>{code}</CategoryCode>" for code in categories]
    codes += [f"<TypeCode>{code}</TypeCode>" for code in types]
    told = "".join((*codes, f"<ID>{escape(number)}</ID>"))
    return f"  <AdditionalDocument>{told}</AdditionalDocument>\n"


def within(one: Mapping[str, Any], accepted: str = "") -> str:
    """Return a declaration of a party, to stand within another."""
    return f"  <Declaration>\n{_acceptance(accepted)}{_element(one)}  </Declaration>\n"


class MatchingCase(Struct, frozen=True, kw_only=True):
    """A declaration, and what must be answered about each party; `p` where one is recognised.

    `accepted_again` and `flow_again` are said beside the first, which NDJSON cannot do; `beside` is
    what stands behind the parties in XML, which NDJSON has no place for; `by_hand` is the whole
    document, in XML, in NDJSON or in CSV. `streams` are what is held; without any there is one head
    with a record under each key. `base` is the record that edits change, else that of the firm.
    """

    id: str
    title: str
    why: str
    parties: tuple[Mapping[str, Any], ...]
    answers: tuple[Mapping[str, Any], ...]
    records: tuple[Edits, ...]
    profiles: tuple[dict[str, str], ...]
    codes: tuple[dict[str, str], ...] | None
    accepted: str
    flow: str
    level: str
    requirements: tuple[str, ...]
    accepted_again: str = ""
    flow_again: str = ""
    beside: str = ""
    by_hand: str = ""
    streams: tuple[Mapping[str, Any], ...] = ()
    base: Mapping[str, Any] | None = None

    @property
    def folder(self) -> str:
        """The folder of the case under conformance/cases."""
        return f"MAT/{self.id}"

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the path, under conformance/cases, and the bytes of each file of the case."""
        records = [edited(self.base or FIRM, own) for own in self.records]
        yield f"{self.folder}/case.json", json_bytes(self._described())
        yield f"{self.folder}/holding.json", json_bytes(self._holding())
        yield f"{self.folder}/record.json", json_bytes(records)
        if self.by_hand:
            yield f"{self.folder}/input.{self._syntaxes[0]}", self.by_hand.encode()
            return
        for syntax, written in (("json", self._line), ("xml", self._xml)):
            if syntax in self._syntaxes:
                yield f"{self.folder}/input.{syntax}", written()

    @property
    def _syntaxes(self) -> tuple[str, ...]:
        if self.by_hand:
            return (BY_HAND.get(self.by_hand[0], "csv"),)
        if self.accepted_again or self.flow_again or self.beside:
            return ("xml",)
        return ("json", "xml") if self._fits_xml else ("json",)

    @property
    def _fits_xml(self) -> bool:
        """Whether each party has its numbers where the element of a party has a place."""
        return all(
            one["role"] in ELEMENTS
            and all("place" not in number for number in one.get("numbers", []))
            for one in self.parties
        )

    def _line(self) -> bytes:
        told = {
            "number": "D-1",
            **({"acceptedAt": self.accepted} if self.accepted else {}),
            "flow": self.flow,
            "parties": list(self.parties),
        }
        return (json.dumps(told, ensure_ascii=False) + "\n").encode()

    def _xml(self) -> bytes:
        moments = filter(None, (self.accepted, self.accepted_again))
        flows = filter(None, (self.flow, self.flow_again))
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f"<Declaration {NAMESPACES}>\n{''.join(map(_acceptance, moments))}"
            "  <FunctionalReferenceID>D-1</FunctionalReferenceID>\n"
            f"{''.join(map(_type, flows, 'AZ'))}"
            f"{''.join(map(_element, self.parties))}{self.beside}</Declaration>\n"
        ).encode()

    def _holding(self) -> dict[str, Any]:
        return {
            "profiles": list(self.profiles),
            "streams": list(
                self.streams or (stream(head(41, entries(*range(len(self.records))))),)
            ),
            **({} if self.codes is None else {"issuedCodes": list(self.codes)}),
        }

    def _described(self) -> dict[str, Any]:
        reasons: dict[tuple[str, ...], str] = {
            ("json",): " The element of a party in XML has no numbers but its ids.",
            ("xml",): " A line of NDJSON has each member once."
            if not self.beside
            else " A line of NDJSON has neither documents nor a declaration in it.",
        }
        if self.by_hand:
            reasons = {
                ("xml",): " NDJSON has no elements.",
                ("csv",): " It is of CSV alone.",
                ("json",): " It is of NDJSON alone.",
            }
        return {
            "id": self.id,
            "title": self.title,
            "why": self.why + reasons.get(self._syntaxes, ""),
            "requirement": [*self.requirements, "CNF-3-18"],
            "level": self.level,
            "roles": ["matcher"],
            "since": "1.0",
            "flags": ["Declaration"],
            "operation": "match",
            "at": "2026-11-01T12:00:00Z",
            "inputs": [
                {"media": DECLARATION.format(syntax=syntax), "path": f"input.{syntax}"}
                for syntax in self._syntaxes
            ],
            "given": {
                "record": {"media": RECORDS, "path": "record.json"},
                "holding": {"media": HOLDING_MEDIA, "path": "holding.json"},
            },
            "options": {
                "knownAt": "2026-11-01T12:00:00Z",
                "recognition": {"askedBy": "JP"},
            },
            "expect": {"verdict": self._verdict(), "parties": list(self.answers)},
        }

    def _verdict(self) -> str:
        results = {answer["result"] for answer in self.answers}
        if RESULTS["yes"] in results:
            return VERDICTS["yes"]
        return VERDICTS["no"] if results == {RESULTS["no"]} else VERDICTS["open"]


def _acceptance(moment: str) -> str:
    if not moment:
        return ""
    stamp = "".join(letter for letter in moment[:19] if letter.isdigit())
    form, told = ("304", f"{stamp}+00") if "T" in moment else ("102", stamp)
    return (
        f'  <AcceptanceDateTime><dt:DateTimeString formatCode="{form}">{told}'
        "</dt:DateTimeString></AcceptanceDateTime>\n"
    )


def _type(flow: str, procedure: str) -> str:
    code = {"import": "IM", "export": "EX"}[flow]
    return f"  <TypeCode>{code}{procedure}</TypeCode>\n"


def _element(one: Mapping[str, Any]) -> str:
    name = f"<Name>{escape(one['name'])}</Name>" if "name" in one else ""
    ids = "".join(f"<ID>{escape(number['value'])}</ID>" for number in one.get("numbers", []))
    element = ELEMENTS[one["role"]]
    return f"  <{element}>{name}{ids}</{element}>\n"
