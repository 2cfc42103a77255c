"""What recognition says of a holder is said of the party: MAT-01, by hand from part 12.

What is held is that of a case of a recogniser for the same reason, where each is told apart from
its neighbours; here a declaration asks, and the answer is that of the holder (DEC-4-1), or of
nobody (DEC-4-2).
"""

from __future__ import annotations

from typing import Any

from matching import MatchingCase, answered, party
from recognising import ALWAYS, K, RecognitionCase, T, adopted, entries, head, profile, stream

from definitions import rcg, rcg_days, rcg_halves, rcg_streams
from definitions.bases import LEI
from definitions.mat import BY_LEI, FEWER, TIN, case
from definitions.rcg import suspended_from
from definitions.rcg_days import WITHIN
from definitions.rcg_streams import OWN, OWN_CODES, code, former, numbered

HELD: dict[str, RecognitionCase] = {
    one.id.removeprefix("RCG-01."): one
    for module in (rcg, rcg_streams, rcg_days, rcg_halves)
    for one in module.CASES
}
LATE = (stream(head(41, entries(0), as_of=K, applied="2026-11-01T12:00:01Z")),)


def _case(name: str, held_as: str, answer: str, *reasons: str, **more: Any) -> MatchingCase:
    """Return a case that asks by a declaration what a case of a recogniser asks."""
    held = HELD[held_as]
    is_known = more.pop("is_known", True)
    number = more.pop("number", held.question.get("tin", ""))
    benefits = FEWER if answer == "yes" else {}
    told = {"tin": number, "lookup": "tin", **benefits} if is_known else {}
    given: dict[str, Any] = {
        "title": f"{held.title}, in a declaration",
        "why": "The answer is that of recognition."
        if is_known
        else "Nobody is found, and what keeps the stream from answering is told.",
        "parties": (party("exporter", number),),
        "answers": (answered(answer, *reasons, **told),),
        "records": held.records,
        "profiles": held.profiles,
        "streams": held.streams,
        "base": held.base,
        "codes": held.codes,
        "accepted": held.question.get("day", held.at),
        "flow": "import",
        "level": "MUST",
        "requirements": ("DEC-4-1",) if is_known else ("DEC-4-2",),
        **more,
    }
    return MatchingCase(id=f"MAT-01.{name}", **given)


HELD_AS: tuple[MatchingCase, ...] = (
    # What the row does not cover.
    _case("n43", "n07", "no", "tin-excluded"),
    _case("n44", "n08", "no", "role-not-covered"),
    _case("n45", "n09", "no", "tier-not-covered"),
    _case("n46", "n14", "no", "no-consent"),
    _case("n47", "n16", "no", "programme-not-covered"),
    _case("n48", "n17", "open", "programme-unknown"),
    _case("n62", "n18", "open", "not-all-day", "recognised", "status"),
    # What is held, and does not answer.
    _case("n49", "n22", "open", "rejected"),
    _case("n50", "n23", "open", "newer"),
    _case("n51", "n40", "open", "transcribed"),
    _case("n52", "n41", "no", "consent-withdrawn"),
    _case("n53", "n42", "open", "out-of-use"),
    _case("n54", "n43", "no", "out-of-scope"),
    _case("n55", "n45", "open", "missing"),
    # The state of the stream.
    _case("n56", "n35", "open", "stale"),
    _case("n57", "n37", "open", "key-compromised"),
    _case("n58", "n38", "open", "disputed"),
    _case("n59", "n39", "open", "restored"),
    _case("n60", "n24", "open", "not-found", "unread", is_known=False),
    _case("n61", "n32", "open", "not-found", "no-stream", is_known=False, streams=LATE),
)

# ------------------------------------------------------------ the version of the profile

AFTER_K = "2026-11-01T12:00:01Z"
UNKNOWN = "HK99000077"
BY_OWN_CODE = {"tin": TIN, "lookup": "own-code"}
OF_VERSIONS: dict[str, Any] = {"requirements": ("DEC-3-2", "DEC-4-1")}


def _versions(since: str) -> tuple[dict[str, str], ...]:
    """Return a profile that goes by TINs, and its next version, which goes by codes of Japan."""
    return adopted(profile(), profile(version=2, **OWN), at=(ALWAYS, since))


VERSIONS: tuple[MatchingCase, ...] = (
    _case("n81", "n33", "open", "no-profile"),
    _case("n82", "n33", "open", "not-found", "no-profile", is_known=False, number=UNKNOWN),
    case(
        "p30",
        "A profile adopted at the instant of knowledge",
        "From then on it is in force.",
        party("exporter", TIN),
        answered("yes", tin=TIN, lookup="tin", **FEWER),
        profiles=adopted(profile(), at=(K,)),
    ),
    case(
        "p31",
        "A TIN, where a version that goes by other numbers is adopted after K",
        "By what a party is looked up says the version in force at K.",
        party("exporter", TIN),
        answered("yes", tin=TIN, lookup="tin", **FEWER),
        profiles=_versions(AFTER_K),
        codes=code(TIN),
        **OF_VERSIONS,
    ),
    case(
        "n83",
        "A TIN, where a version that goes by other numbers is adopted at K",
        "By what a party is looked up says the version in force at K.",
        party("exporter", TIN),
        answered("open", "not-found", near=((TIN, "other-field"),)),
        profiles=_versions(K),
        codes=code(TIN),
        **OF_VERSIONS,
    ),
    case(
        "p32",
        "A code of the asking side, by a version that is adopted at K",
        "By what a party is looked up says the version in force at K.",
        party("exporter", "P0001"),
        answered("yes", **BY_OWN_CODE, **FEWER),
        profiles=_versions(K),
        codes=code(TIN),
        **OF_VERSIONS,
    ),
    case(
        "n84",
        "A code of the asking side, by a version that is adopted after K",
        "By what a party is looked up says the version in force at K.",
        party("exporter", "P0001"),
        answered("open", "not-found"),
        profiles=_versions(AFTER_K),
        codes=code(TIN),
        **OF_VERSIONS,
    ),
)

