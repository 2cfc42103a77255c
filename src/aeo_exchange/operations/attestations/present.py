"""An attestation to a presentation: the same statement with fewer things shown (ATT-2-13)."""

from __future__ import annotations

from collections.abc import Iterable

from aeo_exchange.errors import BadSignature
from aeo_exchange.signing.jws import why_not_ascii
from aeo_exchange.signing.sd_jwt import LONGEST_TOKEN
from aeo_exchange.signing.sd_jwt import with_disclosures as present_text

__all__ = ["MOST_BYTES", "present"]

MOST_BYTES = LONGEST_TOKEN + 3  # with a line end, and one byte that makes it too long


def present(content: bytes, names: Iterable[str]) -> str:
    """Return the attestation of content with the disclosures of the claims named, and no others.

    The signature is neither checked nor touched. Raises SignatureError for content that is no
    single SD-JWT attestation, NotDisclosed for a name that it does not disclose.
    """
    try:
        text = content.decode("ascii")
    except UnicodeDecodeError as cause:
        fault = f"not an attestation: {why_not_ascii(content)}"
        raise BadSignature("AEO-SIG-01", fault) from cause
    line = text.removesuffix("\n").removesuffix("\r")
    if "\n" in line:
        raise BadSignature("AEO-SIG-01", "several lines; an attestation stands whole on one line")
    return present_text(line, names)
