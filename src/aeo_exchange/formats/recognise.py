"""What content seems to be that is none of what was asked for, told by how it begins."""

from __future__ import annotations

import re

__all__ = ["MARK", "seems"]

MARK = b"\xef\xbb\xbf"  # the byte order mark of UTF-8
# How content begins -> what it is, and what takes it. The first that fits is told.
_KNOWN: tuple[tuple[str, str], ...] = (
    (r"%PDF-", "a PDF document"),
    (r"\x89PNG|\xff\xd8\xff|GIF8|BM.{4}\0\0\0\0", "a picture; read its QR code and give the text"),
    (r"\s*(<\?xml[^>]*>\s*)?<svg", "a picture; read its QR code and give the text"),
    (r"\x1f\x8b", "compressed by gzip; unpack it first"),
    (r"PK\x03\x04.{26}(mimetypeapplication/vnd.oasis|\[Content_Types\]|xl/)", "a workbook"),
    (r"PK\x03\x04", "an archive or a workbook; unpack it or save the sheet as text first"),
    (r"\xd0\xcf\x11\xe0", "an old workbook or document"),
    (r"\s*-----BEGIN (\w+ )?PRIVATE KEY", "a private key; `aeo key show` describes it"),
    (r"\s*-----BEGIN CERTIFICATE", "a certificate; `aeo key show` describes it, --root takes it"),
    (r"\s*-----BEGIN", "a key in PEM; `aeo key show` describes it"),
    (r"(?i)\s*(<!doctype html|<html)", "a page of HTML"),
    (r"(?i)(return-path|received|from|subject|mime-version|message-id): ?\S", "an email"),
    (r"\s*eyJ[\w-]*\.[\w-]+\.", "signed; `aeo verify` takes attestations, --trust trust lists"),
    (r"\s*\{[^}]{0,400}\"allocated\"", "the working file of a status list"),
    (r"\s*\{[^}]{0,400}\"listId\"", "a trust list that is not signed; `aeo trust sign` signs it"),
    (r"\s*[\[{]", "JSON that nobody has signed; `aeo validate` takes records"),
    (r"\s*<", "another XML document; `aeo validate` takes records"),
    (r"[^\n]*?([,;\t])[^\n]*?\1[^\n]*\n[^\n]*?\1[^\n]*?\1", "a table of text, such as CSV"),
    (r"\xff\xfe|\xfe\xff", "text in UTF-16; save it as UTF-8"),
    (r"[^\x00-\x08\x0e-\x1f]+\Z", "text"),
)
_COMPILED = tuple((re.compile(form.encode("latin-1"), re.DOTALL), what) for form, what in _KNOWN)
_HEAD = 2048


def seems(content: bytes) -> str:
    """Return what content seems to be, as the end of a sentence that begins with `it`."""
    head = content.removeprefix(MARK)[:_HEAD]
    if not head.strip():
        return "is empty"
    found = (what for form, what in _COMPILED if form.match(head))
    return f"seems to be {next(found, 'binary')}"
