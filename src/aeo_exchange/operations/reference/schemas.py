"""The published schemas and code lists, by the names that `aeo schema` gives them."""

from __future__ import annotations

from pathlib import Path

from aeo_exchange.reference.suggestions import did_you_mean
from aeo_exchange.resources import published

__all__ = ["list_schemas", "near_schemas", "show_schema"]

# What stands before the names of a folder -> where it lies.
FOLDERS = {"": "schemas/1.0", "conformance/": "conformance/schema"}


def list_schemas() -> list[str]:
    """Return the name of every published schema and code list, in order."""
    return sorted(_paths())


def show_schema(name: str) -> bytes | None:
    """Return a schema as it is published, or None for an unknown name."""
    path = _paths().get(name)
    return path.read_bytes() if path else None


def near_schemas(name: str) -> tuple[str, ...]:
    """Return the names that may have been meant."""
    return did_you_mean(name, list_schemas())


def _paths() -> dict[str, Path]:
    """Return where each schema lies, by its name."""
    return {
        f"{prefix}{path.relative_to(published(folder)).as_posix()}": path
        for prefix, folder in FOLDERS.items()
        for path in published(folder).rglob("*")
        if path.is_file()
    }
