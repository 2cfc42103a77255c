"""What status an authorisation, or a tier, has at an instant as known at another: STS-01.

`p` is granted, `n` is any other answer. The answers were found by hand from REC-6-7 to REC-6-10.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from making import MEDIA, REMOVE, Edits, edited, json_bytes, written
from msgspec import Struct

from definitions.bases import MODULES, PLAIN, VIEW, event, history, instant, term

KNOWN = "2026-11-01"
SYNTAXES = ("json", "ndjson", "xml")
GRANT = event(1, "granted", "2024-01-01")


class StatusCase(Struct, frozen=True, kw_only=True):
    """A question about a status: one document with the revisions, and the answer by hand.

    `event` 0 says that none decides, `revision` 0 that none answers.
    """

    id: str
    title: str
    why: str
    at: str
    status: str
    reason: str = "event"
    event: int = 0
    revision: int = 3
    tier: str = ""
    known: str = KNOWN
    base: Mapping[str, Any]
    records: tuple[Edits, ...]
    requirements: tuple[str, ...]
    flags: tuple[str, ...]

    @property
    def folder(self) -> str:
        """The folder of the case under conformance/cases."""
        return f"STS/{self.id}"

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the path, under conformance/cases, and the bytes of each file of the case."""
        contents = written([edited(self.base, own) for own in self.records])
        yield f"{self.folder}/case.json", json_bytes(self._described())
        for suffix in SYNTAXES:
            yield f"{self.folder}/input.{suffix}", contents[suffix]

    def _described(self) -> dict[str, Any]:
        verdicts = {"granted": "VALID", "undetermined": "UNDETERMINED"}
        standing = {"status": self.status, "reason": self.reason}
        numbers = {"event": self.event, "revision": self.revision}
        return {
            "id": self.id,
            "title": self.title,
            "why": self.why,
            "requirement": list(self.requirements),
            "level": "MUST",
            "roles": ["validator"],
            "since": "1.0",
            "flags": list(self.flags),
            "operation": "status",
            "at": instant(self.at),
            "inputs": [
                {"media": MEDIA.format(suffix=syntax), "path": f"input.{syntax}"}
                for syntax in SYNTAXES
            ],
            "options": {
                "knownAt": instant(self.known),
                **({"tier": self.tier} if self.tier else {}),
            },
            "expect": {
                "verdict": verdicts.get(self.status, "NOT_VALID"),
                "standing": {**standing, **{name: one for name, one in numbers.items() if one}},
            },
        }


def _case(name: str, title: str, why: str, at: str, status: str, *edits: Any, **more: Any) -> Any:
    given: dict[str, Any] = {
        "base": PLAIN,
        "records": (tuple(edits),),
        "requirements": ("REC-6-8", "REC-6-9", "CNF-3-13"),
        "flags": ("Status",),
        **more,
    }
    return StatusCase(id=f"STS-01.{name}", title=title, why=why, at=at, status=status, **given)


def _last(second: int) -> str:
    """Return the last second before an instant of these cases, or the instant itself."""
    return "2025-05-31T23:59:59Z" if second < 0 else "2025-06-01T00:00:00Z"


def _terms(*terms: Any) -> tuple[str, Any]:
    return ("/authorisation/terms", list(terms))


def _at(revision: int, issued: str, *edits: Any) -> Edits:
    return (("/revision", revision), ("/issuedAt", instant(issued)), *edits)