# ------------------------------------------------------------ moves

MOVES: tuple[MatchingCase, ...] = (
    _case("n85", "n60", "open", "move-not-confirmed"),
    _case("n86", "n92", "open", "move-not-confirmed"),
    _case("n87", "n96", "open", "move-not-confirmed"),
    _case("p33", "p49", "yes"),
    _case("p34", "p50", "yes"),
)

# ------------------------------------------------------------ numbers that end

DAY = "2026-11-01"
END_OF_DAY = "2026-11-01T15:00:00Z"  # in Tokyo
OLD_TIN = "HK00000007"
OF_NUMBERS: dict[str, Any] = {"requirements": ("DEC-3-2", "DEC-4-2")}
OF_A_DAY: dict[str, Any] = {"requirements": ("DEC-2-1", "DEC-4-1"), "accepted": DAY}


def _coded(name: str, title: str, why: str, answer: Any, *codes: Any, **more: Any) -> MatchingCase:
    """Return a case of a party with a code of the asking side."""
    (table,) = codes or ((),)
    given = {**OF_NUMBERS, **more}
    return case(
        name,
        title,
        why,
        party("exporter", "P0001"),
        answer,
        profiles=OWN_CODES,
        codes=table,
        **given,
    )


CODES: tuple[MatchingCase, ...] = (
    _coded(
        "n74",
        "A code of the asking side that ended at the acceptance",
        "until is exclusive. Nobody is found, and that is never a no.",
        answered("open", "not-found"),
        code(TIN, until=T),
    ),
    _coded(
        "n75",
        "A code of the asking side that begins a second after the acceptance",
        "from is inclusive. Nobody is found, and that is never a no.",
        answered("open", "not-found"),
        code(TIN, **{"from": "2026-11-01T00:00:01Z"}),
    ),
    _coded(
        "n76",
        "A code that the asking side has not issued",
        "Its table is at hand, and has none. Nobody is found, and that is never a no.",
        answered("open", "not-found"),
    ),
    _coded(
        "n77",
        "A code that the asking side issued for a TIN that no record has",
        "Nobody is found, and that is never a no.",
        answered("open", "not-found"),
        code(UNKNOWN),
    ),
    _coded(
        "p35",
        "The first and last second of a code of the asking side",
        "from is inclusive, and until is one second later.",
        answered("yes", **BY_OWN_CODE, **FEWER),
        code(TIN, **{"from": T, "until": "2026-11-01T00:00:01Z"}),
    ),
    _coded(
        "n78",
        "A day of acceptance within which a code of the asking side ends",
        "The answer is not the same at every instant of the day.",
        answered("open", "not-all-day", "recognised", "code-not-issued", **BY_OWN_CODE),
        code(TIN, until=WITHIN),
        **OF_A_DAY,
    ),
    _coded(
        "p36",
        "A day of acceptance with whose end a code of the asking side ends",
        "The day is that of the side that asks, and until is exclusive.",
        answered("yes", **BY_OWN_CODE, **FEWER),
        code(TIN, until=END_OF_DAY),
        **OF_A_DAY,
    ),
)


def _of_day(name: str, title: str, why: str, number: str, answer: Any, **more: Any) -> MatchingCase:
    return case(name, title, why, party("exporter", number), answer, **{**OF_A_DAY, **more})


NUMBERS: tuple[MatchingCase, ...] = (
    _of_day(
        "n79",
        "A day of acceptance within which a firm has another TIN",
        "The answer is not the same at every instant of the day.",
        OLD_TIN,
        answered("open", "not-all-day", "recognised", "not-in-stream", tin=TIN, lookup="tin"),
        records=((former(OLD_TIN, "2026-09-15T03:00:00Z"),),),
        accepted="2026-09-15",
    ),
    _of_day(
        "p37",
        "A day of acceptance with whose end a firm has another TIN",
        "The day is that of the side that asks, and until is exclusive.",
        OLD_TIN,
        answered("yes", tin=TIN, lookup="tin", **FEWER),
        records=((former(OLD_TIN, "2026-09-15T15:00:00Z"),),),
        accepted="2026-09-15",
    ),
    _of_day(
        "n141",
        "A day of acceptance within which a firm that is suspended has another TIN",
        "Before it the firm has it, and the answer is no; behind it nobody has. Neither is a yes.",
        OLD_TIN,
        answered("no", "status", "not-in-stream", tin=TIN, lookup="tin"),
        records=((former(OLD_TIN, "2026-09-15T03:00:00Z"), suspended_from("2026-06-01")),),
        accepted="2026-09-15",
    ),
    _of_day(
        "n88",
        "A day of acceptance within which an identifier begins",
        "The answer is not the same at every instant of the day.",
        LEI,
        answered(
            "open", "not-all-day", "recognised", "not-in-stream", tin=TIN, lookup="identifier"
        ),
        records=((numbered(LEI, **{"from": WITHIN}),),),
        profiles=BY_LEI,
    ),
    _of_day(
        "p38",
        "A day of acceptance with which an identifier begins",
        "The day is that of the side that asks, and from is inclusive.",
        LEI,
        answered("yes", tin=TIN, lookup="identifier", **FEWER),
        records=((numbered(LEI, **{"from": "2026-10-31T15:00:00Z"}),),),
        profiles=BY_LEI,
    ),
)
CASES: tuple[MatchingCase, ...] = (*HELD_AS, *VERSIONS, *MOVES, *CODES, *NUMBERS)
