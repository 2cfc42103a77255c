"""Whether a firm is recognised under a partner profile: RCG-01, by hand from section 13 of part 6.

`p` is recognised, `n` is any other answer. What the firm holds and the steps before it; what
becomes of a record in its stream, and who asks for whom, is in `rcg_streams`.
"""

from __future__ import annotations

from typing import Any

from making import REMOVE
from recognising import FIRM, RecognitionCase, adopted, profile, row, why

from definitions.bases import event, history, term

YES = (why("recognised"),)
SUSPENDED_AT = "2026-11-01T15:00:00Z"
DAY = {"tin": "HK00000001", "day": "2026-11-01"}
STEPS, TABLE = ("XCH-13-3", "XCH-13-2"), ("XCH-13-5", "XCH-13-2")


def case(name: str, title: str, reason: str, answer: str, *told: Any, **more: Any) -> Any:
    """Return a case; `told` are its reasons, which are the plain yes where none is told."""
    given: dict[str, Any] = {
        "base": FIRM,
        "profiles": adopted(profile()),
        "question": {"tin": "HK00000001"},
        "requirements": TABLE,
        "flags": ("Recognition",),
        **more,
    }
    given.setdefault("reasons", told or (YES if answer == "yes" else ()))
    if not given["reasons"]:
        raise ValueError(f"{name} has no reason")
    return RecognitionCase(id=f"RCG-01.{name}", title=title, why=reason, answer=answer, **given)


def edits(*changes: Any) -> dict[str, Any]:
    """Return the firm alone, with these edits."""
    return {"records": (changes,)}


def terms(*spans: Any) -> Any:
    """Return the edit that replaces the terms."""
    return ("/authorisation/terms", list(spans))


def consents(*states: tuple[str, str]) -> Any:
    """Return the edit that replaces the consents under the agreement."""
    agreement = FIRM["view"]["agreement"]
    return (
        "/consents",
        [{"scope": agreement, "state": state, "since": since} for state, since in states],
    )


NARROWED = row(party_roles=["exporter"], flows=["import"])
SECOND_ROW = row(tiers=["TIER1"], benefits=["FIRST-IN-LINE"])
TURNED = terms(term("2024-01-01", "2026-11-01", "TIER1"), term("2026-11-01", "", "TIER2"))
GAP = terms(term("2024-01-01", "2026-10-30", "TIER2"), term("2026-11-01", "2027-06-01", "TIER2"))
AGAIN = consents(
    ("given", "2026-01-01T00:00:00Z"),
    ("withdrawn", "2026-09-01T00:00:00Z"),
    ("given", "2026-10-01T00:00:00Z"),
)
BOTH_TIERS = terms(term("2024-01-01", "", "TIER1", "TIER2"))
ANNULLED = history(event(2, "annulled", "2026-03-01", annuls=1))
LIFTED = history(event(2, "suspended", "2026-03-01"), event(3, "annulled", "2026-04-01", annuls=2))
OF_DAY = {"question": DAY, "requirements": ("XCH-13-7", "XCH-1-7")}


def suspended_from(instant: str, back: str = "") -> Any:
    """Return the edit of a suspension, recorded before the state, that may have an end."""
    told = [event(2, "suspended", instant, "2026-09-01")]
    if back:
        told.append(event(3, "reinstated", back, "2026-09-02"))
    return history(*told)


