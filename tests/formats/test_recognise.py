"""Content of another kind is told by how it begins."""

from __future__ import annotations

import gzip
import io
import json
import zipfile

import pytest

from aeo_exchange.formats.recognise import Kind, content_kind, seems, seems_by_names
from aeo_exchange.resources import published
from rows import for_each_row


def shipped(name: str) -> bytes:
    return published(name).read_bytes()


def zipped(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "<a/>")
    return stream.getvalue()


RECORD = shipped("samples/records/HK-AEO/TIER1.aeo.json")
KNOWN: dict[str, tuple[bytes, Kind]] = {
    "record": (RECORD, Kind.RECORDS),
    "record on one line": (json.dumps(json.loads(RECORD)).encode(), Kind.RECORDS),
    "records": (b"[" + RECORD + b"]", Kind.RECORDS),
    "XML": (shipped("samples/records/HK-AEO/TIER1.aeo.xml"), Kind.XML_RECORDS),
    "XML records": (b"<!-- a --><?b c?>\n<x:AeoRecords xmlns:x='y'/>", Kind.XML_RECORDS),
    "attestation": (shipped("samples/attestations/lamp-works.aeo.sdjwt"), Kind.ATTESTATION),
    "QR text": (shipped("samples/attestations/lamp-works.presented.aeo.sdjwt"), Kind.ATTESTATION),
    "XML attestation": (b'<?xml version="1.0"?><AeoAttestation>', Kind.XML_ATTESTATION),
    "trust list": (shipped("samples/attestations/trust-list.jwt"), Kind.TRUST_LIST),
    "status list": (shipped("samples/attestations/status-list.jwt"), Kind.STATUS_LIST),
    "another token": (b"eyJhbGciOiJub25lIn0.e30.", Kind.SIGNED),
    "a torn token": (b"eyJ.e30.", Kind.SIGNED),
    "draft": (b'{"authorities": [{"a": {}}], "listId": "x"}', Kind.DRAFT),
    "working file": (b'{"uri": "u", "allocated": "A"}', Kind.WORK_FILE),
    "certificate": (shipped("samples/attestations/root.cert.pem"), Kind.CERTIFICATE),
    "key": (shipped("conformance/keys/hk.private.pem"), Kind.PRIVATE_KEY),
    "public key": (b"-----BEGIN PUBLIC KEY-----\n", Kind.PEM),
    "key behind its curve": (
        b"-----BEGIN EC PARAMETERS-----\nBggq\n-----END EC PARAMETERS-----\n-----BEGIN PRIVATE KEY",
        Kind.PRIVATE_KEY,
    ),
    "request": (b"-----BEGIN CERTIFICATE REQUEST-----\n", Kind.REQUEST),
    "message of PGP": (b"-----BEGIN PGP MESSAGE-----\n", Kind.ARMOURED),
    "certificates in a bundle": (b"-----BEGIN PKCS7-----\n", Kind.ARMOURED),
    "workbook": (zipped("[Content_Types].xml", "xl/workbook.xml"), Kind.WORKBOOK),
    "archive": (zipped("a.txt"), Kind.ARCHIVE),
    "old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.OLD_WORKBOOK),
    "table": (b"name,tin,tier\nA,1,2\n", Kind.TABLE),
    "table with tabs": (b"a\tb\tc\n1\t2\t3", Kind.TABLE),
    "PDF": (b"%PDF-1.7\n", Kind.PDF),
    "PNG": (b"\x89PNG\r\n\x1a\n", Kind.PICTURE),
    "SVG": (b"<?xml version='1.0'?>\n<svg xmlns='s'/>", Kind.DRAWING),
    "HEIC": (b"\0\0\0\x18ftypheic\0\0", Kind.PICTURE),
    "link": (b"https://verify.example/firm\n", Kind.LINK),
    "contact": (b"BEGIN:VCARD\nN:Example\n", Kind.CONTACT),
    "health certificate": (b"HC1:6BF+70790T9WJWG", Kind.HEALTH),
    "gzip": (gzip.compress(RECORD), Kind.GZIP),
    "page": (b"<!DOCTYPE html><html>", Kind.HTML),
    "email": (b"Received: from a by b\n", Kind.EMAIL),
    "other JSON": (b'{"a": 1}', Kind.JSON),
    "a key of that name alone": (b'{"signature": "x"}', Kind.JSON),
    "JOSE in JSON": (
        b'{"payload": "e30", "signatures": [{"protected": "eyJ9"}]}',
        Kind.SIGNED_JSON,
    ),
    "JOSE in JSON, flattened": (
        b'{"signature": "AA", "header": {"a": 1}, "protected": "eyJ9.", "payload": "e30"}',
        Kind.SIGNED_JSON,
    ),
    "token in JSON": (b'{"vp_token": ["eyJhbGciOiJub25lIn0.e30.~"]}', Kind.QUOTED),
    "token in quotation marks": (b' "eyJhbGciOiJub25lIn0.e30.~"', Kind.QUOTED),
    "declaration": (b'<a:MetaData xmlns:a="urn:wco:datamodel:WCO:X:2"/>', Kind.DECLARATION),
    "declaration of the Union": (b"<?xml version='1.0'?><n:CC015C/>", Kind.DECLARATION),
    "no declaration": (b"<CC015CONTRACT/>", Kind.XML),
    "other XML": (b"<Invoice/>", Kind.XML),
    "UTF-16": ("name,tin,tier\na,b,c".encode("utf-16"), Kind.UTF_16),
    "UTF-16 without a mark": ("name,tin".encode("utf-16-le"), Kind.UTF_16),
    "UTF-16 of big ends without a mark": ("name,tin".encode("utf-16-be"), Kind.UTF_16),
    "UTF-32": ("name,tin,tier\na,b,c".encode("utf-32"), Kind.UTF_32),
    "RTF": (rb"{\rtf1\ansi eyJhbGciOiJub25lIn0.e30.~}", Kind.RICH_TEXT),
    "text": (b"Dear colleague, yes, indeed\nit holds.", Kind.TEXT),
    "two cells": (b"a,b\nc,d\n", Kind.TEXT),
    "binary": (b"\x00\x01\x02", Kind.BINARY),
}


