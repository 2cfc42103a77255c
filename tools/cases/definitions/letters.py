"""Cases of what is written in base64url, or in base64, with a sign that belongs to the other.

A decoder that takes both, or passes over what it does not know, reads one token from several texts.
"""

from __future__ import annotations

from collections.abc import Callable

from attesting import (
    HK,
    JP,
    LISTED,
    LISTED_UNTIL,
    RECORD,
    STATUS_LIST,
    TRUST_LIST,
    URI,
    AttestationCase,
    claims_of,
    split,
    token,
)
from forging import (
    certificate,
    digests,
    encoded,
    header,
    json_text,
    jws,
    listed_key,
    lst,
    status_list,
    thumbprint,
    trust_list,
)

from definitions.siblings import hong_kong, in_both

# Its base64url has a low line and a hyphen wherever it stands.
SIGNS = "?????>>>>>"
OTHER_SIGNS = (("-", "+", "A plus sign for a hyphen"), ("_", "/", "A slash for a low line"))
ONE_WAY = "There is one way to write bytes, and it is base64url."
IN_TOKEN = f"{ONE_WAY} The XML envelope has no such token."


def _with_signs(make: Callable[[int], bytes], part: int) -> str:
    """Return a token of which a part has both signs that base64url has and base64 has not."""
    tokens = (make(number).decode() for number in range(999))
    return next(made for made in tokens if {"-", "_"} <= {*made.split("~")[0].split(".")[part]})


def _as_base64(content: str, part: int, sign: str, other: str) -> bytes:
    """Return a token with another sign in a part of it; nothing behind a tilde is touched."""
    signed, tilde, disclosed = content.partition("~")
    parts = signed.split(".")
    parts[part] = parts[part].replace(sign, other, 1)
    return f"{'.'.join(parts)}{tilde}{disclosed}".encode()


def _attestation(number: int) -> bytes:
    return token("signs", legalName=SIGNS, jti=f"case-{number}")


def _trust(number: int) -> bytes:
    return trust_list([HK, JP], sequence=number + 1, listId=SIGNS)


def _status(number: int) -> bytes:
    return status_list(f"{URI}?{SIGNS}", {number: 1}, "hk", iat=LISTED, exp=LISTED_UNTIL)


def _base64_cases(place: int) -> list[AttestationCase]:
    """Return the cases of one of the two signs, in payload and signature of each token."""
    sign, other, told = OTHER_SIGNS[place]
    cases = []
    for part, name in ((1, "payload"), (2, "signature")):
        number = 82 + 2 * place + part
        signed, trust, status = (
            _as_base64(_with_signs(make, part), part, sign, other)
            for make in (_attestation, _trust, _status)
        )
        told_here = f"{told} in the {name}"
        cases += [
            in_both(f"SIG-02.n{number}", told_here, IN_TOKEN, "Base64", sdjwt=signed, xml=None),
            in_both(f"TRU-02.n{number}", f"{told_here} of the trust list", ONE_WAY, "Base64",
                  trust=(trust,)),
            in_both(f"STA-01.n{number}", f"{told_here} of the status list", ONE_WAY, "Base64",
                  status=(status,)),
        ]  # fmt: skip
    return cases


def _in_disclosure(place: int) -> AttestationCase:
    sign, other, told = OTHER_SIGNS[place]
    names = [{"text": SIGNS, "use": "local"}]
    signed, *rest = token("signs", otherNames=names).decode().split("~")
    made = "~".join([signed, *(text.replace(sign, other, 1) for text in rest)]).encode()
    return in_both(f"SIG-02.n{87 + place}", f"{told} in a disclosure", IN_TOKEN, "Base64",
                 sdjwt=made, xml=None)  # fmt: skip


def _with_last_digests(last: list[str]) -> bytes:
    """Return an attestation that discloses nothing, whose last digests are given."""
    visible, _ = split(claims_of(RECORD))
    every = [*digests("shifted", [])[: -len(last)], *last]
    return f"{jws(header('hk'), {**visible, '_sd_alg': 'sha-256', '_sd': every}, 'hk')}~".encode()


# One behind the other they look like two of 43.
SHIFTED = ["y" + "A" * 42 + "z", "z" + "A" * 41]
SALT = "AAAAAAAAAAAAAAAAAAAA%sA"


