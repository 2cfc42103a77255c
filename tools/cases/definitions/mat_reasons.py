"""What recognition says of a holder is said of the party: MAT-01, by hand from part 12.

What is held is that of a case of a recogniser for the same reason, where each is told apart from
its neighbours; here a declaration asks, and the answer is that of the holder (DEC-4-1), or of
nobody (DEC-4-2).
"""

from __future__ import annotations

from typing import Any

from matching import MatchingCase, answered, party
from recognising import K, RecognitionCase, entries, head, stream

from definitions import rcg, rcg_streams
from definitions.mat import TIN

HELD: dict[str, RecognitionCase] = {
    one.id.removeprefix("RCG-01."): one for one in (*rcg.CASES, *rcg_streams.CASES)
}
LATE = (stream(head(41, entries(0), as_of=K, applied="2026-11-01T12:00:01Z")),)


def _case(name: str, held_as: str, answer: str, *reasons: str, **more: Any) -> MatchingCase:
    """Return a case that asks by a declaration what a case of a recogniser asks."""
    held = HELD[held_as]
    is_known = more.pop("is_known", True)
    number = more.pop("number", held.question.get("tin", ""))
    told = {"tin": TIN, "lookup": "tin"} if is_known else {}
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
        "codes": held.codes,
        "accepted": held.question.get("day", held.at),
        "flow": "import",
        "level": "MUST",
        "requirements": ("DEC-4-1",) if is_known else ("DEC-4-2",),
        **more,
    }
    return MatchingCase(id=f"MAT-01.{name}", **given)


CASES: tuple[MatchingCase, ...] = (
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
