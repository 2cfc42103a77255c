"""Cases that changed copies of both implementations showed to be missing: ends, and other halves.

The ids begin behind those of the modules of their areas.
"""

from __future__ import annotations

from typing import Any

from attesting import (
    HK,
    JP,
    LISTED,
    LISTED_UNTIL,
    RECORD,
    SIGNED,
    TRUST_LIST,
    URI,
    AttestationCase,
    claims_of,
    document,
    split,
    token,
)
from forging import (
    KEYS,
    authority,
    decoded,
    digests,
    disclosure,
    encoded,
    header,
    json_text,
    jws,
    listed_key,
    scope,
    seconds,
    status_list,
    thumbprint,
    trust_list,
)
from making import Case, Expected, json_bytes
from xml_forging import attestation, content

from definitions.bases import MODULES, VIEW, event, history
from definitions.shr import OF_GERMANY
from definitions.sts import (
    IN_AUSTRIA,
    IN_GERMANY,
    KNOWING,
    LET_GO,
    StatusCase,
    _case,
)
from definitions.xch import IN_AUSTRIA as OLD_SIDE
from definitions.xch import IN_GERMANY as NEW_SIDE
from definitions.xch import TO_GERMANY

MOVED = (*NEW_SIDE, ("/revision", 5))
LONGEST = 262_144
NO_XML = "The XML envelope has no such part."
NO_SD = "The SD-JWT envelope has no such part."
SHORT, LONG = thumbprint("hk")[:42], thumbprint("hk") + "A"
CHANGED = {
    **RECORD,
    "authorisation": {
        **RECORD["authorisation"],
        "terms": [
            {
                "from": "2024-01-01T00:00:00Z",
                "until": SIGNED,
                "tiers": ["TIER1"],
                "roles": ["exporter"],
            },
            {
                "from": SIGNED,
                "until": "2027-01-01T00:00:00Z",
                "tiers": ["TIER2"],
                "roles": ["importer"],
            },
        ],
    },
}
LOST = authority(
    "HK", [listed_key("hk", "compromised")], [scope("HK", "HK-AEO")], statusLists=[URI]
)
EARLIER = CHANGED["authorisation"]["terms"][0]
OF_EARLIER = {
    "tiers": EARLIER["tiers"],
    "roles": EARLIER["roles"],
    "term": {name: EARLIER[name] for name in ("from", "until")},
}
RECORDED_LATE = {
    **RECORD,
    "history": [
        *RECORD["history"],
        event(2, "suspended", "2026-12-01", "2026-10-25"),
    ],
}


def _with(*events: Any) -> dict[str, Any]:
    return {**RECORD, "history": [*RECORD["history"], *events]}


TO_COME = event(2, "suspended", "2026-12-01", "2026-09-01")
TAKEN_BACK = _with(TO_COME, event(3, "annulled", "2026-09-02", annuls=2))
TURNED = _with(
    event(2, "suspended", "2026-12-20", "2026-09-01"),
    event(3, "suspended", "2026-12-01", "2026-09-02"),
)
MIDDLE = {"exp": seconds("2026-12-10T00:00:00Z")}


def _keyed(name: str, kid: str) -> bytes:
    """Return an attestation that names a key so."""
    visible, hidden = split(claims_of(RECORD))
    shown = [disclosure(name, claim, value) for claim, value in hidden.items()]
    payload = {**visible, "_sd_alg": "sha-256", "_sd": digests(name, shown)}
    return "~".join([jws(header("hk", kid=kid), payload, "hk"), *shown, ""]).encode()


def _salted(jti: str, salt: int) -> bytes:
    """Return a right attestation of a name, with a salt of so many characters."""
    visible, hidden = split(claims_of(RECORD, jti=jti))
    long = encoded(json_text(["A" * salt, "address", hidden.pop("address")]))
    shown = [long, *(disclosure("length", name, value) for name, value in hidden.items())]
    payload = {**visible, "_sd_alg": "sha-256", "_sd": digests("length", shown)}
    return "~".join([jws(header("hk"), payload, "hk"), *shown, ""]).encode()


