"""What tells the elements of a list of a record apart, by the name of the list."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["KEYS"]

KEYS: Mapping[str, tuple[str, ...]] = {
    "basis": ("measure", "periodEnd"),
    "consents": ("scope",),
    "criteria": ("criterion",),
    "extensions": ("uri", "name"),
    "formerTins": ("tin",),
    "history": ("seq",),
    "identifiers": ("scheme", "value"),
    "otherNames": ("text", "use"),
    "recognitions": ("agreement", "partner"),
    "replaces": ("administration", "recordId"),
    "sites": ("siteId",),
    "terms": ("from",),
}