@for_each_row("name", KNOWN)
def test_content_is_told_by_how_it_begins(name: str) -> None:
    content, kind = KNOWN[name]
    assert content_kind(content) is kind
    assert content_kind(b"\xef\xbb\xbf" + content[:3000]) is kind or kind is Kind.BINARY


def test_every_kind_but_those_with_rare_headers_is_met() -> None:
    assert set(Kind) - {kind for _, kind in KNOWN.values()} == {Kind.HANDOVER, Kind.STATEMENT}


def test_what_is_empty_is_said_to_be() -> None:
    assert (content_kind(b" \n"), seems(b"\xef\xbb\xbf ")) == (None, "is empty")


def test_nobody_is_promised_a_command_for_a_document_of_pages() -> None:
    content = next(content for content, form in KNOWN.values() if form is Kind.PDF)
    assert "no command of this version takes one" in seems(content)
    assert "`aeo" not in seems(content)


@pytest.mark.parametrize("kind", [Kind.TABLE, Kind.WORKBOOK, Kind.ARCHIVE])
def test_a_sheet_is_sent_to_the_command_that_reads_sheets(kind: Kind) -> None:
    content = next(content for content, form in KNOWN.values() if form is kind)
    assert "`aeo import`" in seems(content)


def test_a_record_is_nothing_else_whatever_else_it_has() -> None:
    assert "trust list" in seems_by_names({"listId": "x"})
    assert not seems_by_names({"listId": "x", "recordId": "HK-1"})
    assert not seems_by_names({"a"})


def test_advice_is_of_what_its_command_reads() -> None:
    for name in ("request", "message of PGP", "certificates in a bundle"):
        assert "`aeo key show`" not in seems(KNOWN[name][0])
    for name in ("JOSE in JSON", "token in JSON"):
        assert "nobody has signed" not in seems(KNOWN[name][0])


@for_each_row(
    "unit", [b"<!---->", b"<?a?>", b"<!--", b",;\t", b" ", b"{[", b"eyJ", b'"eyJ', b'{"payload":']
)
def test_no_head_takes_for_ever(unit: bytes) -> None:
    content_kind(unit * 3000)
    content_kind(unit * 100 + b"\n" + b"x" * 3000)
