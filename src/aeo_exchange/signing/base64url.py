"""Base64url as JOSE writes it (RFC 7515, section 2): no padding, no blanks, one spelling."""

from __future__ import annotations

import binascii
import re

__all__ = ["decode", "encode"]

_TO_BASE64 = bytes.maketrans(b"-_", b"+/")
_TO_BASE64URL = bytes.maketrans(b"+/", b"-_")
_FORM = re.compile(r"[A-Za-z0-9_-]+\Z")


def encode(content: bytes) -> str:
    """Return bytes as base64url without padding."""
    text = binascii.b2a_base64(content, newline=False).rstrip(b"=")
    return text.translate(_TO_BASE64URL).decode()


def decode(text: str) -> bytes:
    """Return the bytes of base64url; raises ValueError for every other spelling of them."""
    if not _FORM.match(text):
        raise ValueError("not base64url without padding")
    encoded = text.encode().translate(_TO_BASE64)
    content = binascii.a2b_base64(encoded + b"=" * (-len(encoded) % 4))
    # Bits that belong to no byte could be set: another text with the same bytes.
    if len(encoded) % 4 and binascii.b2a_base64(content, newline=False).rstrip(b"=") != encoded:
        raise ValueError("base64url with bits set that belong to no byte")
    return content
