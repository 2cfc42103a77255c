"""Files of somebody else's, JSON or TOML, to their types; what says two things is refused."""

from __future__ import annotations

import tomllib
from typing import TypeVar

import msgspec

from aeo_exchange.conformance.errors import UnreadableFile
from aeo_exchange.conformance.legible import legible
from aeo_exchange.errors import ReadError
from aeo_exchange.formats.json_tree import read_tree

__all__ = ["read_json", "read_toml"]

Kind = TypeVar("Kind")


def read_json(content: bytes, kind: type[Kind]) -> Kind:
    """Return the value of a JSON text in which no name stands twice; raises UnreadableFile."""
    try:
        return msgspec.convert(read_tree(content), kind)
    except (ReadError, msgspec.ValidationError) as cause:
        raise UnreadableFile(legible(str(cause))) from cause


def read_toml(content: bytes, kind: type[Kind]) -> Kind:
    """Return the value of a TOML text; raises UnreadableFile."""
    try:
        return msgspec.convert(tomllib.loads(content.decode()), kind)
    except (ValueError, RecursionError) as cause:  # tomllib calls itself for each level
        raise UnreadableFile(legible(str(cause))) from cause
