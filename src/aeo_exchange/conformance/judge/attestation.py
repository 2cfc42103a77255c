"""An output to the one attestation in it, found and read as part 7 says (ATT-2-14)."""

from __future__ import annotations

import re

from aeo_exchange.conformance.errors import AdapterFailure
from aeo_exchange.conformance.judge.attested import Attested
from aeo_exchange.conformance.judge.keys import IssuerKey
from aeo_exchange.conformance.judge.refusal import BadOutput, require
from aeo_exchange.conformance.judge.sd_jwt import read_sd_jwt

__all__ = ["read_attestation"]

BLANKS = " \t\r"
MARK = "\N{BYTE ORDER MARK}"
START = "eyJ"
DISCLOSURES = ("WyI", "WyJ", "WyL")
POINTS = 2
LONGEST_XML = 2_097_152
_LETTERS = re.compile(r"[A-Za-z0-9_.~-]+\Z")


def read_attestation(content: bytes, key: IssuerKey) -> Attested:
    """Return the attestation of an output, signed by a key.

    Raises BadOutput where there is no attestation, AdapterFailure for several.
    """
    try:
        text = content.decode().removeprefix(MARK).strip(f"{BLANKS}\n")
    except UnicodeDecodeError as cause:
        raise BadOutput("AEO-SIG-01", "not an attestation: it is not a text") from cause
    if text.startswith("<"):
        from aeo_exchange.conformance.judge.xades import read_xades  # noqa: PLC0415 only for XML

        # White space around it is a part of its length (ATT-3-1).
        require(len(content) <= LONGEST_XML, "AEO-SIG-01", "longer than an attestation may be")
        return read_xades(text.encode(), key)
    is_one = text.startswith(START) and text.count(".") >= POINTS
    require(is_one, "AEO-SIG-01", "not an attestation at all, or cut off")
    tokens = _tokens(text)
    if len(tokens) > 1:
        raise AdapterFailure(f"there are {len(tokens)} attestations, one was asked for")
    return read_sd_jwt(tokens[0], key)


def _tokens(text: str) -> list[str]:
    """Return the tokens of a text, those that were broken over lines whole again."""
    tokens: list[str] = []
    before = ""
    for line in text.split("\n"):
        bare = line.strip(BLANKS)
        if before and _goes_on(before, bare):
            tokens[-1] += bare
        elif bare:
            tokens.append(bare)
        before = bare
    return tokens


def _goes_on(before: str, line: str) -> bool:
    """Say whether a line is the rest of the one before it."""
    if not _LETTERS.match(line):
        return False
    if before.endswith("~"):
        return line.startswith(DISCLOSURES)
    return not (line.startswith(START) and line.count(".") >= POINTS)