CASES: tuple[RecognitionCase, ...] = (
    case("p01", "A granted tier of a row", "Every line of the table is passed.", "yes"),
    case(
        "n01",
        "A TIN that nobody in the stream has",
        "Every holder could be read, and none has it.",
        "no",
        why("not-in-stream", ""),
        question={"tin": "HK00000009"},
        requirements=STEPS,
    ),
    # The row.
    case(
        "p02",
        "The first second of a row",
        "from is inclusive.",
        "yes",
        at="2026-04-01T00:00:00Z",
        requirements=("XCH-1-4", *STEPS),
    ),
    case(
        "n02",
        "The last second before a row",
        "No row covers it.",
        "no",
        why("no-row", ""),
        at="2026-03-31T23:59:59Z",
        requirements=("XCH-1-4", *STEPS),
    ),
    case(
        "p03",
        "The last second of a row",
        "until is exclusive.",
        "yes",
        profiles=adopted(profile(row(until="2026-11-01T00:00:01Z"))),
        requirements=("XCH-1-4", *STEPS),
    ),
    case(
        "n03",
        "The first second behind a row",
        "until is exclusive.",
        "no",
        why("no-row", ""),
        profiles=adopted(profile(row(until="2026-11-01T00:00:00Z"))),
        requirements=("XCH-1-4", *STEPS),
    ),
    case(
        "p04",
        "The role and the flow of a row",
        "Both were asked and are those of the row.",
        "yes",
        profiles=adopted(profile(NARROWED)),
        question={"tin": "HK00000001", "partyRole": "exporter", "flow": "import"},
        requirements=STEPS,
    ),
    case(
        "n04",
        "Another flow than that of the row",
        "The row is for imports.",
        "no",
        why("no-row", ""),
        profiles=adopted(profile(NARROWED)),
        question={"tin": "HK00000001", "partyRole": "exporter", "flow": "export"},
        requirements=STEPS,
    ),
    case(
        "n05",
        "Another role than that of the row",
        "The row is for exporters.",
        "no",
        why("no-row", ""),
        profiles=adopted(profile(NARROWED)),
        question={"tin": "HK00000001", "partyRole": "importer", "flow": "import"},
        requirements=STEPS,
    ),
    case(
        "p05",
        "A row that narrows what was not asked",
        "The answer rests on assumptions and names them.",
        "yes",
        why("recognised"),
        why("role-not-asked"),
        why("flow-not-asked"),
        profiles=adopted(profile(NARROWED)),
        requirements=STEPS,
    ),
    case(
        "p06",
        "A row without and a row with assumptions",
        "The row that rests on none counts, and its benefits alone follow.",
        "yes",
        profiles=adopted(profile(NARROWED, row(benefits=["FIRST-IN-LINE"]))),
        rows=(2,),
        benefits=("FIRST-IN-LINE",),
        requirements=STEPS,
    ),
    case(
        "p07",
        "Two rows of two tiers that the firm holds",
        "Both carry the yes, and the benefits of both follow.",
        "yes",
        **edits(BOTH_TIERS),
        profiles=adopted(profile(row(), SECOND_ROW)),
        rows=(1, 2),
        benefits=("FEWER-EXAMINATIONS", "FIRST-IN-LINE"),
    ),
    case(
        "p08",
        "Two rows, one of a tier that is suspended",
        "The row of the tier that is granted carries the yes.",
        "yes",
        **edits(BOTH_TIERS, history(event(2, "suspended", "2026-06-01", appliesTo=["TIER2"]))),
        profiles=adopted(profile(row(), SECOND_ROW)),
        rows=(2,),
        benefits=("FIRST-IN-LINE",),
    ),
    case(
        "n06",
        "A row of the other direction",
        "Hong Kong recognises there, and Japan asks.",
        "no",
        why("no-row", ""),
        profiles=adopted(
            profile(
                row(granted_by="JP", recognised_by="HK", programme="JP-AEO", tiers=["EXPORTER"])
            )
        ),
        requirements=STEPS,
    ),
    case(
        "n07",
        "A TIN that the row excludes",
        "It begins with what the row leaves out.",
        "no",
        why("tin-excluded"),
        profiles=adopted(profile(row(tin_prefixes_excluded=["HK0"]))),
    ),
    case(
        "p09",
        "A TIN that no row excludes",
        "It does not begin with what the row leaves out.",
        "yes",
        profiles=adopted(profile(row(tin_prefixes_excluded=["HK1"]))),
    ),
    case(
        "p10",
        "A role of the holder that the row asks for",
        "The term at the instant has it.",
        "yes",
        profiles=adopted(profile(row(holder_roles=["exporter", "carrier"]))),
    ),
    case(
        "n08",
        "No role of the holder that the row asks for",
        "The term at the instant is of an exporter.",
        "no",
        why("role-not-covered"),
        profiles=adopted(profile(row(holder_roles=["carrier"]))),
    ),
    # The term.
    case(
        "n09",
        "The last second before the term of a tier",
        "The earlier term is of another tier.",
        "no",
        why("tier-not-covered"),
        **edits(TURNED),
        at="2026-10-31T23:59:59Z",
    ),
    case(
        "p11",
        "The first second of the term of a tier",
        "from is inclusive.",
        "yes",
        **edits(TURNED),
    ),
    case(
        "p12",
        "The last second before a gap between terms",
        "until is exclusive.",
        "yes",
        **edits(GAP),
        at="2026-10-29T23:59:59Z",
    ),
    case(
        "n10",
        "The first second of a gap between terms",
        "It lies in no term.",
        "no",
        why("tier-not-covered"),
        **edits(GAP),
        at="2026-10-30T00:00:00Z",
    ),
    case("p13", "The first second behind a gap", "The next term began.", "yes", **edits(GAP)),
    # The status.
    case(
        "n11",
        "A grant that was annulled",
        "It never held the status.",
        "no",
        why("status", status="never-held"),
        **edits(ANNULLED),
    ),
    case("p14", "A suspension that was annulled", "It never was.", "yes", **edits(LIFTED)),
    case(
        "n12",
        "A suspended tier",
        "The status of the tier of the row decides.",
        "no",
        why("status", status="suspended"),
        **edits(suspended_from("2026-06-01")),
    ),
    case(
        "n13",
        "Before any event took effect",
        "Nobody can tell the status then.",
        "open",
        why("status", status="undetermined"),
        **edits(
            ("/history/0/effectiveFrom", "2026-06-01T00:00:00Z"),
            ("/history/0/recordedAt", "2026-06-01T00:00:00Z"),
        ),
        at="2026-05-31T23:59:59Z",
    ),
    # Consent.
    case(
        "n14",
        "A consent that was withdrawn",
        "The one that counts at the instant does not let it be shared.",
        "no",
        why("no-consent"),
        **edits(AGAIN),
        at="2026-09-30T23:59:59Z",
    ),
    case(
        "p15",
        "A consent that was given again",
        "since is inclusive.",
        "yes",
        **edits(AGAIN),
        at="2026-10-01T00:00:00Z",
    ),
    case(
        "p16",
        "Before a consent was withdrawn",
        "The first one counted then.",
        "yes",
        **edits(AGAIN),
        at="2026-08-31T23:59:59Z",
    ),
    case(
        "p20",
        "A consent that is not required, where the profile lets it count",
        "The profile names the states that let a record be shared.",
        "yes",
        **edits(consents(("not-required", "2026-01-01T00:00:00Z"))),
        profiles=adopted(profile(consent="given-or-not-required")),
    ),
    case(
        "n15",
        "A consent that is not required, where the profile wants one given",
        "The profile names the states that let a record be shared.",
        "no",
        why("no-consent"),
        **edits(consents(("not-required", "2026-01-01T00:00:00Z"))),
    ),
    # The programme.
    case(
        "n16",
        "A programme of no row",
        "The row is of another programme of the sender.",
        "no",
        why("programme-not-covered"),
        profiles=adopted(profile(row(programme="HK-OTHER"))),
    ),
    case(
        "n17",
        "A programme that the reference data does not know",
        "Nobody can say what its tiers mean.",
        "open",
        why("programme-unknown"),
        **edits(("/programme", "HK-OTHER")),
        profiles=adopted(profile(row(programme="HK-OTHER"))),
    ),
    # A day.
    case(
        "p17",
        "A day in Tokyo, up to a suspension behind it",
        "The day ends at 15:00 UTC, and the suspension begins there.",
        "yes",
        **edits(suspended_from(SUSPENDED_AT)),
        **OF_DAY,
    ),
    case(
        "n18",
        "A day in Tokyo with a suspension in its last second",
        "The answer is not the same at every instant.",
        "open",
        why("not-all-day", ""),
        why("recognised"),
        why("status", status="suspended"),
        **edits(suspended_from("2026-11-01T14:59:59Z")),
        **OF_DAY,
    ),
    case(
        "p18",
        "A day in Tokyo, from a reinstatement on",
        "The day begins at 15:00 UTC of the day before.",
        "yes",
        **edits(suspended_from("2026-06-01", "2026-10-31T15:00:00Z")),
        **OF_DAY,
    ),
    case(
        "n19",
        "A day in Tokyo that begins suspended",
        "Its first second is before the reinstatement.",
        "open",
        why("not-all-day", ""),
        why("recognised"),
        why("status", status="suspended"),
        **edits(suspended_from("2026-06-01", "2026-10-31T15:00:01Z")),
        **OF_DAY,
    ),
    case(
        "p19",
        "A day in the earliest zone",
        "The day of a side at UTC+14 begins at 10:00 UTC of the day before, and ends there.",
        "yes",
        **edits(suspended_from("2026-11-01T10:00:00Z")),
        profiles=adopted(profile(zone="Pacific/Kiritimati")),
        **OF_DAY,
    ),
    case(
        "n20",
        "The same day in Tokyo",
        "There the suspension begins within the day.",
        "open",
        why("not-all-day", ""),
        why("recognised"),
        why("status", status="suspended"),
        **edits(suspended_from("2026-11-01T10:00:00Z")),
        **OF_DAY,
    ),
    case(
        "n21",
        "A day that is suspended throughout",
        "Every instant of it has one answer.",
        "no",
        why("status", status="suspended"),
        **edits(suspended_from("2026-10-31T15:00:00Z")),
        **OF_DAY,
    ),
    # A record that a register rejects, or cannot read.
    case(
        "n22",
        "A record that breaks a rule",
        "It was rejected, whatever it says.",
        "open",
        why("rejected"),
        **edits(terms(term("2024-01-01", "2023-01-01", "TIER2"), term("2024-06-01", "", "TIER2"))),
        requirements=("XCH-8-19", *TABLE),
    ),
    case(
        "n23",
        "A record of a newer version",
        "It is kept, and nobody here can read it.",
        "open",
        why("newer"),
        **edits(("/specVersion", "1.1")),
        requirements=("XCH-8-19", *TABLE),
    ),
    case(
        "n24",
        "A holder that cannot be read",
        "It may be the one asked about.",
        "open",
        why("unread", ""),
        **edits(("/holder", REMOVE)),
        question={"tin": "HK00000009"},
        requirements=STEPS,
    ),
)