def _of_length(length: int) -> bytes:
    """Return a right attestation of so many bytes, by the salt of one disclosure."""
    for names in range(1, 9):
        jti = "j" * names
        least = (length - len(_salted(jti, 24))) * 3 // 4 + 24
        for salt in (least - 1, least, least + 1):
            if salt % 4 != 1 and len(made := _salted(jti, salt)) == length:
                return made
    raise ValueError(length)


def _attested(name: str, title: str, why: str, **more: Any) -> AttestationCase:
    rule = f"AEO-{name.partition('.')[0]}"
    codes = (rule,) if name.partition(".")[2].startswith("n") else ()
    return AttestationCase(
        id=f"AEO-{name}", title=title, why=why, flags=("Edge",), finds=codes, **more
    )


def _in_both(name: str, title: str, why: str, about: Any = RECORD, **more: Any) -> AttestationCase:
    claims = more.pop("claims", {})
    given = {"sdjwt": token(name, about, **claims), "xml": document(about, **claims)}
    return _attested(name, title, why, **given, **more)


def _trust_list(kid: str) -> bytes:
    payload = decoded(TRUST_LIST.decode().split(".")[1])
    return jws(header("root-1", "aeo-trust-list+jwt", kid=kid), payload, "root-1").encode()


SPACED = (
    content(claims_of(RECORD), RECORD)
    .replace("<Claims>", "\n  <Claims>\n\t")
    .replace("</Claims>", "\r\n</Claims>\n  ")
    .replace("</AeoRecord>", " </AeoRecord>\n\n")
)
WHOLE = document()
ROOT = WHOLE[WHOLE.index(b"<AeoAttestation") :]

ATTESTED = (
    _attested("SIG-01.p91", "An attestation of 262,144 bytes",
              f"So long it may be, and a salt has no end. {NO_XML}", sdjwt=_of_length(LONGEST)),
    _attested("SIG-01.n91", "An attestation of 262,145 bytes", f"A byte too long. {NO_XML}",
              sdjwt=_of_length(LONGEST + 1)),
    _attested("SIG-01.n92", "An attestation inside another element",
              f"The root has another name. {NO_SD}", xml=b"<Letter>" + ROOT + b"</Letter>"),
    _attested("SIG-01.n93", "The root in another namespace", f"It has another name. {NO_SD}",
              xml=WHOLE.replace(b'<AeoAttestation xmlns="urn:aeo-exchange:1.0"',
                                b'<x:AeoAttestation xmlns:x="urn:x" '
                                b'xmlns="urn:aeo-exchange:1.0"', 1)
              .replace(b"</AeoAttestation>", b"</x:AeoAttestation>")),
    _attested("SIG-15.p91", "Blanks, tabs and line ends between and within the parts",
              f"White space is nothing there. {NO_SD}", xml=attestation(SPACED)),
    _attested("SIG-07.n91", "The thumbprint without its last character",
              f"It has 43, and this names no key. {NO_XML}", sdjwt=_keyed("n91", SHORT)),
    _attested("SIG-07.n92", "The thumbprint with a character more",
              f"It has 43, and this names no key. {NO_XML}", sdjwt=_keyed("n92", LONG)),
    _in_both("STA-01.n91", "A status list whose thumbprint lacks its last character",
             "It has 43, and this names no key.",
             status=(status_list(URI, {}, "hk", iat=LISTED, exp=LISTED_UNTIL,
                                 head={"kid": SHORT}),)),
    _in_both("TRU-02.n98", "A trust list whose thumbprint has a character more",
             "It has 43, and this names no key.", trust=(_trust_list(thumbprint("root-1") + "A"),)),
    _in_both("SIG-24.p91", "Signed in the first second of the second term",
             "A term holds from its first second on.", CHANGED, record=json_bytes(CHANGED)),
    _in_both("SIG-24.n95", "Signed in the first second of the second term, about the first",
             "The first was over by then.", CHANGED, record=json_bytes(CHANGED),
             claims=OF_EARLIER),
    _in_both("SIG-26.n91", "A suspension to come that was recorded when the record was out",
             "The record breaks AEO-DAT-05. What was recorded after iat bounds no life.",
             RECORDED_LATE, record=json_bytes(RECORDED_LATE)),
)  # fmt: skip

