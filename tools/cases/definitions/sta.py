"""Cases of STA: what became of an attestation."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any

from attesting import (
    HK,
    INDEX,
    LISTED,
    LISTED_UNTIL,
    RECORD,
    STATUS_LIST,
    URI,
    AttestationCase,
    document,
    token,
)
from forging import (
    authority,
    encoded,
    listed_key,
    lst,
    scope,
    status_list,
    trust_list,
)
from making import json_bytes

OTHER = "https://status.customs.example/hk/2"


def _case(name: str, title: str, why: str, flag: str, **more: Any) -> AttestationCase:
    """Return a case in both envelopes; `claims` are those that differ."""
    claims, record = more.pop("claims", {}), more.pop("about", RECORD)
    rule = f"AEO-STA-{name.split('.', maxsplit=1)[0]}"
    letter = name.split(".")[1]
    return AttestationCase(
        id=f"{rule}.{letter}",
        title=title,
        why=why,
        flags=(flag,),
        sdjwt=token(f"{rule}.{letter}", record, **claims),
        xml=document(record, **claims),
        finds=more.pop("finds", (rule,) if letter.startswith("n") else ()),
        **more,
    )


NOTHING: Mapping[int, int] = {}


def _list(entries: Mapping[int, int] = NOTHING, key: str = "hk", **more: Any) -> tuple[bytes, ...]:
    times = {"iat": LISTED, "exp": LISTED_UNTIL, **more}
    return (status_list(times.pop("uri", URI), entries, key, **times),)


def _content(content: bytes) -> tuple[bytes, ...]:
    """Return a status list around a zlib stream of any kind."""
    return _list(status_list={"bits": 2, "lst": encoded(content)})


def _place(index: int) -> dict[str, Any]:
    return {"status": {"status_list": {"idx": index, "uri": URI}}}


ZEROS = bytes(1 << 15)
SECOND_KEY = trust_list(
    [
        HK,
        authority("HK", [listed_key("sg")], [scope("HK", "HK-AEO", purposes=["status"])]),
    ]
)
NO_STATUS = trust_list(
    [
        authority(
            "HK",
            [listed_key("hk")],
            [scope("HK", "HK-AEO", purposes=["attestation"])],
            statusLists=[URI],
        )
    ]
)
LOST_KEY = trust_list(
    [authority("HK", [listed_key("hk"), listed_key("sg", "compromised")], [scope("HK", "HK-AEO")])]
)
ANY_LIST = trust_list([authority("HK", [listed_key("hk")], [scope("HK", "HK-AEO")])])
TOKEN = [
    _case("01.p01", "A list that does not say how often to fetch it", "ttl may be missing.", "Form",
          status=_list(ttl=None)),
    _case("01.n01", "A token of another type", "Another message of the administration.",
          "WrongType", status=_list(head={"typ": "JWT"})),
    _case("01.n02", "One bit an entry", "One bit cannot say suspended.", "Bits",
          status=_list(status_list={"bits": 1, "lst": lst({})})),
    _case("01.n03", "No entries", "There is nothing to look up.", "Form",
          status=_list(status_list={"bits": 2})),
    _case("01.n04", "A header with an extension called critical", "As in every token.", "Crit",
          status=_list(head={"crit": ["exp"]})),
    _case("01.n05", "An end as text", "Times are numbers.", "Form", status=_list(exp=LISTED_UNTIL,
          iat=LISTED, ttl="3600")),
]  # fmt: skip
STRANGER = status_list(URI, {}, "vendor", iat=LISTED, exp=LISTED_UNTIL)
SIGNER = [
    _case("02.p01", "Signed by another key of the administration, meant for status only",
          "Attestations and status lists need not have one key.", "Signer",
          trust=(SECOND_KEY,), status=_list(key="sg")),
    _case("02.n01", "Signed by another administration", "It is trusted, for its own firms.",
          "Signer", status=_list(key="jp")),
    _case("02.n02", "Signed by a key that may sign attestations only", "The trust list says what "
          "a key is for.", "Purpose", trust=(NO_STATUS,)),
    _case("02.n03", "Signed by a key that is compromised", "Whoever has it makes every firm valid.",
          "Compromised", trust=(LOST_KEY,), status=_list(key="sg"), allow=("AEO-TRU-08",)),
    _case("02.n04", "Signed by a key that nobody knows", "Anybody can make one.", "Signer",
          status=(STRANGER,)),
    _case("02.n05", "The entries were changed after signing", "One entry is enough.", "Changed",
          status=(STATUS_LIST.split(b".")[0] + b"." + _list({})[0].split(b".")[1] + b"."
                  + STATUS_LIST.split(b".")[2],)),
]  # fmt: skip
NAME = [
    _case("03.p01", "The trust list names no status list", "Then every list counts that a key of "
          "the administration has signed and an attestation names.", "Uri", trust=(ANY_LIST,)),
    _case("03.n01", "A list of another name", "The same place there speaks of another firm.",
          "Uri", status=_list(uri=OTHER)),
    _case("03.n02", "A list that the trust list does not name", "The attestation names it, and "
          "nobody vouches for it.", "Uri", status=_list(uri=OTHER),
          claims={"status": {"status_list": {"idx": INDEX, "uri": OTHER}}}),
]  # fmt: skip
TIME = [
    _case("04.p01", "Asked in its last second", "The end is inclusive here.", "Edge",
          status=_list(iat="2026-10-30T00:00:00Z", exp="2026-11-01T00:00:00Z")),
    _case("04.p02", "Asked 60 seconds before it was made", "Clocks differ.", "SkewEdge",
          status=_list(iat="2026-11-01T00:01:00Z", exp="2026-11-02T00:00:00Z")),
    _case("04.n01", "Asked a second after its end", "It does not know of what came after.",
          "Edge", status=_list(iat="2026-10-30T00:00:00Z", exp="2026-10-31T23:59:59Z")),
    _case("04.n02", "Asked 61 seconds before it was made", "A list made later says nothing of "
          "then.", "SkewEdge", status=_list(iat="2026-11-01T00:01:01Z",
                                            exp="2026-11-02T00:00:00Z")),
    _case("04.n03", "A list for 73 hours", "A suspension must reach everybody within three days.",
          "Lifetime", status=_list(iat="2026-10-30T23:00:00Z", exp="2026-11-03T00:00:00Z")),
]  # fmt: skip
FRESH = [
    _case("05.p01", "The list that was used before", "The same again is no older.", "Replay",
          seen={"knownStatusAt": LISTED}),
    _case("05.n01", "A list a second older than one used before", "It may hide what the newer one "
          "says.", "Replay", seen={"knownStatusAt": "2026-10-31T20:00:01Z"}),
    _case("05.n02", "A list from before yesterday's", "It may hide what the newer one says.",
          "Replay", seen={"knownStatusAt": "2026-10-31T23:00:00Z"}),
]  # fmt: skip
SIZE = [
    _case("06.p01", "Twice as many entries as the least", "A longer list hides better.", "Size",
          status=_list(status_list={"bits": 2, "lst": lst({}, 1 << 18)})),
    _case("06.n01", "Half as many entries as the least", "Who is in a small list can be guessed.",
          "Size", status=_list(status_list={"bits": 2, "lst": lst({}, 1 << 16)})),
    _case("06.n02", "A stream that inflates to 64 MiB", "A verifier that inflates it all stops "
          "answering.", "Bomb", status=_content(zlib.compress(bytes(1 << 26), 9))),
    _case("06.n03", "Something behind the end of the stream", "Two readers take different "
          "entries.", "Trailing", status=_content(zlib.compress(ZEROS, 9) + b"more")),
    _case("06.n04", "No zlib stream", "There is nothing to look up.", "NoStream",
          status=_content(ZEROS[:64])),
    _case("06.n05", "A stream that is cut off", "What is missing is not valid.", "Truncated",
          status=_content(zlib.compress(bytes(range(256)) * 128, 9)[:-8])),
]  # fmt: skip
RANGE = [
    _case("07.p01", "The last entry", "Entries are counted from 0.", "Edge",
          claims=_place((1 << 17) - 1)),
    _case("07.n01", "One behind the last", "There is no entry.", "Edge", claims=_place(1 << 17)),
    _case("07.n02", "Far behind the last", "There is no entry.", "Range",
          claims=_place(99_999_999)),
]  # fmt: skip
ENTRY = [
    _case("08.p01", "Valid between two that are not", "Entries are two bits; the neighbours are "
          "others' business.", "Neighbours", status=_list({4710: 3, 4712: 3, 4708: 1})),
    _case("08.n01", "Revoked", "The administration has taken it back.", "Revoked",
          status=_list({INDEX: 1})),
    _case("08.n02", "Suspended", "For the time being it does not hold.", "Suspended",
          status=_list({INDEX: 2})),
    _case("08.n03", "Superseded", "A newer attestation was made; ask for it.", "Superseded",
          status=_list({INDEX: 3})),
]  # fmt: skip


def _event(seq: int, status: str, day: str, recorded: str = "") -> dict[str, Any]:
    return {
        "seq": seq,
        "status": status,
        "effectiveFrom": f"{day}T00:00:00Z",
        "recordedAt": f"{recorded or day}T00:00:00Z",
    }


REINSTATED = {
    **RECORD,
    "history": [
        *RECORD["history"],
        _event(2, "suspended", "2026-03-01"),
        _event(3, "reinstated", "2026-05-01"),
    ],
}
# Announced before the attestation was signed, so it may not last beyond the day.
ANNOUNCED = {
    **RECORD,
    "issuedAt": "2026-10-16T00:00:00Z",
    "history": [*RECORD["history"], _event(2, "suspended", "2026-10-25", "2026-10-15")],
}
RECORDED_LATER = {
    **RECORD,
    "issuedAt": "2026-10-24T00:00:00Z",
    "history": [*RECORD["history"], _event(2, "revoked", "2026-10-25", "2026-10-24")],
}
STATUS = [
    _case("09.p01", "Reinstated after a suspension", "It is granted again.", "Reinstated",
          about=REINSTATED),
    _case("09.n01", "The claim says suspended", "An administration may state that too. The record "
          "inside the XML envelope says otherwise.", "Suspended",
          claims={"authorisation_status": "suspended"}, allow=("AEO-SIG-24",)),
    _case("09.n02", "The claim says revoked", "An administration may state that too.", "Revoked",
          claims={"authorisation_status": "revoked"}, allow=("AEO-SIG-24",)),
    AttestationCase(
        id="AEO-STA-09.n03",
        title="The record has a suspension that began since",
        why="Of claim, history and list the most restrictive stands, and the attestation lasts "
        "too long. The XML envelope has the record inside.",
        flags=("History",),
        sdjwt=token("n03", ANNOUNCED),
        record=json_bytes(ANNOUNCED),
        xml=document(ANNOUNCED),
        finds=("AEO-STA-09", "AEO-SIG-24"),
    ),
    AttestationCase(
        id="AEO-STA-09.n04",
        title="A newer form of the record tells of a revocation",
        why="It was recorded after signing. The record is another one, and it is revoked. The XML "
        "envelope has the record inside.",
        flags=("History",),
        sdjwt=token("n04", RECORDED_LATER),
        record=json_bytes(RECORDED_LATER),
        xml=document(RECORDED_LATER),
        finds=("AEO-STA-09",),
    ),
]  # fmt: skip
NONE = [
    _case("10.p01", "Two lists, one of them of another name", "The one that is named answers.",
          "Lists", status=(*_list(uri=OTHER), STATUS_LIST)),
    _case("10.n01", "No status list", "What cannot be looked up is not valid for that.", "NoList",
          status=()),
    _case("10.n02", "No status list, and the firm's record beside", "A record does not say what "
          "became of the attestation.", "NoList", status=(), record=json_bytes(RECORD)),
]  # fmt: skip

CASES = [*TOKEN, *SIGNER, *NAME, *TIME, *FRESH, *SIZE, *RANGE, *ENTRY, *STATUS, *NONE]
