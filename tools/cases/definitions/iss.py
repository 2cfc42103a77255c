"""Attestations to be signed, and records that must not be: ISS-01 as SD-JWT, ISS-02 in XML.

The instant is 2026-11-01, so that 90 days end on 2027-01-30.
"""

from __future__ import annotations

from typing import Any

from any_xml import any_tree_to_xml
from asking import SigningCase
from attesting import PERSON, RECORD, SD_JWT, XML
from making import json_bytes, xml_of_several
from msgspec.structs import replace

from definitions import far
from definitions.bases import MODULES, PLAIN, VIEW, event, term

TARGETS = {"ISS-01": SD_JWT, "ISS-02": XML}
LONGEST = "2027-01-30T00:00:00Z"
TERM_ENDS = "2027-01-01T00:00:00Z"
PROJECTION = ("ATT-1-1", "ATT-1-3", "CNF-3-10")
TIMES = ("ATT-1-5",)
RIGHT = ("ATT-1-4",)
GRANT = event(1, "granted", "2024-01-01")


def _changed(base: Any, **items: Any) -> dict[str, Any]:
    return {**base, **items}


def _with_terms(*terms: Any) -> dict[str, Any]:
    return _changed(RECORD, authorisation={**RECORD["authorisation"], "terms": list(terms)})


def _with_events(*events: Any, base: Any = RECORD) -> dict[str, Any]:
    return _changed(base, history=[GRANT, *events], issuedAt="2026-10-20T00:00:00Z")


def _case(name: str, title: str, why: str, record: Any = RECORD, **more: Any) -> SigningCase:
    given = {"flags": ("Signing",), "requirements": PROJECTION, "until": TERM_ENDS, **more}
    target = TARGETS[name.partition(".")[0]]
    return SigningCase(id=name, title=title, why=why, record=record, target=target, **given)


def _refusal(name: str, title: str, why: str, record: Any = RECORD, **more: Any) -> SigningCase:
    given = {"requirements": RIGHT, **more, "until": ""}
    return _case(name, title, why, record, flags=("Refusal",), **given)


def _both(number: str, *told: Any, **more: Any) -> tuple[SigningCase, ...]:
    """Return one case in either envelope."""
    make = _refusal if number.startswith("n") else _case
    return tuple(make(f"{name}.{number}", *told, **more) for name in TARGETS)


EVERYTHING = _changed(
    RECORD,
    holder={**RECORD["holder"], "otherNames": far.NAMES},
    authorisation={
        **RECORD["authorisation"],
        "criteria": [{"criterion": criterion, "outcome": "met"} for criterion in "ABC"],
    },
)
del EVERYTHING["view"]
EVERYTHING["authorisation"]["grantedOn"] = "2024-01-01"
SUSPENDED = _with_events(event(2, "suspended", "2026-10-10"))
ANNOUNCED = _with_events(
    event(2, "suspended", "2026-11-20", "2026-10-15", plannedUntil="2027-02-20T00:00:00Z")
)
REVOKED = _with_events(event(2, "revoked", "2026-10-10"))
RENEWED = _with_terms(
    term("2024-01-01", "2026-06-01", "TIER2"), term("2026-06-01", "2029-06-01", "TIER1")
)
ENDED = _with_terms(term("2024-01-01", "2026-10-15"))
BACK_FROM_REVOCATION = _with_events(
    event(2, "revoked", "2026-05-01"), event(3, "reinstated", "2026-06-01")
)
NOT_YET = _changed(
    RECORD,
    history=[event(1, "granted", "2026-12-01", "2026-10-01")],
    authorisation={
        "number": "HKAEO-EX-0001",
        "terms": [term("2026-12-01", "2029-12-01")],
    },
    consents=[],
)
del NOT_YET["consents"]
NOT_YET["issuedAt"] = "2026-10-02T00:00:00Z"

WITHDRAWN = _with_events(event(2, "withdrawn", "2026-10-10"))
REINSTATED = _with_events(event(2, "suspended", "2026-05-01"), event(3, "reinstated", "2026-06-01"))
SUSPENDED_BY_MISTAKE = _with_events(
    event(2, "suspended", "2026-05-01"), event(3, "annulled", "2026-06-01", annuls=2)
)
ANNOUNCED_BY_MISTAKE = _with_events(
    event(2, "suspended", "2026-11-20", "2026-10-15"),
    event(3, "annulled", "2026-10-16", annuls=2),
)
# The second was announced later and takes effect first.
TWO_ANNOUNCED = _with_events(
    event(2, "suspended", "2026-12-10", "2026-10-12"),
    event(3, "suspended", "2026-11-20", "2026-10-15"),
)
TO_COME_BACK = _with_events(
    event(2, "suspended", "2026-10-10"), event(3, "reinstated", "2026-11-20", "2026-10-15")
)
FAR_ANNOUNCED = _with_events(event(2, "suspended", "2027-06-01", "2026-10-15"), base=VIEW)
SUSPENDED_NOW = _with_events(event(2, "suspended", "2026-11-01", "2026-10-15"))
NEVER_GRANTED = _with_events(event(2, "annulled", "2026-10-10", annuls=1))
FIRST_TERM = {
    "tiers": ["TIER2"],
    "term": {"from": "2024-01-01T00:00:00Z", "until": "2026-12-01T00:00:00Z"},
}
TO_BE_RENEWED = _with_terms(
    term("2024-01-01", "2026-12-01", "TIER2"), term("2026-12-01", "2029-12-01", "TIER1")
)
BOTH_ENDED = _with_terms(
    term("2024-01-01", "2026-01-01", "TIER2"), term("2026-01-01", "2026-10-15", "TIER1")
)
BETWEEN = _with_terms(term("2024-01-01", "2026-10-15"), term("2026-12-01", "2029-12-01"))
JUST_ISSUED = _changed(RECORD, issuedAt="2026-11-01T00:00:00Z")
NOT_ISSUED = _changed(RECORD, issuedAt="2026-11-01T00:00:01Z")

