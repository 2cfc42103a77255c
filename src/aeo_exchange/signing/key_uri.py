"""The name of a key in hardware, as a PKCS#11 URI (RFC 7512): module, token and key, no secret.

    pkcs11:token=aeo;object=hk;id=%01?module-path=/usr/lib/softhsm/libsofthsm2.so

Reading one needs neither the module nor the extra, so that a pin in it is refused in any case.
"""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from msgspec import Struct

from aeo_exchange.errors import UnusableKey
from aeo_exchange.safe_text import excerpt

__all__ = ["SCHEME", "KeyUri", "read_key_uri", "unusable"]

SCHEME = "pkcs11:"
_FORM = re.compile(rf"{SCHEME}(?P<path>[^?#]*)(?:\?(?P<query>[^?#]*))?")
# RFC 7512 knows more; what is not understood is refused, since it would have narrowed the choice.
_OF_TOKEN = frozenset({"token", "serial", "manufacturer", "model", "slot-id"})
_OF_KEY = frozenset({"object", "id", "type"})
_IN_QUERY = frozenset({"module-path"})
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_LIKE = f"Write it as {SCHEME}token=LABEL;object=LABEL?module-path=FILE (RFC 7512)."


class KeyUri(Struct, frozen=True, kw_only=True):
    """What a URI says of module, token and key; what it leaves open is None."""

    module_path: str | None = None
    token: str | None = None
    serial: str | None = None
    manufacturer: str | None = None
    model: str | None = None
    slot_id: int | None = None
    label: str | None = None
    id: bytes | None = None


def read_key_uri(uri: str) -> KeyUri:
    """Return what a URI names; raises UnusableKey for a pin in it and for what is no such URI.

    What is refused is not quoted further than the name of an attribute: it may be a secret.
    """
    match = _FORM.fullmatch(uri)
    if match is None:
        raise unusable("the name of the key is not a PKCS#11 URI", _LIKE)
    path = _attributes(match["path"], ";", _OF_TOKEN | _OF_KEY)
    query = _attributes(match["query"] or "", "&", _IN_QUERY)
    texts = {name: _text(name, value) for name, value in {**path, **query}.items() if name != "id"}
    if texts.get("type", "private") != "private":
        raise unusable("type in the PKCS#11 URI is not private", "A private key signs.")
    return KeyUri(
        module_path=texts.get("module-path"),
        token=texts.get("token"),
        serial=texts.get("serial"),
        manufacturer=texts.get("manufacturer"),
        model=texts.get("model"),
        slot_id=_number(texts.get("slot-id")),
        label=texts.get("object"),
        id=path.get("id"),
    )


def unusable(message: str, advice: str) -> UnusableKey:
    """Return the error for a key in hardware, with advice about it and not about files."""
    error = UnusableKey("", message)
    error.advice = advice
    return error


def _attributes(text: str, separator: str, known: frozenset[str]) -> dict[str, bytes]:
    """Return the attributes of one part of a URI by name, each decoded and there once."""
    attributes: dict[str, bytes] = {}
    for attribute in text.split(separator) if text else ():
        name, equals, value = attribute.partition("=")
        if name.lower().startswith("pin"):
            raise unusable(
                "a PKCS#11 URI must not hold a pin, nor say where one is",
                "Leave pin-value and pin-source out: give the pin as a passphrase is given.",
            )
        if not equals or _BROKEN_ESCAPE.search(value):
            raise unusable("an attribute of the PKCS#11 URI is not written as one", _LIKE)
        if name not in known:
            raise unusable(
                f"the PKCS#11 URI has the attribute {excerpt(name)}, which is not supported",
                f"Use {', '.join(sorted(_OF_TOKEN | _OF_KEY))} and, behind ?, module-path.",
            )
        if name in attributes:
            raise unusable(f"the PKCS#11 URI has {name} twice", _LIKE)
        attributes[name] = unquote_to_bytes(value)
    return attributes


def _text(name: str, value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError as cause:
        raise unusable(f"{name} in the PKCS#11 URI is not UTF-8", _LIKE) from cause


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    if not re.fullmatch("[0-9]{1,20}", text):
        raise unusable("slot-id in the PKCS#11 URI is not a number", _LIKE)
    return int(text)