def _with_salt(sign: str) -> bytes:
    """Return an attestation of one disclosure, with a sign in its salt."""
    visible, _ = split(claims_of(RECORD))
    shown = encoded(json_text([SALT % sign, "sizeClass", "small"]))
    payload = {**visible, "_sd_alg": "sha-256", "_sd": digests("salt", [shown])}
    return f"{jws(header('hk'), payload, 'hk')}~{shown}~".encode()


def _with_lst(sign: str, other: str) -> tuple[bytes, ...]:
    """Return a status list of which the entries are written with another sign."""
    written = lst({37: 1})
    assert sign in written
    entries = {"bits": 2, "lst": written.replace(sign, other, 1)}
    return (status_list(URI, {}, "hk", iat=LISTED, exp=LISTED_UNTIL, status_list=entries),)


IN_VALUES = [
    case
    for place, (sign, other, told) in enumerate(OTHER_SIGNS)
    for case in (
        in_both(f"SIG-10.n{13 + place}", f"{told} in a salt", IN_TOKEN, "Base64",
                sdjwt=_with_salt(other), xml=None),
        in_both(f"STA-06.n{83 + place}", f"{told} in lst", ONE_WAY, "Base64",
                status=_with_lst(sign, other)),
    )
]  # fmt: skip
LETTERS = [
    *_base64_cases(0),
    *_base64_cases(1),
    *map(_in_disclosure, (0, 1)),
    in_both("SIG-09.n84", "A digest of 44 characters, and behind it one of 42", "Each has 43. The "
          "XML envelope has none.", "Digests", sdjwt=_with_last_digests(SHIFTED), xml=None),
]  # fmt: skip


def _other_certificate(name: str, old: str, new: str) -> str:
    """Return a certificate in base64 with one text in it replaced."""
    assert old in certificate(name)
    return certificate(name).replace(old, new, 1)


def _handover_of(written: str) -> tuple[bytes, ...]:
    said = {
        "specVersion": "1.0",
        "oldRoot": thumbprint("root-1"),
        "newRoot": written,
        "issuedAt": "2026-10-14T00:00:00Z",
    }
    inner = jws(header("root-1", "aeo-root-handover+jwt"), said, "root-1")
    return (jws(header("root-2", "aeo-root-handover+jwt"), {"handover": inner}, "root-2").encode(),)


def _in_list(written: str) -> tuple[bytes, ...]:
    return (trust_list([hong_kong({**listed_key("hk"), "certificate": written}), JP]),)


STRICT = "It is base64 of DER with its padding and nothing between."
SPELT = (
    ("A hyphen for a plus sign", "+", "-"),
    ("A low line for a slash", "/", "_"),
    ("A line feed", "MII", "MII\n"),
    ("A blank", "MII", "MII "),
    ("A character that base64 does not have", "MII", "MII*"),
)
BY_ROOT_2 = (trust_list([HK, JP], "root-2"),)
RIGHT = _handover_of(certificate("root-2"))[0]
OF_CERTIFICATES = [
    case
    for place, (told, old, new) in enumerate(SPELT)
    for case in (
        in_both(f"TRU-02.n{87 + place}", f"{told} in a certificate", STRICT, "Certificate",
              trust=_in_list(_other_certificate("hk", old, new))),
        in_both(f"TRU-14.n{69 + place}", f"{told} in the certificate of the new root", STRICT,
              "Certificate", trust=BY_ROOT_2,
              handovers=_handover_of(_other_certificate("root-2", old, new))),
    )
]  # fmt: skip

NOT_ASCII = (("A letter that is not ASCII", b"\xc3\xa9"), ("A byte that is no UTF-8", b"\xff"))
IN_TOKENS = [
    case
    for place, (told, other) in enumerate(NOT_ASCII)
    for case in (
        in_both(f"TRU-02.n{92 + place}", f"{told} in the trust list", ONE_WAY, "Base64",
                trust=(TRUST_LIST[:-1] + other,)),
        in_both(f"TRU-14.n{82 + place}", f"{told} in a handover", ONE_WAY, "Base64",
                trust=BY_ROOT_2, handovers=(RIGHT[:-1] + other,)),
        in_both(f"STA-01.n{87 + place}", f"{told} in the status list", ONE_WAY, "Base64",
                status=(STATUS_LIST[:-1] + other,)),
        in_both(f"SIG-02.n{89 + place}", f"{told} in the signature", IN_TOKEN, "Base64",
                sdjwt=token("letter").replace(b"~", other + b"~", 1), xml=None),
    )
]  # fmt: skip
CASES = [*IN_TOKENS, *LETTERS, *IN_VALUES, *OF_CERTIFICATES]
