"""Cases of area REC: how partners recognise the holder."""

from __future__ import annotations

from making import REMOVE, Case

from definitions.bases import PLAIN, RECOGNITION, instant, number


def recognition(start: str, until: str = "", **more: object) -> dict[str, object]:
    """Return a recognition; an empty `until` leaves it open."""
    end = {"until": instant(until)} if until else {}
    return {**RECOGNITION, "from": instant(start), **end, **more}


BY_NAME = {
    "agreement": "HK-JP-2016",
    "partner": "JP",
    "identifierMode": "name-address",
    "from": "2024-02-01T00:00:00Z",
}

CASES: tuple[Case, ...] = (
    Case(
        id="AEO-REC-01.p01",
        title="One recognition by name and address, one by the code that the partner gave",
        why="Name and address need no number; the other names one.",
        flags=("Recognition",),
        base=PLAIN,
        edits=(
            (
                "/recognitions",
                [
                    BY_NAME,
                    {
                        **RECOGNITION,
                        "identifierMode": "partner-customs-code",
                        "identifiers": [number("CN-CUSTOMS", "00009600B2")],
                    },
                ],
            ),
        ),
    ),
    Case(
        id="AEO-REC-01.p02",
        title="By AEO number, without one",
        why="The number of the certificate may serve.",
        flags=("Recognition", "EdgeValue"),
        base=PLAIN,
        edits=(
            ("/recognitions", [RECOGNITION]),
            ("/recognitions/0/identifiers", REMOVE),
        ),
    ),
    Case(
        id="AEO-REC-01.n01",
        title="By the partner's customs code, without one",
        why="The partner's system has nothing to look for.",
        flags=("Recognition", "MissingItem"),
        base=PLAIN,
        edits=(
            ("/recognitions", [{**RECOGNITION, "identifierMode": "partner-customs-code"}]),
            ("/recognitions/0/identifiers", REMOVE),
        ),
        finds=("/recognitions/0/identifiers",),
    ),
    Case(
        id="AEO-REC-01.n02",
        title="The second recognition, by importer code, without one",
        why="Each recognition is looked at.",
        flags=("Recognition", "MissingItem"),
        base=PLAIN,
        edits=(("/recognitions", [RECOGNITION, {**BY_NAME, "identifierMode": "importer-code"}]),),
        finds=("/recognitions/1/identifiers",),
    ),
    Case(
        id="AEO-REC-02.p01",
        title="The later recognition first, and the earlier ends where it starts",
        why="until is exclusive, and the list need not be in order.",
        flags=("Recognition", "Interval", "EdgeValue"),
        base=PLAIN,
        edits=(
            (
                "/recognitions",
                [recognition("2025-01-01"), recognition("2024-02-01", "2025-01-01")],
            ),
        ),
    ),
    Case(
        id="AEO-REC-02.p02",
        title="One interval under two agreements, and with two partners",
        why="Another agreement is another question, and so is another partner.",
        flags=("Recognition", "Interval"),
        base=PLAIN,
        edits=(
            (
                "/recognitions",
                [
                    recognition("2024-02-01"),
                    recognition("2024-02-01", agreement="CN-HK-MO-2024"),
                    recognition("2024-02-01", partner="JP"),
                ],
            ),
        ),
    ),
    Case(
        id="AEO-REC-02.n01",
        title="Two recognitions that share one second",
        why="In that second there would be two answers.",
        flags=("Recognition", "Interval", "EdgeValue"),
        base=PLAIN,
        edits=(
            (
                "/recognitions",
                [recognition("2024-02-01", "2025-01-01T00:00:01Z"), recognition("2025-01-01")],
            ),
        ),
        finds=("/recognitions/1/from",),
    ),
    Case(
        id="AEO-REC-02.n02",
        title="An open recognition, one of another partner, and one that starts inside the first",
        why="Without until the first covers all that comes; it need not stand beside the third.",
        flags=("Recognition", "Interval", "HalfOpen"),
        base=PLAIN,
        edits=(
            (
                "/recognitions",
                [
                    recognition("2024-02-01"),
                    BY_NAME,
                    recognition("2025-01-01", "2026-01-01", identifierMode="partner-customs-code"),
                ],
            ),
        ),
        finds=("/recognitions/2/from",),
    ),
    Case(
        id="AEO-REC-03.p01",
        title="Hong Kong, China recognised by China",
        why="They are two customs territories with two administrations.",
        flags=("Recognition", "Partner"),
        base=PLAIN,
        edits=(("/recognitions", [RECOGNITION]),),
    ),
    Case(
        id="AEO-REC-03.n01",
        title="Recognised by the administration that decided",
        why="Nobody recognises themselves.",
        flags=("Recognition", "Partner"),
        base=PLAIN,
        edits=(("/recognitions", [recognition("2024-02-01", partner="HK")]),),
        finds=("/recognitions/0/partner",),
    ),
    Case(
        id="AEO-REC-03.n02",
        title="The second recognition names both sides of the agreement the wrong way round",
        why="Each recognition is looked at; a copy from the partner's own records reads so.",
        flags=("Recognition", "Partner", "CommonSlip"),
        base=PLAIN,
        edits=(("/recognitions", [RECOGNITION, {**BY_NAME, "partner": "HK"}]),),
        finds=("/recognitions/1/partner",),
    ),
)
