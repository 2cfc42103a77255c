"""Cases of SIG: attestations in the SD-JWT envelope, and what holds for both."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from any_xml import any_tree_to_xml
from attesting import (
    AT,
    ENDS,
    HK,
    JP,
    PERSON,
    RECORD,
    SIGNED,
    URI,
    AttestationCase,
    claims_of,
    document,
    present,
    record_digest,
    split,
    token,
)
from forging import (
    authority,
    certificate,
    decoded,
    digest_of,
    digests,
    disclosure,
    encoded,
    header,
    hmac_sha256,
    json_text,
    jws,
    listed_key,
    scope,
    sd_jwt,
    seconds,
    signature,
    status_list,
    thumbprint,
    trust_list,
    twin,
)
from making import json_bytes
from xml_forging import Signing, content
from xml_forging import attestation as xml_attestation

from definitions.sig_xml import CASES as XML_CASES

Edit = Callable[[dict[str, Any]], object]


def _built(
    case: str,
    *,
    edit: Edit = lambda _payload: None,
    head: Any = None,
    key: str = "hk",
    hidden: dict[str, Any] | None = None,
    disclosures: list[str] | None = None,
    extra: list[str] = [],  # noqa: B006 never changed
) -> bytes:
    """Return a token whose payload, header or disclosures were edited before it was signed."""
    visible, usual = split(claims_of(RECORD))
    shown = disclosures
    if shown is None:
        chosen = usual if hidden is None else hidden
        shown = [disclosure(case, name, value) for name, value in chosen.items()]
    claims = {**visible, "_sd_alg": "sha-256", "_sd": digests(case, shown)}
    replaced = edit(claims)
    payload = replaced if isinstance(replaced, bytes | dict) else claims
    return "~".join([jws(head or header(key), payload, key), *shown, *extra, ""]).encode()


def _signed_by(case: str, head: Any, sign: Callable[[bytes], bytes]) -> bytes:
    """Return a token with a header and a signature of any kind."""
    visible, _ = split(claims_of(RECORD))
    payload = {**visible, "_sd_alg": "sha-256", "_sd": digests(case, [])}
    message = f"{encoded(json_text(head))}.{encoded(json_text(payload))}"
    return f"{message}.{encoded(sign(message.encode()))}~".encode()


def _set(name: str, value: Any) -> Edit:
    def edit(payload: dict[str, Any]) -> None:
        payload[name] = value

    return edit


def _drop(name: str) -> Edit:
    def edit(payload: dict[str, Any]) -> None:
        del payload[name]

    return edit


def _text(before: str, after: str) -> Edit:
    """Replace a text in the payload as it is written."""

    def edit(payload: dict[str, Any]) -> bytes:
        written = json_text(payload).decode()
        assert before in written
        return written.replace(before, after, 1).encode()

    return edit


def _parts(attested: bytes) -> tuple[list[str], list[str]]:
    first, *rest = attested.decode().split("~")
    return first.split("."), rest


def _with_parts(attested: bytes, place: int, change: Callable[[str], str]) -> bytes:
    parts, rest = _parts(attested)
    parts[place] = change(parts[place])
    return "~".join([".".join(parts), *rest]).encode()


def _longer(signed: bytes) -> bytes:
    return signed[:32] + b"\0" + signed[32:]


def _list_at(iat: str, exp: str) -> tuple[bytes, ...]:
    return (status_list(URI, {}, "hk", iat=iat, exp=exp),)


TOKEN = token("base")
NO_XML = "The XML envelope has no such part."
NO_SD = "The SD-JWT envelope has no such part."
PLAIN_RECORD = json_bytes(RECORD)
LATE_TRUST = (trust_list([HK, JP], due="2027-06-01T00:00:00Z"),)
OPEN: dict[str, Any] = {
    **RECORD,
    "authorisation": {
        "number": "HKAEO-EX-0001",
        "terms": [{"from": "2024-01-01T00:00:00Z", "tiers": ["TIER1"], "roles": ["exporter"]}],
    },
}
BARE: dict[str, Any] = {
    name: value for name, value in RECORD.items() if name not in {"msme", "consents"}
} | {
    "view": {"audience": "CN"},
    "holder": {"kind": "legal-person", "tin": "HK00000001", "legalName": "Example Trading Limited"},
}


def _changed(**other: Any) -> dict[str, Any]:
    return {**RECORD, **other}


def _form(
    number: int, letter: str, title: str, why: str, flag: str, sdjwt: bytes, code: int = 2
) -> AttestationCase:
    rule = f"AEO-SIG-{code:02}"
    return AttestationCase(
        id=f"{rule}.{letter}{number:02}",
        title=title,
        why=f"{why} {NO_XML}",
        flags=(flag,),
        sdjwt=sdjwt,
        finds=(rule,) if letter == "n" else (),
    )


FORM = [
    _form(1, "p", "A presentation without disclosures", "Hiding everything is the holder's right; "
          "the last tilde stays.", "Presentation", present(TOKEN)),
    _form(1, "n", "The last tilde is missing", "What follows the last tilde would be a key "
          "binding, so a disclosure would be read as one.", "MissingTilde", TOKEN[:-1]),
    _form(2, "n", "A key binding token behind the last tilde", "This version has no holder keys; "
          "an unread binding is one that nobody checked.", "KeyBinding",
          TOKEN + jws({"alg": "ES256", "typ": "kb+jwt"}, {"nonce": "1"}, "hk").encode()),
    _form(3, "n", "The payload is padded", "Padding makes a second text of one token.",
          "Padding", _with_parts(TOKEN, 1, lambda part: part + "=" * (-len(part) % 4 or 4))),
    _form(4, "n", "Bits are set behind the last byte of the signature", "Two texts would have the "
          "same bytes.", "TrailingBits",
          _with_parts(TOKEN, 2, lambda part: part[:-1] + chr(ord(part[-1]) + 1))),
    _form(5, "n", "A line break inside the token", "A reader that skips white space accepts what "
          "another does not.", "WhiteSpace",
          _with_parts(TOKEN, 1, lambda part: part[:40] + "\r" + part[40:])),
    _form(6, "n", "An empty disclosure", "Two tildes one behind the other have nothing between "
          "them.", "EmptyPart", TOKEN + b"~"),
    _form(7, "n", "Four parts with points", "A signed token has three.", "FourParts",
          _with_parts(TOKEN, 2, lambda part: f"{part}.{part}")),
]  # fmt: skip

JSON_FORM = [
    _form(1, "p", "Members in another order, with white space and escapes",
          "JSON may be written so, and the signature covers it as it is written.", "Spelling",
          _built("p", edit=lambda payload: json.dumps(
              dict(reversed(payload.items())), indent=2).encode()), 3),
    _form(1, "n", "The header has alg twice", "One reader takes ES256, another none.",
          "DuplicateName", _built("n", head=b'{"alg":"none","alg":"ES256","typ":"'
              b'aeo-status+sd-jwt","kid":"' + thumbprint("hk").encode() + b'"}'), 3),
    _form(2, "n", "The payload has authorisation_status twice", "Suspended for one reader, "
          "granted for the other, under one right signature.", "DuplicateName",
          _built("n", edit=_text('"authorisation_status":',
              '"authorisation_status":"suspended","authorisation_status":')), 3),
    _form(3, "n", "A name twice, once with an escape", "Names are compared after their escapes "
          "are resolved.", "DuplicateName",
          _built("n", edit=_text('"sub":', '"s\\u0075b":"HK99999999","sub":')), 3),
    _form(4, "n", "A disclosed address has its city twice", "A disclosure is JSON like the rest.",
          "DuplicateName", _built("n", disclosures=[encoded(json_text(
              ["c2FsdHNhbHRzYWx0c2FsdA", "address", 0])[:-2]
              + b'{"lines":["1 Example Road"],"city":"A","city":"B","country":"HK"}]')]), 3),
    _form(5, "n", "A number that is no number", "NaN is not JSON.", "NotANumber",
          _built("n", edit=_text(f'"iat":{seconds(SIGNED)}', '"iat":NaN')), 3),
    _form(6, "n", "An escape of half a character", "Half a surrogate pair reads as different text "
          "in each program.", "LoneSurrogate",
          _built("n", edit=_text("Example Trading Limited", "Example \\ud800 Limited")), 3),
]  # fmt: skip


def _header_case(number: int, title: str, why: str, flag: str, **more: Any) -> AttestationCase:
    head = header("hk", **more)
    return _form(number, "n", title, why, flag, _built("n", head=head), 4)


HEADER = [
    _form(1, "p", "The header's members in another order", "Order has no meaning in JSON.",
          "Spelling", _built("p", head={"kid": thumbprint("hk"), "typ": "aeo-status+sd-jwt",
          "alg": "ES256"}), 4),
    _header_case(1, "An extension that the header calls critical", "What is critical and not "
          "understood must be refused.", "Crit", crit=["exp"]),
    AttestationCase(
        id="AEO-SIG-04.n02",
        title="The key of the attacker in the header",
        why=f"A verifier that takes it verifies anything. {NO_XML}",
        flags=("EmbeddedKey",),
        sdjwt=_signed_by(
            "n",
            header("sg", kid=thumbprint("sg"), jwk={"kty": "EC", "crv": "P-256"}),
            lambda message: signature("sg", message),
        ),
        finds=("AEO-SIG-04",),
    ),
    _header_case(3, "An address of keys in the header", "A verifier that follows it opens what a "
          "stranger chose.", "KeyAddress", jku="https://attacker.example/keys"),
    _header_case(4, "An address of a certificate in the header", "As with the address of keys.",
          "KeyAddress", x5u="https://attacker.example/cert"),
    _header_case(5, "A certificate in the header", "The trust list has the certificate; one that "
          "comes along proves nothing.", "EmbeddedKey", x5c=[certificate("hk")]),
    _header_case(6, "A payload that is not base64url", "RFC 7797 changes what is signed.",
          "UnencodedPayload", b64=False),
    _header_case(7, "No kid", "Trying every key finds one that somebody has lost.", "NoKeyId",
          kid=None),
    _header_case(8, "A compressed payload", "Nothing here is compressed but a status list.",
          "Compressed", zip="DEF"),
]  # fmt: skip

TYP = [
    _form(1, "p", "The type as the standard writes it", "It is compared character by character.",
          "Type", present(TOKEN, "sizeClass"), 5),
    _form(1, "n", "The type of any token", "A token meant for something else must not pass.",
          "WrongType", _built("n", head=header("hk", "JWT")), 5),
    _form(2, "n", "The type of a status list", "One message of the administration must not be "
          "read as another.", "WrongType", _built("n", head=header("hk", "statuslist+jwt")), 5),
    _form(3, "n", "The type with application/ before it", "There is one way to write it.",
          "WrongType", _built("n", head=header("hk", "application/aeo-status+sd-jwt")), 5),
    _form(4, "n", "The type in capitals", "There is one way to write it.", "CaseFolded",
          _built("n", head=header("hk", "AEO-STATUS+SD-JWT")), 5),
]  # fmt: skip

P384 = trust_list(
    [authority("HK", [listed_key("hk-384"), listed_key("hk")], [scope("HK", "HK-AEO")]), JP]
)


def _alg(
    number: int, title: str, why: str, alg: str, sign: Callable[[bytes], bytes], key: str = "hk"
) -> AttestationCase:
    head = header(key if key in {"hk", "hk-384"} else "hk", alg=alg)
    return _form(number, "n", title, why, "Algorithm", _signed_by("n", head, sign), 6)


ALGORITHM = [
    AttestationCase(
        id="AEO-SIG-06.p01",
        title="ES384 by a key of P-384",
        why=f"It is there to verify, for keys that exist. {NO_XML}",
        flags=("Algorithm",),
        sdjwt=token("p", key="hk-384"),
        trust=(P384,),
    ),
    _alg(1, "alg none with a signature of something", "Nobody signed it.", "none",
         lambda _message: b"\x00"),
    _alg(2, "HS256 with the public key as the secret", "Everybody has the public key.", "HS256",
         lambda message: hmac_sha256("hk", message)),
    _alg(3, "RS256 by an RSA key", "Not an algorithm of this standard.", "RS256",
         lambda message: signature("rsa", message)),
    _alg(4, "ES256K by a key of another curve", "Not an algorithm of this standard.", "ES256K",
         lambda message: signature("secp256k1", message)),
    _alg(5, "es256 in small letters", "Names are compared character by character.", "es256",
         lambda message: signature("hk", message)),
    _alg(6, "A list of algorithms for another curve", "ES512 is not of this standard.", "ES512",
         lambda message: signature("hk", message) * 2),
]  # fmt: skip


def _kid(number: int, title: str, why: str, kid: str) -> AttestationCase:
    return _form(number, "n", title, why, "KeyId", _built("n", head=header("hk", kid=kid)), 7)


KID = [
    _form(1, "p", "A thumbprint", "43 characters of base64url, nothing else.", "KeyId",
          present(TOKEN, "address"), 7),
    _kid(1, "A path as key id", "A verifier that opens it reads its own files.",
         "../../../../etc/passwd"),
    _kid(2, "An address as key id", "A verifier that follows it asks the attacker.",
         "https://attacker.example/key"),
    _kid(61, "A thumbprint with bits set behind its last byte", "There is one way to write it.",
         thumbprint("hk")[:-1] + chr(ord(thumbprint("hk")[-1]) + 1)),
    _kid(3, "A thumbprint that lacks its last character", "It is compared whole.",
         thumbprint("hk")[:-1]),
    _kid(4, "A thumbprint with something behind it", "It is compared whole.",
         thumbprint("hk") + "'--"),
]  # fmt: skip


def _claim(number: int, title: str, why: str, edit: Edit, xml: bytes | None) -> AttestationCase:
    return AttestationCase(
        id=f"AEO-SIG-08.n{number:02}",
        title=title,
        why=why,
        flags=("Claims",),
        sdjwt=_built("n", edit=edit),
        xml=xml,
        finds=("AEO-SIG-08",),
    )


def _xml_claims(**other: Any) -> bytes:
    return document(**other)


def _place(index: int) -> dict[str, Any]:
    return {"status_list": {"idx": index, "uri": URI}}


ALWAYS = ("iss", "vct", "jti", "iat", "nbf", "exp", "recordId", "revision", "programme",
          "authorisationNumber", "tiers", "roles", "term", "authorisation_status",
          "status")  # fmt: skip


def _without_each_claim() -> list[AttestationCase]:
    """Return a case for each claim that is always made, without it."""
    return [
        _claim(60 + place, f"No {name}", "It is always made.", _drop(name),
               _xml_claims(**{name: None}))
        for place, name in enumerate(ALWAYS)
    ]  # fmt: skip


CLAIMS = [
    AttestationCase(
        id="AEO-SIG-08.p01",
        title="No claim more than an attestation must make",
        why="A record with public items only has no others.",
        flags=("Claims",),
        sdjwt=token("p", BARE),
        xml=document(BARE),
    ),
    _claim(1, "The TIN is missing", "Nobody would know whom it is about.", _drop("sub"),
           _xml_claims(sub=None)),
    _claim(2, "A claim that the standard does not have", "A reader that knows it would act on it.",
           _set("override", "granted"), xml_attestation(content(
               {**claims_of(RECORD), "override": "granted"}, RECORD))),
    _claim(3, "Another kind of statement", "It states something else.",
           _set("vct", "urn:aeo-exchange:1.0:other"),
           _xml_claims(vct="urn:aeo-exchange:1.0:other")),
    _claim(4, "A TIN in small letters", "TINs are written in capitals.", _set("sub", "hk00000001"),
           _xml_claims(sub="hk00000001")),
    _claim(5, "No tier", "A list is never empty. In XML an empty list is a missing item.",
           _set("tiers", []), _xml_claims(tiers=[])),
    _claim(6, "A time as text", f"A time is a number of seconds; in XML every number is text. "
           f"{NO_XML}", _set("iat", str(seconds(SIGNED))), None),
    _claim(7, "A place in no status list", "There would be nothing to look up.",
           _set("status", {"status_list": {"idx": 4711}}),
           _xml_claims(status={"status_list": {"idx": 4711}})),
    _claim(8, "An address that everybody sees", "Only the claims of the first table are visible. "
           "In XML all are.", _set("address", RECORD["holder"]["address"]), None),
    _claim(10, "Roles that are not in order", "Sets are sorted, as in the record.",
           _set("roles", ["importer", "exporter"]), _xml_claims(roles=["importer", "exporter"])),
    _claim(11, "Reinstated, by the claim", "A status is one of five; reinstated and annulled are "
           "events.", _set("authorisation_status", "reinstated"),
           _xml_claims(authorisation_status="reinstated")),
    _claim(12, "Annulled, by the claim", "A status is one of five; reinstated and annulled are "
           "events.", _set("authorisation_status", "annulled"),
           _xml_claims(authorisation_status="annulled")),
    _claim(13, "A place of nine digits", "The last place there can be is 99,999,999.",
           _set("status", _place(100_000_000)), _xml_claims(status=_place(100_000_000))),
    _claim(14, "A place before the first", "Places are counted from 0.", _set("status", _place(-1)),
           _xml_claims(status=_place(-1))),
    _claim(15, "One tier twice", "A set has each element once.", _set("tiers", ["TIER1", "TIER1"]),
           _xml_claims(tiers=["TIER1", "TIER1"])),
    _claim(16, "A name of 65 characters", "An attestation has a name of 64 at most.",
           _set("jti", "a" * 65), _xml_claims(jti="a" * 65)),
    _claim(17, "A member beside idx and uri", "Nobody says what it means.", _set("status", {
        "status_list": {"idx": 4711, "uri": URI, "bits": 2}}), _xml_claims(status={
            "status_list": {"idx": 4711, "uri": URI, "bits": 2}})),
    _claim(18, "A member beside status_list", "Nobody says what it means.", _set("status", {
        **_place(4711), "other": "x"}), _xml_claims(status={**_place(4711), "other": "x"})),
    _claim(19, "A member beside from and until", "Nobody says what it means.", _set("term", {
        **claims_of(RECORD)["term"], "tier": "TIER1"}), _xml_claims(term={
            **claims_of(RECORD)["term"], "tier": "TIER1"})),
    *_without_each_claim(),
    _claim(9, "A name that is null", "What is absent is not written; XML has no null.",
           _set("legalName", None), None),
]  # fmt: skip

HASH = digest_of("anything")


def _sd(number: int, title: str, why: str, edit: Edit) -> AttestationCase:
    return _form(number, "n", title, why, "Digests", _built("n", edit=edit), 9)


def _sd_list(change: Callable[[list[str]], list[str]]) -> Edit:
    def edit(payload: dict[str, Any]) -> None:
        payload["_sd"] = change(payload["_sd"])

    return edit


def _sd_with(digest: str) -> Edit:
    """Return the edit that puts a digest in the place of the last."""
    return _sd_list(lambda digests: sorted([*digests[:-1], digest]))


DIGESTS = [
    _form(1, "p", "Sixteen digests and nothing behind any of them", "An attestation that hides "
          "nothing looks like one that hides everything.", "Digests", _built("p", hidden={}), 9),
    _sd(1, "Fifteen digests", "The number would tell how much is hidden.",
        _sd_list(lambda hashes: hashes[1:])),
    _sd(2, "Seventeen digests", "The number would tell how much is hidden.",
        _sd_list(lambda hashes: sorted([*hashes, HASH]))),
    _sd(3, "One digest twice", "Two places for one disclosure.",
        _sd_list(lambda hashes: sorted([*hashes[:-1], hashes[0]]))),
    _sd(4, "Digests out of order", "The order would tell which claim is which.",
        _sd_list(lambda hashes: hashes[::-1])),
    _sd(5, "No hash algorithm named", "It is always written.", _drop("_sd_alg")),
    _sd(6, "Another hash algorithm", "One is enough, and it is SHA-256.",
        _set("_sd_alg", "sha-512")),
    _form(8, "n", "Digests inside a disclosed address", "There are no nested disclosures.",
          "Digests", _built("n", disclosures=[disclosure("n", "address", {
              **RECORD["holder"]["address"], "_sd": [HASH]})]), 9),
    *(
        _sd(61 + place, title, "It is base64url of 32 bytes.", _sd_with(last))
        for place, (title, last) in enumerate((
            ("A digest with a sign that base64url does not have", HASH[:-1] + "*"),
            ("A digest with bits set behind its last byte", HASH[:-1] + "B"),
            ("A digest with a letter that is not ASCII", HASH[:-1] + "\u00e9"),
            ("A digest of 44 characters", HASH + "A"),
            ("A digest of 42 characters", HASH[:-1]),
            ("A digest that is padded", HASH + "="),
        ))
    ),
    _sd(83, "A member ... of the payload", "It stands for an element of a list that is disclosed, "
        "and occurs nowhere.", lambda payload: payload.update({"...": HASH})),
    _sd(7, "A digest that is no SHA-256", "Every entry has 43 characters.",
        _sd_with("AAAA")),
]  # fmt: skip


def _disclosed(
    number: int, title: str, why: str, disclosed: Any, code: int = 10
) -> AttestationCase:
    return _form(number, "n", title, why, "Disclosure",
                 _built("n", disclosures=[encoded(json_text(disclosed))]), code)  # fmt: skip


SALT = "c2FsdHNhbHRzYWx0c2FsdA"
DISCLOSURES = [
    _form(1, "p", "A salt of 32 bytes", "Longer is allowed.", "Disclosure",
          _built("p", disclosures=[encoded(json_text([SALT * 2, "sizeClass", "small"]))]), 10),
    _disclosed(1, "A disclosure without a name", "It would be an element of a list, which this "
               "version does not have.", [SALT, "small"]),
    _disclosed(2, "A disclosure of four", "Nobody says what the fourth is.",
               [SALT, "sizeClass", "small", "large"]),
    _disclosed(3, "A salt of 8 bytes", "It can be guessed together with the value.",
               ["c2FsdHNhbHQ", "sizeClass", "small"]),
    _disclosed(8, "A salt of 15 bytes", "A byte too few.",
               [encoded(b"saltsaltsaltsal"), "sizeClass", "small"]),
    _disclosed(9, "A salt that is no text", "It is base64url.", [1234, "sizeClass", "small"]),
    _disclosed(10, "A salt that is padded", "It is base64url without padding.",
               [SALT + "==", "sizeClass", "small"]),
    _disclosed(11, "A salt with bits set behind its last byte", "There is one way to write a "
               "value.", [SALT[:-1] + "B", "sizeClass", "small"]),
    _disclosed(12, "A name that is no text", "It is one of the claims.", [SALT, 1, "small"]),
    _form(2, "p", "A salt of 16 bytes", "That is the least.", "Disclosure",
          _built("p", disclosures=[encoded(json_text(
              [encoded(b"saltsaltsaltsalt"), "sizeClass", "small"]))]), 10),
    _form(3, "p", "A salt of 17 bytes", "Longer is allowed, by any number of bytes.",
          "Disclosure", _built("p", disclosures=[encoded(json_text(
              [encoded(b"saltsaltsaltsalts"), "sizeClass", "small"]))]), 10),
    _disclosed(4, "The name _sd", "It would put digests where nobody signed any.",
               [SALT, "_sd", [HASH]]),
    _disclosed(5, "The name ...", "It stands for an element of a list.", [SALT, "...", HASH]),
    _disclosed(6, "A claim that cannot be hidden", "The tiers are always visible, so that nobody "
               "leaves them out.", [SALT, "tiers", ["TIER2"]]),
    _disclosed(7, "An object in place of the three", "There is one way to write a disclosure.",
               {"salt": SALT, "sizeClass": "small"}),
]  # fmt: skip
TWO_NAMES = [disclosure("a", "sizeClass", "small"), disclosure("b", "sizeClass", "large")]
REFERENCED = [
    _form(1, "p", "Two of the disclosures", "Each of them was signed.", "Presentation",
          present(TOKEN, "sizeClass", "address"), 11),
    _form(1, "n", "A disclosure that was not signed", "The bearer has written it.",
          "Unreferenced", _built("n", extra=[disclosure("x", "criteria", [])]), 11),
    _form(2, "n", "One disclosure twice", "RFC 9901 forbids it to the holder.", "Twice",
          TOKEN + TOKEN.split(b"~")[1] + b"~", 11),
    _form(3, "n", "Two disclosures of one claim, both signed", "The bearer would choose the size "
          "class.", "Twice", _built("n", disclosures=TWO_NAMES), 11),
    _form(4, "n", "A value was changed in its disclosure", "Its digest is another one then.",
          "Changed", present(TOKEN) + disclosure("base", "sizeClass", "micro").encode() + b"~",
          11),
]  # fmt: skip
PERSON_TOKEN = token("person", PERSON)
VISIBLE_AND_HIDDEN = [disclosure("n", "legalName", "Somebody Else Limited")]


def _visible_person(case: str) -> bytes:
    visible, hidden = split(claims_of(PERSON, tinCountry=None))
    shown = [disclosure(case, "legalName", "Somebody Else")]
    payload = {**visible, "_sd_alg": "sha-256", "_sd": digests(case, shown)}
    assert hidden
    return "~".join([jws(header("hk"), payload, "hk"), *shown, ""]).encode()


def _with_visible_name() -> bytes:
    """Return the attestation of a human being made like that of a firm."""
    visible, hidden = split(claims_of(PERSON, tinCountry=None))
    return sd_jwt("n", visible, hidden, "hk").encode()


def _of_person(*shown: str, person: bool = True, **claims: Any) -> bytes:
    """Return the attestation of a human being with claims of a choice visible."""
    visible, hidden = split(claims_of(PERSON, **claims), person=person)
    visible |= {name: hidden.pop(name) for name in shown}
    return sd_jwt("n", visible, hidden, "hk").encode()


def _firm_as_person() -> bytes:
    """Return the attestation of a firm made like that of a human being."""
    visible, hidden = split(claims_of(RECORD, tinCountry="HK"), person=True)
    return sd_jwt("n", visible, hidden, "hk").encode()


PERSONAL = [
    AttestationCase(
        id="AEO-SIG-08.p03",
        title="A natural person who discloses nothing",
        why="The country of the TIN is all that everybody sees of the holder; that suffices for an "
        f"answer about the authorisation. {NO_XML}",
        flags=("Claims", "NaturalPerson"),
        sdjwt=present(PERSON_TOKEN),
    ),
    _form(31, "n", "TIN and country of the TIN are both visible", "One says that it is a firm, "
          "the other that it is not.", "NaturalPerson", _of_person("sub", "legalName"), 8),
    _form(32, "n", "Neither TIN nor its country is visible", "Nobody could tell whether the key "
          "may speak about it.", "NaturalPerson", _of_person(tinCountry=None), 8),
    _form(33, "n", "The name is visible and the TIN is hidden", "Half of what is hidden of a human "
          "being is shown.", "NaturalPerson", _of_person("legalName"), 8),
    _form(34, "n", "The TIN disclosed is of another country than the one visible", "The bearer "
          "would choose what the scope is compared with.", "NaturalPerson",
          _of_person(tinCountry="JP"), 8),
    AttestationCase(
        id="AEO-SIG-08.n35",
        title="In XML, the country of a TIN in place of the TIN",
        why="In this envelope every claim is shown; the SD-JWT envelope has the pair in n32.",
        flags=("Claims", "NaturalPerson"),
        xml=document(PERSON, sub=None, legalName=None),
        finds=("AEO-SIG-08",),
    ),
    AttestationCase(
        id="AEO-SIG-24.p11",
        title="A natural person who discloses the digest alone, with the record beside",
        why=f"Who has the record has the name; the claims made are its projection. {NO_XML}",
        flags=("RecordBeside", "NaturalPerson"),
        sdjwt=present(PERSON_TOKEN, "record_digest"),
        record=json_bytes(PERSON),
    ),
    AttestationCase(
        id="AEO-SIG-24.n31",
        title="A firm whose TIN and name were hidden as those of a natural person",
        why=f"A firm is named to everybody. {NO_XML}",
        flags=("RecordBeside", "NaturalPerson"),
        sdjwt=_firm_as_person(),
        record=json_bytes(RECORD),
        finds=("AEO-SIG-24",),
    ),
    AttestationCase(
        id="AEO-SIG-24.n32",
        title="A natural person in the XML envelope",
        why="Here everything is shown to everybody. The SD-JWT envelope shows it in n09.",
        flags=("RecordInside", "NaturalPerson"),
        xml=document(PERSON, tinCountry=None),
        finds=("AEO-SIG-24",),
    ),
    AttestationCase(
        id="AEO-SIG-27.p03",
        title="The TIN of a natural person, disclosed and expected",
        why=f"What was disclosed is compared like what is visible. {NO_XML}",
        flags=("ExpectedTin", "NaturalPerson"),
        sdjwt=present(PERSON_TOKEN, "sub"),
        expect_tin="HK00000001",
    ),
    AttestationCase(
        id="AEO-SIG-27.n31",
        title="A TIN is expected, and that of the natural person is not disclosed",
        why=f"It may be the one or another; the holder can disclose it. {NO_XML}",
        flags=("ExpectedTin", "NaturalPerson"),
        sdjwt=present(PERSON_TOKEN, "legalName"),
        expect_tin="HK00000001",
        finds=("AEO-SIG-27",),
        verdict="UNDETERMINED",
    ),
    AttestationCase(
        id="AEO-SIG-27.n32",
        title="A TIN of another country is expected than that of the natural person",
        why=f"Whatever the TIN is, it is not this one. {NO_XML}",
        flags=("ExpectedTin", "NaturalPerson"),
        sdjwt=present(PERSON_TOKEN, "legalName"),
        expect_tin="JP00000001",
        finds=("AEO-SIG-27",),
    ),
]  # fmt: skip


TAKEN = [
    AttestationCase(
        id="AEO-SIG-12.p01",
        title="Name and TIN of a natural person, disclosed",
        why=f"It is not visible, so the disclosure is the only place. {NO_XML}",
        flags=("Disclosure",),
        sdjwt=PERSON_TOKEN,
    ),
    _form(1, "n", "A disclosed name over the visible one", "Two names of one firm.", "Overwrites",
          _built("n", disclosures=VISIBLE_AND_HIDDEN), 12),
    _form(2, "n", "The same for a natural person whose name was made visible", "Two names of one "
          "person.", "Overwrites", _visible_person("n"), 12),
]  # fmt: skip
VALUES = [
    _form(1, "p", "Every claim disclosed", "Each has the form of its item.", "Disclosure", TOKEN,
          13),
    _disclosed(1, "A size class that is an object", "A size class is a code.",
               [SALT, "sizeClass", {"value": "small"}], 13),
    _disclosed(2, "An address without a city", "An address has a city.",
               [SALT, "address", {"lines": ["1 Example Road"], "country": "HK"}], 13),
    _disclosed(3, "An address with a member that the standard does not have", "Nobody says what "
               "it means.", [SALT, "address", {**RECORD["holder"]["address"], "planet": "3"}], 13),
    _disclosed(4, "A size class that is not in the list", "The list of codes is closed.",
               [SALT, "sizeClass", "tiny"], 13),
    _disclosed(5, "One identifier in place of a list", "Identifiers are a list.",
               [SALT, "identifiers", {"scheme": "HK-BR", "value": "00000001"}], 13),
    _disclosed(7, "Identifiers that are not in order", "A set is sorted, as in the record.",
               [SALT, "identifiers", [{"scheme": "LEI", "value": "1"},
                                      {"scheme": "HK-BR", "value": "00000001"}]], 13),
    _disclosed(8, "One identifier twice", "A set has each element once.",
               [SALT, "identifiers", [{"scheme": "HK-BR", "value": "00000001"}] * 2], 13),
    _disclosed(9, "Provisions that are not in order", "A set is sorted, as in the record.",
               [SALT, "msmeBasis", {**claims_of(RECORD)["msmeBasis"], "provisions":
                                    ["simplified-requirements", "reduced-guarantee"]}], 13),
    _disclosed(6, "A digest in capitals", "Hexadecimal digits are small letters.",
               [SALT, "record_digest", record_digest(RECORD).upper()], 13),
]  # fmt: skip


def _both(
    rule: str,
    name: str,
    title: str,
    why: str,
    flag: str,
    *,
    record: Any = RECORD,
    **more: Any,
) -> AttestationCase:
    """Return a case in both envelopes: claims by keyword `claims`, the rest as of the case."""
    claims = more.pop("claims", {})
    identity = f"AEO-{rule}.{name}"
    finds = more.pop("finds", (f"AEO-{rule}",) if name.startswith("n") else ())
    return AttestationCase(
        id=identity,
        title=title,
        why=why,
        flags=(flag,),
        sdjwt=token(identity, record, **claims),
        xml=document(record, **claims),
        finds=finds,
        **more,
    )


LIFETIME = [
    _both("SIG-14", "p01", "Ninety days to the second", "That is as long as it may be.", "Lifetime",
          record=OPEN, claims={"exp": seconds("2027-01-18T00:00:00Z")}),
    _both("SIG-14", "n01", "Ninety days and a second", "A second too long.", "Lifetime",
          record=OPEN, claims={"exp": seconds("2027-01-18T00:00:01Z")}),
    _both("SIG-14", "n02", "It begins before it was signed", "Nobody can state the past as from "
          "then.", "Lifetime", claims={"nbf": seconds(SIGNED) - 1}),
    _both("SIG-14", "n04", "It lasts a second longer than the term", "Past the term nothing is "
          "granted, and the term is always visible.", "Lifetime",
          claims={"exp": seconds("2027-01-01T00:00:01Z")}),
    _both("SIG-14", "p02", "It lasts to the end of the term", "That is as long as it may.",
          "Lifetime", claims={"exp": seconds("2027-01-01T00:00:00Z")}),
    _both("SIG-14", "p03", "It speaks for a second", "It ends after it begins.", "Lifetime",
          claims={"nbf": seconds(AT), "exp": seconds(AT) + 1}),
    _both("SIG-14", "n05", "It ends before it begins", "It would speak at no instant.", "Lifetime",
          claims={"nbf": seconds(AT), "exp": seconds(AT) - 1}),
    _both("SIG-14", "n06", "Ninety days counted from nbf", "They are counted from iat.",
          "Lifetime", record=OPEN, claims={"nbf": seconds("2026-10-21T00:00:00Z"),
                                           "exp": seconds("2027-01-19T00:00:00Z")}),
    _both("SIG-14", "n03", "It ends when it begins", "It would speak at no instant.", "Lifetime",
          claims={"exp": seconds(SIGNED)}),
]  # fmt: skip


def _xml_edit(before: str, after: str) -> bytes:
    written = _XML.decode()
    assert before in written
    return written.replace(before, after, 1).encode()


_XML = document()


def _twin_xml() -> bytes:
    return document(how=Signing(signed_with=lambda key, message: twin(signature(key, message))))


SIGNATURES = [
    AttestationCase(
        id="AEO-SIG-19.p01",
        title="The other signature of the same statement",
        why="ECDSA has two for each message and both are right; nothing is remembered by bytes.",
        flags=("Malleable",),
        sdjwt=_with_parts(TOKEN, 2, lambda part: encoded(twin(decoded(part)))),
        xml=_twin_xml(),
    ),
    AttestationCase(
        id="AEO-SIG-19.n01",
        title="A tier was changed after signing",
        why="One character is enough.",
        flags=("Changed",),
        sdjwt=_with_parts(
            TOKEN, 1, lambda part: encoded(decoded(part).replace(b"TIER1", b"TIER2"))
        ),
        xml=_xml_edit("<Tiers>TIER1</Tiers>", "<Tiers>TIER2</Tiers>"),
        finds=("AEO-SIG-19",),
    ),
    AttestationCase(
        id="AEO-SIG-19.n02",
        title="Signed by another key under the name of the right one",
        why="The key id is a name, no proof.",
        flags=("WrongKey",),
        sdjwt=_signed_by("n", header("hk"), lambda message: signature("jp", message)),
        xml=document(how=Signing(signed_with=lambda _key, message: signature("jp", message))),
        finds=("AEO-SIG-19",),
    ),
    AttestationCase(
        id="AEO-SIG-19.n03",
        title="The signature of another attestation",
        why="A right signature of something else.",
        flags=("Moved",),
        sdjwt=_with_parts(TOKEN, 2, lambda _part: _parts(PERSON_TOKEN)[0][2]),
        xml=_xml_edit(
            "<ds:SignatureValue>" + _XML.decode().split("<ds:SignatureValue>")[1].split("<")[0],
            "<ds:SignatureValue>"
            + document(PERSON).decode().split("<ds:SignatureValue>")[1].split("<")[0],
        ),
        finds=("AEO-SIG-19",),
    ),
    AttestationCase(
        id="AEO-SIG-19.n04",
        title="ES256 named for a key of P-384",
        why=f"The algorithm belongs to the key, and the list says which. {NO_XML}",
        flags=("Algorithm",),
        sdjwt=_signed_by(
            "n",
            header("hk-384", alg="ES256"),
            lambda message: signature("hk-384", message),
        ),
        trust=(P384,),
        finds=("AEO-SIG-19",),
    ),
    AttestationCase(
        id="AEO-SIG-19.n05",
        title="A signature of zeros",
        why="r and s of zero are no signature; a program that does not ask accepts them for any.",
        flags=("Zeros",),
        sdjwt=_signed_by("n", header("hk"), lambda _message: bytes(64)),
        xml=document(how=Signing(signed_with=lambda _key, _message: bytes(64))),
        finds=("AEO-SIG-19",),
    ),
    AttestationCase(
        id="AEO-SIG-19.n07",
        title="A byte of zero before s",
        why="The numbers are the same, and r and s are of 32 bytes each: one signature has one "
        "spelling.",
        flags=("Length",),
        sdjwt=_with_parts(TOKEN, 2, lambda part: encoded(_longer(decoded(part)))),
        xml=document(
            how=Signing(signed_with=lambda _key, message: _longer(signature("hk", message)))
        ),
        finds=("AEO-SIG-19",),
    ),
    AttestationCase(
        id="AEO-SIG-19.n06",
        title="The record was changed after signing",
        why=f"The record stands inside what is signed. {NO_SD}",
        flags=("Changed",),
        xml=_xml_edit("<Revision>3</Revision><IssuedAt>", "<Revision>4</Revision><IssuedAt>"),
        finds=("AEO-SIG-19",),
    ),
]  # fmt: skip

WINDOW = [
    _both("SIG-20", "p01", "Asked 60 seconds before it begins", "Clocks differ; 60 seconds are "
          "let pass.", "SkewEdge", at="2026-10-19T23:59:00Z",
          status=_list_at("2026-10-19T12:00:00Z", "2026-10-20T12:00:00Z")),
    _both("SIG-20", "n01", "Asked 61 seconds before it begins", "Clocks do not differ so much.",
          "SkewEdge", at="2026-10-19T23:58:59Z",
          status=_list_at("2026-10-19T12:00:00Z", "2026-10-20T12:00:00Z")),
    _both("SIG-20", "p02", "Signed in advance, asked 60 seconds before it begins", "The skew is "
          "for nbf as for iat.", "SkewEdge", claims={"nbf": seconds("2026-11-01T00:01:00Z")}),
    _both("SIG-20", "n03", "Signed in advance, asked 61 seconds before it begins", "The skew is "
          "for nbf as for iat.", "SkewEdge", claims={"nbf": seconds("2026-11-01T00:01:01Z")}),
    _both("SIG-20", "n02", "Signed now, to speak from next month", "It does not speak yet.",
          "NotYet", claims={"nbf": seconds("2026-12-01T00:00:00Z")}),
    _both("SIG-21", "p01", "Asked in its last second", "The end is exclusive.", "EndEdge",
          at="2026-12-30T23:59:59Z", trust=LATE_TRUST,
          status=_list_at("2026-12-30T12:00:00Z", "2026-12-31T12:00:00Z")),
    _both("SIG-21", "n01", "Asked at its end", "The end is exclusive, and no skew is added there.",
          "EndEdge", at=ENDS, trust=LATE_TRUST,
          status=_list_at("2026-12-30T12:00:00Z", "2026-12-31T12:00:00Z")),
    _both("SIG-21", "n02", "Asked a month after its end", "It is long over.", "Expired",
          at="2027-01-31T00:00:00Z", trust=LATE_TRUST, record=OPEN,
          status=_list_at("2027-01-30T12:00:00Z", "2027-01-31T12:00:00Z"),
          claims={"exp": seconds("2026-12-31T00:00:00Z")}),
]  # fmt: skip
REVISION = [
    _both("SIG-22", "p01", "The revision that was seen before", "The same again is no older.",
          "Revision", seen={"knownRevision": 3}),
    _both("SIG-22", "p02", "A revision newer than one seen", "It has changed since, and this says "
          "how.", "Revision", seen={"knownRevision": 2}),
    _both("SIG-22", "n01", "One revision older than one seen", "Something has changed since.",
          "Revision", seen={"knownRevision": 4}),
    _both("SIG-22", "n02", "Much older", "Gaps between revisions are allowed.", "Revision",
          seen={"knownRevision": 999999999}),
]  # fmt: skip

XML_RECORD = any_tree_to_xml(RECORD).encode()
MOVED_TOWN = _changed(holder={**RECORD["holder"], "address": {
    **RECORD["holder"]["address"], "city": "Other City"}})  # fmt: skip


def _beside(
    rule: str,
    name: str,
    title: str,
    why: str,
    record: Any,
    **more: Any,
) -> AttestationCase:
    """Return a case with a record beside an SD-JWT attestation."""
    finds = more.pop("finds", (f"AEO-{rule}",) if name.startswith("n") else ())
    written = record if isinstance(record, bytes) else json_bytes(record)
    return AttestationCase(
        id=f"AEO-{rule}.{name}",
        title=title,
        why=why,
        flags=("RecordBeside",),
        sdjwt=more.pop("sdjwt", TOKEN),
        record=written,
        finds=finds,
        **more,
    )


def _inside(rule: str, name: str, title: str, why: str, xml: bytes, **more: Any) -> AttestationCase:
    """Return a case about the record inside an XML attestation."""
    finds = more.pop("finds", (f"AEO-{rule}",) if name.startswith("n") else ())
    return AttestationCase(
        id=f"AEO-{rule}.{name}",
        title=title,
        why=f"{why} The SD-JWT envelope has no record inside.",
        flags=("RecordInside",),
        xml=xml,
        finds=finds,
        **more,
    )


XML_MEDIA = "application/vnd.aeo-exchange.record+xml;version=1.0"
SUSPENDED_SINCE = [
    *RECORD["history"],
    {
        "seq": 2,
        "status": "suspended",
        "effectiveFrom": "2026-10-10T00:00:00Z",
        "recordedAt": "2026-10-10T00:00:00Z",
    },
]
SUSPENDED = _changed(history=SUSPENDED_SINCE, issuedAt="2026-10-11T00:00:00Z")
TO_BE_SUSPENDED = _changed(
    issuedAt="2026-10-16T00:00:00Z",
    history=[
        *RECORD["history"],
        {
            "seq": 2,
            "status": "suspended",
            "effectiveFrom": "2026-11-20T00:00:00Z",
            "recordedAt": "2026-10-15T00:00:00Z",
        },
    ],
)
WRONG_TERMS = _changed(
    authorisation={
        "number": "HKAEO-EX-0001",
        "terms": [
            {
                "from": "2024-01-01T00:00:00Z",
                "until": "2023-01-01T00:00:00Z",
                "tiers": ["TIER1"],
                "roles": ["exporter"],
            }
        ],
    }
)
LATE_GRANT = _changed(
    issuedAt="2026-10-16T00:00:00Z",
    authorisation={
        "number": "HKAEO-EX-0001",
        "terms": [{**RECORD["authorisation"]["terms"][0], "from": "2026-10-25T00:00:00Z"}],
    },
    history=[
        {
            "seq": 1,
            "status": "granted",
            "effectiveFrom": "2026-10-25T00:00:00Z",
            "recordedAt": "2026-10-15T00:00:00Z",
        }
    ],
)
WITH_CONTACT = _changed(holder={**RECORD["holder"], "contacts": [{"name": "Somebody"}]})
UNKNOWN_ITEM = _changed(rank="high")
NO_HOLDER = {name: value for name, value in RECORD.items() if name != "holder"}


def _around(record: Any) -> bytes:
    return xml_attestation(content(claims_of(RECORD, record_digest=record_digest(record)), record))


def _hidden_name() -> bytes:
    claims = claims_of(RECORD)
    hidden = {"legalName": claims.pop("legalName"), "record_digest": claims.pop("record_digest")}
    visible = {name: claims[name] for name in split(claims)[0]}
    return sd_jwt("n", visible, hidden, "hk").encode()


OTHERWISE: dict[str, Any] = {
    "recordId": "HK-2024-9999",
    "revision": 4,
    "view": {"audience": "JP"},
    "authorisationNumber": "HKAEO-EX-0002",
    "roles": ["importer"],
    "term": {"from": "2024-01-01T00:00:00Z"},
    "otherNames": [{**RECORD["holder"]["otherNames"][0], "text": "例子"}],
    "identifiers": [{"scheme": "HK-BR", "value": "00000002"}],
    "address": {**RECORD["holder"]["address"], "city": "Other City"},
    "msmeBasis": {**claims_of(RECORD)["msmeBasis"], "definitionVersion": "2"},
    "criteria": [{"criterion": "A", "outcome": "met"}],
}


def _other_claims() -> list[AttestationCase]:
    """Return a case in either envelope for each claim that the record contradicts."""
    cases = []
    for place, (name, value) in enumerate(OTHERWISE.items()):
        told = f"Another {name} than the record has"
        cases += [
            _beside("SIG-24", f"n{20 + place}", told, "Every claim made is compared. The XML "
                    f"envelope shows it in n{40 + place}.", RECORD,
                    sdjwt=token("n", **{name: value})),
            _inside("SIG-24", f"n{40 + place}", told, "Every claim is compared.",
                    document(**{name: value})),
        ]  # fmt: skip
    return cases


# What is no record at all, or several: it says nothing of the attestation.
NO_RECORDS: tuple[tuple[str, bytes], ...] = (
    ("Nothing in what is beside", b""),
    ("A letter beside", b"Dear Sir,\nplease find the record attached.\n"),
    ("A picture beside", b"\x89PNG\r\n\x1a\n" + bytes(24)),
    ("The attestation itself beside", TOKEN.encode() if isinstance(TOKEN, str) else TOKEN),
    ("An attestation in XML beside", _XML),
    ("The record in UTF-16 beside", json.dumps(RECORD).encode("utf-16")),
    ("The record behind a byte order mark beside", b"\xef\xbb\xbf" + json_bytes(RECORD)),
    ("An object that names nothing of a record beside", b'{"listId":"HK-1"}'),
    ("Another document in XML beside", b"<invoice/>"),
    ("An empty array beside", b"[]"),
    ("AeoRecords without a record beside", b'<AeoRecords xmlns="urn:aeo-exchange:1.0"/>'),
    ("Two records beside", json_text([RECORD, RECORD])),
    ("Two records on two lines beside", json_text(RECORD) + b"\n" + json_text(RECORD)),
    ("A broken record before the good one beside", json_text([NO_HOLDER, RECORD])),
    ("An array beside that breaks off behind its record", b"[" + json_text(RECORD)),
)


def _no_records() -> list[AttestationCase]:
    """Return the cases of what cannot be read beside an attestation, in either envelope."""
    why = "Nobody can tell which record is meant, so it is no no."
    cases = []
    for place, (title, record) in enumerate(NO_RECORDS, 71):
        cases += [
            _beside("SIG-25", f"n{place}", title, f"{why} The XML envelope shows it in "
                    f"n{place + 20}.", record, verdict="UNDETERMINED"),
            _inside("SIG-25", f"n{place + 20}", f"{title} an XML attestation", why, _XML,
                    record=record, verdict="UNDETERMINED"),
        ]  # fmt: skip
    return cases


OF_RECORD = [
    _beside("SIG-23", "p01", "The record in XML beside an attestation made from JSON", "One digest "
            "in every syntax. The XML envelope has its record inside.", XML_RECORD,
            record_media=XML_MEDIA),
    _beside("SIG-23", "n01", "The record with another city", "Something in the record was changed. "
            "The XML envelope shows it in n03.", MOVED_TOWN,
            finds=("AEO-SIG-23", "AEO-SIG-24")),
    _beside("SIG-23", "n02", "A later revision of the record", "The attestation is about another "
            "one. The XML envelope shows it in n03.", _changed(revision=4),
            finds=("AEO-SIG-23", "AEO-SIG-24")),
    _inside("SIG-23", "n03", "A digest that is not of the record inside", "The claim was signed, "
            "and is wrong.", document(record_digest="0" * 64),
            finds=("AEO-SIG-23", "AEO-SIG-24")),
    _beside("SIG-23", "n04", "The digest was not disclosed", "Nobody can tell whether it is the "
            "record. In the XML envelope the digest is always shown.", RECORD,
            sdjwt=present(TOKEN, "sizeClass"), verdict="UNDETERMINED"),
    _inside("SIG-23", "p02", "The digest of the record inside", "As an issuer makes it.", _XML),
    _inside("SIG-23", "n05", "Another record beside the one inside", "Both have to be the one that "
            "was signed.", _XML, record=json_bytes(MOVED_TOWN),
            finds=("AEO-SIG-23", "AEO-SIG-24")),
    _inside("SIG-23", "p03", "The same record beside the one inside", "Both are the one that was "
            "signed.", _XML, record=json_bytes(RECORD)),
    _inside("SIG-23", "n06", "A later revision beside the record inside", "Both have to be the "
            "one that was signed.", _XML, record=json_bytes(_changed(revision=4)),
            finds=("AEO-SIG-23", "AEO-SIG-24")),
    _beside("SIG-23", "n07", "A digest that is not of the record, all else as it has it", "The "
            "digest is a claim too, and has to be what the record says. The XML envelope shows it "
            "in n03.", RECORD, sdjwt=token("n", record_digest="0" * 64),
            finds=("AEO-SIG-23", "AEO-SIG-24")),
    _beside("SIG-25", "n06", "A record of a newer version beside", "Nobody here can read it, so it "
            "bears nothing out and disproves nothing. The XML envelope shows it in n07.",
            _changed(specVersion="1.1", riskLane="green"), sdjwt=TOKEN, verdict="UNDETERMINED"),
    _inside("SIG-25", "n07", "A record of a newer version beside the one inside", "Both are looked "
            "at, and one cannot be.", _XML, record=json_bytes(_changed(specVersion="1.1")),
            verdict="UNDETERMINED"),
    _beside("SIG-25", "n08", "A record beside that breaks off", "It is one, and broken. The XML "
            "envelope shows it in n09.", json_text(RECORD)[:-1]),
    _inside("SIG-25", "n09", "A record beside that breaks off", "It is one, and broken.", _XML,
            record=json_text(RECORD)[:-1]),
    _inside("SIG-25", "n10", "A record that is none inside, and nothing in what is beside", "What "
            "the schema refuses is refused.", _around(NO_HOLDER), record=b""),
    _beside("SIG-25", "n11", "A record in XML beside with an undefined item", "It is one, and "
            "broken. The XML envelope shows it in n03.",
            any_tree_to_xml(UNKNOWN_ITEM).encode(), record_media=XML_MEDIA),
    _inside("SIG-25", "n05", "No record beside the one inside", "Both are looked at.", _XML,
            record=json_bytes(NO_HOLDER)),
    *_no_records(),
    _inside("SIG-24", "n10", "No digest of the record inside", "In XML nothing is hidden.",
            document(record_digest=None), finds=("AEO-SIG-24",), allow=("AEO-SIG-23",),
            verdict="NOT_VALID"),
    _beside("SIG-24", "n11", "The name of a legal person is hidden", "It is visible to "
            "everybody. In the XML envelope everything is shown.", RECORD,
            sdjwt=_hidden_name()),
    _beside("SIG-24", "n14", "The name of a legal person is hidden and kept back", "It is visible "
            "to everybody. In the XML envelope everything is shown.", RECORD,
            sdjwt=present(_hidden_name(), "record_digest")),
    _beside("SIG-24", "n12", "Another name than the record has", "The visible claims are "
            "compared. The XML envelope shows it in n13.", RECORD,
            sdjwt=token("n", legalName="Somebody Else Limited")),
    _inside("SIG-24", "n13", "Another name than the record has", "All claims are compared.",
            document(legalName="Somebody Else Limited")),
    *_other_claims(),
    _beside("SIG-24", "p01", "The record beside, with no claim disclosed but the digest", "What is "
            "hidden cannot be compared. The XML envelope shows it in p02.", RECORD,
            sdjwt=present(TOKEN, "record_digest")),
    _inside("SIG-24", "p02", "Every claim as the record says", "As an issuer makes it.", _XML),
    _beside("SIG-24", "n01", "A tier that the record does not have", "The claim is signed, and "
            "wrong. The XML envelope shows it in n04.", RECORD, sdjwt=token("n", tiers=["TIER2"])),
    _beside("SIG-24", "n02", "Another size class than the record has", "A disclosed claim is "
            "compared too. The XML envelope shows it in n04.", RECORD,
            sdjwt=token("n", sizeClass="micro")),
    _beside("SIG-24", "n03", "No claim of the view that the record was cut for", "What the record "
            "has must be claimed. The XML envelope shows it in n05.", RECORD,
            sdjwt=token("n", view=None)),
    _inside("SIG-24", "n04", "A size class and a tier that the record does not have",
            "All claims are compared.", document(tiers=["TIER2"], sizeClass="micro")),
    _inside("SIG-24", "n05", "An address that is in the record and not in the claims",
            "In XML nothing is hidden.", document(address=None)),
    _beside("SIG-24", "n06", "It lasts beyond a suspension that was announced", "The "
            "administration knew when it signed. The XML envelope shows it in n07.",
            TO_BE_SUSPENDED, sdjwt=token("n", TO_BE_SUSPENDED)),
    _inside("SIG-24", "n07", "It lasts beyond a suspension that was announced", "The "
            "administration knew when it signed.", document(TO_BE_SUSPENDED)),
    _beside("SIG-24", "n09", "Name and TIN of a natural person that everybody sees", "Its holder "
            "never agreed to that. The XML envelope shows it in n32.", PERSON,
            sdjwt=_with_visible_name()),
    _inside("SIG-24", "n08", "Granted, by the claim; suspended, by the record", "Of the two the "
            "more restrictive stands, and they differ.", document(SUSPENDED),
            finds=("AEO-STA-09", "AEO-SIG-24")),
    _beside("SIG-24", "n61", "Signed before the first term and the grant took effect", "Where no "
            "term has begun the first one stands, and the status is not granted. The XML envelope "
            "shows it in n62.", LATE_GRANT, sdjwt=token("n", LATE_GRANT)),
    _inside("SIG-24", "n62", "Signed before the first term and the grant took effect", "Where no "
            "term has begun the first one stands, and the status is not granted.",
            document(LATE_GRANT)),
    _beside("SIG-25", "p01", "The record beside, on one line", "White space is no data. The XML "
            "envelope shows it in p02.", json_text(RECORD)),
    _inside("SIG-25", "p02", "A record with no more than it needs", "The schema accepts it.",
            document(BARE)),
    _beside("SIG-25", "n01", "A record with an item that the standard does not have", "It is no "
            "record. The XML envelope shows it in n03.", UNKNOWN_ITEM),
    _beside("SIG-25", "n02", "A record without a holder", "It is no record. The XML envelope "
            "shows it in n03.", NO_HOLDER),
    _inside("SIG-25", "n03", "A record with an item that the standard does not have", "It is no "
            "record.", _around(UNKNOWN_ITEM)),
    _inside("SIG-25", "n04", "A record without a holder", "It is no record.", _around(NO_HOLDER)),
    _both("SIG-26", "p01", "A record of a definition that nobody knows", "A warning is no error.",
          "Warning"),
    _inside("SIG-26", "n01", "A term that ends before it begins", "No administration would accept "
            "it.", document(WRONG_TERMS, exp=seconds(ENDS)),
            finds=("AEO-STA-09", "AEO-SIG-24", "AEO-SIG-26")),
    _inside("SIG-26", "n02", "A view with a restricted item", "It was not meant for the audience.",
            document(WITH_CONTACT)),
    _beside("SIG-26", "n03", "A view with a restricted item, beside", "It was not meant for the "
            "audience. The XML envelope shows it in n02.", WITH_CONTACT,
            sdjwt=token("n", WITH_CONTACT)),
    _beside("SIG-26", "n04", "A term that ends before it begins, beside", "No administration would "
            "accept it. The XML envelope shows it in n01.", WRONG_TERMS,
            sdjwt=token("n", WRONG_TERMS), finds=("AEO-STA-09", "AEO-SIG-24", "AEO-SIG-26")),
]  # fmt: skip
EXPECTED_TIN = [
    _both("SIG-27", "p01", "The TIN that was expected", "It is compared character by character.",
          "ExpectedTin", expect_tin="HK00000001"),
    _both("SIG-27", "n01", "The attestation of another firm", "It is genuine, and not this "
          "firm's.", "ExpectedTin", expect_tin="HK00000002"),
    _both("SIG-27", "n02", "The TIN expected in small letters", "Nothing is folded.", "CaseFolded",
          expect_tin="hk00000001"),
]  # fmt: skip
CONTENT = [
    AttestationCase(
        id="AEO-SIG-01.p01",
        title="A line end behind the attestation",
        why="White space around an attestation is no part of it.",
        flags=("WhiteSpace",),
        sdjwt=TOKEN + b"\n",
        xml=_XML + b"\n",
    ),
    AttestationCase(
        id="AEO-SIG-01.n01",
        title="A record that nobody has signed",
        why="A bare record is never recognised.",
        flags=("Unsigned",),
        sdjwt=PLAIN_RECORD,
        xml=XML_RECORD,
        finds=("AEO-SIG-01",),
        verdict="UNDETERMINED",
    ),
    AttestationCase(
        id="AEO-SIG-01.n02",
        title="More than 262,144 bytes",
        why=f"Nothing of that length is an attestation. {NO_XML}",
        flags=("Limit",),
        sdjwt=TOKEN + (b"A" * 4000 + b"~") * 70,
        finds=("AEO-SIG-01",),
    ),
    AttestationCase(
        id="AEO-SIG-01.n03",
        title="Nothing",
        why="An empty file states nothing. In XML it is not well-formed.",
        flags=("Empty",),
        sdjwt=b"\n",
        finds=("AEO-SIG-01",),
        verdict="UNDETERMINED",
    ),
    AttestationCase(
        id="AEO-SIG-01.n04",
        title="The root has another name",
        why=f"An attestation has its own root. {NO_SD}",
        flags=("OtherRoot",),
        xml=_XML.replace(b"AeoAttestation", b"Attestation"),
        finds=("AEO-SIG-01",),
        verdict="UNDETERMINED",
    ),
    AttestationCase(
        id="AEO-SIG-01.n05",
        title="A letter",
        why=f"It says nothing of any attestation, and its lines are not many answers. {NO_XML}",
        flags=("Unsigned",),
        sdjwt=b"Dear colleague,\n\nplease find the certificate. It is good.\nYours. J. Example.\n",
        finds=("AEO-SIG-01",),
        verdict="UNDETERMINED",
    ),
    AttestationCase(
        id="AEO-SIG-01.n06",
        title="An attestation that was cut off",
        why=f"It begins as one, so it is one that is broken. {NO_XML}",
        flags=("Truncated",),
        sdjwt=TOKEN[: TOKEN.index(b".") + 20],
        finds=("AEO-SIG-01",),
    ),
    AttestationCase(
        id="AEO-SIG-01.p02",
        title="Broken over lines, behind a byte order mark",
        why=f"No second reading exists. {NO_XML}",
        flags=("WhiteSpace",),
        sdjwt=b"\xef\xbb\xbf"
        + b"\r\n".join(TOKEN[place : place + 76] for place in range(0, len(TOKEN), 76)),
    ),
]

CASES = [
    *CONTENT,
    *FORM,
    *JSON_FORM,
    *HEADER,
    *TYP,
    *ALGORITHM,
    *KID,
    *CLAIMS,
    *DIGESTS,
    *DISCLOSURES,
    *REFERENCED,
    *TAKEN,
    *VALUES,
    *LIFETIME,
    *XML_CASES,
    *SIGNATURES,
    *WINDOW,
    *REVISION,
    *OF_RECORD,
    *EXPECTED_TIN,
    *PERSONAL,
]