SUSPENDED = history(event(2, "suspended", "2025-06-01", plannedUntil="2025-09-01T00:00:00Z"))
REINSTATED = history(event(2, "suspended", "2025-06-01"), event(3, "reinstated", "2025-08-01"))
RETROACTIVE = event(2, "suspended", "2025-06-01", "2025-07-15")
ONE_SUSPENDED = history(event(2, "suspended", "2025-06-01", appliesTo=["AEOS"]))
TWO_SUSPENDED = history(
    event(2, "suspended", "2025-06-01", appliesTo=["AEOS"]),
    event(3, "suspended", "2025-07-01", appliesTo=["AEOC"]),
    event(4, "reinstated", "2025-08-01", appliesTo=["AEOS"]),
)
# Event 3 was recorded later and takes effect earlier: neither the list nor recordedAt decides.
TURNED = history(
    event(2, "suspended", "2025-06-01"),
    event(3, "reinstated", "2025-08-01", "2025-06-02"),
    event(4, "suspended", "2025-07-01", "2025-09-01"),
)
SAME_EFFECT = history(
    event(2, "suspended", "2025-06-01"), event(3, "reinstated", "2025-06-01", "2025-06-02")
)
ANNULLED = history(
    event(2, "suspended", "2025-06-01"),
    event(3, "annulled", "2025-09-01", annuls=2),
)
ANNULLED_LATE = history(
    event(2, "suspended", "2025-06-01"),
    event(3, "annulled", "2026-12-01", "2025-09-01", annuls=2),
)
NEVER = history(event(2, "annulled", "2025-06-01", annuls=1))
GRANTED_ANEW = (
    "/history",
    [
        GRANT,
        event(2, "annulled", "2024-02-01", annuls=1),
        event(3, "granted", "2024-01-01", "2024-02-01"),
    ],
)
REVOKED = history(event(2, "revoked", "2025-06-01"))
ENDED_BEFORE_ANNOUNCED = history(
    event(2, "suspended", "2025-03-01"),
    event(3, "reinstated", "2025-10-01", "2025-03-02"),
    event(4, "revoked", "2025-06-01"),
)
END_ANNULLED = history(
    event(2, "revoked", "2025-06-01"), event(3, "annulled", "2025-07-01", annuls=2)
)
TIERS = _terms(term("2024-01-01", "2025-06-01", "TIER1"), term("2025-06-01", "2027-01-01", "TIER2"))
GAP = _terms(
    term("2024-01-01", "2025-06-01", "TIER1"), term("2025-09-01", "2026-06-01", "TIER1", "TIER2")
)
LATE_TERM = _terms(term("2025-06-01", "2027-01-01", "TIER1"))
MOVED_UP = _terms(
    term("2024-01-01", "2026-01-01", "TIER1"), term("2026-01-01", "2027-01-01", "TIER2")
)
IN = "2025-06-15"
REVISIONS = (
    _at(1, "2024-01-01"),
    _at(2, "2025-07-15", history(RETROACTIVE)),
    _at(3, "2025-09-01", history(RETROACTIVE, event(3, "reinstated", "2025-09-01"))),
)
# A record of Austria, which let it go to Germany or not, and the same record there.
IN_AUSTRIA = (("/administration", "AT"), ("/recordId", "AT-2024-0001"))
LET_GO = (*IN_AUSTRIA, ("/movedTo", "DE"))
IN_GERMANY = (("/formerAdministrations", ["AT"]), ("/recordId", "AT-2024-0001"), ("/revision", 4))
KNOWING = {"requirements": ("REC-6-7", "CNF-3-13"), "flags": ("Status", "Knowledge")}
OF_MODULES: dict[str, Any] = {"base": MODULES}

