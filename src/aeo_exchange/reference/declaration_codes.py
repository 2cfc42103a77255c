"""The codes by which a declaration says that a party is an AEO, with their sources (DEC-1-4).

declaration_codes.toml holds them; no overlay replaces them, since no rule asks them.
"""

from __future__ import annotations

from functools import cache
from typing import Literal, TypeAlias

from msgspec import UNSET, Struct, UnsetType

from aeo_exchange.reference.files import PRINTED, read_shipped
from aeo_exchange.reference.row import Fact, Source

__all__ = [
    "CodeListName",
    "CodeOfDeclarations",
    "DeclarationCodes",
    "code_roles",
    "shipped_declaration_codes",
]

CodeListName: TypeAlias = Literal["document", "authorisation", "role"]


class CodeOfDeclarations(Fact, frozen=True, kw_only=True):
    """A code, the list in which it stands, and the role of the party it is about, if it says."""

    list: CodeListName
    code: str
    role: str | UnsetType = UNSET
    text: str


class DeclarationCodes(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All codes with the texts they rest on."""

    sources: dict[str, Source]
    codes: tuple[CodeOfDeclarations, ...]


@cache
def code_roles(name: CodeListName) -> dict[str, str]:
    """Return the codes of a list, each with the role that it names or with nothing."""
    codes = shipped_declaration_codes().codes
    return {row.code: row.role or "" for row in codes if row.list == name}


@cache
def shipped_declaration_codes() -> DeclarationCodes:
    """Return the codes of the package."""
    return read_shipped(PRINTED / "declaration_codes.json", DeclarationCodes)
