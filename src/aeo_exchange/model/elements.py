"""What tells the elements of a list of a record apart, by the name of the list.

Terms and events are told apart by the ledger, which enters what a row says of them by itself.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["KEYS"]

KEYS: Mapping[str, tuple[str, ...]] = {
    "basis": ("measure", "periodEnd"),
    "consents": ("scope",),
    "criteria": ("criterion",),
    "extensions": ("uri", "name"),
    "formerTins": ("tin",),
    "identifiers": ("scheme", "value"),
    "otherNames": ("text", "use"),
    "recognitions": ("agreement", "partner"),
    "replaces": ("administration", "recordId"),
    "sites": ("siteId",),
}