LIFE = (
    _in_both("SIG-24.p92", "A suspension to come that was annulled", "It bounds no life.",
             TAKEN_BACK, record=json_bytes(TAKEN_BACK)),
    _in_both("SIG-24.n96", "Two suspensions to come, the second in the list the earlier one",
             "The next to take effect bounds the life, wherever it stands in the list.", TURNED,
             record=json_bytes(TURNED), claims=MIDDLE),
)  # fmt: skip

OLDER = trust_list([HK, JP], sequence=6)
OLDER_LOST = trust_list([LOST, JP], sequence=6)
NEWER_LOST = trust_list([LOST, JP], sequence=8)
COUNTS = "Of the issues of one list the newest counts, in whatever order they are given."
ISSUES = (
    _in_both("TRU-05.p91", "A newer issue before an older one that calls the key compromised",
             COUNTS, trust=(TRUST_LIST, OLDER_LOST), allow=("AEO-TRU-05",)),
    _in_both("TRU-05.p92", "The same, the older one first", COUNTS,
             trust=(OLDER_LOST, TRUST_LIST), allow=("AEO-TRU-05",)),
    _in_both("TRU-08.n91", "A newer issue that calls the key compromised, before an older one",
             COUNTS, trust=(NEWER_LOST, TRUST_LIST), allow=("AEO-TRU-05",)),
    _in_both("TRU-08.n92", "The same, the older ones first and last", COUNTS,
             trust=(OLDER, NEWER_LOST, TRUST_LIST), allow=("AEO-TRU-05",)),
)  # fmt: skip

ROOT_FILE = (KEYS / "root-1.cert.pem").read_bytes()
PINS = "A root that was given several times is pinned for all of them together."
PINNED = (
    _in_both("TRU-03.p91", "One root pinned for another administration, and for the right one",
             PINS, pinned={"root-1": ("JP",)}, root_file=ROOT_FILE, pinned_for=("HK",)),
    _in_both("TRU-03.p92", "The same, the right one first", PINS,
             pinned={"root-1": ("HK",)}, root_file=ROOT_FILE, pinned_for=("JP",)),
    _in_both("TRU-03.p93", "One root pinned for another administration, and for all", PINS,
             pinned={"root-1": ("JP",)}, root_file=ROOT_FILE),
    _in_both("TRU-07.n91", "One root pinned for two other administrations, one after the other",
             PINS, pinned={"root-1": ("JP",)}, root_file=ROOT_FILE, pinned_for=("SG",)),
)  # fmt: skip