CASES: tuple[StatusCase, ...] = (
    # The grant, and what is before it.
    _case(
        "p01",
        "The first second of the grant",
        "effectiveFrom is inclusive.",
        "2024-01-01",
        "granted",
        event=1,
    ),
    _case(
        "n01",
        "The last second before the grant",
        "No event had taken effect.",
        "2023-12-31T23:59:59Z",
        "undetermined",
        reason="before-history",
    ),
    _case(
        "p02",
        "A tier of the term in force",
        "The term names it, and the grant concerns it.",
        IN,
        "granted",
        event=1,
        tier="TIER1",
    ),
    _case(
        "n02",
        "A tier that no term names",
        "What is not named is not held.",
        IN,
        "not-held",
        reason="tier-not-in-record",
        tier="TIER2",
    ),
    _case(
        "n03",
        "A tier that no term names, before the grant",
        "That no event had taken effect comes first.",
        "2023-12-31",
        "undetermined",
        reason="before-history",
        tier="TIER2",
    ),
    # Suspension and its end.
    _case(
        "p03",
        "The last second before a suspension",
        "It had not taken effect.",
        _last(-1),
        "granted",
        SUSPENDED,
        event=1,
    ),
    _case(
        "n04",
        "The first second of a suspension",
        "effectiveFrom is inclusive.",
        _last(0),
        "suspended",
        SUSPENDED,
        event=2,
    ),
    _case(
        "n05",
        "After the planned end of a suspension",
        "plannedUntil reinstates nothing.",
        "2026-01-01",
        "suspended",
        SUSPENDED,
        event=2,
    ),
    _case(
        "n06",
        "The last second before a reinstatement",
        "The suspension still stands.",
        "2025-07-31T23:59:59Z",
        "suspended",
        REINSTATED,
        event=2,
    ),
    _case(
        "p04",
        "The first second of a reinstatement",
        "reinstated is answered as granted.",
        "2025-08-01",
        "granted",
        REINSTATED,
        event=3,
    ),
    _case(
        "p05",
        "A tier after a reinstatement",
        "Without appliesTo it concerns every tier.",
        "2025-08-01",
        "granted",
        REINSTATED,
        event=3,
        tier="TIER1",
    ),
    _case(
        "n07",
        "A suspended tier",
        "Without appliesTo the suspension concerns every tier.",
        _last(0),
        "suspended",
        SUSPENDED,
        event=2,
        tier="TIER1",
    ),
    # What decides among events.
    _case(
        "n08",
        "A suspension recorded last that takes effect between two others",
        "Before the reinstatement the event with the latest effect is 4.",
        "2025-07-15",
        "suspended",
        TURNED,
        event=4,
    ),
    _case(
        "p06",
        "The same history after the reinstatement",
        "Event 3 takes effect last, though 4 stands last and was recorded last.",
        "2025-08-01",
        "granted",
        TURNED,
        event=3,
    ),
    _case(
        "n09",
        "The same history before event 4 takes effect",
        "Event 2 decides.",
        "2025-06-30T23:59:59Z",
        "suspended",
        TURNED,
        event=2,
    ),
    _case(
        "p07",
        "Two events with one effect",
        "The higher seq decides.",
        _last(0),
        "granted",
        SAME_EFFECT,
        event=3,
    ),
    _case(
        "n10",
        "Two events with one effect, the suspension the higher",
        "The higher seq decides.",
        "2025-08-01",
        "suspended",
        history(
            event(2, "suspended", "2025-06-01"),
            event(3, "reinstated", "2025-08-01", "2025-08-01"),
            event(4, "suspended", "2025-08-01", "2025-08-02"),
        ),
        event=4,
    ),
    # Annulments.
    _case(
        "p08",
        "A suspension that was annulled",
        "It is to be read as never recorded.",
        IN,
        "granted",
        ANNULLED,
        event=1,
    ),
    _case(
        "p09",
        "A suspension annulled by an event that takes effect later",
        "The effectiveFrom of an annulment decides nothing.",
        IN,
        "granted",
        ANNULLED_LATE,
        event=1,
    ),
    _case(
        "p10",
        "After the effect of an annulment",
        "An annulment is no status.",
        "2026-01-01",
        "granted",
        ANNULLED,
        event=1,
    ),
    _case(
        "n11",
        "A grant that was annulled",
        "It was never held, which is another answer than not known.",
        "2024-06-01",
        "never-held",
        NEVER,
        reason="grant-annulled",
    ),
    _case(
        "n12",
        "A grant that was annulled, after the annulment",
        "It was never held.",
        "2026-01-01",
        "never-held",
        NEVER,
        reason="grant-annulled",
    ),
    _case(
        "n13",
        "A grant that was annulled, before it would have taken effect",
        "It was never held, at whatever instant.",
        "2023-01-01",
        "never-held",
        NEVER,
        reason="grant-annulled",
    ),
    _case(
        "n14",
        "A tier of a grant that was annulled",
        "No tier was ever held.",
        "2024-06-01",
        "never-held",
        NEVER,
        reason="grant-annulled",
        tier="TIER1",
    ),
    _case(
        "n15",
        "A tier that no term names, of a grant that was annulled",
        "The annulled grant comes first.",
        "2024-06-01",
        "never-held",
        NEVER,
        reason="grant-annulled",
        tier="TIER2",
    ),
    _case(
        "p11",
        "A grant recorded anew after an annulment",
        "The new grant stands.",
        "2024-06-01",
        "granted",
        GRANTED_ANEW,
        event=3,
    ),
    _case(
        "p12",
        "A revocation that was annulled",
        "It is to be read as never recorded.",
        "2025-08-01",
        "granted",
        END_ANNULLED,
        event=1,
    ),
    # Ends.
    _case(
        "p13",
        "The last second before a revocation",
        "It had not taken effect.",
        _last(-1),
        "granted",
        REVOKED,
        event=1,
    ),
    _case(
        "n16",
        "The first second of a revocation",
        "effectiveFrom is inclusive.",
        _last(0),
        "revoked",
        REVOKED,
        event=2,
    ),
    _case(
        "n17",
        "A revocation before a reinstatement that was announced",
        "An end decides over whatever takes effect later.",
        "2025-11-01",
        "revoked",
        ENDED_BEFORE_ANNOUNCED,
        event=4,
    ),
    _case(
        "n18",
        "A withdrawal",
        "The holder gave it back.",
        IN,
        "withdrawn",
        history(event(2, "withdrawn", "2025-06-01")),
        event=2,
    ),
    _case(
        "n19",
        "An expiry with an event",
        "The event says so itself.",
        "2027-01-01",
        "expired",
        history(event(2, "expired", "2027-01-01", "2026-09-01")),
        event=2,
    ),
    _case(
        "n20",
        "A revocation, past the end of the last term",
        "An end stays the end that it was.",
        "2027-06-01",
        "revoked",
        REVOKED,
        event=2,
    ),
    _case(
        "n21",
        "A revocation, between two terms",
        "An end decides before the terms are looked at.",
        "2025-07-01",
        "revoked",
        GAP,
        REVOKED,
        event=2,
    ),
    _case(
        "n22",
        "A tier that the term in force does not name, after a revocation",
        "An end decides before the term is looked at.",
        "2025-07-01",
        "revoked",
        TIERS,
        REVOKED,
        event=2,
        tier="TIER1",
    ),
    _case(
        "n23",
        "A tier that no term names, after a revocation",
        "That no term names it comes first.",
        "2025-07-01",
        "not-held",
        REVOKED,
        reason="tier-not-in-record",
        tier="TIER3",
    ),
    # Terms.
    _case(
        "p14",
        "The last second of the last term",
        "until is exclusive.",
        "2026-12-31T23:59:59Z",
        "granted",
        event=1,
    ),
    _case(
        "n24",
        "The end of the last term",
        "From its until on it is over, without an event.",
        "2027-01-01",
        "expired",
        reason="term-ended",
    ),
    _case(
        "n25",
        "A suspension past the end of the last term",
        "The term says that it is over.",
        "2027-01-01",
        "expired",
        SUSPENDED,
        reason="term-ended",
    ),
    _case(
        "n26",
        "A tier of the last term, past its end",
        "It is over for each of its tiers.",
        "2027-01-01",
        "expired",
        reason="term-ended",
        tier="TIER1",
    ),
    _case(
        "p15",
        "Long after the beginning of a term without end",
        "It is open.",
        "2090-01-01",
        "granted",
        _terms(term("2024-01-01", "", "TIER1")),
        event=1,
    ),
    _case(
        "p16",
        "The last second of the former tier",
        "The first term is in force.",
        _last(-1),
        "granted",
        TIERS,
        event=1,
        tier="TIER1",
    ),
    _case(
        "n27",
        "The former tier in the term of the next",
        "The term in force does not name it.",
        _last(0),
        "not-held",
        TIERS,
        reason="tier-not-in-term",
        tier="TIER1",
    ),
    _case(
        "n28",
        "The next tier in the term of the former",
        "The term in force does not name it.",
        _last(-1),
        "not-held",
        TIERS,
        reason="tier-not-in-term",
        tier="TIER2",
    ),
    _case(
        "p17",
        "The first second of the next tier",
        "from is inclusive.",
        _last(0),
        "granted",
        TIERS,
        event=1,
        tier="TIER2",
    ),
    _case(
        "p18",
        "The authorisation where one tier follows another",
        "A term is in force.",
        _last(0),
        "granted",
        TIERS,
        event=1,
    ),
    _case(
        "n29",
        "The former tier, past the end of the last term",
        "The last term counts from then on, and does not name it.",
        "2027-01-01",
        "not-held",
        TIERS,
        reason="tier-not-in-term",
        tier="TIER1",
    ),
    _case(
        "p19",
        "The last second before a gap between terms",
        "until is exclusive.",
        _last(-1),
        "granted",
        GAP,
        event=1,
    ),
    _case(
        "n30",
        "The first second of a gap between terms",
        "Between two terms none is held.",
        _last(0),
        "not-held",
        GAP,
        reason="between-terms",
    ),
    _case(
        "n31",
        "The last second of a gap between terms, one tier",
        "from is inclusive.",
        "2025-08-31T23:59:59Z",
        "not-held",
        GAP,
        reason="between-terms",
        tier="TIER1",
    ),
    _case(
        "p20",
        "The first second behind a gap",
        "from is inclusive.",
        "2025-09-01",
        "granted",
        GAP,
        event=1,
        tier="TIER2",
    ),
    _case(
        "n32",
        "A suspension in a gap between terms",
        "No term is there to be suspended.",
        "2025-07-01",
        "not-held",
        GAP,
        SUSPENDED,
        reason="between-terms",
    ),
    _case(
        "n33",
        "Granted, and the first term has not begun",
        "Before its term no tier is held.",
        _last(-1),
        "not-held",
        LATE_TERM,
        reason="before-first-term",
    ),
    # Tiers that are suspended alone.
    _case(
        "n34",
        "The tier that a suspension names",
        "It concerns that tier.",
        _last(0),
        "suspended",
        ONE_SUSPENDED,
        event=2,
        tier="AEOS",
        **OF_MODULES,
    ),
    _case(
        "p21",
        "The tier that a suspension does not name",
        "It does not concern it.",
        _last(0),
        "granted",
        ONE_SUSPENDED,
        event=1,
        tier="AEOC",
        **OF_MODULES,
    ),
    _case(
        "n35",
        "The authorisation, one tier of two suspended",
        "The most restrictive stands.",
        _last(0),
        "suspended",
        ONE_SUSPENDED,
        event=2,
        **OF_MODULES,
    ),
    _case(
        "n36",
        "The authorisation, both tiers suspended by two events",
        "Of the events that decide, the one with the latest effect is named.",
        "2025-07-15",
        "suspended",
        TWO_SUSPENDED,
        event=3,
        **OF_MODULES,
    ),
    _case(
        "p22",
        "A tier reinstated alone",
        "The reinstatement names it.",
        "2025-08-01",
        "granted",
        TWO_SUSPENDED,
        event=4,
        tier="AEOS",
        **OF_MODULES,
    ),
    _case(
        "n37",
        "The other tier, when one is reinstated",
        "The reinstatement does not name it.",
        "2025-08-01",
        "suspended",
        TWO_SUSPENDED,
        event=3,
        tier="AEOC",
        **OF_MODULES,
    ),
    _case(
        "n38",
        "The authorisation, when one of two is reinstated",
        "The other is suspended.",
        "2025-08-01",
        "suspended",
        TWO_SUSPENDED,
        event=3,
        **OF_MODULES,
    ),
    _case(
        "p23",
        "The authorisation, where the suspended tier is in no term that counts",
        "Only the tiers of the term in force are looked at.",
        "2025-10-01",
        "granted",
        _terms(term("2024-01-01", "2025-09-01", "AEOC", "AEOS"), term("2025-09-01", "", "AEOC")),
        ONE_SUSPENDED,
        event=1,
        **OF_MODULES,
    ),
    # Revisions, and what was known.
    _case(
        "p24",
        "Before a retroactive suspension was known",
        "Revision 1 answers.",
        IN,
        "granted",
        records=REVISIONS,
        known="2025-07-14T23:59:59Z",
        event=1,
        revision=1,
        **KNOWING,
    ),
    _case(
        "n39",
        "When a retroactive suspension was known",
        "Revision 2 answers.",
        IN,
        "suspended",
        records=REVISIONS,
        known="2025-07-15",
        event=2,
        revision=2,
        **KNOWING,
    ),
    _case(
        "p25",
        "The latest revision",
        "Revision 3 answers.",
        "2025-09-15",
        "granted",
        records=REVISIONS,
        event=3,
        **KNOWING,
    ),
    _case(
        "n40",
        "The revision before, about a later instant",
        "Revision 3 was not issued by then, whatever it says of that instant.",
        "2025-09-15",
        "suspended",
        records=REVISIONS,
        known="2025-08-31T23:59:59Z",
        event=2,
        revision=2,
        **KNOWING,
    ),
    _case(
        "p26",
        "Revisions that do not stand in order",
        "The highest counts, not the last.",
        "2025-09-15",
        "granted",
        records=REVISIONS[::-1],
        event=3,
        **KNOWING,
    ),
    _case(
        "n41",
        "Before any revision was issued",
        "What was not issued says nothing.",
        IN,
        "undetermined",
        records=REVISIONS,
        known="2023-12-31T23:59:59Z",
        reason="no-revision",
        revision=0,
        **KNOWING,
    ),
    _case(
        "n42",
        "One revision, issued after the instant of knowledge",
        "Its terms do not say when they were known, so it does not answer.",
        IN,
        "undetermined",
        known="2026-09-30T23:59:59Z",
        reason="no-revision",
        revision=0,
        **KNOWING,
    ),
    _case(
        "p27",
        "One revision, issued at the instant of knowledge",
        "issuedAt is inclusive.",
        IN,
        "granted",
        known="2026-10-01",
        event=1,
        **KNOWING,
    ),
    _case(
        "n43",
        "A tier that a later revision gave retroactively",
        "Revision 3 answers, by which the tier had not begun.",
        "2026-01-15",
        "not-held",
        records=(_at(3, "2025-12-01"), _at(4, "2026-03-01", MOVED_UP)),
        known="2026-02-28",
        tier="TIER2",
        reason="tier-not-in-record",
        **KNOWING,
    ),
    _case(
        "p28",
        "The same tier, once the later revision was issued",
        "Revision 4 answers.",
        "2026-01-15",
        "granted",
        records=(_at(3, "2025-12-01"), _at(4, "2026-03-01", MOVED_UP)),
        known="2026-03-01",
        tier="TIER2",
        event=1,
        revision=4,
        **KNOWING,
    ),
    _case(
        "p29",
        "One revision twice",
        "The same revision in two places is one.",
        IN,
        "granted",
        records=((), ()),
        event=1,
        **KNOWING,
    ),
    _case(
        "n44",
        "Two contents of the highest revision",
        "A fork: neither is to be trusted.",
        IN,
        "undetermined",
        records=((), (("/authorisation/terms/0/roles", ["importer"]),)),
        reason="fork",
        revision=0,
        **KNOWING,
    ),
    _case(
        "p30",
        "Two contents of a revision that does not answer",
        "A higher one answers.",
        IN,
        "granted",
        records=((), (("/authorisation/terms/0/roles", ["importer"]),), (("/revision", 4),)),
        event=1,
        revision=4,
        **KNOWING,
    ),
    _case(
        "n45",
        "Records with two keys",
        "They are no revisions of one record.",
        IN,
        "undetermined",
        records=((), (("/recordId", "HK-2024-0002"),)),
        reason="several-records",
        revision=0,
        **KNOWING,
    ),
    _case(
        "n46",
        "A record and a view of it",
        "A view has revisions of its own.",
        IN,
        "undetermined",
        base=VIEW,
        records=((), (("/view", {"audience": "JP"}),)),
        reason="several-records",
        revision=0,
        **KNOWING,
    ),
    _case(
        "p31",
        "A view",
        "A view answers as a record does.",
        IN,
        "granted",
        base=VIEW,
        event=1,
        **KNOWING,
    ),
    _case(
        "n47",
        "A record that breaks a rule",
        "What is not valid never means granted.",
        IN,
        "undetermined",
        ("/authorisation/terms/0/until", "2023-01-01T00:00:00Z"),
        reason="not-valid",
        revision=0,
        **KNOWING,
    ),
    _case(
        "n48",
        "One revision of several that breaks a rule",
        "Nobody can tell what it would say.",
        IN,
        "undetermined",
        records=(_at(3, "2026-10-01"), _at(4, "2026-10-02", ("/history/0/status", "suspended"))),
        reason="not-valid",
        revision=0,
        **KNOWING,
    ),
    _case(
        "p35",
        "A record that moved twice",
        "The first of formerAdministrations keeps the key, not the last.",
        IN,
        "granted",
        base=MODULES,
        event=1,
        revision=5,
        records=(
            LET_GO,
            (*IN_GERMANY, ("/movedTo", "FR")),
            (
                *IN_GERMANY,
                ("/administration", "FR"),
                ("/formerAdministrations", ["AT", "DE"]),
                ("/revision", 5),
            ),
        ),
        **KNOWING,
    ),
    _case(
        "p34",
        "A record with a warning",
        "A rule of level SHOULD makes no record not valid.",
        IN,
        "granted",
        ("/history", [event(1, "granted", "2024-01-01T00:00:01Z", "2024-01-02")]),
        event=1,
        **KNOWING,
    ),
    _case(
        "n49",
        "A revision issued after the instant of knowledge that breaks a rule",
        "It is at hand, so nobody can tell what the history was.",
        IN,
        "undetermined",
        records=(_at(3, "2026-10-01"), _at(4, "2026-11-02", ("/history/0/status", "suspended"))),
        reason="not-valid",
        revision=0,
        **KNOWING,
    ),
    _case(
        "n50",
        "Two records, of which one breaks a rule",
        "That they are two does not count beside it: the first line that holds does.",
        IN,
        "undetermined",
        records=((), (("/recordId", "HK-2024-0002"), ("/history/0/status", "suspended"))),
        reason="not-valid",
        revision=0,
        **KNOWING,
    ),
    _case(
        "n51",
        "A revision of which an item is missing",
        "It cannot be read as a record, and is one of those at hand.",
        IN,
        "undetermined",
        records=(_at(3, "2026-10-01"), _at(4, "2026-10-02", ("/holder/legalName", REMOVE))),
        reason="not-valid",
        revision=0,
        **KNOWING,
    ),
    _case(
        "n52",
        "A revision of which no recordId can be read",
        "It may be one of the record that can be read, and says nobody what.",
        IN,
        "undetermined",
        records=(_at(3, "2026-10-01"), _at(4, "2026-10-02", ("/recordId", REMOVE))),
        reason="not-valid",
        revision=0,
        **KNOWING,
    ),
    _case(
        "p81",
        "A record that the side before let go to another administration",
        "With the word of the side that was left the two are one record.",
        IN,
        "granted",
        base=MODULES,
        event=1,
        revision=4,
        records=(LET_GO, IN_GERMANY),
        **KNOWING,
    ),
    _case(
        "p82",
        "The same, the later revision first",
        "Revisions stand in any order.",
        IN,
        "granted",
        base=MODULES,
        event=1,
        revision=4,
        records=(IN_GERMANY, LET_GO),
        **KNOWING,
    ),
    _case(
        "p83",
        "Two revisions of a record that moved, without any of the side that was left",
        "They are of one path and one id.",
        IN,
        "granted",
        base=MODULES,
        event=1,
        revision=5,
        records=(IN_GERMANY, (*IN_GERMANY, ("/revision", 5))),
        **KNOWING,
    ),
    _case(
        "n81",
        "A record that names a former administration, beside a record of that one",
        "Whoever names an administration does not answer for its record.",
        IN,
        "undetermined",
        base=MODULES,
        reason="several-records",
        revision=0,
        records=(IN_AUSTRIA, IN_GERMANY),
        **KNOWING,
    ),
    _case(
        "n82",
        "A second content of the revision that answers, issued after the instant of knowledge",
        "Whoever has both knows that neither is to be trusted.",
        IN,
        "undetermined",
        known="2026-10-10",
        reason="fork",
        revision=0,
        records=(_at(3, "2026-10-01"), _at(3, "2026-10-20")),
        **KNOWING,
    ),
    _case(
        "p84",
        "A record that draws a warning by a rule of level MUST",
        "It rests on a fact that is not certain, so it is no error and the record answers.",
        IN,
        "granted",
        (
            "/authorisation/criteria",
            [{"criterion": "K", "outcome": "not-required-by-tier"}],
        ),
        base=MODULES,
        event=1,
        **KNOWING,
    ),
    _case(
        "n61",
        "A revision of a newer version above one of this version",
        "Nobody can tell what it would say.",
        IN,
        "undetermined",
        records=(_at(3, "2026-10-01"), _at(4, "2026-10-02", ("/specVersion", "1.1"))),
        reason="not-valid",
        revision=0,
        **KNOWING,
    ),
    _case(
        "n62",
        "A revision of a newer version below one of this version, which stands first",
        "Nobody can tell what it says, nor whether it is a revision of the same record.",
        IN,
        "undetermined",
        records=(_at(4, "2026-10-02"), _at(3, "2026-10-01", ("/specVersion", "1.2"))),
        reason="not-valid",
        revision=0,
        **KNOWING,
    ),
    _case(
        "n63",
        "A revision of a newer version that was issued after the instant of knowledge",
        "When it was issued cannot be judged either.",
        IN,
        "undetermined",
        records=(
            _at(3, "2026-10-01"),
            _at(4, "2026-10-20", ("/specVersion", "1.1")),
            _at(5, "2026-10-25"),
        ),
        known="2026-10-10",
        reason="not-valid",
        revision=0,
        **KNOWING,
    ),
)
