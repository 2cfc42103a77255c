"""What content seems to be when it is not what was asked for, and which command takes it.

Told by how it begins, for advice alone: no verdict rests on it. The one place where this is known;
readers of records, the verifier and every command that reads something else ask here.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Collection
from enum import StrEnum
from functools import cache

__all__ = ["MARK", "Kind", "content_kind", "seems", "seems_by_names"]

MARK = b"\xef\xbb\xbf"  # the byte order mark of UTF-8
_HEAD = 2048


class Kind(StrEnum):
    """What content can be told to be; the value is how a sentence names it."""

    ATTESTATION = "an attestation"
    XML_ATTESTATION = "an attestation in XML"
    TRUST_LIST = "a signed trust list"
    DRAFT = "a trust list that nobody has signed"
    HANDOVER = "the handover of a root"
    STATUS_LIST = "a signed status list"
    WORK_FILE = "the working file of a status list"
    STATEMENT = "a statement of conformance"
    SIGNED = "signed"
    RECORDS = "a record, or several"
    XML_RECORDS = "a record in XML, or several"
    PRIVATE_KEY = "a private key"
    CERTIFICATE = "a certificate"
    PEM = "a key in PEM"
    REQUEST = "a request for a certificate"
    ARMOURED = "text in PEM that is no key and no certificate"
    TABLE = "a table of text, such as CSV"
    WORKBOOK = "a workbook"
    OLD_WORKBOOK = "a workbook of the older kind, or one with a password"
    ARCHIVE = "an archive or a workbook"
    PDF = "a PDF document"
    PICTURE = "a picture"
    DRAWING = "a drawing in SVG"
    GZIP = "compressed by gzip"
    HTML = "a page of HTML"
    EMAIL = "an email"
    LINK = "a link"
    CONTACT = "a contact card"
    HEALTH = "a health certificate"
    SIGNED_JSON = "signed, in the JSON form of JOSE"
    QUOTED = "something signed within JSON"
    JSON = "JSON that nobody has signed"
    DECLARATION = "a customs declaration"
    XML = "another XML document"
    UTF_32 = "text in UTF-32"
    UTF_16 = "text in UTF-16"
    RICH_TEXT = "a text document in RTF"
    TEXT = "text"
    BINARY = "binary"


_NONE = "no command of this version takes one"
_ROWS = (
    "`aeo import` makes records of it, by a layout that says how it is arranged, and "
    "`aeo import --propose FILE` writes one to begin with"
)
# What takes a kind, or what to do with it.
_TAKEN: dict[Kind, str] = {
    Kind.ATTESTATION: "`aeo verify` takes it",
    Kind.XML_ATTESTATION: "`aeo verify` takes it",
    Kind.TRUST_LIST: "`aeo trust show` shows it, `aeo verify --trust` takes it",
    Kind.DRAFT: "`aeo trust sign` signs it",
    Kind.HANDOVER: "`aeo verify --root-handover` takes it",
    Kind.STATUS_LIST: "`aeo status-list show` shows it, `aeo verify --status-list` takes it",
    Kind.WORK_FILE: "`aeo status-list sign` makes the list that is published",
    Kind.STATEMENT: "`aeo conformance verify` takes it",
    Kind.SIGNED: "`aeo verify` takes attestations, --trust trust lists",
    Kind.RECORDS: "`aeo validate` takes records",
    Kind.XML_RECORDS: "`aeo validate` takes records",
    Kind.PRIVATE_KEY: "`aeo key show` describes it, --key takes it",
    Kind.CERTIFICATE: "`aeo key show` describes it, --root takes it",
    Kind.PEM: "`aeo key show` describes it",
    Kind.REQUEST: f"{_NONE}; `aeo key certify` makes a certificate of the key itself",
    Kind.ARMOURED: _NONE,
    Kind.TABLE: _ROWS,
    Kind.WORKBOOK: _ROWS,
    Kind.OLD_WORKBOOK: f"save it without a password if it has one; {_ROWS}",
    Kind.ARCHIVE: f"unpack an archive first; of a workbook {_ROWS}",
    Kind.PDF: (
        f"{_NONE}; ask for the record or the attestation itself, as a file of text, or take a "
        "picture of the QR code on its page and give that"
    ),
    Kind.PICTURE: "`aeo verify` reads the QR codes of one in PNG or JPEG",
    Kind.DRAWING: f"{_NONE}; take a picture of it in PNG or JPEG, which `aeo verify` reads",
    Kind.LINK: "nobody signed it, and nothing is fetched; ask for the attestation itself",
    Kind.CONTACT: "nobody signed it; ask for the attestation itself",
    Kind.HEALTH: "it is of another standard, and no command of this version takes one",
    Kind.GZIP: "unpack it first",
    Kind.HTML: f"of a table in it, {_ROWS}",
    Kind.EMAIL: f"{_NONE}; save what is attached to it",
    Kind.SIGNED_JSON: f"{_NONE}; ask for it in the compact form, which is one line of text",
    Kind.QUOTED: "take out the text that begins with eyJ, without its quotation marks",
    Kind.JSON: "`aeo validate` takes records",
    Kind.DECLARATION: f"it is not a list of operators, and {_NONE}",
    Kind.XML: "`aeo validate` takes records",
    Kind.UTF_32: "save it as UTF-8",
    Kind.UTF_16: "save it as UTF-8",
    Kind.RICH_TEXT: "save it as plain text",
}
# Each instruction and comment ends where it first can, or a hostile head would take for ever.
_BEFORE_ROOT = r"\s*(<\?((?!\?>).)*\?>\s*|<!--((?!-->).)*-->\s*)*"
# Roots of declarations: of ASYCUDA, of messages of the Union (CC415C, IE015), of the WCO.
_DECLARATIONS = r"ASYCUDA|(CC|IE)[0-9]{3}[A-Z]{0,2}|LPCO\w{0,40}|CustomsDeclaration"
# What stands in others, whatever their root and its prefix.
_OF_DECLARATIONS = (
    r"urn:wco:datamodel:|<([\w.-]{1,40}:)?(GoodsShipment|GovernmentAgencyGoodsItem|"
    r"AdditionalSupplyChainActor|TransitOperation|ExportOperation|ImportOperation)\b"
)
# How content begins. The first that fits is told.
_KNOWN: tuple[tuple[str, Kind], ...] = (
    (r"%PDF-", Kind.PDF),
    (r"\x89PNG|\xff\xd8\xff|GIF8|BM.{4}\0\0\0\0|II\*\0|MM\0\*|RIFF.{4}WEBP", Kind.PICTURE),
    (r".{4}ftyp(heic|heix|hevc|mif1|msf1|avif|avis)", Kind.PICTURE),
    (rf"{_BEFORE_ROOT}<svg", Kind.DRAWING),
    (r"\x1f\x8b", Kind.GZIP),
    (
        r"PK\x03\x04.{26}(mimetypeapplication/vnd.oasis|\[Content_Types\]|xl/|_rels/)",
        Kind.WORKBOOK,
    ),
    (r"PK\x03\x04", Kind.ARCHIVE),
    (r"\xd0\xcf\x11\xe0", Kind.OLD_WORKBOOK),
    # OpenSSL writes the name of the curve before a key, in a block of its own.
    (
        r"\s*(-----BEGIN EC PARAMETERS-[^>]{0,300}?)?-----BEGIN (\w+ )?PRIVATE KEY",
        Kind.PRIVATE_KEY,
    ),
    (r"\s*-----BEGIN CERTIFICATE-----", Kind.CERTIFICATE),
    (r"\s*-----BEGIN PUBLIC KEY-----", Kind.PEM),
    (r"\s*-----BEGIN (NEW )?CERTIFICATE REQUEST-----", Kind.REQUEST),
    (r"\s*-----BEGIN ", Kind.ARMOURED),
    (r"(?i)\s*(<!doctype html|<html)", Kind.HTML),
    (r"(?i)(return-path|received|from|subject|mime-version|message-id): ?\S", Kind.EMAIL),
    (r"(?i)\s*https?://\S+\s*\Z", Kind.LINK),
    (r"BEGIN:VCARD", Kind.CONTACT),
    (r"HC1:", Kind.HEALTH),
    (r"\s*eyJ[\w-]*\.", Kind.SIGNED),
    (r'\s*\{[^}]*?"allocated"', Kind.WORK_FILE),
    (r'\s*\{[^}]*?"listId"|\s*\{\s*"authorities"', Kind.DRAFT),
    (r'\s*[\[{].*?"(specVersion|recordId)"', Kind.RECORDS),
    (r"\{\\rtf", Kind.RICH_TEXT),
    (r'(?=\s*\{.*?"payload"\s*:)\s*\{.*?"signatures?"\s*:', Kind.SIGNED_JSON),
    (r'\s*([\[{].*?)?"eyJ[\w-]+\.', Kind.QUOTED),
    (r"\s*[\[{]", Kind.JSON),
    (rf"{_BEFORE_ROOT}<([\w.-]+:)?AeoAttestation\b", Kind.XML_ATTESTATION),
    (rf"{_BEFORE_ROOT}<([\w.-]+:)?AeoRecords?\b", Kind.XML_RECORDS),
    (rf"{_BEFORE_ROOT}<([\w.-]+:)?({_DECLARATIONS})\b", Kind.DECLARATION),
    (rf"\s*<.*?({_OF_DECLARATIONS})", Kind.DECLARATION),
    (r"\s*<", Kind.XML),
    (r"\xff\xfe\0\0|\0\0\xfe\xff", Kind.UTF_32),
    (r"\xff\xfe|\xfe\xff|([\t\n\r -~]\0){8}|(\0[\t\n\r -~]){8}", Kind.UTF_16),
    (r"[^\x00-\x08\x0e-\x1f]+\Z", Kind.TEXT),
)
# Of a token its header tells what it is.
_OF_HEADER: tuple[tuple[bytes, Kind], ...] = (
    (b'"aeo-status+sd-jwt"', Kind.ATTESTATION),
    (b'"aeo-trust-list+jwt"', Kind.TRUST_LIST),
    (b'"aeo-root-handover+jwt"', Kind.HANDOVER),
    (b'"statuslist+jwt"', Kind.STATUS_LIST),
    (b'"aeo-conformance-statement+jwt"', Kind.STATEMENT),
)
# Members of JSON and roots of XML that are of no record.
_OF_NAMES: tuple[tuple[str, Kind], ...] = (
    ("listId", Kind.DRAFT),
    ("allocated", Kind.WORK_FILE),
    ("AeoAttestation", Kind.XML_ATTESTATION),
)


def content_kind(content: bytes) -> Kind | None:
    """Return what content seems to be; None where it is empty."""
    head = content.removeprefix(MARK)[:_HEAD]
    if not head.strip():
        return None
    kind = next((named for form, named in _known_beginnings() if form.match(head)), Kind.BINARY)
    if kind is Kind.TEXT and _is_table(head):
        return Kind.TABLE
    return _of_token(head.strip()) if kind is Kind.SIGNED else kind


def seems(content: bytes) -> str:
    """Return what content seems to be, as the end of a sentence that begins with `it`."""
    kind = content_kind(content)
    return "is empty" if kind is None else _kind_phrase(kind)


def seems_by_names(names: Collection[str]) -> str:
    """Return what content with these members, or this root, seems to be; empty for any other."""
    kinds = (kind for name, kind in _OF_NAMES if name in names and "recordId" not in names)
    return next(map(_kind_phrase, kinds), "")


@cache
def _known_beginnings() -> tuple[tuple[re.Pattern[bytes], Kind], ...]:
    """Return what is known, compiled when it is first asked for: start-up time is felt."""
    return tuple((re.compile(form.encode("latin-1"), re.DOTALL), kind) for form, kind in _KNOWN)


def _kind_phrase(kind: Kind) -> str:
    taken = _TAKEN.get(kind)
    return f"seems to be {kind}; {taken}" if taken else f"seems to be {kind}"


def _is_table(head: bytes) -> bool:
    """Say whether the first two lines have three cells or more, between the same marks."""
    first, second, *_ = *head.lstrip().split(b"\n", 2), b""
    return any(min(first.count(mark), second.count(mark)) > 1 for mark in (b",", b";", b"\t"))


def _of_token(head: bytes) -> Kind:
    try:
        header = base64.urlsafe_b64decode(head.partition(b".")[0] + b"==")
    except ValueError:
        return Kind.SIGNED
    return next((kind for typ, kind in _OF_HEADER if typ in header), Kind.SIGNED)
