"""Status lists to be published, and what cannot be published: STL-01."""

from __future__ import annotations

from typing import Any

from asking import SMALLEST, STATUSES, ListingCase
from attesting import URI
from making import json_bytes

FORM = ("ATT-4-1", "ATT-4-6", "CNF-3-12")
ENTRIES = ("ATT-4-6", "ATT-4-8")
TIMES = ("ATT-4-4",)
ASKED = ("CNF-3-12",)
MANY = 1 << 20
MOST = 1 << 26

RIGHT: dict[str, Any] = {"uri": URI, "hours": 24, "entries": [{"index": 4711, "status": "revoked"}]}


def _document(**changed: Any) -> bytes:
    """Return the document with members changed; one of value None is left out."""
    told = {**RIGHT, **changed}
    return json_bytes({name: value for name, value in told.items() if value is not None})


def _case(number: str, title: str, why: str, *entries: tuple[int, str], **more: Any) -> ListingCase:
    given = {"requirements": ENTRIES, **more}
    return ListingCase(id=f"STL-01.{number}", title=title, why=why, entries=entries, **given)


CASES: tuple[ListingCase, ...] = (
    _case("p01", "A list in which nothing has happened", "It has 131,072 entries of 2 bits or "
          "more, all 0, so that nobody sees how few there are.", requirements=FORM),
    _case("p02", "One place is revoked", "1, at its place, and nowhere else.", (4711, "revoked")),
    _case("p03", "Every status in the four places of one byte", "They are counted from the least "
          "significant bit.", *((1284 + place, status) for place, status in enumerate(STATUSES))),
    _case("p04", "The first and the last place", "Bits 0 and 1 of the first byte, 6 and 7 of the "
          "last.", (0, "suspended"), (SMALLEST - 1, "revoked")),
    _case("p05", "A list of a million places, the last of them superseded", "It is as long as was "
          "asked for, or longer.", (MANY - 1, "superseded"), size=MANY),
    _case("p06", "A list for 72 hours", "It may last as long, and no longer.", (3, "revoked"),
          hours=72, requirements=TIMES),
    _case("p07", "A list for an hour", "It lasts as long as was asked for.", (3, "revoked"),
          hours=1, requirements=TIMES),
    _case("p08", "Two thousand places, not in their order", "Each has what was told of it.",
          *((step * 65537 % SMALLEST, STATUSES[1 + step % 3]) for step in range(2000))),
    _case("p09", "A place that is told to be valid", "An entry of 0 is an answer like the others.",
          (17, "valid"), (18, "revoked")),
    _case("p10", "A name of 256 characters", "sub is the name, byte by byte.", (1, "revoked"),
          uri="https://status.customs.example/" + "a" * 225, requirements=("ATT-4-3",)),
    _case("n01", "A list for 73 hours", "A list that is older says nothing any more.",
          (3, "revoked"), hours=73, requirements=TIMES),
    _case("n02", "A list for no time", "It would never answer.", hours=0, requirements=TIMES),
    _case("n03", "A place behind the last", "Nobody would find the entry.",
          (SMALLEST, "revoked"), size=SMALLEST, requirements=("ATT-4-7",)),
    _case("n04", "Two statuses for one place", "Which of them stands would depend on the order.",
          (4711, "revoked"), (4711, "suspended"), requirements=ASKED),
    _case("n05", "A status that a list does not know", "There are four.", (4711, "withdrawn"),
          requirements=("ATT-4-8",)),
    _case("n06", "A list of a thousand places", "So few would tell who is meant.", size=1000,
          requirements=("ATT-4-6",)),
    _case("n07", "A place before the first", "Places are counted from 0.", (-1, "revoked"),
          requirements=("ATT-4-7",)),
    _case("n08", "A key on P-384", "Keys on P-384 verify; P-256 signs.", key="hk-384",
          requirements=("ATT-6-1",)),
    _case("n09", "A document cut off in the middle", "What is missing might have been revoked.",
          told=b'{"uri": "https://status.customs.example/hk/1", "hours": 24, "entries": [',
          requirements=ASKED),
    _case("p11", "A list of a number of places that fills no byte, the last of them revoked", "It "
          "is as long as was asked for, or longer.", (SMALLEST, "revoked"), size=SMALLEST + 1),
    _case("p12", "One place told twice, in the same way", "It is one status.", (4711, "revoked"),
          (4711, "revoked"), requirements=ASKED),
    _case("p13", "A list as long as a verifier reads, the last place superseded", "16 MiB when "
          "inflated.", (MOST - 1, "superseded"), size=MOST),
    _case("n10", "A list longer than a verifier reads", "It stops at 16 MiB.", (1, "revoked"),
          size=MOST + 1, requirements=("ATT-4-6",)),
    _case("n11", "A place behind the last, where no size is told", "There are 131,072.",
          (SMALLEST, "revoked"), requirements=("ATT-4-7",)),
    _case("n12", "A place told as valid and then as revoked", "Which of them stands would depend "
          "on the order.", (4711, "valid"), (4711, "revoked"), requirements=ASKED),
    _case("n13", "A place told as revoked and then as valid", "Which of them stands would depend "
          "on the order.", (4711, "revoked"), (4711, "valid"), requirements=ASKED),
    _case("n14", "A key of RSA", "Keys are elliptic.", key="rsa", requirements=("ATT-6-1",)),
    _case("n15", "A key on another curve", "Keys are on P-256.", key="secp256k1",
          requirements=("ATT-6-1",)),
    *(
        _case(f"n{16 + place}", title, "The document breaks its schema.", told=told,
              requirements=ASKED)
        for place, (title, told) in enumerate((
            ("No name", _document(uri=None)),
            ("No hours", _document(hours=None)),
            ("No entries", _document(entries=None)),
            ("Hours as a text", _document(hours="24")),
            ("An hour and a half", _document(hours=1.5)),
            ("Hours below nothing", _document(hours=-1)),
            ("A name without a scheme", _document(uri="status.customs.example/hk/1")),
            ("A name of 257 characters", _document(
                uri="https://status.customs.example/" + "a" * 226)),
            ("A member that nobody knows", _document(note="x")),
            ("A member of an entry that nobody knows", _document(
                entries=[{"index": 4711, "status": "revoked", "note": "x"}])),
            ("A place as a text", _document(entries=[{"index": "4711", "status": "revoked"}])),
            ("A status in capitals", _document(entries=[{"index": 4711, "status": "REVOKED"}])),
            ("A status as a number", _document(entries=[{"index": 4711, "status": 1}])),
            ("A place without a status", _document(entries=[{"index": 4711}])),
            ("A name twice in the document", _document().replace(
                b'"hours": 24', b'"hours": 24, "hours": 48')),
            ("A list of entries and nothing around it", json_bytes(list(RIGHT["entries"]))),
        ))
    ),
)  # fmt: skip
