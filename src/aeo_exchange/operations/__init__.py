"""The verbs of the toolkit, one module each; with `aeo_exchange.model`, the public API.

Names are imported when they are used, since start-up time is felt.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aeo_exchange.formats import Content, Format, Limits
    from aeo_exchange.operations.convert import convert
    from aeo_exchange.operations.reading import read_record, read_records
    from aeo_exchange.operations.validate import validate
    from aeo_exchange.reference.programmes import ReferenceData
    from aeo_exchange.rules import Context

__all__ = [
    "Content",
    "Context",
    "Format",
    "Limits",
    "ReferenceData",
    "convert",
    "read_record",
    "read_records",
    "validate",
]

_HOMES = {
    "Content": "aeo_exchange.formats",
    "Context": "aeo_exchange.rules",
    "Format": "aeo_exchange.formats",
    "Limits": "aeo_exchange.formats",
    "ReferenceData": "aeo_exchange.reference.programmes",
    "convert": "aeo_exchange.operations.convert",
    "read_record": "aeo_exchange.operations.reading",
    "read_records": "aeo_exchange.operations.reading",
    "validate": "aeo_exchange.operations.validate",
}


def __getattr__(name: str) -> object:
    """Import a public name from its home."""
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_HOMES[name]), name)
