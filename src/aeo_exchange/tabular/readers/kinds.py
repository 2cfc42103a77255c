"""What a file is, by its first bytes and by what an archive holds; its name says nothing."""

from __future__ import annotations

import re
import zipfile
from typing import BinaryIO

from aeo_exchange.errors import MalformedDocument
from aeo_exchange.reader_codes import ENCODING, MALFORMED
from aeo_exchange.tabular.layout import Kind

__all__ = ["GRIDS", "file_kind"]

GRIDS: frozenset[str] = frozenset({"csv", "xlsx", "ods", "xls", "xlsb", "html"})
HEAD = 4096
ARCHIVE, COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# gzip, bzip2, xz, Zstandard, 7-Zip.
COMPRESSED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf")
OF_MAINFRAMES = "<?xml".encode("cp037")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_HTML = re.compile(
    rb"(?i)(<!--.*?-->|<\?xml[^>]*>|\s|<meta[^>]*>)*<(!doctype html|html|table|body)"
)
_XML = re.compile(rb"\s*(<\?xml|<!--|<[A-Za-z_])")
_JSON = re.compile(rb"\s*[\[{]")
_MARK = b"\xef\xbb\xbf"


def file_kind(stream: BinaryIO) -> Kind:
    """Return what a file is; raises MalformedDocument for what no reader takes."""
    head = stream.read(HEAD)
    if head.startswith(ARCHIVE):
        return _in_archive(stream)
    if head.startswith(COMPOUND):
        return _compound(head + stream.read(1 << 20))
    if head.startswith(b"%PDF"):
        raise MalformedDocument(
            MALFORMED, "the file is a PDF document; ask for the table that it was printed from"
        )
    if head.startswith(COMPRESSED):
        raise MalformedDocument(
            MALFORMED, "the file is compressed; unpack it and give what is in it"
        )
    if head.startswith(OF_MAINFRAMES):
        raise MalformedDocument(
            ENCODING, "the file is in EBCDIC, which is not read; ask for it in UTF-8"
        )
    if not head.strip():
        raise MalformedDocument(MALFORMED, "the file is empty")
    text = head.removeprefix(_MARK)
    if _HTML.match(text):
        return "html"
    if _XML.match(text):
        if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
            raise MalformedDocument(
                MALFORMED, "the file is a spreadsheet of 2003 in XML; save it as a workbook (.xlsx)"
            )
        return "xml"
    return "json" if _JSON.match(text) else "csv"


def _in_archive(stream: BinaryIO) -> Kind:
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as cause:
        raise MalformedDocument(MALFORMED, f"not a whole workbook: {cause}") from cause
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "content.xml" in names:
        return "ods"
    raise MalformedDocument(
        MALFORMED, "the file is an archive and no workbook; unpack it and give what is in it"
    )


def _compound(head: bytes) -> Kind:
    if ENCRYPTED in head:
        raise MalformedDocument(
            MALFORMED, "the workbook is encrypted; ask for it without a password, or save it so"
        )
    return "xls"
