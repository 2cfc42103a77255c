"""A key that stays in hardware, by its PKCS#11 URI."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from aeo_exchange.signing.key_uri import read_key_uri

if TYPE_CHECKING:
    from aeo_exchange.signing.pkcs11 import HardwareKey

__all__ = ["open_hardware_key"]


def open_hardware_key(
    uri: str, ask: Callable[[], bytes | None], *, module: str | None
) -> HardwareKey:
    """Return the key of a token; nobody is asked for a pin before the URI is known to be one.

    Raises UnusableKey, and MissingExtra where the library for tokens is not installed.
    """
    read_key_uri(uri)
    from aeo_exchange.signing.pkcs11 import open_token_key  # noqa: PLC0415 an extra

    return open_token_key(uri, ask(), module=module)
