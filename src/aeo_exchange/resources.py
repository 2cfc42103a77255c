"""Where the published files lie: schemas, samples and conformance cases, installed or not."""

from __future__ import annotations

from pathlib import Path

__all__ = ["published"]

_PACKAGE = Path(__file__).resolve().parent
# In a wheel the folders lie inside the package, in a checkout two levels above it.
_ROOTS = (_PACKAGE / "published", _PACKAGE.parents[1])


def published(name: str) -> Path:
    """Return the path of a published file or folder, such as `schemas/1.0/aeo-record.xsd`.

    Raises FileNotFoundError when neither the installed package nor the checkout has it.
    """
    for root in _ROOTS:
        if (root / name).exists():
            return root / name
    raise FileNotFoundError(f"{name} is missing from the installation")
