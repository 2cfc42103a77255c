"""Files of somebody else's, JSON or TOML, to their types; duplicate keys are refused."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from aeo_exchange.conformance.errors import UnreadableFile
from aeo_exchange.conformance.json_text import read_json_tree
from aeo_exchange.model.toml_text import toml_tree
from aeo_exchange.safe_text import visible

__all__ = ["read_vendor_json", "read_vendor_toml"]

Kind = TypeVar("Kind")


def read_vendor_json(content: bytes, kind: type[Kind]) -> Kind:
    """Return the value of a JSON text without duplicate keys; raises UnreadableFile."""
    try:
        return msgspec.convert(read_json_tree(content), kind)
    except (ValueError, RecursionError) as cause:
        raise UnreadableFile(visible(str(cause))) from cause


def read_vendor_toml(content: bytes, kind: type[Kind]) -> Kind:
    """Return the value of a TOML text; raises UnreadableFile."""
    try:
        return msgspec.convert(toml_tree(content), kind)
    except (ValueError, RecursionError) as cause:  # tomllib calls itself for each level
        raise UnreadableFile(visible(str(cause))) from cause
