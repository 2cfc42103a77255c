"""The verbs of the toolkit, one module each; with `aeo_exchange.model`, the public API.

Names are imported when they are used, since start-up time is felt. A verb is named as its
module is; the name means the verb, whatever was imported before.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aeo_exchange.formats import Content, Format, Limits
    from aeo_exchange.model.attestation import StatusListPlace
    from aeo_exchange.operations.convert import convert
    from aeo_exchange.operations.present import present
    from aeo_exchange.operations.reading import read_record, read_records
    from aeo_exchange.operations.sign import Order, sign
    from aeo_exchange.operations.sign_many import sign_many
    from aeo_exchange.operations.validate import validate
    from aeo_exchange.operations.verify import Evidence, gather, verify
    from aeo_exchange.operations.verify_memory import remember
    from aeo_exchange.reference.programmes import ReferenceData
    from aeo_exchange.rules import Context
    from aeo_exchange.signing.keys import read_private_key
    from aeo_exchange.trust.answer import Verification
    from aeo_exchange.trust.question import Question, Sources
    from aeo_exchange.trust.roots import read_root
    from aeo_exchange.trust.seen import Seen

__all__ = [
    "Content",
    "Context",
    "Evidence",
    "Format",
    "Limits",
    "Order",
    "Question",
    "ReferenceData",
    "Seen",
    "Sources",
    "StatusListPlace",
    "Verification",
    "convert",
    "gather",
    "present",
    "read_private_key",
    "read_record",
    "read_records",
    "read_root",
    "remember",
    "sign",
    "sign_many",
    "validate",
    "verify",
]

_HOMES = {
    "Content": "aeo_exchange.formats",
    "Context": "aeo_exchange.rules",
    "Evidence": "aeo_exchange.operations.verify",
    "Format": "aeo_exchange.formats",
    "Limits": "aeo_exchange.formats",
    "Order": "aeo_exchange.operations.sign",
    "Question": "aeo_exchange.trust.question",
    "ReferenceData": "aeo_exchange.reference.programmes",
    "Seen": "aeo_exchange.trust.seen",
    "Sources": "aeo_exchange.trust.question",
    "StatusListPlace": "aeo_exchange.model.attestation",
    "Verification": "aeo_exchange.trust.answer",
    "convert": "aeo_exchange.operations.convert",
    "gather": "aeo_exchange.operations.verify",
    "present": "aeo_exchange.operations.present",
    "read_private_key": "aeo_exchange.signing.keys",
    "read_record": "aeo_exchange.operations.reading",
    "read_records": "aeo_exchange.operations.reading",
    "read_root": "aeo_exchange.trust.roots",
    "remember": "aeo_exchange.operations.verify_memory",
    "sign": "aeo_exchange.operations.sign",
    "sign_many": "aeo_exchange.operations.sign_many",
    "validate": "aeo_exchange.operations.validate",
    "verify": "aeo_exchange.operations.verify",
}


def __getattr__(name: str) -> object:
    """Import a public name from its home."""
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_HOMES[name]), name)


class _Verbs(ModuleType):
    """A package in which the module of a verb does not hide the verb."""

    def __setattr__(self, name: str, value: object) -> None:
        """Set an attribute; not that which an import sets on the package of a module."""
        if name not in _HOMES or not isinstance(value, ModuleType):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Verbs
