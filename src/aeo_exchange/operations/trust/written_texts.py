"""Texts that a person writes for items of the model, such as a URI or a scope, read once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from aeo_exchange.errors import WrongChoice
from aeo_exchange.model.texts import CountryCode, RecordId, Thumbprint, Tin, Uri
from aeo_exchange.model.trust_list import Purpose, Scope

__all__ = ["KINDS", "Scope", "TextKind", "read_scope", "read_text"]


class TextKind(Struct, frozen=True):
    """A kind of text that the model knows by its pattern: what it is called, and an example."""

    name: str
    example: str
    pattern: Any  # an annotated type of the model


KINDS: Mapping[str, TextKind] = {
    "administration": TextKind("code of an administration", "HK", CountryCode),
    "list name": TextKind("name of a list", "agency-1", RecordId),
    "record id": TextKind("record id", "HK-2018-0042", RecordId),
    "uri": TextKind("URI", "https://customs.example/aeo/1", Uri),
    "thumbprint": TextKind(
        "thumbprint", "the 43 characters that `aeo key show` prints behind kid", Thumbprint
    ),
    "tin": TextKind("Trader Identification Number", "HK12345678", Tin),
}


def read_text(kind: TextKind, text: object) -> str:
    """Return a text of a kind as it is; raises WrongChoice, with an example."""
    try:
        return str(msgspec.convert(text, kind.pattern))
    except msgspec.ValidationError as cause:
        raise WrongChoice(f"{str(text)!r} is no {kind.name}, such as {kind.example}") from cause


def read_scope(text: str) -> Scope:
    """Return the scope that PROGRAMME:PREFIX,PREFIX:PURPOSE,PURPOSE writes, its lists sorted.

    It is of no administration yet, `ZZ`. Raises WrongChoice, with the form.
    """
    programme, _, rest = text.partition(":")
    prefixes, _, purposes = rest.rpartition(":")
    tree = {
        "administration": "ZZ",
        "programme": programme,
        "tinPrefixes": sorted(set(prefixes.split(","))),
        "purposes": sorted(set(purposes.split(","))),
    }
    try:
        return msgspec.convert(tree, Scope)
    except msgspec.ValidationError as cause:
        form = "PROGRAMME:PREFIX,...:PURPOSE,... such as HK-AEO:HK:attestation,status"
        known = ", ".join(Purpose)
        raise WrongChoice(f"{text} is not {form}; the purposes are {known}") from cause
