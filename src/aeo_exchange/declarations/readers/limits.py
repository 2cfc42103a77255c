"""How much of a declaration is read before a reader stops; documented, and never off."""

from __future__ import annotations

from msgspec import Struct

from aeo_exchange.declarations.assembly import MOST_PARTIES

__all__ = ["LONGEST_REFUSAL", "DeclarationLimits"]

LONGEST_REFUSAL = 300  # characters of why something was not read


class DeclarationLimits(Struct, frozen=True, kw_only=True):
    """The limits of the readers of declarations.

    `declaration_bytes`: of one declaration as written, 8 MiB unless told; a declaration of a
    thousand items has less than half of that. A text has 10 million bytes and elements nest 256
    levels at most, as the parser has it. `parties`: of one declaration. An element has 10,000
    numbers with codes at most, each number counted with each code, and a declaration 100,000.
    """

    declaration_bytes: int = 8 << 20
    parties: int = MOST_PARTIES