AEOS: dict[str, Any] = {"appliesTo": ["AEOS"]}
SUSPENDED_TWICE = (
    event(2, "suspended", "2025-01-01", **AEOS),
    event(3, "reinstated", "2025-02-01", **AEOS),
    event(4, "suspended", "2025-03-01"),
)
JUDGED = (
    Case(
        id="AEO-LIF-06.p91",
        title="One module suspended and reinstated, then all, then that one reinstated",
        why="The later suspension of all decides about it too.",
        flags=("Suspension", "Tiers"),
        base=MODULES,
        edits=(history(*SUSPENDED_TWICE, event(5, "reinstated", "2025-04-01", **AEOS)),),
    ),
    Case(
        id="AEO-LIF-06.n91",
        title="All suspended, then one module reinstated, and once more",
        why="The later reinstatement of that one decides about it.",
        flags=("Suspension", "Tiers"),
        base=MODULES,
        edits=(
            history(
                event(2, "suspended", "2025-01-01"),
                event(3, "reinstated", "2025-02-01", **AEOS),
                event(4, "reinstated", "2025-03-01", **AEOS),
            ),
        ),
        finds=("/history/3/status",),
    ),
    Case(
        id="AEO-LIF-07.n91",
        title="One module suspended and reinstated, then all, then that one suspended",
        why="The later suspension of all decides about it too.",
        flags=("Suspension", "Tiers"),
        base=MODULES,
        edits=(history(*SUSPENDED_TWICE, event(5, "suspended", "2025-04-01", **AEOS)),),
        finds=("/history/4/status",),
    ),
    Case(
        id="AEO-LIF-07.p91",
        title="All suspended, then one module reinstated and suspended again",
        why="The later reinstatement of that one decides about it.",
        flags=("Suspension", "Tiers"),
        base=MODULES,
        edits=(
            history(
                event(2, "suspended", "2025-01-01"),
                event(3, "reinstated", "2025-02-01", **AEOS),
                event(4, "suspended", "2025-03-01", **AEOS),
            ),
        ),
    ),
    Case(
        id="AEO-SHR-09.n91",
        title="Two digits between the parties",
        why="The parties are the parts of two letters with which the code begins.",
        flags=("View", "Agreement"),
        base=OF_GERMANY,
        edits=(("/view", {"audience": "JP", "agreement": "EU-10-JP"}),),
        finds=("/view/agreement",),
    ),
    Case(
        id="AEO-SHR-09.n92",
        title="A view of a member state under an agreement without the Union",
        why="The Union binds its members where it is a party.",
        flags=("View", "Agreement"),
        base=OF_GERMANY,
        edits=(("/view", {"audience": "JP", "agreement": "CH-JP-2009"}),),
        finds=("/view/agreement",),
    ),
    Case(
        id="AEO-XCH-01.n91",
        title="A revision with the content of its path, and another content of its key",
        why="It has two names, of key and of path, and is a fork when it is one under either.",
        flags=("Set", "Move", "Fork"),
        base=MODULES,
        syntaxes=("json", "ndjson", "xml"),
        records=(
            MOVED,  # before the word of the old side, so under its path alone
            TO_GERMANY,
            (*OLD_SIDE, ("/revision", 5)),
            MOVED,
        ),
        finds=(Expected("/revision", record=3),),
        allow=("AEO-XCH-02", "AEO-XCH-03", "AEO-XCH-04"),
    ),
    Case(
        id="AEO-XCH-01.p91",
        title="Views of one revision for one partner under two agreements",
        why="A view is its audience and its agreement, so nothing is there twice.",
        flags=("Set", "View"),
        base=VIEW,
        syntaxes=("json", "ndjson", "xml"),
        records=(
            (("/view", {"audience": "CN", "agreement": "CN-HK-2013"}),),
            (("/view", {"audience": "CN", "agreement": "CN-HK-MO-2030"}),),
        ),
    ),
)

IN = "2026-10-15"
STATUSES: tuple[StatusCase, ...] = (
    _case(
        "p91",
        "A record that was let go in its second revision, and the same record there",
        "The word counts in whichever revision it was given first.",
        IN,
        "granted",
        base=MODULES,
        event=1,
        revision=5,
        records=(IN_AUSTRIA, (*LET_GO, ("/revision", 4)), (*IN_GERMANY, ("/revision", 5))),
        **KNOWING,
    ),
    _case(
        "n91",
        "Let go to France, in a later revision to Germany, which has it; the later one first",
        "They are met in the order of their revision, and the first word counts.",
        IN,
        "undetermined",
        base=MODULES,
        reason="several-records",
        revision=0,
        records=(
            (*LET_GO, ("/revision", 4)),
            (*IN_AUSTRIA, ("/movedTo", "FR")),
            (*IN_GERMANY, ("/revision", 5)),
        ),
        **KNOWING,
    ),
    _case(
        "n93",
        "Views for one partner under two agreements",
        "A view is its audience and its agreement, so these are of two.",
        IN,
        "undetermined",
        base=VIEW,
        reason="several-records",
        revision=0,
        records=(
            (("/view", {"audience": "CN", "agreement": "CN-HK-2013"}),),
            (("/view", {"audience": "CN", "agreement": "CN-HK-MO-2030"}),),
        ),
        **KNOWING,
    ),
    _case(
        "n92",
        "A record under one revision here and there, the new side first",
        "Of one revision the shorter path is met first, so they are one record of two contents.",
        IN,
        "undetermined",
        base=MODULES,
        reason="fork",
        revision=0,
        records=((*IN_GERMANY, ("/revision", 3)), LET_GO),
        **KNOWING,
    ),
)

CASES = (*ATTESTED, *LIFE, *ISSUES, *PINNED, *JUDGED, *STATUSES)