TWO = {
    "json": json_bytes([RECORD, RECORD]),
    "xml": xml_of_several([RECORD, RECORD]).encode(),
}

USUAL: tuple[SigningCase, ...] = (
    *_both("p01", "A view with nothing but what it must hold", "Every claim of the standard that "
           "the record has an item for, and no other; without a term's end it speaks 90 days.",
           VIEW, until=LONGEST),
    *_both("p02", "A view with an item behind every claim that it can have", "What a partner may "
           "see is disclosed or not, as a whole; in XML all is shown.", RECORD),
    *_both("p03", "A full record with names in every script and criteria", "An administration "
           "should sign a view, and may sign this.", EVERYTHING),
    *_both("p04", "A suspension that was announced", "It speaks until the suspension, and no "
           "longer: whoever signs knows of it.", ANNOUNCED, until="2026-11-20T00:00:00Z",
           requirements=TIMES),
    _case("ISS-01.p05", "A natural person", "Name and TIN are disclosures: the holder has not "
          "agreed that everybody sees them; the country of the TIN is visible.", PERSON,
          requirements=("ATT-1-1", "ATT-1-2")),
    _case("ISS-01.p06", "Several tiers, in a term without end", "All of them are claimed, sorted; "
          "90 days bound it.", MODULES, until=LONGEST, key="de"),
    _case("ISS-01.p07", "A full record without anything that is optional", "An absent item makes "
          "no claim.", PLAIN),
    _case("ISS-01.p08", "An end that was asked for", "It speaks just as long.",
          expires="2026-11-08T00:00:00Z", until="2026-11-08T00:00:00Z",
          requirements=("ATT-1-5", "CNF-3-9")),
    _case("ISS-01.p09", "The latest end that can be asked for", "It is the end of the term.",
          expires=TERM_ENDS, until=TERM_ENDS, requirements=TIMES),
    _case("ISS-01.p10", "A suspended authorisation", "The claim says so; the attestation is as "
          "good as any.", SUSPENDED, claims={"authorisation_status": "suspended"}),
    _case("ISS-01.p11", "A revoked authorisation", "Saying no is what an attestation is for, too.",
          REVOKED, claims={"authorisation_status": "revoked"}),
    _case("ISS-01.p12", "The second of two terms", "Tiers, roles and term are those of the instant "
          "and not the first that are found.", RENEWED, until=LONGEST),
    _case("ISS-01.p13", "A term that has ended", "It is expired; the last term stands, and does "
          "not bound what is signed after it.", ENDED, until=LONGEST,
          claims={"authorisation_status": "expired"}),
    _case("ISS-01.p14", "The administration that signs is that of the record", "It may.",
          issuer="HK", requirements=(*RIGHT, "CNF-3-9")),
    _case("ISS-01.p15", "A second before the last of a term", "A short life is one: it ends with "
          "the term.", at="2026-12-31T23:59:58Z", requirements=TIMES),
    *_both("n01", "An item that the standard does not define", "It is no record by the schema.",
           _changed(RECORD, rank="high")),
    *_both("n02", "A reinstatement after a revocation", "The record breaks a rule, so nobody signs "
           "for it.", BACK_FROM_REVOCATION),
    *_both("n03", "A key on P-384", "An issuer of this version signs with ES256.", key="hk-384",
           requirements=("ATT-2-5", "ATT-6-1")),
    _refusal("ISS-01.n04", "The record of another administration", "Nobody speaks for another.",
             issuer="JP"),
    _refusal("ISS-01.n05", "An end beyond that of the term", "Nobody knows of a renewal.",
             expires="2027-01-01T00:00:01Z", requirements=TIMES),
    _refusal("ISS-01.n06", "An end beyond 90 days", "A term without end gives no more.", VIEW,
             expires="2027-01-30T00:00:01Z", requirements=TIMES),
    _refusal("ISS-01.n07", "An end beyond a suspension that was announced", "It would speak while "
             "suspended.", ANNOUNCED, expires="2026-11-20T00:00:01Z", requirements=TIMES),
    _refusal("ISS-01.n08", "An end at the instant of signing", "It would never speak.",
             expires="2026-11-01T00:00:00Z", requirements=TIMES),
    _refusal("ISS-01.n09", "A status that is not known", "The grant takes effect a month later; "
             "where the status is not known there is no attestation.", NOT_YET,
             requirements=("ATT-1-1",)),
    _refusal("ISS-01.n10", "A key of RSA", "Keys are elliptic.", key="rsa",
             requirements=("ATT-2-5", "ATT-6-1")),
    _refusal("ISS-01.n11", "A record cut off in the middle", "Half a record is none.",
             inputs={"json": json_bytes(RECORD)[:400],
                     "xml": any_tree_to_xml(RECORD).encode()[:400]}),
    _refusal("ISS-01.n12", "A mandatory item is missing", "An issuer does not complete what it "
             "signs.", {name: value for name, value in RECORD.items() if name != "revision"}),
    *_both("n13", "A document of two records", "One attestation was asked for, of one record; "
           "which of the two is nobody's to guess.", inputs=TWO, requirements=("CNF-3-9",)),
    *_both("n14", "A record of a newer minor version", "An issuer of this version cannot judge it, "
           "and signs for nothing that it did not judge.", _changed(RECORD, specVersion="1.1"),
           verdict="UNDETERMINED", requirements=("CNF-3-9", "CON-11-6")),
    _refusal("ISS-02.n05", "A natural person in the XML envelope", "Name and TIN would be shown to "
             "everybody who is handed it.", PERSON, requirements=("ATT-3-6",)),
    _refusal("ISS-02.n04", "A certificate of another key", "The certificate says which key is "
             "meant; nobody could check it.", certificate="jp", requirements=("ATT-3-4",)),
)  # fmt: skip
HALVES: tuple[SigningCase, ...] = (
    *_both("p41", "The first of two terms, while it lasts", "Tiers, roles and term are those of "
           "the instant and not the last that are found.", TO_BE_RENEWED,
           until="2026-12-01T00:00:00Z", claims=FIRST_TERM),
    *_both("p42", "Two terms that have ended", "The last that began stands.", BOTH_ENDED,
           until=LONGEST, claims={"authorisation_status": "expired"}),
    *_both("p43", "A withdrawn authorisation", "Saying no is what an attestation is for, too.",
           WITHDRAWN, claims={"authorisation_status": "withdrawn"}),
    *_both("p44", "Reinstated after a suspension", "It is granted; reinstated is an event and no "
           "status.", REINSTATED),
    *_both("p45", "A suspension that was annulled", "It was never recorded.", SUSPENDED_BY_MISTAKE),
    *_both("p46", "An announced suspension that was annulled", "It bounds nothing.",
           ANNOUNCED_BY_MISTAKE, requirements=TIMES),
    *_both("p47", "Two suspensions that were announced, the later one in the list for the earlier "
           "day", "It speaks until the first of them by effect.", TWO_ANNOUNCED,
           until="2026-11-20T00:00:00Z", requirements=TIMES),
    *_both("p48", "Suspended, and the reinstatement announced", "Then another attestation is made; "
           "this one ends there.", TO_COME_BACK, until="2026-11-20T00:00:00Z", requirements=TIMES,
           claims={"authorisation_status": "suspended"}),
    *_both("p49", "A suspension announced for a day that is more than 90 days off", "The earliest "
           "bound counts.", FAR_ANNOUNCED, until=LONGEST, requirements=TIMES),
    *_both("p50", "A suspension that takes effect at the instant of signing", "It is the status, "
           "and no bound.", SUSPENDED_NOW, claims={"authorisation_status": "suspended"}),
    *_both("p51", "A revision issued at the instant of signing", "It is known then.", JUST_ISSUED),
    *_both("n41", "A revision issued a second after the instant of signing", "The status is not "
           "known then, and so there is no attestation.", NOT_ISSUED, requirements=("ATT-1-1",)),
    *_both("n42", "Between two terms", "It is not held, and that is no status to attest.", BETWEEN,
           requirements=("ATT-1-1",)),
    *_both("n43", "A grant that was annulled", "Never held is no status to attest.",
           NEVER_GRANTED, requirements=("ATT-1-1",)),
    *_both("n44", "A key on another curve", "Keys are on P-256.", key="secp256k1",
           requirements=("ATT-2-5", "ATT-6-1")),
)  # fmt: skip
IN_BOTH = frozenset(case.id.partition(".")[2] for case in USUAL if case.target == XML)


def _in_xml(case: SigningCase) -> SigningCase:
    """Return a case of the SD-JWT envelope in XML, under a number that is twenty higher."""
    letter, number = case.id.partition(".")[2][0], int(case.id[-2:])
    return replace(case, id=f"ISS-02.{letter}{number + 20}", target=XML)


ALSO_IN_XML = tuple(
    _in_xml(case)
    for case in USUAL
    if case.target == SD_JWT
    and case.record is not PERSON
    and case.id.partition(".")[2] not in IN_BOTH - {"n04", "n05"}
)
CASES: tuple[SigningCase, ...] = (*USUAL, *HALVES, *ALSO_IN_XML)
