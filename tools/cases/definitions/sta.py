"""Cases of STA: what became of an attestation."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any

from attesting import (
    HK,
    INDEX,
    LISTED,
    LISTED_UNTIL,
    RECORD,
    SIGNED,
    STATUS_LIST,
    URI,
    AttestationCase,
    document,
    token,
)
from forging import (
    authority,
    decoded,
    encoded,
    header,
    jws,
    listed_key,
    lst,
    scope,
    seconds,
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


def _edited_list(without: str) -> tuple[bytes, ...]:
    """Return a status list that lacks a member."""
    payload = json.loads(decoded(STATUS_LIST.decode().split(".")[1]))
    del payload[without]
    return (jws(header("hk", "statuslist+jwt"), payload, "hk").encode(),)


def _twice_named() -> tuple[bytes, ...]:
    payload = decoded(STATUS_LIST.decode().split(".")[1]).replace(b'"ttl":', b'"ttl":60,"ttl":', 1)
    return (jws(header("hk", "statuslist+jwt"), payload, "hk").encode(),)


def _scoped(*scopes: dict[str, Any], **period: str) -> tuple[bytes, ...]:
    """Return a trust list whose second key of Hong Kong signs status lists in some scope."""
    return (
        trust_list(
            [HK, authority("HK", [listed_key("sg", **period)], list(scopes), statusLists=[URI])]
        ),
    )


def _retired_signer(until: str) -> tuple[bytes, ...]:
    period = {"until": until} if until else {}
    return (
        trust_list([HK, authority("HK", [listed_key("sg", "retired", **period)], [FOR_STATUS])]),
    )


def just_signed() -> dict[str, Any]:
    """Return the times of what is signed half a minute after the instant of the cases."""
    signed = seconds(JUST_ISSUED["issuedAt"])
    return {"iat": signed, "nbf": signed}


FOR_STATUS = scope("HK", "HK-AEO", purposes=["status"])
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
TOKEN += [
    _case("01.p02", "A list to be fetched anew each time", "ttl may be 0.", "Ttl",
          status=_list(ttl=0)),
    _case("01.p03", "Blanks and line ends around the list", "White space at either end of a token "
          "is no part of it.", "WhiteSpace", status=(b"\n\t" + STATUS_LIST + b" \r\n",)),
    _case("01.n06", "A ttl below nothing", "Seconds are counted from 0.", "Ttl",
          status=_list(ttl=-1)),
    _case("01.n07", "A member that the standard does not have", "Nobody says what it means.",
          "Form", status=_list(nbf=1793400000)),
    _case("01.n08", "A member beside bits and lst", "Nobody says what it means.", "Form",
          status=_list(status_list={"bits": 2, "lst": lst({}), "aggregation_uri": URI})),
    _case("01.n09", "No end", "It would answer for ever.", "Form", status=_edited_list("exp")),
    _case("01.n10", "No instant of issue", "Nobody knows how old it is.", "Form",
          status=_edited_list("iat")),
    _case("01.n11", "No name", "Nobody knows which list it is.", "Form",
          status=_edited_list("sub")),
    _case("01.n12", "A name twice in the payload", "Two readers take two of them.",
          "DuplicateName", status=_twice_named()),
]  # fmt: skip
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
SIGNER += [
    _case("02.p02", "A key that began between the attestation and the list", "The list is asked "
          "for its own instant.", "Period", status=_list(key="sg"),
          trust=_scoped(FOR_STATUS, **{"from": LISTED})),
    _case("02.n06", "A key that ended between the attestation and the list", "The list is asked "
          "for its own instant.", "Period", status=_list(key="sg"),
          trust=_scoped(FOR_STATUS, until=LISTED)),
    _case("02.p03", "A key that ended a second after the list was signed", "It was inside.",
          "Period", status=_list(key="sg"),
          trust=_scoped(FOR_STATUS, until="2026-10-31T20:00:01Z")),
    _case("02.n07", "A key that began a second after the list was signed", "It was not yet its.",
          "Period", status=_list(key="sg"),
          trust=_scoped(FOR_STATUS, **{"from": "2026-10-31T20:00:01Z"})),
    _case("02.p04", "A scope that began between the attestation and the list", "The list is asked "
          "for its own instant.", "Period", status=_list(key="sg"),
          trust=_scoped({**FOR_STATUS, "from": LISTED})),
    _case("02.n08", "A scope that ended between the attestation and the list", "The list is asked "
          "for its own instant.", "Period", status=_list(key="sg"),
          trust=_scoped({**FOR_STATUS, "until": LISTED})),
    _case("02.p05", "A scope that ended a second after the list was signed", "It was inside.",
          "Period", status=_list(key="sg"),
          trust=_scoped({**FOR_STATUS, "until": "2026-10-31T20:00:01Z"})),
    _case("02.p06", "A scope for status lists of another programme and other prefixes",
          "Programme and prefixes of a status list are not compared.", "Scope",
          status=_list(key="sg"),
          trust=_scoped(scope("HK", "HK-OTHER", "CN", purposes=["status"]))),
    _case("02.n09", "A scope for status lists in the name of another", "Its administration must "
          "be the one that speaks.", "Scope", status=_list(key="sg"),
          trust=_scoped(scope("JP", "HK-AEO", "HK", purposes=["status"]))),
    _case("02.p07", "Signed by a retired key, within its period", "What it signed then stands.",
          "Retired", status=_list(key="sg"), trust=_retired_signer("2026-10-31T20:00:01Z")),
    _case("02.n10", "Signed by a retired key, at the end of its period", "The end is exclusive.",
          "Retired", status=_list(key="sg"), trust=_retired_signer(LISTED)),
    _case("02.n11", "Signed by a retired key, and nobody says since when", "Then every date is "
          "too late.", "Retired", status=_list(key="sg"), trust=_retired_signer("")),
    _case("02.n12", "Purpose and instant in two tuples", "One tuple must have all.", "Scope",
          status=_list(key="sg"), trust=_scoped(
              {**FOR_STATUS, "until": LISTED},
              scope("HK", "HK-AEO", purposes=["attestation"]))),
]  # fmt: skip
NAME = [
    _case("03.p01", "The trust list names no status list", "Then every list counts that a key of "
          "the administration has signed and an attestation names.", "Uri", trust=(ANY_LIST,)),
    _case("03.n01", "A list of another name", "The same place there speaks of another firm.",
          "Uri", status=_list(uri=OTHER)),
    _case("03.n83", "A list whose name is a text that is no URI", "It is another name than that "
          "of the attestation, whatever its form.", "Uri", status=_list(uri="HK00000001")),
    _case("03.n02", "A list that the trust list does not name", "The attestation names it, and "
          "nobody vouches for it.", "Uri", status=_list(uri=OTHER),
          claims={"status": {"status_list": {"idx": INDEX, "uri": OTHER}}}),
]  # fmt: skip
BOTH_NAME = trust_list(
    [HK, authority("JP", [listed_key("jp")], [scope("JP", "JP-AEO")], statusLists=[URI])]
)
OTHER_NAMES = trust_list(
    [
        authority("HK", [listed_key("hk")], [scope("HK", "HK-AEO")]),
        authority("JP", [listed_key("jp")], [scope("JP", "JP-AEO")], statusLists=[URI]),
    ]
)
BY_SECOND_ROOT = trust_list(
    [authority("JP", [listed_key("jp")], [scope("JP", "JP-AEO")], statusLists=[URI])],
    "root-2",
    listId="second",
)
NAME += [
    _case("03.p02", "A list that the trust list names for the administration and for another",
          "It is named for the one that speaks; what others name takes nothing away.", "Uri",
          trust=(BOTH_NAME,)),
    _case("03.n03", "A list that the trust list names for another administration alone", "It is "
          "the other's.", "Uri", trust=(OTHER_NAMES,)),
    _case("03.n04", "Named for another administration by another list", "It is the other's.",
          "Uri", trust=(ANY_LIST, BY_SECOND_ROOT), roots=("root-1", "root-2")),
    _case("03.p03", "The second of the lists that the trust list names", "Each of them counts.",
          "Uri", trust=(trust_list([{**HK, "statusLists": [URI[:-1] + "0", URI]}]),)),
    _case("03.n05", "The name in capitals", "It is compared byte by byte.", "CaseFolded",
          status=_list(uri=URI.replace("/hk/", "/HK/"))),
    _case("03.n06", "A slash behind the name", "It is compared byte by byte.", "Uri",
          status=_list(uri=URI + "/")),
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
TIME += [
    _case("04.p03", "A list for 72 hours", "That is as long as it may last.", "Lifetime",
          status=_list(iat="2026-10-31T00:00:00Z", exp="2026-11-03T00:00:00Z")),
    _case("04.n04", "A list for 72 hours and a second", "A second too long.", "Lifetime",
          status=_list(iat="2026-10-31T00:00:00Z", exp="2026-11-03T00:00:01Z")),
    _case("04.p04", "Asked long after ttl, before the end", "ttl says when to fetch again, not "
          "for how long a list answers.", "Ttl", status=_list(ttl=1)),
]  # fmt: skip
FRESH = [
    _case("05.p01", "The list that was used before", "The same again is no older.", "Replay",
          seen={"knownStatusAt": LISTED}),
    _case("05.n01", "A list a second older than one used before", "It may hide what the newer one "
          "says.", "Replay", seen={"knownStatusAt": "2026-10-31T20:00:01Z"}),
    _case("05.n02", "A list from before yesterday's", "It may hide what the newer one says.",
          "Replay", seen={"knownStatusAt": "2026-10-31T23:00:00Z"}),
]  # fmt: skip
BROKEN = _content(ZEROS[:64])
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
SIZE += [
    _case("06.n06", "Four entries less than the least", "One byte too few.", "Edge",
          status=_list(status_list={"bits": 2, "lst": lst({}, (1 << 17) - 4)})),
    _case("06.n07", "A raw deflate stream", "A zlib stream has a head and a checksum.",
          "NoStream", status=_content(zlib.compress(ZEROS, 9)[2:-4])),
    _case("06.n08", "A checksum that does not fit", "What was changed on the way is not valid.",
          "NoStream", status=_content(zlib.compress(ZEROS, 9)[:-1] + b"!")),
    _case("06.n09", "lst is no base64url", "There is nothing to look up.", "Form",
          status=_list(status_list={"bits": 2, "lst": lst({}) + "="})),
    _case("06.p02", "16 MiB of entries", "That is as long as it may be.", "Edge",
          status=_content(zlib.compress(bytes(1 << 24), 9))),
    _case("06.n10", "16 MiB of entries and a byte", "A verifier stops there.", "Edge",
          status=_content(zlib.compress(bytes((1 << 24) + 1), 9))),
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
RECORDED_LATER: dict[str, Any] = {
    **RECORD,
    "issuedAt": "2026-10-24T00:00:00Z",
    "history": [*RECORD["history"], _event(2, "revoked", "2026-10-25", "2026-10-24")],
}
# What is signed half a minute after the instant of the cases, which a slow clock still accepts.
JUST_ISSUED: dict[str, Any] = {**RECORD, "issuedAt": "2026-11-01T00:00:30Z"}
ENDED = {
    **RECORD,
    "authorisation": {
        **RECORD["authorisation"],
        "terms": [{**RECORD["authorisation"]["terms"][0], "until": SIGNED}],
    },
}
RENEWED_ONCE = {
    **RECORD,
    "authorisation": {
        **RECORD["authorisation"],
        "terms": [
            {**RECORD["authorisation"]["terms"][0], "until": "2026-06-01T00:00:00Z"},
            {
                **RECORD["authorisation"]["terms"][0],
                "from": "2026-06-01T00:00:00Z",
                "until": "2026-10-01T00:00:00Z",
            },
        ],
    },
}
STATUS = [
    _case("09.p01", "Reinstated after a suspension", "It is granted again.", "Reinstated",
          about=REINSTATED),
    _case("09.n06", "Signed as expired at the end of the term", "It ends at that instant; what is "
          "signed after a term is not bound by it.", "Expired", about=ENDED,
          claims={"authorisation_status": "expired"}),
    _case("09.n09", "Signed as expired after the last of two terms", "The last that began stands "
          "where none covers the instant.", "Expired", about=RENEWED_ONCE,
          claims={"authorisation_status": "expired"}),
    _case("09.n07", "The claim says withdrawn", "An administration may state that too.",
          "Withdrawn", claims={"authorisation_status": "withdrawn"}, allow=("AEO-SIG-24",)),
    _case("09.n08", "The claim says expired", "An administration may state that too.", "Expired",
          claims={"authorisation_status": "expired"}, allow=("AEO-SIG-24",)),
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
        why="It was recorded after signing. The record is another one, and it is revoked; what was "
        "issued later says nothing of the day of signing. The XML envelope has the record inside.",
        flags=("History",),
        sdjwt=token("n04", RECORDED_LATER),
        record=json_bytes(RECORDED_LATER),
        xml=document(RECORDED_LATER),
        finds=("AEO-STA-09", "AEO-SIG-24"),
    ),
    AttestationCase(
        id="AEO-STA-09.n10",
        title="A record issued half a minute after the instant, by a verifier with a slow clock",
        why="No revision had been issued by then, so the record cannot tell; that is not a no. "
        "The XML envelope has the record inside.",
        flags=("History", "Clock"),
        sdjwt=token("n10", JUST_ISSUED, **just_signed()),
        record=json_bytes(JUST_ISSUED),
        xml=document(JUST_ISSUED, **just_signed()),
        finds=("AEO-STA-09",),
        verdict="UNDETERMINED",
    ),
    AttestationCase(
        id="AEO-STA-08.n08",
        title="The same, and the status list says suspended",
        why="A no stands over what cannot be told, and its code is that of the list.",
        flags=("History", "Clock", "Suspended"),
        sdjwt=token("n11", JUST_ISSUED, **just_signed()),
        record=json_bytes(JUST_ISSUED),
        xml=document(JUST_ISSUED, **just_signed()),
        status=_list({INDEX: 2}),
        finds=("AEO-STA-08",),
    ),
]  # fmt: skip
LATER: dict[str, Any] = {"iat": "2026-10-31T20:00:01Z", "exp": LISTED_UNTIL}
SEVERAL = [
    _case("10.p02", "A revocation in an older list, none in the newest", "Of several that answer "
          "the newest counts.", "Newest",
          status=(*_list({INDEX: 1}), *_list(**LATER))),
    _case("10.p03", "The same, the newest first", "Their order says nothing.", "Newest",
          status=(*_list(**LATER), *_list({INDEX: 1}))),
    _case("08.n04", "Nothing in an older list, a revocation in the newest", "Of several that "
          "answer the newest counts.", "Newest",
          status=(*_list(), *_list({INDEX: 1}, **LATER))),
    _case("08.n05", "The same, the newest first", "Their order says nothing.", "Newest",
          status=(*_list({INDEX: 1}, **LATER), *_list())),
    _case("08.n06", "Two equally new lists, the first of which says revoked", "The more "
          "restrictive stands.", "Newest", status=(*_list({INDEX: 1}), *_list())),
    _case("08.n07", "Two equally new lists, the second of which says revoked", "The more "
          "restrictive stands.", "Newest", status=(*_list(), *_list({INDEX: 1}))),
    _case("10.p04", "A newer list that does not answer yet, which says revoked", "Only lists "
          "that answer are compared.", "Newest", allow=("AEO-STA-04",), status=(STATUS_LIST, *_list(
              {INDEX: 1}, iat="2026-11-01T00:01:01Z", exp="2026-11-02T00:00:00Z"))),
    _case("10.p05", "A newer list of a stranger, which says revoked", "Only lists that count are "
          "compared.", "Newest", allow=("AEO-STA-02",),
          status=(status_list(URI, {INDEX: 1}, "vendor", **LATER),
                                         STATUS_LIST)),
    _case("10.p06", "A list that cannot be inflated, signed at the same instant", "It does not "
          "answer; the other does.", "Broken", status=(*BROKEN, STATUS_LIST)),
    _case("10.p07", "The same, the broken one behind", "Their order says nothing.", "Broken",
          status=(STATUS_LIST, *BROKEN)),
    _case("10.p08", "A newer list that cannot be inflated", "It does not answer; the other does.",
          "Broken", status=(*_list(status_list={"bits": 2, "lst": encoded(ZEROS[:64])}, **LATER),
                            STATUS_LIST)),
    _case("10.p09", "A token that is no status list, beside one that is", "It does not answer; "
          "the other does.", "Broken", status=(b"rubbish", STATUS_LIST)),
    _case("04.n05", "Two lists that are over", "None of them answers, and the refusal is that of "
          "the first.", "Newest", status=(
              *_list(iat="2026-10-30T00:00:00Z", exp="2026-10-31T23:59:59Z"),
              *_list(iat="2026-10-29T00:00:00Z", exp="2026-10-31T00:00:00Z"))),
    _case("02.n13", "A list of a stranger, and one that is over", "None of them answers, and the "
          "refusal is that of the first.", "Newest", allow=("AEO-STA-04",), status=(
              STRANGER, *_list(iat="2026-10-30T00:00:00Z", exp="2026-10-31T23:59:59Z"))),
    _case("05.p02", "A list a second newer than one used before", "It is no older.", "Replay",
          seen={"knownStatusAt": "2026-10-31T19:59:59Z"}),
]  # fmt: skip
NONE = [
    _case("10.p01", "Two lists, one of them of another name", "The one that is named answers.",
          "Lists", status=(*_list(uri=OTHER), STATUS_LIST)),
    _case("10.n01", "No status list", "What cannot be looked up is not valid for that.", "NoList",
          status=()),
    _case("10.n02", "No status list, and the firm's record beside", "A record does not say what "
          "became of the attestation.", "NoList", status=(), record=json_bytes(RECORD)),
]  # fmt: skip

CASES = [*TOKEN, *SIGNER, *NAME, *TIME, *FRESH, *SIZE, *RANGE, *ENTRY, *STATUS, *SEVERAL, *NONE]
